//! Is there a trend, how steep, and did something change at a date?
//!
//! Mann-Kendall test (Mann 1945; Kendall 1975) with ties, corrected for autocorrelation (Hamed & Rao, Journal of Hydrology
//! 204, 1998), and Sen's slope (Sen, JASA 63, 1968).

use serde::{Deserialize, Serialize};

use super::algebra::median;
use crate::uncertainty::{normal_cdf, normal_quantile};

/// Longest series that is tested as it is; pairs of values grow with the square.
pub const MAX_DIRECT: usize = 2_000;

/// Result of the test.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MannKendall {
    /// Values tested.
    pub n: usize,
    /// Rising pairs minus falling pairs.
    pub s: i64,
    /// Variance of S where there is no trend.
    pub variance: f64,
    /// S in standard deviations, one unit nearer zero.
    pub z: f64,
    /// Probability of so large a |z| where there is no trend.
    pub p: f64,
    /// Kendall's tau: S by the number of pairs.
    pub tau: f64,
}

/// The test corrected for autocorrelation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Corrected {
    /// Method: `hamed_rao`.
    pub method: String,
    /// Factor of the variance; 1 where no lag is significant.
    pub factor: f64,
    /// Corrected z.
    pub z: f64,
    /// Corrected p.
    pub p: f64,
}

/// Sen's slope: the median slope of all pairs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SenSlope {
    /// Change a step.
    pub slope: f64,
    /// Lower bound, 95 %.
    pub lower: f64,
    /// Upper bound, 95 %.
    pub upper: f64,
    /// Value at the first step: median of value minus slope times step.
    pub intercept: f64,
}

/// The test on values in order; NaN is missing. None below four values.
pub fn mann_kendall(y: &[f64]) -> Option<MannKendall> {
    let kept: Vec<f64> = y.iter().copied().filter(|v| !v.is_nan()).collect();
    let n = kept.len();
    if !(4..=MAX_DIRECT).contains(&n) {
        return None;
    }
    let sign = |i: usize, j: usize| i64::from(kept[j] > kept[i]) - i64::from(kept[j] < kept[i]);
    let s: i64 = (0..n).flat_map(|i| (i + 1..n).map(move |j| (i, j))).map(|(i, j)| sign(i, j)).sum();
    let mut sorted = kept.clone();
    sorted.sort_unstable_by(f64::total_cmp);
    let term = |t: f64| t * (t - 1.0) * (2.0 * t + 5.0);
    let ties: f64 = sorted.chunk_by(|a, b| a == b).map(|g| term(g.len() as f64)).sum();
    let variance = (term(n as f64) - ties) / 18.0;
    let (z, p) = significance(s, variance);
    let pairs = (n * (n - 1)) as f64 / 2.0;
    Some(MannKendall { n, s, variance, z, p, tau: s as f64 / pairs })
}

fn significance(s: i64, variance: f64) -> (f64, f64) {
    if variance <= 0.0 || s == 0 {
        return (0.0, 1.0);
    }
    let z = (s - s.signum()) as f64 / variance.sqrt();
    (z, (2.0 * normal_cdf(-z.abs())).min(1.0))
}

/// Sen's slope with its 95 % bounds (Gilbert 1987, ch. 16).
pub fn sen(y: &[f64], variance: f64) -> Option<SenSlope> {
    let at: Vec<usize> = (0..y.len()).filter(|t| !y[*t].is_nan()).collect();
    if !(2..=MAX_DIRECT).contains(&at.len()) {
        return None;
    }
    let mut slopes = Vec::with_capacity(at.len() * (at.len() - 1) / 2);
    for (k, &i) in at.iter().enumerate() {
        slopes.extend(at[k + 1..].iter().map(|&j| (y[j] - y[i]) / (j - i) as f64));
    }
    slopes.sort_unstable_by(f64::total_cmp);
    let slope = median(&slopes);
    let count = slopes.len() as f64;
    let c = normal_quantile(0.975) * variance.max(0.0).sqrt();
    let pick = |rank: f64| slopes[(rank.round() as isize).clamp(0, slopes.len() as isize - 1) as usize];
    let rests: Vec<f64> = at.iter().map(|&t| y[t] - slope * t as f64).collect();
    Some(SenSlope {
        slope,
        lower: pick((count - c) / 2.0 - 1.0),
        upper: pick((count + c) / 2.0),
        intercept: median(&rests),
    })
}

