//! Covariates: other series that move the one to be forecast, such as the weather of a city.
//!
//! A covariate has one value for each value of the series and, where they are known, values for the steps ahead. What is
//! not known ahead is never looked up: it is taken to go back from its last departure to what is normal for the hour and
//! season ([`super::harmonic`]). A backtest does the same at each origin, unless it is told that covariates were known.

use serde::{Deserialize, Serialize};

use super::{
    series::{Checked, Series, SeriesError},
    time::clip,
    weather::{Weather, WeatherError},
};

/// Most covariates of one series.
pub const MAX_COVARIATES: usize = 12;
/// Largest magnitude of a value.
const MAX_VALUE: f64 = 1e15;

/// Values that go with those of a series.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Covariate {
    /// Its name.
    pub id: String,
    /// One value for each value of the series, in the same order; null is a missing one.
    pub values: Vec<Option<f64>>,
    /// Values for the steps ahead, as far as they are known.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub future: Vec<Option<f64>>,
    /// The series it goes with, by id; by default all of the request.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub series: Option<Vec<String>>,
    /// Unit, passed through.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// Where it is from, passed through.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}

/// What a backtest knows of the covariates of the steps it forecasts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ahead {
    /// Nothing from after the origin.
    #[default]
    Unknown,
    /// What was measured later: as if the forecast of the covariates had been perfect.
    Known,
}

/// Covariates, weather, and what a backtest knows of them.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Given<'a> {
    /// Covariates of any kind.
    pub covariates: &'a [Covariate],
    /// Weather at the place, in the form of `gemeo trend`.
    pub weather: Option<&'a Weather>,
    /// What a backtest knows.
    pub ahead: Ahead,
    /// Whether the forecast itself is of no interest: then values ahead need not be given.
    pub backtest_only: bool,
}

/// Why covariates cannot be used.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum CovariateError {
    /// Too many.
    #[error("series “{id}” has {count} covariates, more than {MAX_COVARIATES}")]
    Many {
        /// The series.
        id: String,
        /// How many.
        count: usize,
    },
    /// A name that is empty, too long or taken.
    #[error("covariate “{name}”: give each covariate of a series its own id of 1 to 60 characters")]
    Name {
        /// The name, cut.
        name: String,
    },
    /// Not one value for each of the series.
    #[error(
        "covariate “{name}” has {count} values and series “{id}” has {wanted}; give one for each, null where it is missing, and those after it in `future`"
    )]
    Length {
        /// The covariate.
        name: String,
        /// The series.
        id: String,
        /// Values there are.
        count: usize,
        /// Values there should be.
        wanted: usize,
    },
    /// More values ahead than steps.
    #[error("covariate “{name}”: `future` has {count} values for a horizon of {horizon}")]
    Future {
        /// The covariate.
        name: String,
        /// Values there are.
        count: usize,
        /// Steps ahead.
        horizon: usize,
    },
    /// A value that is no finite number of sane size.
    #[error(
        "covariate “{name}”, {place}: {value} is not a number of at most 1e15; write null where a value is missing"
    )]
    Value {
        /// The covariate.
        name: String,
        /// Where.
        place: String,
        /// The value.
        value: f64,
    },
    /// Too much of it is missing.
    #[error(
        "covariate “{name}” is known for {observed} of the {wanted} values of series “{id}”; at least three quarters are needed"
    )]
    Sparse {
        /// The covariate.
        name: String,
        /// The series.
        id: String,
        /// Values known.
        observed: usize,
        /// Values of the series.
        wanted: usize,
    },
    /// Always the same.
    #[error("covariate “{name}” is always {value}: it cannot explain anything; leave it out")]
    Constant {
        /// The covariate.
        name: String,
        /// The value.
        value: f64,
    },
    /// Known ahead, it is said, but not given.
    #[error(
        "covariate “{name}” is said to be known ahead, and `future` has {count} of {horizon} values; give all of them, or leave `covariates_ahead` at unknown"
    )]
    NotGiven {
        /// The covariate.
        name: String,
        /// Values given.
        count: usize,
        /// Steps ahead.
        horizon: usize,
    },
    /// The periods of the series.
    #[error(transparent)]
    Series(#[from] SeriesError),
    /// The weather.
    #[error(transparent)]
    Weather(#[from] WeatherError),
}

/// One covariate beside a checked series.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// Its name.
    pub id: String,
    /// Unit, passed through.
    pub unit: Option<String>,
    /// Where it is from, passed through.
    pub source: Option<String>,
    /// Values of the series' periods, then of the steps ahead; NaN is not known.
    pub x: Vec<f64>,
}

/// Covariates beside a checked series.
#[derive(Debug, Clone, PartialEq)]
pub struct Drivers {
    /// The covariates.
    pub columns: Vec<Column>,
    /// What a backtest knows of them.
    pub ahead: Ahead,
    /// Values of the series.
    pub known: usize,
}

