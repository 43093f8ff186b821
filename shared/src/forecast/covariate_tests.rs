//! Forecasts with covariates: known coefficients come back, nothing later is looked up, and faults are named.

use std::f64::consts::TAU;

use super::{
    backtest::{Bench, plan},
    choose::{Forecast, Options, forecast},
    drivers::{Ahead, Covariate, Drivers, Given},
    model::Kind,
    request::{Request, answer},
    series::Series,
    time::Frequency,
    weather::{Weather, degree_days},
};
use crate::uncertainty::{normal_quantile, random::uniform};

fn noise(seed: u64, t: usize) -> f64 {
    normal_quantile(uniform(seed, 3, t as u64))
}

fn series(frequency: Frequency, start: &str, values: Vec<f64>) -> Series {
    let values = values.into_iter().map(|v| (!v.is_nan()).then_some(v)).collect();
    let (periods, unit, non_negative) = (None, None, Some(false));
    Series { id: "load".into(), frequency, start: Some(start.into()), values, periods, unit, non_negative }
}

/// A temperature with a season, whose departures fade over days.
fn temperatures(n: usize) -> Vec<f64> {
    let mut departure = 0.0;
    let day = |t: usize| {
        departure = 0.8 * departure + 2.0 * noise(1, t);
        15.0 - 8.0 * libm::cos(TAU * t as f64 / 365.2425) + departure
    };
    (0..n).map(day).collect()
}

fn covariate(id: &str, values: &[f64], future: &[f64]) -> Covariate {
    let some = |v: &[f64]| v.iter().map(|v| (!v.is_nan()).then_some(*v)).collect();
    Covariate {
        id: id.into(),
        values: some(values),
        future: some(future),
        series: None,
        unit: None,
        source: None,
    }
}

const DAYS: usize = 900;
const AHEAD: usize = 7;

/// Days that rise by 3 a degree and fall by 2 a unit of another cause, which no one can foresee, with weekends and a season.
fn example() -> (Series, [Vec<f64>; 2]) {
    let warm = temperatures(DAYS + AHEAD);
    let other: Vec<f64> = (0..DAYS + AHEAD).map(|t| 20.0 * uniform(8, 2, t as u64)).collect();
    let value = |t: usize| {
        let weekend = if t % 7 >= 5 { -12.0 } else { 0.0 };
        let season = 10.0 * libm::sin(TAU * t as f64 / 365.2425);
        200.0 + weekend + season + 3.0 * warm[t] - 2.0 * other[t] + noise(2, t)
    };
    (series(Frequency::Daily, "2018-01-01", (0..DAYS).map(value).collect()), [warm, other])
}

fn options(covariates: Vec<Covariate>, ahead: Ahead) -> Options {
    Options { horizon: Some(AHEAD), covariates, covariates_ahead: ahead, ..Options::default() }
}

fn both(causes: &[Vec<f64>; 2], future: bool) -> Vec<Covariate> {
    let until = if future { DAYS + AHEAD } else { DAYS };
    let one = |id: &str, x: &[f64]| covariate(id, &x[..DAYS], &x[DAYS..until]);
    vec![one("temperature", &causes[0]), one("other", &causes[1])]
}

fn codes(result: &Forecast) -> Vec<&str> {
    result.notes.iter().map(|n| n.code.as_str()).collect()
}

#[test]
fn known_coefficients_come_back() {
    let (load, causes) = example();
    let result = forecast(&load, &options(both(&causes, true), Ahead::Known)).expect("an answer");
    assert_eq!(result.covariates.len(), 2, "{:?}", result.notes);
    for (found, wanted) in result.covariates.iter().zip([3.0, -2.0]) {
        assert!((found.effect - wanted).abs() < 0.05, "{found:?}");
        assert_eq!((found.given, found.ahead.len()), (AHEAD, AHEAD));
    }
    assert!(codes(&result).contains(&"covariates"));
}

