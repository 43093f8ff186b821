use std::collections::BTreeSet;

use super::*;
use crate::refresh::table::sources;

fn porto() -> City {
    City {
        id: "porto".into(),
        code: "1312".into(),
        name: "Porto".into(),
        bbox: Some([-8.69, 41.13, -8.55, 41.19]),
        stations: BTreeSet::from(["1028".into(), "1050".into()]),
        names: BTreeMap::from([("ine".into(), "11A1312".into())]),
    }
}

fn urls(id: &str, from: Option<&str>) -> Vec<(String, String, Option<String>)> {
    let span = Span::new(from.map(|f| f.parse().expect("a day")), "2026-11-28").expect("a span");
    let sources = sources().expect("the table is part of the program");
    let source = sources.iter().find(|s| s.id == id).expect("a source");
    let asked = addresses(source, &porto(), span).into_iter().map(|r| match r.from {
        From::Address { url, post } => (r.name, url, post),
        From::File(path) => panic!("{}", path.display()),
    });
    asked.collect()
}

#[test]
fn placeholders_are_filled_and_what_a_city_has_not_is_not_asked_for() {
    let (name, url, _) = urls("ine-population", None).remove(0);
    assert_eq!(name, "ine-0004167.json");
    assert!(url.ends_with("varcd=0004167&Dim1=T&Dim2=11A1312&lang=PT"), "{url}");
    assert!(urls("ipma-forecast", None).is_empty(), "this city has no place of forecasts");
    assert!(
        urls("open-meteo", None)[0]
            .1
            .contains("latitude=41.1600&longitude=-8.6200&start_date=2024-11-28&end_date=2026-11-27")
    );
    assert!(urls("eredes-upac", None)[0].1.ends_with("&offset={offset}"), "pages are counted later");
}

#[test]
fn days_and_stations_are_asked_one_by_one_and_bounded() {
    let days = urls("qualar", Some("2026-11-26"));
    assert_eq!(
        days.iter().map(|d| d.0.as_str()).collect::<Vec<_>>(),
        ["medicoes-2026-11-26.json", "medicoes-2026-11-27.json"]
    );
    assert_eq!(urls("qualar", None).len(), 1);
    assert_eq!(urls("qualar", Some("2020-01-01")).len(), MAX_DAYS as usize);
    let hours = urls("qualar-hours", None);
    assert_eq!(hours.len(), 2);
    assert!(hours[1].1.contains("estacao_id=1050"));
    assert!(urls("qualar", Some("2026-12-01")).is_empty(), "days that have not come");
    assert!(Span::new("2026-11".parse().ok(), "2026-11-28").is_err());
}

#[test]
fn what_is_posted_is_filled_too() {
    let ren = urls("ren", None).remove(0);
    // 2026-11-27: (20 784 + 719 162) days of 864 000 000 000 ticks.
    assert_eq!(ren.2.as_deref(), Some("culture=pt-PT&dayToSearchString=639313344000000000&useGasDate=false"));
    let eea = urls("eea", None).remove(0);
    assert!(eea.2.expect("a body").contains(r#"{"countries":["PT"],"cities":["Porto"],"#));
}

#[test]
fn patterns_of_recorded_answers() {
    assert!(fits("a-2024.csv", "a-*.csv") && fits("a", "a") && fits("abc", "*") && fits("a1b2c", "a*b*c"));
    assert!(!fits("a-2024.csv", "b-*") && !fits("ab", "a*b*b") && !fits("a", "ab*"));
}
