//! Did the level change at a date, against what the trend before it led to expect?
//!
//! Interrupted time series (Bernal, Cummins & Gasparrini 2017): level, trend and a step at the date by least squares; the
//! step's error is widened for autocorrelation, and the same question is asked of every other date as a placebo.

use serde::{Deserialize, Serialize};

use super::algebra::{Normal, dot};
use crate::uncertainty::{normal_cdf, normal_quantile};

/// A dated measure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Policy {
    /// First period in force.
    pub date: String,
    /// Its name.
    #[serde(default)]
    pub name: String,
}

/// What happened since.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Change {
    /// First period in force.
    pub date: String,
    /// Its name.
    pub name: String,
    /// Step of the level against the trend, in the unit; absent where the data do not allow an answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub step: Option<f64>,
    /// Lower bound, 95 %.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lower: Option<f64>,
    /// Upper bound, 95 %.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub upper: Option<f64>,
    /// Probability of such a step where nothing changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub p: Option<f64>,
    /// Share of other dates that show a step as clear as this one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub placebo_share: Option<f64>,
    /// `clear`, `unclear` or `too_few_values`.
    pub verdict: String,
    /// In words.
    pub text: String,
}

struct Fit {
    step: f64,
    error: f64,
}

/// Judges a step at a position; `least` values are needed on each side.
pub fn change(y: &[f64], at: usize, least: usize, policy: &Policy) -> Change {
    let mut result = Change {
        date: policy.date.clone(),
        name: policy.name.clone(),
        step: None,
        lower: None,
        upper: None,
        p: None,
        placebo_share: None,
        verdict: "too_few_values".into(),
        text: format!("at least {least} observed values are needed before and after the date"),
    };
    let Some(fit) = step_at(y, at, least) else { return result };
    let z = fit.step / fit.error.max(1e-300);
    let p = 2.0 * normal_cdf(-z.abs());
    let others = (0..y.len()).filter(|t| t.abs_diff(at) > least / 2).filter_map(|t| step_at(y, t, least));
    let clear: Vec<bool> = others.map(|o| (o.step / o.error.max(1e-300)).abs() >= z.abs()).collect();
    let share = clear.iter().filter(|c| **c).count() as f64 / clear.len().max(1) as f64;
    let far = normal_quantile(0.975) * fit.error;
    result.step = Some(fit.step);
    (result.lower, result.upper) = (Some(fit.step - far), Some(fit.step + far));
    (result.p, result.placebo_share) = (Some(p), Some(share));
    let is_clear = p < 0.05 && share < 0.05;
    result.verdict = if is_clear { "clear" } else { "unclear" }.into();
    result.text = if is_clear {
        "the level changed at this date by more than chance and more than at other dates; the figures alone do not say why"
    } else {
        "no change that stands out from chance or from other dates"
    }
    .into();
    result
}

fn step_at(y: &[f64], at: usize, least: usize) -> Option<Fit> {
    let seen = |a: usize, b: usize| y[a..b].iter().filter(|v| !v.is_nan()).count();
    if at >= y.len() || seen(0, at) < least || seen(at, y.len()) < least {
        return None;
    }
    let row = |t: usize| [1.0, t as f64 / y.len() as f64, f64::from(t >= at)];
    let mut normal = Normal::new(3);
    for t in (0..y.len()).filter(|t| !y[*t].is_nan()) {
        normal.push(&row(t), y[t]);
    }
    let b = normal.solve(0.0);
    let rests: Vec<f64> = (0..y.len()).map(|t| y[t] - dot(&row(t), &b)).collect();
    let (mut square, mut both, mut n) = (0.0, 0.0, 0.0);
    for t in 0..y.len() {
        if !rests[t].is_nan() {
            square += rests[t] * rests[t];
            n += 1.0;
            if t > 0 && !rests[t - 1].is_nan() {
                both += rests[t] * rests[t - 1];
            }
        }
    }
    let rho = if square > 0.0 { (both / square).clamp(0.0, 0.9) } else { 0.0 };
    // the variance of the step: one over what of the step's regressor the others leave unexplained
    let mut partial = Normal::new(2);
    for t in (0..y.len()).filter(|t| !y[*t].is_nan()) {
        partial.push(&row(t)[..2], row(t)[2]);
    }
    let c = partial.solve(0.0);
    let own: f64 = (0..y.len())
        .filter(|t| !y[*t].is_nan())
        .map(|t| row(t)[2] - dot(&row(t)[..2], &c))
        .map(|r| r * r)
        .sum();
    let variance = square / f64::max(n - 3.0, 1.0) / own.max(1e-12) * (1.0 + rho) / (1.0 - rho);
    Some(Fit { step: b[2], error: variance.sqrt() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::uncertainty::random::uniform;

    #[test]
    fn a_step_is_clear_and_a_trend_is_none() {
        let noise = |t: u64| uniform(9, 1, t) - 0.5;
        let with: Vec<f64> =
            (0..60).map(|t| 0.1 * t as f64 + noise(t) - if t >= 36 { 4.0 } else { 0.0 }).collect();
        let policy = Policy { date: "2018-01".into(), name: "zone".into() };
        let found = change(&with, 36, 6, &policy);
        assert_eq!(found.verdict, "clear", "{found:?}");
        assert!((found.step.expect("a step") + 4.0).abs() < 0.6, "{found:?}");
        let without: Vec<f64> = (0..60).map(|t| 0.1 * t as f64 + noise(t)).collect();
        assert_eq!(change(&without, 36, 6, &policy).verdict, "unclear");
        assert_eq!(change(&without, 58, 6, &policy).verdict, "too_few_values");
    }
}
