use gemeo_shared::geo::Level;
use serde_json::json;

use super::{Direction, Places};

fn square(x: f64, side: f64) -> Vec<[f64; 2]> {
    vec![[x, 0.0], [x + side, 0.0], [x + side, side], [x, side], [x, 0.0]]
}

#[test]
fn parishes_cells_and_stations_are_read_from_what_the_engine_answers() {
    let collection = json!({"type": "FeatureCollection", "sources": ["dgt"], "features": [
        {"type": "Feature", "id": 0, "properties": {"code": "030801", "name": "Aldão", "short": "Aldão", "label": [0.2, 0.2]},
            "geometry": {"type": "MultiPolygon", "coordinates": [[square(0.0, 1.0)]]}},
        {"type": "Feature", "id": 1, "properties": {"code": "89393360187ffff"},
            "geometry": {"type": "Polygon", "coordinates": [square(2.0, 2.0)]}},
        {"type": "Feature", "id": 2, "properties": {"code": "3075", "name": "Olivais"},
            "geometry": {"type": "Point", "coordinates": [9.0, 8.0]}},
    ]});
    let places = Places::read(Level::Parish2013, &collection.to_string()).expect("readable");
    assert_eq!(places.sources, ["dgt"]);
    assert_eq!(places.codes().collect::<Vec<_>>(), ["030801", "89393360187ffff", "3075"]);
    let labels: Vec<_> = places.places.iter().map(|place| place.label).collect();
    assert_eq!(labels, [[0.2, 0.2], [3.0, 1.0], [9.0, 8.0]]);
    assert_eq!(places.get("89393360187ffff").map(|p| p.short.as_str()), Some("89393360187ffff"));
    assert_eq!(places.get("3075").map(|p| (p.short.as_str(), p.polygons.len())), Some(("Olivais", 0)));
    let shapes = places.shapes();
    assert_eq!(shapes["features"][2]["geometry"]["type"], "Point");
    let order = |i: usize| places.names()["features"][i]["properties"]["order"].as_f64();
    assert!(order(1) < order(0), "the larger place is labelled first");
}

#[test]
fn a_place_without_a_code_is_refused() {
    let collection = json!({"type": "FeatureCollection", "features": [
        {"type": "Feature", "properties": {"name": "?"}, "geometry": {"type": "Point", "coordinates": [0, 0]}}]});
    assert!(Places::read(Level::Station, &collection.to_string()).is_err());
}

#[test]
fn arrows_lead_to_the_neighbour_on_that_side() {
    let point = |code: &str, lon: f64, lat: f64| {
        serde_json::json!({"type": "Feature", "properties": {"code": code},
            "geometry": {"type": "Point", "coordinates": [lon, lat]}})
    };
    let features = [
        point("middle", 0.0, 0.0),
        point("north", 0.1, 1.0),
        point("far north", 0.0, 5.0),
        point("east", 1.0, 0.1),
        point("south west", -1.0, -1.0),
    ];
    let json = serde_json::json!({"type": "FeatureCollection", "features": features});
    let places = Places::read(Level::Station, &json.to_string()).expect("points");
    let to = |from: Option<&str>, direction| places.towards(from, direction).map(|p| p.code.as_str());
    assert_eq!(to(Some("middle"), Direction::North), Some("north"));
    assert_eq!(to(Some("middle"), Direction::East), Some("east"));
    assert_eq!(to(Some("middle"), Direction::West), Some("south west"));
    assert_eq!(to(Some("far north"), Direction::North), None);
    assert_eq!(to(None, Direction::North), Some("north"), "nearest to the middle of all");
    assert_eq!(to(Some("unknown"), Direction::South), Some("north"));
}
