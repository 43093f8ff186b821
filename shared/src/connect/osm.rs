//! Extracts of OpenStreetMap by the Overpass API (`out geom`), ODbL: cycleways, public green areas, parishes.
//!
//! Traps: the answer may stop before the end with a `remark`; a park may be a relation whose border is several ways; a garden
//! may lie in a park and must not count twice; private gardens are not public.

use serde_json::Value;

use super::{ConnectError, Import, Input, Kind, Place, Warning, json, place, series};
use crate::{observation::Status, period::Period};

/// Mean radius of the Earth in metres (IUGG).
const EARTH_M: f64 = 6_371_008.8;

type Ring = Vec<[f64; 2]>;

/// Whether a file is such an answer.
pub fn claims(_: &Input<'_>, head: &str) -> bool {
    head.contains("\"elements\"") && (head.contains("\"osm3s\"") || head.contains("\"tags\""))
}

/// Reads the elements: cycleways with their length, green areas with their extent, and parishes with `ref:ine`. Sums are of
/// the place of the hints, in the year of the extract.
///
/// # Errors
/// [`ConnectError`] where there is no list of elements.
pub fn read(input: &Input<'_>) -> Result<Import, ConnectError> {
    let answer = json::read(input)?;
    let mut import = Import::new("osm");
    if let Some(remark) = answer.get("remark").and_then(Value::as_str) {
        import.warnings.add(Warning::new(Kind::Partial, "the server stopped before the end").found(remark));
    }
    let (mut km, mut greens) = (0.0, Vec::new());
    for element in json::list(input, &answer, "elements")? {
        import.records += 1;
        let tags = element.get("tags").cloned().unwrap_or_default();
        let line = points(element);
        let cycleway = json::text(&tags, "highway") == "cycleway";
        if cycleway {
            km += line.windows(2).map(|w| place::metres(w[0], w[1])).sum::<f64>() / 1000.0;
        }
        let green = matches!(json::text(&tags, "leisure").as_str(), "park" | "garden");
        if green && !matches!(json::text(&tags, "access").as_str(), "private" | "no") {
            greens.push(Green::of(element, line.clone()));
        }
        let kind = if cycleway {
            "cycleway"
        } else if green {
            "green_area"
        } else {
            "osm_element"
        };
        let mut described =
            Place::new(kind, format!("{}/{}", json::text(element, "type"), json::text(element, "id")));
        described.name = json::text(&tags, "name");
        let own = || place::point(json::number_of(element, "lon"), json::number_of(element, "lat"));
        described.point = line.first().copied().or_else(own);
        described.geo = place::by_code(&json::text(&tags, "ref:ine"));
        for (key, value) in tags.as_object().into_iter().flatten().take(60) {
            described = described.with(key, json::scalar(value));
        }
        import.places.push(described);
    }
    let base = answer.pointer("/osm3s/timestamp_osm_base").map(json::scalar);
    let year = base.and_then(|t| t.get(..4)?.parse().ok()).or(input.hints.fetched.map(Period::year));
    let measures = [
        (km, series("cycleway_length", "km", &[("source", "osm")])),
        (hectares(&greens), series("green_area", "ha", &[("source", "osm")])),
    ];
    if let (Some(geo), Some(year)) = (&input.hints.place, year) {
        for (value, series) in measures.iter().filter(|(value, _)| *value > 0.0) {
            import.observed.add(series, geo, Period::Year(year), Some(*value), Status::E);
        }
    }
    Ok(import)
}

fn points(element: &Value) -> Ring {
    let list = element.get("geometry").and_then(Value::as_array).into_iter().flatten();
    list.filter_map(|p| place::point(json::number_of(p, "lon"), json::number_of(p, "lat"))).collect()
}

/// A green area: its outer borders and the holes in it.
struct Green {
    outer: Vec<Ring>,
    m2: f64,
}

impl Green {
    fn of(element: &Value, line: Ring) -> Self {
        let mut parts: [Vec<Ring>; 2] = [vec![line], vec![]];
        for member in element.get("members").and_then(Value::as_array).into_iter().flatten() {
            parts[usize::from(json::text(member, "role") == "inner")].push(points(member));
        }
        let [outer, inner] = parts.map(closed);
        let sum = |rings: &[Ring]| rings.iter().map(|r| ring_m2(r)).sum::<f64>();
        let m2 = (sum(&outer) - sum(&inner)).max(0.0);
        Self { outer, m2 }
    }

    fn holds(&self, point: [f64; 2]) -> bool {
        self.outer.iter().any(|ring| inside(ring, point))
    }
}

/// Hectares of green areas; one that lies in a larger one is a part of it.
fn hectares(greens: &[Green]) -> f64 {
    let part = |(i, green): (usize, &Green)| {
        let Some(point) = green.outer.first().and_then(|r| r.first()) else { return true };
        greens
            .iter()
            .enumerate()
            .any(|(j, other)| (other.m2, j) > (green.m2, i) && other.m2 > green.m2 && other.holds(*point))
    };
    let whole = greens.iter().enumerate().filter(|(i, g)| !part((*i, g)));
    whole.map(|(_, g)| g.m2).sum::<f64>() / 10_000.0
}

