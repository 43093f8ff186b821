//! H3 cells on the map: geometry, lookup and drawing, as a WebAssembly module of its own.
//!
//! [`mesh`] makes the triangles of cells once, in a worker; [`Hexes`] keeps the colours of cells in its memory, hands
//! them to the graphics card when they change, and tells which cell lies under a point. `hexes.mjs` beside this crate
//! wraps it as a custom layer of the map engine.

mod lookup;
mod mesh;
mod paint;
mod plane;

#[cfg(target_arch = "wasm32")]
mod graphics;
#[cfg(target_arch = "wasm32")]
mod layer;

pub use lookup::Lookup;
pub use mesh::{Mesh, mercator};
pub use paint::{ESTIMATED, HIDDEN, NONE, Paint, ROW};

#[cfg(target_arch = "wasm32")]
pub use layer::Hexes;
