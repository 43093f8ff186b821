//! What may be asked of a forecast, and what is said where it is not made.

use serde::{Deserialize, Serialize};

use super::{
    drivers::{Ahead, Covariate, CovariateError, Given},
    model::Kind,
    series::{Series, SeriesError},
    weather::Weather,
};

/// What to forecast and how.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Options {
    /// Steps ahead; by default five years, twelve months, 28 days or 168 hours.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub horizon: Option<usize>,
    /// Levels of the intervals, percent.
    #[serde(default = "default_levels")]
    pub levels: Vec<f64>,
    /// One model by its name, or `auto`.
    #[serde(default = "default_model")]
    pub model: String,
    /// Whether the card lists every step.
    #[serde(default)]
    pub every_step: bool,
    /// Series that move the one to be forecast.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub covariates: Vec<Covariate>,
    /// Weather at the place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weather: Option<Weather>,
    /// What the backtest knows of covariates ahead.
    #[serde(default)]
    pub covariates_ahead: Ahead,
}

fn default_levels() -> Vec<f64> {
    vec![80.0, 95.0]
}

fn default_model() -> String {
    "auto".into()
}

impl Default for Options {
    fn default() -> Self {
        Self {
            horizon: None,
            levels: default_levels(),
            model: default_model(),
            every_step: false,
            covariates: Vec::new(),
            weather: None,
            covariates_ahead: Ahead::Unknown,
        }
    }
}

impl Options {
    /// The covariates as given.
    pub(super) fn given(&self) -> Given<'_> {
        Given {
            covariates: &self.covariates,
            weather: self.weather.as_ref(),
            ahead: self.covariates_ahead,
            // why: `gemeo backtest` asks for every step and shows no forecast
            backtest_only: self.every_step,
        }
    }

    /// Checks the options against a series' frequency.
    pub(super) fn check(&self, series: &Series) -> Result<(usize, Option<Kind>), ForecastError> {
        let frequency = series.frequency;
        let (horizon, max) = (self.horizon.unwrap_or(frequency.default_horizon()), frequency.max_horizon());
        if horizon == 0 || horizon > max {
            return Err(ForecastError::Horizon { horizon, max, frequency: frequency.code() });
        }
        let sane = self.levels.iter().all(|l| (1.0..=99.5).contains(l));
        let twice = self.levels.iter().enumerate().any(|(k, l)| self.levels[..k].contains(l));
        if !sane || twice || self.levels.is_empty() || self.levels.len() > 5 {
            return Err(ForecastError::Levels { levels: self.levels.iter().copied().take(6).collect() });
        }
        if self.model == "auto" {
            return Ok((horizon, None));
        }
        let unknown = || ForecastError::Model {
            name: super::time::clip(&self.model),
            known: Kind::ALL
                .into_iter()
                .filter(|k| !k.is_mixed())
                .map(Kind::name)
                .collect::<Vec<_>>()
                .join(", "),
        };
        let kind = Kind::named(&self.model).filter(|k| !k.is_mixed()).ok_or_else(unknown)?;
        if !kind.suits(frequency) {
            return Err(ForecastError::Unfit { id: super::time::clip(&series.id), model: kind.name() });
        }
        Ok((horizon, Some(kind)))
    }
}

/// Why no forecast was made.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum ForecastError {
    /// The series is at fault.
    #[error(transparent)]
    Series(#[from] SeriesError),
    /// A covariate is.
    #[error(transparent)]
    Covariate(#[from] CovariateError),
    /// A horizon that is not answered.
    #[error("horizon {horizon} is not between 1 and {max} for frequency {frequency}")]
    Horizon {
        /// What was asked.
        horizon: usize,
        /// Longest.
        max: usize,
        /// Frequency.
        frequency: &'static str,
    },
    /// Levels that are no percentages.
    #[error("levels: give one to five different percentages between 1 and 99.5, not {levels:?}")]
    Levels {
        /// What was asked.
        levels: Vec<f64>,
    },
    /// An unknown model.
    #[error("there is no model “{name}”; there are auto, {known}")]
    Model {
        /// What was asked.
        name: String,
        /// What there is.
        known: String,
    },
    /// The chosen model does not suit the series.
    #[error("series “{id}”: the model {model} cannot be fitted to it; ask for auto")]
    Unfit {
        /// The series.
        id: String,
        /// The model.
        model: &'static str,
    },
}
