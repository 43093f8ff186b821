//! A reader's own tables: what a file is, what its columns mean, the observations it gives and how good they are.
//!
//! Everything happens on the reader's device. The types here are shared by page and worker; what reads files (feature
//! `connect`) runs in the table worker alone. A file is looked at by its beginning ([`file`]), its columns are told
//! apart ([`column`]), a [`Mapping`] is guessed ([`guess`]) and may be changed, and [`reader`] turns rows into
//! [`Rows`], with a [`Fault`] for each cell it cannot use. Nothing is guessed silently: what was assumed is shown.

mod ask;
mod called;
mod dataset;
mod fault;
pub mod in_city;
mod look;
mod mapping;
mod places;
mod report;
mod runs;

#[cfg(feature = "connect")]
pub mod amount;
#[cfg(feature = "connect")]
pub mod column;
#[cfg(feature = "connect")]
pub mod file;
#[cfg(feature = "connect")]
mod grid;
#[cfg(feature = "connect")]
pub mod guess;
#[cfg(feature = "connect")]
mod judge;
#[cfg(feature = "parquet")]
pub mod parquet;
#[cfg(feature = "connect")]
mod parse;
#[cfg(feature = "connect")]
pub mod reader;
#[cfg(feature = "connect")]
mod records;
#[cfg(feature = "connect")]
pub mod session;
#[cfg(feature = "connect")]
mod split;
#[cfg(feature = "connect")]
mod tidy;
#[cfg(feature = "connect")]
pub mod unit_text;
#[cfg(feature = "connect")]
pub mod when;

#[cfg(all(test, feature = "connect"))]
mod tests;

pub use ask::{Ask, Preview, PreviewRow, Said};
pub use called::{OWN, called};
pub use dataset::{Dataset, NamedPlace, Rows, RowsError, SeriesName};
pub use fault::{Fault, FaultCode, Faults, MAX_KEPT, Refusal};
pub use look::{Column, ColumnKind, Encoding, FileKind, Look};
pub use mapping::{Decimal, Mapping, PeriodFrom, PlaceFrom, PlaceHow, ValueFrom};
pub use places::{Gazetteer, How, KnownPlace, NameRead, Place};
pub use report::{Odd, OddKind, Report};

/// Observations that are kept of one file: 20 bytes each.
pub const MAX_OBSERVATIONS: usize = 2_000_000;
/// Bytes of a text file.
pub const MAX_TEXT_BYTES: u64 = 512 << 20;
/// Bytes of a file that must be read whole to be understood: JSON, UTF-16.
pub const MAX_WHOLE_BYTES: u64 = 64 << 20;
/// Columns of a table.
pub const MAX_COLUMNS: usize = 512;
/// Rows that a preview is made of.
pub const SAMPLE_ROWS: usize = 2_000;
/// Bytes of the beginning that are looked at.
pub const HEAD_BYTES: u64 = 512 << 10;
