//! From H3 cells to outlines: the boundaries between parishes become arcs that both sides share.
//!
//! [`boundary`] finds the arcs along cell edges, [`smooth`] takes the hexagons' stairs out of them with
//! their ends fixed, [`cross`] makes sure that none touches another, [`tidy`] fills gaps between parishes, and [`grid`] codes cells and hexagons.

mod boundary;
mod cross;
pub mod grid;
pub mod label;
mod smooth;
#[cfg(test)]
mod tests;
mod tidy;

use gemeo_shared::pack::geography::{Arcs, STEPS_PER_DEG};
use h3o::{CellIndex, LatLng, Resolution};

use boundary::RawArc;
pub use cross::{crossing, crossings};

/// A point in whole steps of [`STEPS_PER_DEG`], longitude first.
pub type Step = [i64; 2];

/// Why cells cannot be dissolved.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum DissolveError {
    /// A cell was given to two parishes.
    #[error("the cell {0} lies in two parishes; leave it in one")]
    Twice(CellIndex),
    /// A distance between two points is beyond what a pack codes.
    #[error("an arc jumps further than can be coded; are cells of another part of the world among them?")]
    TooFar,
}

/// Dissolves cells of land into arcs; each cell comes with the index of its parish. Cells of water become
/// the face [`WATER`](gemeo_shared::pack::geography::WATER), so that the shore is one line for both.
///
/// # Errors
/// [`DissolveError`] where a cell is given twice or the cells lie too far apart.
pub fn arcs(land: &[(u32, CellIndex)], water: &[CellIndex]) -> Result<Arcs, DissolveError> {
    let water = water.iter().map(|cell| (tidy::WATER_FACE, *cell));
    let cells: Vec<(u32, CellIndex)> = land.iter().copied().chain(water).collect();
    let mut faces = tidy::Faces::new();
    for (face, cell) in uncompact(&cells) {
        if faces.insert(cell, face).is_some() {
            return Err(DissolveError::Twice(cell));
        }
    }
    tidy::tidy(&mut faces);
    let raw = boundary::arcs(&faces);
    let drawn = draw(&raw);
    let mut arcs = Arcs::default();
    for (arc, points) in raw.iter().zip(&drawn) {
        arcs.left.push(arc.left);
        arcs.right.push(arc.right);
        arcs.points.push(Arcs::delta(points).ok_or(DissolveError::TooFar)?);
    }
    Ok(arcs)
}

/// The same cells, all at the finest resolution among them.
fn uncompact(cells: &[(u32, CellIndex)]) -> impl Iterator<Item = (u32, CellIndex)> {
    let finest = cells.iter().map(|(_, c)| c.resolution()).max().unwrap_or(Resolution::Ten);
    cells.iter().flat_map(move |(face, cell)| CellIndex::uncompact([*cell], finest).map(|c| (*face, c)))
}

/// Draws every arc as smoothly as it can be without touching another.
fn draw(raw: &[RawArc]) -> Vec<Vec<Step>> {
    let mut care = vec![0; raw.len()];
    loop {
        let drawn: Vec<Vec<Step>> =
            raw.iter().zip(&care).map(|(arc, care)| smooth::arc(arc, *care)).collect();
        let conflicts = cross::conflicts(&drawn);
        let mut changed = false;
        for arc in conflicts {
            if care[arc] < smooth::MOST_CAREFUL {
                care[arc] += 1;
                changed = true;
            }
        }
        // The most careful drawing is the cells' own edges, which never cross.
        if !changed {
            return drawn;
        }
    }
}

/// Simplifies lines together, each as far as it can be without touching another; their ends stay.
pub fn thinned(lines: &[Vec<Step>]) -> Vec<Vec<Step>> {
    /// Tolerances by care, in steps of about a metre; after them a line is left as it is.
    const TOLERANCES: [f64; 3] = [10.0, 5.0, 2.0];
    let mut care = vec![0_usize; lines.len()];
    loop {
        let draw = |(line, care): (&Vec<Step>, &usize)| {
            TOLERANCES.get(*care).map_or_else(|| line.clone(), |tolerance| smooth::thin(line, *tolerance))
        };
        let drawn: Vec<Vec<Step>> = lines.iter().zip(&care).map(draw).collect();
        let conflicts = cross::conflicts(&drawn);
        let changed: Vec<usize> = conflicts.into_iter().filter(|arc| care[*arc] < TOLERANCES.len()).collect();
        if changed.is_empty() {
            return drawn;
        }
        changed.into_iter().for_each(|arc| care[arc] += 1);
    }
}

/// A place on Earth in whole steps.
pub fn step(at: LatLng) -> Step {
    [at.lng(), at.lat()].map(|degrees| libm::round(degrees * STEPS_PER_DEG) as i64)
}
