//! City packs: fetched, verified by hash, kept for later, and handed to the engine.
//!
//! [`Store`] is what pages ask. [`pack`] decides where a file comes from and trusts none before its hash is
//! right; [`shelf`] keeps files by hash in IndexedDB, or in memory where the browser keeps nothing.

pub mod catalogue;
mod error;
pub mod methods;
pub mod own;
pub mod pack;
pub mod quality;
pub mod shelf;
mod store;

#[cfg(target_arch = "wasm32")]
mod browser;
#[cfg(target_arch = "wasm32")]
mod commit;
#[cfg(target_arch = "wasm32")]
mod database;

pub use error::DataError;
pub use store::{Store, use_store};

#[cfg(target_arch = "wasm32")]
pub use browser::{both, text};
#[cfg(target_arch = "wasm32")]
pub(crate) use store::reopen;
