//! Days and hours above the limits for air, by year.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{
    algebra::mean,
    series::Checked,
    time::{Frequency, Step},
};

/// Over what a limit is averaged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Averaging {
    /// One hour.
    Hour,
    /// A day.
    Day,
    /// Largest mean of eight hours in a day.
    EightHours,
    /// A year.
    Year,
}

/// A limit for a pollutant.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Limit {
    /// Pollutant.
    pub pollutant: &'static str,
    /// Averaging.
    pub over: Averaging,
    /// Value, µg/m³.
    pub value: f64,
    /// Exceedances allowed a year, where the rule counts them.
    pub allowed: Option<u32>,
    /// Source.
    pub source: &'static str,
}

const EU: &str = "Directive 2008/50/EC";
const EU_2030: &str = "Directive (EU) 2024/2881, from 2030-01-01";
const WHO: &str = "WHO global air quality guidelines 2021";

const fn limit(
    pollutant: &'static str,
    over: Averaging,
    value: f64,
    allowed: Option<u32>,
    source: &'static str,
) -> Limit {
    Limit { pollutant, over, value, allowed, source }
}

/// The limits of `air_quality_limits.csv` (sources on each row); a 99th percentile of days allows three.
pub const LIMITS: [Limit; 18] = [
    limit("NO2", Averaging::Year, 40.0, None, EU),
    limit("NO2", Averaging::Year, 20.0, None, EU_2030),
    limit("NO2", Averaging::Year, 10.0, None, WHO),
    limit("NO2", Averaging::Day, 25.0, Some(3), WHO),
    limit("NO2", Averaging::Hour, 200.0, Some(18), EU),
    limit("PM10", Averaging::Year, 40.0, None, EU),
    limit("PM10", Averaging::Year, 20.0, None, EU_2030),
    limit("PM10", Averaging::Year, 15.0, None, WHO),
    limit("PM10", Averaging::Day, 50.0, Some(35), EU),
    limit("PM10", Averaging::Day, 45.0, Some(3), WHO),
    limit("PM2.5", Averaging::Year, 25.0, None, EU),
    limit("PM2.5", Averaging::Year, 10.0, None, EU_2030),
    limit("PM2.5", Averaging::Year, 5.0, None, WHO),
    limit("PM2.5", Averaging::Day, 15.0, Some(3), WHO),
    limit("O3", Averaging::EightHours, 100.0, Some(3), WHO),
    limit("O3", Averaging::EightHours, 120.0, Some(25), EU),
    limit("SO2", Averaging::Day, 125.0, Some(3), EU),
    limit("SO2", Averaging::Day, 40.0, Some(3), WHO),
];

/// A year against one limit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Exceedance {
    /// Year.
    pub year: i64,
    /// Averaging.
    pub over: Averaging,
    /// Limit, µg/m³.
    pub limit: f64,
    /// Source of the limit.
    pub source: String,
    /// Hours, days or years above it.
    pub above: usize,
    /// How many a year are allowed; absent for annual means.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub allowed: Option<u32>,
    /// Values judged.
    pub judged: usize,
    /// Share of the year's values that were measured, percent; below 75 the count is too low.
    pub capture: f64,
    /// Whether the rule was kept; absent below 75 % capture unless it was broken all the same.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kept: Option<bool>,
}

/// What was measured on a day.
#[derive(Default)]
struct Day {
    values: Vec<f64>,
    /// Means of the eight hours that end in it.
    eight: Vec<f64>,
}

