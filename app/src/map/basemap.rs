//! The binding to the base map of a city's own (`basemap.mjs`), fetched where one is configured.

use gemeo_shared::pack::geography::Basemap;
use wasm_bindgen::prelude::*;

use super::{MapError, engine::Map, load, style};
use crate::assets;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = gemeoBasemap, js_name = add, catch)]
    async fn add_layers(
        engine: &JsValue,
        map: &Map,
        archive: &str,
        style: &str,
        below: &str,
        between: &str,
    ) -> Result<JsValue, JsValue>;
}

/// Adds the layers of a base map in a style; gives their ids.
///
/// # Errors
/// [`MapError::Engine`] with the file that did not arrive or is not what it should be, or with a host that the site
/// does not list.
pub async fn add(map: &Map, basemap: &Basemap, style_path: &str) -> Result<Vec<String>, MapError> {
    if let Some(host) = basemap.host().filter(|host| !assets::allows_tiles_of(&host.to_string())) {
        return Err(MapError::Engine(format!("base map: {host} is not among the hosts of GEMEO_TILE_HOSTS")));
    }
    load::basemap().await?;
    let engine = js_sys::Reflect::get(&js_sys::global(), &"gemeoMapEngine".into()).unwrap_or_default();
    let whole = |path: &str| format!("{}{}", crate::browser::origin(), assets::url(path));
    let archive = match basemap.host() {
        Some(_) => basemap.archive.clone(),
        None => whole(&basemap.archive),
    };
    let style_path = whole(style_path);
    let added = add_layers(&engine, map, &archive, &style_path, style::PLACES, style::ABOVE_COLOURS).await;
    let ids = added.map_err(|e| {
        let words = e.dyn_ref::<js_sys::Error>().map(|e| String::from(e.message()));
        MapError::Engine(format!("base map: {}", words.unwrap_or_else(|| format!("{e:?}"))))
    })?;
    Ok(js_sys::Array::from(&ids).iter().filter_map(|id| id.as_string()).collect())
}
