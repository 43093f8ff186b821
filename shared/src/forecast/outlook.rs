//! The trend report of a series: `gemeo trend`.

use serde::{Deserialize, Serialize};

use super::{
    algebra::{mean, median},
    choose::DataUsed,
    exceed::{Exceedance, exceedances},
    holiday::lisbon_offset,
    policy::{Change, Policy, change},
    season::indices,
    series::{Checked, Note, Series, SeriesError},
    time::{Frequency, Step, weekday},
    trend::{Corrected, MAX_DIRECT, MannKendall, SenSlope, hamed_rao, mann_kendall, sen},
};

/// Fewest values for a trend.
const NEEDED: usize = 4;

/// What to look at.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TrendRequest {
    /// The series.
    pub series: Vec<Series>,
    /// Dated measures to judge.
    #[serde(default)]
    pub policies: Vec<Policy>,
    /// NO2, PM10, PM2.5, O3 or SO2, where the series are of air in µg/m³: counts exceedances of the limits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pollutant: Option<String>,
}

/// A typical value at one place of a season.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ProfilePoint {
    /// Month 1–12, weekday 1–7 (Monday 1) or hour 0–23 of Lisboa.
    pub place: usize,
    /// Mean.
    pub mean: f64,
    /// Median.
    pub median: f64,
    /// Values.
    pub n: usize,
}

/// How values vary with the calendar.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Profile {
    /// `month`, `weekday` or `hour`.
    pub by: String,
    /// Points in order.
    pub points: Vec<ProfilePoint>,
}

/// The report.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Trend {
    /// The series.
    pub id: String,
    /// Its frequency.
    pub frequency: Frequency,
    /// What was tested: `values`, or `monthly means without season` for long series.
    pub tested: String,
    /// Frequency of what was tested: slopes are changes a step of it.
    pub step: Frequency,
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
    /// Changes since dated measures.
    pub changes: Vec<Change>,
    /// Typical values by month, weekday and hour.
    pub profiles: Vec<Profile>,
    /// Against the limits, where a pollutant was named.
    pub exceedances: Vec<Exceedance>,
    /// Data used.
    pub data: DataUsed,
    /// What a reader must know.
    pub notes: Vec<Note>,
}

/// Why no trend was computed.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum TrendError {
    /// The series is at fault.
    #[error(transparent)]
    Series(#[from] SeriesError),
    /// A date that cannot be read.
    #[error("policy “{name}”: {message}")]
    Policy {
        /// The policy.
        name: String,
        /// What is wrong.
        message: String,
    },
    /// An unknown pollutant.
    #[error("there are no limits for “{name}”; there are NO2, PM10, PM2.5, O3, SO2")]
    Pollutant {
        /// What was asked.
        name: String,
    },
    /// Months with too few values.
    #[error("series “{id}” has fewer than {NEEDED} months with three quarters of their values")]
    Sparse {
        /// The series.
        id: String,
    },
}

/// What the test looks at.
struct Tested {
    what: &'static str,
    start: Step,
    values: Vec<f64>,
}

/// Reports on a series.
///
/// # Errors
/// Where series, policies or pollutant are at fault.
pub fn trend(series: &Series, policies: &[Policy], pollutant: Option<&str>) -> Result<Trend, TrendError> {
    let checked = series.check(NEEDED)?;
    if let Some(name) = pollutant.filter(|p| !super::exceed::LIMITS.iter().any(|l| l.pollutant == *p)) {
        return Err(TrendError::Pollutant { name: super::time::clip(name) });
    }
    let tested = tested(&checked)?;
    let sparse = || TrendError::Sparse { id: checked.id.clone() };
    let test = mann_kendall(&tested.values).ok_or_else(sparse)?;
    let slope = sen(&tested.values, test.variance).ok_or_else(sparse)?;
    let corrected = hamed_rao(&tested.values, &test, slope.slope);
    let verdict = match test.s.signum() {
        1 if corrected.p < 0.05 => "rising",
        -1 if corrected.p < 0.05 => "falling",
        _ => "no_clear_trend",
    };
    let mut notes = checked.notes.clone();
    if test.n < 10 {
        let text = format!("only {} values: the test's normal approximation is rough below ten", test.n);
        notes.push(Note::new("few", text));
    }
    if test.variance <= 0.0 {
        notes.push(Note::new("constant", "all values are equal: there is no trend to test".into()));
    }
    let per_year = match tested.start.frequency {
        Frequency::Annual => 1.0,
        Frequency::Monthly => 12.0,
        Frequency::Daily => 365.2425,
        Frequency::Hourly => 8_765.82,
    };
    Ok(Trend {
        id: checked.id.clone(),
        frequency: checked.frequency(),
        tested: tested.what.into(),
        step: tested.start.frequency,
        slope_per_year: slope.slope * per_year,
        mann_kendall: test,
        corrected,
        sen: slope,
        verdict: verdict.into(),
        changes: changes(&checked, &tested, policies)?,
        profiles: profiles(&checked),
        exceedances: pollutant.map_or_else(Vec::new, |p| exceedances(&checked, p)),
        data: DataUsed {
            first: checked.start.to_string(),
            last: checked.at(checked.values.len() - 1).to_string(),
            observed: checked.observed(),
            missing: checked.values.len() - checked.observed(),
        },
        notes,
    })
}

