//! Made-up cities: which figures may stand side by side.

use super::*;
use crate::view::{Direction, Headline, Profile};

fn series(dims: &[(&str, &str)], points: &[(&str, Option<f64>, &str)]) -> SeriesView {
    SeriesView {
        dims: dims.iter().map(|(d, m)| ((*d).into(), (*m).into())).collect(),
        level: "city".into(),
        geo: points.iter().map(|_| "1".into()).collect(),
        period: points.iter().map(|(p, ..)| (*p).into()).collect(),
        value: points.iter().map(|(_, v, _)| *v).collect(),
        status: points.iter().map(|(.., s)| (*s).to_owned().into()).collect(),
        notation: points.iter().map(|_| "".into()).collect(),
        sources: vec!["a".into()],
    }
}

fn city(id: &str, series: Vec<SeriesView>) -> CityView {
    let headline = series.first().map(|s| Headline {
        value: 0.0,
        period: s.period[0].to_string(),
        status: "A".into(),
        series: 0,
        previous: None,
        sources: Vec::new(),
    });
    let indicator = IndicatorView {
        id: "x".into(),
        domain: "energy".into(),
        unit: "MWh".into(),
        decimals: 0,
        direction: Direction::None,
        availability: Availability::Computed,
        headline,
        series,
        remarks: Vec::new(),
    };
    let profile = Profile {
        id: id.into(),
        code: "1".into(),
        name: id.into(),
        country: "PT".into(),
        centre: [0.0; 2],
        bbox: [0.0; 4],
    };
    CityView {
        profile,
        targets: Vec::new(),
        indicators: vec![indicator],
        inventory: crate::view::Rows::default(),
        sources: Vec::new(),
        pack_vintage: String::new(),
        pack_hash: String::new(),
        engine: String::new(),
    }
}

fn compared(cities: &[CityView]) -> Comparison {
    comparison(&cities.iter().collect::<Vec<_>>(), "x").expect("the indicator is known")
}

fn periods(comparison: &Comparison) -> Vec<Option<&str>> {
    comparison.rows.iter().map(|r| r.figure.as_ref().map(|f| f.period.as_str())).collect()
}

#[test]
fn the_newest_common_year_is_taken() {
    let a = city("a", vec![series(&[], &[("2011", Some(1.0), "A"), ("2021", Some(2.0), "A")])]);
    let b = city("b", vec![series(&[], &[("2011", Some(3.0), "A")])]);
    let found = compared(&[a, b]);
    assert_eq!(found.verdict, Verdict::Comparable);
    assert_eq!(periods(&found), [Some("2011"), Some("2011")]);
}

#[test]
fn other_years_are_a_caution_and_doubtful_values_do_not_count() {
    let a = city("a", vec![series(&[], &[("2019", Some(1.0), "A"), ("2020", Some(9.0), "U")])]);
    let b = city("b", vec![series(&[], &[("2020", Some(3.0), "A")])]);
    let found = compared(&[a, b]);
    assert_eq!(found.verdict, Verdict::OtherPeriods);
    assert_eq!(periods(&found), [Some("2019"), Some("2020")]);
}

#[test]
fn other_methods_and_what_is_not_stated_must_not_be_compared() {
    let one = |method: &str| vec![series(&[("method", method)], &[("2019", Some(1.0), "A")])];
    let found = compared(&[city("a", one("GPC")), city("b", one("CDP"))]);
    assert_eq!(found.verdict, Verdict::Incomparable(vec!["method".into()]));
    let unstated = || vec![series(&[("gases", "unstated")], &[("2019", Some(1.0), "A")])];
    let found = compared(&[city("a", unstated()), city("b", unstated())]);
    assert_eq!(found.verdict, Verdict::Incomparable(vec!["gases".into()]));
}

#[test]
fn the_series_that_most_cities_have_is_taken() {
    let two = |first: &str, second: &str| {
        let one = |m: &str| series(&[("method", m)], &[("2019", Some(1.0), "A")]);
        vec![one(first), one(second)]
    };
    let found = compared(&[city("a", two("GPC", "CDP")), city("b", two("CDP", "own"))]);
    assert_eq!(found.verdict, Verdict::Comparable);
    assert!(found.rows.iter().all(|r| r.figure.as_ref().is_some_and(|f| f.dims["method"] == "CDP")));
}

#[test]
fn one_city_is_alone_and_none_is_no_figure() {
    let found = compared(&[city("a", vec![series(&[], &[("2019", Some(1.0), "A")])]), city("b", Vec::new())]);
    assert_eq!((found.verdict.clone(), found.rows[1].figure.is_none()), (Verdict::Alone, true));
    assert!(comparison(&[], "x").is_none());
}
