//! Weather as given, checked and brought to what drives energy and air.

use serde::{Deserialize, Serialize};

use crate::forecast::{
    algebra::mean,
    drivers::Column,
    series::{Checked, Series, SeriesError},
    time::{Frequency, Step, clip},
};

/// Fewest days of weather: normals are means over years.
const NORMAL_DAYS: usize = 2 * 365;
/// Least wind, m/s: what an anemometer tells from calm.
const CALM: f64 = 0.5;
/// Bounds that no weather leaves, and what the values are.
type Sane = (f64, f64, &'static str);
const TEMPERATURE: Sane = (-90.0, 60.0, "air temperature in °C");
const WIND: Sane = (0.0, 120.0, "wind speed in m/s");
/// Units of the causes.
const DEGREES: &str = "degree days a day";
const LOG_WIND: &str = "ln(m/s)";

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
    /// A step finer than the weather.
    #[error("weather: series “{id}” is daily and a series of hours is to be forecast; give hours")]
    Daily {
        /// The weather's series.
        id: String,
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
            let (first, days) = days(series, TEMPERATURE)?;
            let known =
                |f: fn(f64) -> f64| days.iter().map(|t| if t.is_nan() { *t } else { f(*t) }).collect();
            all.push(Cause::new("heating_degree_days", DEGREES, first, known(|t| degree_days(t).0)));
            all.push(Cause::new("cooling_degree_days", DEGREES, first, known(|t| degree_days(t).1)));
        }
        if let Some(series) = &self.wind {
            let (first, days) = days(series, WIND)?;
            let log = |v: &f64| if v.is_nan() { *v } else { libm::log(v.max(CALM)) };
            all.push(Cause::new("log_wind", LOG_WIND, first, days.iter().map(log).collect()));
        }
        let text = |number| Step { frequency: Frequency::Daily, number }.to_string();
        let first = all.iter().map(|c| c.first).max().ok_or(WeatherError::Nothing)?;
        let last = all.iter().map(Cause::last).min().ok_or(WeatherError::Nothing)?;
        Ok(Causes { all, first: text(first), last: text(last), source: self.source.clone() })
    }

    /// The same causes beside each step of a daily or hourly series, and beside `steps` after it as far as they are known;
    /// none for months and years. Degree days of an hour are those of the 24 hours up to it, so that nothing later is in
    /// them. A cause that never varies (no day was hot) is left out, if another one does.
    ///
    /// # Errors
    /// What is wrong with the weather.
    pub(in crate::forecast) fn columns(
        &self,
        series: &Checked,
        steps: usize,
    ) -> Result<Vec<Column>, WeatherError> {
        let temperature = self.temperature.as_ref().map(|t| within(t, TEMPERATURE)).transpose()?;
        let wind = self.wind.as_ref().map(|w| within(w, WIND)).transpose()?;
        if temperature.is_none() && wind.is_none() {
            return Err(WeatherError::Nothing);
        }
        let mut all = Vec::new();
        if matches!(series.frequency(), Frequency::Annual | Frequency::Monthly) {
            return Ok(all);
        }
        let mut add = |id: &str, unit: &str, x: Vec<f64>| {
            all.push(Column { id: id.into(), unit: Some(unit.into()), source: self.source.clone(), x });
        };
        let over =
            |x: &[f64], f: fn(f64) -> f64| x.iter().map(|v| if v.is_nan() { *v } else { f(*v) }).collect();
        if let Some(given) = &temperature {
            let means = beside(given, series, steps, true)?;
            add("heating_degree_days", DEGREES, over(&means, |t| degree_days(t).0));
            add("cooling_degree_days", DEGREES, over(&means, |t| degree_days(t).1));
        }
        if let Some(given) = &wind {
            let speeds = beside(given, series, steps, false)?;
            add("log_wind", LOG_WIND, over(&speeds, |v| libm::log(v.max(CALM))));
        }
        let still = |c: &Column| {
            let mut seen = c.x[..series.values.len()].iter().filter(|v| !v.is_nan());
            seen.next().is_some_and(|first| seen.all(|v| v == first))
        };
        if all.iter().any(|c| !still(c)) {
            all.retain(|c| !still(c));
        }
        Ok(all)
    }
}

/// Weather beside the steps of a series and `steps` more; of hours, where `day` says so, the mean of the last 24.
fn beside(weather: &Checked, series: &Checked, steps: usize, day: bool) -> Result<Vec<f64>, WeatherError> {
    let length = series.values.len() + steps;
    let (first, values) = match (series.frequency(), weather.frequency()) {
        (Frequency::Hourly, Frequency::Daily) => return Err(WeatherError::Daily { id: clip(&weather.id) }),
        (Frequency::Hourly, _) if day => (weather.start.number, last_day(&weather.values)),
        (Frequency::Hourly, _) => (weather.start.number, weather.values.clone()),
        _ => daily(weather),
    };
    let at = |t: usize| {
        let k = series.start.number + i64::try_from(t).unwrap_or(0) - first;
        usize::try_from(k).ok().and_then(|k| values.get(k)).copied().unwrap_or(f64::NAN)
    };
    Ok((0..length).map(at).collect())
}

/// Means of the 24 hours up to each, where three quarters of them are known.
fn last_day(hours: &[f64]) -> Vec<f64> {
    let known = |window: &[f64]| window.iter().filter(|v| !v.is_nan()).count() >= 18;
    let one = |t: usize| {
        let window = &hours[(t + 1).saturating_sub(24)..=t];
        if known(window) { mean(window) } else { f64::NAN }
    };
    (0..hours.len()).map(one).collect()
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

/// Days or hours of weather, within what such weather can be.
fn within(series: &Series, (low, high, what): Sane) -> Result<Checked, WeatherError> {
    let checked = series.check(1)?;
    let id = clip(&checked.id);
    if matches!(checked.frequency(), Frequency::Annual | Frequency::Monthly) {
        return Err(WeatherError::Coarse { id, frequency: checked.frequency().code() });
    }
    if let Some(t) = checked.values.iter().position(|v| *v < low || *v > high) {
        let (period, value) = (checked.at(t).to_string(), checked.values[t]);
        return Err(WeatherError::Value { id, period, value, what });
    }
    Ok(checked)
}

/// First day and means of days with three quarters of their hours; long enough for a normal.
fn days(series: &Series, sane: Sane) -> Result<(i64, Vec<f64>), WeatherError> {
    let checked = within(series, sane)?;
    let (first, values) = daily(&checked);
    let whole = values.iter().filter(|v| !v.is_nan()).count();
    if whole < NORMAL_DAYS {
        return Err(WeatherError::Short { id: clip(&checked.id), days: whole });
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
