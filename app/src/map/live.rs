//! A map in the page, kept in step with what is wanted.
//!
//! What is wanted ([`Content`]) is kept whole: it is applied when the style is there, again when the graphics
//! context comes back after a loss, and in parts when parts of it change. Dropping the [`LiveMap`] takes the map
//! out of the page and frees its listeners, GPU memory and workers' data.

mod apply;
mod cells;
mod density;
mod events;
mod ground;
mod names;

use std::{
    cell::{Cell, RefCell},
    rc::{Rc, Weak},
};

use gemeo_shared::{pack::geography::Basemap, view::Code};
use serde_json::Value;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::HtmlElement;

use super::{
    MapError,
    camera::{Camera, Home},
    engine::{Map, NavigationControl, Subscription},
    style,
    theme::Theme,
};

/// What the map tells the page.
#[derive(Debug, Clone, PartialEq)]
pub enum MapEvent {
    /// The first complete picture is there.
    Ready,
    /// The pointer is over a place: its code, and where, in CSS pixels from the map's corner.
    Over(String, [f64; 2]),
    /// The pointer is over no place.
    Away,
    /// A place was clicked or tapped, or none.
    Picked(Option<String>, [f64; 2]),
    /// The graphics context was lost; the picture is frozen until [`MapEvent::Ready`].
    Lost,
    /// The map cannot go on.
    Failed(String),
    /// Something else is in sight, and whether the reader has moved the map there.
    Looked(Camera, bool),
}

/// Words that the engine shows or reads out.
#[derive(Debug, Clone, Default)]
pub struct Words {
    /// Name of the map.
    pub title: String,
    /// The button that zooms in.
    pub zoom_in: String,
    /// The button that zooms out.
    pub zoom_out: String,
    /// The button that turns north up again.
    pub north: String,
    /// How to zoom with a wheel.
    pub wheel: String,
    /// The same on a Mac.
    pub wheel_mac: String,
    /// How to move with fingers.
    pub touch: String,
}

/// How a map begins.
pub struct Options {
    /// The element it fills; must have a size.
    pub container: HtmlElement,
    /// West, south, east, north: what is in sight, degrees.
    pub bbox: [f64; 4],
    /// Words.
    pub words: Words,
    /// Whether the reader wants no motion.
    pub still: bool,
    /// What it shows.
    pub content: Content,
    /// Hears of events.
    pub hear: Rc<dyn Fn(MapEvent)>,
}

/// What a map shows.
#[derive(Debug, Clone, PartialEq)]
pub struct Content {
    /// Colours.
    pub theme: Theme,
    /// GeoJSON by source ([`style::PLACES`] and the others).
    pub shapes: Vec<(&'static str, Rc<Value>)>,
    /// The source whose places have the figures: [`style::PLACES`] or [`style::STATIONS`].
    pub coloured: &'static str,
    /// How each place is painted.
    pub marks: Vec<Mark>,
    /// Ids of the cells, in the order of the marks, where cells are shown.
    pub cells: Option<Rc<Vec<u64>>>,
    /// A base map of the city's own.
    pub basemap: Option<Basemap>,
    /// Whether areas rise with their value.
    pub raised: bool,
    /// The selected place.
    pub selected: Option<String>,
}

impl Content {
    /// The shapes that an earlier content did not have, or not so.
    fn fresh<'a>(&'a self, before: Option<&'a Self>) -> impl Iterator<Item = &'a (&'static str, Rc<Value>)> {
        let same = move |(source, shapes): &&(&str, Rc<Value>)| {
            let old = before.and_then(|before| before.shapes.iter().find(|(s, _)| s == source));
            old.is_some_and(|(_, old)| Rc::ptr_eq(old, shapes))
        };
        self.shapes.iter().filter(move |shape| !same(shape))
    }
}

/// How a place is painted.
#[derive(Debug, Clone, PartialEq)]
pub struct Mark {
    /// Its code.
    pub code: Code,
    /// Its colour in the palettes; none where no figure was published.
    pub colour: Option<usize>,
    /// Its value as a part of the highest.
    pub share: f64,
    /// Whether the value is an estimate.
    pub estimated: bool,
    /// Whether it is dimmed, because others are asked for.
    pub dim: bool,
}

/// What hears the engine, and the way to end it.
type Listener = (Subscription, Closure<dyn FnMut(JsValue)>);

/// A map in the page.
pub struct LiveMap(Rc<Inner>);

struct Inner {
    me: Weak<Inner>,
    map: Map,
    cells: RefCell<cells::Cells>,
    ground: RefCell<ground::Ground>,
    bbox: [f64; 4],
    home: Home,
    /// Whether the camera is being led by another map.
    led: Cell<bool>,
    still: bool,
    content: RefCell<Content>,
    /// What the engine's style was made with, until it stands.
    given: RefCell<Option<Content>>,
    hovered: RefCell<Option<String>>,
    styled: Cell<bool>,
    /// Whether the engine's states of places are behind, because the cells' own layer draws them.
    behind: Cell<bool>,
    /// Whether blocks are shown and the map is seen from the side.
    raised: Cell<bool>,
    /// Whether names stand on top of blocks.
    lifted: Cell<bool>,
    ready: Cell<bool>,
    /// Whether the reader has moved the map: from then on a change of size keeps what is in sight.
    moved: Cell<bool>,
    hear: Rc<dyn Fn(MapEvent)>,
    listeners: RefCell<Vec<Listener>>,
    density: RefCell<Option<density::Density>>,
}

impl LiveMap {
    /// Puts a map into its element. The engine must have been [loaded](super::load()).
    ///
    /// # Errors
    /// [`MapError::NoWebGl`] where the browser gives no WebGL2 context.
    pub fn mount(options: Options) -> Result<Self, MapError> {
        let map = Map::new(&engine_options(&options)).map_err(|error| {
            let words = error.dyn_ref::<js_sys::Error>().map(|e| String::from(e.message()));
            MapError::NoWebGl(words.unwrap_or_else(|| format!("{error:?}")))
        })?;
        let control = NavigationControl::new(&from_json(
            &serde_json::json!({"showCompass": true, "visualizePitch": true}),
        ));
        map.add_control(&control, "top-right");
        let inner = Rc::new_cyclic(|me| Inner {
            me: me.clone(),
            map,
            cells: RefCell::default(),
            ground: RefCell::default(),
            bbox: options.bbox,
            home: Home::new(options.bbox),
            led: Cell::new(false),
            still: options.still,
            given: RefCell::new(Some(options.content.clone())),
            content: RefCell::new(options.content),
            hovered: RefCell::default(),
            styled: Cell::new(false),
            behind: Cell::new(false),
            raised: Cell::new(false),
            lifted: Cell::new(false),
            ready: Cell::new(false),
            moved: Cell::new(false),
            hear: options.hear,
            listeners: RefCell::default(),
            density: RefCell::default(),
        });
        events::listen(&inner);
        density::follow(&inner);
        Ok(Self(inner))
    }

