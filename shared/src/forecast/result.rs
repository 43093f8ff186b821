//! The forecast as it is handed out.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{card::Card, influence::Used, model::Kind, series::Note};

/// Bounds of one level.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Interval {
    /// Level in percent.
    pub level: f64,
    /// Lower bounds.
    pub lower: Vec<f64>,
    /// Upper bounds.
    pub upper: Vec<f64>,
    /// How the bounds came about, the weakest over all steps.
    pub method: String,
}

/// The chosen model.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Chosen {
    /// Its name.
    pub name: Kind,
    /// Its variant in the field's notation.
    pub label: String,
    /// Parameters by name.
    pub parameters: BTreeMap<String, f64>,
    /// The models whose mean it is, for a combination.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub members: Vec<Kind>,
    /// Why this one.
    pub reason: String,
}

/// What the forecast rests on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DataUsed {
    /// First period.
    pub first: String,
    /// Last period.
    pub last: String,
    /// Observed values.
    pub observed: usize,
    /// Missing values in between.
    pub missing: usize,
}

/// Something odd in the data.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Oddity {
    /// `outlier` or `level_shift`.
    pub kind: String,
    /// Where.
    pub period: String,
    /// Distance from what was expected, or new level minus old.
    pub size: f64,
}

/// A forecast.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Forecast {
    /// The series.
    pub id: String,
    /// A, M, D or H.
    pub frequency: super::time::Frequency,
    /// Unit, passed through.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// First period forecast.
    pub start: String,
    /// The periods forecast.
    pub periods: Vec<String>,
    /// Point forecasts.
    pub mean: Vec<f64>,
    /// Intervals by level; empty where nothing supports one.
    pub intervals: Vec<Interval>,
    /// The model.
    pub model: Chosen,
    /// How good past answers were; absent where the series is too short.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub backtest: Option<Card>,
    /// Covariates of the model, their effects and what was assumed of them ahead.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub covariates: Vec<Used>,
    /// Data used.
    pub data: DataUsed,
    /// Outliers and level shifts; the largest 50.
    pub oddities: Vec<Oddity>,
    /// What a reader must know.
    pub notes: Vec<Note>,
}