/// Counts a series against the limits of a pollutant; none where the frequency is too coarse for a limit.
pub fn exceedances(series: &Checked, pollutant: &str) -> Vec<Exceedance> {
    let mut result = Vec::new();
    let frequency = series.frequency();
    let hourly = frequency == Frequency::Hourly;
    let mut years: BTreeMap<i64, BTreeMap<(i64, i64), Day>> = BTreeMap::new();
    for (t, v) in series.values.iter().enumerate() {
        let (year, month, day, _) = series.at(t).civil();
        let day = years.entry(year).or_default().entry((month, day)).or_default();
        day.values.push(*v);
        if hourly {
            day.eight.push(eight_hours(&series.values[..=t]));
        }
    }
    for (year, days) in &years {
        let first = Step::parse(frequency, &format!("{year:04}-01-01"));
        let next = Step::parse(frequency, &format!("{:04}-01-01", year + 1));
        let length = match (first, next) {
            (Ok(a), Ok(b)) => (b.number - a.number).max(1) as f64,
            _ => continue,
        };
        let all: Vec<f64> = days.values().flat_map(|d| &d.values).copied().filter(|v| !v.is_nan()).collect();
        let capture = 100.0 * all.len() as f64 / length;
        for limit in LIMITS.iter().filter(|l| l.pollutant == pollutant) {
            let Some(values) = averaged(days, &all, limit.over, frequency) else { continue };
            let above = values.iter().filter(|v| **v > limit.value).count();
            let broken = above > limit.allowed.unwrap_or(0) as usize;
            result.push(Exceedance {
                year: *year,
                over: limit.over,
                limit: limit.value,
                source: limit.source.into(),
                above,
                allowed: limit.allowed,
                judged: values.len(),
                capture,
                kept: if capture >= 75.0 {
                    Some(!broken)
                } else {
                    (broken && limit.allowed.is_some()).then_some(false)
                },
            });
        }
    }
    result
}

fn averaged(
    days: &BTreeMap<(i64, i64), Day>,
    all: &[f64],
    over: Averaging,
    frequency: Frequency,
) -> Option<Vec<f64>> {
    let hourly = frequency == Frequency::Hourly;
    // three quarters of a day's values (Directive 2008/50/EC, annex XI)
    let enough = |d: &&[f64]| d.iter().filter(|v| !v.is_nan()).count() * 4 >= 3 * if hourly { 24 } else { 1 };
    match over {
        Averaging::Year => Some(if all.is_empty() { Vec::new() } else { vec![mean(all)] }),
        Averaging::Hour => hourly.then(|| all.to_vec()),
        Averaging::Day if hourly || frequency == Frequency::Daily => {
            Some(days.values().map(|d| &d.values[..]).filter(enough).map(mean).collect())
        }
        Averaging::EightHours if hourly => {
            let largest = |d: &[f64]| d.iter().copied().filter(|v| !v.is_nan()).fold(0.0, f64::max);
            Some(days.values().map(|d| &d.eight[..]).filter(enough).map(largest).collect())
        }
        _ => None,
    }
}

/// Mean of the last eight hours with at least six measured, else NaN. It belongs to the day that it ends in, the first to
/// the hours from 17:00 of the day before (Directive 2008/50/EC, annexes VII and XI).
fn eight_hours(until: &[f64]) -> f64 {
    let last = &until[until.len().saturating_sub(8)..];
    if last.iter().filter(|v| !v.is_nan()).count() >= 6 { mean(last) } else { f64::NAN }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forecast::series::Series;

    /// Hours from the beginning of 2019.
    fn hours(values: Vec<Option<f64>>) -> Series {
        Series {
            id: "x".into(),
            frequency: Frequency::Hourly,
            start: Some("2019-01-01T00".into()),
            values,
            periods: None,
            unit: None,
            non_negative: None,
        }
    }

    #[test]
    fn days_above_are_counted() {
        let mut values = vec![Some(20.0); 24 * 365];
        values[24 * 10..24 * 50].fill(Some(60.0));
        values[24 * 60] = Some(900.0);
        let found = exceedances(&hours(values).check(1).expect("fine"), "PM10");
        let day = found.iter().find(|e| e.limit == 50.0).expect("the EU's day");
        // forty days of 60, and one whose single hour of 900 lifts the mean to 56.7
        assert_eq!((day.above, day.judged, day.kept), (41, 365, Some(false)));
        assert!(found.iter().any(|e| e.over == Averaging::Year && e.limit == 40.0 && e.kept == Some(true)));
    }

    #[test]
    fn eight_hours_reach_back_over_midnight() {
        // 200 from 20:00 to 03:00: all eight hours end on the second day, whose own hours hold only half of them
        let mut values = vec![Some(20.0); 24 * 365];
        values[24 * 100 + 20..24 * 101 + 4].fill(Some(200.0));
        let found = exceedances(&hours(values).check(1).expect("fine"), "O3");
        let day = found.iter().find(|e| e.limit == 120.0).expect("the EU's eight hours");
        assert_eq!((day.above, day.judged, day.kept), (1, 365, Some(true)));
    }
}
