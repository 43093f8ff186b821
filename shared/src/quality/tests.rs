use super::*;
use crate::observation::Status;

fn row(concept: &str, dims: &[(&str, &str)], geo: &str, period: &str, value: Option<f64>) -> Observation {
    Observation {
        series: crate::connect::series(
            concept,
            if concept.contains("capture") { "%" } else { "µg/m3" },
            dims,
        ),
        geo: geo.parse().expect("a place"),
        period: period.parse().expect("a period"),
        value,
        status: Status::A,
        notation: None,
        quality: None,
        uncertainty: None,
        source: "s".into(),
        note: None,
    }
}

fn found(rows: &[Observation]) -> Vec<(String, Severity)> {
    let report = assess(rows, &rules().expect("the rules are part of the program"), 2026);
    report.findings.into_iter().map(|f| (f.rule, f.severity)).collect()
}

fn years(values: &[f64]) -> Vec<Observation> {
    let year = |(i, v): (usize, &f64)| {
        row("air_annual_mean", &[("pollutant", "NO2")], "station/3072", &(2019 + i).to_string(), Some(*v))
    };
    values.iter().enumerate().map(year).collect()
}

#[test]
fn sound_figures_have_no_findings() {
    assert_eq!(found(&years(&[40.0, 41.0, 39.0, 38.0, 40.5, 37.0, 36.0])), []);
}

#[test]
fn each_rule_finds_what_it_is_for() {
    let names = |rows: &[Observation]| found(rows).into_iter().map(|(rule, _)| rule).collect::<Vec<_>>();
    assert_eq!(names(&years(&[40.0, -1.0, 39.0])), ["air-range"]);
    let mut twice = years(&[40.0, 41.0]);
    twice.push(twice[0].clone());
    assert_eq!(found(&twice), [("unique".into(), Severity::Quarantine)]);
    let mut other = years(&[40.0, 41.0]);
    other.push(Observation { source: "t".into(), value: Some(50.0), ..other[1].clone() });
    assert_eq!(names(&other), ["agree"]);
    assert_eq!(names(&years(&[40.0, 41.0, 39.0, 38.0, 40.5, 90.0])), ["outlier"]);
    assert_eq!(names(&years(&[4.0, 41.0])), ["step"]);
    let mut holes = years(&[40.0, 41.0, 39.0]);
    holes[0].value = None;
    assert_eq!(names(&holes), ["complete"]);
    let mut low = years(&[40.0]);
    low[0].period = "2022".parse().expect("a period");
    low.push(row("air_data_capture", &[("pollutant", "NO2")], "station/3072", "2022", Some(36.4)));
    assert_eq!(names(&low), ["air-capture"]);
    let mut old = years(&[40.0]);
    old[0].period = "2010".parse().expect("a period");
    assert_eq!(names(&old), ["timely"]);
    let co = row("air_annual_mean", &[("pollutant", "CO")], "station/3072", "2022", Some(0.32));
    assert_eq!(names(&[co]), ["air-unit"]);
}

#[test]
fn what_is_not_there_at_all_is_missing_too() {
    let of = |years: &[i32]| {
        let year = |y: &i32| {
            row("air_annual_mean", &[("pollutant", "NO2")], "station/3072", &y.to_string(), Some(40.0))
        };
        found(&years.iter().map(year).collect::<Vec<_>>())
            .into_iter()
            .map(|(rule, _)| rule)
            .collect::<Vec<_>>()
    };
    assert_eq!(of(&[2015, 2016, 2017, 2018, 2024, 2025]), ["complete"], "6 of 11 years");
    assert_eq!(of(&[2019, 2020, 2021, 2023, 2024, 2025]), [""; 0], "6 of 7 years");
    assert_eq!(of(&[1991, 2001, 2011, 2021]), [""; 0], "every ten years");
    let mut newest = years(&[40.0, 41.0]);
    newest[0].period = "2010".parse().expect("a period");
    newest[1].value = None;
    newest[1].period = "2026".parse().expect("a period");
    assert!(
        found(&newest).iter().any(|f| f.0 == "timely"),
        "a year without a value is not the newest figure"
    );
}

