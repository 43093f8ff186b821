//! The end of a transaction of IndexedDB, and what a fault of it means.

use idb::{Error, Transaction};
use js_sys::Reflect;
use wasm_bindgen::JsValue;

use super::shelf::ShelfError;

impl From<Error> for ShelfError {
    fn from(error: Error) -> Self {
        of_words(error.to_string())
    }
}

/// Commits, and waits until what was written is kept.
///
/// # Errors
/// [`ShelfError::Full`] where there is no room, [`ShelfError::Refused`] with the browser's words for anything else.
pub async fn commit(transaction: Transaction) -> Result<(), ShelfError> {
    let handle = JsValue::from(transaction);
    let transaction = Transaction::try_from(handle.clone())?;
    if transaction.commit()?.await?.is_committed() {
        return Ok(());
    }
    // why: room is known to suffice at the end alone, and a transaction that ends without is aborted, not an error of idb's
    let reason = Reflect::get(&handle, &"error".into()).unwrap_or_default();
    let part = |name: &str| Reflect::get(&reason, &name.into()).ok()?.as_string();
    let said = [part("name"), part("message")].into_iter().flatten().collect::<Vec<_>>().join(": ");
    Err(of_words(if said.is_empty() { "the browser undid it".into() } else { said }))
}

fn of_words(words: String) -> ShelfError {
    if words.to_ascii_lowercase().contains("quota") { ShelfError::Full } else { ShelfError::Refused(words) }
}
