//! Fuel combustion against IPCC 2006, volume 2, tables 1.2, 2.2–2.5, 3.2.1 and 3.2.2 (as in the EFDB).

use super::*;
use crate::factor::{GwpSet, co2e};

fn burnt(fuel: &str, amount: f64, unit: &str, burnt_in: Use) -> Burnt {
    let unit = unit.parse().expect("a unit");
    Burnt { fuel: fuel.into(), amount, unit, burnt_in, variant: None }
}

#[test]
fn every_row_of_the_table_is_read() {
    assert_eq!(factors().len(), TABLE.lines().count() - 1);
    assert_eq!(factors().len(), 145);
}

#[test]
fn natural_gas_at_home() {
    let result = burn(&burnt("natural_gas", 1000.0, "MWh", Use::Residential)).expect("known");
    // 3.6 TJ · (56 100 kg CO2, 5 kg CH4, 0.1 kg N2O) per TJ; 202.0 kg CO2 per MWh as published.
    assert_eq!(result.energy_tj, 3.6);
    assert!((result.masses_t[&Gas::Co2] - 201.96).abs() < 1e-9);
    assert!((result.masses_t[&Gas::Ch4] - 0.018).abs() < 1e-12);
    assert!((result.masses_t[&Gas::N2o] - 0.000_36).abs() < 1e-12);
    let total = co2e(&result.masses_t, GwpSet::Ar5).expect("known");
    assert!((total - (201.96 + 0.018 * 28.0 + 0.000_36 * 265.0)).abs() < 1e-9);
    let ids: Vec<u32> = result.factors.iter().map(|f| f.efdb_id).collect();
    assert_eq!(ids, [118_128, 118_182, 118_236]);
}

#[test]
fn published_factors_a_megawatt_hour() {
    // IPCC 2006 kg/TJ · 3.6 MJ/kWh, rounded to 0.1 kg CO2/MWh.
    let published = [
        ("natural_gas", 202.0),
        ("diesel_oil", 266.8),
        ("motor_gasoline", 249.5),
        ("liquefied_petroleum_gases", 227.2),
        ("residual_fuel_oil", 278.6),
    ];
    for (fuel, kg) in published {
        let result = burn(&burnt(fuel, 1.0, "MWh", Use::Commercial)).expect("known");
        assert!((result.masses_t[&Gas::Co2] * 1000.0 - kg).abs() < 0.05, "{fuel}");
    }
}

#[test]
fn a_mass_takes_the_calorific_value() {
    let result = burn(&burnt("diesel_oil", 100.0, "t", Use::Road)).expect("known");
    // 0.1 Gg · 43.0 TJ/Gg = 4.3 TJ; 74 100, 3.9 and 3.9 kg/TJ.
    assert!((result.energy_tj - 4.3).abs() < 1e-12);
    assert!((result.masses_t[&Gas::Co2] - 318.63).abs() < 1e-9);
    assert!((result.masses_t[&Gas::Ch4] - 0.016_77).abs() < 1e-12);
    assert_eq!(result.factors[0].efdb_id, 117_453);
}

#[test]
fn carbon_of_biofuels_is_apart() {
    let result = burn(&burnt("wood", 1.0, "TJ", Use::Residential)).expect("known");
    assert!((result.co2_biogenic_t - 112.0).abs() < 1e-12);
    assert!(!result.masses_t.contains_key(&Gas::Co2));
    assert!((result.masses_t[&Gas::Ch4] - 0.3).abs() < 1e-12);
}

#[test]
fn road_factors_need_the_technology() {
    let mut petrol = burnt("motor_gasoline", 1.0, "TJ", Use::Road);
    let error = burn(&petrol).expect_err("three technologies").to_string();
    assert_eq!(
        error,
        "CH4 of motor_gasoline depends on the technology; name one of: uncontrolled, oxidation_catalyst, low_mileage_1995"
    );
    petrol.variant = Some("oxidation_catalyst".into());
    let result = burn(&petrol).expect("known");
    assert!((result.masses_t[&Gas::Ch4] - 0.025).abs() < 1e-12);
    assert!((result.masses_t[&Gas::N2o] - 0.008).abs() < 1e-12);
    petrol.variant = Some("warp".into());
    assert!(burn(&petrol).expect_err("no such").to_string().contains("in road (warp)"));
}

#[test]
fn carbon_does_not_depend_on_where_a_fuel_burns() {
    for factor in factors().iter().filter(|f| f.gas == Some(Gas::Co2)) {
        let first = factors().iter().find(|f| f.gas == Some(Gas::Co2) && f.fuel == factor.fuel);
        assert_eq!(first.map(|f| f.value), Some(factor.value), "{}", factor.fuel);
    }
}

#[test]
fn what_is_not_known_is_an_error() {
    let fails = |b: Burnt| burn(&b).expect_err("refused").to_string();
    assert!(fails(burnt("coal", 1.0, "TJ", Use::Manufacturing)).starts_with("no CO2 factor for coal"));
    assert!(fails(burnt("coal", 1.0, "t", Use::Manufacturing)).starts_with("no calorific value for coal"));
    assert!(fails(burnt("wood", 1.0, "km", Use::Residential)).ends_with("not km"));
    assert!(fails(burnt("wood", -1.0, "TJ", Use::Residential)).starts_with("amount is -1"));
    assert!(fails(burnt("wood", 1.0, "TJ", Use::Road)).starts_with("no CH4 factor for wood in road"));
}
