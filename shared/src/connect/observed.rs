//! What a file gave: observations by row, their series and places listed once.
//!
//! A table of a pack is made for a phone and bounded accordingly; ten years of hourly readings of a network are
//! millions of rows. Rows hold numbers of the lists, so that a row costs some forty bytes and no allocation.

use std::collections::{BTreeMap, HashMap};

use super::{ConnectError, Warnings};
use crate::{
    geo::GeoId,
    observation::{Observation, Series, Status},
    period::Period,
};

/// Rows of one file.
pub const MAX_ROWS: usize = 20_000_000;

/// One value, by the numbers of its series and place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Row {
    /// Number of the series in [`Observed::series`].
    pub series: u32,
    /// Number of the place in [`Observed::places`].
    pub place: u32,
    /// When.
    pub period: Period,
    /// The number, or none.
    pub value: Option<f64>,
    /// SDMX status.
    pub status: Status,
    /// Number of the note in [`Observed::notes`].
    pub note: Option<u32>,
}

/// Observations of one source.
#[derive(Debug, Clone, Default)]
pub struct Observed {
    /// Id of the source.
    pub source: String,
    series: Vec<Series>,
    places: Vec<GeoId>,
    notes: Vec<String>,
    rows: Vec<Row>,
    known: Known,
}

#[derive(Debug, Clone, Default)]
struct Known {
    series: HashMap<Series, u32>,
    places: HashMap<GeoId, u32>,
    notes: HashMap<String, u32>,
}

/// A series from its parts.
pub fn series(concept: &str, unit: &str, dims: &[(&str, &str)]) -> Series {
    let dims = dims.iter().map(|(k, v)| ((*k).into(), (*v).into())).collect();
    Series { concept: concept.into(), unit: unit.into(), dims }
}

impl Observed {
    /// No observations yet, of a source.
    pub fn new(source: &str) -> Self {
        Self { source: source.into(), ..Self::default() }
    }

    /// The number of a series, which is listed when it is new.
    pub fn series_id(&mut self, series: &Series) -> u32 {
        number(&mut self.known.series, &mut self.series, series)
    }

    /// The number of a place, which is listed when it is new.
    pub fn place_id(&mut self, place: &GeoId) -> u32 {
        number(&mut self.known.places, &mut self.places, place)
    }

    /// The number of a note, which is listed when it is new.
    pub fn note_id(&mut self, note: &str) -> u32 {
        number(&mut self.known.notes, &mut self.notes, &note.to_owned())
    }

    /// Adds a row.
    pub fn push(&mut self, row: Row) {
        self.rows.push(row);
    }

    /// Adds an observation by its parts.
    pub fn add(
        &mut self,
        series: &Series,
        place: &GeoId,
        period: Period,
        value: Option<f64>,
        status: Status,
    ) {
        let (series, place) = (self.series_id(series), self.place_id(place));
        self.rows.push(Row { series, place, period, value, status, note: None });
    }

    /// As [`add`](Self::add), with what a reader must know about the value.
    pub fn add_noted(
        &mut self,
        series: &Series,
        place: &GeoId,
        period: Period,
        value: Option<f64>,
        status: Status,
        note: &str,
    ) {
        let note = Some(self.note_id(note));
        let (series, place) = (self.series_id(series), self.place_id(place));
        self.rows.push(Row { series, place, period, value, status, note });
    }

    /// Whether there is room for more rows.
    ///
    /// # Errors
    /// [`ConnectError::TooLarge`] where there is none.
    pub fn room(&self, file: &str) -> Result<(), ConnectError> {
        let full = self.rows.len() >= MAX_ROWS;
        let too_large = || ConnectError::TooLarge { file: file.into(), what: "rows", max: MAX_ROWS as u64 };
        if full { Err(too_large()) } else { Ok(()) }
    }

    /// The series, in the order they were met.
    pub fn series(&self) -> &[Series] {
        &self.series
    }

    /// The places, in the order they were met.
    pub fn places(&self) -> &[GeoId] {
        &self.places
    }

    /// The notes, in the order they were met.
    pub fn notes(&self) -> &[String] {
        &self.notes
    }

    /// The rows, in the order of the file.
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// The rows, to correct a status.
    pub fn rows_mut(&mut self) -> &mut [Row] {
        &mut self.rows
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// A row as an observation of its own.
    pub fn observation(&self, row: &Row) -> Observation {
        Observation {
            series: self.series[row.series as usize].clone(),
            geo: self.places[row.place as usize].clone(),
            period: row.period,
            value: row.value,
            status: row.status,
            notation: None,
            quality: None,
            uncertainty: None,
            source: self.source.clone(),
            note: row.note.map(|n| self.notes[n as usize].clone()),
        }
    }

    /// Every row as an observation, in the order of the file.
    pub fn observations(&self) -> impl Iterator<Item = Observation> + '_ {
        self.rows.iter().map(|row| self.observation(row))
    }

    /// The value of a series at a place and period: the first, where there are several.
    pub fn value(&self, series: &Series, place: &GeoId, period: Period) -> Option<f64> {
        let (series, place) = (self.known.series.get(series)?, self.known.places.get(place)?);
        let found = self.rows.iter().find(|r| r.series == *series && r.place == *place && r.period == period);
        found.and_then(|r| r.value)
    }

    /// Leaves out rows whose series, place and period occurred before, with a warning for each that differs.
    pub fn without_duplicates(mut self, warnings: &mut Warnings) -> Self {
        let mut seen: HashMap<(u32, u32, Period), Option<f64>> = HashMap::with_capacity(self.rows.len());
        let mut kept = Vec::with_capacity(self.rows.len());
        for row in std::mem::take(&mut self.rows) {
            match seen.entry((row.series, row.place, row.period)) {
                std::collections::hash_map::Entry::Vacant(free) => {
                    free.insert(row.value);
                    kept.push(row);
                }
                std::collections::hash_map::Entry::Occupied(first) => {
                    let (series, place) =
                        (&self.series[row.series as usize], &self.places[row.place as usize]);
                    let (first, second) = (*first.get(), row.value);
                    warnings.add_with(super::Kind::Duplicate, || {
                        let what =
                            format!("{} {:?} at {place} in {}", series.concept, series.dims, row.period);
                        super::Warning::new(
                            super::Kind::Duplicate,
                            format!("{what} occurs twice: {first:?} and {second:?}"),
                        )
                    });
                }
            }
        }
        self.rows = kept;
        self
    }

    /// Rows of each series.
    pub fn counts(&self) -> BTreeMap<&Series, usize> {
        let mut counts = BTreeMap::new();
        for row in &self.rows {
            *counts.entry(&self.series[row.series as usize]).or_default() += 1;
        }
        counts
    }
}

fn number<T: Clone + Eq + std::hash::Hash>(known: &mut HashMap<T, u32>, list: &mut Vec<T>, item: &T) -> u32 {
    if let Some(number) = known.get(item) {
        return *number;
    }
    let next = list.len() as u32;
    known.insert(item.clone(), next);
    list.push(item.clone());
    next
}
