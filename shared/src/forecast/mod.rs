//! Forecasts that show how often they were right.
//!
//! [`choose::forecast`] tries models on the past of a series ([`backtest`]), takes the one that was closest, and gives
//! its forecast with intervals made from its own misses ([`interval`]) and the [`card`] that says how good it was.
//! [`outlook`] reports on trends, changes and limits, [`anomaly`] on what is odd in a stream.
//! Methods and sources: `docs/methods/forecast.md`.

pub mod adaptive;
pub mod algebra;
pub mod anomaly;
pub mod arima;
pub mod backtest;
pub mod band;
pub mod blend;
pub mod card;
pub mod choose;
pub mod clean;
pub mod contest;
pub mod design;
pub mod drivers;
pub mod ets;
pub mod exceed;
pub mod harmonic;
pub mod holiday;
pub mod influence;
pub mod interval;
pub mod judge;
pub mod like_day;
pub mod line;
pub mod model;
pub mod options;
pub mod outlook;
pub mod paste;
pub mod policy;
pub mod profiles;
pub mod reconcile;
pub mod record;
pub mod report;
pub mod request;
pub mod result;
pub mod season;
pub mod series;
pub mod simple;
pub mod stl;
pub mod theta;
pub mod time;
pub mod trend;
pub mod weather;

#[cfg(test)]
mod covariate_tests;
#[cfg(test)]
mod tests;
