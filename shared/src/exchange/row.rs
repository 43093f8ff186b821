//! One row of an inventory, and the document that holds them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    factor::{Gas, GwpSet},
    geo::GeoId,
    inventory::Method,
    observation::{NotationKey, Quality},
    wire::wire_struct,
};

/// Name and version of the JSON form of an inventory.
pub const SCHEMA: &str = "gemeo-inventory/1";

/// An inventory as JSON: `docs/schema/inventory.schema.json`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Inventory {
    /// Always [`SCHEMA`].
    pub schema: String,
    /// The rows.
    pub rows: Vec<InventoryRow>,
}

impl Inventory {
    /// An inventory of rows.
    pub fn new(rows: Vec<InventoryRow>) -> Self {
        Self { schema: SCHEMA.into(), rows }
    }
}

/// One source or sink of one gas in one year: a row of the GPC and CRF reporting tables.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InventoryRow {
    /// The place, e.g. `city/1106`.
    pub place: GeoId,
    /// The inventory year.
    pub year: i32,
    /// Name of the sector, e.g. `Stationary energy`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sector: Option<String>,
    /// Name of the sub-sector.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subsector: Option<String>,
    /// GPC reference number, e.g. `I.1.1`.
    pub gpc: String,
    /// Scope 1, 2 or 3; none for sectors without scopes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scope: Option<u8>,
    /// Why there is no value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notation: Option<NotationKey>,
    /// Explanation of the notation key, which the GPC requires, or of the row.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub explanation: Option<String>,
    /// How it was accounted, where the GPC knows several ways.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub method: Option<Method>,
    /// What is counted, e.g. `natural gas`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub activity: Option<String>,
    /// Activity data.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub activity_value: Option<f64>,
    /// Unit of the activity data.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub activity_unit: Option<String>,
    /// Emission factor.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub factor_value: Option<f64>,
    /// Unit of the emission factor, mass of gas a unit of activity, e.g. `kg/TJ`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub factor_unit: Option<String>,
    /// The gas, or `CO2e`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gas: Option<String>,
    /// The set of global warming potentials.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gwp_set: Option<GwpSet>,
    /// Emissions, tCO2e.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub emissions_t: Option<f64>,
    /// Quality of the activity data.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quality_activity: Option<Quality>,
    /// Quality of the emission factor.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quality_factor: Option<Quality>,
    /// Where the data come from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Columns that are not part of the layout, by their header: kept and written again.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub extra: BTreeMap<String, String>,
}

/// What tells rows of an inventory apart.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct RowKey {
    /// The place.
    pub place: GeoId,
    /// The year.
    pub year: i32,
    /// GPC reference.
    pub gpc: String,
    /// Scope.
    pub scope: Option<u8>,
    /// Accounting method.
    pub method: Option<Method>,
    /// Activity.
    pub activity: Option<String>,
    /// Gas.
    pub gas: Option<String>,
}

impl InventoryRow {
    /// A row with nothing but its place, year and reference.
    pub fn new(place: GeoId, year: i32, gpc: impl Into<String>) -> Self {
        Self {
            place,
            year,
            gpc: gpc.into(),
            sector: None,
            subsector: None,
            scope: None,
            notation: None,
            explanation: None,
            method: None,
            activity: None,
            activity_value: None,
            activity_unit: None,
            factor_value: None,
            factor_unit: None,
            gas: None,
            gwp_set: None,
            emissions_t: None,
            quality_activity: None,
            quality_factor: None,
            source: None,
            extra: BTreeMap::new(),
        }
    }

    /// What tells the row apart from others.
    pub fn key(&self) -> RowKey {
        RowKey {
            place: self.place.clone(),
            year: self.year,
            gpc: self.gpc.clone(),
            scope: self.scope,
            method: self.method,
            activity: self.activity.clone(),
            gas: self.gas.clone(),
        }
    }

    /// The row in words, e.g. `city/1106 2019 I.1.1 natural gas CO2`, for errors.
    pub fn name(&self) -> String {
        let method = self.method.map(|m| m.to_string());
        let parts = [
            Some(self.place.to_string()),
            Some(self.year.to_string()),
            Some(self.gpc.clone()),
            method,
            self.activity.clone(),
            self.gas.clone(),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
    }

    /// The potential of the row's gas in its set; 1 for CO2 and CO2e, `None` where gas or set are unknown.
    pub fn gwp(&self) -> Option<f64> {
        match self.gas.as_deref()? {
            "CO2" | "CO2e" => Some(1.0),
            gas => crate::factor::gwp(gas.parse::<Gas>().ok()?, self.gwp_set?),
        }
    }
}

/// Whether a text has the form of a GPC reference: a sector I to VI and one or two numbers, e.g. `II.1.3`, `V.2`.
pub fn is_gpc_ref(text: &str) -> bool {
    let mut parts = text.split('.');
    let sector = parts.next().is_some_and(|s| ["I", "II", "III", "IV", "V", "VI"].contains(&s));
    let numbers: Vec<&str> = parts.collect();
    let number =
        |n: &&str| (1..=2).contains(&n.len()) && n.bytes().all(|b| b.is_ascii_digit()) && !n.starts_with('0');
    sector && (1..=2).contains(&numbers.len()) && numbers.iter().all(number)
}

/// The scope that a reference implies (GPC, table 4.1): the last number for sectors I and II; in sector III waste
/// from elsewhere treated inside is scope 1, waste sent outside scope 3. `None` where it implies none.
pub fn gpc_scope(gpc: &str) -> Option<u8> {
    let parts: Vec<&str> = gpc.split('.').collect();
    match parts.as_slice() {
        ["I" | "II", _, scope @ ("1" | "2" | "3")] => scope.parse().ok(),
        ["III", _, "1" | "3"] => Some(1),
        ["III", _, "2"] => Some(3),
        _ => None,
    }
}

wire_struct! {
    InventoryRow {
        place, year, sector, subsector, gpc, scope, notation, explanation, method, activity, activity_value,
        activity_unit, factor_value, factor_unit, gas, gwp_set, emissions_t, quality_activity, quality_factor, source,
        extra,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_have_a_form() {
        for good in ["I.1.1", "I.4.4", "II.5.3", "III.4.2", "IV.1", "V.3", "VI.1"] {
            assert!(is_gpc_ref(good), "{good}");
        }
        for bad in ["", "I", "VII.1", "I.0.1", "I.1.1.1", "i.1", "I.x", "I..1", "I.100", "1.1.1"] {
            assert!(!is_gpc_ref(bad), "{bad}");
        }
    }

    #[test]
    fn references_imply_scopes() {
        assert_eq!(gpc_scope("I.1.2"), Some(2));
        assert_eq!(gpc_scope("III.1.2"), Some(3));
        assert_eq!(gpc_scope("III.1.3"), Some(1));
        assert_eq!(gpc_scope("I.4.4"), None);
        assert_eq!(gpc_scope("V.1"), None);
    }
}