    /// Shows something else; only what differs is changed.
    pub fn show(&self, content: Content) {
        let before = self.0.content.replace(content);
        if self.0.styled.get() {
            apply::change(&self.0, &before);
        }
    }

    /// What is in sight.
    pub fn camera(&self) -> Camera {
        self.0.camera()
    }

    /// Looks at what another map looks at; that is not told as [`MapEvent::Looked`].
    pub fn look(&self, camera: &Camera) {
        let ([lng, lat], zoom) = self.0.home.place(camera);
        let to = serde_json::json!({
            "center": [lng, lat], "zoom": zoom, "bearing": camera.bearing, "pitch": camera.pitch,
        });
        self.0.led.set(true);
        self.0.map.jump_to(&from_json(&to));
        self.0.led.set(false);
        // From now on a change of size keeps what is in sight.
        self.0.moved.set(true);
    }
}

impl Drop for LiveMap {
    fn drop(&mut self) {
        for (subscription, _) in self.0.listeners.borrow_mut().drain(..) {
            subscription.unsubscribe();
        }
        self.0.density.take();
        self.0.map.remove();
        cells::forget(&self.0);
    }
}

impl Inner {
    fn camera(&self) -> Camera {
        let (map, centre) = (&self.map, self.map.centre());
        self.home.camera([centre.lng(), centre.lat()], map.zoom(), map.bearing(), map.pitch())
    }

    fn fit(&self, animate: bool) {
        let [west, south, east, north] = self.bbox;
        let bounds = serde_json::json!([[west, south], [east, north]]);
        let options = serde_json::json!({"padding": PADDING, "animate": animate});
        self.map.fit_bounds(&from_json(&bounds), &from_json(&options));
    }
}

/// Space between the city and the map's edge, in CSS pixels.
const PADDING: u32 = 20;

fn engine_options(options: &Options) -> JsValue {
    let [west, south, east, north] = options.bbox;
    let words = &options.words;
    let settings = serde_json::json!({
        "bounds": [[west, south], [east, north]],
        "fitBoundsOptions": {"padding": PADDING},
        // Credits stand below the map, where they can be read and clicked without covering it.
        "attributionControl": false,
        // One finger and the wheel scroll the page; two fingers, or Ctrl and the wheel, move the map.
        "cooperativeGestures": true,
        "rollEnabled": false,
        "maxPitch": 60,
        "minZoom": 7,
        "maxZoom": 17,
        "renderWorldCopies": false,
        "fadeDuration": 0,
        "reduceMotion": options.still,
        // why not: it takes time at every start, and a test has the style checked (e2e/map-first.spec.mjs)
        "validateStyle": false,
        "locale": {
            "Map.Title": words.title,
            "NavigationControl.ZoomIn": words.zoom_in,
            "NavigationControl.ZoomOut": words.zoom_out,
            "NavigationControl.ResetBearing": words.north,
            "CooperativeGesturesHandler.WindowsHelpText": words.wheel,
            "CooperativeGesturesHandler.MacHelpText": words.wheel_mac,
            "CooperativeGesturesHandler.MobileHelpText": words.touch,
        },
    });
    let settings = from_json(&settings);
    set(&settings, "container", &options.container);
    set(&settings, "style", &filled_style(&options.content));
    settings
}

/// The style with the shapes in its sources.
// why at once: set later, each source would be cut into tiles twice, empty and full
fn filled_style(content: &Content) -> JsValue {
    let style = from_json(&style::style(&content.theme));
    let sources = member(&style, "sources");
    for (source, shapes) in &content.shapes {
        set(&member(&sources, source), "data", &from_json(shapes));
    }
    style
}

fn member(object: &JsValue, name: &str) -> JsValue {
    js_sys::Reflect::get(object, &name.into()).unwrap_or_default()
}

/// A plain value as the engine's.
fn from_json(value: &Value) -> JsValue {
    js_sys::JSON::parse(&value.to_string()).unwrap_or_default()
}

fn set(object: &JsValue, name: &str, value: &JsValue) {
    let _ = js_sys::Reflect::set(object, &name.into(), value);
}
