//! The binding to MapLibre GL JS 6, only what the twin uses of it.
//!
//! Names and types follow <https://maplibre.org/maplibre-gl-js/docs/API/>. `engine.mjs` makes the engine's module
//! reachable as `gemeoMapEngine`; nothing here may be called before [`super::load::load`] has finished.

use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// A map in an element of the page.
    #[wasm_bindgen(js_namespace = gemeoMapEngine, js_name = Map)]
    #[derive(Debug, Clone)]
    pub type Map;

    /// Makes a map; fails with a `GPUInitializationError` where there is no WebGL2.
    #[wasm_bindgen(constructor, catch, js_namespace = gemeoMapEngine, js_class = "Map")]
    pub fn new(options: &JsValue) -> Result<Map, JsValue>;

    /// Takes the map out of the page and frees its GPU memory and workers' data.
    #[wasm_bindgen(method)]
    pub fn remove(this: &Map);

    /// Takes the size of its element and the density of the screen anew.
    #[wasm_bindgen(method)]
    pub fn resize(this: &Map);

    /// Calls the listener at each event until [`Subscription::unsubscribe`].
    #[wasm_bindgen(method)]
    pub fn on(this: &Map, event: &str, listener: &JsValue) -> Subscription;

    /// Adds a control to a corner.
    #[wasm_bindgen(method, js_name = addControl)]
    pub fn add_control(this: &Map, control: &NavigationControl, corner: &str);

    /// The source of that id, if the style has it.
    #[wasm_bindgen(method, js_name = getSource)]
    pub fn source(this: &Map, id: &str) -> Option<GeoJsonSource>;

    /// Whether an image of that name was added.
    #[wasm_bindgen(method, js_name = hasImage)]
    pub fn has_image(this: &Map, name: &str) -> bool;

    /// Adds an image for patterns: `{width, height, data}`.
    #[wasm_bindgen(method, js_name = addImage)]
    pub fn add_image(this: &Map, name: &str, image: &JsValue, options: &JsValue);

    /// Takes an image away.
    #[wasm_bindgen(method, js_name = removeImage)]
    pub fn remove_image(this: &Map, name: &str);

    /// The style layer of that id, or undefined.
    #[wasm_bindgen(method, js_name = getLayer)]
    pub fn layer(this: &Map, id: &str) -> JsValue;

    /// Adds a style layer below another.
    #[wasm_bindgen(method, js_name = addLayer)]
    pub fn add_layer(this: &Map, layer: &JsValue, before: &str);

    /// Takes a style layer away.
    #[wasm_bindgen(method, js_name = removeLayer)]
    pub fn remove_layer(this: &Map, id: &str);

    /// Changes a paint property of a layer.
    #[wasm_bindgen(method, js_name = setPaintProperty)]
    pub fn set_paint(this: &Map, layer: &str, property: &str, value: &JsValue);

    /// Changes a layout property of a layer.
    #[wasm_bindgen(method, js_name = setLayoutProperty)]
    pub fn set_layout(this: &Map, layer: &str, property: &str, value: &JsValue);

    /// Draws a layer between two zooms alone.
    #[wasm_bindgen(method, js_name = setLayerZoomRange)]
    pub fn set_zooms(this: &Map, layer: &str, from: f64, to: f64);

    /// Sets values that style expressions read for one feature: `target` is `{source, id}`.
    #[wasm_bindgen(method, js_name = setFeatureState)]
    pub fn set_feature_state(this: &Map, target: &JsValue, state: &JsValue);

    /// Forgets the values of all features of `{source}`.
    #[wasm_bindgen(method, js_name = removeFeatureState)]
    pub fn remove_feature_state(this: &Map, target: &JsValue);

    /// The features drawn at a point, topmost first: `options` is `{layers}`.
    #[wasm_bindgen(method, js_name = queryRenderedFeatures)]
    pub fn features_at(this: &Map, point: &JsValue, options: &JsValue) -> js_sys::Array;

    /// Moves and zooms so that the bounds `[[west, south], [east, north]]` fit.
    #[wasm_bindgen(method, js_name = fitBounds)]
    pub fn fit_bounds(this: &Map, bounds: &JsValue, options: &JsValue);

    /// Moves the camera: `{center, duration, …}`.
    #[wasm_bindgen(method, js_name = easeTo)]
    pub fn ease_to(this: &Map, options: &JsValue);

    /// Puts the camera somewhere at once: `{center, zoom, bearing, pitch}`.
    #[wasm_bindgen(method, js_name = jumpTo)]
    pub fn jump_to(this: &Map, options: &JsValue);

    /// What the middle of the map shows.
    #[wasm_bindgen(method, js_name = getCenter)]
    pub fn centre(this: &Map) -> LngLat;

    /// Zoom level: each one more is twice as large.
    #[wasm_bindgen(method, js_name = getZoom)]
    pub fn zoom(this: &Map) -> f64;

    /// Degrees that the map is turned by.
    #[wasm_bindgen(method, js_name = getBearing)]
    pub fn bearing(this: &Map) -> f64;

    /// Degrees that the map is seen from the side by.
    #[wasm_bindgen(method, js_name = getPitch)]
    pub fn pitch(this: &Map) -> f64;

    /// Where a longitude and latitude is on the screen, in CSS pixels from the container's corner.
    #[wasm_bindgen(method)]
    pub fn project(this: &Map, lng_lat: &JsValue) -> Point;

    /// The canvas, which is what has the keyboard focus.
    #[wasm_bindgen(method, js_name = getCanvas)]
    pub fn canvas(this: &Map) -> web_sys::HtmlCanvasElement;

    /// What `on` gives back.
    pub type Subscription;

    /// Ends the subscription.
    #[wasm_bindgen(method)]
    pub fn unsubscribe(this: &Subscription);

    /// A source of features held as GeoJSON.
    pub type GeoJsonSource;

    /// Replaces the source's features.
    #[wasm_bindgen(method, js_name = setData)]
    pub fn set_data(this: &GeoJsonSource, data: &JsValue) -> js_sys::Promise;

    /// Buttons to zoom.
    #[wasm_bindgen(js_namespace = gemeoMapEngine, js_name = NavigationControl)]
    pub type NavigationControl;

    /// Makes the buttons: `{showCompass, showZoom}`.
    #[wasm_bindgen(constructor, js_namespace = gemeoMapEngine, js_class = "NavigationControl")]
    pub fn new(options: &JsValue) -> NavigationControl;

    /// A point of the screen in CSS pixels.
    pub type Point;

    /// To the right.
    #[wasm_bindgen(method, getter)]
    pub fn x(this: &Point) -> f64;

    /// Down.
    #[wasm_bindgen(method, getter)]
    pub fn y(this: &Point) -> f64;

    /// A pointer's event on the map.
    pub type PointerEvent;

    /// Where it happened.
    #[wasm_bindgen(method, getter)]
    pub fn point(this: &PointerEvent) -> Point;

    /// Which place it is.
    #[wasm_bindgen(method, getter, js_name = lngLat)]
    pub fn lng_lat(this: &PointerEvent) -> LngLat;

    /// A longitude and latitude in degrees.
    pub type LngLat;

    /// Longitude.
    #[wasm_bindgen(method, getter)]
    pub fn lng(this: &LngLat) -> f64;

    /// Latitude.
    #[wasm_bindgen(method, getter)]
    pub fn lat(this: &LngLat) -> f64;

    /// An error's event.
    pub type ErrorEvent;

    /// The error.
    #[wasm_bindgen(method, getter)]
    pub fn error(this: &ErrorEvent) -> Option<js_sys::Error>;

    /// A feature found at a point.
    pub type Feature;

    /// Its id: the property named by the source's `promoteId`.
    #[wasm_bindgen(method, getter)]
    pub fn id(this: &Feature) -> JsValue;

    /// The source it belongs to.
    #[wasm_bindgen(method, getter)]
    pub fn source(this: &Feature) -> String;
}
