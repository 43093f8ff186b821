mod fixture;
mod properties;
mod real;
mod sure;

use std::collections::BTreeMap;

use fixture::{obs, pack, view_of};

use super::*;
use crate::{
    geo::{GeoId, Level},
    observation::{NotationKey, Observation, Status},
    period::Period,
    view::{Availability, IndicatorView},
};

/// A catalogue of one indicator `x`.
fn one(formula: &str, unit: &str, by: &[&str], levels: &[Level]) -> Catalogue {
    Catalogue::new(vec![fixture::definition("x", formula, unit, by, levels)])
        .unwrap_or_else(|e| panic!("{e}"))
}

fn city(view: &IndicatorView) -> Vec<(String, Option<f64>, String)> {
    let series = view.series.iter().filter(|s| s.level == "city");
    series
        .flat_map(|s| {
            (0..s.value.len()).map(|i| (s.period[i].to_string(), s.value[i], s.notation[i].to_string()))
        })
        .collect()
}

fn cell(gpc: &str, value: Result<f64, NotationKey>) -> Observation {
    let sector = gpc.split('.').next().unwrap_or_default();
    let dims = [("boundary", "city"), ("gases", "CO2e"), ("gpc", gpc), ("method", "GPC"), ("sector", sector)];
    let mut o = obs("ghg_emissions", "tCO2e", &dims, "city/9901", "2019", value.ok());
    o.notation = value.err();
    o
}

#[test]
fn a_sum_knows_what_each_notation_key_means() {
    let sum = |cells: Vec<Observation>| {
        let catalogue = one("sum(ghg_emissions over gpc, sector)", "tCO2e", &["method"], &[Level::City]);
        view_of(catalogue, &pack(cells))
    };
    let whole = sum(vec![
        cell("I.1.1", Ok(2.0)),
        cell("I.1.2", Ok(3.0)),
        cell("I.4.1", Err(NotationKey::NO)),
        cell("II.2.1", Err(NotationKey::IE)),
    ]);
    assert_eq!(city(&whole), [("2019".to_string(), Some(5.0), String::new())]);
    assert!(whole.remarks.iter().all(|r| r.key != "remark.sum_incomplete"), "NO and IE are no gap");
    let gap = sum(vec![cell("I.1.1", Ok(2.0)), cell("IV.1", Err(NotationKey::NE))]);
    assert_eq!(city(&gap)[0].1, Some(2.0));
    assert!(gap.remarks.iter().any(|r| r.key == "remark.sum_incomplete" && r.args["periods"] == "2019"));
    let nothing = sum(vec![cell("IV.1", Err(NotationKey::NE)), cell("I.4.1", Err(NotationKey::NO))]);
    assert_eq!(city(&nothing), [("2019".to_string(), None, "NE".to_string())], "missing is never zero");
    assert!(matches!(nothing.availability, Availability::NoData { .. }));
}

#[test]
fn series_that_differ_in_a_dimension_nobody_named_are_never_joined() {
    let rows = || {
        let dims = |method| [("method", method), ("scopes", "1+2"), ("gases", "CO2")];
        vec![
            obs("ghg_reported", "tCO2e", &dims("CDP"), "city/9901", "2018", Some(10.0)),
            obs("ghg_reported", "tCO2e", &dims("Covenant"), "city/9901", "2019", Some(11.0)),
        ]
    };
    let joined = view_of(one("ghg_reported", "tCO2e", &[], &[Level::City]), &pack(rows()));
    assert!(joined.series.is_empty());
    let Availability::NotComparable { reason } = &joined.availability else {
        panic!("{:?}", joined.availability)
    };
    assert_eq!((reason.key.as_str(), reason.args["dimension"].as_str()), ("remark.series_differ", "method"));
    let apart = view_of(one("ghg_reported", "tCO2e", &["method"], &[Level::City]), &pack(rows()));
    assert_eq!(apart.series.len(), 2);
}

#[test]
fn what_is_unstated_meets_nothing() {
    let dims = |gases| [("boundary", "city"), ("gases", gases), ("method", "CDP"), ("scopes", "1")];
    let pack = |gases| {
        pack(vec![
            obs("ghg_reported", "tCO2e", &dims(gases), "city/9901", "2018", Some(50.0)),
            obs("ghg_base", "tCO2e", &dims(gases), "city/9901", "2002", Some(100.0)),
        ])
    };
    let ratio = || one("100 [%] * ghg_reported / latest(ghg_base)", "%", &[], &[Level::City]);
    assert_eq!(city(&view_of(ratio(), &pack("CO2")))[0].1, Some(50.0));
    assert!(view_of(ratio(), &pack("unstated")).series.is_empty());
    let own = one("ghg_reported - lag(ghg_reported, 1) + ghg_reported", "tCO2e", &[], &[Level::City]);
    assert!(view_of(own, &pack("unstated")).series.is_empty(), "no value a year earlier");
}

