use std::collections::BTreeMap;

use gemeo_shared::{
    geo::Level,
    pack::geography::{Geography, Parish, Surface, Wire},
};
use serde_json::{Value, json};

use super::{Boundaries, Finding, from_features, geojson, of_file};
use crate::pack::dissolve::grid;

/// A square parish of about 1 km, its lower left corner at whole hundredths of a degree.
fn square(code: &str, x: f64, y: f64) -> Value {
    let ring = [[x, y], [x + 1.0, y], [x + 1.0, y + 1.0], [x, y + 1.0], [x, y]];
    feature(code, &ring)
}

fn feature(code: &str, ring: &[[f64; 2]]) -> Value {
    let ring: Vec<[f64; 2]> = ring.iter().map(|[x, y]| [-8.3 + x / 100.0, 41.4 + y / 100.0]).collect();
    json!({"type": "Feature", "properties": {"code": code}, "geometry": {"type": "Polygon", "coordinates": [ring]}})
}

fn from_text(text: &str, codes: &[&str]) -> Result<Boundaries, Vec<Finding>> {
    from_features(geojson::features(text).map_err(|message| vec![of_file(message)])?, codes)
}

fn read(features: &[Value], codes: &[&str]) -> Result<Boundaries, Vec<Finding>> {
    from_text(&json!({"type": "FeatureCollection", "features": features}).to_string(), codes)
}

fn faults(features: &[Value], codes: &[&str]) -> String {
    let findings = read(features, codes).expect_err("something is wrong");
    findings.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

fn geography(boundaries: &Boundaries, codes: &[&str]) -> Geography {
    let parish = |code: &&str| Parish {
        code: (*code).into(),
        name: (*code).into(),
        short: (*code).into(),
        parent: None,
        label: [0.0, 0.0],
    };
    let parishes: Vec<Parish> = codes.iter().map(parish).collect();
    let cells: Vec<_> = boundaries.cells.iter().map(|(p, c)| (*p, Surface::Land, *c)).collect();
    let wire = Wire {
        sources: Vec::new(),
        parish2013: parishes.clone(),
        parish2025: parishes,
        arcs: boundaries.arcs.clone(),
        cells: grid::parish_cells(codes.len(), &cells),
        grid: None,
        stations: Vec::new(),
        basemap: None,
    };
    Geography::try_from(wire).expect("outlines close")
}

#[test]
fn neighbours_share_their_boundary_and_each_has_cells() {
    let found = read(&[square("A", 0.0, 0.0), square("B", 1.0, 0.0)], &["A", "B"]).expect("sound");
    assert_eq!(found.arcs.sides().filter(|(l, r)| *l >= 0 && *r >= 0).count(), 1, "one common boundary");
    let of = |parish: u32| found.cells.iter().filter(|(p, _)| *p == parish).count();
    assert!(of(0) > 10 && of(1) > 10);
    let outlines = geography(&found, &["A", "B"]).outlines(Level::Parish2025);
    assert!(outlines.iter().all(|o| o.polygons.len() == 1));
}

#[test]
fn a_corner_of_one_on_the_side_of_another_is_no_gap() {
    let tall = feature("C", &[[1.0, 0.0], [2.0, 0.0], [2.0, 2.0], [1.0, 2.0], [1.0, 0.0]]);
    let found = read(&[square("A", 0.0, 0.0), square("B", 0.0, 1.0), tall], &["A", "B", "C"]).expect("sound");
    assert_eq!(found.arcs.sides().filter(|(l, r)| *l >= 0 && *r >= 0).count(), 3);
}

#[test]
fn what_is_wrong_is_told_with_feature_and_place() {
    let bow = feature("A", &[[0.0, 0.0], [1.0, 1.0], [1.0, 0.0], [0.0, 1.0], [0.0, 0.0]]);
    let text = faults(&[bow], &["A"]);
    assert!(text.starts_with("feature 0, parish A, at -8."), "{text}");
    assert!(text.contains("crosses"), "{text}");
    let open = feature("A", &[[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0]]);
    assert!(faults(&[open], &["A"]).contains("not closed"));
    let text = faults(&[square("A", 0.0, 0.0), square("Z", 1.0, 0.0)], &["A", "B"]);
    assert!(text.contains("feature 1, parish Z") && text.contains("parish B: has no feature"), "{text}");
}

#[test]
fn overlaps_and_gaps_are_found() {
    let text = faults(&[square("A", 0.0, 0.0), square("B", 0.5, 0.3)], &["A", "B"]);
    assert!(text.contains("crosses that of feature"), "{text}");
    let twice = faults(&[square("A", 0.0, 0.0), square("B", 0.0, 0.0)], &["A", "B"]);
    assert!(twice.contains("overlaps feature 0"), "{twice}");
    // Four parishes around a square of a tenth of a kilometre that belongs to none.
    let ring = |code: &str, points: &[[f64; 2]]| feature(code, points);
    let around = [
        ring("A", &[[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.9, 0.9], [0.0, 0.9], [0.0, 0.0]]),
        ring("B", &[[1.0, 0.0], [2.0, 0.0], [2.0, 2.0], [1.0, 2.0], [1.0, 1.0], [1.0, 0.0]]),
        ring("C", &[[0.0, 0.9], [0.9, 0.9], [0.9, 1.0], [1.0, 1.0], [1.0, 2.0], [0.0, 2.0], [0.0, 0.9]]),
    ];
    assert!(faults(&around, &["A", "B", "C"]).contains("gap between parishes"));
}

#[test]
fn another_coordinate_system_is_refused_by_name_and_by_its_numbers() {
    let metres = json!({"type": "Feature", "properties": {"code": "A"}, "geometry": {"type": "Polygon",
        "coordinates": [[[-88000.0, -104000.0], [-87000.0, -104000.0], [-87000.0, -103000.0], [-88000.0, -104000.0]]]}});
    assert!(faults(&[metres], &["A"]).contains("EPSG:4326"));
    let named = json!({"type": "FeatureCollection", "features": [],
        "crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3763"}}});
    let findings = from_text(&named.to_string(), &["A"]).expect_err("refused");
    assert!(findings[0].to_string().contains("EPSG::3763"));
}

#[test]
fn the_official_parishes_of_three_cities_become_outlines() {
    let folder = std::env::var("GEMEO_TEST_DATA").unwrap_or_else(|_| "../../shared/data".into());
    let path = std::path::Path::new(&folder).join("parishes_3cities_caop2025.geojson");
    let Ok(text) = std::fs::read_to_string(&path) else {
        println!("skipped: official parishes: {} is not here", path.display());
        return;
    };
    let all: Value = serde_json::from_str(&text).expect("GeoJSON");
    let mut cities: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for feature in all["features"].as_array().expect("features") {
        let city = feature["properties"]["municipality"].as_str().expect("a city").to_owned();
        cities.entry(city).or_default().push(feature.clone());
    }
    assert_eq!(cities.len(), 3);
    for (city, features) in cities {
        let mut codes: Vec<&str> =
            features.iter().filter_map(|f| f["properties"]["dicofre"].as_str()).collect();
        codes.sort_unstable();
        let found = read(&features, &codes).unwrap_or_else(|f| {
            panic!("{city}: {}", f.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))
        });
        let outlines = geography(&found, &codes).outlines(Level::Parish2025);
        assert!(outlines.iter().all(|o| !o.polygons.is_empty()), "{city}");
        let points: usize = (0..found.arcs.len()).map(|a| found.arcs.steps(a).len()).sum();
        assert!(points < 12_000, "{city}: {points} points are thinned");
    }
}
