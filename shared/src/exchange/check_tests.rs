//! Rules of a finished inventory, each broken on its own.

use super::*;
use crate::{
    factor::GwpSet,
    geo::GeoId,
    inventory::Method,
    observation::{NotationKey, Quality},
};

/// 1000 MWh of natural gas at home: 3.6 TJ · 56 100 kg/TJ = 201.96 t.
fn good() -> InventoryRow {
    InventoryRow {
        scope: Some(1),
        activity: Some("natural gas".into()),
        activity_value: Some(1000.0),
        activity_unit: Some("MWh".into()),
        factor_value: Some(56_100.0),
        factor_unit: Some("kg/TJ".into()),
        gas: Some("CO2".into()),
        gwp_set: Some(GwpSet::Ar5),
        emissions_t: Some(201.96),
        quality_activity: Some(Quality::H),
        quality_factor: Some(Quality::M),
        source: Some("utility".into()),
        ..InventoryRow::new(GeoId::city("1106"), 2019, "I.1.1")
    }
}

/// The rules that rows break; that an example does not fill every cell of BASIC is left aside.
fn codes(rows: Vec<InventoryRow>) -> Vec<String> {
    check(&Inventory::new(rows)).into_iter().map(|f| f.code).filter(|c| c != "incomplete").collect()
}

#[test]
fn a_good_row_has_no_findings() {
    assert!(codes(vec![good()]).is_empty(), "{:?}", codes(vec![good()]));
    let methane =
        InventoryRow { gas: Some("CH4".into()), factor_value: Some(5.0), emissions_t: Some(0.504), ..good() };
    assert!(codes(vec![methane]).is_empty());
    let equivalent = InventoryRow {
        gas: Some("CO2e".into()),
        factor_value: Some(0.2),
        factor_unit: Some("tCO2e/MWh".into()),
        emissions_t: Some(200.0),
        ..good()
    };
    assert!(codes(vec![equivalent]).is_empty());
}

#[test]
fn each_rule_has_its_code() {
    let with = |change: fn(&mut InventoryRow)| {
        let mut row = good();
        change(&mut row);
        codes(vec![row])
    };
    assert_eq!(with(|r| r.emissions_t = Some(210.0)), ["arithmetic"]);
    assert_eq!(with(|r| r.factor_unit = Some("kg/furlong".into())), ["not_recomputed"]);
    let no_set = |r: &mut InventoryRow| (r.gas, r.gwp_set) = (Some("CH4".into()), None);
    assert_eq!(with(no_set), ["not_recomputed"]);
    assert_eq!(with(|r| r.scope = Some(2)), ["scope"]);
    assert_eq!(with(|r| r.gpc = "X.1".into()), ["gpc_reference"]);
    assert_eq!(with(|r| r.source = None), ["no_source"]);
    assert_eq!(with(|r| r.quality_factor = None), ["no_quality"]);
    assert_eq!(with(|r| r.notation = Some(NotationKey::NE)), ["value_and_key"]);
    assert_eq!(with(|r| r.emissions_t = Some(f64::NAN)), ["not_finite"]);
    let key = || InventoryRow {
        notation: Some(NotationKey::NO),
        ..InventoryRow::new(GeoId::city("1106"), 2019, "I.4.1")
    };
    assert_eq!(codes(vec![key()]), ["no_explanation"]);
    assert!(codes(vec![InventoryRow { explanation: Some("no power plant".into()), ..key() }]).is_empty());
    assert_eq!(codes(vec![InventoryRow { notation: None, ..key() }]), ["no_value", "no_source"]);
    assert_eq!(codes(vec![good(), good()]), ["repeated"]);
    assert_eq!(with(|r| r.gpc = "I.9.1".into()), ["gpc_reference"]);
    assert_eq!(with(|r| r.method = Some(Method::MarketBased)), ["method"]);
    let negative = |r: &mut InventoryRow| (r.activity_value, r.emissions_t) = (Some(-1000.0), Some(-201.96));
    assert_eq!(with(negative), ["negative"]);
}

#[test]
fn rows_are_also_looked_at_together() {
    let methane = InventoryRow {
        gas: Some("CH4".into()),
        gwp_set: Some(GwpSet::Sar),
        factor_value: Some(5.0),
        emissions_t: Some(0.378),
        ..good()
    };
    assert_eq!(codes(vec![good(), methane]), ["mixed_gwp"]);
    let by = |method| InventoryRow { gpc: "II.1.1".into(), method: Some(method), ..good() };
    assert_eq!(codes(vec![by(Method::FuelSales), by(Method::Territorial)]), ["two_methods"]);
    let findings = check(&Inventory::new(vec![good()]));
    let last = findings.last().expect("incomplete");
    assert_eq!((last.code.as_str(), last.what.as_str()), ("incomplete", "city/1106 2019"));
    assert!(last.message.contains("I.1.2, I.2.1") && !last.message.contains(": I.1.1"), "{}", last.message);
}
