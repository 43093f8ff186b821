//! Arcs along the edges of cells, between two parishes or a parish and the outside.

use std::collections::{BTreeMap, BTreeSet};

use gemeo_shared::pack::geography::{OUTSIDE, WATER};
use h3o::{CellIndex, LatLng, VertexIndex};

use super::{Step, step, tidy};

/// A boundary along cell edges, from junction to junction, or closed where its ends are one point.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct RawArc {
    /// The parish on the left.
    pub left: i32,
    /// The parish on the right.
    pub right: i32,
    /// Corners of cells.
    pub points: Vec<Step>,
}

/// An edge of a cell, from corner to corner with the cell on its left.
type Edge = (VertexIndex, VertexIndex);

/// Finds the arcs; the same cells give the same arcs in the same order.
pub(super) fn arcs(faces: &BTreeMap<CellIndex, u32>) -> Vec<RawArc> {
    let sides = sides(faces);
    let mut next: BTreeMap<VertexIndex, BTreeSet<VertexIndex>> = BTreeMap::new();
    for (from, to) in sides.keys() {
        next.entry(*from).or_default().insert(*to);
    }
    // At a corner where two edges of a boundary meet it goes on; where three meet is a junction.
    let junctions: Vec<VertexIndex> =
        next.iter().filter(|(_, to)| to.len() != 2).map(|(from, _)| *from).collect();
    let mut taken = BTreeSet::new();
    let mut arcs = Vec::new();
    for start in junctions.into_iter().chain(next.keys().copied()) {
        for to in &next[&start] {
            if !taken.contains(&(start, *to)) {
                let path = walk(start, *to, &next, &mut taken);
                arcs.push(arc(&path, &sides));
            }
        }
    }
    arcs
}

/// Faces left and right of every edge that has two different ones, in both directions.
fn sides(faces: &BTreeMap<CellIndex, u32>) -> BTreeMap<Edge, (i32, i32)> {
    let mut left: BTreeMap<Edge, i32> = BTreeMap::new();
    for (cell, face) in faces {
        let corners = corners(*cell);
        for (i, from) in corners.iter().enumerate() {
            let to = corners[(i + 1) % corners.len()];
            left.insert((*from, to), if *face == tidy::WATER_FACE { WATER } else { *face as i32 });
        }
    }
    let mut sides = BTreeMap::new();
    for ((from, to), face) in &left {
        let other = left.get(&(*to, *from)).copied().unwrap_or(OUTSIDE);
        if *face != other {
            sides.insert((*from, *to), (*face, other));
            sides.insert((*to, *from), (other, *face));
        }
    }
    sides
}

/// A cell's corners counter-clockwise.
fn corners(cell: CellIndex) -> Vec<VertexIndex> {
    let mut corners: Vec<VertexIndex> = cell.vertexes().collect();
    let points: Vec<Step> = corners.iter().map(|v| step(LatLng::from(*v))).collect();
    let double_area: i64 = (0..points.len())
        .map(|i| (points[i], points[(i + 1) % points.len()]))
        .map(|(a, b)| {
            (a[0] - points[0][0]) * (b[1] - points[0][1]) - (b[0] - points[0][0]) * (a[1] - points[0][1])
        })
        .sum();
    if double_area < 0 {
        corners.reverse();
    }
    corners
}

/// Follows a boundary from a corner until the next junction, or round to where it began.
fn walk(
    start: VertexIndex,
    second: VertexIndex,
    next: &BTreeMap<VertexIndex, BTreeSet<VertexIndex>>,
    taken: &mut BTreeSet<Edge>,
) -> Vec<VertexIndex> {
    let mut path = vec![start, second];
    let (mut from, mut at) = (start, second);
    loop {
        taken.insert((from, at));
        taken.insert((at, from));
        let onward = &next[&at];
        let to = onward.iter().find(|to| **to != from);
        match to {
            Some(to) if onward.len() == 2 && at != start => {
                path.push(*to);
                (from, at) = (at, *to);
            }
            _ => return path,
        }
    }
}

fn arc(path: &[VertexIndex], sides: &BTreeMap<Edge, (i32, i32)>) -> RawArc {
    let (left, right) = sides[&(path[0], path[1])];
    RawArc { left, right, points: path.iter().map(|v| step(LatLng::from(*v))).collect() }
}
