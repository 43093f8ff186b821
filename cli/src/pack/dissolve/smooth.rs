//! Taking the stairs of hexagons out of an arc, with its ends fixed.
//!
//! The arc through the middles of its edges has no teeth and stays within the cells it passes. Averaging
//! neighbouring points takes out its waves, then it is simplified (Douglas and Peucker 1973) and its
//! corners are cut (Chaikin 1974). How far this goes is the `care`: from 0, the smoothest, to
//! [`MOST_CAREFUL`], the cells' edges as they are.

use super::{Step, boundary::RawArc};

/// The care at which an arc is left as it is.
pub(super) const MOST_CAREFUL: usize = 4;

/// Rounds of averaging, by care: eight flatten a wave of four edges to less than a hundredth.
const ROUNDS: [usize; 3] = [8, 3, 1];

/// Tolerance of the simplification in steps of about a metre.
const TOLERANCE: f64 = 12.0;

/// Tolerance of the last thinning, which no one sees at the scale of a city.
const THIN: f64 = 2.5;

/// A ring of fewer corners than this is one of a few cells and would shrink away: its corners are cut only.
const FEW: usize = 20;

type Point = [f64; 2];

/// Draws an arc; its first and last point stay where they are.
pub(super) fn arc(raw: &RawArc, care: usize) -> Vec<Step> {
    if care >= MOST_CAREFUL {
        return raw.points.clone();
    }
    // Longitudes are drawn as long as latitudes here, so that distances mean the same both ways.
    let shrink = libm::cos((raw.points[0][1] as f64 / 1e5).to_radians());
    let flat: Vec<Point> = raw.points.iter().map(|p| [p[0] as f64 * shrink, p[1] as f64]).collect();
    let closed = raw.points.first() == raw.points.last();
    let mut line = middles(&flat, closed);
    if let Some(rounds) = ROUNDS.get(care) {
        let thin = if closed { simplify_ring } else { simplify };
        if !closed || raw.points.len() >= FEW {
            for _ in 0..*rounds {
                line = average(&line, closed);
            }
            line = thin(&line, TOLERANCE);
        }
        for _ in 0..2 {
            line = cut_corners(&line, closed);
        }
        line = thin(&line, THIN);
    }
    steps(&line, shrink, raw)
}

/// Leaves out points within a tolerance of the line without them; the ends stay.
pub(super) fn thin(line: &[Step], tolerance: f64) -> Vec<Step> {
    let Some(first) = line.first() else { return Vec::new() };
    let shrink = libm::cos((first[1] as f64 / 1e5).to_radians());
    let flat: Vec<Point> = line.iter().map(|p| [p[0] as f64 * shrink, p[1] as f64]).collect();
    let kept =
        if line.last() == Some(first) { simplify_ring(&flat, tolerance) } else { simplify(&flat, tolerance) };
    // Points are taken over as they were: neighbours must meet exactly.
    let mut rest = line.iter().zip(&flat);
    kept.iter().filter_map(|k| rest.find(|(_, f)| *f == k).map(|(step, _)| *step)).collect()
}

/// The middles of the edges, with the ends of an open arc; a closed one begins and ends at a middle.
fn middles(line: &[Point], closed: bool) -> Vec<Point> {
    let mut middles: Vec<Point> =
        line.windows(2).map(|w| [(w[0][0] + w[1][0]) / 2.0, (w[0][1] + w[1][1]) / 2.0]).collect();
    if closed {
        middles.push(middles[0]);
    } else {
        // The first and last half edge are part of the line from the junction to the second middle.
        if middles.len() > 2 {
            middles.pop();
            middles.remove(0);
        }
        middles.insert(0, line[0]);
        middles.push(line[line.len() - 1]);
    }
    middles
}

/// Moves each point a step towards the middle of its neighbours.
fn average(line: &[Point], closed: bool) -> Vec<Point> {
    let last = line.len() - 1;
    let mean = |a: Point, p: Point, b: Point| [0, 1].map(|i| (a[i] + 2.0 * p[i] + b[i]) / 4.0);
    let mut out: Vec<Point> = line.to_vec();
    for i in 1..last {
        out[i] = mean(line[i - 1], line[i], line[i + 1]);
    }
    if closed {
        out[0] = mean(line[last - 1], line[0], line[1]);
        out[last] = out[0];
    }
    out
}

fn cut_corners(line: &[Point], closed: bool) -> Vec<Point> {
    let along = |a: Point, b: Point, t: f64| [a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t];
    let mut out = Vec::with_capacity(line.len() * 2);
    for w in line.windows(2) {
        out.push(along(w[0], w[1], 0.25));
        out.push(along(w[0], w[1], 0.75));
    }
    if closed {
        out.push(out[0]);
    } else {
        out[0] = line[0];
        let last = out.len() - 1;
        out[last] = line[line.len() - 1];
    }
    out
}

/// Leaves out points that lie within the tolerance of the line without them.
fn simplify(line: &[Point], tolerance: f64) -> Vec<Point> {
    let mut keep = vec![false; line.len()];
    let mut open = vec![(0, line.len() - 1)];
    while let Some((first, last)) = open.pop() {
        (keep[first], keep[last]) = (true, true);
        let mut farthest = (tolerance, None);
        for i in first + 1..last {
            let distance = distance(line[i], line[first], line[last]);
            if distance > farthest.0 {
                farthest = (distance, Some(i));
            }
        }
        if let Some(i) = farthest.1 {
            open.extend([(first, i), (i, last)]);
        }
    }
    line.iter().zip(keep).filter(|(_, keep)| *keep).map(|(p, _)| *p).collect()
}

/// The same for a ring, cut in two where it is widest.
fn simplify_ring(line: &[Point], tolerance: f64) -> Vec<Point> {
    let length = |i: usize| libm::hypot(line[i][0] - line[0][0], line[i][1] - line[0][1]);
    let far = (1..line.len()).fold(0, |far, i| if length(i) > length(far) { i } else { far });
    if far == 0 || far + 1 >= line.len() {
        return line.to_vec();
    }
    let mut out = simplify(&line[..=far], tolerance);
    out.extend(simplify(&line[far..], tolerance).into_iter().skip(1));
    if out.len() < 4 { line.to_vec() } else { out }
}

/// Distance of a point from a stretch between two others.
fn distance(p: Point, a: Point, b: Point) -> f64 {
    let (dx, dy) = (b[0] - a[0], b[1] - a[1]);
    let length = dx * dx + dy * dy;
    let t = if length > 0.0 { ((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / length } else { 0.0 };
    let t = t.clamp(0.0, 1.0);
    libm::hypot(p[0] - a[0] - t * dx, p[1] - a[1] - t * dy)
}

/// Back to whole steps; the ends of an open arc are the raw ones.
fn steps(line: &[Point], shrink: f64, raw: &RawArc) -> Vec<Step> {
    let mut points: Vec<Step> =
        line.iter().map(|p| [libm::round(p[0] / shrink) as i64, libm::round(p[1]) as i64]).collect();
    if raw.points.first() != raw.points.last() {
        let last = points.len() - 1;
        points[0] = raw.points[0];
        points[last] = raw.points[raw.points.len() - 1];
    }
    points.dedup();
    points
}
