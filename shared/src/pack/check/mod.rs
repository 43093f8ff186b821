//! Checking a pack: every fault is collected, with its file, row and column.
//!
//! Reading stops at the first fault; checking goes on. A pack that was edited by hand usually has a stale
//! hash as well as the fault that was edited in: both are reported.

mod files;
mod licences;
mod observations;
mod places;
mod rules;
#[cfg(test)]
mod tests;
mod totals;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Geography, Manifest, PackError, file};
use crate::{source::Source, table::Table};

pub use files::index;

/// No more faults than this are listed; the rest is counted in one last entry.
pub const MAX_FAULTS: usize = 1000;

/// One fault of a pack.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Fault {
    /// The file, relative to the folder checked.
    pub file: String,
    /// Row of the table, counted from 0, where the fault has one.
    pub row: Option<usize>,
    /// Column of the table or name of the entry, where the fault has one.
    pub column: Option<String>,
    /// Short code for machines, e.g. `hash`, `unit`, `duplicate`.
    pub code: String,
    /// What is wrong and what to do.
    pub message: String,
}

impl Fault {
    /// A fault of a file as a whole.
    pub fn of_file(file: &str, code: &str, message: impl Into<String>) -> Self {
        Self { file: file.into(), row: None, column: None, code: code.into(), message: message.into() }
    }

    fn at(file: &str, row: Option<usize>, column: &str, code: &str, message: impl Into<String>) -> Self {
        Self { row, column: Some(column.into()), ..Self::of_file(file, code, message) }
    }
}

impl From<PackError> for Fault {
    fn from(error: PackError) -> Self {
        let (row, column) = match &error {
            PackError::Table { error, .. } => error.place(),
            _ => (None, None),
        };
        let column = column.map(Into::into);
        Self { file: error.file().into(), row, column, code: error.code().into(), message: error.to_string() }
    }
}

/// What of a pack could be read, whether or not its hashes are right.
#[derive(Debug, Default)]
struct Readable {
    manifest: Option<Manifest>,
    core: Option<file::Core<Table>>,
    detail: Option<Table>,
    geography: Option<Geography>,
    sources: Option<Vec<Source>>,
}

impl Readable {
    /// The tables that could be read, with the file they are in.
    fn tables(&self) -> impl Iterator<Item = (&'static str, &Table)> {
        let core = self.core.as_ref().map(|c| (super::CORE, &c.table));
        core.into_iter().chain(self.detail.as_ref().map(|t| (super::DETAIL, t)))
    }
}

/// Checks a pack given as its files by name (the folder's whole content, or as much as was read).
///
/// Gives the faults sorted by file, row and column; none means the pack is sound.
pub fn check(files: &BTreeMap<String, Vec<u8>>) -> Vec<Fault> {
    let mut faults = Vec::new();
    let pack = files::read(files, &mut faults);
    files::profile(&pack, &mut faults);
    for (file, table) in pack.tables() {
        observations::check(file, table, &pack, &mut faults);
    }
    places::check(&pack, &mut faults);
    totals::check(&pack, &mut faults);
    licences::check(&pack, &mut faults);
    bounded(faults)
}

/// Sorts faults and cuts the list to [`MAX_FAULTS`].
pub fn bounded(mut faults: Vec<Fault>) -> Vec<Fault> {
    faults.sort();
    faults.dedup();
    let more = faults.len().saturating_sub(MAX_FAULTS);
    faults.truncate(MAX_FAULTS);
    if more > 0 {
        faults.push(Fault::of_file("", "more", format!("{more} more faults are not listed")));
    }
    faults
}
