//! The rules of a finished inventory.
//!
//! A row that can be read may still break the rules of the GPC or contradict itself; each finding names the row
//! by its key, since an inventory may not come from a sheet.

mod whole;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Inventory, InventoryRow, RowKey, SCHEMA, gpc_scope, is_gpc_ref};
use crate::inventory::{self, compute};

/// How far stated emissions may lie from activity · factor · GWP, relatively: the rounding of published tables.
const TOLERANCE: f64 = 0.005;

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Against a rule; the inventory is not complete or not right.
    Error,
    /// Worth a look.
    Warning,
}

/// Something about a row.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Finding {
    /// How bad it is.
    pub severity: Severity,
    /// Index of the row, from 0; `None` for the inventory.
    pub row: Option<usize>,
    /// What the row is, e.g. `city/1106 2019 I.1.1 natural gas CO2`.
    pub what: String,
    /// Stable code of the rule, e.g. `no_explanation`.
    pub code: String,
    /// What the words hold beside the rule, by name, for other languages.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub args: BTreeMap<String, String>,
    /// The rule and what was found, in words.
    pub message: String,
}

/// What is found about a row: how bad, which rule, what the words hold, the words.
type Found<'a> = (Severity, &'a str, &'a [(&'a str, &'a str)], String);

/// The arguments of a finding.
fn named(args: &[(&str, &str)]) -> BTreeMap<String, String> {
    crate::order::map(args.iter().map(|(name, value)| ((*name).into(), (*value).into())))
}

/// Checks an inventory. Findings come in the order of the rows.
pub fn check(inventory: &Inventory) -> Vec<Finding> {
    let mut findings = vec![];
    if inventory.schema != SCHEMA {
        let message = format!("the schema is “{}”; expected “{SCHEMA}”", inventory.schema);
        findings.push(Finding {
            severity: Severity::Error,
            row: None,
            what: String::new(),
            code: "schema".into(),
            args: named(&[("found", &inventory.schema), ("expected", SCHEMA)]),
            message,
        });
    }
    let mut met: BTreeMap<RowKey, usize> = BTreeMap::new();
    for (index, row) in inventory.rows.iter().enumerate() {
        let mut add = |(severity, code, args, message): Found<'_>| {
            let (what, code, args) = (row.name(), code.into(), named(args));
            findings.push(Finding { severity, row: Some(index), what, code, args, message });
        };
        if let Some(first) = met.insert(row.key(), index) {
            let message = format!(
                "the row repeats row {first}: place, year, reference, scope, activity and gas are the same"
            );
            add((Severity::Error, "repeated", &[("row", &first.to_string())], message));
        }
        value_or_key(row, &mut add);
        reference(row, &mut add);
        method(row, &mut add);
        arithmetic(row, &mut add);
    }
    findings.extend(whole::check(&inventory.rows));
    findings
}

fn value_or_key(row: &InventoryRow, add: &mut impl FnMut(Found<'_>)) {
    let computed = row.activity_value.is_some() && row.factor_value.is_some();
    let key = row.notation.map(|key| format!("{key:?}")).unwrap_or_default();
    let args: &[(&str, &str)] = &[("key", &key)];
    match (row.notation, row.emissions_t.is_some() || computed) {
        (None, false) => {
            let message = "there is neither a value nor a notation key (GPC, 2.2)".into();
            add((Severity::Error, "no_value", &[], message));
        }
        (Some(_), true) => {
            let message = format!("there is a value beside the notation key {key}");
            add((Severity::Error, "value_and_key", args, message));
        }
        (Some(_), false) if row.explanation.is_none() => {
            let message = format!("the notation key {key} needs an explanation (GPC, 2.2)");
            add((Severity::Error, "no_explanation", args, message));
        }
        (None, true) if row.quality_activity.is_none() || row.quality_factor.is_none() => {
            let message = "data quality of activity and factor (H, M, L) is not stated (GPC, 5.6)".into();
            add((Severity::Warning, "no_quality", &[], message));
        }
        _ => {}
    }
}

fn reference(row: &InventoryRow, add: &mut impl FnMut(Found<'_>)) {
    let gpc = row.gpc.as_str();
    if !is_gpc_ref(gpc) {
        add((Severity::Error, "gpc_reference", &[("gpc", gpc)], format!("“{gpc}” is not a GPC reference")));
    } else if inventory::reference(gpc).is_none() {
        let message = format!("the GPC has no cell {gpc} (GPC, table 4.2)");
        add((Severity::Error, "gpc_reference", &[("gpc", gpc)], message));
    }
    if let (Some(stated), Some(implied)) = (row.scope, gpc_scope(gpc))
        && stated != implied
    {
        let message = format!("scope {stated} is stated, but {gpc} is scope {implied} (GPC, table 4.1)");
        let (stated, implied) = (stated.to_string(), implied.to_string());
        add((Severity::Error, "scope", &[("stated", &stated), ("implied", &implied), ("gpc", gpc)], message));
    }
    if row.source.is_none() && row.notation.is_none() {
        add((Severity::Warning, "no_source", &[], "the source of the data is not stated".into()));
    }
}

/// Whether the accounting method belongs to the cell, and whether a removal can be one.
fn method(row: &InventoryRow, add: &mut impl FnMut(Found<'_>)) {
    if let Some(method) = row.method.filter(|m| !m.fits(&row.gpc)) {
        let args: &[(&str, &str)] = &[("method", &method.to_string()), ("gpc", &row.gpc)];
        add((Severity::Error, "method", args, format!("{method} is no method of {}", row.gpc)));
    }
    if row.emissions_t.is_some_and(|t| t < 0.0) && !row.gpc.starts_with("V.") {
        let message = "the emissions are negative; removals belong to agriculture, forestry and land use (V)";
        add((Severity::Warning, "negative", &[], message.into()));
    }
}

/// Whether emissions are what activity, factor and GWP give.
fn arithmetic(row: &InventoryRow, add: &mut impl FnMut(Found<'_>)) {
    for (field, value) in [
        ("activity", row.activity_value),
        ("emission factor", row.factor_value),
        ("emissions", row.emissions_t),
    ] {
        if value.is_some_and(|v| !v.is_finite()) {
            let message = format!("the {field} is not a finite number");
            add((Severity::Error, "not_finite", &[("field", field)], message));
            return;
        }
    }
    let (Some(activity), Some(factor), Some(stated)) =
        (row.activity_value, row.factor_value, row.emissions_t)
    else {
        return;
    };
    match scale(row) {
        Ok(scale) => {
            let computed = scale * activity * factor;
            if (computed - stated).abs() > TOLERANCE * stated.abs().max(computed.abs()) {
                let message =
                    format!("activity · factor · GWP is {computed} tCO2e, but {stated} tCO2e are stated");
                let (computed, stated) = (computed.to_string(), stated.to_string());
                let args: &[(&str, &str)] = &[("computed", &computed), ("stated", &stated)];
                add((Severity::Error, "arithmetic", args, message));
            }
        }
        Err(why) => {
            let message = format!("the emissions cannot be recomputed: {why}");
            add((Severity::Warning, "not_recomputed", &[("why", &why)], message));
        }
    }
}

/// What turns activity · factor, in the units of the row, into tCO2e.
fn scale(row: &InventoryRow) -> Result<f64, String> {
    let gwp = row.gwp().ok_or("gas or GWP set are not stated")?;
    Ok(compute::tonnes(row)? * gwp)
}

#[cfg(test)]
#[path = "check_tests.rs"]
mod tests;
