//! Rows worked by hand, and what a total refuses to mix.

use proptest::prelude::*;

use super::*;
use crate::{
    geo::GeoId,
    inventory::{Level, total, totals},
};

fn row(gpc: &str) -> InventoryRow {
    InventoryRow::new(GeoId::city("1106"), 2019, gpc)
}

/// 1,000 MWh of natural gas at home by IPCC 2006, vol. 2, table 2.5: 56,100 kg CO2, 5 kg CH4, 0.1 kg N2O a TJ.
fn gas_at_home() -> Vec<InventoryRow> {
    [("CO2", 56_100.0), ("CH4", 5.0), ("N2O", 0.1)]
        .map(|(gas, factor)| InventoryRow {
            activity: Some("natural gas".into()),
            activity_value: Some(1000.0),
            activity_unit: Some("MWh".into()),
            factor_value: Some(factor),
            factor_unit: Some("kg/TJ".into()),
            gas: Some(gas.into()),
            gwp_set: Some(GwpSet::Ar5),
            ..row("I.1.1")
        })
        .into()
}

fn stated(gpc: &str, gas: Option<&str>, set: Option<GwpSet>, t: f64) -> InventoryRow {
    InventoryRow { gas: gas.map(Into::into), gwp_set: set, emissions_t: Some(t), ..row(gpc) }
}

fn sum(rows: &[InventoryRow], choice: Choice) -> f64 {
    total(&parts(rows, choice).expect("sound"), Level::Basic).expect("sound").total.expect("a value")
}

#[test]
fn activity_times_factor_times_potential_follows_the_set() {
    // 3.6 TJ: 201.96 t CO2, 0.018 t CH4, 0.00036 t N2O.
    for (set, ch4, n2o) in [
        (GwpSet::Sar, 21.0, 310.0),
        (GwpSet::Ar4, 25.0, 298.0),
        (GwpSet::Ar5, 28.0, 265.0),
        (GwpSet::Ar6, 27.9, 273.0),
    ] {
        let expected = 201.96 + 0.018 * ch4 + 0.000_36 * n2o;
        let got = sum(&gas_at_home(), Choice { gwp: Some(set), ..Choice::default() });
        assert!((got - expected).abs() < 1e-9, "{set}: {got}");
    }
    assert_eq!(
        sum(&gas_at_home(), Choice::default()),
        sum(&gas_at_home(), Choice { gwp: Some(GwpSet::Ar5), ..Choice::default() })
    );
    assert!(is_switchable(&gas_at_home()));
}

#[test]
fn a_stated_emission_of_one_gas_follows_by_the_ratio_and_co2e_does_not() {
    let ar6 = Some(GwpSet::Ar6);
    let methane = stated("III.1.1", Some("CH4"), Some(GwpSet::Ar5), 280.0);
    assert!((emissions(&methane, ar6).expect("follows").expect("a value") - 279.0).abs() < 1e-9);
    assert_eq!(emissions(&stated("I.1.1", Some("CO2"), None, 7.0), ar6), Ok(Some(7.0)));
    let plain = [
        stated("I.1.1", Some("CO2e"), None, 7.0),
        stated("I.1.2", None, None, 3.0),
        stated("I.2.1", None, None, 0.0),
    ];
    let error = parts(&plain, Choice { gwp: ar6, ..Choice::default() }).expect_err("refused").to_string();
    assert!(error.starts_with("AR6 cannot be applied: 2 rows carry CO2e"), "{error}");
    assert_eq!(sum(&plain, Choice::default()), 10.0);
    assert!(!is_switchable(&plain));
    let same = stated("I.1.1", Some("CO2e"), ar6, 7.0);
    assert_eq!(emissions(&same, ar6), Ok(Some(7.0)));
}

#[test]
fn electricity_counts_once_by_one_of_two_methods() {
    let rows = [
        InventoryRow { method: Some(Method::LocationBased), ..stated("I.1.2", Some("CO2e"), None, 200.0) },
        InventoryRow { method: Some(Method::MarketBased), ..stated("I.1.2", Some("CO2e"), None, 180.0) },
        stated("I.2.2", Some("CO2e"), None, 50.0),
    ];
    assert_eq!(sum(&rows, Choice::default()), 250.0);
    assert_eq!(sum(&rows, Choice { market_based: true, ..Choice::default() }), 230.0);
}

