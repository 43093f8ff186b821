//! The live map behind the stage: loaded, mounted, kept in step, taken away.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
    sync::Arc,
};

use gemeo_shared::geo::Level;
use leptos::prelude::*;
use serde_json::Value;
use wasm_bindgen::{JsCast, closure::Closure};
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlElement;

use super::{
    Go, Shown, select,
    stage::{Act, Backstage},
    walk,
};
use crate::{
    browser::{document, window},
    map::{
        self, Content, LiveMap, MapError, MapEvent, Mark, Options, Words,
        layers::Figure,
        light::{Light, is_lit},
        places::Places,
        scene::Scene,
        style,
        theme::Theme,
    },
    t,
};

/// All that lives as long as the page's map.
#[derive(Default)]
struct Theatre {
    live: RefCell<Option<LiveMap>>,
    shapes: RefCell<Vec<Kept>>,
    started: Cell<bool>,
    closed: Cell<bool>,
}

/// GeoJSON of places that was made already, and their ids where they are cells.
#[derive(Clone)]
struct Kept {
    places: Arc<Places>,
    shapes: Rc<Value>,
    names: Rc<Value>,
    cells: Rc<Vec<u64>>,
}

/// Loads and shows the live map as soon as there is something to show.
pub fn open(stage: Backstage, shown: Shown, go: Go) {
    let theatre = Rc::new(Theatre::default());
    let theme = RwSignal::new(colours());
    watch_theme(theme);
    let lit = stage.lit;
    let owned = StoredValue::new_local(theatre.clone());
    on_cleanup(move || {
        owned.with_value(|theatre| {
            theatre.closed.set(true);
            theatre.live.borrow_mut().take();
        });
    });
    let led = theatre.clone();
    Effect::new(move |_| {
        // The other map was moved: this one follows.
        let other = stage.bond.looked.get().filter(|(id, _)| *id != stage.bond.id);
        if let (Some((_, camera)), Some(live)) = (other, led.live.borrow().as_ref()) {
            live.look(&camera);
        }
    });
    Effect::new(move |_| {
        let (Some(scene), Some(canvas)) = (shown.get(), stage.canvas.get()) else { return };
        let content = theatre.content(&scene, theme.get(), lit.get());
        if let Some(live) = theatre.live.borrow().as_ref() {
            live.show(content);
        } else if !theatre.started.replace(true) {
            let (theatre, canvas) = (theatre.clone(), canvas.unchecked_into());
            spawn_local(async move {
                let act = theatre.start(stage, shown, go, theme, canvas).await;
                if let (Err(error), false) = (act, theatre.closed.get()) {
                    web_sys::console::warn_1(&error.to_string().into());
                    let no_webgl = matches!(error, MapError::NoWebGl(_));
                    stage.act.set(if no_webgl { Act::NoWebGl } else { Act::Failed });
                }
            });
        }
    });
}

impl Theatre {
    async fn start(
        self: &Rc<Self>,
        stage: Backstage,
        shown: Shown,
        go: Go,
        theme: RwSignal<Theme>,
        container: HtmlElement,
    ) -> Result<(), MapError> {
        map::load().await?;
        if self.closed.get() {
            return Ok(());
        }
        // why now: the reader may have chosen something else while the engine came
        let Some(scene) = shown.get_untracked() else { return Ok(()) };
        let live = LiveMap::mount(Options {
            container,
            bbox: scene.view.profile.bbox,
            words: words_of(&scene),
            still: prefers("(prefers-reduced-motion: reduce)"),
            content: self.content(&scene, theme.get_untracked(), stage.lit.get_untracked()),
            hear: Rc::new(move |event| hear(stage, shown, go, event)),
        })?;
        // The second of two maps begins where the first one is.
        match stage.bond.looked.get_untracked() {
            Some((id, camera)) if id != stage.bond.id => live.look(&camera),
            _ => stage.bond.looked.set(Some((stage.bond.id, live.camera()))),
        }
        self.live.replace(Some(live));
        Ok(())
    }

    fn content(&self, scene: &Scene, theme: Theme, lit: Option<Light>) -> Content {
        let of_cells = self.kept(&scene.places);
        let (places, names) = (&of_cells.shapes, &of_cells.names);
        let (base, ground) = (self.kept(&scene.base), self.kept(&scene.ground).shapes);
        let (base, base_names) = (&base.shapes, &base.names);
        let empty = self.empty();
        let stations = scene.layer.level == Level::Station;
        let cells = scene.layer.level == Level::Cell;
        let by_source = [
            (style::BASE, &ground),
            (style::PLACES, if stations { &empty } else { places }),
            (style::OUTLINES, if stations || cells { base } else { &empty }),
            (style::STATIONS, if stations { places } else { &empty }),
            (style::NAMES, if stations { names } else { base_names }),
        ];
        Content {
            theme,
            shapes: by_source.into_iter().map(|(source, value)| (source, value.clone())).collect(),
            coloured: if stations { style::STATIONS } else { style::PLACES },
            marks: marks(scene, lit),
            cells: cells.then(|| of_cells.cells.clone()),
            basemap: scene.ground.basemap.clone(),
            raised: scene.look.raised && !stations,
            selected: scene.selected.clone(),
        }
    }

