//! Prediction intervals from the misses of the backtest: split conformal prediction by step ahead (Lei et al., JASA 113,
//! 2018; asymmetric quantiles as in Romano, Patterson & Candès 2019), on misses divided by their expected size.
//!
//! From some hundred origins on, [`super::adaptive`] takes over. Where one step has too few misses, those of all steps are pooled, each divided by its step's typical size; with very
//! few, Student's t speaks for the tail.

use crate::uncertainty::normal_quantile;

/// A miss of the backtest.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Miss {
    /// Number of values that were known.
    pub origin: usize,
    /// Steps ahead, from 1.
    pub step: usize,
    /// Actual minus forecast.
    pub error: f64,
    /// Size of the miss that was expected; 1 where the model does not say.
    pub size: f64,
}

/// How a bound came about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Basis {
    /// Bounds of the same step that learnt from each outcome.
    Adaptive,
    /// Quantiles of the misses of the same step.
    Step,
    /// Quantiles of the misses of all steps.
    Pooled,
    /// Student's t.
    Student,
}

impl Basis {
    /// In the answer.
    pub fn name(self) -> &'static str {
        match self {
            Self::Adaptive => "adaptive conformal by step",
            Self::Step => "conformal by step",
            Self::Pooled => "conformal, steps pooled",
            Self::Student => "student-t",
        }
    }
}

/// Sorted misses, ready to give bounds.
#[derive(Debug, Clone)]
pub struct Calibrator {
    by_step: Vec<Vec<f64>>,
    growth: Vec<f64>,
    pooled: Vec<f64>,
}

impl Calibrator {
    /// From misses up to a horizon.
    pub fn new<'m>(misses: impl Iterator<Item = &'m Miss>, horizon: usize) -> Self {
        let mut by_step = vec![Vec::new(); horizon];
        for miss in misses.filter(|m| m.step <= horizon) {
            by_step[miss.step - 1].push(miss.error / miss.size);
        }
        let growth = growth(&by_step);
        let few = by_step.iter().all(|s| s.len() < 400);
        let mut pooled: Vec<f64> = if few {
            by_step.iter().zip(&growth).flat_map(|(s, g)| s.iter().map(move |v| v / g)).collect()
        } else {
            Vec::new()
        };
        pooled.sort_unstable_by(f64::total_cmp);
        for scores in &mut by_step {
            scores.sort_unstable_by(f64::total_cmp);
        }
        Self { by_step, growth, pooled }
    }

    /// Distances from the forecast to the lower and upper bound of a level in percent; none without misses.
    pub fn bounds(&self, step: usize, level: f64, size: f64) -> Option<(f64, f64, Basis)> {
        let own = self.by_step.get(step - 1)?;
        let tail = (1.0 - level / 100.0) / 2.0;
        let growth = self.growth[step - 1];
        let both = |scores: &[f64], scale: f64, basis| {
            Some((scale * quantile(scores, tail)?, scale * quantile(scores, 1.0 - tail)?, basis))
        };
        let enough = |scores: &[f64]| scores.len() as f64 * tail >= 2.0;
        let origins = self.by_step.first().map_or(0, Vec::len);
        // misses of neighbouring origins overlap and the model was chosen on them: with few, a little wider
        let few = if origins < 200 { 1.0 + step as f64 / origins.max(step) as f64 } else { 1.0 };
        if enough(own) {
            both(own, size * few, Basis::Step)
        } else if enough(&self.pooled) && origins >= 8 {
            both(&self.pooled, size * growth * few, Basis::Pooled)
        } else if origins >= 2 {
            let t = student(1.0 - tail, (origins - 1) as f64) * (1.0 + 1.0 / origins as f64).sqrt();
            Some((-t * size * growth, t * size * growth, Basis::Student))
        } else {
            None
        }
    }
}

/// Quantile of sorted scores at rank p (n + 1), which makes the coverage of a new one exact on average.
pub(super) fn quantile(sorted: &[f64], p: f64) -> Option<f64> {
    let last = sorted.len().checked_sub(1)?;
    let rank = (p * (sorted.len() + 1) as f64 - 1.0).clamp(0.0, last as f64);
    let low = rank.floor();
    let (a, b) = (sorted[low as usize], sorted[(low as usize + 1).min(last)]);
    Some(a + (rank - low) * (b - a))
}

