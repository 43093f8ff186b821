//! The long table, stored by column and coded by dictionary.
//!
//! A [`Table`] holds observations sorted by series, place and period. Series, places, periods, sources
//! and notes are listed once; the columns hold indices into those lists. The JSON form of a pack is the
//! same, so that reading copies nothing twice. Indices are checked when a table is read or made: a table
//! that exists can be walked without a check.

mod json;
mod row;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

pub use json::RawTable;
pub use row::{Row, RowRef};

use crate::{
    geo::GeoId,
    observation::{NotationKey, Observation, Quality, Series, Status},
    period::Period,
};

/// More rows than this are refused: a pack is for a phone.
pub const MAX_ROWS: usize = 500_000;

/// Largest uncertainty that can be stated, % of the value: a factor of ten, as the IPCC gives for N2O of combustion
/// (IPCC 2006, vol. 2, table 2.12), is 900 %.
pub const MAX_UNCERTAINTY: f64 = 1000.0;

/// Whether a number can be an uncertainty; what is exact states none.
pub fn is_uncertainty(percent: f64) -> bool {
    percent > 0.0 && percent <= MAX_UNCERTAINTY
}

/// Observations by column, sorted by series, place, period and source.
///
/// Two rows with the same series, place and period can be held (a pack with such a fault must be
/// readable to be reported); `gemeo pack check` refuses them.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Table {
    series: Vec<Series>,
    geo: Vec<GeoId>,
    period: Vec<Period>,
    source: Vec<String>,
    note: Vec<String>,
    columns: Columns,
}

/// The columns, all of one length.
#[derive(Debug, Clone, PartialEq, Default)]
struct Columns {
    series: Vec<u32>,
    geo: Vec<u32>,
    period: Vec<u32>,
    value: Vec<Option<f64>>,
    status: Vec<Status>,
    notation: Vec<Option<NotationKey>>,
    quality: Vec<Option<Quality>>,
    uncertainty: Vec<Option<f64>>,
    source: Vec<u32>,
    note: Vec<Option<u32>>,
}

/// Why a columnar table cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TableError {
    /// A column is longer or shorter than the column `series`.
    #[error("column “{column}” has {found} rows where “series” has {expected}")]
    Length {
        /// The column.
        column: &'static str,
        /// Rows of the column `series`.
        expected: usize,
        /// Rows of this column.
        found: usize,
    },
    /// A column names an entry that its dictionary does not have.
    #[error("row {row}, column “{column}”: index {index} is outside its dictionary of {len}")]
    Index {
        /// Row, counted from 0.
        row: usize,
        /// The column.
        column: &'static str,
        /// The index found.
        index: u32,
        /// Entries in the dictionary.
        len: usize,
    },
    /// A code in a status, notation or quality column is not known.
    #[error("row {row}, column “{column}”: “{code}” is not a code of this column")]
    Code {
        /// Row, counted from 0.
        row: usize,
        /// The column.
        column: &'static str,
        /// What was found.
        code: String,
    },
    /// A value is not a finite number.
    #[error("row {row}, column “value”: not a finite number")]
    NotFinite {
        /// Row, counted from 0.
        row: usize,
    },
    /// A stated uncertainty is not one.
    #[error(
        "row {row}, column “uncertainty”: give half the 95 % interval in per cent of the value, above 0 and at most {}", MAX_UNCERTAINTY as u32
    )]
    Uncertainty {
        /// Row, counted from 0.
        row: usize,
    },
    /// There are more rows than a pack may have.
    #[error("{rows} rows are more than the {MAX_ROWS} a table may have; split the pack")]
    TooLong {
        /// Rows found.
        rows: usize,
    },
}

impl TableError {
    /// Row (counted from 0) and column of the fault, as far as it has them.
    pub fn place(&self) -> (Option<usize>, Option<&'static str>) {
        match self {
            Self::Length { column, .. } => (None, Some(column)),
            Self::Index { row, column, .. } | Self::Code { row, column, .. } => (Some(*row), Some(column)),
            Self::NotFinite { row } => (Some(*row), Some("value")),
            Self::Uncertainty { row } => (Some(*row), Some("uncertainty")),
            Self::TooLong { .. } => (None, None),
        }
    }
}

