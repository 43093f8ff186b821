//! The binding to the hexagons' own WebAssembly (`app/hexes`), fetched where cells are drawn.

use js_sys::BigUint64Array;
use wasm_bindgen::prelude::*;

use super::{MapError, load};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = gemeoHexes, js_name = open, catch)]
    async fn open_layer(id: &str, cells: &BigUint64Array, still: bool) -> Result<JsValue, JsValue>;

    /// A custom layer of the engine that draws cells.
    #[derive(Debug, Clone)]
    pub type HexLayer;

    /// Sets slot and marks of every cell, two bytes each.
    #[wasm_bindgen(method)]
    pub fn paint(this: &HexLayer, marks: &[u8]);

    /// Sets the colours of slots, four bytes each, and the hatch's.
    #[wasm_bindgen(method)]
    pub fn palette(this: &HexLayer, colours: &[u8], hatch: &[u8]);

    /// The place in the list of the cell under a longitude and latitude, or −1.
    #[wasm_bindgen(method)]
    pub fn at(this: &HexLayer, lng: f64, lat: f64) -> i32;

    /// Frees the layer's memory.
    #[wasm_bindgen(method)]
    pub fn close(this: &HexLayer);
}

/// Id of the layer.
pub const HEXES: &str = "hexes";

/// Loads the module where it is not here yet and makes a layer of cells.
///
/// # Errors
/// [`MapError::Engine`] where the module does not arrive or does not start.
pub async fn open(cells: &[u64], still: bool) -> Result<HexLayer, MapError> {
    load::hexes().await?;
    let layer = open_layer(HEXES, &BigUint64Array::from(cells), still).await;
    layer.map(JsCast::unchecked_into).map_err(|e| MapError::Engine(format!("hexagons: {e:?}")))
}
