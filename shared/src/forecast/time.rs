//! Frequencies and the steps of time: a period is a whole number of years, months, days or hours.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::calendar::{civil_from_days, days_from_civil};

/// How often a series has a value (SDMX code list CL_FREQ).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Frequency {
    /// Annual.
    #[serde(rename = "A")]
    Annual,
    /// Monthly.
    #[serde(rename = "M")]
    Monthly,
    /// Daily.
    #[serde(rename = "D")]
    Daily,
    /// Hourly, in UTC.
    #[serde(rename = "H")]
    Hourly,
}

impl Frequency {
    /// Steps of the main season: 1 where there is none.
    pub fn season(self) -> usize {
        match self {
            Self::Annual => 1,
            Self::Monthly => 12,
            Self::Daily => 7,
            Self::Hourly => 24,
        }
    }

    /// Steps of the longer season that a naive forecast may repeat.
    pub fn long_season(self) -> Option<usize> {
        (self == Self::Hourly).then_some(168)
    }

    /// Horizon where none is asked for.
    pub fn default_horizon(self) -> usize {
        match self {
            Self::Annual => 5,
            Self::Monthly => 12,
            Self::Daily => 28,
            Self::Hourly => 168,
        }
    }

    /// Longest horizon that is answered.
    pub fn max_horizon(self) -> usize {
        match self {
            Self::Annual => 30,
            Self::Monthly => 60,
            Self::Daily => 366,
            Self::Hourly => 336,
        }
    }

    /// Latest points that a model is fitted on; older ones are left out and the answer says so.
    pub fn window(self) -> usize {
        match self {
            Self::Annual => 500,
            Self::Monthly => 1_200,
            Self::Daily => 7_305,
            Self::Hourly => 52_608,
        }
    }

    /// SDMX code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Annual => "A",
            Self::Monthly => "M",
            Self::Daily => "D",
            Self::Hourly => "H",
        }
    }
}

/// A period by its number: the year, months since year 0, days or hours since 1970-01-01.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Step {
    /// The frequency it counts.
    pub frequency: Frequency,
    /// Its number.
    pub number: i64,
}

impl Step {
    /// The period `n` steps later.
    pub fn plus(self, n: i64) -> Self {
        Self { number: self.number + n, ..self }
    }

    /// Reads `2020`, `2020-03`, `2020-03-01`, `2020-03-01T05`, `2020-03-01T05:00:00Z`; what is finer than the
    /// frequency must be the period's start.
    ///
    /// # Errors
    /// What is wrong, in words.
    pub fn parse(frequency: Frequency, text: &str) -> Result<Self, String> {
        let fault = || format!("“{}” is not a period of frequency {}", clip(text), frequency.code());
        let (date, clock) = match text.split_once(['T', ' ']) {
            Some((date, clock)) => (date, Some(clock)),
            None => (text, None),
        };
        let mut parts = date.split('-');
        let mut part = |len: usize| match parts.next() {
            Some(p) if p.len() == len && p.bytes().all(|b| b.is_ascii_digit()) => {
                p.parse::<i64>().map(Some).map_err(|_| fault())
            }
            Some(_) => Err(fault()),
            None => Ok(None),
        };
        let (year, month, day) = (part(4)?.ok_or_else(fault)?, part(2)?, part(2)?);
        let valid = (1600..=2400).contains(&year)
            && month.is_none_or(|m| (1..=12).contains(&m))
            && day.is_none_or(|d| d >= 1 && d <= days_in_month(year, month.unwrap_or(1)))
            && parts.next().is_none();
        if !valid || (clock.is_some() && day.is_none()) {
            return Err(fault());
        }
        let hour = clock.map(|c| whole_hour(c).ok_or_else(fault)).transpose()?;
        let first = |x: Option<i64>, start: i64| x.is_none_or(|x| x == start);
        let number = match frequency {
            Frequency::Annual if first(month, 1) && first(day, 1) && first(hour, 0) => year,
            Frequency::Monthly if first(day, 1) && first(hour, 0) => year * 12 + month.ok_or_else(fault)? - 1,
            Frequency::Daily if first(hour, 0) => {
                days_from_civil(year, month.ok_or_else(fault)?, day.ok_or_else(fault)?)
            }
            Frequency::Hourly => {
                let days = days_from_civil(year, month.ok_or_else(fault)?, day.ok_or_else(fault)?);
                days * 24 + hour.unwrap_or(0)
            }
            _ => return Err(fault()),
        };
        Ok(Self { frequency, number })
    }

    /// Year, month (1–12), day of the month and hour in which the period starts.
    pub fn civil(self) -> (i64, i64, i64, i64) {
        let n = self.number;
        match self.frequency {
            Frequency::Annual => (n, 1, 1, 0),
            Frequency::Monthly => (n.div_euclid(12), n.rem_euclid(12) + 1, 1, 0),
            Frequency::Daily => with_hour(civil_from_days(n), 0),
            Frequency::Hourly => with_hour(civil_from_days(n.div_euclid(24)), n.rem_euclid(24)),
        }
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day, hour) = self.civil();
        match self.frequency {
            Frequency::Annual => write!(f, "{year:04}"),
            Frequency::Monthly => write!(f, "{year:04}-{month:02}"),
            Frequency::Daily => write!(f, "{year:04}-{month:02}-{day:02}"),
            Frequency::Hourly => write!(f, "{year:04}-{month:02}-{day:02}T{hour:02}:00"),
        }
    }
}

fn with_hour((y, m, d): (i64, i64, i64), hour: i64) -> (i64, i64, i64, i64) {
    (y, m, d, hour)
}

/// A text shown in an error, cut to a sane length.
pub fn clip(text: &str) -> String {
    text.chars().take(40).collect()
}

/// `05`, `05:00`, `05:00:00`, with `Z` or `+00:00` behind: the hour; none where minutes are not zero.
fn whole_hour(clock: &str) -> Option<i64> {
    let clock = clock.strip_suffix('Z').or_else(|| clock.strip_suffix("+00:00")).unwrap_or(clock);
    let mut parts = clock.split(':');
    let hour = parts.next().filter(|h| h.len() == 2)?.parse::<i64>().ok()?;
    let rest = parts.all(|p| p == "00" || p == "00.000");
    ((0..24).contains(&hour) && rest).then_some(hour)
}

/// Days of a month in the Gregorian calendar.
pub fn days_in_month(year: i64, month: i64) -> i64 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Day of the week, Monday is 0.
pub fn weekday(days: i64) -> usize {
    usize::try_from((days + 3).rem_euclid(7)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_are_read_and_written() {
        for (frequency, text) in [
            (Frequency::Annual, "1999"),
            (Frequency::Monthly, "2024-02"),
            (Frequency::Daily, "2000-02-29"),
            (Frequency::Hourly, "1969-12-31T23:00"),
        ] {
            assert_eq!(Step::parse(frequency, text).map(|s| s.to_string()), Ok(text.into()));
        }
        for text in
            ["2023-02-29T00", "2023-01-01T24", "2023-01-01T05:30", "2023-1-1", "x", "", "2023-01-01-01"]
        {
            assert!(Step::parse(Frequency::Hourly, text).is_err(), "{text}");
        }
        assert!(Step::parse(Frequency::Monthly, "2023-01-15").is_err());
        assert_eq!(weekday(days_from_civil(2026, 11, 24)), 1, "a Tuesday");
    }
}
