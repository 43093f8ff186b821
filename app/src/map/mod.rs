//! The map: the only module that names the map engine.
//!
//! [`layers`], [`classes`], [`places`] and [`state`] decide what is shown, with plain values; [`style`] and
//! [`theme`] say how it looks. In the browser [`load`](load()) brings MapLibre GL JS, [`engine`] binds it and
//! [`LiveMap`] keeps one map in step with what is wanted. Everything a map shows is also in [`parts`] as
//! drawing, legend, panel, table and text, which need neither the engine nor WebGL.

pub mod both;
pub mod camera;
pub mod classes;
pub mod export;
pub mod find;
pub mod layers;
pub mod lift;
pub mod light;
pub mod look;
pub mod many;
pub mod own;
pub mod parts;
pub mod per;
pub mod places;
pub mod reader;
pub mod scene;
pub mod second;
pub mod shelf;
pub mod state;
pub mod style;
pub mod theme;
pub mod two;

#[cfg(target_arch = "wasm32")]
pub mod basemap;
#[cfg(target_arch = "wasm32")]
pub mod engine;
#[cfg(target_arch = "wasm32")]
pub mod hexes;
#[cfg(target_arch = "wasm32")]
mod live;
#[cfg(target_arch = "wasm32")]
mod load;
#[cfg(target_arch = "wasm32")]
pub mod picture;

#[cfg(target_arch = "wasm32")]
pub use live::{Content, LiveMap, MapEvent, Mark, Options, Words};
#[cfg(target_arch = "wasm32")]
pub use load::load;

/// Why there is no live map. The drawing and the table stay.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MapError {
    /// The browser or the device has no WebGL2.
    #[error("this browser has no WebGL2: {0}")]
    NoWebGl(String),
    /// The engine's files did not arrive or did not start.
    #[error("the map engine did not start: {0}")]
    Engine(String),
}
