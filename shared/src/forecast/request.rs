//! What programs hand in and get back: `gemeo forecast`, `gemeo backtest` and the worker of the page.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{
    choose::{Forecast, ForecastError, Options, forecast_reporting},
    drivers::{Ahead, Covariate},
    reconcile::{HierarchyError, Method, Sum, reconcile},
    series::{Note, Series, SeriesError, distinct},
    time::clip,
    weather::Weather,
};

/// Most series one request may hold.
pub const MAX_SERIES: usize = 10_000;

/// One or several series with the options for all of them.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Request {
    /// The series.
    pub series: Vec<Series>,
    /// Steps ahead; by default five years, twelve months, 28 days or 168 hours.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub horizon: Option<usize>,
    /// Levels of the intervals in percent; by default 80 and 95.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub levels: Option<Vec<f64>>,
    /// One model by its name; by default `auto`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
    /// Totals and their parts, to be reconciled.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hierarchy: Vec<Sum>,
    /// How they are reconciled.
    #[serde(default)]
    pub reconciliation: Method,
    /// Series that move those to be forecast.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub covariates: Vec<Covariate>,
    /// Weather at the place, in the form of `gemeo trend`; what lies after the series is a forecast of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weather: Option<Weather>,
    /// What backtests know of covariates and weather after each origin: `unknown`, or `known`.
    #[serde(default)]
    pub covariates_ahead: Ahead,
}

/// A series that no forecast was made for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Failed {
    /// The series.
    pub id: String,
    /// Why.
    pub error: String,
}

/// Forecasts in the order of the series, and the series that failed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Response {
    /// Version of this form.
    pub version: u32,
    /// Forecasts.
    pub forecasts: Vec<Forecast>,
    /// Series without one.
    pub failed: Vec<Failed>,
}

/// Why a request as a whole was refused.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum RequestError {
    /// None or too many series.
    #[error("give 1 to {MAX_SERIES} series, not {count}")]
    Count {
        /// How many.
        count: usize,
    },
    /// A series, where it is the only one, or two of the same name.
    #[error(transparent)]
    Series(#[from] SeriesError),
    /// The only series' forecast.
    #[error(transparent)]
    Forecast(#[from] ForecastError),
    /// A covariate of a series that is not there.
    #[error("covariate “{name}” goes with the series “{id}”, which is not in the request")]
    NoSuchSeries {
        /// The covariate.
        name: String,
        /// The series it names.
        id: String,
    },
    /// The hierarchy.
    #[error(transparent)]
    Hierarchy(#[from] HierarchyError),
    /// A hierarchy over series of different periods.
    #[error("hierarchy: “{one}” and “{other}” forecast different periods; give series that end together")]
    Periods {
        /// One series.
        one: String,
        /// The other.
        other: String,
    },
}

/// Answers a request; `every_step` asks for all steps in the cards, `progress` hears of models done and to do.
///
/// # Errors
/// Where the request is at fault as a whole, or its only series is.
pub fn answer(
    request: &Request,
    every_step: bool,
    progress: &mut dyn FnMut(usize, usize),
) -> Result<Response, RequestError> {
    let count = request.series.len();
    if count == 0 || count > MAX_SERIES {
        return Err(RequestError::Count { count });
    }
    distinct(&request.series)?;
    let mut options = Options { horizon: request.horizon, every_step, ..Options::default() };
    goes_with(request)?;
    options.covariates.clone_from(&request.covariates);
    options.weather.clone_from(&request.weather);
    options.covariates_ahead = request.covariates_ahead;
    if let Some(levels) = &request.levels {
        options.levels = levels.clone();
    }
    if let Some(model) = &request.model {
        options.model = model.clone();
    }
    let mut response = Response { version: 1, forecasts: Vec::new(), failed: Vec::new() };
    for series in &request.series {
        match forecast_reporting(series, &options, progress) {
            Ok(forecast) => response.forecasts.push(forecast),
            Err(error) if count == 1 => return Err(error.into()),
            Err(error) => response.failed.push(Failed { id: series.id.clone(), error: error.to_string() }),
        }
    }
    if !request.hierarchy.is_empty() {
        add_up(&mut response.forecasts, request)?;
    }
    Ok(response)
}

/// Whether each covariate goes with series that are there.
fn goes_with(request: &Request) -> Result<(), RequestError> {
    for covariate in &request.covariates {
        for id in covariate.series.iter().flatten() {
            if !request.series.iter().any(|s| s.id == *id) {
                return Err(RequestError::NoSuchSeries { name: clip(&covariate.id), id: clip(id) });
            }
        }
    }
    Ok(())
}

/// Reconciles the forecasts in place; intervals move with their forecast.
fn add_up(forecasts: &mut [Forecast], request: &Request) -> Result<(), RequestError> {
    let member =
        |id: &str| request.hierarchy.iter().any(|s| s.total == id || s.parts.iter().any(|p| p == id));
    let mut inside: Vec<&mut Forecast> = forecasts.iter_mut().filter(|f| member(&f.id)).collect();
    if let Some(pair) = inside.windows(2).find(|w| w[0].periods != w[1].periods) {
        return Err(RequestError::Periods { one: pair[0].id.clone(), other: pair[1].id.clone() });
    }
    let paths: BTreeMap<String, Vec<f64>> = inside.iter().map(|f| (f.id.clone(), f.mean.clone())).collect();
    let variance = inside.iter().map(|f| {
        let first = f.backtest.as_ref().and_then(|c| c.steps.first());
        (f.id.clone(), first.map_or(1.0, |s| s.rmse * s.rmse))
    });
    let variance: BTreeMap<String, f64> = variance.collect();
    let non_negative = inside.iter().all(|f| f.intervals.iter().all(|i| i.lower.iter().all(|v| *v >= 0.0)));
    let result = reconcile(&paths, &variance, &request.hierarchy, request.reconciliation, non_negative)?;
    for forecast in &mut inside {
        let new = &result[&forecast.id];
        for interval in &mut forecast.intervals {
            for (h, bounds) in interval.lower.iter_mut().zip(&mut interval.upper).enumerate() {
                let moved = new[h] - forecast.mean[h];
                *bounds.0 += moved;
                *bounds.1 += moved;
                if non_negative {
                    *bounds.0 = bounds.0.max(0.0);
                }
            }
        }
        forecast.mean = new.clone();
        let text = "reconciled so that parts add up to totals; intervals moved with the forecast";
        forecast.notes.push(Note::new("reconciled", text.into()));
    }
    Ok(())
}
