//! Fewer points for outlines, such that neighbours still share their border: lines are cut where three
//! regions meet, and each piece is simplified once, whichever region it is read for.
//!
//! Source: Douglas and Peucker (1973), on the arcs of the planar graph the rings make.

use std::collections::{BTreeMap, BTreeSet};

/// A point in tenths of a pixel.
pub type Spot = [i64; 2];

/// Rings with points dropped that lie within `tolerance` (tenths of a pixel) of the line without them.
/// Rings come without the closing point and leave so; what has fewer than three points is empty.
pub fn simplify(rings: Vec<Vec<Spot>>, tolerance: f64) -> Vec<Vec<Spot>> {
    let rings: Vec<Vec<Spot>> = rings.into_iter().map(distinct).collect();
    let mut beside: BTreeMap<Spot, BTreeSet<Spot>> = BTreeMap::new();
    for ring in &rings {
        for (i, point) in ring.iter().enumerate() {
            let next = ring[(i + 1) % ring.len()];
            beside.entry(*point).or_default().insert(next);
            beside.entry(next).or_default().insert(*point);
        }
    }
    let node = |p: &Spot| beside.get(p).is_some_and(|around| around.len() > 2);
    rings.into_iter().map(|ring| simplify_ring(&ring, &node, tolerance)).collect()
}

/// Without points that repeat the one before.
fn distinct(mut ring: Vec<Spot>) -> Vec<Spot> {
    ring.dedup();
    while ring.len() > 1 && ring.first() == ring.last() {
        ring.pop();
    }
    ring
}

fn simplify_ring(ring: &[Spot], node: &dyn Fn(&Spot) -> bool, tolerance: f64) -> Vec<Spot> {
    if ring.len() < 3 {
        return Vec::new();
    }
    let first_node = ring.iter().position(node);
    // why: a ring that meets no third region begins at its smallest point, so that both its sides agree
    let smallest = || (0..ring.len()).min_by_key(|i| ring[*i]).unwrap_or(0);
    let start = first_node.unwrap_or_else(smallest);
    let turned: Vec<Spot> = (0..=ring.len()).map(|i| ring[(start + i) % ring.len()]).collect();
    let mut out: Vec<Spot> = Vec::new();
    let mut from = 0;
    for to in 1..turned.len() {
        if to + 1 == turned.len() || node(&turned[to]) {
            let piece = simplify_arc(&turned[from..=to], tolerance);
            out.extend(&piece[..piece.len() - 1]);
            from = to;
        }
    }
    if out.len() < 3 { Vec::new() } else { out }
}

/// One piece, worked on in the same direction from whichever side it comes.
fn simplify_arc(arc: &[Spot], tolerance: f64) -> Vec<Spot> {
    let mut points = arc.to_vec();
    let backward = arc.iter().rev().lt(arc.iter());
    if backward {
        points.reverse();
    }
    let mut keep = vec![false; points.len()];
    let last = points.len() - 1;
    (keep[0], keep[last]) = (true, true);
    let mut spans = vec![(0, last)];
    while let Some((a, b)) = spans.pop() {
        let far = (a + 1..b).map(|i| (distance(points[i], points[a], points[b]), i));
        let farthest = far.fold((0.0, a), |best, next| if next.0 > best.0 { next } else { best });
        if farthest.0 > tolerance {
            keep[farthest.1] = true;
            spans.push((a, farthest.1));
            spans.push((farthest.1, b));
        }
    }
    let mut kept: Vec<Spot> = points.iter().zip(&keep).filter(|(_, k)| **k).map(|(p, _)| *p).collect();
    if backward {
        kept.reverse();
    }
    kept
}

/// From a point to the straight piece between two others.
fn distance(p: Spot, a: Spot, b: Spot) -> f64 {
    let [px, py] = [p[0] - a[0], p[1] - a[1]].map(|v| v as f64);
    let [dx, dy] = [b[0] - a[0], b[1] - a[1]].map(|v| v as f64);
    let long = dx * dx + dy * dy;
    let t = if long > 0.0 { ((px * dx + py * dy) / long).clamp(0.0, 1.0) } else { 0.0 };
    let (x, y) = (px - t * dx, py - t * dy);
    libm::sqrt(x * x + y * y)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_keep_the_same_border() {
        let border = [[100, 0], [103, 20], [98, 40], [140, 60], [99, 80], [100, 100]];
        let mut left = vec![[0, 100], [0, 0]];
        left.extend(border);
        let mut right = vec![[200, 0], [200, 100]];
        right.extend(border.iter().rev());
        let out = simplify(vec![left, right], 8.0);
        let on_border = |ring: &[Spot]| {
            let inner: BTreeSet<Spot> = ring.iter().copied().filter(|p| p[0] > 50 && p[0] < 150).collect();
            inner
        };
        assert_eq!(on_border(&out[0]), on_border(&out[1]));
        assert_eq!(on_border(&out[0]), BTreeSet::from([[100, 0], [98, 40], [140, 60], [99, 80], [100, 100]]));
    }

    #[test]
    fn what_is_no_area_is_dropped() {
        assert!(simplify(vec![vec![[0, 0], [0, 0], [1, 0]], vec![]], 1.0).iter().all(Vec::is_empty));
    }
}
