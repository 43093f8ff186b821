//! The trend report of a series: `gemeo trend`.

use serde::{Deserialize, Serialize};

use super::{
    algebra::mean,
    choose::DataUsed,
    exceed::{Exceedance, exceedances},
    line::{changes_of, plain_line, without_season},
    policy::{Change, Policy},
    profiles::{Profile, profiles},
    series::{Checked, Note, Series, SeriesError},
    time::{Frequency, Step},
    trend::{Corrected, MAX_DIRECT, MannKendall, SenSlope},
    weather::{Causes, Normalised, Weather, normalise},
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
    /// Weather at the place: series are also looked at as if it had been normal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weather: Option<Weather>,
}

/// What is asked of each series.
#[derive(Debug, Clone, Copy, Default)]
pub struct Asked<'a> {
    /// Dated measures to judge.
    pub policies: &'a [Policy],
    /// Whose limits are counted.
    pub pollutant: Option<&'a str>,
    /// Weather to take out.
    pub weather: Option<&'a Causes>,
}

/// The report.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Trend {
    /// The series.
    pub id: String,
    /// Its frequency.
    pub frequency: Frequency,
    /// What was tested: `values`, or `monthly means without season` for long series, `latest values` of years.
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
    /// The series in normal weather, where weather was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weather: Option<Normalised>,
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
pub fn trend(series: &Series, asked: Asked<'_>) -> Result<Trend, TrendError> {
    let checked = series.check(NEEDED)?;
    if let Some(name) = asked.pollutant.filter(|p| !super::exceed::LIMITS.iter().any(|l| l.pollutant == *p)) {
        return Err(TrendError::Pollutant { name: super::time::clip(name) });
    }
    let tested = tested(&checked)?;
    let sparse = || TrendError::Sparse { id: checked.id.clone() };
    let found = plain_line(tested.start, &tested.values).ok_or_else(sparse)?;
    let mut notes = checked.notes.clone();
    if tested.values.len() == MAX_DIRECT && checked.values.len() > MAX_DIRECT {
        let text = format!("only the latest {MAX_DIRECT} periods are tested, from {}", tested.start);
        notes.push(Note::new("window", text));
    }
    if found.mann_kendall.n < 10 {
        let n = found.mann_kendall.n;
        let text = format!("only {n} values: the test's normal approximation is rough below ten");
        notes.push(Note::new("few", text));
    }
    if found.mann_kendall.variance <= 0.0 {
        notes.push(Note::new("constant", "all values are equal: there is no trend to test".into()));
    }
    let weather = match asked.weather.map(|causes| normalise(&checked, causes, asked.policies)) {
        Some(Err(why)) => {
            notes.push(Note::new("no_weather", why));
            None
        }
        other => other.and_then(Result::ok),
    };
    Ok(Trend {
        id: checked.id.clone(),
        frequency: checked.frequency(),
        tested: tested.what.into(),
        step: tested.start.frequency,
        mann_kendall: found.mann_kendall,
        corrected: found.corrected,
        sen: found.sen,
        slope_per_year: found.slope_per_year,
        verdict: found.verdict,
        changes: changes(&checked, &tested, asked.policies)?,
        profiles: profiles(&checked),
        exceedances: asked.pollutant.map_or_else(Vec::new, |p| exceedances(&checked, p)),
        weather,
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
    let (mut start, mut values) = monthly(series);
    // why: pairs of values grow with the square
    let old = values.len().saturating_sub(MAX_DIRECT);
    start = start.plus(i64::try_from(old).unwrap_or(0));
    values.drain(..old);
    if start.frequency == Frequency::Annual {
        return Ok(Tested { what: "latest values", start, values });
    }
    values = without_season(start, &values);
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
    if tested.what != "values" {
        return changes_of(tested.start, &tested.values, policies);
    }
    // why: a step is judged on years or months; days and hours hold no more about it, only more noise
    let (start, values) = monthly(series);
    changes_of(start, &values, policies)
}
