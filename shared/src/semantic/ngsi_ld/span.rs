//! When a period begins and ends, as the models write it.

use crate::{connect::time::Moment, period::Period};

/// First and last day of a period.
pub fn span(period: Period) -> Option<(String, String)> {
    let begin = Moment::of(first(period)?)?;
    let next = Moment::of(first(following(period)?)?)?;
    let day = |m: Moment| m.iso().chars().take(10).collect::<String>();
    Some((day(begin), day(Moment(next.0 - 1))))
}

fn first(period: Period) -> Option<Period> {
    Some(match period {
        Period::Semester(y, s) => Period::Month(y, 6 * (s - 1) + 1),
        Period::Quarter(y, q) => Period::Month(y, 3 * (q - 1) + 1),
        Period::Week(..) => return None,
        other => other,
    })
}

fn following(period: Period) -> Option<Period> {
    Some(match period {
        Period::Year(y) => Period::Year(y + 1),
        Period::Semester(y, 1) => Period::Month(y, 7),
        Period::Quarter(y, q) if q < 4 => Period::Month(y, 3 * q + 1),
        Period::Semester(y, _) | Period::Quarter(y, _) => Period::Year(y + 1),
        Period::Month(y, 12) => Period::Year(y + 1),
        Period::Month(y, m) => Period::Month(y, m + 1),
        Period::Week(..) => return None,
        Period::Day(..) => Moment(Moment::of(period)?.0 + 86_400).day()?,
        Period::Hour(..) => Moment(Moment::of(period)?.0 + 3_600).hour()?,
    })
}

/// The moment a period begins, in ISO 8601.
pub fn start(period: Period) -> Option<String> {
    first(period).and_then(Moment::of).map(Moment::iso)
}

/// A period as an interval of ISO 8601, from its beginning to that of the next.
pub fn interval(period: Period) -> Option<[String; 2]> {
    let next = Moment::of(first(following(period)?)?)?;
    Some([start(period)?, next.iso()])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_have_first_and_last_days() {
        for (period, from, to) in [
            ("2024-02", "2024-02-01", "2024-02-29"),
            ("2024-Q4", "2024-10-01", "2024-12-31"),
            ("2024-12-31", "2024-12-31", "2024-12-31"),
            ("2019", "2019-01-01", "2019-12-31"),
        ] {
            assert_eq!(span(period.parse().expect("a period")), Some((from.into(), to.into())), "{period}");
        }
    }
}
