//! Rows: concept, unit, dimensions, range, reason for a missing value, duplicates and order.

use std::collections::{BTreeMap, BTreeSet};

use super::super::{CORE, file as parts, vocabulary};
use super::{Fault, Readable, rules};
use crate::{
    observation::{Series, Status},
    table::{RowRef, Table},
    unit::Unit,
};

pub(super) fn check(file: &str, table: &Table, pack: &Readable, faults: &mut Vec<Fault>) {
    let mut seen = BTreeMap::new();
    let mut series_seen = BTreeSet::new();
    let mut last = None;
    for row in table.rows() {
        let mut fault = |column: &str, code: &str, message: String| {
            faults.push(Fault::at(file, Some(row.index()), column, code, message));
        };
        // A series is told once, at its first row.
        if series_seen.insert(row.series_index()) {
            series(row.series(), &mut fault);
        }
        value(&row, &mut fault);
        if (file == CORE) != parts::in_core(row.geo().level) {
            let message =
                format!("{} belongs into {}", row.geo(), if file == CORE { "detail" } else { "core" });
            fault("geo", "level", message);
        }
        if pack.sources.as_ref().is_some_and(|s| s.iter().all(|s| s.id != row.source())) {
            fault("source", "source", format!("“{}” is not in sources.json", row.source()));
        }
        let key = (row.series(), row.geo(), row.period());
        if let Some(first) = seen.insert(key, row.index()) {
            let what = format!("{} at {} in {}", text(row.series()), row.geo(), row.period());
            fault("series", "duplicate", format!("{what} is already in row {first}"));
        } else if last.is_some_and(|last| last > key) {
            fault("series", "order", "rows are sorted by series, place and period".into());
        }
        last = Some(key);
    }
}

fn series(series: &Series, fault: &mut impl FnMut(&str, &str, String)) {
    if let Err(error) = series.unit.parse::<Unit>() {
        fault("unit", "unit", error.to_string());
    }
    let Some(concept) = vocabulary::concept(&series.concept).filter(|c| !c.promise) else {
        return fault("concept", "concept", format!("“{}” is not a known concept", series.concept));
    };
    if series.unit != concept.unit {
        let message = format!("{} is given in “{}”, not in “{}”", series.concept, concept.unit, series.unit);
        fault("unit", "unit", message);
    }
    for name in series.dims.keys().filter(|name| !concept.dimensions.contains(&name.as_str())) {
        fault("dims", "dims", format!("{} has no dimension “{name}”", series.concept));
    }
}

fn value(row: &RowRef<'_>, fault: &mut impl FnMut(&str, &str, String)) {
    let missing = matches!(row.status(), Status::M | Status::L | Status::Q);
    match (row.value(), row.notation()) {
        (Some(value), Some(key)) => {
            fault("notation", "notation", format!("{key:?} says there is no value, and {value} is given"));
        }
        (None, None) if !missing => {
            fault("value", "missing-value", "no value and no reason: give a status or a notation key".into());
        }
        _ => {}
    }
    let Some(value) = row.value() else { return };
    if missing {
        fault("status", "status", format!("{:?} says there is no value, and {value} is given", row.status()));
    }
    let (series, rule) = (row.series(), rules::of(&row.series().concept));
    if rule.min.is_some_and(|min| value < min) {
        fault("value", "negative", format!("{value} {} of {} cannot be", series.unit, series.concept));
    }
    if rule.max.is_some_and(|max| value > max) {
        fault("value", "range", format!("{value} {} of {} is more than can be", series.unit, series.concept));
    }
}

/// A series as one line of text, e.g. `buildings{built=before_1946}`.
pub(super) fn text(series: &Series) -> String {
    let dims: Vec<String> = series.dims.iter().map(|(name, member)| format!("{name}={member}")).collect();
    if dims.is_empty() {
        series.concept.clone()
    } else {
        format!("{}{{{}}}", series.concept, dims.join(", "))
    }
}
