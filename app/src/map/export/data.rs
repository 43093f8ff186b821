//! The figures shown as a table, and with their shapes.

use serde_json::{Value, json};

use super::{Pictures, once};
use crate::{
    components::export::cell,
    map::{parts::words, scene::Scene},
};

const HEAD: &str = "city,code,name,indicator,dimensions,period,value,unit,status,rank,class,source\r\n";

/// The figures shown as CSV (RFC 4180): every place of each layer, those without a figure with an empty value.
pub fn csv(pictures: &Pictures) -> String {
    let mut out = HEAD.to_owned();
    pictures.layers().into_iter().for_each(|scene| rows(scene, &mut out));
    out
}

fn rows(scene: &Scene, out: &mut String) {
    let source = words::attributions(&scene.sources());
    let number = |n: Option<usize>| n.map(|n| n.to_string()).unwrap_or_default();
    for (figure, place) in scene.snapshot.figures.iter().zip(&scene.places.places) {
        let cells = [
            scene.view.profile.id.clone(),
            figure.code.to_string(),
            place.name.clone(),
            scene.layer.indicator.clone(),
            dims(scene),
            scene.period.clone(),
            figure.value.map(|v| v.to_string()).unwrap_or_default(),
            scene.unit().0,
            figure.status.to_string(),
            number(figure.rank),
            number(figure.class.map(|class| class + 1)),
            source.clone(),
        ];
        out.push_str(&cells.map(|c| cell(&c)).join(","));
        out.push_str("\r\n");
    }
}

fn dims(scene: &Scene) -> String {
    let pairs: Vec<String> = scene.layer.dims.iter().map(|(name, value)| format!("{name}={value}")).collect();
    pairs.join("; ")
}

/// The shapes and figures shown as GeoJSON (RFC 7946): a feature for each place of each layer.
pub fn geojson(pictures: &Pictures) -> String {
    let layers = pictures.layers();
    let all: Vec<Value> = layers.iter().flat_map(|scene| features(scene)).collect();
    let credits = once(
        layers
            .iter()
            .flat_map(|s| [words::attributions(&s.sources()), words::attributions(&s.shape_sources())]),
    );
    json!({"type": "FeatureCollection", "features": all, "attribution": credits.join("; ")}).to_string()
}

fn features(scene: &Scene) -> Vec<Value> {
    let mut shapes = scene.places.shapes();
    let Some(features) = shapes["features"].as_array_mut() else { return Vec::new() };
    let figures = scene.snapshot.figures.iter().zip(&scene.places.places);
    for (feature, (figure, place)) in features.iter_mut().zip(figures) {
        feature["properties"] = json!({
            "city": scene.view.profile.id, "code": figure.code, "name": place.name,
            "indicator": scene.layer.indicator, "dimensions": scene.layer.dims, "period": scene.period,
            "value": figure.value, "unit": scene.unit().0, "status": figure.status, "rank": figure.rank,
        });
    }
    std::mem::take(features)
}