#[test]
fn time_and_place_operators_take_the_right_cells() {
    let rows = vec![
        obs("population", "person", &[], "city/9901", "2011", Some(100.0)),
        obs("population", "person", &[], "city/9901", "2021", Some(120.0)),
        obs("population", "person", &[], "parish2013/990101", "2021", Some(70.0)),
        obs("population", "person", &[], "parish2013/990102", "2021", Some(50.0)),
        obs("electricity_billed", "MWh", &[("voltage", "low")], "parish2013/990101", "2024-01", Some(7.0)),
    ];
    let pack = pack(rows);
    let value = |formula: &str, unit: &str| {
        let by: &[&str] = if formula.contains("elec") { &["voltage"] } else { &[] };
        view_of(one(formula, unit, by, &[Level::City, Level::Parish2013]), &pack)
    };
    let newest = |formula: &str, unit: &str| city(&value(formula, unit)).last().map(|r| (r.0.clone(), r.1));
    let is = |period: &str, v: f64| Some((period.to_string(), Some(v)));
    assert_eq!(newest("100 [%] * change(population, 10) / lag(population, 10)", "%"), is("2021", 20.0));
    assert_eq!(newest("rate(population, 10)", "person/year"), is("2021", 2.0));
    assert_eq!(newest("sum_parishes(population)", "person"), is("2021", 120.0));
    assert_eq!(newest("aggregate(population, parish2013 to city, max)", "person"), is("2021", 70.0));
    assert_eq!(newest("population / first(population)", "1"), is("2021", 1.2));
    assert_eq!(
        newest("population * 0 + year_of(population) * 1 [person/year]", "person"),
        is("2021", 2021.0)
    );
    let share = value("100 [%] * population / of_city(population)", "%");
    let parish = share.series.iter().find(|s| s.level == "parish2013").expect("parishes");
    assert_eq!(parish.value[0].map(f64::round), Some(58.0));
    let month = value("electricity_billed / latest(population)", "kWh/person");
    assert_eq!((month.series[0].period[0].as_str(), month.series[0].value[0]), ("2024-01", Some(100.0)));
    assert!(month.remarks.iter().any(|r| r.key == "remark.month_only"));
    assert!(month.remarks.iter().any(|r| r.key == "remark.population_year" && r.args["year"] == "2021"));
}

#[test]
fn years_between_are_made_only_where_declared_and_are_marked() {
    let pack = pack(vec![
        obs("population", "person", &[], "city/9901", "2011", Some(100.0)),
        obs("population", "person", &[], "city/9901", "2021", Some(120.0)),
    ]);
    let mut definition = fixture::definition("x", "interpolate(population)", "person", &[], &[Level::City]);
    assert!(Catalogue::new(vec![definition.clone()]).is_err());
    definition.interpolate = true;
    let view = view_of(Catalogue::new(vec![definition]).expect("declared"), &pack);
    let series = &view.series[0];
    assert_eq!(series.period.len(), 11);
    assert_eq!((series.value[5], series.status[5].as_ref()), (Some(110.0), "I"));
    assert_eq!(series.status[0], "A");
}

#[test]
fn a_doubtful_input_marks_the_result_and_reliable_leaves_it_out() {
    let mut doubtful = obs(
        "ghg_reduction_reported",
        "%",
        &[("base_year", "2004"), ("method", "a")],
        "city/9901",
        "2019",
        Some(48.0),
    );
    doubtful.status = Status::U;
    let sound = obs(
        "ghg_reduction_reported",
        "%",
        &[("base_year", "2004"), ("method", "a")],
        "city/9901",
        "2018",
        Some(36.0),
    );
    let pack = pack(vec![doubtful, sound]);
    let by = &["method"];
    let all = view_of(one("ghg_reduction_reported * 2", "%", by, &[Level::City]), &pack);
    assert_eq!(all.series[0].status, ["A", "U"]);
    assert_eq!(all.headline.expect("a headline").period, "2018", "a doubtful figure does not head the card");
    let some = view_of(one("reliable(ghg_reduction_reported)", "%", by, &[Level::City]), &pack);
    assert_eq!(some.series[0].period, ["2018"]);
}

#[test]
fn indicators_that_refer_to_each_other_in_a_circle_are_refused() {
    let define = |id: &str, formula: &str| fixture::definition(id, formula, "person", &[], &[Level::City]);
    let error = Catalogue::new(vec![
        define("a", "@b + population"),
        define("b", "@c"),
        define("c", "@a"),
        define("d", "@a"),
    ]);
    assert_eq!(error.err(), Some(CatalogueError::Cycle(["a", "b", "c", "a"].map(String::from).to_vec())));
    let own = Catalogue::new(vec![define("a", "@a")]);
    assert_eq!(
        own.err().map(|e| e.to_string()),
        Some("indicators refer to each other in a circle: a → a".into())
    );
    let twice = Catalogue::new(vec![define("a", "population"), define("a", "population")]);
    assert_eq!(twice.err(), Some(CatalogueError::Twice("a".into())));
}

