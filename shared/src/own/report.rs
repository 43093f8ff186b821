//! How good the figures of a file are, in counts.

use serde::{Deserialize, Serialize};

/// What is odd about a figure or a series.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OddKind {
    /// Below zero where the unit counts things.
    Negative,
    /// A share beyond a hundred per cent.
    Share,
    /// A period of the future.
    Future,
    /// Far from the others of its series and place.
    Outlier,
    /// Ten times the figure before, or a tenth.
    Step,
}

impl OddKind {
    /// As in keys of texts.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Outlier => "outlier",
            Self::Step => "step",
            Self::Negative => "negative",
            Self::Share => "share",
            Self::Future => "future",
        }
    }
}

/// An odd figure.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Odd {
    /// What is odd.
    pub kind: OddKind,
    /// What is measured.
    pub series: String,
    /// Name of the place.
    pub place: String,
    /// The period.
    pub period: String,
    /// The figure.
    pub value: f64,
    /// Its unit.
    pub unit: String,
}

/// Counts and what is odd.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Report {
    /// Rows below the header.
    pub rows: u64,
    /// Rows of notes and sums below a table: one filled cell, or none.
    pub notes: u64,
    /// Observations, missing ones included.
    pub observations: u64,
    /// Of them without a value, because the file says so.
    pub missing: u64,
    /// Observations that repeat another one and were left out.
    pub same: u64,
    /// Observations that contradict an earlier one of the same series, place and period and were left out.
    pub conflicting: u64,
    /// Series.
    pub series: u64,
    /// Places.
    pub places: u64,
    /// Periods that lie between the first and the last of a series and place, and have no row.
    pub gaps: u64,
    /// The first period.
    pub first: String,
    /// The last period.
    pub last: String,
    /// Units that are not known here.
    pub units: Vec<String>,
    /// How many odd figures there are.
    pub odd_count: u64,
    /// The first of them.
    pub odd: Vec<Odd>,
    /// Observations that were held against the rules for odd figures; a very large file is judged by its beginning.
    pub judged: u64,
    /// Whether the file has more observations than are kept.
    pub cut: bool,
}