#[test]
fn knowing_more_is_closer_and_the_card_says_what_was_known() {
    let (load, causes) = example();
    let card = |covariates, ahead| {
        forecast(&load, &options(covariates, ahead)).expect("an answer").backtest.expect("a card")
    };
    let harmonic = |card: &super::card::Card| {
        card.models.iter().find(|m| m.model == Kind::Harmonic).expect("it was tried").mase
    };
    let plain = card(Vec::new(), Ahead::Unknown);
    let unknown = card(both(&causes, false), Ahead::Unknown);
    let known = card(both(&causes, true), Ahead::Known);
    assert!(plain.covariates.is_none());
    assert!(harmonic(&unknown) < 0.98 * harmonic(&plain), "{:?}", unknown.models);
    assert!(harmonic(&known) < 0.6 * harmonic(&unknown), "{:?}", known.models);
    let said = unknown.covariates.expect("the card speaks of covariates");
    assert_eq!((said.ahead, said.ids.join(" ").as_str()), (Ahead::Unknown, "temperature other"));
    let close = |a: Option<f64>, b: f64| a.is_some_and(|a| (a - b).abs() < 1e-9);
    assert!(close(said.mase_without, harmonic(&plain)), "{said:?}");
    assert!(known.covariates.expect("here too").rule.contains("as measured later"));
}

/// Paths of the harmonic regression from all origins.
fn paths(load: &Series, causes: &[Vec<f64>; 2], ahead: Ahead) -> (Vec<usize>, Vec<Vec<f64>>) {
    let checked = load.check(4).expect("sound");
    let covariates = both(causes, false);
    let given = Given { covariates: &covariates, ahead, backtest_only: true, ..Given::default() };
    let drivers: Drivers = given.beside(load, &checked, AHEAD, AHEAD).expect("sound").expect("some");
    let bench = Bench { series: &checked, drivers: Some(&drivers), seasonal: true, horizon: AHEAD };
    let plan = plan(checked.values.len(), Frequency::Daily);
    let run = bench.run(Kind::Harmonic, &plan).expect("it fits");
    (plan.iter().flat_map(|b| b.origins.clone()).collect(), run.paths)
}

#[test]
fn a_backtest_looks_up_no_later_weather_unless_told_so() {
    let (load, causes) = example();
    let from = 700;
    let mut changed = causes.clone();
    changed[0][from..].iter_mut().for_each(|v| *v += 30.0);
    for (ahead, differs) in [(Ahead::Unknown, false), (Ahead::Known, true)] {
        let (origins, before) = paths(&load, &causes, ahead);
        let (_, after) = paths(&load, &changed, ahead);
        let until = origins.iter().filter(|o| **o <= from).count();
        assert!(until > 20 && until + 20 < origins.len());
        assert_eq!(before[..until] != after[..until], differs, "{ahead:?}");
        assert_ne!(before[until..], after[until..], "what came to be known is used");
    }
}

#[test]
fn what_is_not_known_ahead_goes_back_to_normal() {
    let (load, mut causes) = example();
    // the last day is far too warm
    causes[0][DAYS - 1] += 15.0;
    let mut warm = load.clone();
    warm.values[DAYS - 1] = warm.values[DAYS - 1].map(|v| v + 45.0);
    let result = forecast(&warm, &options(both(&causes, false), Ahead::Unknown)).expect("an answer");
    assert!(!result.covariates.is_empty(), "{:?} {:?}", result.notes, result.backtest);
    let ahead = &result.covariates[0].ahead;
    let normal = |h: usize| 15.0 - 8.0 * libm::cos(TAU * (DAYS + h) as f64 / 365.2425);
    let gone = |h: usize| ahead[h] - normal(h);
    assert!(gone(0) > 8.0 && gone(0) < 18.0 && gone(6).abs() < 0.5 * gone(0), "{ahead:?}");
    assert_eq!(result.covariates[0].given, 0);
    // given for three days, the others as before
    let mut some = both(&causes, false);
    some[0].future = vec![Some(60.0); 3];
    some[1].future = vec![Some(10.0); 3];
    let three = forecast(&warm, &options(some, Ahead::Unknown)).expect("an answer");
    assert_eq!((three.covariates[0].ahead[2], three.covariates[0].given), (60.0, 3));
    let rise = three.covariates[0].effect * (60.0 - ahead[2])
        + three.covariates[1].effect * (10.0 - result.covariates[1].ahead[2]);
    let risen = three.mean[2] - result.mean[2];
    assert!(risen > 0.5 * rise && risen < 1.2 * rise && rise > 10.0, "{risen} {rise}");
    assert!((three.mean[5] - result.mean[5]).abs() < 1e-6, "beyond what is given nothing changes");
    assert!(codes(&three).contains(&"covariate_beyond"), "60 °C was never measured: {:?}", three.notes);
}

