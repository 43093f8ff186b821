//! Tidying cells before they are drawn: cells that fell between two parishes, and crumbs of one.
//!
//! A cell belongs to the parish its centre lies in. Where the boundaries of two maps do not meet, a cell
//! lies in none and would be drawn as a hole; where a boundary grazes a centre, a single cell lies apart
//! from its parish. Both are artefacts of the cells: only the drawing is tidied, never the list of cells.

use std::collections::{BTreeMap, BTreeSet};

use h3o::CellIndex;

/// A hole of up to this many cells is filled: at resolution 10 some 0.2 km².
const HOLE: usize = 12;
/// A part of up to this many cells is a crumb where its parish has a larger part.
const CRUMB: usize = 4;

/// The face of water inside the city's limits, which is no parish.
pub(super) const WATER_FACE: u32 = u32::MAX;

/// Cells by parish.
pub(super) type Faces = BTreeMap<CellIndex, u32>;

/// The cells around a cell.
pub(super) fn around(cell: CellIndex) -> Vec<CellIndex> {
    let mut disk = cell.grid_disk::<Vec<_>>(1);
    disk.retain(|c| *c != cell);
    disk.sort();
    disk
}

/// Fills small holes and gives crumbs to the parish around them.
pub(super) fn tidy(faces: &mut Faces) {
    for hole in holes(faces) {
        give(faces, hole, None);
    }
    for (face, crumb) in crumbs(faces) {
        give(faces, crumb, Some(face));
    }
}

/// Groups of cells in no parish that are closed in and small.
fn holes(faces: &Faces) -> Vec<BTreeSet<CellIndex>> {
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    for edge in faces.keys().flat_map(|c| around(*c)) {
        if !faces.contains_key(&edge) && !seen.contains(&edge) {
            let (group, whole) = group(edge, HOLE, |c| !faces.contains_key(&c));
            seen.extend(group.iter().copied());
            if whole {
                found.push(group);
            }
        }
    }
    found
}

/// Small parts of a parish that has a larger part, with the parish.
fn crumbs(faces: &Faces) -> Vec<(u32, BTreeSet<CellIndex>)> {
    let mut parts: BTreeMap<u32, Vec<BTreeSet<CellIndex>>> = BTreeMap::new();
    let mut seen = BTreeSet::new();
    for (cell, face) in faces {
        if !seen.contains(cell) {
            let (part, _) = group(*cell, usize::MAX, |c| faces.get(&c) == Some(face));
            seen.extend(part.iter().copied());
            parts.entry(*face).or_default().push(part);
        }
    }
    let mut found = Vec::new();
    for (face, parts) in parts {
        let largest = parts.iter().map(BTreeSet::len).max().unwrap_or(0);
        let small = parts.into_iter().filter(|p| p.len() <= CRUMB && p.len() < largest);
        found.extend(small.map(|p| (face, p)));
    }
    found
}

/// The connected cells around a cell for which `inside` holds, and whether that is all of them: it stops
/// when there are more than `most`.
fn group(start: CellIndex, most: usize, inside: impl Fn(CellIndex) -> bool) -> (BTreeSet<CellIndex>, bool) {
    let mut group = BTreeSet::from([start]);
    let mut open = vec![start];
    while let Some(cell) = open.pop() {
        for next in around(cell) {
            if inside(next) && group.insert(next) {
                open.push(next);
            }
        }
        if group.len() > most {
            return (group, false);
        }
    }
    (group, true)
}

/// Gives each cell of a group to the parish most of its neighbours are in, from the outside inwards.
fn give(faces: &mut Faces, mut group: BTreeSet<CellIndex>, not: Option<u32>) {
    while !group.is_empty() {
        let mut given = Vec::new();
        for cell in &group {
            let mut votes: BTreeMap<u32, usize> = BTreeMap::new();
            for face in around(*cell).iter().filter(|c| !group.contains(c)).filter_map(|c| faces.get(c)) {
                *votes.entry(*face).or_default() += 1;
            }
            votes.retain(|face, _| Some(*face) != not && *face != WATER_FACE);
            // The lower index wins a draw, so that the result is always the same.
            let most = votes.iter().max_by_key(|(face, n)| (**n, std::cmp::Reverse(**face)));
            given.extend(most.map(|(face, _)| (*cell, *face)));
        }
        if given.is_empty() {
            return;
        }
        for (cell, face) in given {
            group.remove(&cell);
            faces.insert(cell, face);
        }
    }
}
