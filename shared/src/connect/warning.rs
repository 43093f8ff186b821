//! What was wrong with single rows and cells: data that travels beside the observations.
//!
//! Nothing is left out silently: a row that gave no observation, and a value that was changed on the way (its unit,
//! its status), has a warning that names row, column and cell and says what to do.

use std::collections::BTreeMap;

use serde::Serialize;

/// Warnings of one kind that are kept in full; beyond it they are counted.
pub const MAX_KEPT: usize = 100;
/// Characters of a cell that are quoted.
const MAX_QUOTE: usize = 60;

/// What is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A cell that should be a number is none.
    NotANumber,
    /// A date or time that cannot be read, or does not exist.
    NotADate,
    /// A code or name of a place that is not known.
    UnknownPlace,
    /// A unit that is not known.
    UnknownUnit,
    /// A column that is not known and was not read.
    UnknownColumn,
    /// A value in another unit than the series has; it was converted exactly.
    Converted,
    /// A value that does not fit its unit: the header may name the wrong one.
    ImplausibleUnit,
    /// The source keeps the value or its place secret.
    Suppressed,
    /// Consumption that the source gives to no parish.
    Unallocated,
    /// The same series, place and period a second time.
    Duplicate,
    /// A span of time for which the source has not everything yet, or rows are missing.
    Incomplete,
    /// A reading that is too old for what it says it is.
    Stale,
    /// A row that holds no reading.
    Skipped,
    /// The text is not UTF-8 and was read as Windows-1252.
    Encoding,
    /// A local time that occurs twice or never where clocks change.
    ClockChange,
    /// What is known of a station or place has changed.
    MetadataChange,
    /// A value the source marks as missing in a way that looks like a number.
    MissingMark,
    /// The source counts more than this answer holds.
    Partial,
}

impl Kind {
    /// Whether what it is about reaches no figure: a row or cell that should have given one and could not.
    pub fn sets_aside(self) -> bool {
        matches!(
            self,
            Self::NotANumber
                | Self::NotADate
                | Self::UnknownPlace
                | Self::UnknownUnit
                | Self::Duplicate
                | Self::Stale
        )
    }

    /// What a reader can do about it.
    pub fn advice(self) -> &'static str {
        match self {
            Self::NotANumber => "correct the cell, or ask the source what it means",
            Self::NotADate => "correct the date; the row was left out",
            Self::UnknownPlace => {
                "check the code against the national division, or add the place to the city"
            }
            Self::UnknownUnit => "name the unit in a mapping; the column was left out",
            Self::UnknownColumn => "name the column in a mapping if it is wanted",
            Self::Converted => "nothing to do; the value was converted exactly",
            Self::ImplausibleUnit => "compare with the source's own chart before using the figures",
            Self::Suppressed => "nothing to do; small figures are kept secret by law",
            Self::Unallocated => "nothing to do; it counts for the municipality, not for a parish",
            Self::Duplicate => "find out which of the two holds; the first was kept",
            Self::Incomplete => "fetch the period again later; the figures are marked provisional",
            Self::Stale => "find out whether the sensor still works; the reading was left out",
            Self::Skipped => "nothing to do, unless a reading was expected here",
            Self::Encoding => "save the file as UTF-8 if letters look wrong",
            Self::ClockChange => "nothing to do; the hours were set in the order of the file",
            Self::MetadataChange => "check that the series still measures the same thing",
            Self::MissingMark => "nothing to do; the value is absent, not a number",
            Self::Partial => "fetch the following pages too",
        }
    }
}

/// Something about a row or a cell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Warning {
    /// What is wrong.
    pub kind: Kind,
    /// Row in the file, counted from 1 with its headers; none where it is about the whole file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub row: Option<u64>,
    /// The column, or the way to the value in a JSON answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    /// What was found in the cell.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub found: Option<String>,
    /// The fault in words.
    pub message: String,
    /// What to do.
    pub advice: &'static str,
}

impl Warning {
    /// A warning about the whole file; [`at`](Self::at) and [`found`](Self::found) say more.
    pub fn new(kind: Kind, message: impl Into<String>) -> Self {
        Self { kind, row: None, column: None, found: None, message: message.into(), advice: kind.advice() }
    }

    /// Where it is.
    #[must_use]
    pub fn at(mut self, row: u64, column: impl Into<String>) -> Self {
        self.row = Some(row);
        self.column = Some(column.into()).filter(|c| !c.is_empty());
        self
    }

    /// What the cell holds.
    #[must_use]
    pub fn found(mut self, cell: &str) -> Self {
        self.found = Some(cell.chars().take(MAX_QUOTE).collect());
        self
    }
}

impl std::fmt::Display for Warning {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if let Some(row) = self.row {
            write!(f, "row {row}")?;
            if let Some(column) = &self.column {
                write!(f, ", {column}")?;
            }
            write!(f, ": ")?;
        }
        write!(f, "{}", self.message)?;
        if let Some(found) = &self.found {
            write!(f, " (found “{found}”)")?;
        }
        write!(f, "; {}", self.advice)
    }
}

/// The warnings of a file: the first of each kind in full, all of them counted.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Warnings {
    /// The first of each kind, in the order they were met.
    pub list: Vec<Warning>,
    /// How many there are of each kind.
    pub counts: BTreeMap<Kind, u64>,
}

impl Warnings {
    /// Counts a warning, and keeps it where there are not too many of its kind.
    pub fn add(&mut self, warning: Warning) {
        let count = self.counts.entry(warning.kind).or_default();
        *count += 1;
        if *count <= MAX_KEPT as u64 {
            self.list.push(warning);
        }
    }

    /// As [`add`](Self::add), making the warning only where it is kept: for faults that may be in every row.
    pub fn add_with(&mut self, kind: Kind, make: impl FnOnce() -> Warning) {
        let count = self.counts.entry(kind).or_default();
        *count += 1;
        if *count <= MAX_KEPT as u64 {
            self.list.push(make());
        }
    }

    /// How many there are of a kind.
    pub fn count(&self, kind: Kind) -> u64 {
        self.counts.get(&kind).copied().unwrap_or_default()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.counts.is_empty()
    }
}