#[test]
fn what_explains_nothing_is_left_out() {
    let (load, _) = example();
    let random: Vec<f64> = (0..DAYS).map(|t| noise(77, t)).collect();
    let given = options(vec![covariate("dice", &random, &[])], Ahead::Unknown);
    let result = forecast(&load, &given).expect("an answer");
    let without = forecast(&load, &options(Vec::new(), Ahead::Unknown)).expect("an answer");
    let card = result.backtest.clone().expect("a card").covariates.expect("they were weighed");
    assert!(
        card.mase.zip(card.mase_without).is_some_and(|(with, without)| (with / without - 1.0).abs() < 0.01)
    );
    assert!(codes(&result).contains(&"covariates_no_help") && result.covariates.is_empty(), "{card:?}");
    assert_eq!(result.mean, without.mean);
}

#[test]
fn faults_are_named() {
    let (load, causes) = example();
    let refused = |covariates: Vec<Covariate>, ahead: Ahead, words: &str| {
        let error = forecast(&load, &options(covariates, ahead)).expect_err("refused").to_string();
        assert!(error.contains(words), "{error}");
    };
    let x = &causes[0];
    let one = |values: &[f64], future: &[f64]| vec![covariate("temperature", values, future)];
    refused(one(&x[..100], &[]), Ahead::Unknown, "“temperature” has 100 values and series “load” has 900");
    refused(one(&x[..DAYS], &x[..15]), Ahead::Unknown, "`future` has 15 values for a horizon of 7");
    refused(one(&x[..DAYS], &[]), Ahead::Known, "`future` has 0 of 7 values");
    refused(one(&[4.0; DAYS], &[]), Ahead::Unknown, "is always 4: it cannot explain anything");
    refused(one(&[f64::NAN; DAYS], &[]), Ahead::Unknown, "known for 0 of the 900 values");
    refused([both(&causes, false), both(&causes, false)].concat(), Ahead::Unknown, "its own id");
    refused(one(&[&x[..DAYS - 1], &[1e300]].concat(), &[]), Ahead::Unknown, "values[899]");
    let mut bad = one(&x[..DAYS], &[]);
    bad[0].values[7] = Some(f64::NAN);
    refused(bad, Ahead::Unknown, "values[7]: NaN is not a number");
    let many = (0..13).map(|k| covariate(&format!("c{k}"), &x[..DAYS], &[])).collect();
    refused(many, Ahead::Unknown, "has 13 covariates");
    let mut lost = covariate("temperature", &x[..DAYS], &[]);
    lost.series = Some(vec!["no such".into()]);
    let request = Request { series: vec![load.clone()], covariates: vec![lost], ..Request::default() };
    let error = answer(&request, false, &mut |_, _| {}).expect_err("refused").to_string();
    assert!(error.contains("“no such”, which is not in the request"), "{error}");
}