impl Drivers {
    /// Leaves out the oldest values.
    pub fn cut(&mut self, count: usize) {
        for column in &mut self.columns {
            column.x.drain(..count.min(column.x.len()));
        }
        self.known -= count.min(self.known);
    }

    /// Whether all covariates of a position are known.
    pub fn given(&self, position: usize) -> bool {
        self.columns.iter().all(|c| c.x.get(position).is_some_and(|v| !v.is_nan()))
    }
}

impl Given<'_> {
    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.covariates.is_empty() && self.weather.is_none()
    }

    /// Brings the covariates of a series beside its checked values; `steps` lie ahead of them, of which the last `horizon`
    /// are asked for. None where the series has no covariates.
    ///
    /// # Errors
    /// What is wrong with them.
    pub fn beside(
        &self,
        series: &Series,
        checked: &Checked,
        steps: usize,
        horizon: usize,
    ) -> Result<Option<Drivers>, CovariateError> {
        let goes = |c: &&Covariate| c.series.as_ref().is_none_or(|ids| ids.contains(&series.id));
        let mut columns = Vec::new();
        for covariate in self.covariates.iter().filter(goes) {
            columns.push(covariate.column(series, checked, steps, horizon)?);
        }
        if let Some(weather) = self.weather {
            columns.extend(weather.columns(checked, steps)?);
        }
        if columns.is_empty() {
            return Ok(None);
        }
        let id = || clip(&series.id);
        if columns.len() > MAX_COVARIATES {
            return Err(CovariateError::Many { id: id(), count: columns.len() });
        }
        for (k, column) in columns.iter().enumerate() {
            let taken = columns[..k].iter().any(|c| c.id == column.id);
            if taken || column.id.trim().is_empty() || column.id.chars().count() > 60 {
                return Err(CovariateError::Name { name: clip(&column.id) });
            }
            self.sound(column, checked, steps)?;
        }
        Ok(Some(Drivers { columns, ahead: self.ahead, known: checked.values.len() }))
    }

    /// Whether enough is known of a covariate, and it says anything.
    fn sound(&self, column: &Column, checked: &Checked, steps: usize) -> Result<(), CovariateError> {
        let (past, future) = column.x.split_at(checked.values.len());
        let name = || clip(&column.id);
        let seen: Vec<f64> = past.iter().copied().filter(|v| !v.is_nan()).collect();
        let (observed, wanted) = (seen.len(), past.len());
        if observed * 4 < wanted * 3 {
            return Err(CovariateError::Sparse { name: name(), id: clip(&checked.id), observed, wanted });
        }
        if seen.iter().all(|v| *v == seen[0]) {
            return Err(CovariateError::Constant { name: name(), value: seen[0] });
        }
        let count = future.iter().filter(|v| !v.is_nan()).count();
        if self.ahead == Ahead::Known && !self.backtest_only && count < steps {
            return Err(CovariateError::NotGiven { name: name(), count, horizon: steps });
        }
        Ok(())
    }
}

impl Covariate {
    fn column(
        &self,
        series: &Series,
        checked: &Checked,
        steps: usize,
        horizon: usize,
    ) -> Result<Column, CovariateError> {
        let name = || clip(&self.id);
        let (count, wanted) = (self.values.len(), series.values.len());
        if count != wanted {
            return Err(CovariateError::Length { name: name(), id: clip(&series.id), count, wanted });
        }
        if self.future.len() > horizon {
            return Err(CovariateError::Future { name: name(), count: self.future.len(), horizon });
        }
        let parts = [("values", &self.values), ("future", &self.future)];
        for (part, position, value) in
            parts.iter().flat_map(|(part, all)| all.iter().enumerate().map(move |(k, v)| (part, k, v)))
        {
            if let Some(value) = value.filter(|v| !v.is_finite() || v.abs() > MAX_VALUE) {
                return Err(CovariateError::Value {
                    name: name(),
                    place: format!("{part}[{position}]"),
                    value,
                });
            }
        }
        let placed = Series { id: self.id.clone(), values: self.values.clone(), ..series.clone() };
        let (start, values) = placed.laid(&mut Vec::new())?;
        let from = usize::try_from(checked.start.number - start.number).unwrap_or(0);
        let mut x: Vec<f64> =
            values[from.min(values.len())..].iter().map(|v| v.unwrap_or(f64::NAN)).collect();
        let end = checked.values.len() + steps;
        // why: where the series ends in missing values that are not bridged, its forecast begins before the covariate ends
        x.truncate(end);
        x.extend(self.future.iter().map(|v| v.unwrap_or(f64::NAN)));
        x.resize(end, f64::NAN);
        Ok(Column { id: self.id.clone(), unit: self.unit.clone(), source: self.source.clone(), x })
    }
}
