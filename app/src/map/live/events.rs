//! What happens on the map, and what follows.

use std::rc::Rc;

use wasm_bindgen::{JsCast, JsValue, closure::Closure};

use super::{Inner, MapEvent, apply, cells, from_json, names};
use crate::map::{
    engine::{ErrorEvent, Feature, PointerEvent},
    style,
};

/// Begins to listen to everything the twin answers to.
pub(super) fn listen(inner: &Rc<Inner>) {
    on(inner, "style.load", |inner, _| {
        inner.styled.set(true);
        apply::all(inner);
    });
    on(inner, "idle", |inner, _| {
        if inner.styled.get() && !inner.ready.replace(true) {
            (inner.hear)(MapEvent::Ready);
        }
    });
    on(inner, "mousemove", |inner, event| {
        let (code, point) = place_at(inner, event);
        hover(inner, code.clone());
        (inner.hear)(code.map_or(MapEvent::Away, |code| MapEvent::Over(code, point)));
    });
    on(inner, "mouseout", |inner, _| {
        hover(inner, None);
        (inner.hear)(MapEvent::Away);
    });
    on(inner, "click", |inner, event| {
        let (code, point) = place_at(inner, event);
        (inner.hear)(MapEvent::Picked(code, point));
    });
    on(inner, "movestart", |inner, event| {
        if is_by_hand(&event) {
            inner.moved.set(true);
            (inner.hear)(MapEvent::Away);
        }
    });
    on(inner, "move", |inner, event| {
        if !inner.led.get() {
            (inner.hear)(MapEvent::Looked(inner.camera(), is_by_hand(&event)));
        }
    });
    on(inner, "moveend", |inner, _| {
        if inner.styled.get() {
            names::follow(inner);
        }
    });
    on(inner, "resize", |inner, _| {
        if !inner.moved.get() {
            inner.fit(false);
        }
    });
    on(inner, "webglcontextlost", |inner, _| {
        // The engine keeps the style and brings it back; states of places are ours to set again.
        inner.styled.set(false);
        inner.ready.set(false);
        (inner.hear)(MapEvent::Lost);
    });
    on(inner, "error", |inner, event| {
        let words = event.unchecked_into::<ErrorEvent>().error().map(|error| (error.name(), error.message()));
        let (name, message) =
            words.map_or_else(Default::default, |(n, m)| (String::from(n), String::from(m)));
        if name == "GPUInitializationError" {
            (inner.hear)(MapEvent::Failed(message));
        } else {
            web_sys::console::warn_1(&format!("map: {message}").into());
        }
    });
}

/// Whether a reader's doing is behind an event of the camera.
fn is_by_hand(event: &JsValue) -> bool {
    js_sys::Reflect::get(event, &"originalEvent".into()).is_ok_and(|cause| cause.is_truthy())
}

fn on(inner: &Rc<Inner>, event: &str, act: impl Fn(&Inner, JsValue) + 'static) {
    // why weak: a listener that held the map would keep it alive for ever
    let weak = Rc::downgrade(inner);
    let listener = Closure::<dyn FnMut(JsValue)>::new(move |event| {
        if let Some(inner) = weak.upgrade() {
            act(&inner, event);
        }
    });
    let subscription = inner.map.on(event, listener.as_ref());
    inner.listeners.borrow_mut().push((subscription, listener));
}

/// The coloured place under the pointer, and the pointer's place.
fn place_at(inner: &Inner, event: JsValue) -> (Option<String>, [f64; 2]) {
    let event = event.unchecked_into::<PointerEvent>();
    let (point, place) = (event.point(), event.lng_lat());
    let at = [point.x(), point.y()];
    if !inner.styled.get() {
        return (None, at);
    }
    if let Some(code) = cells::at(inner, place.lng(), place.lat()) {
        return (code, at);
    }
    let coloured = inner.content.borrow().coloured;
    let layer = if inner.raised.get() && coloured == style::PLACES { style::RAISED } else { coloured };
    let found = inner.map.features_at(&point, &from_json(&serde_json::json!({"layers": [layer]})));
    let first = found.get(0);
    let code = (!first.is_undefined()).then(|| first.unchecked_into::<Feature>().id().as_string()).flatten();
    (code, at)
}

fn hover(inner: &Inner, code: Option<String>) {
    let before = inner.hovered.replace(code.clone());
    if before == code {
        return;
    }
    let _ = inner.map.canvas().style().set_property("cursor", if code.is_some() { "pointer" } else { "" });
    let content = inner.content.borrow();
    if content.coloured != style::STATIONS {
        return apply::marked(inner, &content);
    }
    for (code, on) in [(before, false), (code, true)] {
        if let Some(code) = code {
            apply::mark(&inner.map, &code, style::HOVER, on);
        }
    }
}
