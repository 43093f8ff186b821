//! Names of areas that rise: put anew whenever the map rests, so that each stands on its own block.

use serde_json::{Value, json};

use super::{Content, Inner, apply};
use crate::map::{
    lift::Eye,
    style::{CODE, HIGHEST_M, NAMES},
};

/// Puts the names where they belong now; on the ground again once nothing rises.
pub(super) fn follow(inner: &Inner) {
    let content = inner.content.borrow();
    let raised = content.raised;
    if !raised && !inner.lifted.get() {
        return;
    }
    let Some((_, names)) = content.shapes.iter().find(|(source, _)| *source == NAMES) else { return };
    inner.lifted.set(raised);
    if !raised {
        return apply::shape(&inner.map, NAMES, names);
    }
    let (map, high) = (&inner.map, inner.map.canvas().client_height());
    let centre = map.centre();
    let eye = Eye::new([centre.lng(), centre.lat()], map.zoom(), map.bearing(), map.pitch(), f64::from(high));
    apply::shape(map, NAMES, &lifted(&content, names, eye));
}

/// The names on top of their blocks.
fn lifted(content: &Content, names: &Value, eye: Eye) -> Value {
    let height = |code: &str| {
        let mark = content.marks.iter().find(|mark| mark.code == code);
        mark.map_or(0.0, |mark| mark.share * HIGHEST_M)
    };
    let features = names["features"].as_array().into_iter().flatten();
    let lift = |name: &Value| {
        let code = name["properties"][CODE].as_str().unwrap_or_default();
        let on_ground = [0, 1].map(|axis| name["geometry"]["coordinates"][axis].as_f64().unwrap_or_default());
        let at = eye.behind(on_ground, height(code));
        json!({"type": "Feature", "properties": name["properties"], "geometry": {"type": "Point", "coordinates": at}})
    };
    json!({"type": "FeatureCollection", "features": features.map(lift).collect::<Vec<_>>()})
}
