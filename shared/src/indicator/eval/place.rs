//! Places: from parishes to the city, and from the city to its parishes.

use super::reduce::Tally;
use crate::{
    formula::Aggregate,
    geo::Level,
    indicator::{frame::Frame, store::Store},
    order,
};

/// `aggregate(x, parish2013 to city)`
pub(super) fn to_level(x: &Frame, how: Aggregate, (from, to): (Level, Level), store: &Store<'_>) -> Frame {
    let mut inside: Vec<(u32, Vec<usize>)> = Vec::new();
    for (g, geo) in x.geos.iter().flatten().enumerate() {
        if store.level(*geo) == from
            && let Some(above) = store.place_above(*geo, to)
        {
            match inside.iter_mut().find(|(geo, _)| *geo == above) {
                Some((_, members)) => members.push(g),
                None => inside.push((above, vec![g])),
            }
        }
    }
    let inside = order::sorted(inside, |a, b| a.0.cmp(&b.0));
    let geos = inside.iter().map(|(geo, _)| *geo).collect();
    let mut out = Frame::empty(x.dims.clone(), x.keys.clone(), Some(geos), x.periods.clone());
    out.sources.clone_from(&x.sources);
    let mut cell = 0;
    for key in 0..x.keys.len() {
        for (_, members) in &inside {
            for period in 0..x.period_count() {
                let mut tally = Tally::new(how);
                for geo in members {
                    let from = x.cell(key, *geo, period);
                    tally.add(x.value[from], x.mark[from]);
                }
                let (value, mark) = tally.result();
                out.set(cell, value, mark);
                cell += 1;
            }
        }
    }
    out
}

/// `of_city(x)`, `of_country(x)`: where several places of the level have an observation, the first counts.
pub(super) fn of(x: &Frame, level: Level, store: &Store<'_>) -> Frame {
    let mut out = Frame::empty(x.dims.clone(), x.keys.clone(), None, x.periods.clone());
    out.sources.clone_from(&x.sources);
    for key in 0..x.keys.len() {
        for period in 0..x.period_count() {
            if let Some(geo) = place_of(x, level, store, key, period) {
                let from = x.cell(key, geo, period);
                out.set(key * x.period_count() + period, x.value[from], x.mark[from]);
            }
        }
    }
    out
}

/// Position of the place of a level that has an observation for a series and period.
pub(crate) fn place_of(
    x: &Frame,
    level: Level,
    store: &Store<'_>,
    key: usize,
    period: usize,
) -> Option<usize> {
    let places = x.geos.iter().flatten().enumerate().filter(|(_, g)| store.level(**g) == level);
    places.map(|(at, _)| at).find(|at| !x.mark[x.cell(key, *at, period)].absent)
}
