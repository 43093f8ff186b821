//! How sure a value is, and what a derivation says of it.

use std::collections::BTreeMap;

use super::{
    fixture::{definition, obs, pack},
    one,
};
use crate::{
    geo::Level,
    indicator::{Catalogue, Draft, Engine, Wanted},
    lineage::prov,
    observation::{Observation, Quality},
    period::Period,
    uncertainty::{Distribution, Simulation, Variable},
    view::Explanation,
};

fn rated(concept: &str, unit: &str, dims: &[(&str, &str)], value: f64, quality: Quality) -> Observation {
    let mut o = obs(concept, unit, dims, "city/9901", "2019", Some(value));
    o.quality = Some(quality);
    o
}

fn explained(catalogue: Catalogue, rows: Vec<Observation>) -> Explanation {
    let city = "city/9901".parse().expect("a place");
    let dims = BTreeMap::new();
    let wanted = Wanted { geo: &city, period: Period::Year(2019), dims: &dims };
    Engine::new(catalogue).explain_simulated(&pack(rows), "x", &wanted, 500).expect("a value")
}

fn two() -> Vec<Observation> {
    let voltage = |member| [("voltage", member)];
    vec![
        rated("electricity_billed", "kWh", &voltage("low"), 300.0, Quality::H),
        rated("electricity_billed", "kWh", &voltage("medium_high"), 100.0, Quality::L),
    ]
}

#[test]
fn a_sum_is_equation_3_2_and_a_product_equation_3_1() {
    let sum = explained(one("sum(electricity_billed over voltage)", "kWh", &[], &[Level::City]), two());
    let sure = sum.uncertainty.expect("rated inputs");
    let expected = libm::sqrt(15.0f64 * 15.0 + 25.0 * 25.0) / 400.0 * 100.0;
    assert!((sure.propagated_pct - expected).abs() < 1e-9, "{} {expected}", sure.propagated_pct);
    assert!(!sure.has_defaults);
    assert_eq!(sure.rules, ["rated_h", "rated_l"]);
    let mut rows = two();
    rows.push(obs("population", "person", &[], "city/9901", "2019", Some(50.0)));
    let formula = r#"electricity_billed{voltage = "low"} * population"#;
    let product = explained(one(formula, "kWh*person", &[], &[Level::City]), rows).uncertainty;
    let product = product.expect("uncertain inputs");
    // The second order of the product of two errors is dropped by both equations: f is linear in each input.
    assert!((product.propagated_pct - libm::sqrt(25.0 + 25.0)).abs() < 1e-9, "{}", product.propagated_pct);
    assert!(product.has_defaults, "the population took its default");
}

#[test]
fn what_a_source_states_comes_before_its_rating() {
    let mut rows = two();
    rows[0].uncertainty = Some(40.0);
    let found = explained(one("sum(electricity_billed over voltage)", "kWh", &[], &[Level::City]), rows);
    let sure = found.uncertainty.expect("uncertain inputs");
    let expected = libm::sqrt(120.0f64 * 120.0 + 25.0 * 25.0) / 400.0 * 100.0;
    assert!((sure.propagated_pct - expected).abs() < 1e-9, "{} {expected}", sure.propagated_pct);
    assert_eq!((sure.rules, sure.has_defaults), (vec!["rated_l".to_string(), "stated".into()], false));
    let rated = explained(one("sum(electricity_billed over voltage)", "kWh", &[], &[Level::City]), two());
    assert_ne!(found.hash, rated.hash, "what is stated is part of the lineage");
}

#[test]
fn intervals_over_time_are_those_of_each_period() {
    let at = |year: &str, value: f64| {
        let mut o = rated("electricity_billed", "kWh", &[("voltage", "low")], value, Quality::M);
        o.period = year.parse().expect("a period");
        o
    };
    let catalogue = one("sum(electricity_billed over voltage)", "kWh", &[], &[Level::City]);
    let engine = Engine::new(catalogue);
    let data = pack(vec![at("2017", 100.0), at("2019", 300.0)]);
    let city = "city/9901".parse().expect("a place");
    let found = engine.intervals(&data, "x", &city, &[BTreeMap::new()]).expect("known");
    let ends: Vec<(&str, f64, f64)> =
        found[0].iter().map(|i| (i.period.as_str(), i.lower, i.upper)).collect();
    assert_eq!(ends.len(), 2);
    for ((period, lower, upper), (year, value)) in ends.into_iter().zip([("2017", 100.0), ("2019", 300.0)]) {
        assert_eq!(period, year);
        assert!((lower - 0.9 * value).abs() < 1e-9 && (upper - 1.1 * value).abs() < 1e-9, "{lower} {upper}");
    }
    assert!(engine.intervals(&data, "y", &city, &[]).is_err());
}

#[test]
fn each_part_that_reads_data_says_which() {
    let found = explained(one("sum(electricity_billed over voltage)", "kWh", &[], &[Level::City]), two());
    let read: Vec<u32> = found.steps.iter().flat_map(|s| s.inputs.clone()).collect();
    assert_eq!(read, [0, 1]);
    for step in found.steps.iter().filter(|s| !s.inputs.is_empty()) {
        assert_eq!(step.kind, crate::view::StepKind::Data);
        assert_eq!(step.value, found.inputs[step.inputs[0] as usize].value);
    }
    let named = explained(
        one(
            r#"sum(electricity_billed{voltage in ["low", "medium_high"]} over voltage)"#,
            "kWh",
            &[],
            &[Level::City],
        ),
        two(),
    );
    let exprs: Vec<&str> = named.steps.iter().map(|s| s.expr.as_str()).skip(1).collect();
    assert_eq!(exprs, ["electricity_billed{voltage=low}", "electricity_billed{voltage=medium_high}"]);
}