/// Typical size of misses by step, made to rise (pool adjacent violators), never zero.
fn growth(by_step: &[Vec<f64>]) -> Vec<f64> {
    let mut pools: Vec<(f64, f64, usize)> = Vec::new();
    for scores in by_step {
        let n = scores.len() as f64;
        let square = scores.iter().map(|s| s * s).sum::<f64>() / n.max(1.0);
        match pools.last_mut() {
            Some(last) if n < 3.0 => last.2 += 1,
            _ => pools.push((square, n.max(1e-9), 1)),
        }
        while let [.., a, b] = pools[..]
            && a.0 > b.0
        {
            pools.truncate(pools.len() - 2);
            pools.push(((a.0 * a.1 + b.0 * b.1) / (a.1 + b.1), a.1 + b.1, a.2 + b.2));
        }
    }
    pools.iter().flat_map(|(s, _, count)| std::iter::repeat_n(s.sqrt().max(1e-12), *count)).collect()
}

/// Quantile of Student's t by its expansion around the normal (Abramowitz & Stegun 26.7.5), exact for 1 and 2 degrees.
fn student(p: f64, dof: f64) -> f64 {
    if dof < 1.5 {
        return libm::tan(std::f64::consts::PI * (p - 0.5));
    }
    if dof < 2.5 {
        let a = 4.0 * p * (1.0 - p);
        return 2.0 * (p - 0.5) * (2.0 / a).sqrt();
    }
    let x = normal_quantile(p);
    let (x3, x5) = (x * x * x, x * x * x * x * x);
    let x7 = x5 * x * x;
    let g1 = (x3 + x) / 4.0;
    let g2 = (5.0 * x5 + 16.0 * x3 + 3.0 * x) / 96.0;
    let g3 = (3.0 * x7 + 19.0 * x5 + 17.0 * x3 - 15.0 * x) / 384.0;
    x + g1 / dof + g2 / (dof * dof) + g3 / (dof * dof * dof)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::uncertainty::random::uniform;

    #[test]
    fn student_agrees_with_tables() {
        // e.g. NIST/SEMATECH e-Handbook, table 1.3.6.7.2
        for (p, dof, table) in
            [(0.975, 1.0, 12.706), (0.975, 2.0, 4.303), (0.975, 5.0, 2.571), (0.9, 10.0, 1.372)]
        {
            assert!((student(p, dof) - table).abs() < 0.02, "{p} {dof} {}", student(p, dof));
        }
    }

    #[test]
    fn new_misses_are_covered_as_often_as_promised() {
        // skewed misses: the cube of a uniform number
        let score = |k: u64| {
            let u = uniform(11, 5, k);
            u * u * u - 0.2
        };
        let misses: Vec<Miss> =
            (0..4000).map(|k| Miss { origin: k as usize, step: 1, error: score(k), size: 1.0 }).collect();
        let calibrator = Calibrator::new(misses.iter(), 1);
        for level in [80.0, 95.0] {
            let (low, high, basis) = calibrator.bounds(1, level, 1.0).expect("bounds");
            assert_eq!(basis, Basis::Step);
            let inside = (10_000..30_000).filter(|k| (low..=high).contains(&score(*k))).count();
            assert!((inside as f64 / 200.0 - level).abs() < 1.5, "{level} {inside}");
        }
    }

    #[test]
    fn few_misses_widen() {
        let misses: Vec<Miss> =
            (0..4).map(|k| Miss { origin: k, step: 1, error: k as f64 - 1.5, size: 1.0 }).collect();
        let (low, high, basis) = Calibrator::new(misses.iter(), 3).bounds(2, 95.0, 1.0).expect("bounds");
        assert_eq!(basis, Basis::Student);
        assert!(high > 3.0 && low < -3.0);
        assert!(Calibrator::new([].iter(), 3).bounds(1, 80.0, 1.0).is_none());
    }
}
