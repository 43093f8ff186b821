//! Values of a column as cells.

use bytes::Bytes;
use parquet::{
    column::reader::{ColumnReader, ColumnReaderImpl, get_column_reader},
    data_type::{DataType, Int96},
    file::metadata::RowGroupMetaData,
};

use super::{
    Refusal,
    columns::{Column, What},
    damaged,
    pages::{Alive, Pages, refusal},
};
use crate::{
    calendar::civil_from_days,
    exchange::{Cell, MAX_TEXT},
};

const SECONDS_OF_A_DAY: i64 = 86_400;
/// The Julian day of 1 January 1970, from which INT96 counts days.
const JULIAN_1970: i64 = 2_440_588;
/// Years that have four digits, in days since 1970.
const FOUR_DIGITS: std::ops::RangeInclusive<i64> = -719_162..=2_932_896;

/// A column of a group of rows, being read.
pub struct Reader<'f> {
    of: &'f Column,
    reader: ColumnReader,
}

impl<'f> Reader<'f> {
    /// At its first row.
    pub fn open(
        of: &'f Column,
        group: &RowGroupMetaData,
        bytes: &Bytes,
        alive: &Alive,
    ) -> Result<Self, Refusal> {
        let chunk = group.columns().get(of.at).ok_or_else(damaged)?;
        let pages = Pages::of(bytes, chunk, alive)?;
        Ok(Self { of, reader: get_column_reader(of.about.clone(), Box::new(pages)) })
    }

    /// The column's name.
    pub fn name(&self) -> &str {
        &self.of.name
    }

    /// The next cells. Moments that are all of midnight are dates: `dated` keeps what the first ones were.
    pub fn read(&mut self, count: usize, dated: &mut Option<bool>) -> Result<Vec<Cell>, Refusal> {
        let (what, max) = (self.of.what, self.of.about.max_def_level());
        match &mut self.reader {
            ColumnReader::BoolColumnReader(r) => cells(r, count, max, |v| Cell::Bool(*v)),
            ColumnReader::Int32ColumnReader(r) if what == What::Unsigned => {
                cells(r, count, max, |v| Cell::Number(f64::from(*v as u32)))
            }
            ColumnReader::Int32ColumnReader(r) => {
                let values = batch(r, count, max, |v| i64::from(*v))?;
                Ok(whole(values, what, dated))
            }
            ColumnReader::Int64ColumnReader(r) if what == What::Unsigned => {
                cells(r, count, max, |v| Cell::Number(*v as u64 as f64))
            }
            ColumnReader::Int64ColumnReader(r) => {
                let values = batch(r, count, max, |v| *v)?;
                Ok(whole(values, what, dated))
            }
            ColumnReader::Int96ColumnReader(r) => {
                let values = batch(r, count, max, nanoseconds)?;
                Ok(whole(values, what, dated))
            }
            ColumnReader::FloatColumnReader(r) => cells(r, count, max, |v| number(f64::from(*v))),
            ColumnReader::DoubleColumnReader(r) => cells(r, count, max, |v| number(*v)),
            ColumnReader::ByteArrayColumnReader(r) => cells(r, count, max, |v| match what {
                What::Decimal(digits) => decimal(v.data(), digits),
                _ => text(v.data()),
            }),
            ColumnReader::FixedLenByteArrayColumnReader(r) => cells(r, count, max, |v| match what {
                What::Decimal(digits) => decimal(v.data(), digits),
                _ => Cell::Empty,
            }),
        }
    }
}

fn cells<T: DataType>(
    reader: &mut ColumnReaderImpl<T>,
    count: usize,
    max: i16,
    of: impl Fn(&T::T) -> Cell,
) -> Result<Vec<Cell>, Refusal> {
    Ok(batch(reader, count, max, of)?.into_iter().map(Option::unwrap_or_default).collect())
}

