//! A series as programs hand it in, and the checked one the models work on.

use serde::{Deserialize, Serialize};

use super::time::{Frequency, Step, clip};

/// Most values one series may have.
pub const MAX_POINTS: usize = 2_000_000;
/// Fewest observed values a forecast is made from.
pub const MIN_OBSERVED: usize = 4;
/// Largest magnitude of a value.
const MAX_VALUE: f64 = 1e15;

/// A series of values at equal steps.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Series {
    /// Its name, in errors and answers.
    pub id: String,
    /// A, M, D or H.
    pub frequency: Frequency,
    /// First period, e.g. `2010`, `2010-01`, `2010-01-01`, `2010-01-01T00:00` (UTC).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start: Option<String>,
    /// Values in order of time; null is a missing one.
    pub values: Vec<Option<f64>>,
    /// Instead of `start`: the period of each value. Gaps become missing values.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub periods: Option<Vec<String>>,
    /// Unit, passed through.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// Whether values cannot be below zero; by default so if none is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub non_negative: Option<bool>,
}

/// Why a series cannot be worked on.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum SeriesError {
    /// Its name is empty or too long.
    #[error("series “{id}”: an id has 1 to 200 characters")]
    Id {
        /// The name, cut.
        id: String,
    },
    /// Two series of one request have the same name.
    #[error("series “{id}” is there twice; give each series its own id")]
    SameId {
        /// The name.
        id: String,
    },
    /// No values.
    #[error("series “{id}” has no values")]
    Empty {
        /// The series.
        id: String,
    },
    /// More values than are read.
    #[error("series “{id}” has {count} values, more than {MAX_POINTS}; shorten or aggregate it")]
    TooLong {
        /// The series.
        id: String,
        /// How many.
        count: usize,
    },
    /// Neither or both of start and periods.
    #[error("series “{id}”: give either `start` or one period for each value in `periods`")]
    When {
        /// The series.
        id: String,
    },
    /// A period that cannot be read.
    #[error("series “{id}”, {place}: {message}")]
    Period {
        /// The series.
        id: String,
        /// `start` or the position.
        place: String,
        /// What is wrong.
        message: String,
    },
    /// A period occurs twice.
    #[error("series “{id}”: {period} is there twice; keep one value a period")]
    Duplicate {
        /// The series.
        id: String,
        /// The period.
        period: String,
    },
    /// A value that is no finite number of sane size.
    #[error(
        "series “{id}”, {period}: {value} is not a number of at most 1e15; write null where a value is missing"
    )]
    Value {
        /// The series.
        id: String,
        /// The period.
        period: String,
        /// The value.
        value: f64,
    },
    /// A negative value where none may be.
    #[error("series “{id}”, {period}: {value} is below zero although the series is `non_negative`")]
    Negative {
        /// The series.
        id: String,
        /// The period.
        period: String,
        /// The value.
        value: f64,
    },
    /// Too few values.
    #[error("series “{id}” has {observed} observed values; at least {needed} are needed")]
    TooFew {
        /// The series.
        id: String,
        /// How many there are.
        observed: usize,
        /// How many are needed.
        needed: usize,
    },
}

/// Something a reader of the answer must know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// Stable code.
    pub code: String,
    /// In words.
    pub text: String,
}

impl Note {
    /// A note.
    pub fn new(code: &str, text: String) -> Self {
        Self { code: code.into(), text }
    }
}

/// A checked series: no leading or trailing missing values, NaN where a value is missing.
#[derive(Debug, Clone, PartialEq)]
pub struct Checked {
    /// Its name.
    pub id: String,
    /// Period of the first value.
    pub start: Step,
    /// Values; NaN is missing.
    pub values: Vec<f64>,
    /// Missing values that followed the last observed one.
    pub trailing: usize,
    /// Whether forecasts are kept at or above zero.
    pub non_negative: bool,
    /// What was found on the way.
    pub notes: Vec<Note>,
}

impl Checked {
    /// Frequency.
    pub fn frequency(&self) -> Frequency {
        self.start.frequency
    }

    /// Period of a position.
    pub fn at(&self, position: usize) -> Step {
        self.start.plus(i64::try_from(position).unwrap_or(i64::MAX / 4))
    }

    /// How many values are observed.
    pub fn observed(&self) -> usize {
        self.values.iter().filter(|v| !v.is_nan()).count()
    }
}

impl Series {
    /// Checks the series.
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub fn check(&self, needed: usize) -> Result<Checked, SeriesError> {
        let id = clip(&self.id);
        if self.id.trim().is_empty() || self.id.chars().count() > 200 {
            return Err(SeriesError::Id { id });
        }
        if self.values.is_empty() {
            return Err(SeriesError::Empty { id });
        }
        if self.values.len() > MAX_POINTS {
            return Err(SeriesError::TooLong { id, count: self.values.len() });
        }
        let mut notes = Vec::new();
        let (start, values) = self.laid(&mut notes)?;
        self.trim(start, values, notes, needed)
    }

