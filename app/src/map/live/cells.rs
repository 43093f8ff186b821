//! Cells by the hexagons' layer: added when it is here, fed when colours change. Until then, and where it cannot be,
//! the engine's own fill layer draws them.

use std::rc::Rc;

use wasm_bindgen::{JsCast, JsValue};

use super::{Content, Inner, apply};
use crate::map::{
    hexes::{self, HEXES, HexLayer},
    style,
    theme::rgb,
};

/// How far the layer is.
#[derive(Default)]
pub(super) enum Cells {
    /// Not asked for.
    #[default]
    None,
    /// On its way.
    Coming,
    /// Here, for these cells.
    Here(Rc<Vec<u64>>, HexLayer),
    /// It cannot be; the fill layer stays.
    Failed,
}

/// Brings the layer to what is wanted.
pub(super) fn follow(inner: &Inner) {
    let content = inner.content.borrow();
    let Some(cells) = content.cells.clone().filter(|_| !content.raised) else {
        take_away(inner);
        return;
    };
    let here = match &*inner.cells.borrow() {
        Cells::Here(have, layer) if Rc::ptr_eq(have, &cells) => Some(layer.clone()),
        Cells::Coming | Cells::Failed => return,
        Cells::Here(..) | Cells::None => None,
    };
    match here {
        Some(layer) => show(inner, &layer, &content),
        None => fetch(inner, cells),
    }
}

fn fetch(inner: &Inner, cells: Rc<Vec<u64>>) {
    take_away(inner);
    forget(inner);
    inner.cells.replace(Cells::Coming);
    let (weak, still) = (inner.me.clone(), inner.still);
    wasm_bindgen_futures::spawn_local(async move {
        let opened = hexes::open(&cells, still).await;
        let Some(inner) = weak.upgrade() else {
            if let Ok(layer) = opened {
                layer.close();
            }
            return;
        };
        let next = match opened {
            Ok(layer) => Cells::Here(cells, layer),
            Err(error) => {
                web_sys::console::warn_1(&error.to_string().into());
                Cells::Failed
            }
        };
        inner.cells.replace(next);
        if inner.styled.get() {
            follow(&inner);
        }
    });
}

fn show(inner: &Inner, layer: &HexLayer, content: &Content) {
    let theme = &content.theme;
    let colours = std::iter::once(rgb(&theme.none).unwrap_or_default()).chain(theme.slots());
    let bytes: Vec<u8> = colours.flat_map(|[red, green, blue]| [red, green, blue, 255]).collect();
    layer.palette(&bytes, &rgb(&theme.hatch).unwrap_or_default());
    let marks: Vec<u8> = content
        .marks
        .iter()
        .flat_map(|mark| {
            let slot = mark.colour.map_or(0, |colour| colour as u8 + 1);
            [slot, u8::from(mark.estimated) | u8::from(mark.dim) << 1]
        })
        .collect();
    layer.paint(&marks);
    if inner.map.layer(HEXES).is_undefined() {
        inner.map.add_layer(layer.unchecked_ref(), style::ABOVE_PATTERNS);
        fills(inner, false);
    }
}

/// Takes the layer off the map; it can be shown again.
fn take_away(inner: &Inner) {
    if !inner.map.layer(HEXES).is_undefined() {
        inner.map.remove_layer(HEXES);
        apply::catch_up(inner);
        fills(inner, !inner.content.borrow().raised);
    }
}

/// Whether the layer is on the map and will draw this.
pub(super) fn draws(inner: &Inner, content: &Content) -> bool {
    let wanted = content.cells.as_ref().filter(|_| !content.raised);
    let here = match (&*inner.cells.borrow(), wanted) {
        (Cells::Here(have, _), Some(cells)) => Rc::ptr_eq(have, cells),
        _ => false,
    };
    here && !inner.map.layer(HEXES).is_undefined()
}

/// Frees the layer.
pub(super) fn forget(inner: &Inner) {
    if let Cells::Here(_, layer) = inner.cells.take() {
        layer.close();
    }
}

fn fills(inner: &Inner, on: bool) {
    let visible = JsValue::from_str(if on { "visible" } else { "none" });
    for layer in style::FLAT {
        inner.map.set_layout(layer, "visibility", &visible);
    }
}

/// The cell under a place, where the layer is shown.
pub(super) fn at(inner: &Inner, lng: f64, lat: f64) -> Option<Option<String>> {
    let cells = inner.cells.borrow();
    let Cells::Here(_, layer) = &*cells else { return None };
    if inner.map.layer(HEXES).is_undefined() {
        return None;
    }
    let index = usize::try_from(layer.at(lng, lat)).ok();
    Some(index.and_then(|i| inner.content.borrow().marks.get(i).map(|mark| mark.code.to_string())))
}
