use proptest::prelude::*;

use super::{symbol::SYMBOLS, *};

fn unit(text: &str) -> Unit {
    text.parse().unwrap_or_else(|e| panic!("{text}: {e}"))
}

fn convert(value: f64, from: &str, to: &str) -> f64 {
    unit(from).factor_to(&unit(to)).map(|f| f.apply(value)).unwrap_or_else(|e| panic!("{e}"))
}

#[test]
fn everyday_units_are_written_as_they_are_read() {
    for text in [
        "tCO2e",
        "ktCO2e",
        "kgCO2e",
        "kWh",
        "MWh",
        "GWh",
        "TJ",
        "person",
        "km2",
        "ha",
        "µg/m3",
        "%",
        "1",
        "tCO2e/person",
        "kWh/person",
        "gCO2e/kWh",
        "person/km2",
        "dwelling",
        "building",
        "km",
        "km/person",
        "EUR",
        "t",
        "m3",
        "year",
        "pp/year",
        "tCO2e/MWh",
        "kWh/m2/year",
        "1/year",
        "EUR/tCO2e",
        "point",
    ] {
        assert_eq!(unit(text).to_string(), text);
    }
    for text in ["ug/m3", "µg/m³", "\u{3bc}g/m3", "µg/m^3"] {
        assert_eq!(unit(text), unit("µg/m3"), "{text}");
    }
}

#[test]
fn conversions_are_exact() {
    assert_eq!(convert(0.184, "tCO2e/MWh", "gCO2e/kWh"), 184.0);
    assert_eq!(convert(1.0, "GWh", "TJ"), 3.6);
    assert_eq!(convert(1.0, "ktoe", "TJ"), 41.868);
    assert_eq!(convert(250.0, "ha", "km2"), 2.5);
    assert_eq!(convert(0.36, "1", "%"), 36.0);
    assert_eq!(convert(1000.0, "W", "kWh/h"), 1.0);
    assert_eq!(convert(1.0, "m3", "L"), 1000.0);
    assert_eq!(convert(86_400.0, "kW*s", "kWh"), 24.0);
}

#[test]
fn what_does_not_fit_names_both_units() {
    let error = unit("tCO2e").factor_to(&unit("kWh")).unwrap_err().to_string();
    assert!(error.contains("tCO2e") && error.contains("kWh"), "{error}");
    assert!(!unit("t").fits(&unit("tCO2e")), "CO2e is not plain mass");
    assert!(!unit("dwelling").fits(&unit("building")));
    assert!(!unit("year").fits(&unit("day")));
}

#[test]
fn what_is_no_unit_is_refused() {
    for text in ["", "furlong", "kWh/", "/kWh", "m7", "tCO2", "kwh", "%%", "kWh//m2", "1/1", &"m".repeat(200)]
    {
        assert!(text.parse::<Unit>().is_err(), "{text}");
    }
}

fn any_unit() -> impl Strategy<Value = Unit> {
    prop::collection::vec((0..SYMBOLS.len() as u8, -2i8..=2), 0..4).prop_map(|factors| {
        let mut unit = Unit::one();
        for (symbol, exponent) in factors {
            unit.multiply(symbol, exponent);
        }
        unit
    })
}

proptest! {
    #[test]
    fn display_reads_back(unit in any_unit()) {
        prop_assume!(unit.factors.iter().all(|(_, e)| e.abs() <= MAX_EXPONENT));
        prop_assert_eq!(unit.to_string().parse::<Unit>().ok(), Some(unit));
    }

    #[test]
    fn products_commute_and_quotients_undo_them(a in any_unit(), b in any_unit()) {
        if let (Ok(ab), Ok(ba)) = (a.times(&b), b.times(&a)) {
            prop_assert_eq!(&ab, &ba);
            prop_assert_eq!(ab.per(&b), Ok(a));
        }
    }

    #[test]
    fn a_conversion_and_its_inverse_meet(a in 0..SYMBOLS.len() as u8, b in 0..SYMBOLS.len() as u8, v in 1e-3..1e6f64) {
        let (mut from, mut to) = (Unit::one(), Unit::one());
        from.multiply(a, 1);
        to.multiply(b, 1);
        if let (Ok(there), Ok(back)) = (from.factor_to(&to), to.factor_to(&from)) {
            let again = back.apply(there.apply(v));
            prop_assert!((again - v).abs() <= v * 1e-15 * 4.0, "{v} became {again}");
        }
    }

    #[test]
    fn any_text_is_read_or_refused(text in "\\PC{0,90}") {
        let _ = text.parse::<Unit>();
    }

    #[test]
    fn near_units_are_read_or_refused(text in "[a-zA-Zµ%²³0-9/·*^ ]{0,20}") {
        let _ = text.parse::<Unit>();
    }
}