/// The test with the variance corrected by significant autocorrelations of the detrended ranks.
pub fn hamed_rao(y: &[f64], test: &MannKendall, slope: f64) -> Corrected {
    let rests: Vec<f64> =
        y.iter().enumerate().filter(|(_, v)| !v.is_nan()).map(|(t, v)| v - slope * t as f64).collect();
    let n = rests.len();
    let ranks = ranks(&rests);
    let mean = (n as f64 + 1.0) / 2.0;
    let total: f64 = ranks.iter().map(|r| (r - mean) * (r - mean)).sum();
    let limit = normal_quantile(0.975) / (n as f64).sqrt();
    let mut sum = 0.0;
    for lag in 1..n.saturating_sub(2) {
        let both: f64 = (0..n - lag).map(|t| (ranks[t] - mean) * (ranks[t + lag] - mean)).sum();
        let rho = if total > 0.0 { both / total } else { 0.0 };
        if rho.abs() > limit {
            let left = (n - lag) as f64;
            sum += left * (left - 1.0) * (left - 2.0) * rho;
        }
    }
    let nf = n as f64;
    let factor = (1.0 + 2.0 * sum / (nf * (nf - 1.0) * (nf - 2.0))).max(1.0 / nf);
    let (z, p) = significance(test.s, test.variance * factor);
    Corrected { method: "hamed_rao".into(), factor, z, p }
}

/// Ranks from 1; equal values share the mean rank.
fn ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_unstable_by(|a, b| values[*a].total_cmp(&values[*b]));
    let mut ranks = vec![0.0; values.len()];
    let mut start = 0;
    for group in order.chunk_by(|a, b| values[*a] == values[*b]) {
        let rank = start as f64 + (group.len() as f64 + 1.0) / 2.0;
        group.iter().for_each(|&t| ranks[t] = rank);
        start += group.len();
    }
    ranks
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::uncertainty::random::uniform;

    #[test]
    fn the_published_example_agrees() {
        // S = 39, z = 3.42634, p = 0.00061176, slope 0.75: the values that pymannkendall's and R's trend tests print
        let y = [1.0, 2.0, 3.0, 4.0, 5.0, 4.0, 6.0, 7.0, 6.0, 8.0];
        let test = mann_kendall(&y).expect("ten values");
        assert_eq!(test.s, 39);
        assert!((test.variance - 123.0).abs() < 1e-12);
        assert!((test.z - 3.42634).abs() < 1e-5, "{}", test.z);
        assert!((test.p - 0.000_611_76).abs() < 1e-7, "{}", test.p);
        let slope = sen(&y, test.variance).expect("a slope");
        assert!((slope.slope - 0.75).abs() < 1e-12);
        assert!(slope.lower <= 0.75 && slope.upper >= 0.75);
    }

    #[test]
    fn autocorrelation_takes_confidence_away() {
        let mut false_alarms = (0, 0);
        for seed in 0..200 {
            let mut y = vec![0.0];
            for t in 1..80 {
                y.push(0.6 * y[y.len() - 1] + normal_quantile(uniform(seed, 4, t)));
            }
            let test = mann_kendall(&y).expect("a test");
            let slope = sen(&y, test.variance).expect("a slope").slope;
            false_alarms.0 += usize::from(test.p < 0.05);
            false_alarms.1 += usize::from(hamed_rao(&y, &test, slope).p < 0.05);
        }
        assert!(false_alarms.0 > false_alarms.1 + 15, "{false_alarms:?}");
        assert!(mann_kendall(&[5.0; 10]).is_some_and(|t| t.s == 0 && t.p == 1.0));
        assert!(mann_kendall(&[1.0, f64::NAN, 2.0]).is_none());
    }
}
