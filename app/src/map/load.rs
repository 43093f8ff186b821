//! Loading the engine, on pages with a map only.

use super::{MapError, engine};
use crate::{assets, browser};

/// Loads the engine and its styles once for the page; later calls return at once.
///
/// # Errors
/// [`MapError::Engine`] where a file does not arrive; the next call tries again.
pub async fn load() -> Result<(), MapError> {
    if is_here() {
        return Ok(());
    }
    let assets = assets::assets();
    let sheet = element("link", &[("rel", "stylesheet"), ("href", &assets::url(&assets.map_css))]).await;
    let script = element("script", &[("type", "module"), ("src", &assets::url(&assets.map))]).await;
    sheet.and(script)?;
    if !is_here() {
        return Err(MapError::Engine("the engine's module did not start".into()));
    }
    engine::set_worker_url(&assets::url(&assets.map_worker));
    // why: shapes of one city are cut into tiles in milliseconds; each further worker would cost a phone 20 MB
    engine::set_worker_count(1);
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

fn is_here() -> bool {
    has("gemeoMapEngine")
}

fn has(name: &str) -> bool {
    js_sys::Reflect::has(&js_sys::global(), &name.into()).unwrap_or(false)
}

async fn element(tag: &str, attributes: &[(&str, &str)]) -> Result<(), MapError> {
    browser::element(tag, attributes).await.map_err(MapError::Engine)
}
