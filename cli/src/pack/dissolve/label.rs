//! Where a name stands: the cell of a region that lies deepest inside it.

use std::collections::{BTreeMap, BTreeSet};

use h3o::{CellIndex, LatLng};

use super::tidy::around;

/// Longitude and latitude for the label of each region that has cells.
pub fn labels(cells: &[(u32, CellIndex)]) -> BTreeMap<u32, [f64; 2]> {
    let mut regions: BTreeMap<u32, BTreeSet<CellIndex>> = BTreeMap::new();
    for (region, cell) in super::uncompact(cells) {
        regions.entry(region).or_default().insert(cell);
    }
    regions.into_iter().filter_map(|(region, cells)| Some((region, middle(cells)?))).collect()
}

/// Peels the region layer by layer; of the last layer, the cell nearest to that layer's middle.
fn middle(mut cells: BTreeSet<CellIndex>) -> Option<[f64; 2]> {
    loop {
        let inner: BTreeSet<CellIndex> =
            cells.iter().filter(|c| around(**c).iter().all(|n| cells.contains(n))).copied().collect();
        if inner.is_empty() {
            break;
        }
        cells = inner;
    }
    let at = |cell: &CellIndex| LatLng::from(*cell);
    let count = cells.len() as f64;
    let mean = |coordinate: fn(&LatLng) -> f64| cells.iter().map(|c| coordinate(&at(c))).sum::<f64>() / count;
    let (lng, lat) = (mean(|p| p.lng()), mean(|p| p.lat()));
    let gap = |c: &&CellIndex| libm::hypot(at(c).lng() - lng, at(c).lat() - lat);
    let nearest = cells.iter().min_by(|a, b| gap(a).total_cmp(&gap(b)))?;
    Some(super::step(at(nearest)).map(|s| s as f64 / gemeo_shared::pack::geography::STEPS_PER_DEG))
}
