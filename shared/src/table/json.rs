//! The columnar JSON form of a table, and the checks that make indexing into it safe.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use crate::{
    geo::GeoId,
    observation::{NotationKey, Quality, Series, Status},
    period::Period,
    tree::{FromTree, Reading},
    tree_struct,
};

use super::{Columns, MAX_ROWS, Table, TableError, is_uncertainty};

/// What a pack's JSON holds. `notation`, `quality`, `uncertainty` and `note` are left out where no row has one;
/// status and quality are one letter a row (`-` for none).
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Wire {
    series: Vec<Series>,
    geo: Vec<GeoId>,
    period: Vec<Period>,
    source: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    note: Vec<String>,
    columns: WireColumns,
}

#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WireColumns {
    series: Vec<u32>,
    geo: Vec<u32>,
    period: Vec<u32>,
    value: Vec<Option<Number>>,
    status: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    notation: Option<Vec<Option<NotationKey>>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    quality: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    uncertainty: Option<Vec<Option<Number>>>,
    source: Vec<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    note: Option<Vec<Option<u32>>>,
}

/// A number whose whole values are written without a decimal point: half the bytes of a count.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(transparent)]
struct Number(f64);

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        // 2^53: from there on not every whole number is a double.
        let whole = self.0 as i64;
        if whole as f64 == self.0 && whole.unsigned_abs() < (1 << 53) {
            s.serialize_i64(whole)
        } else {
            s.serialize_f64(self.0)
        }
    }
}

impl Serialize for Table {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        let c = &self.columns;
        Wire {
            series: self.series.clone(),
            geo: self.geo.clone(),
            period: self.period.clone(),
            source: self.source.clone(),
            note: self.note.clone(),
            columns: WireColumns {
                series: c.series.clone(),
                geo: c.geo.clone(),
                period: c.period.clone(),
                value: c.value.iter().map(|v| v.map(Number)).collect(),
                status: c.status.iter().map(|s| status_letter(*s)).collect(),
                notation: c.notation.iter().any(Option::is_some).then(|| c.notation.clone()),
                quality: c
                    .quality
                    .iter()
                    .any(Option::is_some)
                    .then(|| c.quality.iter().map(|q| quality_letter(*q)).collect()),
                uncertainty: (c.uncertainty.iter().any(Option::is_some))
                    .then(|| c.uncertainty.iter().map(|u| u.map(Number)).collect()),
                source: c.source.clone(),
                note: c.note.iter().any(Option::is_some).then(|| c.note.clone()),
            },
        }
        .serialize(s)
    }
}

impl<'de> Deserialize<'de> for Table {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        Self::try_from(Wire::deserialize(d)?).map_err(serde::de::Error::custom)
    }
}

tree_struct! {
    strict Wire { series, geo, period, source, columns; note }
    strict WireColumns { series, geo, period, value, status, notation, quality, uncertainty, source, note }
}

impl FromTree for Number {
    fn read(tree: Value, at: &mut Reading) -> Self {
        Self(f64::read(tree, at))
    }
}

impl FromTree for RawTable {
    fn read(tree: Value, at: &mut Reading) -> Self {
        Self(Wire::read(tree, at))
    }
}

/// A table as read, its indices not yet checked: `Table::try_from` checks them.
#[derive(Debug, Default, Deserialize)]
#[serde(transparent)]
pub struct RawTable(Wire);

impl TryFrom<RawTable> for Table {
    type Error = TableError;

    fn try_from(raw: RawTable) -> Result<Self, TableError> {
        Self::try_from(raw.0)
    }
}

impl TryFrom<Wire> for Table {
    type Error = TableError;

