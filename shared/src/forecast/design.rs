//! What the calendar says about a day or an hour: the rows of the harmonic regression.
//!
//! Days and hours are those of the series or of Lisboa's clock, since people keep to it; the data say which.

use std::f64::consts::TAU;

use super::{
    holiday::{is_holiday, lisbon_offset},
    time::{Frequency, Step, weekday},
};

/// Days of a mean year.
const YEAR: f64 = 365.2425;

/// The regressors of one frequency.
#[derive(Debug, Clone, Copy)]
pub struct Design {
    hourly: bool,
    yearly: bool,
    /// Whether hours are shifted to Lisboa's clock.
    local: bool,
    /// How many regressors.
    pub width: usize,
}

/// Harmonics of the day on working days, on Saturdays, on Sundays and holidays, and in their change over the year.
const DAILY: [usize; 4] = [8, 5, 5, 3];
const YEARLY: usize = 3;

impl Design {
    /// For a frequency; the year's harmonics need two years of data.
    pub fn new(frequency: Frequency, length: usize, local: bool) -> Self {
        let hourly = frequency == Frequency::Hourly;
        let yearly = length as f64 >= 1.9 * YEAR * if hourly { 24.0 } else { 1.0 };
        let day = if hourly { 2 * (DAILY[0] + DAILY[1] + DAILY[2]) } else { 0 };
        let year = if yearly { 2 * YEARLY + if hourly { 4 * DAILY[3] } else { 0 } } else { 0 };
        Self { hourly, yearly, local, width: 1 + 6 + 2 + day + year }
    }

    /// Writes the row of a period.
    pub fn fill(&self, step: Step, row: &mut [f64]) {
        row.fill(0.0);
        row[0] = 1.0;
        let (days, hour) = if self.hourly {
            let local = step.number + if self.local { lisbon_offset(step.number) } else { 0 };
            (local.div_euclid(24), local.rem_euclid(24) as f64)
        } else {
            (step.number, 0.0)
        };
        let (holiday, next) = (is_holiday(days), is_holiday(days + 1));
        let weekday = if holiday { 6 } else { weekday(days) };
        if weekday > 0 {
            row[weekday] = 1.0;
        }
        row[7] = f64::from(holiday);
        row[8] = f64::from(next);
        let mut at = 9;
        let angle = TAU * hour / 24.0;
        if self.hourly {
            let kind = match weekday {
                5 => 1,
                6 => 2,
                _ => 0,
            };
            for (k, &count) in DAILY.iter().enumerate().take(3) {
                if k == kind {
                    waves(angle, count, 1.0, &mut row[at..]);
                }
                at += 2 * count;
            }
        }
        if self.yearly {
            let year = TAU * (days as f64 + hour / 24.0) / YEAR;
            waves(year, YEARLY, 1.0, &mut row[at..]);
            at += 2 * YEARLY;
            if self.hourly {
                waves(angle, DAILY[3], libm::cos(year), &mut row[at..]);
                waves(angle, DAILY[3], libm::sin(year), &mut row[at + 2 * DAILY[3]..]);
            }
        }
    }
}

/// Cosines and sines of multiples of an angle, by the addition theorem.
fn waves(angle: f64, count: usize, scale: f64, out: &mut [f64]) {
    let (s1, c1) = libm::sincos(angle);
    let (mut s, mut c) = (0.0, 1.0);
    for pair in out.chunks_exact_mut(2).take(count) {
        (c, s) = (c * c1 - s * s1, s * c1 + c * s1);
        pair[0] = c * scale;
        pair[1] = s * scale;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_know_the_calendar() {
        let design = Design::new(Frequency::Daily, 1000, false);
        let mut row = vec![0.0; design.width];
        let fill = |text: &str, row: &mut [f64]| {
            design.fill(Step::parse(Frequency::Daily, text).expect("a day"), row)
        };
        fill("2024-04-25", &mut row);
        assert_eq!((row[6], row[7], row[8]), (1.0, 1.0, 0.0), "a holiday counts as a Sunday");
        fill("2024-04-24", &mut row);
        assert_eq!((row[2], row[6], row[8]), (1.0, 0.0, 1.0), "a Wednesday before a holiday");
        assert!((row[9] * row[9] + row[10] * row[10] - 1.0).abs() < 1e-12);
        let mut w = [0.0; 4];
        waves(0.3, 2, 2.0, &mut w);
        assert!((w[3] - 2.0 * libm::sin(0.6)).abs() < 1e-12);
    }
}
