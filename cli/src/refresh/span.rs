//! Long periods and the short ones they are made of.

use gemeo_shared::period::{Period, days_in_month};

use super::table::Span;

impl Span {
    /// The long period that a short one lies in; none for weeks, quarters and years.
    pub fn of(self, period: Period) -> Option<Period> {
        let (y, m, d) = match period {
            Period::Month(y, m) => (y, m, 1),
            Period::Day(y, m, d) | Period::Hour(y, m, d, _) => (y, m, d),
            _ => return None,
        };
        Some(match self {
            Self::Day => Period::Day(y, m, d),
            Self::Month => Period::Month(y, m),
            Self::Year => Period::Year(y),
        })
    }
}

/// How many periods as short as one a long period has.
pub fn shorter(long: Period, short: Period) -> Option<f64> {
    let days = match long {
        Period::Day(..) => 1,
        Period::Month(y, m) => u32::from(days_in_month(y, m)),
        Period::Year(y) => 337 + u32::from(days_in_month(y, 2)),
        _ => return None,
    };
    match (long, short) {
        (_, Period::Hour(..)) => Some(f64::from(days * 24)),
        (_, Period::Day(..)) => Some(f64::from(days)),
        (Period::Year(_), Period::Month(..)) => Some(12.0),
        (Period::Month(..), Period::Month(..)) => Some(1.0),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_hold_what_they_hold() {
        let p = |text: &str| text.parse::<Period>().expect("a period");
        assert_eq!(Span::Month.of(p("2024-02-29T13")), Some(p("2024-02")));
        assert_eq!(Span::Year.of(p("2024-02")), Some(p("2024")));
        assert_eq!(Span::Day.of(p("2024-W05")), None);
        for (long, short, count) in [
            ("2024-02-29", "2024-02-29T00", 24.0),
            ("2024-02", "2024-02-01T00", 696.0),
            ("2023", "2023-01-01", 365.0),
            ("2024", "2024-01-01T00", 8784.0),
            ("2024", "2024-01", 12.0),
        ] {
            assert_eq!(shorter(p(long), p(short)), Some(count), "{long}");
        }
        assert_eq!(shorter(p("2024"), p("2024")), None);
    }
}
