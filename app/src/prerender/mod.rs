//! Pages as HTML files, written natively: content before WebAssembly, deep links on any static host, and
//! previews of shared links.
//!
//! [`packs`] reads the cities, [`share`] draws pictures for shared links, [`site`] walks over pages and languages,
//! [`render`] runs the app's own components, [`frame`] puts the result into the built `index.html`. [`marks`] says beforehand
//! what is known of figures.

mod frame;
mod marks;
mod packs;
mod render;
mod share;
mod site;

pub use site::{PrerenderError, Settings, marks, run};
