//! One row of a table: as codes, or as a view with its dictionary entries.

use crate::{
    geo::GeoId,
    observation::{NotationKey, Observation, Quality, Series, Status},
    period::Period,
};

use super::Table;

/// One row as it is stored: indices into the table's dictionaries, value and codes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Row {
    /// Index into [`Table::series`].
    pub series: u32,
    /// Index into [`Table::geo`].
    pub geo: u32,
    /// Index into [`Table::period`].
    pub period: u32,
    /// The number, or none.
    pub value: Option<f64>,
    /// SDMX status.
    pub status: Status,
    /// GPC notation key.
    pub notation: Option<NotationKey>,
    /// Data quality.
    pub quality: Option<Quality>,
    /// Half the 95 % interval in per cent of the value, where the source states it.
    pub uncertainty: Option<f64>,
    /// Index into [`Table::source`].
    pub source: u32,
    /// Index into [`Table::note`].
    pub note: Option<u32>,
}

/// One row with what its codes stand for.
#[derive(Debug, Clone, Copy)]
pub struct RowRef<'a> {
    pub(super) table: &'a Table,
    pub(super) index: usize,
    pub(super) row: Row,
}

impl<'a> RowRef<'a> {
    /// Place of the row in its table, counted from 0.
    pub fn index(&self) -> usize {
        self.index
    }

    /// The row's codes.
    pub fn codes(&self) -> Row {
        self.row
    }

    /// Index of the series in [`Table::series`].
    pub fn series_index(&self) -> u32 {
        self.row.series
    }

    /// What is measured.
    pub fn series(&self) -> &'a Series {
        &self.table.series[self.row.series as usize]
    }

    /// Where.
    pub fn geo(&self) -> &'a GeoId {
        &self.table.geo[self.row.geo as usize]
    }

    /// When.
    pub fn period(&self) -> Period {
        self.table.period[self.row.period as usize]
    }

    /// The number in the series' unit, or none.
    pub fn value(&self) -> Option<f64> {
        self.row.value
    }

    /// SDMX status.
    pub fn status(&self) -> Status {
        self.row.status
    }

    /// GPC notation key, where the value is absent on purpose.
    pub fn notation(&self) -> Option<NotationKey> {
        self.row.notation
    }

    /// Data quality, where rated.
    pub fn quality(&self) -> Option<Quality> {
        self.row.quality
    }

    /// Half the 95 % interval in per cent of the value, where the source states it.
    pub fn uncertainty(&self) -> Option<f64> {
        self.row.uncertainty
    }

    /// Id of the source.
    pub fn source(&self) -> &'a str {
        &self.table.source[self.row.source as usize]
    }

    /// What a reader must know about this figure.
    pub fn note(&self) -> Option<&'a str> {
        self.row.note.map(|n| self.table.note[n as usize].as_str())
    }

    /// The row as an observation of its own.
    pub fn to_observation(&self) -> Observation {
        Observation {
            series: self.series().clone(),
            geo: self.geo().clone(),
            period: self.period(),
            value: self.value(),
            status: self.status(),
            notation: self.notation(),
            quality: self.quality(),
            uncertainty: self.uncertainty(),
            source: self.source().into(),
            note: self.note().map(Into::into),
        }
    }
}
