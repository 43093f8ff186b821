//! What the index says of a city for the home page: where it stands, and its outline as a small drawing.

use std::{collections::BTreeMap, path::Path};

use gemeo_shared::{
    geo::Level,
    indicator::{Catalogue, Engine},
    pack::{MANIFEST, Pack},
    standing::{Standing, standing},
};

use super::{BuildError, DATA};

/// Width and height of the box an outline is fitted into.
const BOX: [f64; 2] = [1600.0, 1000.0];
/// How far a simplified outline may lie from the true one, in units of the box.
const TOLERANCE: f64 = 5.0;
/// Islands smaller than this part of the largest polygon are left out of so small a drawing.
const SMALL: f64 = 0.01;

type Ring = Vec<[f64; 2]>;

/// Standing and outline of the city whose pack is in a folder.
pub fn of(folder: &Path) -> Result<(Standing, String), BuildError> {
    let mut files = BTreeMap::new();
    for name in DATA.into_iter().chain([MANIFEST]) {
        let path = folder.join(name);
        let bytes = std::fs::read(&path).map_err(|error| BuildError::Write { path, error })?;
        files.insert(name.to_string(), bytes);
    }
    let fault = |message: String| BuildError::City { city: folder.display().to_string(), message };
    let pack = Pack::read(&files).map_err(|e| fault(e.to_string()))?;
    let catalogue = Catalogue::embedded().map_err(|e| fault(e.to_string()))?;
    let view = Engine::new(catalogue).city_view(&pack);
    let outline = pack.geography.as_ref().map_or_else(String::new, |geography| {
        let city = geography.outlines(Level::City);
        let outer =
            city.into_iter().flat_map(|o| o.polygons).filter_map(|polygon| polygon.into_iter().next());
        drawing(outer.collect())
    });
    Ok((standing(&view), outline))
}

/// SVG path data of rings in degrees, north up, fitted into the box and simplified.
fn drawing(rings: Vec<Ring>) -> String {
    let points = || rings.iter().flatten();
    let Some(first) = points().next() else { return String::new() };
    let mut bounds = [first[0], first[1], first[0], first[1]];
    for [x, y] in points() {
        bounds = [bounds[0].min(*x), bounds[1].min(*y), bounds[2].max(*x), bounds[3].max(*y)];
    }
    let [west, south, east, north] = bounds;
    // why: a degree of longitude is shorter than one of latitude by the cosine of the latitude
    let narrow = libm::cos(((south + north) / 2.0).to_radians());
    let (width, height) = ((east - west) * narrow, north - south);
    let scale = (BOX[0] / width).min(BOX[1] / height);
    let left = (BOX[0] - width * scale) / 2.0;
    let top = (BOX[1] - height * scale) / 2.0;
    let place = |[x, y]: &[f64; 2]| [left + (x - west) * narrow * scale, top + (north - y) * scale];
    let mut placed: Vec<Ring> = rings.iter().map(|ring| ring.iter().map(place).collect()).collect();
    placed.sort_by(|a, b| area(b).total_cmp(&area(a)));
    let largest = placed.first().map_or(0.0, area);
    placed.iter().filter(|ring| area(ring) >= SMALL * largest).map(path).collect()
}

fn area(ring: &Ring) -> f64 {
    ring.windows(2).map(|w| w[0][0] * w[1][1] - w[1][0] * w[0][1]).sum::<f64>().abs() / 2.0
}

/// A closed ring as relative steps between whole numbers.
fn path(ring: &Ring) -> String {
    let middle = ring.len() / 2;
    let mut kept = simplify(&ring[..=middle]);
    kept.extend(simplify(&ring[middle..]).into_iter().skip(1));
    let whole: Vec<[i64; 2]> = kept.iter().map(|[x, y]| [x.round() as i64, y.round() as i64]).collect();
    let mut out = format!("M{} {}l", whole[0][0], whole[0][1]);
    let mut first = true;
    for step in whole.windows(2).take(whole.len().saturating_sub(2)) {
        let (dx, dy) = (step[1][0] - step[0][0], step[1][1] - step[0][1]);
        let join = if first || dx < 0 { "" } else { " " };
        let between = if dy < 0 { "" } else { " " };
        out.push_str(&format!("{join}{dx}{between}{dy}"));
        first = false;
    }
    out.push('z');
    out
}

/// Douglas and Peucker (1973): leaves out points that lie near the line between the kept ones.
fn simplify(points: &[[f64; 2]]) -> Ring {
    let (Some(first), Some(last)) = (points.first(), points.last()) else { return Vec::new() };
    let far = points.iter().enumerate().map(|(i, p)| (i, distance(*p, *first, *last)));
    let far = far.fold((0, 0.0), |best, next| if next.1 > best.1 { next } else { best });
    if far.1 <= TOLERANCE {
        return vec![*first, *last];
    }
    let mut kept = simplify(&points[..=far.0]);
    kept.pop();
    kept.extend(simplify(&points[far.0..]));
    kept
}

fn distance(p: [f64; 2], a: [f64; 2], b: [f64; 2]) -> f64 {
    let (dx, dy) = (b[0] - a[0], b[1] - a[1]);
    let length = libm::hypot(dx, dy);
    if length == 0.0 {
        return libm::hypot(p[0] - a[0], p[1] - a[1]);
    }
    ((p[0] - a[0]) * dy - (p[1] - a[1]) * dx).abs() / length
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_square_fills_the_height_of_the_box() {
        let square = vec![[0.0, 0.0], [0.5, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0], [0.0, 0.0]];
        assert_eq!(drawing(vec![square]), "M300 1000l1000 0 0-1000-1000 0z");
    }

    #[test]
    fn small_islands_are_left_out() {
        let square = |x: f64, s: f64| vec![[x, 0.0], [x + s, 0.0], [x + s, s], [x, s], [x, 0.0]];
        assert_eq!(drawing(vec![square(0.0, 1.0), square(1.5, 0.05)]).matches('M').count(), 1);
        assert_eq!(drawing(vec![square(0.0, 1.0), square(1.5, 0.5)]).matches('M').count(), 2);
        assert_eq!(drawing(Vec::new()), "");
    }
}
