//! The map's style: a quiet base from the pack, coloured places, and what marks them.
//!
//! There is no tile server and no font file: shapes come as GeoJSON, glyphs are drawn by the browser
//! (MapLibre draws them itself where the style has no `glyphs` address). Colours come from the page's style
//! sheet, so that light, dark and print are decided in one place.

use serde_json::{Value, json};

use super::theme::Theme;

/// Source of the coloured areas, parishes or cells.
pub const PLACES: &str = "places";
/// Source of the stations.
pub const STATIONS: &str = "stations";
/// Source of the parishes' outlines; the same shapes as [`PLACES`] unless cells are coloured.
pub const OUTLINES: &str = "outlines";
/// Source of the names, one point each.
pub const NAMES: &str = "names";
/// Source of land and water, told apart by their code.
pub const BASE: &str = "base";
/// Source of the areas that are chosen or under the pointer.
// why a source of its own: as a state of the places, an outline of no width would be drawn around each of thousands of cells
pub const MARKED: &str = "marked";
/// Property of every feature that is its id.
pub const CODE: &str = "code";
/// Name of the pattern that says "no data published".
pub const HATCH: &str = "hatch";
/// Name of the pattern that says "estimated".
pub const DOTS: &str = "dots";
/// State of the station under the pointer.
pub const HOVER: &str = "hover";
/// State of the selected station, and whether a marked area is the selected one.
pub const SELECTED: &str = "selected";

/// The whole style, with empty sources. Layers with patterns come later, when those are there.
pub fn style(theme: &Theme) -> Value {
    let source = || json!({"type": "geojson", "data": empty(), "promoteId": CODE});
    json!({
        "version": 8,
        "sources": {BASE: source(), PLACES: source(), OUTLINES: source(), STATIONS: source(), NAMES: source(), MARKED: source()},
        "layers": layers().into_iter().map(|layer| painted(layer, theme)).collect::<Vec<_>>(),
    })
}

/// A collection without features.
pub fn empty() -> Value {
    json!({"type": "FeatureCollection", "features": []})
}

/// The layers that need a pattern: one hatches places without a figure, one dots those with an estimate.
pub fn pattern_layers() -> [Value; 2] {
    let layer = |id: &str, pattern: &str, state: &str| {
        let opacity = json!(["case", ["boolean", ["feature-state", state], false], 1, 0]);
        json!({"id": id, "type": "fill", "source": PLACES,
            "paint": {"fill-pattern": pattern, "fill-opacity": opacity}})
    };
    [layer("places-none", HATCH, "none"), layer("places-estimated", DOTS, "estimated")]
}

/// Layers of the quiet base map that one of the city's own takes the place of.
pub const GROUND: [&str; 3] = ["water", "shore", "land"];
/// Name of the layer above those with patterns.
pub const ABOVE_PATTERNS: &str = "places-line";
/// Name of the layer above colours and outlines.
pub const ABOVE_COLOURS: &str = "mark-casing";
/// The areas as blocks that rise with their value.
pub const RAISED: &str = "places-raised";
/// Layers of a flat map that blocks would stand in.
pub const FLAT: [&str; 3] = [PLACES, "places-none", "places-estimated"];

fn layers() -> Vec<Value> {
    let ground = |code: &str| json!(["==", ["get", CODE], code]);
    vec![
        json!({"id": "background", "type": "background"}),
        json!({"id": "water", "type": "fill", "source": BASE, "filter": ground("water")}),
        json!({"id": "shore", "type": "line", "source": BASE, "filter": ground("land"),
            "layout": {"line-join": "round"}}),
        json!({"id": "land", "type": "fill", "source": BASE, "filter": ground("land")}),
        // The layer that answers to the pointer has the name of its source.
        json!({"id": PLACES, "type": "fill", "source": PLACES}),
        json!({"id": "places-line", "type": "line", "source": PLACES, "layout": {"line-join": "round"}}),
        json!({"id": "outlines", "type": "line", "source": OUTLINES, "layout": {"line-join": "round"}}),
        json!({"id": RAISED, "type": "fill-extrusion", "source": PLACES, "layout": {"visibility": "none"}}),
        json!({"id": "mark-casing", "type": "line", "source": MARKED, "layout": {"line-join": "round"}}),
        json!({"id": "mark", "type": "line", "source": MARKED, "layout": {"line-join": "round"}}),
        json!({"id": STATIONS, "type": "circle", "source": STATIONS}),
        json!({"id": "names", "type": "symbol", "source": NAMES, "layout": {
            "text-field": ["get", "name"],
            "text-font": ["system-ui", "Noto Sans Semibold"],
            "text-size": ["interpolate", ["linear"], ["zoom"], 9, 10.5, 12, 12.5, 14, 14],
            "text-max-width": 7,
            "text-padding": 3,
            "symbol-sort-key": ["coalesce", ["get", "order"], 0],
        }}),
    ]
}

fn painted(mut layer: Value, theme: &Theme) -> Value {
    let id = layer["id"].as_str().unwrap_or_default().to_owned();
    let properties = paint(theme).into_iter().filter(|(layer, _, _)| *layer == id);
    layer["paint"] = Value::Object(properties.map(|(_, name, value)| (name.to_owned(), value)).collect());
    layer
}

