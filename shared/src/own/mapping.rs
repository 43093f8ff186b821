//! What the columns of a table mean.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    geo::{GeoId, Level},
    period::Period,
};

/// The decimal mark of numbers in texts; the other sign parts thousands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Decimal {
    /// 1.234,5
    #[default]
    Comma,
    /// 1,234.5
    Point,
}

/// How the columns of a table are read. Columns are counted from zero.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Mapping {
    /// The sheet.
    #[serde(default)]
    pub sheet: String,
    /// Row of the columns' names.
    pub header: Option<usize>,
    /// What parts the columns of a text.
    #[serde(default)]
    pub delimiter: Option<char>,
    /// The decimal mark.
    pub decimal: Decimal,
    /// Where a row is about.
    pub place: PlaceFrom,
    /// When a row is about; of no use where each column of values has a period of its own.
    pub period: PeriodFrom,
    /// The columns of values.
    pub values: Vec<ValueFrom>,
    /// Columns that tell series apart.
    #[serde(default)]
    pub split: Vec<usize>,
    /// A column with the unit of each row.
    #[serde(default)]
    pub unit: Option<usize>,
    /// Texts that stand for a missing value, beyond those that are known.
    #[serde(default)]
    pub missing: Vec<String>,
    /// Places that a reader chose for names.
    #[serde(default)]
    pub names: BTreeMap<String, GeoId>,
}

/// How a column says where.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PlaceHow {
    /// By codes of the national division.
    Code,
    /// By names.
    Name,
}

/// Where a row is about.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PlaceFrom {
    /// A column.
    Column {
        /// The column.
        column: usize,
        /// What it holds.
        how: PlaceHow,
        /// The edition of parishes that is meant where a code or name is of both.
        edition: Level,
        /// A column with the municipality the place must lie in.
        #[serde(default)]
        within: Option<usize>,
    },
    /// One place for all.
    Fixed(GeoId),
}

/// When a row is about.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PeriodFrom {
    /// A column.
    Column {
        /// The column.
        column: usize,
        /// Whether 02/01 is the first of February.
        #[serde(default)]
        month_first: bool,
    },
    /// A column of years and one of months.
    YearMonth {
        /// The column of years.
        year: usize,
        /// The column of months.
        month: usize,
    },
    /// One period for all; none until someone says which.
    Fixed(Option<Period>),
}

/// A column of values.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ValueFrom {
    /// The column.
    pub column: usize,
    /// What is measured.
    pub name: String,
    /// The unit; empty where it is not known.
    pub unit: String,
    /// The period of this column, in a wide table.
    #[serde(default)]
    pub period: Option<Period>,
}

impl Mapping {
    /// Whether each column of values has a period of its own.
    pub fn is_wide(&self) -> bool {
        !self.values.is_empty() && self.values.iter().all(|v| v.period.is_some())
    }

    /// What still must be said before the file can be read: the name of a field, or none.
    pub fn lacks(&self) -> Option<&'static str> {
        if self.values.is_empty() {
            return Some("values");
        }
        let some_without = self.values.iter().any(|v| v.period.is_none());
        (some_without && self.period == PeriodFrom::Fixed(None)).then_some("period")
    }
}
