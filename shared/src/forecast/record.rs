//! The stored backtests: how the models did on real series, for the validation page.
//!
//! `record.json` is written by `./dev bench forecast` (which runs `gemeo backtest --store`) and committed; it holds
//! figures only, no data.

use serde::{Deserialize, Serialize};

use super::{
    card::{Coverage, NaiveScore as Scaled, StepScore, Verdict, WorstMiss},
    choose::{DataUsed, Forecast},
    model::Kind,
    time::Frequency,
};

/// How one real series was forecast.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// The series.
    pub id: String,
    /// Its frequency.
    pub frequency: Frequency,
    /// Unit of widths and misses.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// Data used.
    pub data: DataUsed,
    /// The chosen model.
    pub chosen: Kind,
    /// Against the best naive method.
    pub verdict: Verdict,
    /// Its scaled error divided by that of the best naive method.
    pub against_naive: f64,
    /// Number of origins.
    pub origins: usize,
    /// Models tried, best first, with their scaled error over all steps.
    pub models: Vec<Scaled>,
    /// At some steps ahead: the scaled errors of the model and of the best naive method, and the intervals.
    pub steps: Vec<At>,
    /// The largest misses.
    pub worst: Vec<WorstMiss>,
}

/// Worst misses that are kept of a series.
const WORST: usize = 3;

/// One step ahead.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct At {
    /// Steps ahead.
    pub step: usize,
    /// Scaled error.
    pub mase: f64,
    /// Scaled error of the best naive method at this step.
    pub naive_mase: f64,
    /// Intervals.
    pub coverage: Vec<Coverage>,
}

/// All stored backtests.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Record {
    /// Version of the form.
    pub version: u32,
    /// By series.
    pub entries: Vec<Entry>,
}

/// Three digits after the point are enough for a table, and make small files.
fn short(v: f64) -> f64 {
    (v * 1000.0).round() / 1000.0
}

/// The entry of a forecast; none where it was not backtested.
pub fn entry(forecast: &Forecast) -> Option<Entry> {
    let card = forecast.backtest.as_ref()?;
    let hourly = forecast.frequency == Frequency::Hourly;
    let wanted = |s: usize| s == 1 || s == card.horizon || (hourly && s == 24);
    let coverage =
        |c: &Coverage| Coverage { coverage: short(c.coverage), width: short(c.width), ..c.clone() };
    let at = |s: &StepScore| At {
        step: s.step,
        mase: short(s.mase),
        naive_mase: short(s.naive_mase.iter().map(|n| n.mase).fold(f64::INFINITY, f64::min)),
        coverage: s.coverage.iter().map(coverage).collect(),
    };
    let worst = card.worst.iter().take(WORST);
    Some(Entry {
        id: forecast.id.clone(),
        frequency: forecast.frequency,
        unit: forecast.unit.clone(),
        data: forecast.data.clone(),
        chosen: card.chosen,
        verdict: card.verdict,
        against_naive: short(card.against_naive),
        origins: card.origins,
        models: card.models.iter().map(|m| Scaled { model: m.model, mase: short(m.mase) }).collect(),
        steps: card.steps.iter().filter(|s| wanted(s.step)).map(at).collect(),
        worst: worst
            .map(|w| WorstMiss { actual: short(w.actual), forecast: short(w.forecast), ..w.clone() })
            .collect(),
    })
}

/// The stored backtests of this version.
///
/// # Errors
/// Where the stored file does not fit its form.
pub fn stored() -> Result<Record, serde_json::Error> {
    serde_json::from_str(include_str!("record.json"))
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_stored_file_is_read() {
        let record = super::stored().expect("it fits its form");
        assert_eq!(record.version, 1);
        assert!(record.entries.iter().all(|e| e.models.iter().any(|m| m.model == e.chosen)));
    }
}