    fn try_from(wire: Wire) -> Result<Self, TableError> {
        let c = wire.columns;
        let rows = c.series.len();
        if rows > MAX_ROWS {
            return Err(TableError::TooLong { rows });
        }
        let columns = Columns {
            series: indices("series", c.series, rows, wire.series.len())?,
            geo: indices("geo", c.geo, rows, wire.geo.len())?,
            period: indices("period", c.period, rows, wire.period.len())?,
            value: values(c.value, rows)?,
            status: letters("status", &c.status, rows, status_of)?,
            notation: length("notation", c.notation.unwrap_or_else(|| vec![None; rows]), rows)?,
            quality: match c.quality {
                Some(text) => letters("quality", &text, rows, quality_of)?,
                None => vec![None; rows],
            },
            uncertainty: uncertainties(c.uncertainty, rows)?,
            source: indices("source", c.source, rows, wire.source.len())?,
            note: notes(c.note, rows, wire.note.len())?,
        };
        Ok(Self {
            series: wire.series,
            geo: wire.geo,
            period: wire.period,
            source: wire.source,
            note: wire.note,
            columns,
        })
    }
}

fn length<T>(column: &'static str, found: Vec<T>, expected: usize) -> Result<Vec<T>, TableError> {
    if found.len() == expected {
        Ok(found)
    } else {
        Err(TableError::Length { column, expected, found: found.len() })
    }
}

fn indices(column: &'static str, found: Vec<u32>, rows: usize, len: usize) -> Result<Vec<u32>, TableError> {
    let found = length(column, found, rows)?;
    match found.iter().position(|i| *i as usize >= len) {
        Some(row) => Err(TableError::Index { row, column, index: found[row], len }),
        None => Ok(found),
    }
}

fn notes(found: Option<Vec<Option<u32>>>, rows: usize, len: usize) -> Result<Vec<Option<u32>>, TableError> {
    let found = length("note", found.unwrap_or_else(|| vec![None; rows]), rows)?;
    for (row, index) in found.iter().enumerate() {
        if let Some(index) = index.filter(|i| *i as usize >= len) {
            return Err(TableError::Index { row, column: "note", index, len });
        }
    }
    Ok(found)
}

fn values(found: Vec<Option<Number>>, rows: usize) -> Result<Vec<Option<f64>>, TableError> {
    let found = length("value", found, rows)?;
    match found.iter().position(|v| v.is_some_and(|v| !v.0.is_finite())) {
        Some(row) => Err(TableError::NotFinite { row }),
        None => Ok(found.into_iter().map(|v| v.map(|v| v.0)).collect()),
    }
}

fn uncertainties(found: Option<Vec<Option<Number>>>, rows: usize) -> Result<Vec<Option<f64>>, TableError> {
    let found = length("uncertainty", found.unwrap_or_else(|| vec![None; rows]), rows)?;
    match found.iter().position(|u| u.is_some_and(|u| !is_uncertainty(u.0))) {
        Some(row) => Err(TableError::Uncertainty { row }),
        None => Ok(found.into_iter().map(|u| u.map(|u| u.0)).collect()),
    }
}

fn letters<T>(
    column: &'static str,
    text: &str,
    rows: usize,
    read: fn(char) -> Option<T>,
) -> Result<Vec<T>, TableError> {
    let found: Result<Vec<T>, TableError> = text
        .chars()
        .enumerate()
        .map(|(row, c)| read(c).ok_or_else(|| TableError::Code { row, column, code: c.into() }))
        .collect();
    length(column, found?, rows)
}

fn status_letter(status: Status) -> char {
    match status {
        Status::A => 'A',
        Status::B => 'B',
        Status::D => 'D',
        Status::E => 'E',
        Status::I => 'I',
        Status::M => 'M',
        Status::L => 'L',
        Status::P => 'P',
        Status::Q => 'Q',
        Status::U => 'U',
    }
}

fn status_of(letter: char) -> Option<Status> {
    use Status::{A, B, D, E, I, L, M, P, Q, U};
    [A, B, D, E, I, M, L, P, Q, U].into_iter().find(|s| status_letter(*s) == letter)
}

fn quality_letter(quality: Option<Quality>) -> char {
    match quality {
        Some(Quality::H) => 'H',
        Some(Quality::M) => 'M',
        Some(Quality::L) => 'L',
        None => '-',
    }
}

fn quality_of(letter: char) -> Option<Option<Quality>> {
    [None, Some(Quality::H), Some(Quality::M), Some(Quality::L)]
        .into_iter()
        .find(|q| quality_letter(*q) == letter)
}
