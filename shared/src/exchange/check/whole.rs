//! Rules of an inventory as a whole: one set of potentials, one method a cell, every cell of BASIC.

use std::collections::{BTreeMap, BTreeSet};

use super::{Finding, Severity, named};
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
    let mut add = |severity, code: &str, args: &[(&str, &str)], message| {
        let (what, code, args) = (what.into(), code.into(), named(args));
        findings.push(Finding { severity, row: None, what, code, args, message });
    };
    let sets: BTreeSet<GwpSet> = rows.iter().filter_map(|r| r.gwp_set).collect();
    if sets.len() > 1 {
        let sets: Vec<&str> = sets.iter().map(|s| s.as_str()).collect();
        let sets = sets.join(", ");
        let message = format!("rows rest on different GWP sets ({sets}); a total takes one (GPC, 3.2)");
        add(Severity::Warning, "mixed_gwp", &[("sets", &sets)], message);
    }
    let own: Vec<InventoryRow> = rows.iter().map(|r| (*r).clone()).collect();
    if let Err(error) = compute::parts(&own, Choice::default())
        && let ComputeError::TwoMethods { cell, methods: [one, other] } = &error
    {
        let methods = format!("{one}, {other}");
        add(Severity::Error, "two_methods", &[("gpc", cell), ("methods", &methods)], error.to_string());
    }
    let reported: BTreeSet<&str> = rows.iter().map(|r| r.gpc.as_str()).collect();
    let missing = REFERENCES.iter().filter(|r| r.counts_in(Level::Basic) && !reported.contains(r.gpc));
    let missing: Vec<&str> = missing.map(|r| r.gpc).collect();
    if !missing.is_empty() {
        let cells = missing.join(", ");
        let message = format!("cells of BASIC have neither value nor notation key (GPC, table 4.2): {cells}");
        add(Severity::Warning, "incomplete", &[("cells", &cells)], message);
    }
    findings
}
