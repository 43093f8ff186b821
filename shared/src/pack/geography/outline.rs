//! Outlines from arcs: the arcs around a region are chained into rings, the rings into polygons.

use std::collections::BTreeMap;

use super::{Geography, GeographyError, WATER, arcs::degrees};
use crate::{geo::Level, order};

/// The outline of one region.
#[derive(Debug, Clone, PartialEq)]
pub struct Outline {
    /// Code of the region; empty for the city as a whole.
    pub code: String,
    /// Polygons: first the outer ring (counter-clockwise), then its holes (clockwise), each closed;
    /// points are longitude and latitude in degrees (RFC 7946).
    pub polygons: Vec<Polygon>,
}

/// The outer ring of a polygon and its holes, each closed; longitude and latitude in degrees.
pub type Polygon = Vec<Vec<[f64; 2]>>;

type Ring = Vec<[i64; 2]>;

/// Outlines of all regions of a level, in the order of their codes.
pub(super) fn outlines(geography: &Geography, level: Level) -> Result<Vec<Outline>, GeographyError> {
    let codes: Vec<&str> = match level {
        Level::City => vec![""],
        _ => geography.parishes(level).iter().map(|p| p.code.as_str()).collect(),
    };
    let mut around = arcs_around(geography, level, codes.len());
    codes
        .into_iter()
        .zip(around.iter_mut())
        .map(|(code, arcs)| {
            let open = || GeographyError::Open { parish: if code.is_empty() { "city" } else { code }.into() };
            let rings = chain(arcs).ok_or_else(open)?;
            Ok(Outline { code: code.into(), polygons: polygons(rings) })
        })
        .collect()
}

pub(super) fn check(geography: &Geography, level: Level) -> Result<(), GeographyError> {
    outlines(geography, level).map(|_| ())
}

/// Polygons of the water inside the city's limits.
pub(super) fn water(geography: &Geography) -> Result<Vec<Polygon>, GeographyError> {
    let arcs = &geography.wire.arcs;
    let mut around = Vec::new();
    for (index, (left, right)) in arcs.sides().enumerate() {
        let points = arcs.steps(index);
        match (left == WATER, right == WATER) {
            (true, false) => around.push(points),
            (false, true) => around.push(points.into_iter().rev().collect()),
            _ => {}
        }
    }
    let open = || GeographyError::Open { parish: "water".into() };
    Ok(polygons(chain(&mut around).ok_or_else(open)?))
}

impl Geography {
    /// Water inside the city's limits as polygons; they share the shore with the outlines.
    pub fn water(&self) -> Vec<Polygon> {
        water(self).unwrap_or_default()
    }

    /// The outlines of a level (`Parish2013`, `Parish2025`, or `City` for the whole), by code; a region
    /// without cells on land has no polygons. Other levels have none.
    pub fn outlines(&self, level: Level) -> Vec<Outline> {
        match level {
            Level::Parish2013 | Level::Parish2025 | Level::City => outlines(self, level).unwrap_or_default(),
            _ => Vec::new(),
        }
    }
}

/// For each region the arcs on its edge, turned so that the region lies on the left.
fn arcs_around(geography: &Geography, level: Level, regions: usize) -> Vec<Vec<Ring>> {
    let arcs = &geography.wire.arcs;
    let mut around = vec![Vec::new(); regions];
    for (index, (left, right)) in arcs.sides().enumerate() {
        let (left, right) = (geography.region(level, left), geography.region(level, right));
        // Both sides in one region: a boundary inside a union of parishes.
        if left == right {
            continue;
        }
        let points = arcs.steps(index);
        if let Some(list) = right.and_then(|r| around.get_mut(r as usize)) {
            list.push(points.iter().rev().copied().collect());
        }
        if let Some(list) = left.and_then(|l| around.get_mut(l as usize)) {
            list.push(points);
        }
    }
    around
}

/// Chains arcs end to beginning into closed rings; none where an end has no continuation.
///
/// At a corner of H3 cells three cells meet, so a region has one arc that begins there.
fn chain(arcs: &mut Vec<Ring>) -> Option<Vec<Ring>> {
    let mut rings = Vec::new();
    let mut open = BTreeMap::new();
    for arc in std::mem::take(arcs) {
        let (first, last) = (*arc.first()?, *arc.last()?);
        if first == last {
            rings.push(arc);
        } else if open.insert(first, arc).is_some() {
            return None;
        }
    }
    while let Some((first, mut ring)) = open.pop_first() {
        while *ring.last()? != first {
            let next = open.remove(ring.last()?)?;
            ring.extend(next.into_iter().skip(1));
        }
        rings.push(ring);
    }
    Some(rings)
}

/// Twice the area inside a ring in square steps, positive where it runs counter-clockwise.
fn double_area(ring: &Ring) -> i128 {
    ring.windows(2)
        .map(|w| i128::from(w[0][0]) * i128::from(w[1][1]) - i128::from(w[1][0]) * i128::from(w[0][1]))
        .sum()
}

/// Puts each hole into the smallest outer ring around it, large polygons first.
fn polygons(rings: Vec<Ring>) -> Vec<Polygon> {
    let mut outer: Vec<(i128, Vec<Ring>)> = Vec::new();
    let mut holes = Vec::new();
    for ring in rings {
        match double_area(&ring) {
            area if area > 0 => outer.push((area, vec![ring])),
            _ => holes.push(ring),
        }
    }
    let mut outer = order::sorted(outer, |a, b| a.0.cmp(&b.0).then_with(|| a.1.cmp(&b.1)));
    for hole in holes {
        let home = outer.iter_mut().find(|(_, rings)| inside(hole[0], &rings[0]));
        if let Some((_, rings)) = home {
            rings.push(hole);
        }
    }
    let lon_lat = |ring: Ring| ring.into_iter().map(|p| p.map(degrees)).collect();
    outer.into_iter().rev().map(|(_, rings)| rings.into_iter().map(lon_lat).collect()).collect()
}

/// Whether a point lies inside a ring (even-odd rule, in whole numbers and so exact).
pub(super) fn inside([x, y]: [i64; 2], ring: &Ring) -> bool {
    let mut within = false;
    for w in ring.windows(2) {
        let ([ax, ay], [bx, by]) = (w[0], w[1]);
        if (ay > y) != (by > y) {
            let cross = i128::from(bx - ax) * i128::from(y - ay) - i128::from(x - ax) * i128::from(by - ay);
            if (cross > 0) == (by > ay) {
                within = !within;
            }
        }
    }
    within
}
