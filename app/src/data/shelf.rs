//! Where files are kept between visits.

use std::{cell::RefCell, collections::BTreeMap};

use super::DataError;

/// A place that keeps texts by key.
///
/// Files of packs have the key `city/hash`; `meta/…` holds the index and which pack of a city is whole.
pub trait Shelf {
    /// The text under a key; none where there is none or the place cannot be read.
    fn get(&self, key: &str) -> impl Future<Output = Option<String>>;
    /// Keeps a text.
    fn put(&self, key: &str, text: &str) -> impl Future<Output = Result<(), ShelfError>>;
    /// Forgets a text.
    fn remove(&self, key: &str) -> impl Future<Output = ()>;
    /// Every key that begins so.
    fn keys(&self, prefix: &str) -> impl Future<Output = Vec<String>>;
}

/// Where files come from.
pub trait Origin {
    /// The text at an address below the packs' folder; `anew` passes by every cache on the way.
    fn fetch(&self, path: &str, anew: bool) -> impl Future<Output = Result<String, DataError>>;
}

/// Why a text was not kept.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ShelfError {
    /// The browser's room is full.
    #[error("no room left")]
    Full,
    /// The browser keeps nothing (private window, storage switched off).
    #[error("storage refused: {0}")]
    Refused(String),
}

/// Keeps texts as long as the page is open.
#[derive(Debug, Default)]
pub struct Memory(RefCell<BTreeMap<String, String>>);

impl Shelf for Memory {
    async fn get(&self, key: &str) -> Option<String> {
        self.0.borrow().get(key).cloned()
    }
    async fn put(&self, key: &str, text: &str) -> Result<(), ShelfError> {
        self.0.borrow_mut().insert(key.into(), text.into());
        Ok(())
    }
    async fn remove(&self, key: &str) {
        self.0.borrow_mut().remove(key);
    }
    async fn keys(&self, prefix: &str) -> Vec<String> {
        self.0.borrow().keys().filter(|k| k.starts_with(prefix)).cloned().collect()
    }
}
