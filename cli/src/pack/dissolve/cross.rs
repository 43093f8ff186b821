//! Whether arcs touch each other, or themselves, anywhere but at their ends. Exact, in whole steps.

use std::collections::{BTreeMap, BTreeSet};

use super::Step;

/// Side of the squares that stretches are sorted into, in steps.
const SQUARE: i64 = 256;

/// One straight stretch of an arc.
#[derive(Debug, Clone, Copy)]
struct Stretch {
    arc: usize,
    a: Step,
    b: Step,
}

/// The arcs that touch another or themselves, and those that have no length.
pub(super) fn conflicts(arcs: &[Vec<Step>]) -> BTreeSet<usize> {
    let mut found: BTreeSet<usize> = arcs
        .iter()
        .enumerate()
        .filter(|(_, points)| points.len() < if points.first() == points.last() { 4 } else { 2 })
        .map(|(arc, _)| arc)
        .collect();
    let stretches: Vec<Stretch> = arcs
        .iter()
        .enumerate()
        .flat_map(|(arc, points)| points.windows(2).map(move |w| Stretch { arc, a: w[0], b: w[1] }))
        .collect();
    for list in squares(&stretches).values() {
        for (i, s) in list.iter().enumerate() {
            for t in &list[i + 1..] {
                if touch(&stretches[*s], &stretches[*t]) {
                    found.extend([stretches[*s].arc, stretches[*t].arc]);
                }
            }
        }
    }
    found
}

/// Where a closed ring crosses or touches itself: the beginning of the first stretch that does.
pub fn crossing(ring: &[Step]) -> Option<Step> {
    let stretches: Vec<Vec<Step>> = ring.windows(2).map(<[Step]>::to_vec).collect();
    crossings(&stretches).first().and_then(|(first, _)| stretches[*first].first().copied())
}

/// Pairs of lines that have a point in common which is not an end of both.
pub fn crossings(lines: &[Vec<Step>]) -> Vec<(usize, usize)> {
    let stretches: Vec<Stretch> = lines
        .iter()
        .enumerate()
        .flat_map(|(arc, points)| points.windows(2).map(move |w| Stretch { arc, a: w[0], b: w[1] }))
        .collect();
    let mut found = BTreeSet::new();
    for list in squares(&stretches).values() {
        for (i, s) in list.iter().enumerate() {
            for t in &list[i + 1..] {
                let (s, t) = (&stretches[*s], &stretches[*t]);
                if s.arc != t.arc && touch(s, t) {
                    found.insert((s.arc.min(t.arc), s.arc.max(t.arc)));
                }
            }
        }
    }
    found.into_iter().collect()
}

fn squares(stretches: &[Stretch]) -> BTreeMap<Step, Vec<usize>> {
    let mut squares: BTreeMap<Step, Vec<usize>> = BTreeMap::new();
    for (index, s) in stretches.iter().enumerate() {
        let range = |i: usize| s.a[i].min(s.b[i]).div_euclid(SQUARE)..=s.a[i].max(s.b[i]).div_euclid(SQUARE);
        for x in range(0) {
            for y in range(1) {
                squares.entry([x, y]).or_default().push(index);
            }
        }
    }
    squares
}

/// Whether two stretches have a point in common that is not an end of both.
fn touch(s: &Stretch, t: &Stretch) -> bool {
    let shared = [s.a, s.b].into_iter().find(|p| *p == t.a || *p == t.b);
    if let Some(p) = shared {
        let far = |s: &Stretch| if s.a == p { s.b } else { s.a };
        let (q, r) = (far(s), far(t));
        // From one end in the same direction: one lies on the other.
        let forward = (q[0] - p[0]) * (r[0] - p[0]) + (q[1] - p[1]) * (r[1] - p[1]) > 0;
        return side(p, q, r) == 0 && forward;
    }
    let straddles = |s: &Stretch, t: &Stretch| side(s.a, s.b, t.a) * side(s.a, s.b, t.b) <= 0;
    let boxes =
        (0..2).all(|i| s.a[i].min(s.b[i]) <= t.a[i].max(t.b[i]) && t.a[i].min(t.b[i]) <= s.a[i].max(s.b[i]));
    boxes && straddles(s, t) && straddles(t, s)
}

/// On which side of the line from `a` to `b` a point lies: 1 left, −1 right, 0 on it.
fn side(a: Step, b: Step, p: Step) -> i64 {
    ((b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0])).signum()
}
