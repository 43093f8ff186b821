//! Time periods as SDMX writes them: `2019`, `2024-S1`, `2024-Q1`, `2024-01`, `2024-W05`,
//! `2024-01-31`, `2024-01-31T13`.
//!
//! Source: SDMX 3.0 section 6 (technical notes), "Observational time period".

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use serde_json::Value;

use crate::{
    tree::{FromTree, Reading},
    wire::wire_enum,
};

/// A span of calendar time, ordered by its beginning and then from long to short.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Period {
    /// A calendar year.
    Year(i32),
    /// Half a year, 1 or 2.
    Semester(i32, u8),
    /// A quarter, 1 to 4.
    Quarter(i32, u8),
    /// A month, 1 to 12.
    Month(i32, u8),
    /// An ISO 8601 week, 1 to 53.
    Week(i32, u8),
    /// A day.
    Day(i32, u8, u8),
    /// An hour of a day in UTC, 0 to 23, named by its beginning.
    Hour(i32, u8, u8, u8),
}

/// How long a period is (SDMX `CL_FREQ`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Frequency {
    /// Annual.
    A,
    /// Half-yearly.
    S,
    /// Quarterly.
    Q,
    /// Monthly.
    M,
    /// Weekly.
    W,
    /// Daily.
    D,
    /// Hourly.
    H,
}

/// A period that could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "“{0}” is not a period; write 2019, 2024-S1, 2024-Q1, 2024-01, 2024-W05, 2024-01-31 or 2024-01-31T13"
)]
pub struct PeriodError(pub String);

impl Period {
    /// The calendar year the period lies in (for a week, its ISO week year).
    pub fn year(self) -> i32 {
        match self {
            Self::Year(y)
            | Self::Semester(y, _)
            | Self::Quarter(y, _)
            | Self::Month(y, _)
            | Self::Week(y, _)
            | Self::Day(y, _, _)
            | Self::Hour(y, _, _, _) => y,
        }
    }

    /// How long the period is.
    pub fn frequency(self) -> Frequency {
        match self {
            Self::Year(_) => Frequency::A,
            Self::Semester(..) => Frequency::S,
            Self::Quarter(..) => Frequency::Q,
            Self::Month(..) => Frequency::M,
            Self::Week(..) => Frequency::W,
            Self::Day(..) => Frequency::D,
            Self::Hour(..) => Frequency::H,
        }
    }

    /// The same period so many years later; none where the calendar has none (29 February, week 53) or
    /// the year has no four digits.
    pub fn plus_years(self, years: i32) -> Option<Self> {
        let year = self.year().checked_add(years).filter(|y| (0..=9999).contains(y))?;
        Some(match self {
            Self::Year(_) => Self::Year(year),
            Self::Semester(_, s) => Self::Semester(year, s),
            Self::Quarter(_, q) => Self::Quarter(year, q),
            Self::Month(_, m) => Self::Month(year, m),
            Self::Week(_, w) => (w < 53).then_some(Self::Week(year, w))?,
            Self::Day(_, m, d) => (d <= days_in_month(year, m)).then_some(Self::Day(year, m, d))?,
            Self::Hour(_, m, d, h) => (d <= days_in_month(year, m)).then_some(Self::Hour(year, m, d, h))?,
        })
    }

    /// Day of the year (counted from 1) and hour at which the period begins, for ordering.
    fn begin(self) -> (i32, i32, u8) {
        match self {
            Self::Year(y) => (y, 1, 0),
            Self::Semester(y, s) => (y, day_of_year(y, 6 * (s - 1) + 1, 1), 0),
            Self::Quarter(y, q) => (y, day_of_year(y, 3 * (q - 1) + 1, 1), 0),
            Self::Month(y, m) => (y, day_of_year(y, m, 1), 0),
            Self::Week(y, w) => (y, i32::from(w) * 7 - 2 - weekday_of_jan4(y), 0),
            Self::Day(y, m, d) => (y, day_of_year(y, m, d), 0),
            Self::Hour(y, m, d, h) => (y, day_of_year(y, m, d), h),
        }
    }
}

fn leap(y: i32) -> bool {
    (y % 4 == 0 && y % 100 != 0) || y % 400 == 0
}

