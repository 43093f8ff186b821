//! Observations of one file as they are kept: what is listed once, and columns of numbers.

use serde::{Deserialize, Serialize};

use super::{Faults, Mapping, Report};
use crate::{geo::GeoId, period::Period};

/// What is measured.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct SeriesName {
    /// In words, with the members of columns that tell series apart.
    pub name: String,
    /// The unit; empty where it is not known.
    pub unit: String,
}

/// A place with its name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct NamedPlace {
    /// The place.
    pub geo: GeoId,
    /// Its name.
    pub name: String,
}

/// What a file gave; its rows are kept apart, see [`Rows`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Dataset {
    /// The name a reader gave, at first that of the file.
    pub name: String,
    /// Name of the file.
    pub file: String,
    /// What is measured.
    pub series: Vec<SeriesName>,
    /// Where.
    pub places: Vec<NamedPlace>,
    /// When, in order.
    #[serde(with = "super::runs")]
    pub periods: Vec<Period>,
    /// Quality.
    pub report: Report,
    /// What could not be used.
    pub faults: Faults,
    /// How it was read.
    pub mapping: Mapping,
    /// Of the file's columns.
    pub fingerprint: String,
    /// The day it was kept.
    #[serde(default)]
    pub kept: String,
}

/// Observations by column, sorted by series, place and period; numbers are places in the lists of a [`Dataset`].
///
/// As bytes: the count, then all series, places, periods (32 bits each) and values (64 bits; NaN where the file says that
/// there is none), little-endian.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Rows {
    /// Places in the list of series.
    pub series: Vec<u32>,
    /// Places in the list of places.
    pub place: Vec<u32>,
    /// Places in the list of periods.
    pub period: Vec<u32>,
    /// The values.
    pub value: Vec<f64>,
}

/// Bytes that are no rows of a dataset.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("these are not the rows of the dataset")]
pub struct RowsError;

impl Rows {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.value.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.value.is_empty()
    }

    /// As they are kept.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(8 + 20 * self.len());
        out.extend((self.len() as u64).to_le_bytes());
        for column in [&self.series, &self.place, &self.period] {
            out.extend(column.iter().flat_map(|n| n.to_le_bytes()));
        }
        out.extend(self.value.iter().flat_map(|v| v.to_le_bytes()));
        out
    }

    /// Reads what was kept, and checks it against its lists.
    ///
    /// # Errors
    /// [`RowsError`] where it is cut off or of another dataset.
    pub fn from_bytes(bytes: &[u8], of: &Dataset) -> Result<Self, RowsError> {
        let (count, rest) = bytes.split_first_chunk::<8>().ok_or(RowsError)?;
        let count = usize::try_from(u64::from_le_bytes(*count)).map_err(|_| RowsError)?;
        if count.checked_mul(20) != Some(rest.len()) {
            return Err(RowsError);
        }
        let (numbers, values) = rest.split_at(12 * count);
        let column = |at: usize, most: usize| {
            let part = &numbers[at * 4 * count..(at + 1) * 4 * count];
            let (read, _) = part.as_chunks::<4>();
            let read: Vec<u32> = read.iter().map(|b| u32::from_le_bytes(*b)).collect();
            if read.iter().all(|n| (*n as usize) < most) { Ok(read) } else { Err(RowsError) }
        };
        Ok(Self {
            series: column(0, of.series.len())?,
            place: column(1, of.places.len())?,
            period: column(2, of.periods.len())?,
            value: values.as_chunks::<8>().0.iter().map(|b| f64::from_le_bytes(*b)).collect(),
        })
    }

    /// Places and periods of one series with their values, in order.
    pub fn of_series(&self, series: u32) -> impl Iterator<Item = (u32, u32, Option<f64>)> {
        let start = self.series.partition_point(|s| *s < series);
        let end = self.series.partition_point(|s| *s <= series);
        (start..end)
            .map(|at| (self.place[at], self.period[at], Some(self.value[at]).filter(|v| v.is_finite())))
    }
}

impl Dataset {
    /// All observations as CSV (RFC 4180, UTF-8, decimal point).
    pub fn csv(&self, rows: &Rows) -> String {
        use std::fmt::Write as _;
        let mut out = String::from("series,unit,place,place_name,period,value\r\n");
        for at in 0..rows.len() {
            let series = &self.series[rows.series[at] as usize];
            let place = &self.places[rows.place[at] as usize];
            let value = rows.value[at];
            let value = if value.is_finite() { value.to_string() } else { String::new() };
            let [name, unit, place_name] = [&series.name, &series.unit, &place.name].map(|t| quoted(t));
            let _ = write!(
                out,
                "{name},{unit},{},{place_name},{},{value}\r\n",
                place.geo, self.periods[rows.period[at] as usize]
            );
        }
        out
    }
}

/// A cell of CSV; what a spreadsheet would run as a formula gets an apostrophe before it.
fn quoted(text: &str) -> String {
    let guard = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let text = if guard { format!("'{text}") } else { text.to_owned() };
    if text.contains([',', '"', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}
