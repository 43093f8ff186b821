//! What draws of a model say: mean, spread and percentiles.

use serde::{Deserialize, Serialize};

/// A percentile and its value.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Percentile {
    /// Per cent of draws at or below the value.
    pub percent: f64,
    /// The value.
    pub value: f64,
}

/// Summary of draws.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Summary {
    /// How many draws.
    pub draws: u32,
    /// The seed they came from.
    pub seed: u64,
    /// Mean.
    pub mean: f64,
    /// Standard deviation (n − 1).
    pub sd: f64,
    /// Percentiles 2.5, 5, 25, 50, 75, 95, 97.5.
    pub percentiles: Vec<Percentile>,
    /// How far the 2.5th percentile lies below the mean, % of the mean; `None` where the mean is zero.
    pub lower_pct: Option<f64>,
    /// How far the 97.5th percentile lies above the mean, % of the mean; `None` where the mean is zero.
    pub upper_pct: Option<f64>,
}

const PERCENTS: [f64; 7] = [2.5, 5.0, 25.0, 50.0, 75.0, 95.0, 97.5];

impl Summary {
    /// Summarises draws, which are sorted on the way; sums run in that order.
    pub(super) fn of(mut values: Vec<f64>, seed: u64) -> Self {
        values.sort_unstable_by(f64::total_cmp);
        let n = values.len() as f64;
        let mean = values.iter().fold(0.0, |sum, v| sum + v) / n;
        let squares = values.iter().fold(0.0, |sum, v| sum + (v - mean) * (v - mean));
        let sd = if n > 1.0 { libm::sqrt(squares / (n - 1.0)) } else { 0.0 };
        let percentiles: Vec<Percentile> = PERCENTS
            .iter()
            .map(|&percent| Percentile { percent, value: quantile(&values, percent / 100.0) })
            .collect();
        let (low, high) = (percentiles[0].value, percentiles[PERCENTS.len() - 1].value);
        let pct = |distance: f64| (mean != 0.0).then(|| distance / mean.abs() * 100.0);
        Self {
            draws: values.len() as u32,
            seed,
            mean,
            sd,
            percentiles,
            lower_pct: pct(mean - low),
            upper_pct: pct(high - mean),
        }
    }

    /// The value of one of the percentiles kept.
    pub fn percentile(&self, percent: f64) -> Option<f64> {
        self.percentiles.iter().find(|p| p.percent == percent).map(|p| p.value)
    }
}

/// Quantile of sorted values by linear interpolation (R. J. Hyndman and Y. Fan, “Sample quantiles in statistical
/// packages”, The American Statistician 50 (1996) 361–365, type 7). NaN of an empty list.
pub fn quantile(sorted: &[f64], p: f64) -> f64 {
    let Some(last) = sorted.len().checked_sub(1) else { return f64::NAN };
    let at = p.clamp(0.0, 1.0) * last as f64;
    let low = at as usize;
    let (a, b) = (sorted[low], sorted[(low + 1).min(last)]);
    a + (b - a) * (at - low as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_interpolate() {
        let values = [1.0, 2.0, 4.0, 8.0];
        assert_eq!(quantile(&values, 0.0), 1.0);
        assert_eq!(quantile(&values, 0.5), 3.0);
        assert_eq!(quantile(&values, 1.0), 8.0);
        assert!(quantile(&[], 0.5).is_nan());
    }

    #[test]
    fn summary_of_few() {
        let summary = Summary::of(vec![3.0, 1.0, 2.0], 7);
        assert_eq!((summary.mean, summary.sd, summary.percentile(50.0)), (2.0, 1.0, Some(2.0)));
        assert!((summary.lower_pct.expect("mean") - 47.5).abs() < 1e-12);
        assert_eq!(Summary::of(vec![-1.0, 1.0], 7).lower_pct, None);
    }
}
