//! Datasets that a reader keeps on this device: a database of its own in IndexedDB. Nothing here is ever sent.
//!
//! For other pages: [`list`] gives what is kept, [`rows`] the observations of one. Rows are numbers of the lists of the
//! [`Dataset`]; a million of them are 20 MB and need no parsing.

use gemeo_shared::own::Dataset;

#[cfg(target_arch = "wasm32")]
#[path = "own_browser.rs"]
mod browser;

#[cfg(target_arch = "wasm32")]
pub use browser::{clear, forget, keep, list, mapping, rename, rows};

/// A dataset that is kept.
#[derive(Debug, Clone, PartialEq)]
pub struct Kept {
    /// Its key; newer ones sort after older ones.
    pub id: String,
    /// All but its rows.
    pub dataset: Dataset,
}

/// All that is there.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Listed {
    /// What can be read, newest first.
    pub kept: Vec<Kept>,
    /// Keys of what cannot: cut off, or without its rows.
    pub damaged: Vec<String>,
}
