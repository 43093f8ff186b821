//! Rules of an inventory as a whole: one set of potentials, one method a cell, every cell of BASIC.

use std::collections::{BTreeMap, BTreeSet};

use super::{Finding, Severity};
use crate::{
    exchange::InventoryRow,
    factor::GwpSet,
    geo::GeoId,
    inventory::{Choice, ComputeError, Level, REFERENCES, compute},
};

/// Checks the rows of each place and year together.
pub(super) fn check(rows: &[InventoryRow]) -> Vec<Finding> {
    let mut groups: BTreeMap<(GeoId, i32), Vec<&InventoryRow>> = BTreeMap::new();
    for row in rows {
        groups.entry((row.place.clone(), row.year)).or_default().push(row);
    }
    groups.into_iter().flat_map(|((place, year), rows)| group(&format!("{place} {year}"), &rows)).collect()
}

fn group(what: &str, rows: &[&InventoryRow]) -> Vec<Finding> {
    let mut findings = vec![];
    let mut add = |severity, code: &str, message| {
        findings.push(Finding { severity, row: None, what: what.into(), code: code.into(), message });
    };
    let sets: BTreeSet<GwpSet> = rows.iter().filter_map(|r| r.gwp_set).collect();
    if sets.len() > 1 {
        let named: Vec<&str> = sets.iter().map(|s| s.as_str()).collect();
        let message =
            format!("rows rest on different GWP sets ({}); a total takes one (GPC, 3.2)", named.join(", "));
        add(Severity::Warning, "mixed_gwp", message);
    }
    let own: Vec<InventoryRow> = rows.iter().map(|r| (*r).clone()).collect();
    if let Err(error @ ComputeError::TwoMethods { .. }) = compute::parts(&own, Choice::default()) {
        add(Severity::Error, "two_methods", error.to_string());
    }
    let reported: BTreeSet<&str> = rows.iter().map(|r| r.gpc.as_str()).collect();
    let missing = REFERENCES.iter().filter(|r| r.counts_in(Level::Basic) && !reported.contains(r.gpc));
    let missing: Vec<&str> = missing.map(|r| r.gpc).collect();
    if !missing.is_empty() {
        let message = format!(
            "cells of BASIC have neither value nor notation key (GPC, table 4.2): {}",
            missing.join(", ")
        );
        add(Severity::Warning, "incomplete", message);
    }
    findings
}
