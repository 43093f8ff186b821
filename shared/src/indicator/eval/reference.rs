//! References: observations and results of other indicators, laid out as a frame.

use crate::{
    formula::{Filter, Test},
    indicator::{
        frame::{Frame, merged},
        store::{Observed, Store},
    },
    order,
};

/// The observations of a concept that pass the filters.
pub(super) fn series(store: &Store<'_>, concept: &str, filters: &[Filter], timeless: bool) -> Frame {
    let matched: Vec<&Observed> =
        store.observed(concept).iter().filter(|o| passes(store, &o.dims, filters)).collect();
    let fixed = fixed(store, filters);
    let dims = matched.iter().flat_map(|o| &o.dims).map(|(d, _)| *d).filter(|d| !fixed.contains(d));
    let dims = order::set(dims.collect::<Vec<u32>>());
    let keyed: Vec<(Vec<u32>, &Observed)> = matched.iter().map(|o| (key(&dims, &o.dims), *o)).collect();
    let keyed = order::sorted(keyed, |a, b| a.0.cmp(&b.0));
    let cells = || matched.iter().flat_map(|o| &o.cells);
    let (geos, geo_at) = axis(store.geos.len(), &mut cells().map(|c| c.geo));
    let (periods, period_at) = axis(store.periods.len(), &mut cells().map(|c| c.period));
    let keys = keyed.iter().map(|(key, _)| key.clone()).collect();
    let mut frame = Frame::empty(dims, keys, Some(geos), (!timeless).then_some(periods));
    for (k, (_, observed)) in keyed.iter().enumerate() {
        let mut last = None;
        for cell in &observed.cells {
            let period = if timeless { 0 } else { period_at[cell.period as usize] as usize };
            let at = frame.cell(k, geo_at[cell.geo as usize] as usize, period);
            frame.set(at, cell.value, cell.mark);
            // mostly the same as that of the cell before
            if last.replace(cell.source) != Some(cell.source) && !frame.sources[k].contains(&cell.source) {
                frame.sources[k] = merged(&frame.sources[k], &[cell.source]);
            }
        }
    }
    frame
}

/// The numbers below a bound that occur, sorted, and for each number its place among them.
fn axis(bound: usize, numbers: &mut dyn Iterator<Item = u32>) -> (Vec<u32>, Vec<u32>) {
    let mut at = vec![u32::MAX; bound];
    numbers.for_each(|n| at[n as usize] = 0);
    let occurring: Vec<u32> = (0..bound as u32).filter(|n| at[*n as usize] == 0).collect();
    occurring.iter().zip(0..).for_each(|(n, place)| at[*n as usize] = place);
    (occurring, at)
}

/// Whether a series passes all filters; a dimension it does not have is the empty member.
pub(crate) fn passes(store: &Store<'_>, dims: &[(u32, u32)], filters: &[Filter]) -> bool {
    filters.iter().all(|filter| {
        let member = dims.iter().find(|(d, _)| store.word_of(*d) == filter.dimension);
        filter.test.accepts(member.map_or("", |(_, m)| store.word_of(*m)))
    })
}

/// The dimensions that a filter fixes to one member.
fn fixed(store: &Store<'_>, filters: &[Filter]) -> Vec<u32> {
    let single = filters.iter().filter(|f| matches!(f.test, Test::Is(_)));
    single.filter_map(|f| store.word(&f.dimension)).collect()
}

fn key(dims: &[u32], pairs: &[(u32, u32)]) -> Vec<u32> {
    let member = |d: &u32| pairs.iter().find(|(dim, _)| dim == d).map_or(0, |(_, m)| *m);
    dims.iter().map(member).collect()
}

/// The series of another result that pass the filters.
pub(super) fn filtered(store: &Store<'_>, frame: &Frame, filters: &[Filter]) -> Frame {
    if filters.is_empty() {
        return frame.clone();
    }
    let fixed = fixed(store, filters);
    let kept: Vec<usize> = (0..frame.dims.len()).filter(|i| !fixed.contains(&frame.dims[*i])).collect();
    let pairs = |key: &[u32]| frame.dims.iter().copied().zip(key.iter().copied()).collect::<Vec<_>>();
    let rows: Vec<(Vec<u32>, usize)> = (0..frame.keys.len())
        .filter(|k| passes(store, &pairs(&frame.keys[*k]), filters))
        .map(|k| (kept.iter().map(|i| frame.keys[k][*i]).collect(), k))
        .collect();
    let rows = order::sorted(rows, Ord::cmp);
    let dims = kept.iter().map(|i| frame.dims[*i]).collect();
    let keys = rows.iter().map(|(key, _)| key.clone()).collect();
    let mut out = Frame::empty(dims, keys, frame.geos.clone(), frame.periods.clone());
    let size = frame.geo_count() * frame.period_count();
    for (to, (_, from)) in rows.iter().enumerate() {
        out.value[to * size..][..size].copy_from_slice(&frame.value[from * size..][..size]);
        out.mark[to * size..][..size].copy_from_slice(&frame.mark[from * size..][..size]);
        out.sources[to].clone_from(&frame.sources[*from]);
    }
    out
}
