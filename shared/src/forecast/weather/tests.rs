use std::f64::consts::TAU;

use super::*;
use crate::forecast::{
    outlook::{Asked, trend},
    series::Series,
    time::Frequency,
};

fn series(frequency: Frequency, start: &str, values: impl Iterator<Item = f64>) -> Series {
    let values = values.map(|v| (!v.is_nan()).then_some(v)).collect();
    let (id, start) = ("s".to_owned(), Some(start.into()));
    Series { id, frequency, start, values, periods: None, unit: None, non_negative: None }
}

fn temperature(d: f64) -> f64 {
    15.0 - 9.0 * libm::cos(TAU * d / 365.25) + 4.0 * libm::sin(0.37 * d) + 3.0 * libm::sin(0.011 * d)
}

fn wind(d: f64) -> f64 {
    3.0 + 2.0 * libm::sin(0.23 * d)
}

/// Four years of days from 2015-01-01.
fn four_years() -> Weather {
    let day =
        |f: fn(f64) -> f64| series(Frequency::Daily, "2015-01-01", (0..1461).map(move |d| f(f64::from(d))));
    Weather { temperature: Some(day(temperature)), wind: Some(day(wind)), source: Some("made up".into()) }
}

/// Means of a month by the calendar, written apart from the code under test.
fn monthly(f: impl Fn(f64) -> f64) -> Vec<f64> {
    let lengths =
        |year: i32| [31, if year == 2016 { 29 } else { 28 }, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let mut day = 0;
    let months = (2015..2019).flat_map(lengths).map(|length| {
        let sum: f64 = (day..day + length).map(|d| f(f64::from(d))).sum();
        day += length;
        sum / f64::from(length)
    });
    months.collect()
}

/// 48 months that follow degree days, wind, a season, a falling line and something else.
fn months() -> Series {
    let (hdd, cdd) = (monthly(|d| degree_days(temperature(d)).0), monthly(|d| degree_days(temperature(d)).1));
    let log = monthly(|d| libm::log(wind(d)));
    let value = |t: usize| {
        let x = t as f64;
        200.0 - 0.25 * x + 6.0 * hdd[t] + 4.0 * cdd[t] - 5.0 * log[t]
            + 10.0 * libm::sin(TAU * x / 12.0)
            + 2.0 * libm::sin(x * x)
    };
    series(Frequency::Monthly, "2015-01", (0..48).map(value))
}

#[test]
fn degree_days_are_those_of_eurostat() {
    // Eurostat, nrg_chdd, reference metadata, 3.4: 12 °C gives 6 heating degree days, 16 °C none; 26 °C gives 5 cooling
    // degree days, 22 °C none
    assert_eq!(degree_days(12.0), (6.0, 0.0));
    assert_eq!(degree_days(16.0), (0.0, 0.0));
    assert_eq!(degree_days(26.0), (0.0, 5.0));
    assert_eq!(degree_days(22.0), (0.0, 0.0));
    assert_eq!((degree_days(15.0), degree_days(24.0)), ((3.0, 0.0), (0.0, 3.0)));
}

#[test]
fn the_regression_agrees_with_statsmodels() {
    // statsmodels 0.15.0, OLS of the same months on a constant, a line, eleven months and the three causes
    let expected = [
        ("heating_degree_days", 5.952_146_113_732_32, 0.141_818_210_355_769_4),
        ("cooling_degree_days", 4.005_777_881_983_004, 0.268_277_994_501_304_1),
        ("log_wind", -2.372_938_786_679_228, 4.192_106_324_607_491),
    ];
    let causes = four_years().check().expect("sound");
    let report = trend(&months(), Asked { weather: Some(&causes), ..Asked::default() }).expect("a trend");
    let found = report.weather.expect("weather is taken out");
    assert_eq!(found.effects.len(), 3);
    for (effect, (name, b, error)) in found.effects.iter().zip(expected) {
        assert_eq!(effect.name, name);
        // why by its error: our normal equations carry a ridge of 1e-9 of their diagonal
        assert!((effect.effect - b).abs() < 1e-4 * error, "{effect:?}");
        let far = 1.959_963_984_540_054 * error;
        assert!((effect.upper - effect.effect - far).abs() < 1e-4 * far, "{effect:?}");
    }
    assert!((found.explained - 98.410_391_105_639_68).abs() < 1e-5, "{}", found.explained);
    let value = |t: usize| found.values[t].expect("known");
    assert!((value(0) - 265.052_772_94).abs() < 1e-3 && (value(1) - 256.121_120_9).abs() < 1e-3);
    assert!((value(47) - 248.974_192_717_445_25).abs() < 1e-3, "{}", value(47));
    assert_eq!((found.normal_first.as_str(), found.normal_last.as_str()), ("2015-01-01", "2018-12-31"));
}

#[test]
fn a_trend_that_weather_hides_is_seen() {
    // each winter colder than the last: consumption falls in normal weather only
    let colder = |d: f64| temperature(d) - 3.0 * d / 365.0;
    let values = (0..1461).map(|d| 100.0 - 0.02 * f64::from(d) + 8.0 * degree_days(colder(f64::from(d))).0);
    let days = series(Frequency::Daily, "2015-01-01", values);
    let temperature = series(Frequency::Daily, "2015-01-01", (0..1461).map(|d| colder(f64::from(d))));
    let weather = Weather { temperature: Some(temperature), ..Weather::default() };
    let causes = weather.check().expect("sound");
    let report = trend(&days, Asked { weather: Some(&causes), ..Asked::default() }).expect("a trend");
    assert_ne!(report.verdict, "falling");
    let normal = report.weather.expect("weather is taken out");
    assert_eq!((normal.trend.verdict.as_str(), normal.step), ("falling", Frequency::Monthly));
    assert!((normal.trend.slope_per_year + 7.3).abs() < 0.8, "{}", normal.trend.slope_per_year);
}

#[test]
fn weather_that_cannot_be_used_is_refused_or_noted() {
    let refused = |weather: Weather, words: &str| {
        let error = weather.check().expect_err("refused").to_string();
        assert!(error.contains(words), "{error}");
    };
    refused(Weather::default(), "give `temperature`");
    let months = series(Frequency::Monthly, "2015-01", (0..60).map(f64::from));
    refused(Weather { temperature: Some(months), ..Weather::default() }, "give days or hours");
    let kelvin = series(Frequency::Daily, "2015-01-01", (0..900).map(|d| 280.0 + f64::from(d % 9)));
    refused(Weather { temperature: Some(kelvin), ..Weather::default() }, "2015-01-01: 280");
    let short = series(Frequency::Daily, "2015-01-01", (0..90).map(f64::from).map(temperature));
    refused(Weather { temperature: Some(short), ..Weather::default() }, "90 whole days");
    let late = series(Frequency::Monthly, "2024-01", (0..48).map(f64::from));
    let causes = four_years().check().expect("sound");
    let report = trend(&late, Asked { weather: Some(&causes), ..Asked::default() }).expect("a trend");
    assert!(report.weather.is_none() && report.notes.iter().any(|n| n.code == "no_weather"));
}

#[test]
fn hours_give_the_same_as_days() {
    let hourly = |f: fn(f64) -> f64| {
        series(Frequency::Hourly, "2015-01-01", (0..1461 * 24).map(move |h| f((h / 24).into())))
    };
    let mut weather = four_years();
    weather.temperature = Some(hourly(temperature));
    let with = |weather: &Weather| {
        let causes = weather.check().expect("sound");
        trend(&months(), Asked { weather: Some(&causes), ..Asked::default() }).expect("a trend").weather
    };
    let (a, b) = (with(&weather).expect("taken out"), with(&four_years()).expect("taken out"));
    assert!((a.effects[0].effect - b.effects[0].effect).abs() < 1e-9);
}
