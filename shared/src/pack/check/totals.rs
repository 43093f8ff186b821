//! Totals: parishes add up to the city on the 2013–2024 edition, and grid cells to what they were cut from.

use std::collections::BTreeMap;

use super::super::DETAIL;
use super::{Fault, Readable, observations::text, rules};
use crate::{geo::Level, observation::Series, period::Period};

/// Values of one series and period, by level.
#[derive(Default)]
struct Parts {
    city: Option<f64>,
    parishes: Sum,
    cells: Sum,
}

/// A sum with the number of its parts.
#[derive(Default, Clone, Copy)]
struct Sum {
    value: f64,
    parts: usize,
}

impl Sum {
    fn add(&mut self, value: f64) {
        self.value += value;
        self.parts += 1;
    }
}

pub(super) fn check(pack: &Readable, faults: &mut Vec<Fault>) {
    let Some(geography) = &pack.geography else { return };
    let parishes = geography.parishes(Level::Parish2013).len();
    let cells = geography.grid().map_or(0, |g| g.ids().len());
    let by_key = collect(pack);
    for ((series, period), parts) in &by_key {
        let Some(total) = rules::of(&series.concept).total else { continue };
        let mut compare = |what: &str, sum: f64, whole: f64| {
            let difference = (sum - whole).abs();
            // Half a unit in the last place of a sum of counts is noise of the doubles, not of the data.
            if difference > total.within.max(total.share * whole.abs()) + 1e-6 {
                let name = text(series);
                let message = format!("{name} in {period}: {what} add up to {sum}, not to {whole}");
                faults.push(Fault::at(DETAIL, None, "value", "total", message));
            }
        };
        let remainder = total.remainder.map(|concept| rest(&by_key, series, concept, *period));
        if let Some(city) = parts.city.filter(|_| parts.parishes.parts > 0) {
            match remainder {
                Some(Some(rest)) => compare("parishes and unallocated", parts.parishes.value + rest, city),
                Some(None) => {}
                None if parts.parishes.parts == parishes => compare("parishes", parts.parishes.value, city),
                None => {}
            }
        }
        let whole = parts.city.or((parts.parishes.parts == parishes).then_some(parts.parishes.value));
        if let Some(whole) = whole.filter(|_| cells > 0 && parts.cells.parts == cells) {
            compare("cells", parts.cells.value, whole);
        }
    }
}

type ByKey<'a> = BTreeMap<(&'a Series, Period), Parts>;

fn collect(pack: &Readable) -> ByKey<'_> {
    let mut by_key = ByKey::new();
    for row in pack.tables().flat_map(|(_, table)| table.rows()) {
        let Some(value) = row.value() else { continue };
        let parts = by_key.entry((row.series(), row.period())).or_default();
        match row.geo().level {
            Level::City => parts.city = Some(value),
            Level::Parish2013 => parts.parishes.add(value),
            Level::Cell => parts.cells.add(value),
            _ => {}
        }
    }
    by_key
}

/// What of the city belongs to none of its parishes: the other concept with the same dimensions.
fn rest(by_key: &ByKey<'_>, series: &Series, concept: &str, period: Period) -> Option<f64> {
    let same = |s: &&Series| s.concept == concept && s.dims == series.dims;
    by_key.iter().find(|((s, p), _)| same(s) && *p == period).and_then(|(_, parts)| parts.city)
}
