//! A table as people make them: a sheet of cells, some of them empty.

use serde::{Deserialize, Serialize};

/// What a cell holds.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Cell {
    /// Nothing.
    #[default]
    Empty,
    /// True or false.
    Bool(bool),
    /// A number.
    Number(f64),
    /// A text; in CSV every cell is one. Dates are texts in ISO 8601.
    Text(String),
    /// An error of the spreadsheet, e.g. `#N/A`.
    Error {
        /// The error as shown.
        error: String,
    },
}

impl Cell {
    /// The cell as text; a number in the shortest form that gives the same number when read.
    pub fn text(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Bool(value) => if *value { "TRUE" } else { "FALSE" }.into(),
            Self::Number(value) => number_text(*value),
            Self::Text(text) => text.clone(),
            Self::Error { error } => error.clone(),
        }
    }

    /// Whether there is nothing but space.
    pub fn is_blank(&self) -> bool {
        match self {
            Self::Empty => true,
            Self::Text(text) => text.trim().is_empty(),
            _ => false,
        }
    }
}

/// A number in the shortest form that gives the same number when read; no exponent up to 17 digits.
pub fn number_text(value: f64) -> String {
    let size = value.abs();
    if size != 0.0 && !(1e-7..1e17).contains(&size) { format!("{value:e}") } else { format!("{value}") }
}

/// One sheet: rows of cells. `rows[0]` is row 1 of the sheet; rows may differ in length.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Sheet {
    /// Name of the sheet; of a CSV, the name given by the caller.
    pub name: String,
    /// The cells.
    pub rows: Vec<Vec<Cell>>,
    /// Whether numbers in texts have a decimal comma.
    #[serde(default)]
    pub decimal_comma: bool,
}

impl Sheet {
    /// The cell at a row and column counted from zero; empty beyond the end.
    pub fn cell(&self, row: usize, column: usize) -> &Cell {
        self.rows.get(row).and_then(|cells| cells.get(column)).unwrap_or(&Cell::Empty)
    }
}

/// Name of a cell as a spreadsheet shows it, from row and column counted from zero: `(11, 5)` is `F12`.
pub fn cell_name(row: usize, column: usize) -> String {
    let mut letters = vec![];
    let mut rest = column + 1;
    while rest > 0 {
        letters.push(b'A' + ((rest - 1) % 26) as u8);
        rest = (rest - 1) / 26;
    }
    let letters: String = letters.iter().rev().map(|l| char::from(*l)).collect();
    format!("{letters}{}", row + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_named_as_in_a_spreadsheet() {
        assert_eq!(cell_name(11, 5), "F12");
        assert_eq!(cell_name(0, 25), "Z1");
        assert_eq!(cell_name(0, 26), "AA1");
        assert_eq!(cell_name(1_048_575, 16_383), "XFD1048576");
    }

    #[test]
    fn numbers_survive_their_text() {
        for value in [0.0, -0.1, 1e-7, 1.5e-9, 117_883.72, 1e16, 123_456_789_012_345_680.0, 5e-324, f64::MAX]
        {
            assert_eq!(number_text(value).parse(), Ok(value));
        }
        assert_eq!(number_text(2019.0), "2019");
    }
}
