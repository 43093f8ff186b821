//! Intervals that learn while a series goes on: how wide they must be is found again after each outcome.
//!
//! The bound on |miss| / size is the quantile of all misses so far, times a factor that grows with each miss and shrinks
//! with each hit: quantile tracking (Angelopoulos, Candès & Tibshirani, “Conformal PID control”, NeurIPS 2023; adaptive
//! conformal inference, Gibbs & Candès, NeurIPS 2021) on the logarithm, so that it has no unit and is never negative.
//! The logarithm moves by `rate · (missed − tail)`; after T outcomes the share of misses is therefore off by no more than
//! its range / (rate · T), whatever the series does. A faster rate would promise more and widen intervals for it: this one
//! costs 2 % in the interval score and was confirmed on series that it was not chosen on. Scores of one stretch (the steps
//! ahead, at least a season) go together, and those of the stretch at hand are not known yet. The new point of conformal
//! prediction, counted as missed, turns a tail into about `tail − (1 − tail) / stretches`: much less of a rare tail than of a
//! common one. An eighth of that is taken, and never all of the tail: outcomes teach the rest. Scores are absolute: with few
//! stretches, that misses were of one sign so far says nothing of the next.

use super::interval::quantile;

/// Step of the logarithm for the tail of an 80 % interval, and how it grows for rarer misses.
const RATE: f64 = 0.1;
const RATE_TAIL: f64 = 0.2;
const RATE_POWER: f64 = -0.25;
/// Furthest that the logarithm moves: a factor of 5.8.
const FURTHEST: f64 = 1.75;
/// Share of the correction for few stretches.
const CORRECTION: f64 = 0.125;
/// Fewest scores that bounds are made from.
pub const FEWEST: usize = 30;

/// Bounds for one step ahead and several levels.
#[derive(Debug, Clone)]
pub struct Tracker {
    sorted: Vec<f64>,
    /// Scores that go together.
    stretch: f64,
    levels: Vec<Level>,
}

#[derive(Debug, Clone)]
struct Level {
    /// Share that may lie outside.
    tail: f64,
    /// Logarithm of the factor.
    moved: f64,
}

impl Level {
    fn rate(&self) -> f64 {
        RATE * libm::pow(self.tail / RATE_TAIL, RATE_POWER)
    }
}

impl Tracker {
    /// From the scores known so far, of which `stretch` go together; levels in percent. None with too few.
    pub fn new(mut scores: Vec<f64>, stretch: f64, levels: &[f64]) -> Option<Self> {
        if scores.len() < FEWEST {
            return None;
        }
        scores.sort_unstable_by(f64::total_cmp);
        let level = |percent: &f64| Level { tail: 1.0 - percent / 100.0, moved: 0.0 };
        Some(Self { sorted: scores, stretch: stretch.max(1.0), levels: levels.iter().map(level).collect() })
    }

    /// The tail that is aimed at, so that the promised one is kept with few stretches too.
    fn aim(&self, tail: f64) -> f64 {
        let stretches = self.sorted.len() as f64 / self.stretch;
        tail * stretches / (stretches + CORRECTION * (1.0 - tail) / tail)
    }

    /// Bounds on the score by level; a higher level is never narrower.
    pub fn bounds(&self) -> Vec<f64> {
        let typical = |tail: f64| quantile(&self.sorted, 1.0 - self.aim(tail)).unwrap_or(0.0);
        let raw = |l: &Level| typical(l.tail) * libm::exp(l.moved);
        let all: Vec<f64> = self.levels.iter().map(raw).collect();
        let within = |l: &Level| {
            let narrower = self.levels.iter().zip(&all).filter(|(o, _)| o.tail >= l.tail);
            narrower.map(|(_, b)| *b).fold(0.0, f64::max)
        };
        self.levels.iter().map(within).collect()
    }

    /// Learns a score and which of the bounds that were given for it were missed.
    pub fn learn(&mut self, score: f64, missed: &[bool]) {
        let aims: Vec<f64> = self.levels.iter().map(|l| self.aim(l.tail)).collect();
        for ((level, missed), aim) in self.levels.iter_mut().zip(missed).zip(aims) {
            let off = f64::from(*missed) - aim;
            level.moved = (level.moved + level.rate() * off).clamp(-FURTHEST, FURTHEST);
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
        let mut tracker = Tracker::new((0..200).map(score).collect(), 1.0, &[80.0, 95.0]).expect("enough");
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
        // 4,000 outcomes: the promise is range / (rate · outcomes), 3 / (0.1 · 4,000) of 100 at most, mostly far less
        for (size, near) in sizes.into_iter().zip([0.5, 0.75, 0.75, 0.75]) {
            let share = held(size);
            assert!((share[0] - 80.0).abs() < near && (share[1] - 95.0).abs() < near, "{share:?}");
        }
        let width = |stretch| {
            Tracker::new((1..=100).map(f64::from).collect(), stretch, &[80.0]).map(|t| t.bounds()[0])
        };
        assert!(width(25.0) > width(1.0), "few stretches widen");
        assert!(Tracker::new(vec![1.0; FEWEST - 1], 1.0, &[80.0]).is_none());
    }
}
