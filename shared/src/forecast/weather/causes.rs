//! Weather as given, checked and brought to what drives energy and air.

use serde::{Deserialize, Serialize};

use crate::forecast::{
    algebra::mean,
    series::{Checked, Series, SeriesError},
    time::{Frequency, Step, clip},
};

/// Fewest days of weather: normals are means over years.
const NORMAL_DAYS: usize = 2 * 365;
/// Least wind, m/s: what an anemometer tells from calm.
const CALM: f64 = 0.5;

/// Weather measured or reanalysed at the place, daily or hourly; given by the caller.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Weather {
    /// Air temperature, °C.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub temperature: Option<Series>,
    /// Wind speed, m/s.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wind: Option<Series>,
    /// Where it is from, e.g. `Open-Meteo, ERA5`; passed through.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}

/// Why weather cannot be used.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum WeatherError {
    /// A series is at fault.
    #[error("weather: {0}")]
    Series(#[from] SeriesError),
    /// Nothing given.
    #[error("weather: give `temperature`, `wind` or both")]
    Nothing,
    /// Months and years hide the days that degree days are made of.
    #[error("weather: series “{id}” is of frequency {frequency}; give days or hours")]
    Coarse {
        /// The series.
        id: String,
        /// Its frequency.
        frequency: &'static str,
    },
    /// A value that no weather has.
    #[error("weather: series “{id}”, {period}: {value} is no {what}")]
    Value {
        /// The series.
        id: String,
        /// When.
        period: String,
        /// The value.
        value: f64,
        /// What it should be.
        what: &'static str,
    },
    /// Too short for a normal.
    #[error("weather: series “{id}” has {days} whole days; a normal takes at least {NORMAL_DAYS}")]
    Short {
        /// The series.
        id: String,
        /// Days there are.
        days: usize,
    },
}

/// Heating and cooling degree days of a day of this mean temperature (Eurostat): 18 °C − mean where it is at most 15 °C,
/// mean − 21 °C where it is at least 24 °C.
pub fn degree_days(mean: f64) -> (f64, f64) {
    let heating = if mean <= 15.0 { 18.0 - mean } else { 0.0 };
    let cooling = if mean >= 24.0 { mean - 21.0 } else { 0.0 };
    (heating, cooling)
}

/// One cause in the weather.
#[derive(Debug)]
pub(super) struct Cause {
    pub(super) name: &'static str,
    pub(super) unit: &'static str,
    first: i64,
    /// By day since `first`; NaN where not measured.
    days: Vec<f64>,
    /// Mean by month of the year; NaN where a month was never measured.
    normal: [f64; 12],
}

/// Checked weather, ready for any series.
#[derive(Debug)]
pub struct Causes {
    pub(super) all: Vec<Cause>,
    /// First day that all of the weather is known of.
    pub first: String,
    /// Last such day.
    pub last: String,
    /// Where it is from.
    pub source: Option<String>,
}

impl Weather {
    /// Checks the weather.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn check(&self) -> Result<Causes, WeatherError> {
        let mut all = Vec::new();
        if let Some(series) = &self.temperature {
            let (first, days) = days(series, (-90.0, 60.0), "air temperature in °C")?;
            let known =
                |f: fn(f64) -> f64| days.iter().map(|t| if t.is_nan() { *t } else { f(*t) }).collect();
            let unit = "degree days a day";
            all.push(Cause::new("heating_degree_days", unit, first, known(|t| degree_days(t).0)));
            all.push(Cause::new("cooling_degree_days", unit, first, known(|t| degree_days(t).1)));
        }
        if let Some(series) = &self.wind {
            let (first, days) = days(series, (0.0, 120.0), "wind speed in m/s")?;
            let log = |v: &f64| if v.is_nan() { *v } else { libm::log(v.max(CALM)) };
            all.push(Cause::new("log_wind", "ln(m/s)", first, days.iter().map(log).collect()));
        }
        let text = |number| Step { frequency: Frequency::Daily, number }.to_string();
        let first = all.iter().map(|c| c.first).max().ok_or(WeatherError::Nothing)?;
        let last = all.iter().map(Cause::last).min().ok_or(WeatherError::Nothing)?;
        Ok(Causes { all, first: text(first), last: text(last), source: self.source.clone() })
    }
}

impl Cause {
    fn new(name: &'static str, unit: &'static str, first: i64, days: Vec<f64>) -> Self {
        let mut months = vec![Vec::new(); 12];
        for (k, v) in days.iter().enumerate() {
            months[month(first + k as i64)].push(*v);
        }
        let normal = std::array::from_fn(|m| mean(&months[m]));
        Self { name, unit, first, days, normal }
    }

    fn last(&self) -> i64 {
        self.first + self.days.len() as i64 - 1
    }

    /// Mean over a step, and what is normal for it; NaN where under three quarters of its days are known.
    pub(super) fn over(&self, step: Step) -> (f64, f64) {
        let (from, to) = (first_day(step), first_day(step.plus(1)));
        let day = |d: i64| usize::try_from(d - self.first).ok().and_then(|k| self.days.get(k)).copied();
        let known: Vec<f64> = (from..to).filter_map(day).filter(|v| !v.is_nan()).collect();
        if known.len() as i64 * 4 < (to - from) * 3 {
            return (f64::NAN, f64::NAN);
        }
        let normal: f64 = (from..to).map(|d| self.normal[month(d)]).sum::<f64>() / (to - from) as f64;
        (mean(&known), normal)
    }
}

fn month(day: i64) -> usize {
    let step = Step { frequency: Frequency::Daily, number: day };
    usize::try_from(step.civil().1 - 1).unwrap_or(0)
}

fn first_day(step: Step) -> i64 {
    let (year, month, day, _) = step.civil();
    crate::calendar::days_from_civil(year, month, day)
}

/// First day and means of days with three quarters of their hours, within what such weather can be.
fn days(
    series: &Series,
    (low, high): (f64, f64),
    what: &'static str,
) -> Result<(i64, Vec<f64>), WeatherError> {
    let checked = series.check(1)?;
    let id = clip(&checked.id);
    if matches!(checked.frequency(), Frequency::Annual | Frequency::Monthly) {
        return Err(WeatherError::Coarse { id, frequency: checked.frequency().code() });
    }
    if let Some(t) = checked.values.iter().position(|v| *v < low || *v > high) {
        let (period, value) = (checked.at(t).to_string(), checked.values[t]);
        return Err(WeatherError::Value { id, period, value, what });
    }
    let (first, values) = daily(&checked);
    let whole = values.iter().filter(|v| !v.is_nan()).count();
    if whole < NORMAL_DAYS {
        return Err(WeatherError::Short { id, days: whole });
    }
    Ok((first, values))
}

/// First day and daily means of a daily or hourly series.
pub(super) fn daily(series: &Checked) -> (i64, Vec<f64>) {
    if series.frequency() == Frequency::Daily {
        return (series.start.number, series.values.clone());
    }
    let mut padded = vec![f64::NAN; usize::try_from(series.start.number.rem_euclid(24)).unwrap_or(0)];
    padded.extend_from_slice(&series.values);
    let enough = |day: &[f64]| day.iter().filter(|v| !v.is_nan()).count() >= 18;
    let value = |day: &[f64]| if enough(day) { mean(day) } else { f64::NAN };
    (series.start.number.div_euclid(24), padded.chunks(24).map(value).collect())
}
