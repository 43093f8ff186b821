//! Faces put together: every edge once, with the parish on both sides. What does not fit is an overlap or a gap.

use std::collections::{BTreeMap, BTreeSet};

use gemeo_shared::pack::geography::{Arcs, OUTSIDE, STEPS_PER_DEG};

use super::{Face, Finding, Step, read::double_area};
use crate::pack::dissolve::{crossings, thinned};

/// A point closer than this many steps (about a metre each) to another's edge is meant to lie on it.
const SNAP: i64 = 1;
/// A hole in the city smaller than this many square steps is a gap between parishes, not another municipality: 2 km².
const GAP: i128 = 2_000_000;

type Edge = (Step, Step);

/// Arcs of the faces, simplified together.
pub(super) fn arcs(faces: &[Face], index: &BTreeMap<&str, u32>) -> Result<Arcs, Vec<Finding>> {
    let mut findings = Vec::new();
    let left = edges(faces, &mut findings);
    let sides = sides(faces, index, &left);
    if findings.is_empty() {
        findings.extend(overlaps(faces, &left));
    }
    let raw = walk(&sides);
    findings.extend(gaps(&raw));
    if !findings.is_empty() {
        return Err(findings);
    }
    let lines: Vec<Vec<Step>> = raw.iter().map(|(_, points)| points.clone()).collect();
    let mut arcs = Arcs::default();
    for (((l, r), _), points) in raw.iter().zip(thinned(&lines)) {
        let far = || Finding {
            feature: None,
            code: String::new(),
            at: None,
            message: "two points lie too far apart".into(),
        };
        arcs.left.push(*l);
        arcs.right.push(*r);
        arcs.points.push(Arcs::delta(&points).ok_or_else(|| vec![far()])?);
    }
    Ok(arcs)
}

fn place(step: Step) -> Option<[f64; 2]> {
    Some(step.map(|s| s as f64 / STEPS_PER_DEG))
}

/// The face on the left of each edge; an edge that two faces have on the same side is where they overlap.
fn edges(faces: &[Face], findings: &mut Vec<Finding>) -> BTreeMap<Edge, usize> {
    let points: BTreeSet<Step> = faces.iter().flat_map(|f| f.rings.iter().flatten().copied()).collect();
    let rings = || faces.iter().flat_map(|f| &f.rings);
    let whole: BTreeSet<Edge> =
        rings().flat_map(|r| r.iter().copied().zip(r.iter().copied().cycle().skip(1))).collect();
    let mut left: BTreeMap<Edge, usize> = BTreeMap::new();
    let mut told = BTreeSet::new();
    for (number, face) in faces.iter().enumerate() {
        for ring in &face.rings {
            for (from, to) in ring.iter().zip(ring.iter().cycle().skip(1)) {
                // An edge both neighbours have alike is left alone: in a narrow place other points lie near it too.
                let met = whole.contains(&(*to, *from));
                for edge in if met { vec![(*from, *to)] } else { split(*from, *to, &points) } {
                    let before = left.insert(edge, number);
                    if let Some(other) = before.filter(|other| told.insert((*other, number))) {
                        let message = format!(
                            "overlaps feature {} (parish {})",
                            faces[other].feature, faces[other].code
                        );
                        findings.push(finding(face, place(edge.0), message));
                    }
                }
            }
        }
    }
    left
}

fn finding(face: &Face, at: Option<[f64; 2]>, message: String) -> Finding {
    Finding { feature: Some(face.feature), code: face.code.clone(), at, message }
}

/// An edge in pieces between all points that lie on it: a neighbour may have a corner where this one has none.
fn split(from: Step, to: Step, points: &BTreeSet<Step>) -> Vec<Edge> {
    let (dx, dy) = (to[0] - from[0], to[1] - from[1]);
    let length = dx * dx + dy * dy;
    let (low, high) = (from[0].min(to[0]) - SNAP, from[0].max(to[0]) + SNAP);
    let on = points.range([low, i64::MIN]..=[high, i64::MAX]).filter_map(|p| {
        let (px, py) = (p[0] - from[0], p[1] - from[1]);
        let along = px * dx + py * dy;
        let aside = px * dy - py * dx;
        let between = 0 < along && along < length;
        // Distance is aside / √length; compared in squares to stay exact.
        let near = i128::from(aside) * i128::from(aside) <= i128::from(SNAP * SNAP) * i128::from(length);
        (between && near).then_some((along, *p))
    });
    let mut stops: Vec<(i64, Step)> = on.collect();
    stops.sort_unstable();
    let ends: Vec<Step> =
        std::iter::once(from).chain(stops.into_iter().map(|(_, p)| p)).chain(std::iter::once(to)).collect();
    ends.windows(2).map(|w| (w[0], w[1])).collect()
}

