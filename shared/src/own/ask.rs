//! What the page asks of the table worker about an own file, and what it answers.

use serde::{Deserialize, Serialize};

use super::{Dataset, Faults, KnownPlace, Look, Mapping, NameRead, Refusal, Report};

/// A question; the file itself comes beside the first one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "ask", rename_all = "snake_case")]
pub enum Ask {
    /// What is this file, and what may its columns mean? Answered with [`Said::Opened`].
    Open {
        /// Name of the file.
        name: String,
        /// The places that are known by name and code.
        places: Vec<KnownPlace>,
        /// Code of the city that a table without places is about.
        city: String,
        /// The sheet; the first with a table without it.
        #[serde(default)]
        sheet: Option<String>,
        /// Row of the columns' names, counted from zero; found where it is not given.
        #[serde(default)]
        header: Option<usize>,
        /// What parts the columns of a text; found where it is not given.
        #[serde(default)]
        delimiter: Option<char>,
    },
    /// What would this mapping give? Answered with [`Said::Tried`].
    Try {
        /// The mapping.
        mapping: Mapping,
    },
    /// Read the whole file. Answered with [`Said::Read`], with the rows' bytes beside it.
    Read {
        /// The mapping.
        mapping: Mapping,
    },
}

/// An answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Said {
    /// What the file is and what its columns may mean.
    Opened(Box<(Look, Mapping, Preview)>),
    /// What a mapping gives.
    Tried(Box<Preview>),
    /// The whole file was read.
    Read(Box<Dataset>),
    /// It cannot be read.
    Refused(Refusal),
}

/// What a mapping gives of the first rows.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Preview {
    /// The first observations.
    pub rows: Vec<PreviewRow>,
    /// Rows that were looked at.
    pub looked: u64,
    /// Whether those are all rows of the file.
    pub whole: bool,
    /// What could not be used.
    pub faults: Faults,
    /// Names of places as they were read, those to be looked at first.
    pub names: Vec<NameRead>,
    /// Counts and quality.
    pub report: Report,
}

/// One observation in words.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PreviewRow {
    /// Row in the file, counted from 1.
    pub row: u64,
    /// What is measured.
    pub series: String,
    /// Where.
    pub place: String,
    /// When (SDMX).
    pub period: String,
    /// The number; none where the file says that it is missing.
    pub value: Option<f64>,
    /// The unit as known here.
    pub unit: String,
}
