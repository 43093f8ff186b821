//! The calendar of Portugal: public holidays and the clock of Lisboa.
//!
//! Holidays: Código do Trabalho, art. 234 (thirteen national holidays; four of them were suspended from 2013 to
//! 2015 by Lei 23/2012 and restored by Lei 8/2016).

use super::time::weekday;
use crate::calendar::{civil_from_days, days_from_civil};

/// Easter Sunday as days since 1970 (the Gregorian computus in the form of Meeus, “Astronomical Algorithms”, ch. 8).
pub fn easter(year: i64) -> i64 {
    let (a, b, c) = (year % 19, year / 100, year % 100);
    let (d, e) = (b / 4, b % 4);
    let g = (8 * b + 13) / 25;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 19 * l) / 433;
    let month = (h + l - 7 * m + 90) / 25;
    let day = (h + l - 7 * m + 33 * month + 19) % 32;
    days_from_civil(year, month, day)
}

/// Whether a day is a national public holiday of Portugal.
pub fn is_holiday(days: i64) -> bool {
    let (year, month, day) = civil_from_days(days);
    let fixed = matches!((month, day), (1, 1) | (4, 25) | (5, 1) | (6, 10) | (8, 15) | (12, 8) | (12, 25));
    let suspended = (2013..=2015).contains(&year);
    let restored = matches!((month, day), (10, 5) | (11, 1) | (12, 1));
    if fixed || (restored && !suspended) {
        return true;
    }
    // Good Friday, Easter Sunday, Corpus Christi
    match days - easter(year) {
        -2 | 0 => true,
        60 => !suspended,
        _ => false,
    }
}

/// Hours that the clock of Lisboa is ahead of UTC: 1 from the last Sunday of March to the last of October, 01:00 UTC
/// (Directive 2000/84/EC).
pub fn lisbon_offset(hours: i64) -> i64 {
    let (year, ..) = civil_from_days(hours.div_euclid(24));
    let change = |month: i64| {
        let last = days_from_civil(year, month, 31);
        (last - i64::try_from((weekday(last) + 1) % 7).unwrap_or(0)) * 24 + 1
    };
    i64::from((change(3)..change(10)).contains(&hours))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn easter_and_what_hangs_on_it() {
        // Easter dates as published by the Church: 2014-04-20, 2018-04-01, 2024-03-31, 2026-04-05.
        for (year, month, day) in [(2014, 4, 20), (2018, 4, 1), (2024, 3, 31), (2026, 4, 5)] {
            assert_eq!(easter(year), days_from_civil(year, month, day), "{year}");
        }
        assert!(is_holiday(days_from_civil(2024, 5, 30)), "Corpus Christi 2024");
        assert!(!is_holiday(days_from_civil(2014, 6, 19)), "Corpus Christi was suspended in 2014");
        assert!(is_holiday(days_from_civil(2018, 3, 30)), "Good Friday 2018");
        assert!(!is_holiday(days_from_civil(2013, 12, 1)) && is_holiday(days_from_civil(2016, 12, 1)));
    }

    #[test]
    fn the_clock_changes_on_the_last_sunday() {
        let hour = |m, d, h| days_from_civil(2024, m, d) * 24 + h;
        assert_eq!(lisbon_offset(hour(3, 31, 0)), 0);
        assert_eq!(lisbon_offset(hour(3, 31, 1)), 1);
        assert_eq!(lisbon_offset(hour(10, 27, 0)), 1);
        assert_eq!(lisbon_offset(hour(10, 27, 1)), 0);
    }
}
