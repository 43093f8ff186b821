//! The base map of a city's own: added when it is here, with the style of the theme. Without, or where it does not
//! come, land and water of the pack stay.

use wasm_bindgen::JsValue;

use super::{Content, Inner};
use crate::map::{basemap, style};

/// What is shown of a base map.
#[derive(Default)]
pub(super) struct Ground {
    /// The style shown or on its way.
    style: Option<String>,
    /// Its layers.
    layers: Vec<String>,
}

/// The path of the style for the theme in use.
fn style_of(content: &Content) -> Option<String> {
    let basemap = content.basemap.as_ref()?;
    let dark = basemap.style_dark.clone().filter(|_| content.theme.is_dark());
    Some(dark.unwrap_or_else(|| basemap.style.clone()))
}

/// Brings the base map to what is wanted; `anew` where the engine's style has just arrived and has none.
pub(super) fn follow(inner: &Inner, anew: bool) {
    let content = inner.content.borrow();
    let Some((basemap, path)) = content.basemap.clone().zip(style_of(&content)) else { return };
    let mut ground = inner.ground.borrow_mut();
    if ground.style.as_ref() == Some(&path) && !anew {
        return;
    }
    for layer in ground.layers.drain(..).filter(|layer| !inner.map.layer(layer).is_undefined()) {
        inner.map.remove_layer(&layer);
    }
    ground.style = Some(path.clone());
    let (weak, map) = (inner.me.clone(), inner.map.clone());
    wasm_bindgen_futures::spawn_local(async move {
        let added = basemap::add(&map, &basemap, &path).await;
        let Some(inner) = weak.upgrade() else { return };
        match added {
            Ok(layers) => {
                inner.ground.borrow_mut().layers = layers;
                let hidden = JsValue::from_str("none");
                style::GROUND
                    .into_iter()
                    .for_each(|layer| inner.map.set_layout(layer, "visibility", &hidden));
            }
            Err(error) => web_sys::console::warn_1(&error.to_string().into()),
        }
    });
}