#[test]
fn two_transport_methods_are_never_added() {
    let by = |method, t| InventoryRow { method: Some(method), ..stated("II.1.1", Some("CO2e"), None, t) };
    let rows = [by(Method::FuelSales, 900.0), by(Method::Territorial, 800.0)];
    let error = parts(&rows, Choice::default()).expect_err("refused").to_string();
    assert_eq!(error, "II.1.1 has rows by fuel_sales and territorial; a total takes one: choose it");
    assert_eq!(sum(&rows, Choice { transport: Some(Method::Territorial), ..Choice::default() }), 800.0);
}

#[test]
fn a_cell_with_a_hole_is_named_beside_its_sum() {
    let hole =
        InventoryRow { notation: Some(NotationKey::NE), activity: Some("wood".into()), ..row("I.1.1") };
    let none =
        InventoryRow { notation: Some(NotationKey::NO), activity: Some("coal".into()), ..row("I.1.1") };
    let rows = [hole, none, stated("I.1.1", Some("CO2e"), None, 10.0)];
    let cells = parts(&rows, Choice::default()).expect("sound");
    assert_eq!(cells, [Part { gpc: "I.1.1".into(), value: Some(10.0), notation: Some(NotationKey::NE) }]);
    let total = total(&cells, Level::Basic).expect("sound");
    assert_eq!(total.total, Some(10.0));
    assert!(total.left_out.iter().any(|l| l.gpc == "I.1.1" && l.notation == Some(NotationKey::NE)));
}

#[test]
fn industry_and_land_use_count_in_basic_plus_with_removals_as_negative() {
    let cement = InventoryRow {
        activity: Some("clinker".into()),
        activity_value: Some(1000.0),
        activity_unit: Some("t".into()),
        factor_value: Some(0.52),
        factor_unit: Some("t/t".into()),
        gas: Some("CO2".into()),
        ..row("IV.1")
    };
    // IPCC 2006, vol. 3, ch. 2, equation 2.4 and table 2.1: 0.52 t CO2 per t clinker, CKD correction left out.
    let forest = stated("V.2", Some("CO2"), None, -300.0);
    let rows = [cement, forest];
    let cells = parts(&rows, Choice { gwp: Some(GwpSet::Ar6), ..Choice::default() }).expect("sound");
    assert_eq!(total(&cells, Level::BasicPlus).expect("sound").total, Some(220.0));
    assert_eq!(total(&cells, Level::Basic).expect("sound").total, None);
}

#[test]
fn what_is_missing_is_named_with_its_row() {
    let mut rows = gas_at_home();
    rows[1].gwp_set = None;
    let error = parts(&rows, Choice::default()).expect_err("refused").to_string();
    assert_eq!(error, "city/1106 2019 I.1.1 natural gas CH4: CH4 needs a GWP set");
    rows[1].activity_unit = Some("L".into());
    assert!(
        parts(&rows, Choice::default())
            .expect_err("refused")
            .to_string()
            .contains("measure different things")
    );
    rows[1].gpc = "I.9.1".into();
    assert!(matches!(parts(&rows, Choice::default()), Err(ComputeError::Cell(_))));
}

#[test]
fn quality_is_weighed_by_emissions() {
    use crate::observation::Quality;
    let mut rows = vec![stated("I.1.1", Some("CO2e"), None, 75.0), stated("I.2.1", Some("CO2e"), None, 25.0)];
    rows[0].quality_activity = Some(Quality::H);
    let result = totals(&rows, Level::Basic, Choice::default()).expect("sound");
    assert_eq!(
        result[0].quality.activity,
        [("H".to_string(), 75.0), ("not_stated".to_string(), 25.0)].into()
    );
}

proptest! {
    #[test]
    fn the_order_of_rows_does_not_matter(values in prop::collection::vec(-1e6..1e6f64, 1..20)) {
        let cells = ["I.1.1", "I.1.2", "II.1.1", "V.1"];
        let mut rows: Vec<InventoryRow> =
            values.iter().enumerate().map(|(i, v)| stated(cells[i % 4], Some("CO2e"), None, *v)).collect();
        let straight = totals(&rows, Level::BasicPlus, Choice::default()).expect("sound");
        rows.reverse();
        let middle = rows.len() / 3;
        rows.rotate_left(middle);
        prop_assert_eq!(&straight, &totals(&rows, Level::BasicPlus, Choice::default()).expect("sound"));
        let sectors: f64 = straight[0].total.sectors.iter().filter_map(|s| s.total).sum();
        prop_assert!((sectors - straight[0].total.total.expect("a value")).abs() < 1e-3);
    }
}
