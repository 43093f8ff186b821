//! When a reading was taken, as seconds since 1970, and how old it is.

use gemeo_shared::{
    calendar::{civil_from_days, days_from_civil},
    period::Period,
};

const HOUR: i64 = 3_600;
const DAY: i64 = 86_400;

/// How old a reading is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Age {
    /// Of a time that is still to come: a forecast.
    Ahead,
    /// Less than a minute.
    Now,
    /// So many minutes.
    Minutes(i64),
    /// So many hours.
    Hours(i64),
    /// So many days.
    Days(i64),
}

/// Begin and end of a period in UTC.
pub fn span(period: Period) -> (i64, i64) {
    let month = |y: i32, m: u8, months: u8| {
        let end = i32::from(m - 1) + i32::from(months);
        (day(y, m, 1), day(y + end / 12, (end % 12) as u8 + 1, 1))
    };
    let (from, to) = match period {
        Period::Year(y) => (day(y, 1, 1), day(y + 1, 1, 1)),
        Period::Semester(y, s) => month(y, 6 * (s.max(1) - 1) + 1, 6),
        Period::Quarter(y, q) => month(y, 3 * (q.max(1) - 1) + 1, 3),
        Period::Month(y, m) => month(y, m.max(1), 1),
        Period::Week(y, w) => {
            // 4 January is in week 1 (ISO 8601); 1970-01-01 was a Thursday
            let fourth = day(y, 1, 4);
            let monday = fourth - (fourth + 3).rem_euclid(7) + 7 * (i64::from(w) - 1);
            (monday, monday + 7)
        }
        Period::Day(y, m, d) => (day(y, m, d), day(y, m, d) + 1),
        Period::Hour(y, m, d, h) => {
            let begin = day(y, m, d) * DAY + i64::from(h) * HOUR;
            return (begin, begin + HOUR);
        }
    };
    (from * DAY, to * DAY)
}

fn day(y: i32, m: u8, d: u8) -> i64 {
    days_from_civil(y.into(), m.into(), d.into())
}

/// The day of a moment as SDMX writes it, and the hour and minute, on clocks that are `offset` minutes ahead of UTC.
pub fn local(moment: i64, offset: i32) -> (String, u8, u8) {
    let there = moment + i64::from(offset) * 60;
    let (y, m, d) = civil_from_days(there.div_euclid(DAY));
    let seconds = there.rem_euclid(DAY);
    (format!("{y:04}-{m:02}-{d:02}"), (seconds / HOUR) as u8, (seconds % HOUR / 60) as u8)
}

/// How long ago a reading was taken at least: since the end of its period, or since it came in where that was sooner.
///
/// why not since its period began: the mean of an hour is of the whole hour, and nobody knows which minute.
pub fn age(now: i64, period: Period, received: i64) -> Age {
    let (begin, end) = span(period);
    if begin > now {
        return Age::Ahead;
    }
    match (now - end.min(received.max(begin))).max(0) {
        s if s < 60 => Age::Now,
        s if s < HOUR => Age::Minutes(s / 60),
        s if s < 2 * DAY => Age::Hours(s / HOUR),
        s => Age::Days(s / DAY),
    }
}

/// Whether a value is older than its source may be silent, over and above the time that its period lasts.
pub fn is_old(now: i64, period: Period, stale_after: i64) -> bool {
    let (begin, end) = span(period);
    now - end > stale_after.max(end - begin)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> i64 {
        span(text.parse().expect("a period")).0
    }

    #[test]
    fn periods_begin_and_end_where_calendars_say() {
        assert_eq!(at("1970-01-01T00"), 0);
        assert_eq!(at("2026-09-07T14"), 1_788_789_600);
        for (text, end) in [
            ("2024-02-29", "2024-03-01"),
            ("2024-02", "2024-03"),
            ("2024-12", "2025-01"),
            ("2024-Q4", "2025-Q1"),
            ("2024-S2", "2025-S1"),
            ("2020-W53", "2021-W01"),
            ("1999", "2000"),
        ] {
            assert_eq!(span(text.parse().expect("a period")).1, at(end), "{text}");
        }
        assert_eq!(at("2026-W01"), at("2025-12-29"));
    }

    #[test]
    fn clocks_show_the_same_moment() {
        assert_eq!(local(1_788_789_600, 0), ("2026-09-07".into(), 14, 0));
        assert_eq!(local(at("2024-02-29T23"), 60), ("2024-03-01".into(), 0, 0));
        assert_eq!(local(at("2024-03-01T00") + 59, -1), ("2024-02-29".into(), 23, 59));
        for day in ["1969-12-31", "2000-02-29", "2100-03-01", "2026-01-01"] {
            assert_eq!(local(at(day), 0).0, day);
        }
    }

    #[test]
    fn age_counts_from_the_end_of_the_hour_or_from_when_it_came_in() {
        let (hour, begin) = (Period::Hour(2026, 9, 7, 14), 1_788_789_600);
        assert_eq!(age(begin + 20 * 60, hour, begin + 8 * 60), Age::Minutes(12));
        assert_eq!(age(begin + 70 * 60, hour, begin + 65 * 60), Age::Minutes(10));
        assert_eq!(age(begin + 61, hour, begin + 60), Age::Now);
        assert_eq!(age(begin - 1, hour, begin - 60), Age::Ahead);
        assert_eq!(age(begin + 4 * HOUR, hour, begin + 2 * HOUR), Age::Hours(3));
        assert_eq!(age(begin + 4 * DAY, hour, begin), Age::Days(4));
        // a server whose clock is behind ours makes nothing older than its period
        assert_eq!(age(begin + 30, hour, begin - 500), Age::Now);
    }

    #[test]
    fn a_value_is_old_when_its_source_would_be() {
        let (hour, begin) = (Period::Hour(2026, 9, 7, 14), 1_788_789_600);
        assert!(!is_old(begin + 3 * HOUR, hour, 2 * HOUR));
        assert!(is_old(begin + 3 * HOUR + 1, hour, 2 * HOUR));
        // a source asked each minute that publishes hourly is not old after two minutes
        assert!(!is_old(begin + 2 * HOUR, hour, 120));
    }
}
