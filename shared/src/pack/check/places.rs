//! Places: every code is known, and every parish has its population or the word that none was published.

use std::collections::{BTreeMap, BTreeSet};

use super::super::{DETAIL, GEOGRAPHY, Geography};
use super::{Fault, Readable};
use crate::{
    geo::{GeoId, Level},
    period::Period,
    table::Table,
};

pub(super) fn check(pack: &Readable, faults: &mut Vec<Fault>) {
    let known = Known::of(pack);
    for (file, table) in pack.tables() {
        let mut told = BTreeSet::new();
        for row in table.rows() {
            if told.insert(row.geo())
                && let Some(message) = known.refusal(row.geo())
            {
                faults.push(Fault::at(file, Some(row.index()), "geo", "unknown-place", message));
            }
        }
    }
    if let (Some(geography), Some(detail)) = (&pack.geography, &pack.detail) {
        every_parish(geography, detail, faults);
    }
    if let Some(geography) = &pack.geography {
        codes(geography, faults);
    }
}

/// The codes there are, as far as the files that say so could be read.
struct Known<'a> {
    city: Option<&'a str>,
    geography: Option<&'a Geography>,
    cells: BTreeSet<String>,
}

impl<'a> Known<'a> {
    fn of(pack: &'a Readable) -> Self {
        let grid = pack.geography.as_ref().and_then(Geography::grid);
        Self {
            city: pack.core.as_ref().map(|c| c.profile.code.as_str()),
            geography: pack.geography.as_ref(),
            cells: grid.map(|g| g.ids().iter().map(|id| format!("{id:x}")).collect()).unwrap_or_default(),
        }
    }

    /// Why a place cannot be, or none where it can.
    fn refusal(&self, geo: &GeoId) -> Option<String> {
        let code = geo.code.as_str();
        let unknown = |what: &str| Some(format!("“{code}” is not {what} of this city"));
        match geo.level {
            Level::Country => None,
            Level::Region | Level::District | Level::Postcode | Level::Section => {
                Some(format!("{geo}: a pack holds no places of this level"))
            }
            Level::City if self.city.is_none_or(|city| city == code) => None,
            Level::City => unknown("the code"),
            _ if self.geography.is_none() => None,
            Level::Parish2013 | Level::Parish2025 => {
                let parish = self.geography?.parish(geo.level, code);
                if parish.is_some() { None } else { unknown("a parish (in this edition)") }
            }
            Level::Cell if self.cells.contains(code) => None,
            Level::Cell => unknown("a cell of the grid"),
            Level::Station => {
                let known = self.geography?.stations().iter().any(|s| s.code == code);
                if known { None } else { unknown("a station") }
            }
        }
    }
}

/// Population is the denominator of much: for the newest census of an edition each parish has a row, with a
/// value or with a status that says none was published.
fn every_parish(geography: &Geography, detail: &Table, faults: &mut Vec<Fault>) {
    for edition in [Level::Parish2013, Level::Parish2025] {
        let mut by_period: BTreeMap<Period, BTreeSet<&str>> = BTreeMap::new();
        for row in detail.rows() {
            if row.geo().level == edition && row.series().concept == "population" {
                by_period.entry(row.period()).or_default().insert(&row.geo().code);
            }
        }
        let Some((period, codes)) = by_period.pop_last() else { continue };
        for parish in geography.parishes(edition).iter().filter(|p| !codes.contains(p.code.as_str())) {
            let place = format!("{}/{}", edition.as_str(), parish.code);
            let message = format!(
                "{place} has no population row for {period}; where none was published, say so with status L"
            );
            faults.push(Fault::at(DETAIL, None, "geo", "missing-row", message));
        }
    }
}

/// Codes of parishes and stations are given once.
fn codes(geography: &Geography, faults: &mut Vec<Fault>) {
    let mut once = |list: &str, codes: Vec<&str>| {
        let mut seen = BTreeSet::new();
        for (entry, code) in codes.into_iter().enumerate() {
            if !seen.insert(code) {
                let message = format!("“{code}” is listed twice");
                faults.push(Fault::at(GEOGRAPHY, Some(entry), list, "duplicate", message));
            }
        }
    };
    for edition in [Level::Parish2013, Level::Parish2025] {
        let codes = geography.parishes(edition).iter().map(|p| p.code.as_str()).collect();
        once(edition.as_str(), codes);
    }
    once("stations", geography.stations().iter().map(|s| s.code.as_str()).collect());
}
