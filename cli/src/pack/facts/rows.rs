//! A CSV file as rows whose cells are asked for by name.

use std::{collections::BTreeMap, path::Path, str::FromStr};

use super::FactsError;

/// One row: its cells by header, and where it is.
#[derive(Debug)]
pub(super) struct Row<'a> {
    path: &'a Path,
    line: u64,
    cells: BTreeMap<String, String>,
}

/// Reads a file; none where it does not exist.
pub(super) fn read<T>(
    path: &Path,
    mut each: impl FnMut(&Row<'_>) -> Result<T, FactsError>,
) -> Result<Option<Vec<T>>, FactsError> {
    if !path.exists() {
        return Ok(None);
    }
    let file = |e: csv::Error| FactsError::File { path: path.into(), message: e.to_string() };
    let mut reader = csv::Reader::from_path(path).map_err(file)?;
    let header = reader.headers().map_err(file)?.clone();
    let mut out = Vec::new();
    for record in reader.records() {
        let record = record.map_err(file)?;
        let cells = header.iter().zip(record.iter()).map(|(h, c)| (h.to_owned(), c.trim().to_owned()));
        let line = record.position().map_or(0, csv::Position::line);
        out.push(each(&Row { path, line, cells: cells.collect() })?);
    }
    Ok(Some(out))
}

impl Row<'_> {
    /// The text of a cell, empty where there is none.
    pub fn text(&self, column: &str) -> &str {
        self.cells.get(column).map(String::as_str).unwrap_or_default()
    }

    /// The text of a cell that may not be empty.
    pub fn needed(&self, column: &str) -> Result<String, FactsError> {
        match self.text(column) {
            "" => Err(self.fault(column, "is empty")),
            text => Ok(text.into()),
        }
    }

    /// The value in a cell; none where it is empty.
    pub fn optional<T: FromStr<Err: ToString>>(&self, column: &str) -> Result<Option<T>, FactsError> {
        match self.text(column) {
            "" => Ok(None),
            text => text
                .parse()
                .map(Some)
                .map_err(|e: T::Err| self.fault(column, &format!("“{text}”: {}", e.to_string()))),
        }
    }

    /// The value in a cell that may not be empty.
    pub fn value<T: FromStr<Err: ToString>>(&self, column: &str) -> Result<T, FactsError> {
        self.optional(column)?.ok_or_else(|| self.fault(column, "is empty"))
    }

    /// The value of a code (status, notation key, …) by its serde name; none where the cell is empty.
    pub fn code<T: serde::de::DeserializeOwned>(&self, column: &str) -> Result<Option<T>, FactsError> {
        match self.text(column) {
            "" => Ok(None),
            text => serde_json::from_value(text.into())
                .map(Some)
                .map_err(|_| self.fault(column, &format!("“{text}” is not a code of this column"))),
        }
    }

    /// `yes` or `no`.
    pub fn yes(&self, column: &str) -> Result<bool, FactsError> {
        match self.text(column) {
            "yes" => Ok(true),
            "no" => Ok(false),
            text => Err(self.fault(column, &format!("“{text}” is neither yes nor no"))),
        }
    }

    /// A fault at this row.
    pub fn fault(&self, column: &str, message: &str) -> FactsError {
        let (path, row) = (self.path.into(), self.line);
        FactsError::Cell { path, row, column: column.into(), message: message.into() }
    }
}
