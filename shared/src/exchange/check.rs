//! The rules of a finished inventory.
//!
//! A row that can be read may still break the rules of the GPC or contradict itself; each finding names the row
//! by its key, since an inventory may not come from a sheet.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Inventory, InventoryRow, RowKey, SCHEMA, gpc_scope, is_gpc_ref};
use crate::unit::Unit;

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
    /// The rule and what was found, in words.
    pub message: String,
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
            message,
        });
    }
    let mut met: BTreeMap<RowKey, usize> = BTreeMap::new();
    for (index, row) in inventory.rows.iter().enumerate() {
        let mut add = |severity, code: &str, message: String| {
            findings.push(Finding {
                severity,
                row: Some(index),
                what: name(row),
                code: code.into(),
                message,
            });
        };
        if let Some(first) = met.insert(row.key(), index) {
            add(
                Severity::Error,
                "repeated",
                format!(
                    "the row repeats row {first}: place, year, reference, scope, activity and gas are the same"
                ),
            );
        }
        value_or_key(row, &mut add);
        reference(row, &mut add);
        arithmetic(row, &mut add);
    }
    findings
}

fn value_or_key(row: &InventoryRow, add: &mut impl FnMut(Severity, &str, String)) {
    let computed = row.activity_value.is_some() && row.factor_value.is_some();
    match (row.notation, row.emissions_t.is_some() || computed) {
        (None, false) => {
            add(Severity::Error, "no_value", "there is neither a value nor a notation key (GPC, 2.2)".into())
        }
        (Some(key), true) => {
            add(Severity::Error, "value_and_key", format!("there is a value beside the notation key {key:?}"))
        }
        (Some(key), false) if row.explanation.is_none() => {
            add(
                Severity::Error,
                "no_explanation",
                format!("the notation key {key:?} needs an explanation (GPC, 2.2)"),
            );
        }
        (None, true) if row.quality_activity.is_none() || row.quality_factor.is_none() => {
            add(
                Severity::Warning,
                "no_quality",
                "data quality of activity and factor (H, M, L) is not stated (GPC, 5.6)".into(),
            );
        }
        _ => {}
    }
}

fn reference(row: &InventoryRow, add: &mut impl FnMut(Severity, &str, String)) {
    if !is_gpc_ref(&row.gpc) {
        add(Severity::Error, "gpc_reference", format!("“{}” is not a GPC reference", row.gpc));
    }
    if let (Some(stated), Some(implied)) = (row.scope, gpc_scope(&row.gpc))
        && stated != implied
    {
        add(
            Severity::Error,
            "scope",
            format!("scope {stated} is stated, but {} is scope {implied} (GPC, table 4.1)", row.gpc),
        );
    }
    if row.source.is_none() && row.notation.is_none() {
        add(Severity::Warning, "no_source", "the source of the data is not stated".into());
    }
}

/// Whether emissions are what activity, factor and GWP give.
fn arithmetic(row: &InventoryRow, add: &mut impl FnMut(Severity, &str, String)) {
    for (field, value) in [
        ("activity", row.activity_value),
        ("emission factor", row.factor_value),
        ("emissions", row.emissions_t),
    ] {
        if value.is_some_and(|v| !v.is_finite()) {
            add(Severity::Error, "not_finite", format!("the {field} is not a finite number"));
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
                add(Severity::Error, "arithmetic", message);
            }
        }
        Err(why) => {
            add(Severity::Warning, "not_recomputed", format!("the emissions cannot be recomputed: {why}"))
        }
    }
}

/// What turns activity · factor, in the units of the row, into tCO2e.
fn scale(row: &InventoryRow) -> Result<f64, String> {
    let unit = |text: &Option<String>, what: &str| {
        let text = text.as_deref().ok_or_else(|| format!("the {what} has no unit"))?;
        text.parse::<Unit>().map_err(|e| e.to_string())
    };
    let gwp = row.gwp().ok_or("gas or GWP set are not stated")?;
    let product = unit(&row.activity_unit, "activity")?
        .times(&unit(&row.factor_unit, "factor")?)
        .map_err(|e| e.to_string())?;
    let target = if row.gas.as_deref() == Some("CO2e") { "tCO2e" } else { "t" };
    let to =
        |target: &str| target.parse::<Unit>().and_then(|t| product.factor_to(&t)).map_err(|e| e.to_string());
    // A factor of CO2e is often written as plain mass.
    let factor = to(target)
        .or_else(|e| if target == "tCO2e" { to("t").map_err(|_| e) } else { to("tCO2e").map_err(|_| e) })?;
    Ok(factor.apply(gwp))
}

fn name(row: &InventoryRow) -> String {
    let parts = [
        Some(row.place.to_string()),
        Some(row.year.to_string()),
        Some(row.gpc.clone()),
        row.activity.clone(),
        row.gas.clone(),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
#[path = "check_tests.rs"]
mod tests;
