//! What a server says is measured in a city now: its stream, read; and what a reader sees of it.
//!
//! [`sse`] reads the stream's bytes, [`event`] its events, [`panel`] keeps a bounded number of readings, [`derive`]
//! computes what several of them say together and [`board`] puts them in the order of the page. [`link`] says what an
//! answer means and when to try again; only [`stream`] talks to the server. All but that runs and is tested natively.

pub mod board;
pub mod derive;
pub mod event;
pub mod limit;
pub mod link;
pub mod moment;
pub mod panel;
pub mod sse;
#[cfg(target_arch = "wasm32")]
pub mod stream;
pub mod told;
pub mod words;
