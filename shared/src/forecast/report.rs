//! What the page of forecasts asks and gets: a forecast with its trend and its parts.

use serde::{Deserialize, Serialize};

use super::{
    choose::{Forecast, ForecastError, Options, forecast_reporting},
    outlook::{Asked, Trend, TrendError, trend},
    paste::{self, PasteError},
    policy::Policy,
    series::{MIN_OBSERVED, Series},
    stl::{Decomposition, decompose},
};

/// A question.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Ask {
    /// The series; absent where a text is given.
    #[serde(default)]
    pub series: Option<Series>,
    /// A table of periods and values instead.
    #[serde(default)]
    pub text: Option<String>,
    /// Steps ahead.
    #[serde(default)]
    pub horizon: Option<usize>,
    /// One model by its name.
    #[serde(default)]
    pub model: Option<String>,
    /// Dated measures to judge.
    #[serde(default)]
    pub policies: Vec<Policy>,
    /// Pollutant whose limits are counted.
    #[serde(default)]
    pub pollutant: Option<String>,
}

/// The answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// The forecast with its card.
    pub forecast: Forecast,
    /// The trend; none where months are too sparse.
    pub trend: Option<Trend>,
    /// Trend, seasons and remainder; none for annual series.
    pub parts: Option<Decomposition>,
    /// Periods of the latest values.
    pub periods: Vec<String>,
    /// The latest values, at most a thousand.
    pub values: Vec<Option<f64>>,
}

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum ReportError {
    /// The forecast.
    #[error(transparent)]
    Forecast(#[from] ForecastError),
    /// The table.
    #[error(transparent)]
    Paste(#[from] PasteError),
    /// A date or a pollutant.
    #[error(transparent)]
    Trend(TrendError),
    /// Neither series nor text.
    #[error("the question holds no series")]
    Nothing,
}

/// Values that a drawing shows.
const SHOWN: usize = 1_000;

/// Answers a question.
///
/// # Errors
/// Where the series cannot be read or forecast.
pub fn report(ask: &Ask, progress: &mut dyn FnMut(usize, usize)) -> Result<Report, ReportError> {
    let read;
    let series = match (&ask.series, &ask.text) {
        (Some(series), _) => series,
        (None, Some(text)) => {
            read = paste::read("csv", text)?;
            &read
        }
        (None, None) => return Err(ReportError::Nothing),
    };
    let mut options = Options { horizon: ask.horizon, ..Options::default() };
    if let Some(model) = &ask.model {
        options.model = model.clone();
    }
    let forecast = forecast_reporting(series, &options, progress)?;
    let checked = series.check(MIN_OBSERVED).map_err(ForecastError::from)?;
    let season = checked.frequency().season();
    let periods: Vec<usize> =
        [Some(season), checked.frequency().long_season()].into_iter().flatten().collect();
    let parts =
        (season > 1 && checked.values.len() >= 2 * season).then(|| decompose(&checked.values, &periods));
    let from =
        checked.values.len().saturating_sub(SHOWN.min(2 * forecast.mean.len() + 60 * season.min(7)).max(24));
    let known = |t: usize| (!checked.values[t].is_nan()).then_some(checked.values[t]);
    Ok(Report {
        trend: outlook(series, ask)?,
        parts,
        periods: (from..checked.values.len()).map(|t| checked.at(t).to_string()).collect(),
        values: (from..checked.values.len()).map(known).collect(),
        forecast,
    })
}

/// The trend; none where months are too sparse for one.
fn outlook(series: &Series, ask: &Ask) -> Result<Option<Trend>, ReportError> {
    let asked = Asked { policies: &ask.policies, pollutant: ask.pollutant.as_deref(), weather: None };
    match trend(series, asked) {
        Err(error @ (TrendError::Policy { .. } | TrendError::Pollutant { .. })) => {
            Err(ReportError::Trend(error))
        }
        other => Ok(other.ok()),
    }
}
