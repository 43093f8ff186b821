use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;
use crate::unit::Unit;

/// A small vocabulary of its own, so that the language is tested apart from the catalogue.
struct Words;

impl Concepts for Words {
    fn concept(&self, id: &str) -> Option<ConceptType> {
        let (unit, dimensions, timeless): (&str, &[&str], bool) = match id {
            "ghg_emissions" => ("tCO2e", &["method", "gpc", "scope"], false),
            "population" => ("person", &[], false),
            "electricity" => ("kWh", &["voltage"], false),
            "capture" => ("%", &["pollutant"], false),
            "air" => ("µg/m3", &["pollutant"], false),
            "promise" => ("%", &["target"], true),
            _ => return None,
        };
        let dimensions = dimensions.iter().map(|d| (*d).to_string()).collect::<BTreeSet<_>>();
        Some(ConceptType { unit: unit.parse().ok()?, dimensions, timeless })
    }

    fn indicator(&self, id: &str) -> Option<ConceptType> {
        let dimensions = BTreeSet::from(["method".to_string()]);
        (id == "ghg_total").then(|| ConceptType {
            unit: "tCO2e".parse().unwrap_or_default(),
            dimensions,
            timeless: false,
        })
    }
}

fn checked(text: &str, unit: &str, by: &[&str]) -> Result<Checked, String> {
    let formula = parse(text).map_err(|e| e.to_string())?;
    let unit: Unit = unit.parse().map_err(|e: crate::unit::UnitError| e.to_string())?;
    let by: Vec<String> = by.iter().map(|b| (*b).to_string()).collect();
    let expected = Expected { id: "test", unit: &unit, by: &by, interpolate: false };
    check(formula, &expected, &Words).map_err(|e| e.to_string())
}

#[test]
fn sound_formulas_pass() {
    for (text, unit, by) in [
        ("sum(ghg_emissions over gpc, scope)", "tCO2e", &["method"] as &[_]),
        (
            "sum(ghg_emissions{scope in [\"1\", \"2\"]} over gpc, scope) / latest(population)",
            "kgCO2e/person",
            &["method"],
        ),
        ("100 [%] * change(population, 10) / lag(population, 10)", "%", &[]),
        ("1 - electricity{voltage = \"low\"} / sum(electricity over voltage)", "%", &[]),
        ("doubt_unless(air, capture >= 75 [%])", "µg/m3", &["pollutant"]),
        ("-@ghg_total{method = \"GPC\"} # to the end\n + 2 [ktCO2e]", "tCO2e", &[]),
        ("rate(population, 10)", "person/year", &[]),
        ("promise - 100 [%] * population / at(population, 2011)", "pp", &["target"]),
        ("pow(population / lag(population, 10), 1 / 10) - 1", "%", &[]),
        ("if_known(electricity, sum_parishes(electricity), 0 [kWh])", "MWh", &["voltage"]),
        ("aggregate(air, station to city, max)", "µg/m3", &["pollutant"]),
        ("1e3 [t/km2] * of_city(population) / population", "t/km2", &[]),
    ] {
        if let Err(error) = checked(text, unit, by) {
            panic!("{text}: {error}");
        }
    }
}