/// Faces left and right of every boundary edge, in both directions.
fn sides(
    faces: &[Face],
    index: &BTreeMap<&str, u32>,
    left: &BTreeMap<Edge, usize>,
) -> BTreeMap<Edge, (i32, i32)> {
    let parish = |number: usize| index.get(faces[number].code.as_str()).map_or(OUTSIDE, |i| *i as i32);
    let mut sides = BTreeMap::new();
    for ((from, to), face) in left {
        let other = left.get(&(*to, *from)).map_or(OUTSIDE, |other| parish(*other));
        let own = parish(*face);
        if own != other {
            sides.insert((*from, *to), (own, other));
            sides.insert((*to, *from), (other, own));
        }
    }
    sides
}

/// Boundaries that cross each other anywhere but at a common point.
fn overlaps(faces: &[Face], left: &BTreeMap<Edge, usize>) -> Vec<Finding> {
    let edges: Vec<(&Edge, &usize)> =
        left.iter().filter(|((from, to), _)| from < to || !left.contains_key(&(*to, *from))).collect();
    let lines: Vec<Vec<Step>> = edges.iter().map(|((from, to), _)| vec![*from, *to]).collect();
    let mut told = BTreeSet::new();
    let mut findings = Vec::new();
    for (a, b) in crossings(&lines) {
        let (one, other) = (*edges[a].1, *edges[b].1);
        if told.insert((one.min(other), one.max(other))) {
            let message = format!(
                "its boundary crosses that of feature {} (parish {})",
                faces[other].feature, faces[other].code
            );
            findings.push(finding(&faces[one], place(lines[a][0]), message));
        }
    }
    findings
}

type Raw = ((i32, i32), Vec<Step>);

/// Chains edges into arcs from junction to junction, or round.
fn walk(sides: &BTreeMap<Edge, (i32, i32)>) -> Vec<Raw> {
    let mut next: BTreeMap<Step, BTreeSet<Step>> = BTreeMap::new();
    for (from, to) in sides.keys() {
        next.entry(*from).or_default().insert(*to);
    }
    let junctions: Vec<Step> = next.iter().filter(|(_, to)| to.len() != 2).map(|(from, _)| *from).collect();
    let mut taken: BTreeSet<Edge> = BTreeSet::new();
    let mut arcs = Vec::new();
    for start in junctions.into_iter().chain(next.keys().copied()) {
        for second in &next[&start] {
            if taken.contains(&(start, *second)) {
                continue;
            }
            let mut path = vec![start, *second];
            let (mut from, mut at) = (start, *second);
            loop {
                taken.extend([(from, at), (at, from)]);
                let onward = &next[&at];
                match onward.iter().find(|to| **to != from).filter(|_| onward.len() == 2 && at != start) {
                    Some(to) => {
                        path.push(*to);
                        (from, at) = (at, *to);
                    }
                    None => break,
                }
            }
            arcs.push((sides[&(start, *second)], path));
        }
    }
    arcs
}

/// Small holes between parishes.
fn gaps(raw: &[Raw]) -> Vec<Finding> {
    // Each arc with the outside on its left; chained they are the outer shore and the holes.
    let mut open: BTreeMap<Step, Vec<Vec<Step>>> = BTreeMap::new();
    for ((left, right), points) in raw {
        let points = match (*left == OUTSIDE, *right == OUTSIDE) {
            (true, false) => points.clone(),
            (false, true) => points.iter().rev().copied().collect(),
            _ => continue,
        };
        if let Some(first) = points.first() {
            open.entry(*first).or_default().push(points);
        }
    }
    let mut findings = Vec::new();
    while let Some((first, mut list)) = open.pop_first() {
        let Some(mut ring) = list.pop() else { continue };
        if !list.is_empty() {
            open.insert(first, list);
        }
        while ring.last() != Some(&first) {
            let Some(next) = ring.last().and_then(|last| open.get_mut(last)).and_then(Vec::pop) else {
                break;
            };
            ring.extend(next.into_iter().skip(1));
        }
        // A hole runs counter-clockwise around the outside in it.
        let area = double_area(&ring) / 2;
        if 0 < area && area < GAP {
            let message = format!("a gap between parishes of about {area} m²; close it");
            findings.push(Finding { feature: None, code: String::new(), at: place(ring[0]), message });
        }
    }
    findings
}