/// Days of a month in a year.
pub fn days_in_month(y: i32, m: u8) -> u8 {
    match m {
        2 if leap(y) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

fn day_of_year(y: i32, m: u8, d: u8) -> i32 {
    (1..m).map(|m| i32::from(days_in_month(y, m))).sum::<i32>() + i32::from(d)
}

/// Weekday of 4 January, Monday = 0: the day that lies in week 1 by ISO 8601.
fn weekday_of_jan4(y: i32) -> i32 {
    let p = y - 1;
    // 1 January of year 1 (proleptic Gregorian) was a Monday.
    (p + p.div_euclid(4) - p.div_euclid(100) + p.div_euclid(400) + 3).rem_euclid(7)
}

impl PartialOrd for Period {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Period {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (self.begin(), self.frequency()).cmp(&(other.begin(), other.frequency()))
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Year(y) => write!(f, "{y:04}"),
            Self::Semester(y, s) => write!(f, "{y:04}-S{s}"),
            Self::Quarter(y, q) => write!(f, "{y:04}-Q{q}"),
            Self::Month(y, m) => write!(f, "{y:04}-{m:02}"),
            Self::Week(y, w) => write!(f, "{y:04}-W{w:02}"),
            Self::Day(y, m, d) => write!(f, "{y:04}-{m:02}-{d:02}"),
            Self::Hour(y, m, d, h) => write!(f, "{y:04}-{m:02}-{d:02}T{h:02}"),
        }
    }
}

impl FromStr for Period {
    type Err = PeriodError;

    fn from_str(text: &str) -> Result<Self, PeriodError> {
        parse(text).ok_or_else(|| PeriodError(text.chars().take(40).collect()))
    }
}

fn parse(text: &str) -> Option<Period> {
    if !text.is_ascii() || text.len() < 4 {
        return None;
    }
    let (year, rest) = text.split_at(4);
    let y = digits(year)? as i32;
    let Some(rest) = rest.strip_prefix('-') else {
        return rest.is_empty().then_some(Period::Year(y));
    };
    let part = |prefix: char, width: usize, max: u32| -> Option<u8> {
        let n = rest.strip_prefix(prefix).filter(|n| n.len() == width)?;
        in_range(digits(n)?, max)
    };
    if let Some(s) = part('S', 1, 2) {
        return Some(Period::Semester(y, s));
    }
    if let Some(q) = part('Q', 1, 4) {
        return Some(Period::Quarter(y, q));
    }
    if let Some(w) = part('W', 2, 53) {
        return Some(Period::Week(y, w));
    }
    let m = in_range(digits(rest.get(..2)?)?, 12)?;
    let Some(rest) = rest[2..].strip_prefix('-') else {
        return (rest.len() == 2).then_some(Period::Month(y, m));
    };
    let d = in_range(digits(rest.get(..2)?)?, u32::from(days_in_month(y, m)))?;
    match rest[2..].strip_prefix('T') {
        Some(h) if h.len() == 2 => {
            let h = digits(h).filter(|h| *h < 24)?;
            Some(Period::Hour(y, m, d, h as u8))
        }
        Some(_) => None,
        None => (rest.len() == 2).then_some(Period::Day(y, m, d)),
    }
}

fn digits(text: &str) -> Option<u32> {
    (!text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok())?
}

fn in_range(n: u32, max: u32) -> Option<u8> {
    (1..=max).contains(&n).then_some(n as u8)
}

impl TryFrom<String> for Period {
    type Error = PeriodError;
    fn try_from(text: String) -> Result<Self, PeriodError> {
        text.parse()
    }
}

impl From<Period> for String {
    fn from(period: Period) -> Self {
        period.to_string()
    }
}

wire_enum! {
    Period {
        0 = Year(year), 1 = Semester(year, half), 2 = Quarter(year, quarter), 3 = Month(year, month),
        4 = Week(year, week), 5 = Day(year, month, day), 6 = Hour(year, month, day, hour),
    }
}

impl FromTree for Period {
    fn read(tree: Value, at: &mut Reading) -> Self {
        at.parsed(tree).unwrap_or(Self::Year(0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_survives_a_round_trip() {
        for text in ["2019", "2024-S1", "2024-Q4", "2024-01", "2020-W53", "2024-02-29", "2024-01-31T13"] {
            assert_eq!(text.parse::<Period>().map(|p| p.to_string()), Ok(text.into()));
        }
    }

    #[test]
    fn what_is_no_period_is_refused() {
        for text in [
            "",
            "19",
            "2024-13",
            "2023-02-29",
            "2024-Q5",
            "2024-1",
            "2024-01-31T24",
            "2024é",
            "2024-01-3",
            "+024",
            "2024-W54",
            "2024-01-31X",
        ] {
            assert!(text.parse::<Period>().is_err(), "{text}");
        }
    }

    #[test]
    fn periods_are_ordered_by_beginning_then_length() {
        let sorted = ["2019", "2020-W02", "2020-Q2", "2020-04", "2020-04-01", "2020-04-01T05"];
        let periods: Vec<Period> = sorted.iter().filter_map(|t| t.parse().ok()).collect();
        assert_eq!(periods.len(), sorted.len());
        assert!(periods.windows(2).all(|w| w[0] < w[1]));
    }
}
