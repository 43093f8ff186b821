//! The bridge to the model worker: questions with numbers, answers as they come.
//!
//! In the browser the engine runs in a module worker. One that crashes is started anew and its cities opened
//! again. Fast-changing questions go through [`Latest`]: one in flight, one pending, the newest wins.

mod latest;

pub use latest::Latest;

#[cfg(target_arch = "wasm32")]
mod bridge;
#[cfg(target_arch = "wasm32")]
pub mod forecaster;
#[cfg(target_arch = "wasm32")]
pub mod own;
#[cfg(target_arch = "wasm32")]
pub mod tables;
#[cfg(target_arch = "wasm32")]
pub use bridge::ask;
