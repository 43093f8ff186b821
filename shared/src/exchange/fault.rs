//! What is wrong with a cell, a row or a sheet: a code for programs and other languages, and English words.

use serde::{Deserialize, Serialize};

/// Characters that are quoted.
const MAX_QUOTE: usize = 80;

/// What is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FaultCode {
    /// Not a place.
    Place,
    /// Not a year.
    Year,
    /// Not a reference of the GPC.
    Gpc,
    /// Not a scope.
    Scope,
    /// Not a notation key.
    Notation,
    /// Not an accounting method.
    Method,
    /// Not a gas.
    Gas,
    /// Not a set of warming potentials.
    GwpSet,
    /// Not a grade of data quality.
    Quality,
    /// Not a number, in a sheet with decimal points.
    Number,
    /// Not a number, in a sheet with decimal commas.
    NumberComma,
    /// A number without end.
    NotFinite,
    /// An empty cell where each row needs a value.
    Missing,
    /// Neither a value nor a notation key.
    NoValue,
    /// A notation key beside a value.
    ValueAndKey,
    /// The spreadsheet's own error stands in the cell.
    CellError,
    /// A character that no text has.
    Control,
    /// No sheet at all.
    NoSheet,
    /// A sheet without a header row.
    NoHeader,
    /// A line above the header.
    AboveHeader,
    /// A column that the layout does not have.
    UnknownColumn,
}

impl FaultCode {
    /// What was found, in English; `given` is what the file says.
    fn found(self, given: &str) -> String {
        match self {
            Self::NotFinite => "a number that is not finite".into(),
            Self::Missing => "nothing".into(),
            Self::NoValue => "neither a value nor a notation key".into(),
            Self::ValueAndKey => format!("{given} beside a value"),
            Self::CellError => format!("the error {given}"),
            Self::Control => "a control character".into(),
            Self::NoSheet => "no sheet".into(),
            Self::NoHeader => "no header row with “GPC ref. no.”: the sheet was left out".into(),
            Self::AboveHeader => format!("a line above the header, left out: {given}"),
            Self::UnknownColumn => {
                format!("“{given}” is not a column of the layout; it is kept with each row")
            }
            _ => format!("“{given}”"),
        }
    }

    /// What was expected, in English.
    fn expected(self) -> &'static str {
        match self {
            Self::Place => "a place such as city/1106",
            Self::Year => "a year from 1900 to 2300",
            Self::Gpc => "a reference of GPC table 4.2, such as I.1.1",
            Self::Scope => "1, 2 or 3",
            Self::Notation => "IE, NE, NO or C",
            Self::Method => {
                "location_based, market_based, fuel_sales, induced_activity, territorial or resident_activity"
            }
            Self::Gas => "a gas such as CO2, CH4, N2O, or CO2e",
            Self::GwpSet => "SAR, AR4, AR5, AR6 or AR6_GWP20",
            Self::Quality => "H, M or L",
            Self::Number => "a number with a decimal point and no thousands separator, such as 1234.5",
            Self::NumberComma => "a number with a decimal comma and no thousands separator, such as 1234,5",
            Self::NotFinite => "a number",
            Self::Missing => "a value: every row needs one",
            Self::NoValue => "emissions in tCO2e, or IE, NE, NO or C",
            Self::ValueAndKey => "a value or a notation key, not both",
            Self::CellError => "a value",
            Self::Control => "text without control characters",
            Self::NoSheet => "a table",
            Self::NoHeader | Self::AboveHeader | Self::UnknownColumn => "a sheet with one table",
        }
    }

    /// Every code, for lists of texts.
    pub const ALL: [Self; 21] = [
        Self::Place,
        Self::Year,
        Self::Gpc,
        Self::Scope,
        Self::Notation,
        Self::Method,
        Self::Gas,
        Self::GwpSet,
        Self::Quality,
        Self::Number,
        Self::NumberComma,
        Self::NotFinite,
        Self::Missing,
        Self::NoValue,
        Self::ValueAndKey,
        Self::CellError,
        Self::Control,
        Self::NoSheet,
        Self::NoHeader,
        Self::AboveHeader,
        Self::UnknownColumn,
    ];

    /// As in JSON and in keys of texts.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Place => "place",
            Self::Year => "year",
            Self::Gpc => "gpc",
            Self::Scope => "scope",
            Self::Notation => "notation",
            Self::Method => "method",
            Self::Gas => "gas",
            Self::GwpSet => "gwp_set",
            Self::Quality => "quality",
            Self::Number => "number",
            Self::NumberComma => "number_comma",
            Self::NotFinite => "not_finite",
            Self::Missing => "missing",
            Self::NoValue => "no_value",
            Self::ValueAndKey => "value_and_key",
            Self::CellError => "cell_error",
            Self::Control => "control",
            Self::NoSheet => "no_sheet",
            Self::NoHeader => "no_header",
            Self::AboveHeader => "above_header",
            Self::UnknownColumn => "unknown_column",
        }
    }
}

/// What is wrong with a cell, a row or a file, and what was expected.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Fault {
    /// The sheet.
    pub sheet: String,
    /// The cell, e.g. `F12`, the row, e.g. `12`, or empty for the sheet.
    pub cell: String,
    /// The column's name, or empty.
    pub column: String,
    /// What is wrong, for programs.
    pub code: FaultCode,
    /// What the file says there, cut to some 80 characters; empty where the code says it all.
    pub given: String,
    /// What was found.
    pub found: String,
    /// What was expected.
    pub expected: String,
}

impl Fault {
    /// A fault at a cell of a column.
    pub fn new(code: FaultCode, sheet: &str, (cell, column): (String, String), given: &str) -> Self {
        let given = short(given);
        let (found, expected) = (code.found(&given), code.expected().into());
        Self { sheet: sheet.into(), cell, column, code, given, found, expected }
    }
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.sheet)?;
        if !self.cell.is_empty() {
            write!(f, "!{}", self.cell)?;
        }
        if !self.column.is_empty() {
            write!(f, " ({})", self.column)?;
        }
        write!(f, ": found {}, expected {}", self.found, self.expected)
    }
}

fn short(text: &str) -> String {
    let cut: String = text.chars().take(MAX_QUOTE).collect();
    if cut.len() < text.len() { cut + "…" } else { cut }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_called_as_in_json() {
        for code in FaultCode::ALL {
            assert_eq!(serde_json::to_value(code).unwrap(), code.as_str());
        }
    }
}
