//! The whole way of a forecast: odd inputs, coverage on simulated series, determinism.

use super::{
    card::Verdict,
    choose::{ForecastError, Options, forecast},
    request::{Request, answer},
    series::{Series, SeriesError},
    time::Frequency,
};
use crate::uncertainty::{normal_quantile, random::uniform};

fn series(frequency: Frequency, values: Vec<Option<f64>>) -> Series {
    let start = match frequency {
        Frequency::Annual => "2000",
        Frequency::Monthly => "2010-01",
        Frequency::Daily => "2015-01-01",
        Frequency::Hourly => "2015-01-01T00",
    };
    let (periods, unit, non_negative) = (None, None, None);
    Series { id: "s".into(), frequency, start: Some(start.into()), values, periods, unit, non_negative }
}

fn noise(seed: u64, t: u64) -> f64 {
    normal_quantile(uniform(seed, 9, t))
}

fn error(s: &Series) -> String {
    forecast(s, &Options::default()).expect_err("refused").to_string()
}

#[test]
fn what_cannot_be_answered_is_refused_by_name() {
    assert!(error(&series(Frequency::Monthly, vec![])).contains("no values"));
    assert!(error(&series(Frequency::Monthly, vec![None; 30])).contains("0 observed values"));
    assert!(error(&series(Frequency::Monthly, vec![Some(1.0)])).contains("1 observed values"));
    assert!(error(&series(Frequency::Annual, vec![Some(f64::NAN); 9])).contains("2000: NaN is not a number"));
    let mut negative = series(Frequency::Annual, vec![Some(-1.0); 9]);
    negative.non_negative = Some(true);
    assert!(error(&negative).contains("below zero"));
    let mut twice = series(Frequency::Annual, vec![Some(1.0); 5]);
    (twice.start, twice.periods) =
        (None, Some(["2001", "2002", "2002", "2003", "2004"].map(Into::into).into()));
    let refused = forecast(&twice, &Options::default());
    let expected = SeriesError::Duplicate { id: "s".into(), period: "2002".into() };
    assert_eq!(refused, Err(ForecastError::Series(expected)));
    let far = Options { horizon: Some(1_000), ..Options::default() };
    let whole = series(Frequency::Annual, (0..9).map(|v| Some(f64::from(v))).collect());
    assert!(matches!(forecast(&whole, &far), Err(ForecastError::Horizon { .. })));
    let unknown = Options { model: "prophecy".into(), ..Options::default() };
    assert!(matches!(forecast(&whole, &unknown), Err(ForecastError::Model { .. })));
    let silly = Options { levels: vec![f64::NAN], ..Options::default() };
    assert!(matches!(forecast(&whole, &silly), Err(ForecastError::Levels { .. })));
}

#[test]
fn what_is_odd_is_flagged() {
    let codes = |s: &Series| {
        let result = forecast(s, &Options::default()).expect("an answer");
        assert!(result.mean.iter().all(|v| v.is_finite()));
        (result.notes.iter().map(|n| n.code.clone()).collect::<Vec<_>>(), result)
    };
    let (notes, flat) = codes(&series(Frequency::Monthly, vec![Some(7.0); 40]));
    assert!(notes.contains(&"constant".into()) && flat.mean.iter().all(|v| *v == 7.0));
    let (notes, short) = codes(&series(Frequency::Annual, [1.0, 3.0, 2.0, 4.0].map(Some).into()));
    assert!(notes.contains(&"short".into()) && short.backtest.is_none());
    let mut values: Vec<Option<f64>> = (0..60).map(|t| Some(noise(1, t) - 50.0)).collect();
    values[20..25].fill(None);
    values.extend([None, None]);
    let (notes, gaps) = codes(&series(Frequency::Monthly, values));
    assert!(notes.contains(&"missing".into()) && notes.contains(&"trailing".into()), "{notes:?}");
    assert_eq!((gaps.start.as_str(), gaps.periods.len()), ("2015-03", 12));
    assert!(gaps.mean.iter().all(|v| *v < -40.0), "negative values stay negative: {:?}", gaps.mean);
    let mut mixed = series(Frequency::Annual, (0..10).map(|v| Some(f64::from(v))).collect());
    let periods = [2009, 2001, 2002, 2003, 2004, 2005, 2006, 2007, 2010, 2000].map(|y| y.to_string());
    (mixed.start, mixed.periods) = (None, Some(periods.into()));
    let (notes, sorted) = codes(&mixed);
    assert!(notes.contains(&"unsorted".into()) && notes.contains(&"gaps".into()), "{notes:?}");
    assert_eq!(sorted.start, "2011");
}

