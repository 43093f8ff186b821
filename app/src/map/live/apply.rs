//! Bringing the engine to what is wanted.

use serde_json::{Value, json};
use wasm_bindgen::JsValue;

use super::{Content, Inner, cells, from_json, ground, names, set};
use crate::map::{
    engine::Map,
    style::{self, DOTS, HATCH},
    theme::{Theme, rgb},
};

/// Applies everything, on a style that has just arrived or come back; what a new one was made with it has.
pub(super) fn all(inner: &Inner) {
    let content = inner.content.borrow();
    let given = inner.given.take();
    patterns(&inner.map, &content.theme);
    for layer in style::pattern_layers() {
        if inner.map.layer(layer["id"].as_str().unwrap_or_default()).is_undefined() {
            inner.map.add_layer(&from_json(&layer), style::ABOVE_PATTERNS);
        }
    }
    if given.as_ref().is_none_or(|given| given.theme != content.theme) {
        paint(&inner.map, &content.theme);
    }
    for (source, shapes) in content.fresh(given.as_ref()) {
        shape(&inner.map, source, shapes);
    }
    figures(&inner.map, &content);
    inner.behind.set(false);
    if given.is_none() || content.selected.is_some() {
        marked(inner, &content);
    }
    lines(inner, &content);
    raise(inner, content.raised);
    drop(content);
    cells::follow(inner);
    ground::follow(inner, true);
    names::follow(inner);
}

/// Applies what differs from before.
pub(super) fn change(inner: &Inner, before: &Content) {
    let content = inner.content.borrow();
    if content.theme != before.theme {
        patterns(&inner.map, &content.theme);
        paint(&inner.map, &content.theme);
    }
    let fresh: Vec<_> = content.fresh(Some(before)).collect();
    for (source, shapes) in &fresh {
        shape(&inner.map, source, shapes);
    }
    let repaint = content.coloured != before.coloured || content.marks != before.marks;
    // why: a state for each of thousands of cells takes longer than a frame, and nobody sees it
    let unseen = cells::draws(inner, &content);
    if repaint && !unseen {
        clear(&inner.map, before.coloured);
        figures(&inner.map, &content);
    }
    inner.behind.set(unseen && (repaint || inner.behind.get()));
    if content.selected != before.selected && !repaint && content.coloured == style::STATIONS {
        for (code, on) in [(&before.selected, false), (&content.selected, true)] {
            if let Some(code) = code {
                mark(&inner.map, code, style::SELECTED, on);
            }
        }
    }
    let reshaped = fresh.iter().any(|(source, _)| *source == style::PLACES);
    if reshaped {
        lines(inner, &content);
    }
    if reshaped || (content.coloured, &content.selected) != (before.coloured, &before.selected) {
        marked(inner, &content);
    }
    if content.raised != before.raised {
        raise(inner, content.raised);
    }
    if content.selected != before.selected {
        reveal(inner, &content);
    }
    drop(content);
    cells::follow(inner);
    ground::follow(inner, false);
    names::follow(inner);
}

/// Brings the engine's states of places up to date, before its own layers draw them again.
pub(super) fn catch_up(inner: &Inner) {
    if inner.behind.replace(false) {
        let content = inner.content.borrow();
        clear(&inner.map, content.coloured);
        figures(&inner.map, &content);
    }
}

/// Brings a chosen place into sight where it is not, such as one that was looked up.
fn reveal(inner: &Inner, content: &Content) {
    let Some(middle) = content.selected.as_deref().and_then(|code| middle(content, code)) else { return };
    let (canvas, at) = (inner.map.canvas(), inner.map.project(&from_json(&json!(middle))));
    let [wide, high] = [canvas.client_width(), canvas.client_height()].map(f64::from);
    if !(0.0..wide).contains(&at.x()) || !(0.0..high).contains(&at.y()) {
        let duration = if inner.still { 0 } else { 600 };
        inner.map.ease_to(&from_json(&json!({"center": middle, "duration": duration})));
    }
}

/// Longitude and latitude of where a place has its name.
fn middle<'a>(content: &'a Content, code: &str) -> Option<&'a Value> {
    let (_, names) = content.shapes.iter().find(|(source, _)| *source == style::NAMES)?;
    let name = names["features"].as_array()?.iter().find(|f| f["properties"][style::CODE] == code)?;
    Some(&name["geometry"]["coordinates"])
}

