//! Two inventories compared: rows of this layout as entries of a reconciliation.

use std::collections::BTreeSet;

use super::InventoryRow;
use crate::{
    decompose::{Entry, Key, ReconcileError, Reconciliation, reconcile},
    inventory::Method,
    order,
    unit::Unit,
};

/// Splits the difference of two inventories into activity, factor, GWP, boundary and unexplained.
///
/// Where one inventory has a cell by fuel or activity and the other its sum alone, the sums are compared: that the one
/// says more is no difference of boundary.
///
/// Place, year and method do not take part in matching: two years, two cities or two methods can be compared.
/// Market-based electricity stands beside the totals and is left aside. A row without emissions
/// but with activity, factor and GWP in units that are known counts with their product.
///
/// # Errors
/// As [`reconcile`].
pub fn diff(from: &[InventoryRow], to: &[InventoryRow]) -> Result<Reconciliation, ReconcileError> {
    let entries = |rows: &[InventoryRow]| {
        rows.iter().filter(|r| r.method != Some(Method::MarketBased)).map(entry).collect::<Vec<_>>()
    };
    let (mut from, mut to) = (entries(from), entries(to));
    let (sums_from, sums_to) = (sums(&from, &to), sums(&to, &from));
    for entry in from.iter_mut().chain(&mut to) {
        let cell = (entry.key.gpc.clone(), entry.key.scope.clone());
        if sums_from.contains(&cell) || sums_to.contains(&cell) {
            entry.key.activity.clear();
            entry.key.gas = "CO2e".into();
            (entry.activity, entry.factor, entry.gwp) = (None, None, None);
        }
    }
    reconcile(&from, &to)
}

/// Cells that the one inventory has as a sum alone and the other in detail.
fn sums(one: &[Entry], other: &[Entry]) -> BTreeSet<(String, String)> {
    let cells = |entries: &[Entry], detailed: bool| -> BTreeSet<(String, String)> {
        let known = entries.iter().filter(|e| e.emissions_t.is_some());
        let fitting = known.filter(|e| e.key.activity.is_empty() != detailed);
        order::each(fitting.map(|e| (e.key.gpc.clone(), e.key.scope.clone())))
    };
    let (plain, detailed) = (cells(one, false), cells(one, true));
    let there = cells(other, true);
    order::each(plain.into_iter().filter(|cell| !detailed.contains(cell) && there.contains(cell)))
}

fn entry(row: &InventoryRow) -> Entry {
    let quantity = |value: Option<f64>, unit: &Option<String>| {
        value.filter(|v| v.is_finite()).zip(unit.as_deref().and_then(|u| u.parse::<Unit>().ok()))
    };
    let activity = quantity(row.activity_value, &row.activity_unit);
    let factor = quantity(row.factor_value, &row.factor_unit);
    let gwp = row.gwp();
    Entry {
        key: Key {
            gpc: row.gpc.clone(),
            scope: row
                .scope
                .or_else(|| super::gpc_scope(&row.gpc))
                .map(|s| s.to_string())
                .unwrap_or_default(),
            activity: row.activity.clone().unwrap_or_default(),
            gas: row.gas.clone().unwrap_or_else(|| "CO2e".into()),
        },
        emissions_t: row.emissions_t.or_else(|| computed(&activity, &factor, gwp)),
        notation: row.notation,
        activity,
        factor,
        gwp,
    }
}

/// Activity · factor · GWP in tCO2e.
fn computed(activity: &Option<(f64, Unit)>, factor: &Option<(f64, Unit)>, gwp: Option<f64>) -> Option<f64> {
    let ((a, unit), (f, other)) = (activity.as_ref()?, factor.as_ref()?);
    let product = unit.times(other).ok()?;
    let to = |text: &str| product.factor_to(&text.parse().ok()?).ok();
    Some(to("t").or_else(|| to("tCO2e"))?.apply(a * f * gwp?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{decompose::Parts, factor::GwpSet, geo::GeoId};

    fn gas(year: i32, tj: f64, set: GwpSet) -> InventoryRow {
        InventoryRow {
            activity: Some("natural gas".into()),
            activity_value: Some(tj),
            activity_unit: Some("TJ".into()),
            factor_value: Some(50.0),
            factor_unit: Some("kg/TJ".into()),
            gas: Some("CH4".into()),
            gwp_set: Some(set),
            ..InventoryRow::new(GeoId::city("1106"), year, "I.1.1")
        }
    }

    #[test]
    fn a_sum_against_its_parts_is_no_boundary() {
        let plain = |value| InventoryRow {
            emissions_t: Some(value),
            ..InventoryRow::new(GeoId::city("1106"), 2018, "I.1.1")
        };
        let oil = InventoryRow { activity: Some("oil".into()), ..plain(100.0) };
        let parts = [gas(2018, 1000.0, GwpSet::Ar5), oil.clone()];
        let result = diff(&[plain(1000.0)], &parts).expect("valid");
        assert_eq!(result.parts, Parts { unexplained_t: 500.0, ..Parts::default() });
        assert_eq!(diff(&parts, &[plain(1000.0)]).expect("valid").parts.unexplained_t, -500.0);
        let result = diff(&[oil], &parts).expect("valid");
        assert_eq!(result.parts, Parts { boundary_t: 1400.0, ..Parts::default() }, "both in detail");
    }

    #[test]
    fn two_years_are_compared_row_by_row() {
        // 1000 TJ · 50 kg/TJ = 50 t CH4; SAR 21, AR5 28.
        let result =
            diff(&[gas(2018, 1000.0, GwpSet::Sar)], &[gas(2019, 1000.0, GwpSet::Ar5)]).expect("valid");
        assert_eq!((result.from_t, result.to_t), (1050.0, 1400.0));
        assert_eq!(result.parts, Parts { gwp_t: 350.0, ..Parts::default() });
        let result =
            diff(&[gas(2018, 1000.0, GwpSet::Sar)], &[gas(2019, 1100.0, GwpSet::Sar)]).expect("valid");
        assert_eq!(result.parts, Parts { activity_t: 105.0, ..Parts::default() });
    }
}
