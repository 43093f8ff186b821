//! Tables in and out: CSV and XLSX, and the inventory in the layout of GPC and CRF.
//!
//! [`sheet`] is a table as people make them; [`csv_text`] and [`xlsx_text`] write it, [`csv_table`] and [`xlsx`] read and write it (feature `tables`, so
//! that the browser app does not carry them). [`import`] turns sheets into [`InventoryRow`]s and keeps rows that
//! could not be read apart, each with its faults; [`export`] is its inverse, without loss. [`check`] holds the
//! rules of a finished inventory, [`diff`] compares two.

pub mod check;
#[cfg(feature = "tables")]
pub mod csv_table;
pub mod csv_text;
pub mod diff;
pub mod export;
mod fault;
pub mod import;
pub mod layout;
pub mod observed;
pub mod opened;
mod row;
pub mod sheet;
#[cfg(feature = "tables")]
pub mod xlsx;
#[cfg(feature = "tables")]
mod xlsx_scan;
pub mod xlsx_text;

pub use fault::{Fault, FaultCode};
pub use row::{Inventory, InventoryRow, RowKey, SCHEMA, gpc_scope, is_gpc_ref};
pub use sheet::{Cell, Sheet};

/// Largest file that is read, bytes.
pub const MAX_FILE: usize = 16 << 20;
/// Largest size of an XLSX when unpacked, bytes.
pub const MAX_UNPACKED: u64 = 48 << 20;
/// Files in an XLSX.
pub const MAX_PARTS: usize = 500;
/// Rows of a sheet.
pub const MAX_ROWS: u32 = 100_000;
/// Columns of a sheet.
pub const MAX_COLUMNS: u32 = 256;
/// Filled cells of all sheets of a file.
pub const MAX_CELLS: usize = 2_000_000;
/// Sheets of a file.
pub const MAX_SHEETS: usize = 64;
/// Characters of a cell: what spreadsheets hold at most.
pub const MAX_TEXT: usize = 32_767;

/// A file that could not be read as a table at all.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TableError {
    /// The file is larger than what is read.
    #[error("the file holds {size} {what}; at most {max} are read")]
    TooLarge {
        /// What is counted.
        what: &'static str,
        /// How many there are, or how many were met before reading stopped.
        size: u64,
        /// How many are read.
        max: u64,
    },
    /// The text is not UTF-8.
    #[error("line {line} is not UTF-8 text; save the table as “CSV UTF-8”")]
    NotUtf8 {
        /// The line, counted from 1.
        line: usize,
    },
    /// The file is not a workbook, or a damaged one.
    #[error("the file is not a readable XLSX workbook: {0}")]
    Workbook(String),
    /// A sheet that was asked for is not there.
    #[error("there is no sheet “{name}”; the file has {sheets}")]
    NoSheet {
        /// What was asked for.
        name: String,
        /// What there is.
        sheets: String,
    },
    /// A table could not be written.
    #[error("the table could not be written: {0}")]
    Write(String),
}