#[test]
fn noise_is_no_better_than_naive_is_said_where_so() {
    // a random walk: its last value is the best forecast there is
    let mut walk = vec![100.0];
    for t in 1..120 {
        walk.push(walk[walk.len() - 1] + noise(4, t));
    }
    let one = Options { model: "naive".into(), ..Options::default() };
    let result =
        forecast(&series(Frequency::Monthly, walk.into_iter().map(Some).collect()), &one).expect("an answer");
    assert_eq!(result.backtest.expect("a card").verdict, Verdict::NoBetterThanNaive);
    assert!(result.notes.iter().any(|n| n.code == "no_better_than_naive"));
}

#[test]
fn a_season_with_trend_beats_naive_and_is_deterministic() {
    let value = |t: u64| {
        100.0 + 0.5 * t as f64 + 20.0 * libm::sin(t as f64 * std::f64::consts::FRAC_PI_6) + noise(2, t)
    };
    let s = series(Frequency::Monthly, (0..120).map(|t| Some(value(t))).collect());
    let result = forecast(&s, &Options::default()).expect("an answer");
    let card = result.backtest.clone().expect("a card");
    assert_eq!(card.verdict, Verdict::Better, "{card:?}");
    for (h, v) in result.mean.iter().enumerate() {
        let t = 120 + h as u64;
        assert!((v - (value(t) - noise(2, t))).abs() < 5.0, "{h} {v}");
    }
    assert_eq!(forecast(&s, &Options::default()), Ok(result), "the same inputs give the same answer");
}

#[test]
fn intervals_hold_on_simulated_series() {
    // 150 autoregressions of 80 months: are the next twelve months inside as often as promised?
    let (mut inside, mut all) = ([0usize; 2], 0usize);
    for seed in 0..150 {
        let mut y = vec![0.0];
        for t in 1..92 {
            y.push(0.6 * y[y.len() - 1] + noise(100 + seed, t));
        }
        let s = series(Frequency::Monthly, y[..80].iter().map(|v| Some(20.0 + v)).collect());
        let result = forecast(&s, &Options::default()).expect("an answer");
        for h in 0..12 {
            all += 1;
            for (k, i) in result.intervals.iter().enumerate() {
                inside[k] += usize::from((i.lower[h]..=i.upper[h]).contains(&(20.0 + y[80 + h])));
            }
        }
    }
    let share = inside.map(|n| 100.0 * n as f64 / all as f64);
    assert!((share[0] - 80.0).abs() < 5.0 && (share[1] - 95.0).abs() < 3.0, "{share:?}");
}

#[test]
fn hours_are_forecast_by_the_calendar() {
    let value = |t: u64| {
        let day = libm::sin(std::f64::consts::TAU * (t % 24) as f64 / 24.0);
        let weekend = (t / 24 + 3) % 7 >= 5;
        50.0 + if weekend { 5.0 } else { 20.0 } * day + 2.0 * noise(6, t)
    };
    let s = series(Frequency::Hourly, (0..2_200).map(|t| Some(value(t))).collect());
    let options = Options { horizon: Some(48), ..Options::default() };
    let result = forecast(&s, &options).expect("an answer");
    let card = result.backtest.expect("a card");
    let best =
        card.models.iter().find(|m| m.model == super::model::Kind::WeeklyChange).expect("it was tried");
    assert!(best.mase < 1.0 && card.against_naive < 0.9, "{:?}", card.models);
    assert!(card.coverage.iter().all(|c| (c.coverage - c.level).abs() < 4.0), "{:?}", card.coverage);
}

#[test]
fn reconciled_forecasts_add_up_exactly() {
    let one = |id: &str, base: f64, seed: u64| {
        let mut s = series(Frequency::Monthly, (0..60).map(|t| Some(base + noise(seed, t))).collect());
        s.id = id.into();
        s
    };
    let sum = super::reconcile::Sum { total: "city".into(), parts: vec!["a".into(), "b".into()] };
    let request = Request {
        series: vec![one("city", 40.0, 1), one("a", 10.0, 2), one("b", 29.0, 3)],
        horizon: Some(6),
        hierarchy: vec![sum],
        ..Request::default()
    };
    let all = answer(&request, false, &mut |_, _| {}).expect("an answer").forecasts;
    for h in 0..6 {
        assert_eq!((all[1].mean[h] + all[2].mean[h]).to_bits(), all[0].mean[h].to_bits());
    }
}
