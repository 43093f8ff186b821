//! Times of day: from text, from seconds since 1970, and from clocks of mainland Portugal.
//!
//! Mainland Portugal has kept UTC in winter and UTC+1 in summer since October 1996; clocks change at 01:00 UTC on the
//! last Sundays of March and October (Directive 2000/84/EC).

use crate::{
    calendar::{civil_from_days, days_from_civil},
    period::{Period, days_in_month},
};

/// A moment, in seconds since 1970-01-01T00:00 UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment(pub i64);

/// A date and time as written, with its offset from UTC where it is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    /// Seconds since 1970 as if the time were UTC.
    pub local: i64,
    /// Minutes that the clock is before UTC.
    pub offset: Option<i32>,
}

/// Which moments a local time may mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Local {
    /// One moment.
    Once(Moment),
    /// Clocks went back: the time occurred twice.
    Twice(Moment, Moment),
    /// Clocks went forward: the time did not occur.
    Never,
}

const DAY: i64 = 86_400;
const HOUR: i64 = 3_600;

/// Days from 1970-01-01 to a date (proleptic Gregorian).
pub fn days(year: i32, month: u8, day: u8) -> i64 {
    days_from_civil(year.into(), month.into(), day.into())
}

/// The date of a day counted from 1970-01-01; none beyond the years 0 to 9999.
pub fn date(days: i64) -> Option<(i32, u8, u8)> {
    let (year, month, day) = civil_from_days(days);
    (0..=9999).contains(&year).then_some((year as i32, month as u8, day as u8))
}

impl Moment {
    /// The hour in UTC the moment lies in.
    pub fn hour(self) -> Option<Period> {
        let (y, m, d) = date(self.0.div_euclid(DAY))?;
        Some(Period::Hour(y, m, d, (self.0.rem_euclid(DAY) / HOUR) as u8))
    }

    /// The day in UTC the moment lies in.
    pub fn day(self) -> Option<Period> {
        date(self.0.div_euclid(DAY)).map(|(y, m, d)| Period::Day(y, m, d))
    }

    /// The moment a day or hour begins.
    pub fn of(period: Period) -> Option<Self> {
        match period {
            Period::Day(y, m, d) => Some(Self(days(y, m, d) * DAY)),
            Period::Hour(y, m, d, h) => Some(Self(days(y, m, d) * DAY + i64::from(h) * HOUR)),
            Period::Month(y, m) => Some(Self(days(y, m, 1) * DAY)),
            Period::Year(y) => Some(Self(days(y, 1, 1) * DAY)),
            _ => None,
        }
    }

    /// The moment in ISO 8601, to the second.
    pub fn iso(self) -> String {
        let (y, m, d) = date(self.0.div_euclid(DAY)).unwrap_or_default();
        let s = self.0.rem_euclid(DAY);
        format!("{y:04}-{m:02}-{d:02}T{:02}:{:02}:{:02}Z", s / HOUR, s / 60 % 60, s % 60)
    }
}

impl Stamp {
    /// The moment, where the time has an offset; a time without one is taken as UTC.
    pub fn utc(self) -> Moment {
        Moment(self.local - i64::from(self.offset.unwrap_or(0)) * 60)
    }

    /// The moments a time on clocks of mainland Portugal may mean; an offset that is given wins.
    pub fn lisbon(self) -> Local {
        if self.offset.is_some() { Local::Once(self.utc()) } else { lisbon(self.local) }
    }
}

/// The moments a time on clocks of mainland Portugal may mean, given as seconds since 1970 on that clock.
pub fn lisbon(local: i64) -> Local {
    let Some((year, ..)) = date(local.div_euclid(DAY)) else { return Local::Never };
    let change = |month: u8| (last_sunday(year, month) * DAY) + HOUR;
    // Local clock: summer begins when 01:00 becomes 02:00, and ends when 02:00 becomes 01:00.
    let (begin, end) = (change(3), change(10));
    match local {
        t if t < begin => Local::Once(Moment(t)),
        t if t < begin + HOUR => Local::Never,
        t if t < end => Local::Once(Moment(t - HOUR)),
        t if t < end + HOUR => Local::Twice(Moment(t - HOUR), Moment(t)),
        t => Local::Once(Moment(t)),
    }
}

fn last_sunday(year: i32, month: u8) -> i64 {
    let last = days(year, month, days_in_month(year, month));
    // 1970-01-01 was a Thursday; with Sunday as 0 that is 4.
    last - (last + 4).rem_euclid(7)
}