    /// The first period, and one value for each period from there on.
    pub(super) fn laid(&self, notes: &mut Vec<Note>) -> Result<(Step, Vec<Option<f64>>), SeriesError> {
        let id = clip(&self.id);
        match (&self.start, &self.periods) {
            (Some(start), None) => {
                let message = |message| SeriesError::Period { id, place: "start".into(), message };
                Ok((Step::parse(self.frequency, start).map_err(message)?, self.values.clone()))
            }
            (None, Some(periods)) if periods.len() == self.values.len() => self.placed(periods, notes),
            _ => Err(SeriesError::When { id }),
        }
    }

    /// Values in order of time from their periods, with gaps as missing values.
    fn placed(
        &self,
        periods: &[String],
        notes: &mut Vec<Note>,
    ) -> Result<(Step, Vec<Option<f64>>), SeriesError> {
        let id = clip(&self.id);
        let mut numbers = Vec::with_capacity(periods.len());
        for (position, period) in periods.iter().enumerate() {
            let step = Step::parse(self.frequency, period).map_err(|message| SeriesError::Period {
                id: id.clone(),
                place: format!("periods[{position}]"),
                message,
            })?;
            numbers.push((step.number, position));
        }
        if numbers.windows(2).any(|w| w[0].0 > w[1].0) {
            notes.push(Note::new(
                "unsorted",
                "the values were not in order of time and have been sorted".into(),
            ));
            numbers.sort_unstable();
        }
        let step = |number| Step { frequency: self.frequency, number };
        if let Some(twice) = numbers.windows(2).find(|w| w[0].0 == w[1].0) {
            return Err(SeriesError::Duplicate { id, period: step(twice[0].0).to_string() });
        }
        let (first, last) = (numbers[0].0, numbers[numbers.len() - 1].0);
        let length = usize::try_from(last - first + 1).unwrap_or(usize::MAX);
        if length > MAX_POINTS {
            return Err(SeriesError::TooLong { id, count: length });
        }
        let mut values = vec![None; length];
        for (number, position) in &numbers {
            values[usize::try_from(number - first).unwrap_or(0)] = self.values[*position];
        }
        if length > numbers.len() {
            let text = format!("{} periods without a row were taken as missing", length - numbers.len());
            notes.push(Note::new("gaps", text));
        }
        Ok((step(first), values))
    }

    fn trim(
        &self,
        start: Step,
        values: Vec<Option<f64>>,
        mut notes: Vec<Note>,
        needed: usize,
    ) -> Result<Checked, SeriesError> {
        let id = clip(&self.id);
        let period = |p: usize| start.plus(i64::try_from(p).unwrap_or(0)).to_string();
        for (position, value) in values.iter().enumerate() {
            let Some(value) = *value else { continue };
            if !value.is_finite() || value.abs() > MAX_VALUE {
                return Err(SeriesError::Value { id, period: period(position), value });
            }
            if value < 0.0 && self.non_negative == Some(true) {
                return Err(SeriesError::Negative { id, period: period(position), value });
            }
        }
        let observed = values.iter().flatten().count();
        if observed < needed.max(1) {
            return Err(SeriesError::TooFew { id, observed, needed: needed.max(1) });
        }
        let first = values.iter().position(Option::is_some).unwrap_or(0);
        let last = values.iter().rposition(Option::is_some).unwrap_or(0);
        let kept: Vec<f64> = values[first..=last].iter().map(|v| v.unwrap_or(f64::NAN)).collect();
        let missing = kept.len() - observed;
        if missing > 0 {
            let share = 100.0 * missing as f64 / kept.len() as f64;
            notes.push(Note::new(
                "missing",
                format!("{missing} of {} values are missing ({share:.1} %)", kept.len()),
            ));
        }
        let trailing = values.len() - 1 - last;
        if trailing > 0 {
            notes.push(Note::new(
                "trailing",
                format!("the last {trailing} values are missing; the forecast starts from {}", period(last)),
            ));
        }
        let low = kept.iter().copied().filter(|v| !v.is_nan()).fold(f64::INFINITY, f64::min);
        Ok(Checked {
            id: self.id.clone(),
            start: start.plus(i64::try_from(first).unwrap_or(0)),
            values: kept,
            trailing,
            non_negative: self.non_negative.unwrap_or(low >= 0.0),
            notes,
        })
    }
}

/// Refuses two series of the same name.
///
/// # Errors
/// [`SeriesError::SameId`].
pub fn distinct(series: &[Series]) -> Result<(), SeriesError> {
    let mut ids: Vec<&str> = series.iter().map(|s| s.id.as_str()).collect();
    ids.sort_unstable();
    match ids.windows(2).find(|w| w[0] == w[1]) {
        Some(same) => Err(SeriesError::SameId { id: clip(same[0]) }),
        None => Ok(()),
    }
}