#[test]
fn covariates_lie_in_time_as_their_series() {
    // the same series with its days in another order, without the first three values, and without the last two
    let (mut load, causes) = example();
    let whole = forecast(&load, &options(both(&causes, true), Ahead::Known)).expect("an answer");
    let days: Vec<String> =
        (0..DAYS).map(|t| load.check(1).expect("sound").at(t).to_string()).rev().collect();
    let mut turned = load.clone();
    turned.values.reverse();
    (turned.start, turned.periods) = (None, Some(days));
    let mut covariates = both(&causes, true);
    covariates.iter_mut().for_each(|c| c.values.reverse());
    let same = forecast(&turned, &options(covariates, Ahead::Known)).expect("an answer");
    assert_eq!(same.mean, whole.mean);
    load.values[..3].fill(None);
    load.values[DAYS - 2..].fill(None);
    let cut = forecast(&load, &options(both(&causes, true), Ahead::Known)).expect("an answer");
    assert_eq!((cut.start.as_str(), cut.covariates[0].given), (whole.start.as_str(), AHEAD));
    let far = cut.mean.iter().zip(&whole.mean).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
    assert!(far < 2.0, "{far}");
    assert!((cut.covariates[0].effect - 3.0).abs() < 0.05);
}

#[test]
fn weather_stands_beside_days_and_hours() {
    let warm = temperatures(1_087);
    let load = |t: usize| 80.0 + 5.0 * degree_days(warm[t]).0 + noise(4, t);
    let days = series(Frequency::Daily, "2018-01-01", (0..1_080).map(load).collect());
    let air = series(Frequency::Daily, "2018-01-01", warm.clone());
    let weather =
        Weather { temperature: Some(air.clone()), source: Some("made up".into()), ..Weather::default() };
    let asked = |weather: Weather| Options { horizon: Some(7), weather: Some(weather), ..Options::default() };
    let result = forecast(&days, &asked(weather.clone())).expect("an answer");
    let heating = result.covariates.iter().find(|c| c.id == "heating_degree_days");
    let heating = heating.unwrap_or_else(|| panic!("it is used: {:?} {:?}", result.notes, result.backtest));
    assert!((heating.effect - 5.0).abs() < 0.1, "{heating:?}");
    assert_eq!((heating.given, heating.source.as_deref()), (7, Some("made up")));
    // hours: the mean of the last 24, so that none of a later hour is in it
    let hourly = |f: &dyn Fn(usize) -> f64, n: usize| {
        series(Frequency::Hourly, "2018-01-01T00", (0..n).map(f).collect())
    };
    let air_of = |h: usize| 12.0 + 4.0 * libm::sin(h as f64 / 97.0) + 3.0 * libm::sin(h as f64 / 31.0);
    let mean_of = |h: usize| (h.saturating_sub(23)..=h).map(air_of).sum::<f64>() / (h.min(23) + 1) as f64;
    let hours = hourly(&|h| 80.0 + 5.0 * degree_days(mean_of(h)).0 + 0.3 * noise(5, h), 3_000);
    let weather = Weather { temperature: Some(hourly(&air_of, 3_007)), ..Weather::default() };
    let mut wanted = asked(weather.clone());
    wanted.model = "harmonic".into();
    let result = forecast(&hours, &wanted).expect("an answer");
    let heating = result.covariates.iter().find(|c| c.id == "heating_degree_days");
    let heating = heating.unwrap_or_else(|| panic!("it is used: {:?} {:?}", result.notes, result.backtest));
    assert!((heating.effect - 5.0).abs() < 0.1, "{heating:?}");
    wanted.weather = Some(Weather { temperature: Some(air), ..Weather::default() });
    let error = forecast(&hours, &wanted).expect_err("refused").to_string();
    assert!(error.contains("give hours"), "{error}");
    // months have no place for it, and say so
    let months = series(Frequency::Monthly, "2018-01", (0..60).map(|t| noise(6, t)).collect());
    assert!(codes(&forecast(&months, &asked(weather)).expect("an answer")).contains(&"covariates_unused"));
}
