//! What a file is.

use serde::{Deserialize, Serialize};

use super::Decimal;

/// Kinds of files that are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FileKind {
    /// Columns parted by a sign.
    Text,
    /// A workbook.
    Xlsx,
    /// A list of records.
    Json,
    /// Features with properties; their shapes are not read.
    Geojson,
    /// Columns one after the other, each with its kind.
    Parquet,
}

/// How letters are coded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Encoding {
    /// UTF-8.
    #[serde(rename = "UTF-8")]
    Utf8,
    /// Windows-1252, of which ISO 8859-1 is the larger part.
    #[serde(rename = "Windows-1252")]
    Windows1252,
    /// UTF-16.
    #[serde(rename = "UTF-16")]
    Utf16,
}

impl Encoding {
    /// Its name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Windows1252 => "Windows-1252",
            Self::Utf16 => "UTF-16",
        }
    }
}

/// What the cells of a column are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ColumnKind {
    /// Nothing in it.
    Empty,
    /// Numbers.
    Number,
    /// Years, months, days …
    Period,
    /// Numbers or names of months beside a column of years.
    Month,
    /// Codes of places.
    PlaceCode,
    /// Names of places.
    PlaceName,
    /// Units.
    Unit,
    /// Anything else.
    Text,
}

impl ColumnKind {
    /// As in keys of texts.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::Number => "number",
            Self::Period => "period",
            Self::Month => "month",
            Self::PlaceCode => "place_code",
            Self::PlaceName => "place_name",
            Self::Unit => "unit",
            Self::Text => "text",
        }
    }
}

/// A column as it was found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Column {
    /// Its name; its letter where it has none.
    pub name: String,
    /// What its cells are.
    pub kind: ColumnKind,
    /// Some of its cells.
    pub samples: Vec<String>,
}

/// A file as it was found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Look {
    /// Name of the file.
    pub name: String,
    /// Bytes.
    pub size: u64,
    /// What it is.
    pub kind: FileKind,
    /// How its letters are coded, of a text.
    pub encoding: Option<Encoding>,
    /// What parts its columns, of a text.
    pub delimiter: Option<char>,
    /// The decimal mark of numbers in texts.
    pub decimal: Decimal,
    /// Whether that is certain; else `1.234` may be either.
    pub decimal_sure: bool,
    /// Names of the sheets.
    pub sheets: Vec<String>,
    /// The sheet that was looked at.
    pub sheet: String,
    /// Row of the columns' names, counted from zero; none where there are no names.
    pub header: Option<usize>,
    /// The columns.
    pub columns: Vec<Column>,
    /// Columns of lists, maps or bytes, which were left out.
    #[serde(default)]
    pub left: usize,
    /// Rows below the header, where the whole file was read.
    pub rows: Option<u64>,
    /// The same for every file with the same columns.
    pub fingerprint: String,
}