/// So many values, those that are missing in their places.
fn batch<T: DataType, V>(
    reader: &mut ColumnReaderImpl<T>,
    count: usize,
    max: i16,
    of: impl Fn(&T::T) -> V,
) -> Result<Vec<Option<V>>, Refusal> {
    let (mut values, mut levels) = (Vec::new(), Vec::new());
    let (rows, ..) = reader.read_records(count, Some(&mut levels), None, &mut values).map_err(refusal)?;
    if rows != count {
        return Err(damaged());
    }
    let mut values = values.iter().map(of);
    if max == 0 {
        return Ok(values.map(Some).collect());
    }
    Ok(levels.iter().map(|level| if *level == max { values.next() } else { None }).collect())
}

/// Whole numbers by what they mean.
fn whole(values: Vec<Option<i64>>, what: What, dated: &mut Option<bool>) -> Vec<Cell> {
    if let What::Moment(parts, _) = what
        && dated.is_none()
        && values.iter().any(Option::is_some)
    {
        let midnight = |v: &i64| v.rem_euclid(parts * SECONDS_OF_A_DAY) == 0;
        *dated = Some(values.iter().flatten().all(midnight));
    }
    let cell = |value: i64| match what {
        What::Date => date(value).map_or(Cell::Empty, Cell::Text),
        What::Moment(parts, utc) => moment(value, parts, utc, *dated == Some(true)),
        What::Decimal(digits) => number(value as f64 / libm::pow(10.0, f64::from(digits))),
        _ => Cell::Number(value as f64),
    };
    values.into_iter().map(|value| value.map_or(Cell::Empty, cell)).collect()
}

/// A number; what is none says nothing.
fn number(value: f64) -> Cell {
    if value.is_finite() { Cell::Number(value) } else { Cell::Empty }
}

/// A whole number of any length, the highest byte first, with digits after the point.
fn decimal(bytes: &[u8], digits: i32) -> Cell {
    let Some(first) = bytes.first() else { return Cell::Empty };
    // why from −1: in two's complement the bits of a negative number are those that are missing to it
    let start = if *first >= 0x80 { -1.0 } else { 0.0 };
    let whole = bytes.iter().take(64).fold(start, |sum: f64, b| sum * 256.0 + f64::from(*b));
    number(whole / libm::pow(10.0, f64::from(digits)))
}

fn text(bytes: &[u8]) -> Cell {
    let text: String = String::from_utf8_lossy(bytes).chars().take(MAX_TEXT).collect();
    if text.is_empty() { Cell::Empty } else { Cell::Text(text) }
}

/// A day in ISO 8601.
fn date(days: i64) -> Option<String> {
    FOUR_DIGITS.contains(&days).then(|| {
        let (year, month, day) = civil_from_days(days);
        format!("{year:04}-{month:02}-{day:02}")
    })
}

/// A moment in ISO 8601: with Z where it is of universal time, else as on the writer's clock.
fn moment(value: i64, parts: i64, utc: bool, dated: bool) -> Cell {
    let seconds = value.div_euclid(parts);
    let (days, of_day) = (seconds.div_euclid(SECONDS_OF_A_DAY), seconds.rem_euclid(SECONDS_OF_A_DAY));
    let Some(day) = date(days) else { return Cell::Empty };
    if dated && of_day == 0 {
        return Cell::Text(day);
    }
    let (hour, minute, second) = (of_day / 3600, of_day / 60 % 60, of_day % 60);
    Cell::Text(format!("{day}T{hour:02}:{minute:02}:{second:02}{}", if utc { "Z" } else { "" }))
}

/// INT96: nanoseconds of a day in the first two words, its Julian day in the third.
fn nanoseconds(value: &Int96) -> i64 {
    let [low, high, day] = value.data() else { return i64::MIN };
    let of_day = i64::from(*high) << 32 | i64::from(*low);
    let days = i64::from(*day) - JULIAN_1970;
    days.saturating_mul(SECONDS_OF_A_DAY * 1_000_000_000).saturating_add(of_day)
}
