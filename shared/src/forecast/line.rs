//! The trend of values at equal steps, and their changes at dated measures.

use serde::{Deserialize, Serialize};

use super::{
    outlook::TrendError,
    policy::{Change, Policy, change},
    season::indices,
    time::{Frequency, Step},
    trend::{Corrected, MannKendall, SenSlope, hamed_rao, mann_kendall, sen},
};

/// Whether and how steeply values rise or fall.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Line {
    /// The test.
    pub mann_kendall: MannKendall,
    /// The test corrected for autocorrelation.
    pub corrected: Corrected,
    /// Slope a step.
    pub sen: SenSlope,
    /// Slope a year.
    pub slope_per_year: f64,
    /// `rising`, `falling` or `no_clear_trend`, by the corrected test at 5 %.
    pub verdict: String,
}

/// Trend of values as they are; none with too few or too many.
pub fn plain_line(start: Step, values: &[f64]) -> Option<Line> {
    let test = mann_kendall(values)?;
    let slope = sen(values, test.variance)?;
    let corrected = hamed_rao(values, &test, slope.slope);
    let verdict = match test.s.signum() {
        1 if corrected.p < 0.05 => "rising",
        -1 if corrected.p < 0.05 => "falling",
        _ => "no_clear_trend",
    };
    let per_year = match start.frequency {
        Frequency::Annual => 1.0,
        Frequency::Monthly => 12.0,
        Frequency::Daily => 365.2425,
        Frequency::Hourly => 8_765.82,
    };
    let slope_per_year = slope.slope * per_year;
    Some(Line { mann_kendall: test, corrected, sen: slope, slope_per_year, verdict: verdict.into() })
}

/// Values without the season that their months have.
pub fn without_season(start: Step, values: &[f64]) -> Vec<f64> {
    let season = indices(values, 12, false).filter(|_| start.frequency == Frequency::Monthly);
    let season = season.unwrap_or_else(|| vec![0.0]);
    values.iter().enumerate().map(|(t, v)| v - season[t % season.len()]).collect()
}

/// Trend of values without their season; none with too few or too many.
pub fn line(start: Step, values: &[f64]) -> Option<Line> {
    plain_line(start, &without_season(start, values))
}

/// Changes of years, months or days without their season at dated measures.
///
/// # Errors
/// A date that cannot be read.
pub fn changes_of(start: Step, values: &[f64], policies: &[Policy]) -> Result<Vec<Change>, TrendError> {
    let values = without_season(start, values);
    let (least, wanted) = match start.frequency {
        Frequency::Annual => (4, 4),
        Frequency::Monthly => (9, 7),
        _ => (90, 10),
    };
    let judge = |policy: &Policy| {
        let mut cut: String = policy.date.chars().take(wanted).collect();
        // why: a measure dated by its year or month is in force from the first day
        while matches!(cut.len(), 4 | 7) && cut.len() < wanted {
            cut.push_str("-01");
        }
        let step = Step::parse(start.frequency, &cut)
            .map_err(|message| TrendError::Policy { name: super::time::clip(&policy.name), message })?;
        let at = usize::try_from(step.number - start.number).unwrap_or(usize::MAX);
        Ok(change(&values, at, least, policy))
    };
    policies.iter().map(judge).collect()
}