/// Reads `2022-11-18T14:40:00.00Z`, `2026-04-01 00:00:00+00:00`, `2026-09-07T14:00`, `2014/01/01 00:00:00`,
/// `20260914003953` or a date alone.
pub fn stamp(text: &str) -> Option<Stamp> {
    let text = text.trim();
    let bytes = text.as_bytes();
    if bytes.len() == 14 && bytes.iter().all(u8::is_ascii_digit) {
        let n = |a: usize, b: usize| text.get(a..b)?.parse::<i64>().ok();
        return build([n(0, 4)?, n(4, 6)?, n(6, 8)?, n(8, 10)?, n(10, 12)?, n(12, 14)?], None);
    }
    if !text.is_ascii() || bytes.len() < 10 {
        return None;
    }
    let separator = bytes[4];
    if !matches!(separator, b'-' | b'/') || bytes[7] != separator {
        return None;
    }
    let n = |a: usize, b: usize| {
        let part = text.get(a..b)?;
        part.bytes().all(|c| c.is_ascii_digit()).then(|| part.parse::<i64>().ok())?
    };
    let (y, m, d) = (n(0, 4)?, n(5, 7)?, n(8, 10)?);
    if bytes.len() == 10 {
        return build([y, m, d, 0, 0, 0], None);
    }
    if !matches!(bytes[10], b'T' | b' ') {
        return None;
    }
    let (h, mi) = (n(11, 13)?, n(14, 16)?);
    let mut rest = text.get(16..)?;
    let mut seconds = 0;
    if let Some(after) = rest.strip_prefix(':') {
        seconds = after.get(..2)?.parse().ok()?;
        rest = after.get(2..)?;
        if let Some(fraction) = rest.strip_prefix('.') {
            rest = fraction.trim_start_matches(|c: char| c.is_ascii_digit());
        }
    }
    build([y, m, d, h, mi, seconds], offset(rest)?)
}

/// The offset in minutes; the outer `None` where the text is no offset.
fn offset(text: &str) -> Option<Option<i32>> {
    match text {
        "" => Some(None),
        "Z" => Some(Some(0)),
        _ => {
            let sign = match text.as_bytes().first()? {
                b'+' => 1,
                b'-' => -1,
                _ => return None,
            };
            let digits: String = text[1..].chars().filter(char::is_ascii_digit).collect();
            let (h, m) = (digits.get(..2)?.parse::<i32>().ok()?, digits.get(2..4)?.parse::<i32>().ok()?);
            (h < 15 && m < 60 && digits.len() == 4).then_some(Some(sign * (h * 60 + m)))
        }
    }
}

fn build([y, m, d, h, mi, s]: [i64; 6], offset: Option<i32>) -> Option<Stamp> {
    let year = i32::try_from(y).ok().filter(|y| (1..=9999).contains(y))?;
    let month = u8::try_from(m).ok().filter(|m| (1..=12).contains(m))?;
    let day = u8::try_from(d).ok().filter(|d| (1..=days_in_month(year, month)).contains(d))?;
    let fits = h < 24 && mi < 60 && s < 61;
    fits.then(|| Stamp { local: days(year, month, day) * DAY + h * HOUR + mi * 60 + s, offset })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> i64 {
        stamp(text).expect(text).utc().0
    }

    #[test]
    fn days_and_dates_are_inverse() {
        for n in (-700_000..2_900_000).step_by(97) {
            if let Some((y, m, d)) = date(n) {
                assert_eq!(days(y, m, d), n);
            }
        }
        assert_eq!(days(1970, 1, 1), 0);
        assert_eq!(date(days(2024, 2, 29)), Some((2024, 2, 29)));
    }

    #[test]
    fn every_way_of_writing_a_time_is_read() {
        let same = at("2022-11-18T14:40:00Z");
        for text in [
            "2022-11-18T14:40:00.00Z",
            "2022-11-18 14:40",
            "2022/11/18 14:40:00",
            "2022-11-18T15:40:00+01:00",
            "20221118144000",
            "2022-11-18T14:40:00+0000",
        ] {
            assert_eq!(at(text), same, "{text}");
        }
        for text in [
            "",
            "2022-13-01",
            "2022-02-30",
            "2022-11-18T25:00",
            "18/11/2022",
            "2022-11-18T14:40:00X",
            "2022-11/18",
            "2022-11-18T14:40:00+1",
            "é022-11-18",
        ] {
            assert_eq!(stamp(text), None, "{text}");
        }
        assert_eq!(Moment(same).iso(), "2022-11-18T14:40:00Z");
    }

    #[test]
    fn clocks_of_portugal_change_on_the_last_sundays() {
        let local = |text: &str| stamp(text).expect(text).lisbon();
        let utc = |text: &str| Moment(at(text));
        assert_eq!(local("2026-03-29 00:59"), Local::Once(utc("2026-03-29 00:59")));
        assert_eq!(local("2026-03-29 01:30"), Local::Never);
        assert_eq!(local("2026-03-29 02:00"), Local::Once(utc("2026-03-29 01:00")));
        assert_eq!(local("2026-07-01 12:00"), Local::Once(utc("2026-07-01 11:00")));
        assert_eq!(local("2026-10-25 00:59"), Local::Once(utc("2026-10-24 23:59")));
        assert_eq!(local("2026-10-25 01:30"), Local::Twice(utc("2026-10-25 00:30"), utc("2026-10-25 01:30")));
        assert_eq!(local("2026-10-25 02:00"), Local::Once(utc("2026-10-25 02:00")));
    }
}