/// Closed rings of lines that may have to be joined end to end; what does not close is left out.
fn closed(mut lines: Vec<Ring>) -> Vec<Ring> {
    lines.retain(|l| l.len() > 1);
    let mut rings = Vec::new();
    while let Some(mut ring) = lines.pop() {
        while ring.first() != ring.last() {
            let end = ring.last().copied();
            let Some(at) = lines.iter().position(|l| l.first().copied() == end || l.last().copied() == end)
            else {
                break;
            };
            let mut next = lines.swap_remove(at);
            if next.first().copied() != end {
                next.reverse();
            }
            ring.extend(next.into_iter().skip(1));
        }
        if ring.len() > 3 && ring.first() == ring.last() {
            rings.push(ring);
        }
    }
    rings
}

/// Square metres of a ring on a sphere (Chamberlain and Duquette 2007, JPL Publication 07-3, equation 2).
fn ring_m2(ring: &[[f64; 2]]) -> f64 {
    let radians = |degrees: f64| degrees * std::f64::consts::PI / 180.0;
    let edge = |w: &[[f64; 2]]| {
        radians(w[1][0] - w[0][0]) * (2.0 + libm::sin(radians(w[0][1])) + libm::sin(radians(w[1][1])))
    };
    (ring.windows(2).map(edge).sum::<f64>() * EARTH_M * EARTH_M / 2.0).abs()
}

/// Whether a point lies in a ring, by the number of edges to its east.
fn inside(ring: &[[f64; 2]], [x, y]: [f64; 2]) -> bool {
    let crosses = |w: &&[[f64; 2]]| {
        let ([ax, ay], [bx, by]) = (w[0], w[1]);
        (ay > y) != (by > y) && x < (bx - ax) * (y - ay) / (by - ay) + ax
    };
    ring.windows(2).filter(crosses).count() % 2 == 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::connect::Hints;

    fn square(x: f64, y: f64, side: f64) -> Vec<Value> {
        [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0), (0.0, 0.0)]
            .iter()
            .map(|(a, b)| serde_json::json!({"lon": x + a * side, "lat": y + b * side}))
            .collect()
    }

    #[test]
    fn parks_of_several_ways_with_holes_and_gardens_in_them_count_once() {
        let (park, garden, hole) =
            (square(-8.6, 41.1, 0.01), square(-8.595, 41.101, 0.001), square(-8.598, 41.107, 0.001));
        let answer = serde_json::json!({
            "osm3s": {"timestamp_osm_base": "2026-11-20T10:00:00Z"},
            "elements": [
                {"type": "relation", "id": 1, "tags": {"leisure": "park"}, "members": [
                    {"role": "outer", "geometry": park[..3]}, {"role": "outer", "geometry": [park[0], park[3], park[2]]},
                    {"role": "inner", "geometry": hole}]},
                {"type": "way", "id": 2, "tags": {"leisure": "garden"}, "geometry": garden},
                {"type": "way", "id": 3, "tags": {"leisure": "garden", "access": "private"}, "geometry": square(-8.5, 41.2, 0.01)},
                {"type": "way", "id": 4, "tags": {"highway": "cycleway"}, "geometry": [{"lon": -8.6, "lat": 41.1}, {"lon": -8.6, "lat": 41.11}]}
            ]
        });
        let hints = Hints { place: "city/1312".parse().ok(), ..Hints::default() };
        let text = answer.to_string();
        let i = read(&Input { name: "osm.json", bytes: text.as_bytes(), hints: &hints }).expect("readable");
        let value = |concept: &str| {
            let found = i.observed.observations().find(|o| o.series.concept == concept).expect("there");
            assert_eq!((found.period, found.status), (Period::Year(2026), Status::E));
            found.value.expect("a value")
        };
        // 0.01° by 0.01° at 41.105° N: 1 111.95 m by 837.9 m, less a hundredth of it.
        assert!((value("green_area") - 93.17 * 0.99).abs() < 0.05, "{}", value("green_area"));
        assert!((value("cycleway_length") - 1.112).abs() < 0.001);
    }

    #[test]
    fn an_extract_without_a_place_or_a_time_gives_no_sum() {
        let text = r#"{"elements":[{"type":"way","id":4,"tags":{"highway":"cycleway"},"geometry":[{"lon":-8.6,"lat":41.1},{"lon":-8.6,"lat":41.11}]}],"remark":"runtime error"}"#;
        let hints = Hints { place: "city/1312".parse().ok(), ..Hints::default() };
        let i = read(&Input { name: "x.json", bytes: text.as_bytes(), hints: &hints }).expect("readable");
        assert_eq!((i.observed.len(), i.places.len(), i.warnings.count(Kind::Partial)), (0, 1, 1));
    }
}