fn tested(series: &Checked) -> Result<Tested, TrendError> {
    if series.values.len() <= MAX_DIRECT {
        return Ok(Tested { what: "values", start: series.start, values: series.values.clone() });
    }
    let (start, mut values) = monthly(series);
    if values.len() > MAX_DIRECT {
        return Err(TrendError::Series(SeriesError::TooLong {
            id: series.id.clone(),
            count: series.values.len(),
        }));
    }
    if let Some(season) = indices(&values, 12, false) {
        values.iter_mut().enumerate().for_each(|(t, v)| *v -= season[t % 12]);
    }
    if values.iter().filter(|v| !v.is_nan()).count() < NEEDED {
        return Err(TrendError::Sparse { id: series.id.clone() });
    }
    Ok(Tested { what: "monthly means without season", start, values })
}

/// Means of months with three quarters of their values; a monthly or annual series stays as it is.
pub fn monthly(series: &Checked) -> (Step, Vec<f64>) {
    if matches!(series.frequency(), Frequency::Annual | Frequency::Monthly) {
        return (series.start, series.values.clone());
    }
    let month = |t: usize| {
        let (year, month, ..) = series.at(t).civil();
        year * 12 + month - 1
    };
    let first = month(0);
    let count = usize::try_from(month(series.values.len() - 1) - first + 1).unwrap_or(1);
    let mut groups: Vec<Vec<f64>> = vec![Vec::new(); count];
    for (t, v) in series.values.iter().enumerate() {
        if !v.is_nan() {
            groups[usize::try_from(month(t) - first).unwrap_or(0)].push(*v);
        }
    }
    let per_day = if series.frequency() == Frequency::Hourly { 24 } else { 1 };
    let value = |(k, group): (usize, &Vec<f64>)| {
        let number = first + i64::try_from(k).unwrap_or(0);
        let days = super::time::days_in_month(number.div_euclid(12), number.rem_euclid(12) + 1);
        let whole = usize::try_from(days).unwrap_or(30) * per_day;
        if group.len() * 4 >= whole * 3 { mean(group) } else { f64::NAN }
    };
    (Step { frequency: Frequency::Monthly, number: first }, groups.iter().enumerate().map(value).collect())
}

fn changes(series: &Checked, tested: &Tested, policies: &[Policy]) -> Result<Vec<Change>, TrendError> {
    // why: a step is judged on years or months; days and hours hold no more about it, only more noise
    let (start, mut values) =
        if tested.what == "values" { monthly(series) } else { (tested.start, tested.values.clone()) };
    if let Some(season) = indices(&values, 12, false).filter(|_| start.frequency == Frequency::Monthly) {
        values.iter_mut().enumerate().for_each(|(t, v)| *v -= season[t % 12]);
    }
    let least = if start.frequency == Frequency::Annual { 4 } else { 9 };
    let judge = |policy: &Policy| {
        let wanted = match start.frequency {
            Frequency::Annual => 4,
            _ => 7,
        };
        let cut: String = policy.date.chars().take(wanted).collect();
        let step = Step::parse(start.frequency, &cut)
            .map_err(|message| TrendError::Policy { name: super::time::clip(&policy.name), message })?;
        let at = usize::try_from(step.number - start.number).unwrap_or(usize::MAX);
        Ok(change(&values, at, least, policy))
    };
    policies.iter().map(judge).collect()
}

fn profiles(series: &Checked) -> Vec<Profile> {
    let frequency = series.frequency();
    let place = |by: &str, t: usize| -> usize {
        let step = series.at(t);
        let (days, hour) = match frequency {
            Frequency::Hourly => {
                let local = step.number + lisbon_offset(step.number);
                (local.div_euclid(24), local.rem_euclid(24))
            }
            _ => (step.number, 0),
        };
        match by {
            "month" => usize::try_from(step.civil().1).unwrap_or(1),
            "weekday" => weekday(days) + 1,
            _ => usize::try_from(hour).unwrap_or(0),
        }
    };
    let which: &[&str] = match frequency {
        Frequency::Annual => &[],
        Frequency::Monthly => &["month"],
        Frequency::Daily => &["month", "weekday"],
        Frequency::Hourly => &["month", "weekday", "hour"],
    };
    let profile = |by: &&str| {
        let mut groups: std::collections::BTreeMap<usize, Vec<f64>> = Default::default();
        for (t, v) in series.values.iter().enumerate().filter(|(_, v)| !v.is_nan()) {
            groups.entry(place(by, t)).or_default().push(*v);
        }
        let point = |(place, g): (usize, Vec<f64>)| ProfilePoint {
            place,
            mean: mean(&g),
            median: median(&g),
            n: g.len(),
        };
        Profile { by: (*by).into(), points: groups.into_iter().map(point).collect() }
    };
    which.iter().map(profile).collect()
}