/// Shows blocks instead of areas, seen from the side, or areas again.
fn raise(inner: &Inner, raised: bool) {
    let visible = |on: bool| JsValue::from_str(if on { "visible" } else { "none" });
    for layer in style::FLAT {
        inner.map.set_layout(layer, "visibility", &visible(!raised));
    }
    inner.map.set_layout(style::RAISED, "visibility", &visible(raised));
    if inner.raised.replace(raised) != raised {
        let duration = if inner.still { 0 } else { 600 };
        let pitch = if raised { 50 } else { 0 };
        inner.map.ease_to(&from_json(&json!({"pitch": pitch, "bearing": 0, "duration": duration})));
    }
}

/// Sets one mark of one station.
pub(super) fn mark(map: &Map, code: &str, name: &str, on: bool) {
    map.set_feature_state(&target(style::STATIONS, Some(code)), &from_json(&json!({name: on})));
}

/// Outlines the area under the pointer and the selected one.
pub(super) fn marked(inner: &Inner, content: &Content) {
    let hovered = inner.hovered.borrow();
    let selected = content.selected.as_ref();
    let codes = [(hovered.as_ref().filter(|code| selected != Some(code)), false), (selected, true)];
    let areas = content.shapes.iter().find(|(source, _)| *source == style::PLACES);
    let areas = areas
        .filter(|_| content.coloured == style::PLACES)
        .and_then(|(_, shapes)| shapes["features"].as_array());
    let feature = |(code, selected): (Option<&String>, bool)| {
        let area =
            areas?.iter().find(|f| f["properties"][style::CODE].as_str() == code.map(String::as_str))?;
        code.map(|_| json!({"type": "Feature", "properties": {style::SELECTED: selected}, "geometry": area["geometry"]}))
    };
    let features: Vec<Value> = codes.into_iter().filter_map(feature).collect();
    shape(&inner.map, style::MARKED, &json!({"type": "FeatureCollection", "features": features}));
}

/// Draws lines between cells only where they are large.
fn lines(inner: &Inner, content: &Content) {
    let latitude = (inner.bbox[1] + inner.bbox[3]) / 2.0;
    let cell = content.cells.as_ref().and_then(|cells| cells.first());
    let from = cell.map_or(0.0, |cell| style::lines_from(*cell, latitude));
    inner.map.set_zooms(style::ABOVE_PATTERNS, from, 24.0);
}

fn figures(map: &Map, content: &Content) {
    for mark in &content.marks {
        let mut state = json!({"share": mark.share, "estimated": mark.estimated, "dim": mark.dim});
        match mark.colour {
            Some(colour) => state["slot"] = json!(colour),
            None => state["none"] = json!(true),
        }
        map.set_feature_state(&target(content.coloured, Some(&mark.code)), &from_json(&state));
    }
    if let Some(code) = content.selected.as_ref().filter(|_| content.coloured == style::STATIONS) {
        mark(map, code, style::SELECTED, true);
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

pub(super) fn shape(map: &Map, source: &str, shapes: &Value) {
    if let Some(source) = map.source(source) {
        let _ = source.set_data(&from_json(shapes));
    }
}

fn paint(map: &Map, theme: &Theme) {
    for (layer, property, value) in style::paint(theme) {
        map.set_paint(layer, property, &from_json(&value));
    }
}

/// The patterns for "no data published" and "estimated", in the theme's colours.
fn patterns(map: &Map, theme: &Theme) {
    const SIZE: usize = 16;
    let hatch = style::hatch_pixels(SIZE, rgb(&theme.hatch).unwrap_or_default());
    let dots = style::dot_pixels(SIZE, rgb(&theme.mark).unwrap_or_default());
    for (name, pixels) in [(HATCH, hatch), (DOTS, dots)] {
        let image = from_json(&json!({"width": SIZE, "height": SIZE}));
        set(&image, "data", &js_sys::Uint8Array::from(pixels.as_slice()));
        if map.has_image(name) {
            map.remove_image(name);
        }
        map.add_image(name, &image, &from_json(&json!({"pixelRatio": 2})));
    }
}
