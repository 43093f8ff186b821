//! Bringing the engine to what is wanted.

use serde_json::json;
use wasm_bindgen::JsValue;

use super::{Content, Inner, from_json, set};
use crate::map::{
    engine::Map,
    style::{self, HATCH},
    theme::{Theme, rgb},
};

/// Applies everything, on a style that has just arrived or come back.
pub(super) fn all(inner: &Inner) {
    let content = inner.content.borrow();
    hatch(&inner.map, &content.theme);
    if inner.map.layer(style::hatch_layer()["id"].as_str().unwrap_or_default()).is_undefined() {
        inner.map.add_layer(&from_json(&style::hatch_layer()), style::ABOVE_HATCH);
    }
    paint(&inner.map, &content.theme);
    for (source, shapes) in &content.shapes {
        shape(&inner.map, source, shapes);
    }
    figures(&inner.map, &content);
}

/// Applies what differs from before.
pub(super) fn change(inner: &Inner, before: &Content) {
    let content = inner.content.borrow();
    if content.theme != before.theme {
        hatch(&inner.map, &content.theme);
        paint(&inner.map, &content.theme);
    }
    for (source, shapes) in &content.shapes {
        let known = before.shapes.iter().any(|(s, old)| s == source && std::rc::Rc::ptr_eq(old, shapes));
        if !known {
            shape(&inner.map, source, shapes);
        }
    }
    if content.coloured != before.coloured || content.slots != before.slots {
        clear(&inner.map, before.coloured);
        figures(&inner.map, &content);
    } else if content.selected != before.selected {
        for (code, on) in [(&before.selected, false), (&content.selected, true)] {
            if let Some(code) = code {
                mark(&inner.map, content.coloured, code, style::SELECTED, on);
            }
        }
    }
}

/// Sets one mark of one place.
pub(super) fn mark(map: &Map, source: &str, code: &str, name: &str, on: bool) {
    map.set_feature_state(&target(source, Some(code)), &from_json(&json!({name: on})));
}

fn figures(map: &Map, content: &Content) {
    for (code, slot) in &content.slots {
        let state = slot.map_or_else(|| json!({"none": true}), |slot| json!({"slot": slot}));
        map.set_feature_state(&target(content.coloured, Some(code)), &from_json(&state));
    }
    if let Some(code) = &content.selected {
        mark(map, content.coloured, code, style::SELECTED, true);
    }
}

fn clear(map: &Map, source: &str) {
    map.remove_feature_state(&target(source, None));
}

fn target(source: &str, code: Option<&str>) -> JsValue {
    let target = JsValue::from(js_sys::Object::new());
    set(&target, "source", &source.into());
    if let Some(code) = code {
        set(&target, "id", &code.into());
    }
    target
}

fn shape(map: &Map, source: &str, shapes: &serde_json::Value) {
    if let Some(source) = map.source(source) {
        let _ = source.set_data(&from_json(shapes));
    }
}

fn paint(map: &Map, theme: &Theme) {
    for (layer, property, value) in style::paint(theme) {
        map.set_paint(layer, property, &from_json(&value));
    }
}

/// The pattern for "no data published", in the theme's colour.
fn hatch(map: &Map, theme: &Theme) {
    const SIZE: usize = 16;
    let pixels = style::hatch_pixels(SIZE, rgb(&theme.hatch).unwrap_or_default());
    let image = from_json(&json!({"width": SIZE, "height": SIZE}));
    set(&image, "data", &js_sys::Uint8Array::from(pixels.as_slice()));
    if map.has_image(HATCH) {
        map.remove_image(HATCH);
    }
    map.add_image(HATCH, &image, &from_json(&json!({"pixelRatio": 2})));
}
