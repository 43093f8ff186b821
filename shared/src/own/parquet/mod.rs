//! Parquet files: their flat columns as rows of cells, whatever their header claims; and a table written as one.
//!
//! The `parquet` crate reads schema, levels and encodings. What a file can make a reader allocate is decided here, before it:
//! [`thrift`] walks header structures and counts what their lists claim, [`pages`] cuts a column into pages of bounded size
//! and unpacks them ([`codec`]), [`values`] makes cells of them. Sizes in a file are claims of whoever wrote it.

mod codec;
mod columns;
mod head;
mod pages;
mod thrift;
mod values;
pub mod write;

#[cfg(test)]
mod tests;

use std::panic::{AssertUnwindSafe, catch_unwind};

use bytes::Bytes;
use parquet::file::metadata::{ParquetMetaData, ParquetMetaDataReader};

use super::{MAX_COLUMNS, Refusal};
use crate::exchange::Cell;
use columns::Column;

/// Bytes of a file, which is read whole.
pub const MAX_BYTES: u64 = 128 << 20;
/// Rows.
pub const MAX_ROWS: i64 = 5_000_000;
/// Cells: rows by columns.
const MAX_CELLS: i64 = 100_000_000;
/// Cells that a byte of a file can stand for: a value said once for a whole group of rows is some hundreds.
const CELLS_A_BYTE: i64 = 2_000;
/// Cells that any file may have.
const FEW_CELLS: i64 = 1_000_000;
/// Bytes of the description at its end.
const MAX_FOOTER: usize = 16 << 20;
/// Structures that the lists in it hold: a column of a group of rows is one, or a few.
const MAX_STRUCTURES: u32 = 200_000;
/// What a file begins and ends with.
const MARK: &[u8] = b"PAR1";
/// Rows that are read at a time.
const BATCH: usize = 1024;

/// A file whose description was read.
pub struct File {
    bytes: Bytes,
    about: ParquetMetaData,
    columns: Vec<Column>,
    /// Columns that hold lists or maps, or bytes without a meaning, and are left out.
    pub left: usize,
}

impl File {
    /// Reads the description of a file, and what its columns are.
    ///
    /// # Errors
    /// [`Refusal`]: damaged, encrypted, too large, or without a flat column.
    pub fn open(bytes: Vec<u8>) -> Result<Self, Refusal> {
        let bytes = Bytes::from(bytes);
        let footer = footer(&bytes)?;
        if !thrift::is_bounded(footer, MAX_STRUCTURES) {
            return Err(damaged());
        }
        let about = calm(|| ParquetMetaDataReader::decode_metadata(footer).map_err(|_| damaged()))?;
        let rows = about.row_groups().iter().try_fold(0_i64, |sum, group| {
            (group.num_rows() >= 0).then(|| sum.saturating_add(group.num_rows())).ok_or_else(damaged)
        })?;
        if rows > MAX_ROWS {
            return Err(Refusal::new("too_many").with("size", rows).with("most", MAX_ROWS));
        }
        let schema = about.file_metadata().schema_descr();
        let columns: Vec<Column> = (0..schema.num_columns())
            .filter_map(|at| Column::of(at, &schema.column(at)))
            .take(MAX_COLUMNS + 1)
            .collect();
        if columns.is_empty() {
            return Err(Refusal::new("parquet_nested"));
        }
        if columns.len() > MAX_COLUMNS {
            return Err(Refusal::new("too_wide").with("most", MAX_COLUMNS));
        }
        let cells = rows.saturating_mul(columns.len() as i64);
        let most = (bytes.len() as i64 * CELLS_A_BYTE).clamp(FEW_CELLS, MAX_CELLS);
        if cells > most {
            return Err(Refusal::new("too_many").with("size", cells).with("most", most));
        }
        let left = schema.num_columns() - columns.len();
        Ok(Self { bytes, about, columns, left })
    }

    /// The same file with these columns alone, in their order in the file.
    #[must_use]
    pub fn only(mut self, names: &[&str]) -> Self {
        self.columns.retain(|column| names.contains(&column.name.as_str()));
        self
    }

    /// The names of its columns.
    pub fn names(&self) -> Vec<String> {
        self.columns.iter().map(|c| c.name.clone()).collect()
    }

    /// How many rows it says it has.
    pub fn rows(&self) -> u64 {
        self.about.row_groups().iter().map(|group| group.num_rows().unsigned_abs()).sum()
    }

    /// Goes through its rows; `take` says whether to go on.
    ///
    /// # Errors
    /// [`Refusal`] names the column that cannot be read, and why: damaged, a codec or an encoding that is not read, too large.
    pub fn each(&self, mut take: impl FnMut(Vec<Cell>) -> bool) -> Result<(), Refusal> {
        let mut dated = vec![None; self.columns.len()];
        let alive = pages::Alive::default();
        for group in self.about.row_groups() {
            let mut left = usize::try_from(group.num_rows()).map_err(|_| damaged())?;
            let mut readers = calm(|| {
                let readers = self
                    .columns
                    .iter()
                    .map(|column| values::Reader::open(column, group, &self.bytes, &alive));
                readers.collect::<Result<Vec<_>, _>>()
            })?;
            while left > 0 {
                let count = left.min(BATCH);
                let read = |(reader, dated): (&mut values::Reader, &mut Option<bool>)| {
                    calm(|| reader.read(count, dated)).map_err(|r| r.with("column", reader.name()))
                };
                let batch: Vec<Vec<Cell>> =
                    readers.iter_mut().zip(&mut dated).map(read).collect::<Result<_, _>>()?;
                let mut columns: Vec<_> = batch.into_iter().map(Vec::into_iter).collect();
                for _ in 0..count {
                    if !take(columns.iter_mut().map(|c| c.next().unwrap_or(Cell::Empty)).collect()) {
                        return Ok(());
                    }
                }
                left -= count;
            }
        }
        Ok(())
    }
}

/// The description between the two marks at the end of a file.
fn footer(bytes: &Bytes) -> Result<&[u8], Refusal> {
    let rest = bytes.strip_prefix(MARK).ok_or_else(damaged)?;
    if rest.ends_with(b"PARE") {
        return Err(Refusal::new("parquet_encrypted"));
    }
    let rest = rest.strip_suffix(MARK).ok_or_else(|| Refusal::new("parquet_cut"))?;
    let (rest, length) = rest.split_last_chunk::<4>().ok_or_else(damaged)?;
    let length = usize::try_from(u32::from_le_bytes(*length)).map_err(|_| damaged())?;
    if length > MAX_FOOTER {
        let most = MAX_FOOTER >> 20;
        return Err(Refusal::new("too_large").with("size", length.div_ceil(1 << 20)).with("most", most));
    }
    let from = rest.len().checked_sub(length).ok_or_else(damaged)?;
    Ok(&rest[from..])
}

fn damaged() -> Refusal {
    Refusal::new("parquet")
}

/// The reader of the format stumbles over some damaged files: natively a fault like any other, in a browser the end of
/// the worker, which the page tells as a file that cannot be read.
fn calm<T>(read: impl FnOnce() -> Result<T, Refusal>) -> Result<T, Refusal> {
    catch_unwind(AssertUnwindSafe(read)).unwrap_or_else(|_| Err(damaged()))
}