    fn kept(&self, places: &Arc<Places>) -> Kept {
        let mut kept = self.shapes.borrow_mut();
        if let Some(known) = kept.iter().find(|k| Arc::ptr_eq(&k.places, places)) {
            return known.clone();
        }
        let cells = places.codes().filter_map(|code| u64::from_str_radix(code, 16).ok());
        let cells = if places.level == Level::Cell { cells.collect() } else { Vec::new() };
        let new = Kept {
            places: places.clone(),
            shapes: Rc::new(places.shapes()),
            names: Rc::new(places.names()),
            cells: Rc::new(cells),
        };
        kept.push(new.clone());
        new
    }

    fn empty(&self) -> Rc<Value> {
        thread_local! {
            static EMPTY: Rc<Value> = Rc::new(style::empty());
        }
        EMPTY.with(Rc::clone)
    }
}

/// How each place is painted; where some are lit, the others are dim.
fn marks(scene: &Scene, lit: Option<Light>) -> Vec<Mark> {
    let dots = scene.dots();
    let mark = |(figure, colour): (&Figure, Option<usize>)| Mark {
        code: figure.code.clone(),
        colour,
        share: scene.share(figure),
        estimated: dots && figure.is_marked(),
        dim: !is_lit(lit, figure),
    };
    scene.snapshot.figures.iter().zip(scene.slots()).map(mark).collect()
}

fn hear(stage: Backstage, shown: Shown, go: Go, event: MapEvent) {
    match event {
        MapEvent::Ready => {
            stage.act.try_set(Act::Live);
        }
        MapEvent::Lost => {
            stage.act.try_set(Act::Waiting);
        }
        MapEvent::Failed(words) => {
            web_sys::console::warn_1(&words.into());
            stage.act.try_set(Act::Failed);
        }
        MapEvent::Over(code, at) => {
            stage.over.try_set(Some((code, at)));
        }
        MapEvent::Away => {
            if stage.over.try_with_untracked(Option::is_some) == Some(true) {
                stage.over.try_set(None);
            }
        }
        MapEvent::Looked(camera, by_hand) => {
            stage.bond.looked.try_set(Some((stage.bond.id, camera)));
            if by_hand {
                stage.bond.view.try_set(Some(camera));
            }
        }
        MapEvent::Picked(code, at) => {
            stage.over.try_set(code.clone().map(|code| (code, at)));
            select(shown, go, code);
            walk::tell(shown);
        }
    }
}

fn words_of(scene: &Scene) -> Words {
    Words {
        title: t!("map.title_live", name = scene.view.profile.name),
        zoom_in: t!("map.zoom_in"),
        zoom_out: t!("map.zoom_out"),
        north: t!("map.north"),
        wheel: t!("map.hint_wheel"),
        wheel_mac: t!("map.hint_wheel_mac"),
        touch: t!("map.hint_touch"),
    }
}

/// The page's colours now.
fn colours() -> Theme {
    let root = document().document_element();
    let style = root.and_then(|root| window().get_computed_style(&root).ok().flatten());
    Theme::read(|name| style.as_ref()?.get_property_value(name).ok())
}

/// Follows the device's theme and the reader's choice.
fn watch_theme(theme: RwSignal<Theme>) {
    let follow = Closure::<dyn FnMut()>::new(move || {
        let now = colours();
        if theme.try_with_untracked(|before| *before != now) == Some(true) {
            theme.set(now);
        }
    });
    let observer = web_sys::MutationObserver::new(follow.as_ref().unchecked_ref()).ok();
    if let (Some(observer), Some(root)) = (&observer, document().document_element()) {
        let options = web_sys::MutationObserverInit::new();
        options.set_attributes(true);
        options.set_attribute_filter(&js_sys::Array::of1(&"data-theme".into()));
        let _ = observer.observe_with_options(&root, &options);
    }
    let device = window().match_media("(prefers-color-scheme: dark)").ok().flatten();
    if let Some(device) = &device {
        let _ = device.add_event_listener_with_callback("change", follow.as_ref().unchecked_ref());
    }
    let ends = StoredValue::new_local((observer, device, follow));
    on_cleanup(move || {
        ends.with_value(|(observer, device, follow)| {
            if let Some(observer) = observer {
                observer.disconnect();
            }
            if let Some(device) = device {
                let _ = device.remove_event_listener_with_callback("change", follow.as_ref().unchecked_ref());
            }
        });
    });
}

fn prefers(query: &str) -> bool {
    window().match_media(query).ok().flatten().is_some_and(|m| m.matches())
}