#[test]
fn faults_are_named_with_their_place() {
    for (text, unit, by, words) in [
        ("ghg_emissions + electricity", "tCO2e", &[] as &[_], &["1:1", "tCO2e", "kWh"] as &[_]),
        ("population +\n  electricity * 2 [kWh]", "person", &[], &["person", "kWh2"]),
        ("people", "person", &[], &["no concept", "people"]),
        ("@ghg_totals", "tCO2e", &[], &["no indicator", "ghg_totals"]),
        ("population", "kWh", &[], &["person", "kWh"]),
        ("population{sex = \"f\"}", "person", &[], &["no dimension", "sex"]),
        ("electricity", "kWh", &["pollutant"], &["no dimension", "pollutant"]),
        ("sum(electricity over scope)", "kWh", &[], &["scope", "voltage"]),
        ("latest(population)", "person", &[], &["every period"]),
        ("12 [%]", "%", &[], &["every place"]),
        ("interpolate(population)", "person", &[], &["interpolate"]),
        ("ln(population)", "1", &[], &["pure number", "person"]),
        ("where(population, capture > 1)", "person", &[], &["pollutant"]),
        ("if_known(population, electricity)", "person", &[], &["person", "kWh"]),
        ("aggregate(population, city to parish2013)", "person", &[], &["does not lie in"]),
        ("promise", "%", &["target"], &["every period"]),
        ("3 [furlong]", "1", &[], &["1:4", "furlong"]),
        ("sum(population)", "person", &[], &["over"]),
        ("lag(population, 0)", "person", &[], &["1 to 200"]),
        ("population\n*", "person", &[], &["2:2", "the end"]),
        ("population < 3", "person", &[], &["<"]),
        ("mode(population)", "person", &[], &["no function", "mode"]),
        ("population{a", "person", &[], &["=, !=, in or not in"]),
        ("\"open", "1", &[], &["closing"]),
        ("1e999", "1", &[], &["too large"]),
        ("população", "1", &[], &["ç"]),
        ("at(population, soon)", "person", &[], &["period"]),
    ] {
        let error = checked(text, unit, by).expect_err(text);
        for word in words {
            assert!(error.contains(word), "{text}: “{word}” is not in “{error}”");
        }
    }
}

#[test]
fn depth_and_length_are_bounded() {
    let deep = format!("{}population{}", "(".repeat(MAX_DEPTH + 1), ")".repeat(MAX_DEPTH + 1));
    assert!(parse(&deep).is_err());
    assert!(parse(&"-".repeat(MAX_LENGTH)).is_err());
    assert!(parse(&format!("1{}", " ".repeat(MAX_LENGTH))).is_err());
    let wide = vec!["1"; 1000].join("+");
    assert_eq!(parse(&wide).map(|f| f.nodes.len()), Ok(1999));
}

#[test]
fn a_part_keeps_its_own_text() {
    let formula = parse("  100 [%] *\n  (population / of_city(population))").expect("sound");
    let texts: Vec<String> = (0..formula.nodes.len()).map(|i| formula.text_of(i as NodeId)).collect();
    assert_eq!(texts[0], "100 [%]");
    assert_eq!(texts[2], "population");
    assert_eq!(texts[3], "of_city(population)");
    assert_eq!(texts.last().map(String::as_str), Some("100 [%] * (population / of_city(population))"));
}

/// Pieces of the language in any order: more likely to reach the depths than random letters.
fn pieces() -> impl Strategy<Value = String> {
    const WORDS: &[&str] = &[
        "sum(",
        "mean(",
        "over ",
        "population",
        "electricity",
        "ghg_emissions",
        "{",
        "}",
        "voltage",
        " = ",
        "\"low\"",
        " in [",
        "]",
        ",",
        "(",
        ")",
        "+",
        "-",
        "*",
        "/",
        "lag(",
        "latest(",
        "at(",
        "2021",
        "10",
        "1.5e3",
        "[%]",
        "[kWh]",
        "where(",
        ">=",
        "@ghg_total",
        "aggregate(",
        "station to city",
        "if_known(",
        "pow(",
        "not",
        "!=",
        "#",
        "\n",
        "é",
    ];
    prop::collection::vec(prop::sample::select(WORDS).prop_map(str::to_string), 0..40)
        .prop_map(|w| w.concat())
}

proptest! {
    #[test]
    fn no_text_panics(text in "\\PC{0,200}") {
        let _ = checked(&text, "1", &[]);
    }

    #[test]
    fn no_arrangement_of_words_panics(text in pieces()) {
        let _ = checked(&text, "kWh", &["voltage"]);
    }

    #[test]
    fn what_is_read_keeps_its_parts_before_the_whole(text in pieces()) {
        if let Ok(formula) = parse(&text) {
            for (id, node) in formula.nodes.iter().enumerate() {
                prop_assert!(node.kind.parts().iter().all(|p| usize::from(*p) < id));
                let _ = formula.text_of(id as NodeId);
            }
        }
    }
}