#[test]
fn monte_carlo_is_that_of_the_module_with_the_same_seed() {
    let found = explained(one("sum(electricity_billed over voltage)", "kWh", &[], &[Level::City]), two());
    let simulated = found.uncertainty.and_then(|u| u.simulated).expect("simulated");
    let variable = |member: &str, mean: f64, pct: f64| Variable {
        name: format!("electricity_billed{{voltage={member}}} city/9901 2019"),
        distribution: Distribution::Normal { mean, sd: mean * pct / 100.0 / 1.959_963_984_540_054 },
    };
    let variables = vec![variable("low", 300.0, 5.0), variable("medium_high", 100.0, 25.0)];
    let simulation =
        Simulation { seed: simulated.seed, draws: simulated.draws, variables, correlations: Vec::new() };
    let expected = simulation.run(|x| x[0] + x[1]).expect("runs");
    let low = expected.percentile(2.5).expect("kept");
    let high = expected.percentile(97.5).expect("kept");
    assert!(
        (simulated.lower - low).abs() < 1e-9 && (simulated.upper - high).abs() < 1e-9,
        "{simulated:?} {low} {high}"
    );
    assert!((simulated.mean - expected.mean).abs() < 1e-9);
}

#[test]
fn an_input_that_stands_twice_moves_twice() {
    let formula = "sum(electricity_billed over voltage) / sum(electricity_billed over voltage)";
    let found = explained(one(formula, "1", &[], &[Level::City]), two());
    let sure = found.uncertainty.expect("uncertain inputs");
    assert!(sure.propagated_pct < 1e-9, "a share of itself is certain: {}", sure.propagated_pct);
}

#[test]
fn factors_and_their_set_are_part_of_the_lineage() {
    let of = |set: &str| {
        let formula = format!(
            r#"electricity_billed{{voltage = "low"}} * factor(fuel = "natural_gas", use = "residential", gwp = "{set}")"#
        );
        explained(one(&formula, "tCO2e", &[], &[Level::City]), two())
    };
    let (ar5, ar6) = (of("AR5"), of("AR6"));
    assert_eq!(ar5.factors[0].gwp.as_deref(), Some("AR5"));
    assert_eq!(ar5.factors[0].rows.len(), 3);
    assert_ne!(ar5.factors[0].hash, ar6.factors[0].hash);
    assert_ne!(ar5.hash, ar6.hash);
    assert_eq!(ar5.inputs[0].quality, "H");
    let sure = ar5.uncertainty.expect("uncertain inputs").propagated_pct;
    assert!((sure - libm::sqrt(50.0f64)).abs() < 1e-9, "5 % of the amount and 5 % of the factor: {sure}");
}

#[test]
fn a_derivation_is_prov_json_whose_links_all_lead_somewhere() {
    let formula = r#"sum(electricity_billed over voltage) * factor(fuel = "natural_gas", use = "residential", gwp = "AR5")"#;
    let found = explained(one(formula, "tCO2e", &[], &[Level::City]), two());
    let document = prov::document(&found, "00ff");
    let named = |part: &str, id: &str| document[part].get(id).is_some();
    for (part, ends) in [
        ("used", ["prov:activity", "prov:entity"]),
        ("wasGeneratedBy", ["prov:activity", "prov:entity"]),
        ("wasDerivedFrom", ["prov:generatedEntity", "prov:usedEntity"]),
        ("hadMember", ["prov:collection", "prov:entity"]),
    ] {
        let links = document[part].as_object().expect("links");
        assert!(!links.is_empty(), "{part}");
        for link in links.values() {
            for end in ends {
                let id = link[end].as_str().expect("an id");
                assert!(named("entity", id) || named("activity", id), "{part}: {id}");
            }
        }
    }
    assert_eq!(document["used"].as_object().map(|u| u.len()), Some(3), "two observations and a factor");
    let text = |e: &Explanation| prov::document(e, "00ff").to_string();
    assert_eq!(text(&found), text(&found));
}

#[test]
fn a_draft_is_computed_and_does_not_stay() {
    let engine = Engine::new(
        Catalogue::new(vec![definition("x", "population", "person", &[], &[Level::City])]).expect("sound"),
    );
    let draft = |formula: &str| Draft { formula: formula.into(), ..Draft::default() };
    let trial = engine.trial(&pack(two()), &draft("electricity_billed / 2")).expect("sound");
    assert_eq!((trial.unit.as_str(), trial.dimensions), ("kWh", vec!["voltage".to_string()]));
    assert_eq!(trial.indicator.series.len(), 2);
    assert_eq!(engine.catalogue().definitions().len(), 1);
    let error = engine.trial(&pack(two()), &draft("electricity_billed\n+ population")).expect_err("units");
    assert!(
        error.place().is_some() && error.to_string().contains("kWh") && error.to_string().contains("person"),
        "{error}"
    );
    assert!(engine.trial(&pack(two()), &draft("@draft")).is_err(), "it cannot refer to itself");
}

#[test]
fn the_order_of_rows_changes_no_hash_and_no_interval() {
    let formula = "sum(electricity_billed over voltage) / latest(population)";
    let rows = |turn: usize| {
        let mut rows = two();
        rows.push(obs("population", "person", &[], "city/9901", "2011", Some(40.0)));
        rows.push(obs("population", "person", &[], "city/9901", "2019", Some(50.0)));
        rows.rotate_left(turn);
        rows
    };
    let of = |turn| explained(one(formula, "kWh/person", &[], &[Level::City]), rows(turn));
    for turn in 1..4 {
        assert_eq!(of(0), of(turn));
    }
    assert!(!of(0).hash.is_empty());
}
