//! The cells of a parish: those whose centre lies in it.

use std::collections::BTreeSet;

use gemeo_shared::pack::geography::STEPS_PER_DEG;
use h3o::{CellIndex, LatLng, Resolution};

use super::{Face, Step};

/// Cells of the packs: some 65 m a side.
const RESOLUTION: Resolution = Resolution::Ten;
/// Distance of the points at which cells are looked for, in degrees: less than a cell's inner radius everywhere.
const LATTICE: f64 = 0.000_4;

/// The cells of a face with the index of its parish, compacted.
pub(super) fn of(face: &Face, parish: u32) -> Vec<(u32, CellIndex)> {
    let points = || face.rings.iter().flatten();
    let (Some(west), Some(east)) = (points().map(|p| p[0]).min(), points().map(|p| p[0]).max()) else {
        return Vec::new();
    };
    let (Some(south), Some(north)) = (points().map(|p| p[1]).min(), points().map(|p| p[1]).max()) else {
        return Vec::new();
    };
    let degrees = |steps: i64| steps as f64 / STEPS_PER_DEG;
    let mut found: BTreeSet<CellIndex> = BTreeSet::new();
    let mut lat = degrees(south) - LATTICE;
    while lat <= degrees(north) + LATTICE {
        let mut lng = degrees(west) - LATTICE;
        while lng <= degrees(east) + LATTICE {
            if let Ok(at) = LatLng::new(lat, lng) {
                found.insert(at.to_cell(RESOLUTION));
            }
            lng += LATTICE;
        }
        lat += LATTICE;
    }
    let mut inside: Vec<CellIndex> =
        found.into_iter().filter(|cell| holds(face, LatLng::from(*cell))).collect();
    // Compacting fails for cells given twice only, and a set has none.
    if CellIndex::compact(&mut inside).is_err() {
        inside.clear();
    }
    inside.into_iter().map(|cell| (parish, cell)).collect()
}

/// Even-odd rule over all rings, so that holes are out.
fn holds(face: &Face, at: LatLng) -> bool {
    let (x, y) = (at.lng() * STEPS_PER_DEG, at.lat() * STEPS_PER_DEG);
    let crosses = |a: &Step, b: &Step| {
        let (ax, ay, bx, by) = (a[0] as f64, a[1] as f64, b[0] as f64, b[1] as f64);
        (ay > y) != (by > y) && x < ax + (y - ay) * (bx - ax) / (by - ay)
    };
    let count = face
        .rings
        .iter()
        .map(|ring| ring.iter().zip(ring.iter().cycle().skip(1)).filter(|(a, b)| crosses(a, b)).count());
    count.sum::<usize>() % 2 == 1
}
