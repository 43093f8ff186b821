//! Intervals that learn while a series goes on: how wide they must be is found again after each outcome.
//!
//! Two estimates of the bound on |miss| / size are averaged, and both hear whether their mean held. One is the quantile of
//! all misses so far at a level that moves (adaptive conformal inference; Gibbs & Candès, NeurIPS 2021), the other a
//! bound that itself moves, by more after a miss than after a hit (quantile tracking; Angelopoulos, Candès & Tibshirani,
//! NeurIPS 2023). The first is quick where the size of misses stays, the second where it changes; the shares of both
//! guarantees come true in the long run whatever the series does. Scores are absolute: with few stretches, that misses
//! were of one sign so far says nothing of the next.

use super::interval::quantile;

/// Step of the moving level, by its tail, and the largest one.
const LEVEL_RATE: f64 = 0.5;
const LEVEL_MOST: f64 = 0.04;
/// Step of the moving bound, in mean scores.
const BOUND_RATE: f64 = 0.1;
/// Step of the mean score.
const MEAN_RATE: f64 = 0.02;
/// Fewest scores that bounds are made from.
pub const FEWEST: usize = 30;

/// Bounds for one step ahead and several levels.
#[derive(Debug, Clone)]
pub struct Tracker {
    sorted: Vec<f64>,
    mean: f64,
    levels: Vec<Level>,
}

#[derive(Debug, Clone)]
struct Level {
    /// Share that may lie outside.
    tail: f64,
    /// The share that the quantile is taken at.
    moved: f64,
    bound: f64,
}

impl Tracker {
    /// From the scores known so far; levels in percent. None with too few.
    pub fn new(mut scores: Vec<f64>, levels: &[f64]) -> Option<Self> {
        if scores.len() < FEWEST {
            return None;
        }
        let mean = scores.iter().sum::<f64>() / scores.len() as f64;
        scores.sort_unstable_by(f64::total_cmp);
        let level = |percent: &f64| {
            let tail = 1.0 - percent / 100.0;
            Level { tail, moved: tail, bound: quantile(&scores, 1.0 - tail).unwrap_or(0.0) }
        };
        let levels = levels.iter().map(level).collect();
        Some(Self { sorted: scores, mean, levels })
    }

    /// Bounds on the score by level; a higher level is never narrower.
    pub fn bounds(&self) -> Vec<f64> {
        let raw = |l: &Level| 0.5 * (quantile(&self.sorted, 1.0 - l.moved).unwrap_or(0.0) + l.bound);
        let all: Vec<f64> = self.levels.iter().map(raw).collect();
        let within = |l: &Level| {
            let narrower = self.levels.iter().zip(&all).filter(|(o, _)| o.tail >= l.tail);
            narrower.map(|(_, b)| *b).fold(0.0, f64::max)
        };
        self.levels.iter().map(within).collect()
    }

    /// Learns a score and which of the bounds that were given for it were missed.
    pub fn learn(&mut self, score: f64, missed: &[bool]) {
        self.mean += MEAN_RATE * (score - self.mean);
        for (level, missed) in self.levels.iter_mut().zip(missed) {
            let off = f64::from(*missed) - level.tail;
            let rate = (LEVEL_RATE * level.tail).min(LEVEL_MOST);
            level.moved = (level.moved - rate * off).clamp(0.02 * level.tail, 1.98 * level.tail);
            level.bound = (level.bound + BOUND_RATE * self.mean * off).max(0.0);
        }
        let at = self.sorted.partition_point(|s| *s < score);
        self.sorted.insert(at, score);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::uncertainty::random::uniform;

    /// Share inside of 4,000 scores whose size changes over time, percent.
    fn held(size: impl Fn(f64) -> f64) -> Vec<f64> {
        let score = |k: u64| size(k as f64 / 4_000.0) * libm::log(1.0 / (1.0 - uniform(3, 7, k)));
        let mut tracker = Tracker::new((0..200).map(score).collect(), &[80.0, 95.0]).expect("enough");
        let mut inside = [0usize; 2];
        for k in 200..4_200 {
            let (bounds, now) = (tracker.bounds(), score(k));
            assert!(bounds[1] >= bounds[0]);
            let missed: Vec<bool> = bounds.iter().map(|b| now > *b).collect();
            inside.iter_mut().zip(&missed).for_each(|(n, m)| *n += usize::from(!m));
            tracker.learn(now, &missed);
        }
        inside.map(|n| n as f64 / 40.0).to_vec()
    }

    #[test]
    fn coverage_holds_whether_sizes_stay_jump_grow_or_swing() {
        let sizes: [fn(f64) -> f64; 4] =
            [|_| 1.0, |x| if x > 0.5 { 5.0 } else { 1.0 }, |x| 1.0 + 10.0 * x, |x| 2.0 + libm::sin(40.0 * x)];
        // why 3 points: what forecasts promise; a size that keeps changing is followed late
        for (size, near) in sizes.into_iter().zip([1.0, 3.0, 3.0, 3.0]) {
            let share = held(size);
            assert!((share[0] - 80.0).abs() < near && (share[1] - 95.0).abs() < near, "{share:?}");
        }
        assert!(Tracker::new(vec![1.0; FEWEST - 1], &[80.0]).is_none());
    }
}