/// Every paint property that depends on the theme, as layer, property and value.
pub fn paint(theme: &Theme) -> Vec<(&'static str, &'static str, Value)> {
    let state = |name: &str| json!(["boolean", ["feature-state", name], false]);
    let marked = |selected: f64, hovered: f64| json!(["case", ["get", SELECTED], selected, hovered]);
    vec![
        ("background", "background-color", json!(theme.background)),
        ("water", "fill-color", json!(theme.water)),
        ("shore", "line-color", json!(theme.shore)),
        ("shore", "line-width", json!(["interpolate", ["linear"], ["zoom"], 9, 3.0, 13, 6.0])),
        ("shore", "line-blur", json!(["interpolate", ["linear"], ["zoom"], 9, 2.0, 13, 4.0])),
        ("shore", "line-opacity", json!(0.55)),
        ("land", "fill-color", json!(theme.land)),
        ("places", "fill-color", class_colour(theme)),
        // Edges are drawn by the line layers; smoothing both would let the base shine through between neighbours.
        ("places", "fill-antialias", json!(false)),
        ("places", "fill-opacity", json!(["case", state("dim"), 0.18, 1.0])),
        (RAISED, "fill-extrusion-color", class_colour(theme)),
        (RAISED, "fill-extrusion-height", json!(["*", share(), HIGHEST_M])),
        (RAISED, "fill-extrusion-opacity", json!(0.94)),
        ("places-line", "line-color", json!(theme.border)),
        ("places-line", "line-width", json!(["interpolate", ["linear"], ["zoom"], 9, 0.5, 13, 1.0])),
        ("outlines", "line-color", json!(theme.outline)),
        ("outlines", "line-width", json!(["interpolate", ["linear"], ["zoom"], 9, 0.75, 13, 1.6])),
        ("mark-casing", "line-color", json!(theme.halo)),
        ("mark-casing", "line-width", marked(6.0, 4.0)),
        ("mark", "line-color", json!(theme.mark)),
        ("mark", "line-width", marked(3.0, 1.75)),
        ("stations", "circle-color", class_colour(theme)),
        // Area, not radius, grows with the value (Flannery 1971 on graduated circles).
        (
            "stations",
            "circle-radius",
            json!(["+", ["case", state(SELECTED), 7, state(HOVER), 6, 5], ["*", 13, ["sqrt", share()]]]),
        ),
        ("stations", "circle-opacity", json!(["case", state("dim"), 0.25, 0.92])),
        ("stations", "circle-stroke-color", json!(theme.mark)),
        ("stations", "circle-stroke-width", json!(["case", state(SELECTED), 3, 1.5])),
        ("names", "text-color", json!(theme.text)),
        ("names", "text-halo-color", json!(theme.halo)),
        ("names", "text-halo-width", json!(1.6)),
    ]
}

/// The zoom (of the engine, the world being 512 pixels wide at 0) that lines between cells are drawn from, at a latitude in
/// degrees: a cell is wider there than a dozen pixels. Closer to each other they
/// would hide the colours, and there are thousands of them.
pub fn lines_from(cell: u64, latitude: f64) -> f64 {
    const WIDE_PX: f64 = 12.0;
    const EQUATOR_M: f64 = 40_075_016.7;
    /// Mean edge at resolution 0; each finer one is √7 times shorter (H3 documentation, "Tables of Cell Statistics").
    const EDGE_M: f64 = 1_281_256.0;
    let resolution = (cell >> 52 & 15) as f64;
    let width = libm::sqrt(3.0) * EDGE_M / libm::pow(7.0, resolution / 2.0);
    let zoom = libm::log2(EQUATOR_M * libm::cos(latitude.to_radians()) * WIDE_PX / (512.0 * width));
    zoom.clamp(0.0, 24.0)
}

/// Height of the highest block in metres: about a fifth of a city's width.
pub const HIGHEST_M: f64 = 2500.0;

/// A place's value as a part of the highest, from its state.
fn share() -> Value {
    json!(["number", ["feature-state", "share"], 0])
}

/// The colour of the palette slot in a feature's state; the land's colour until there is one.
fn class_colour(theme: &Theme) -> Value {
    let mut by_slot = vec![json!("match"), json!(["feature-state", "slot"])];
    for (slot, [red, green, blue]) in theme.slots().into_iter().enumerate() {
        by_slot.extend([json!(slot), json!(format!("#{red:02x}{green:02x}{blue:02x}"))]);
    }
    by_slot.push(json!(theme.land));
    json!(["case", ["boolean", ["feature-state", "none"], false], theme.none, by_slot])
}

/// Pixels of the dots, `size` × `size`, RGBA not premultiplied: one dot in the middle.
pub fn dot_pixels(size: usize, colour: [u8; 3]) -> Vec<u8> {
    let [red, green, blue] = colour;
    let middle = size as isize / 2;
    let on = |x: usize, y: usize| {
        let (dx, dy) = (x as isize - middle, y as isize - middle);
        dx * dx + dy * dy <= 5
    };
    let pixels = (0..size).flat_map(|y| (0..size).map(move |x| (x, y)));
    pixels.flat_map(|(x, y)| [red, green, blue, if on(x, y) { 255 } else { 0 }]).collect()
}

/// Pixels of the hatch, `size` × `size`, RGBA not premultiplied, lines rising to the right.
pub fn hatch_pixels(size: usize, colour: [u8; 3]) -> Vec<u8> {
    let pitch = size / 2;
    let [red, green, blue] = colour;
    let on = |x: usize, y: usize| (x + y) % pitch < 2;
    let pixels = (0..size).flat_map(|y| (0..size).map(move |x| (x, y)));
    pixels.flat_map(|(x, y)| [red, green, blue, if on(x, y) { 255 } else { 0 }]).collect()
}

#[cfg(test)]
#[path = "style_tests.rs"]
mod tests;
