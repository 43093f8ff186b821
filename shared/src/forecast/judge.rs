//! Did intervals hold what they promised? Each is judged on outcomes that came after it was made.

use std::collections::VecDeque;

use super::{
    adaptive::Tracker,
    card::Coverage,
    interval::{Calibrator, Miss},
    series::Checked,
};

/// Groups of origins that coverage is judged in, one after the other, where intervals do not adapt.
const GROUPS: usize = 16;
/// Groups that the first intervals are made from.
const FIRST: usize = 4;
/// Origins from which intervals are adapted to what was seen.
const ADAPTIVE_FROM: usize = 200;

/// What is judged.
pub struct Judge<'a> {
    /// The series.
    pub series: &'a Checked,
    /// Origins, rising.
    pub origins: &'a [usize],
    /// Misses of the model.
    pub misses: &'a [Miss],
    /// Steps ahead.
    pub horizon: usize,
    /// Levels in percent.
    pub levels: &'a [f64],
}

/// One interval and its outcome.
#[derive(Debug, Clone, PartialEq)]
pub struct Held {
    /// Steps ahead.
    pub step: usize,
    /// Which level.
    pub level: usize,
    /// Whether the actual value was inside.
    pub inside: bool,
    /// Its width.
    pub width: f64,
}

impl Judge<'_> {
    /// For each miss after the first quarter: was it inside the interval made from the earlier ones? Gives
    /// also the bounds that were learnt, by step and level, as multiples of the expected size; none for a step where
    /// there is too little to adapt to.
    pub fn judge(&self) -> (Vec<Held>, Vec<Vec<f64>>) {
        let size = self.origins.len().div_ceil(GROUPS).max(1);
        let groups: Vec<usize> = self.origins.chunks(size).skip(FIRST).map(|g| g[0]).collect();
        let mut by_step: Vec<Vec<&Miss>> = vec![Vec::new(); self.horizon];
        for miss in self.misses {
            by_step[miss.step - 1].push(miss);
        }
        let adaptive = self.origins.len() >= ADAPTIVE_FROM;
        let (mut held, mut learnt) = (Vec::new(), Vec::with_capacity(self.horizon));
        let mut calm: Vec<&Miss> = Vec::new();
        for step in by_step {
            let bounds = if adaptive { self.adapt(&step, &mut held) } else { Vec::new() };
            if bounds.is_empty() {
                calm.extend(step);
            }
            learnt.push(bounds);
        }
        self.split(&calm, &groups, &mut held);
        (held, learnt)
    }

    /// One step ahead by bounds that learn; empty where there are too few misses.
    fn adapt(&self, step: &[&Miss], held: &mut Vec<Held>) -> Vec<f64> {
        let score = |miss: &Miss| (miss.error / miss.size).abs();
        // why not a quarter of the origins: where values are missing most of those may be without an outcome
        let Some(&&Miss { origin: from, step: ahead, .. }) = step.get(step.len() / 4) else {
            return Vec::new();
        };
        let first = step.iter().filter(|m| m.origin + m.step <= from).map(|m| score(m)).collect();
        let stride = self.origins.windows(2).map(|w| w[1] - w[0]).min().unwrap_or(1);
        let stretch = ahead.max(self.series.frequency().season()) as f64 / stride as f64;
        let Some(mut tracker) = Tracker::new(first, stretch, self.levels) else { return Vec::new() };
        let mut waiting: VecDeque<(&Miss, Vec<bool>)> = VecDeque::new();
        for &miss in step.iter().filter(|m| m.origin + m.step > from) {
            let known = |w: &(&Miss, Vec<bool>)| w.0.origin + w.0.step <= miss.origin;
            while waiting.front().is_some_and(known) {
                if let Some((old, missed)) = waiting.pop_front() {
                    tracker.learn(score(old), &missed);
                }
            }
            let bounds = tracker.bounds();
            waiting.push_back((miss, bounds.iter().map(|b| score(miss) > *b).collect()));
            if miss.origin >= from {
                for (k, bound) in bounds.iter().enumerate() {
                    held.push(self.held(miss, k, -bound * miss.size, bound * miss.size));
                }
            }
        }
        waiting.into_iter().for_each(|(old, missed)| tracker.learn(score(old), &missed));
        tracker.bounds()
    }

    /// Group by group, by quantiles of the misses known before each.
    fn split(&self, misses: &[&Miss], groups: &[usize], held: &mut Vec<Held>) {
        for (k, &from) in groups.iter().enumerate() {
            let until = groups.get(k + 1).copied().unwrap_or(usize::MAX);
            let before = self.misses.iter().filter(|m| m.origin + m.step <= from);
            let calibrator = Calibrator::new(before, self.horizon);
            for miss in misses.iter().filter(|m| (from..until).contains(&m.origin)) {
                for (level, percent) in self.levels.iter().enumerate() {
                    if let Some((low, high, _)) = calibrator.bounds(miss.step, *percent, miss.size) {
                        held.push(self.held(miss, level, low, high));
                    }
                }
            }
        }
    }

    fn held(&self, miss: &Miss, level: usize, low: f64, high: f64) -> Held {
        let actual = self.series.values[miss.origin + miss.step - 1];
        let forecast = actual - miss.error;
        let floor = if self.series.non_negative { 0.0 } else { f64::NEG_INFINITY };
        let (low, high) = ((forecast + low).max(floor), (forecast + high).max(floor));
        Held { step: miss.step, level, inside: low <= actual && actual <= high, width: high - low }
    }
}

/// Shares and widths by level, of the steps that are taken.
pub fn tally(held: &[Held], levels: &[f64], takes: impl Fn(usize) -> bool) -> Vec<Coverage> {
    let mut sums = vec![(0usize, 0usize, 0.0); levels.len()];
    for h in held.iter().filter(|h| takes(h.step)) {
        let sum = &mut sums[h.level];
        *sum = (sum.0 + 1, sum.1 + usize::from(h.inside), sum.2 + h.width);
    }
    let counted = levels.iter().zip(sums).filter(|(_, (n, ..))| *n > 0);
    counted
        .map(|(&level, (n, inside, width))| Coverage {
            level,
            coverage: 100.0 * inside as f64 / n as f64,
            width: width / n as f64,
            n,
        })
        .collect()
}