impl Table {
    /// A table of these observations, in sorted order: the same observations give the same table.
    ///
    /// # Errors
    /// [`TableError::NotFinite`], [`TableError::Uncertainty`] (the row is the observation's place in `rows`) and
    /// [`TableError::TooLong`].
    pub fn from_rows(mut rows: Vec<Observation>) -> Result<Self, TableError> {
        if rows.len() > MAX_ROWS {
            return Err(TableError::TooLong { rows: rows.len() });
        }
        if let Some(row) = rows.iter().position(|o| o.value.is_some_and(|v| !v.is_finite())) {
            return Err(TableError::NotFinite { row });
        }
        if let Some(row) = rows.iter().position(|o| o.uncertainty.is_some_and(|u| !is_uncertainty(u))) {
            return Err(TableError::Uncertainty { row });
        }
        rows.sort_by(order);
        let mut table = Self::default();
        let series = dictionary(rows.iter().map(|o| &o.series));
        let geo = dictionary(rows.iter().map(|o| &o.geo));
        let period = dictionary(rows.iter().map(|o| &o.period));
        let source = dictionary(rows.iter().map(|o| &o.source));
        let note = dictionary(rows.iter().filter_map(|o| o.note.as_ref()));
        for o in &rows {
            let c = &mut table.columns;
            c.series.push(series[&o.series]);
            c.geo.push(geo[&o.geo]);
            c.period.push(period[&o.period]);
            // + 0.0 turns −0 into 0, which has one text form.
            c.value.push(o.value.map(|v| v + 0.0));
            c.status.push(o.status);
            c.notation.push(o.notation);
            c.quality.push(o.quality);
            c.uncertainty.push(o.uncertainty);
            c.source.push(source[&o.source]);
            c.note.push(o.note.as_ref().map(|n| note[n]));
        }
        table.series = series.into_keys().cloned().collect();
        table.geo = geo.into_keys().cloned().collect();
        table.period = period.into_keys().copied().collect();
        table.source = source.into_keys().cloned().collect();
        table.note = note.into_keys().cloned().collect();
        Ok(table)
    }

    /// One table of the rows of several, sorted anew.
    ///
    /// # Errors
    /// [`TableError::TooLong`] where the sum is too long.
    pub fn concat(tables: &[&Self]) -> Result<Self, TableError> {
        Self::from_rows(tables.iter().flat_map(|t| t.rows().map(|r| r.to_observation())).collect())
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        self.columns.series.len()
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The series, sorted; a row's [`Row::series`] is an index into them.
    pub fn series(&self) -> &[Series] {
        &self.series
    }

    /// The places, sorted.
    pub fn geo(&self) -> &[GeoId] {
        &self.geo
    }

    /// The periods, in order of time.
    pub fn period(&self) -> &[Period] {
        &self.period
    }

    /// The ids of the sources, sorted.
    pub fn source(&self) -> &[String] {
        &self.source
    }

    /// The notes, sorted.
    pub fn note(&self) -> &[String] {
        &self.note
    }

    /// The values, in row order.
    pub fn values(&self) -> &[Option<f64>] {
        &self.columns.value
    }

    /// The rows of one series: they lie side by side as far as the table is sorted.
    pub fn rows_of(&self, series: u32) -> impl Iterator<Item = RowRef<'_>> {
        self.rows().filter(move |r| r.series_index() == series)
    }

    /// Every row, in order.
    pub fn rows(&self) -> impl Iterator<Item = RowRef<'_>> {
        (0..self.len()).filter_map(|i| self.row(i))
    }

    /// The codes of one row, or none where there is no such row.
    pub fn codes(&self, index: usize) -> Option<Row> {
        let c = &self.columns;
        Some(Row {
            series: *c.series.get(index)?,
            geo: *c.geo.get(index)?,
            period: *c.period.get(index)?,
            value: *c.value.get(index)?,
            status: *c.status.get(index)?,
            notation: *c.notation.get(index)?,
            quality: *c.quality.get(index)?,
            uncertainty: *c.uncertainty.get(index)?,
            source: *c.source.get(index)?,
            note: *c.note.get(index)?,
        })
    }

    /// One row, or none where there is no such row.
    pub fn row(&self, index: usize) -> Option<RowRef<'_>> {
        let row = self.codes(index)?;
        Some(RowRef { table: self, index, row })
    }
}

fn order(a: &Observation, b: &Observation) -> std::cmp::Ordering {
    let key = |o: &Observation| (o.status, o.notation, o.quality);
    (&a.series, &a.geo, a.period, &a.source, &a.note)
        .cmp(&(&b.series, &b.geo, b.period, &b.source, &b.note))
        .then_with(|| a.value.unwrap_or(f64::MIN).total_cmp(&b.value.unwrap_or(f64::MIN)))
        .then_with(|| key(a).cmp(&key(b)))
        .then_with(|| a.uncertainty.unwrap_or(0.0).total_cmp(&b.uncertainty.unwrap_or(0.0)))
}

fn dictionary<'a, T: Ord>(items: impl Iterator<Item = &'a T>) -> BTreeMap<&'a T, u32> {
    let mut map: BTreeMap<&T, u32> = items.map(|item| (item, 0)).collect();
    for (index, entry) in map.values_mut().enumerate() {
        *entry = index as u32;
    }
    map
}
