//! What one series at one place says of itself: gaps, outliers, steps.

use super::check::Why;
use crate::{
    observation::Observation,
    period::{Frequency, Period},
};

/// Fewer values than this say nothing of what is usual.
const ENOUGH: usize = 6;
/// Half of the figures alike: what lies this share of the median away is far from them.
const LEAST_SPREAD: f64 = 0.01;

/// The share of the periods that have a value, from the first to the last, at the distance that is usual: a year that is simply
/// not there is missing as much as one without a value. One that was measured every ten years lacks none between.
pub(super) fn completeness(rows: &[Observation], line: &[usize], min: f64) -> Option<Why> {
    let valued = line.iter().filter(|i| rows[**i].value.is_some()).count();
    let numbers: Vec<i64> = line.iter().filter_map(|i| number(rows[*i].period)).collect();
    let alike = line.windows(2).all(|w| rows[w[0]].period.frequency() == rows[w[1]].period.frequency());
    let mut steps: Vec<f64> = numbers.windows(2).map(|w| (w[1] - w[0]) as f64).filter(|s| *s > 0.0).collect();
    steps.sort_by(f64::total_cmp);
    // why the lower quartile: gaps make steps longer, never shorter
    let usual = steps.get(steps.len() / 4).copied().filter(|_| alike && steps.len() >= 3);
    let between = usual.zip(numbers.first().zip(numbers.last())).map(|(s, (a, b))| 1.0 + (b - a) as f64 / s);
    let expected = between.unwrap_or(0.0).max(line.len() as f64);
    let share = valued as f64 / expected;
    let words = || format!("{:.0} % of the periods have a value", share * 100.0);
    (share < min).then(|| Why::new(words(), share * 100.0, min * 100.0))
}

/// The place of a period among those of its length; none for weeks and hours, whose gaps other rules see.
fn number(period: Period) -> Option<i64> {
    let (frequency, year) = (period.frequency(), i64::from(period.year()));
    match (frequency, period) {
        (Frequency::A, _) => Some(year),
        (_, Period::Semester(_, s)) => Some(year * 2 + i64::from(s)),
        (_, Period::Quarter(_, q)) => Some(year * 4 + i64::from(q)),
        (_, Period::Month(_, m)) => Some(year * 12 + i64::from(m)),
        (_, Period::Day(y, m, d)) => Some(crate::calendar::days_from_civil(y.into(), m.into(), d.into())),
        _ => None,
    }
}

/// Modified z-scores: 0.6745 (x − median) / MAD. Where more than half of the figures are alike the MAD is zero, and a small share
/// of the median stands in for it.
pub(super) fn outliers(rows: &[Observation], line: &[usize], z: f64) -> Vec<(usize, Why)> {
    let values: Vec<f64> = line.iter().filter_map(|i| rows[*i].value).collect();
    let Some(middle) = median(values.clone()).filter(|_| values.len() >= ENOUGH) else { return vec![] };
    let mad = median(values.iter().map(|v| (v - middle).abs()).collect()).unwrap_or_default();
    let mad = if mad > 0.0 { mad } else { LEAST_SPREAD * middle.abs() };
    if mad == 0.0 {
        return vec![];
    }
    let score = |at: usize| rows[at].value.map(|v| 0.6745 * (v - middle).abs() / mad);
    line.iter()
        .filter_map(|at| Some((*at, score(*at).filter(|s| *s > z)?)))
        .map(|(at, s)| (at, Why::new(format!("{s:.1} robust deviations from the median {middle}"), s, z)))
        .collect()
}

pub(super) fn steps(rows: &[Observation], line: &[usize], factor: f64) -> Vec<(usize, Why)> {
    let valued: Vec<(usize, f64)> =
        line.iter().filter_map(|i| Some((*i, rows[*i].value.filter(|v| *v > 0.0)?))).collect();
    let jump = |w: &[(usize, f64)]| {
        let ratio = w[1].1 / w[0].1;
        let same = rows[w[0].0].period.frequency() == rows[w[1].0].period.frequency();
        let words = || format!("{ratio:.3} times the figure of {}", rows[w[0].0].period);
        (same && (ratio > factor || ratio * factor < 1.0)).then(|| (w[1].0, Why::new(words(), ratio, factor)))
    };
    valued.windows(2).filter_map(jump).collect()
}

pub(super) fn median(mut values: Vec<f64>) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    let (n, at) = (values.len(), values.len() / 2);
    let upper = *values.get(at)?;
    Some(if n % 2 == 1 { upper } else { (values[at - 1] + upper) / 2.0 })
}
