//! What cannot be used, by cell; and files that cannot be read at all. Codes and values: the page has the words.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::exchange::TableError;

/// Faults of one code that are kept in full; beyond it they are counted.
pub const MAX_KEPT: usize = 100;
/// Characters of a cell that are quoted.
const MAX_QUOTE: usize = 60;

/// What is wrong with a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FaultCode {
    /// Not a number.
    Number,
    /// Not a time.
    Period,
    /// A name or code of no place known here.
    Place,
    /// A place name that fits several places.
    Ambiguous,
    /// The place lies in another municipality than the row says.
    City,
    /// A unit not known here.
    Unit,
    /// A quotation mark that never ends.
    Quote,
}

impl FaultCode {
    /// As in keys of texts.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::Period => "period",
            Self::Place => "place",
            Self::Ambiguous => "ambiguous",
            Self::City => "city",
            Self::Unit => "unit",
            Self::Quote => "quote",
        }
    }
}

/// Something about a cell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    /// What is wrong.
    pub code: FaultCode,
    /// Row in the file, counted from 1.
    pub row: u64,
    /// The cell as a spreadsheet names it.
    pub cell: String,
    /// Name of the column.
    pub column: String,
    /// What stands there.
    pub found: String,
}

/// The faults of a file: the first of each code in full, all counted.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Faults {
    /// The sheet they are in.
    pub sheet: String,
    /// The first of each code, in the order they were met.
    pub list: Vec<Fault>,
    /// How many there are of each code.
    pub counts: BTreeMap<FaultCode, u64>,
}

impl Faults {
    /// Counts a fault, and keeps it where there are not too many of its code.
    pub fn add(&mut self, code: FaultCode, make: impl FnOnce() -> (u64, String, String, String)) {
        let count = self.counts.entry(code).or_default();
        *count += 1;
        if *count <= MAX_KEPT as u64 {
            let (row, cell, column, found) = make();
            let found = found.chars().take(MAX_QUOTE).collect();
            self.list.push(Fault { code, row, cell, column, found });
        }
    }

    /// How many there are.
    pub fn total(&self) -> u64 {
        self.counts.values().sum()
    }
}

/// Why a file cannot be read at all: a code and what its sentence names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// The code.
    pub code: String,
    /// Values for the sentence.
    #[serde(default)]
    pub args: BTreeMap<String, String>,
}

impl Refusal {
    /// A refusal without values.
    pub fn new(code: &str) -> Self {
        Self { code: code.into(), args: BTreeMap::new() }
    }

    /// With a value for its sentence.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl ToString) -> Self {
        self.args.insert(name.into(), value.to_string());
        self
    }
}

impl From<TableError> for Refusal {
    fn from(error: TableError) -> Self {
        match error {
            TableError::TooLarge { what, size, max } => {
                let code = if what.contains("bytes") { "unpacks" } else { "too_many" };
                Self::new(code).with("size", size).with("most", max)
            }
            TableError::NotUtf8 { line } => Self::new("not_utf8").with("line", line),
            _ => Self::new("workbook"),
        }
    }
}
