//! Loading the engine, on pages with a map only.

use std::cell::Cell;

use super::MapError;
use crate::{assets, browser, data};

thread_local! {
    // why not whether the engine is there: the page may have read it ahead (app/boot.js), without its styles
    static LOADED: Cell<bool> = const { Cell::new(false) };
}

/// Loads the engine and its styles once for the page; later calls return at once.
///
/// # Errors
/// [`MapError::Engine`] where a file does not arrive; the next call tries again.
pub async fn load() -> Result<(), MapError> {
    if LOADED.get() {
        return Ok(());
    }
    let assets = assets::assets();
    let (sheet, engine) = (assets::url(&assets.map_css), assets::url(&assets.map));
    let sheet = [("rel", "stylesheet"), ("href", sheet.as_str())];
    let script = [("type", "module"), ("src", engine.as_str())];
    let (sheet, script) = data::both(element("link", &sheet), element("script", &script)).await;
    sheet.and(script)?;
    if !has("gemeoMapEngine") {
        return Err(MapError::Engine("the engine's module did not start".into()));
    }
    LOADED.set(true);
    Ok(())
}

/// Loads the hexagons' module, which stands beside the engine's.
///
/// # Errors
/// [`MapError::Engine`] where it does not arrive.
pub async fn hexes() -> Result<(), MapError> {
    beside("hexes.mjs", "gemeoHexes").await
}

/// Loads the module of base maps, which stands beside the engine's.
///
/// # Errors
/// [`MapError::Engine`] where it does not arrive.
pub async fn basemap() -> Result<(), MapError> {
    beside("basemap.mjs", "gemeoBasemap").await
}

/// Loads a module that stands beside the engine's and leaves itself under a name.
async fn beside(file: &str, name: &str) -> Result<(), MapError> {
    if has(name) {
        return Ok(());
    }
    let engine = assets::url(&assets::assets().map);
    let folder = engine.rsplit_once('/').map_or("", |(folder, _)| folder);
    element("script", &[("type", "module"), ("src", &format!("{folder}/{file}"))]).await?;
    has(name).then_some(()).ok_or_else(|| MapError::Engine(format!("{file} did not start")))
}

fn has(name: &str) -> bool {
    js_sys::Reflect::has(&js_sys::global(), &name.into()).unwrap_or(false)
}

async fn element(tag: &str, attributes: &[(&str, &str)]) -> Result<(), MapError> {
    browser::element(tag, attributes).await.map_err(MapError::Engine)
}
