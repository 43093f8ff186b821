//! What the columns of a table mean.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    connect::{place::by_code, text::plain, time},
    geo::{GeoId, Level},
    period::Period,
};

/// How the columns of a table are read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// Id of the source.
    pub source: String,
    /// Sheet of a workbook; the first without it.
    #[serde(default)]
    pub sheet: Option<String>,
    /// Row of a text or sheet that names the columns, counted from 1; what stands above it is a title.
    #[serde(default = "first")]
    pub header: usize,
    /// Key of the list of records in a JSON answer.
    #[serde(default)]
    pub records: Option<String>,
    /// Where a row is about.
    pub place: PlaceRule,
    /// When a row is about.
    pub period: PeriodRule,
    /// Columns that are dimensions of every series, by the dimension's name.
    #[serde(default)]
    pub dims: BTreeMap<String, String>,
    /// The columns that hold values.
    pub values: Vec<ValueRule>,
    /// Texts that stand for a missing value, beyond an empty cell.
    #[serde(default)]
    pub missing: Vec<String>,
}

/// Where a row is about: a column of codes or names, or one place for all.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlaceRule {
    /// The column.
    #[serde(default)]
    pub column: Option<String>,
    /// The level of its codes; without it they are read as codes of the national division.
    #[serde(default)]
    pub level: Option<Level>,
    /// Place by name, where the column holds names; compared without accents and signs.
    #[serde(default)]
    pub names: BTreeMap<String, GeoId>,
    /// The place of every row.
    #[serde(default)]
    pub fixed: Option<GeoId>,
}

/// When a row is about: a column, or one period for all.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PeriodRule {
    /// The column: SDMX periods, or dates and times (hours in UTC).
    #[serde(default)]
    pub column: Option<String>,
    /// Whether times without an offset are on Lisbon clocks.
    #[serde(default)]
    pub lisbon: bool,
    /// The period of every row.
    #[serde(default)]
    pub fixed: Option<Period>,
}

/// A column of values.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ValueRule {
    /// The column.
    pub column: String,
    /// The concept measured.
    pub concept: String,
    /// The unit the column is in.
    pub unit: String,
    /// What the numbers of the column are multiplied by, where it counts thousands of the unit.
    #[serde(default = "once")]
    pub factor: f64,
    /// Dimensions of this column alone.
    #[serde(default)]
    pub dims: BTreeMap<String, String>,
}

fn once() -> f64 {
    1.0
}

fn first() -> usize {
    1
}

impl Mapping {
    /// The columns it names.
    pub(super) fn columns(&self) -> impl Iterator<Item = &String> {
        let values = self.values.iter().map(|v| &v.column);
        values.chain(self.dims.values()).chain(&self.place.column).chain(&self.period.column)
    }

    #[cfg(feature = "parquet")]
    pub(super) fn names(&self, header: &str) -> bool {
        self.columns().any(|c| plain(c) == plain(header))
    }
}

impl PlaceRule {
    pub(super) fn resolve(&self, text: &str, hint: Option<&GeoId>) -> Option<GeoId> {
        if self.column.is_none() {
            return self.fixed.clone().or_else(|| hint.cloned());
        }
        let by_name =
            || self.names.iter().find(|(name, _)| plain(name) == plain(text)).map(|(_, geo)| geo.clone());
        match self.level {
            Some(level) => format!("{}/{text}", level.as_str()).parse().ok().or_else(by_name),
            None => by_code(text).or_else(by_name),
        }
    }
}

impl PeriodRule {
    pub(super) fn resolve(&self, text: &str) -> Option<Period> {
        if self.column.is_none() {
            return self.fixed;
        }
        if let Ok(period) = text.parse() {
            return Some(period);
        }
        let stamp = time::stamp(text)?;
        if !self.lisbon {
            return stamp.utc().hour();
        }
        match stamp.lisbon() {
            time::Local::Once(moment) => moment.hour(),
            // why none: an hour that occurs twice cannot be told apart without the order of the source
            time::Local::Twice(..) | time::Local::Never => None,
        }
    }
}
