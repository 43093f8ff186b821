//! Arcs: the boundaries between two parishes, or between one and the outside, each stored once.

use serde::{Deserialize, Serialize};

use super::{GeographyError, STEPS_PER_DEG};
use crate::tree_struct;

/// The face that means “not in the city”.
pub const OUTSIDE: i32 = -1;

/// The face that means “water inside the city's limits”: sea, estuary or river.
pub const WATER: i32 = -2;

/// Coordinates beyond this many steps (360 degrees) are refused: no sum can overflow.
const MAX_STEPS: i64 = 36_000_000;

/// Boundaries by column: the faces on both sides, and the points in steps ([`STEPS_PER_DEG`]).
///
/// `points` holds for each arc `x, y` of its first point and then the differences from point to point.
/// Walking an arc, face `left` lies on the left. An arc whose last point is its first is a closed ring.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Arcs {
    /// Index of the 2025 parish on the left, or [`OUTSIDE`] or [`WATER`].
    pub left: Vec<i32>,
    /// Index of the 2025 parish on the right, or [`OUTSIDE`] or [`WATER`].
    pub right: Vec<i32>,
    /// Delta-coded points.
    pub points: Vec<Vec<i32>>,
}

tree_struct! { strict Arcs { left, right, points } }

impl Arcs {
    /// Number of arcs.
    pub fn len(&self) -> usize {
        self.points.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.points.is_empty()
    }

    /// The faces left and right of each arc.
    pub fn sides(&self) -> impl Iterator<Item = (i32, i32)> {
        self.left.iter().copied().zip(self.right.iter().copied())
    }

    /// The points of an arc in steps, from its first to its last.
    pub fn steps(&self, arc: usize) -> Vec<[i64; 2]> {
        let mut at = [0_i64; 2];
        let deltas = self.points.get(arc).map(Vec::as_slice).unwrap_or_default();
        deltas
            .chunks_exact(2)
            .map(|d| {
                at = [at[0] + i64::from(d[0]), at[1] + i64::from(d[1])];
                at
            })
            .collect()
    }

    /// Codes points in steps as an arc's deltas; none where a difference does not fit.
    pub fn delta(points: &[[i64; 2]]) -> Option<Vec<i32>> {
        let mut at = [0_i64; 2];
        let mut out = Vec::with_capacity(points.len() * 2);
        for p in points {
            out.push(i32::try_from(p[0] - at[0]).ok()?);
            out.push(i32::try_from(p[1] - at[1]).ok()?);
            at = *p;
        }
        Some(out)
    }

    pub(super) fn bbox(&self) -> Option<[f64; 4]> {
        let mut bounds: Option<[i64; 4]> = None;
        // A city's extent is that of its land: an estuary reaches far out.
        let on_land = self.sides().enumerate().filter(|(_, (left, right))| *left >= 0 || *right >= 0);
        for [x, y] in on_land.flat_map(|(arc, _)| self.steps(arc)) {
            let [w, s, e, n] = bounds.unwrap_or([x, y, x, y]);
            bounds = Some([w.min(x), s.min(y), e.max(x), n.max(y)]);
        }
        bounds.map(|b| b.map(degrees))
    }

    pub(super) fn check(&self, faces: usize) -> Result<(), GeographyError> {
        let expected = self.len();
        for (list, found) in [("arcs.left", self.left.len()), ("arcs.right", self.right.len())] {
            if found != expected {
                return Err(GeographyError::Length { list, expected, found });
            }
        }
        for (entry, (left, right)) in self.sides().enumerate() {
            let known = |f: i32| f == OUTSIDE || f == WATER || usize::try_from(f).is_ok_and(|f| f < faces);
            let refuse = |message: String| GeographyError::Entry { list: "arcs", entry, message };
            if !known(left) || !known(right) || left == right {
                return Err(refuse(format!("lies between {left} and {right}, of {faces} parishes")));
            }
            let points = &self.points[entry];
            if points.len() < 4 || points.len() % 2 == 1 {
                return Err(refuse(format!("{} numbers are not two or more points", points.len())));
            }
            let far = |c: i64| c.abs() > MAX_STEPS;
            if self.steps(entry).into_iter().flatten().any(far) {
                return Err(refuse("a point lies off the Earth".into()));
            }
        }
        Ok(())
    }
}

/// Degrees of a coordinate in steps.
pub(super) fn degrees(steps: i64) -> f64 {
    // Dividing by 10^5 gives the double nearest to the decimal; multiplying by 1e-5 does not.
    steps as f64 / STEPS_PER_DEG
}