#[test]
fn an_explanation_lists_parts_and_observations_and_its_hash_depends_on_them() {
    let rows = |second: f64| {
        pack(vec![
            cell("I.1.1", Ok(2.0)),
            cell("I.1.2", Ok(second)),
            obs("population", "person", &[], "city/9901", "2021", Some(10.0)),
        ])
    };
    let definitions = vec![
        fixture::definition(
            "per_head",
            "@total / latest(population)",
            "tCO2e/person",
            &["method"],
            &[Level::City],
        ),
        fixture::definition(
            "total",
            "sum(ghg_emissions over gpc, sector)",
            "tCO2e",
            &["method"],
            &[Level::City],
        ),
    ];
    let engine = Engine::new(Catalogue::new(definitions).expect("sound"));
    let explain = |second| {
        let (geo, period) = (GeoId::city("9901"), Period::Year(2019));
        engine.explain(&rows(second), "per_head", &geo, period, &BTreeMap::new()).expect("a value")
    };
    let found = explain(3.0);
    assert_eq!((found.value, found.dims["method"].as_str()), (Some(0.5), "GPC"));
    let depths: Vec<(u8, Option<f64>)> = found.steps.iter().map(|s| (s.depth, s.value)).collect();
    assert_eq!(depths[0], (0, Some(0.5)));
    assert_eq!(depths[1], (1, Some(5.0)), "@total");
    assert!(found.steps.iter().any(|s| s.expr.contains("gpc=I.1.2") && s.value == Some(3.0)));
    assert_eq!(found.inputs.len(), 3);
    assert_eq!(found.hash, explain(3.0).hash);
    assert_ne!(found.hash, explain(4.0).hash);
    assert_eq!(found.hash.len(), 64);
}

#[test]
fn a_promise_is_compared_only_with_a_reduction_of_the_same_base_year() {
    let rows = |base| {
        let dims = [("base_year", base), ("method", "own")];
        vec![obs("ghg_reduction_reported", "%", &dims, "city/9901", "2020", Some(30.0))]
    };
    let mut pack = pack(rows("2005"));
    pack.targets = vec![fixture::target(80.0, 2005, 2030)];
    let engine = Engine::new(Catalogue::embedded().expect("built"));
    let value = |pack: &crate::pack::Pack, id: &str| {
        engine.indicators(pack, Some(id)).remove(0).headline.map(|h| h.value)
    };
    assert_eq!(value(&pack, "ghg_distance_to_target"), Some(50.0));
    assert_eq!(value(&pack, "ghg_required_rate"), Some(5.0));
    let compound = value(&pack, "ghg_required_rate_compound").expect("a value");
    // 1 − (0.2 / 0.7)^(1/10)
    assert!((compound - 11.775).abs() < 0.001, "{compound}");
    pack.targets = vec![fixture::target(80.0, 1990, 2030)];
    assert_eq!(value(&pack, "ghg_distance_to_target"), None);
}

#[test]
fn gaps_are_counted_by_what_they_say() {
    let cells =
        vec![cell("I.1.1", Ok(2.0)), cell("I.4.1", Err(NotationKey::NO)), cell("IV.1", Err(NotationKey::NE))];
    let of = |formula: &str| {
        let catalogue = one(formula, "1", &["method"], &[Level::City]);
        city(&view_of(catalogue, &pack(cells.clone())))[0].1
    };
    assert_eq!(of("sum(known(ghg_emissions) over gpc, sector)"), Some(1.0));
    assert_eq!(of("sum(listed(ghg_emissions) over gpc, sector)"), Some(3.0));
    assert_eq!(of("sum(keyed(ghg_emissions, NE) over gpc, sector)"), Some(1.0));
}

#[test]
fn a_factor_of_the_tables_multiplies_an_activity() {
    let formula = r#"electricity_billed * factor(fuel = "natural_gas", use = "residential", gwp = "AR5")"#;
    let catalogue = one(formula, "tCO2e", &["voltage"], &[Level::City]);
    let rows = vec![obs("electricity_billed", "kWh", &[("voltage", "low")], "city/9901", "2019", Some(1e6))];
    let value = city(&view_of(catalogue, &pack(rows)))[0].1.expect("a value");
    // 1 GWh = 3.6 TJ at 56.2665 tCO2e/TJ.
    assert!((value - 3.6 * 56.2665).abs() < 1e-9, "{value}");
}

#[test]
fn the_embedded_catalogue_is_what_a_check_of_its_definitions_gives() {
    let embedded = Catalogue::embedded().expect("built");
    let anew = Catalogue::new(embedded.definitions().to_vec()).expect("sound");
    assert_eq!(embedded.order(), anew.order());
    for at in 0..anew.definitions().len() {
        let ((definition, read), (_, checked)) = (embedded.entry(at), anew.entry(at));
        assert_eq!(read.types, checked.types, "{}", definition.id);
        assert_eq!(read.factors, checked.factors, "{}", definition.id);
        let kinds =
            |c: &crate::formula::Checked| c.formula.nodes.iter().map(|n| n.kind.clone()).collect::<Vec<_>>();
        assert_eq!(kinds(read), kinds(checked), "{}", definition.id);
    }
}
