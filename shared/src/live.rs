//! A live reading, as the broker sends it and a page reads it (docs/server.md, “Live readings”).

use serde::{Deserialize, Serialize};

use crate::{
    observation::{Series, Status},
    period::Period,
};

/// One value of one series at one place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reading {
    /// The source's id.
    pub source: String,
    /// What is measured, and how.
    pub series: Series,
    /// Where, such as `station/3072`.
    pub place: String,
    /// The name of the place, where the source gives one.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// When, as SDMX writes periods (UTC).
    pub period: Period,
    /// The value, in the unit of the series.
    pub value: f64,
    /// Its SDMX status.
    pub status: Status,
    /// When the server got it, in seconds since 1970.
    pub received: i64,
    /// Whether it comes from a recorded answer.
    pub replay: bool,
}

impl Reading {
    /// What a later reading takes the place of.
    pub fn key(&self) -> (String, Series, String) {
        (self.source.clone(), self.series.clone(), self.place.clone())
    }
}