#[test]
fn factors_are_looked_up_and_checked_for_units() {
    let lookup = |text: &str| match &parse(text).expect("reads").nodes.last().expect("a node").kind {
        Kind::Factor(lookup) => lookup.resolve().unwrap_or_else(|e| panic!("{text}: {e}")),
        other => panic!("{other:?}"),
    };
    // IPCC 2006, vol. 2, table 2.5 (natural gas, residential): 56,100 kg CO2, 5 kg CH4, 0.1 kg N2O per TJ;
    // AR5: 28 and 265.
    let co2e = lookup(r#"factor(fuel = "natural_gas", gas = "CO2e", use = "residential", gwp = "AR5")"#);
    assert!((co2e.value - (56.1 + 0.005 * 28.0 + 0.0001 * 265.0)).abs() < 1e-12, "{}", co2e.value);
    assert_eq!((co2e.unit.to_string().as_str(), co2e.rows.len()), ("tCO2e/TJ", 3));
    assert_eq!(lookup(r#"factor(fuel = "natural_gas", gas = "CH4", use = "residential")"#).value, 0.005);
    assert_eq!(lookup(r#"gwp("CH4", "AR6")"#).value, 27.9);
    assert_eq!(lookup(r#"ncv("diesel_oil")"#).value, 43.0);
    let energy = r#"electricity * factor(fuel = "natural_gas", use = "residential", gwp = "AR5")"#;
    assert!(checked(energy, "tCO2e", &["voltage"]).is_ok());
    let wrong = checked(energy, "t", &["voltage"]).expect_err("a mass is no CO2e");
    assert!(wrong.contains("the indicator in t"), "{wrong}");
    for (text, says) in [
        (
            r#"electricity * factor(fuel = "coal", use = "residential", gwp = "AR5")"#,
            "test, 1:15, “factor(fuel",
        ),
        (
            r#"electricity * factor(fuel = "natural_gas", use = "home", gwp = "AR5")"#,
            "“home” is no use of a fuel",
        ),
        (r#"electricity * factor(fuel = "natural_gas", use = "residential")"#, "needs a set of potentials"),
        (r#"electricity * factor(fuel = "wood", gas = "CO2", use = "residential")"#, "biogenic"),
        (r#"electricity * gwp("CH4", "AR9")"#, "“AR9” is not a GWP set"),
    ] {
        let error = checked(text, "tCO2e", &["voltage"]).expect_err("refused");
        assert!(error.contains(says), "{text}: {error}");
    }
    let told = parse(r#"factor(fuel = "natural_gas", year = "2019")"#).expect_err("refused").to_string();
    assert!(told.starts_with("at 1:1: a factor of a fuel has no “year”"), "{told}");
}

#[test]
fn a_lookup_reads_back_as_it_is_written() {
    for text in [
        r#"factor(fuel = "natural_gas", gas = "CO2e", use = "residential", gwp = "AR5")"#,
        r#"ncv("diesel_oil")"#,
        r#"gwp("N2O", "AR4")"#,
    ] {
        match &parse(text).expect("reads").nodes[0].kind {
            Kind::Factor(lookup) => assert_eq!(lookup.to_string(), text),
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn electricity_is_a_factor_of_its_country_by_year() {
    let formula =
        parse(r#"factor(fuel = "electricity", region = "Continente", method = "annual")"#).expect("reads");
    assert!(
        matches!(&formula.nodes[0].kind, Kind::Series(name, filters) if name == "grid_emission_factor" && filters.len() == 2)
    );
    assert!(matches!(formula.nodes[1].kind, Kind::Of(crate::geo::Level::Country, 0)));
}

#[test]
fn counts_and_per_capita_have_their_units() {
    for (text, unit, by) in [
        ("per_capita(electricity)", "kWh/person", &["voltage"] as &[_]),
        (
            "sum(known(ghg_emissions) over gpc, scope) / sum(listed(ghg_emissions) over gpc, scope)",
            "%",
            &["method"],
        ),
        ("sum(keyed(ghg_emissions, NE) over gpc, scope)", "1", &["method"]),
    ] {
        assert!(checked(text, unit, by).is_ok(), "{text}: {:?}", checked(text, unit, by));
    }
    let wrong = parse("keyed(population, XX)").expect_err("no key").to_string();
    assert!(wrong.contains("a notation key: NO, NE, IE or C"), "{wrong}");
}