#[test]
fn alike_figures_have_outliers_and_three_sources_are_compared() {
    let names = |rows: &[Observation]| found(rows).into_iter().map(|(rule, _)| rule).collect::<Vec<_>>();
    assert_eq!(names(&years(&[40.0, 40.0, 40.0, 40.0, 40.0, 40.0, 80.0])), ["outlier"]);
    assert_eq!(
        names(&years(&[40.0, 40.0, 40.0, 40.0, 40.0, 0.0])),
        ["outlier"],
        "a zero in place of nothing"
    );
    assert_eq!(names(&years(&[40.0, 40.0, 40.0, 40.0, 40.0, 40.2])), [""; 0]);
    assert_eq!(names(&years(&[0.0, 0.0, 0.0, 0.0, 0.0, 7.0])), [""; 0], "nothing is usual of zeros");
    let mut three = years(&[40.0]);
    three.push(Observation { source: "t".into(), value: Some(41.5), ..three[0].clone() });
    three.push(Observation { source: "u".into(), value: Some(43.0), ..three[0].clone() });
    let disagreed = names(&three).into_iter().filter(|rule| rule == "agree").count();
    assert_eq!(disagreed, 1, "each is near the next, the last is not near the first");
}

#[test]
fn no_quantity_is_below_nothing() {
    for unit in [
        "person",
        "kWh",
        "MWh",
        "km2",
        "ha",
        "km",
        "day",
        "dwelling",
        "building",
        "household",
        "vehicle",
        "point",
        "t",
        "m3",
        "µg/m3",
        "tCO2e/MWh",
    ] {
        let mut below = row("x", &[], "city/1312", "2024", Some(-1.0));
        below.series.unit = unit.into();
        assert!(found(&[below]).iter().any(|(_, s)| *s == Severity::Quarantine), "{unit}");
    }
    let mut days = row("hot_days", &[], "city/1312", "2024", Some(400.0));
    days.series.unit = "day".into();
    assert!(found(&[days]).iter().any(|(rule, _)| rule == "day-range"));
}

#[test]
fn parishes_and_the_unallocated_part_are_held_to_the_city() {
    let of = |concept: &str, geo: &str, value: f64| {
        row(concept, &[("voltage", "low")], geo, "2024-01", Some(value))
    };
    let rows = |city: f64| {
        vec![
            of("electricity_billed", "city/1312", city),
            of("electricity_billed", "parish2013/131211", 60.0),
            of("electricity_billed", "parish2013/131202", 30.0),
            of("electricity_unallocated", "city/1312", 10.0),
        ]
    };
    assert_eq!(found(&rows(100.0)), []);
    assert_eq!(found(&rows(120.0)), [("electricity-sum".into(), Severity::Warning)]);
}

#[test]
fn grades_and_quarantine_count_what_was_checked() {
    let report = assess(&years(&[40.0, -1.0]), &rules().expect("rules"), 2026);
    assert_eq!(report.quarantined, [1]);
    let accuracy = report.grades.iter().find(|g| g.dimension == Dimension::Accuracy).expect("graded");
    assert_eq!((accuracy.checked, accuracy.faults), (4, 1));
    let graph = dqv::measurements(&report, "https://x.pt/d", "https://x.pt/");
    assert!(graph.to_turtle().contains("dqv:value \"0.7500\"^^xsd:decimal"), "{}", graph.to_turtle());
}

#[test]
fn emissions_of_a_city_that_were_told_in_kilotonnes_or_kilograms_are_noticed() {
    // As the cities told CDP, under “metric tonnes”: Porto 1304 (kilotonnes), Guimarães 691383742.02 (kilograms).
    let said = |value: f64| {
        let mut row = row("ghg_base", &[("method", "CDP")], "city/1312", "2004", Some(value));
        row.series.unit = "tCO2e".into();
        found(&[row])
    };
    let noticed = [("emissions-unit".to_owned(), Severity::Warning)];
    assert_eq!((said(1304.0), said(691_383_742.02)), (noticed.clone().into(), noticed.into()));
    assert_eq!((said(1_304_000.0), said(691_383.742)), (vec![], vec![]));
}
