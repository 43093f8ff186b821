//! The browser's network and IndexedDB.

use gemeo_shared::order;
use idb::{Database, DatabaseEvent, Factory, ObjectStoreParams, Query, TransactionMode};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{RequestCache, RequestInit, Response};

use super::{
    DataError,
    commit::commit,
    shelf::{Memory, Origin, Shelf, ShelfError},
};
use crate::{assets, browser::window};

const DATABASE: &str = "gemeo";
const STORE: &str = "texts";

/// The text of one of the app's own files.
///
/// # Errors
/// [`DataError::Network`] or [`DataError::Status`].
pub async fn text(path: &str) -> Result<String, DataError> {
    fetch(path, RequestCache::Default).await
}

/// Both of two things, waited for at once.
pub async fn both<A, B>(a: impl Future<Output = A>, b: impl Future<Output = B>) -> (A, B) {
    use std::{pin::pin, task::Poll};
    let (mut a, mut b) = (pin!(a), pin!(b));
    let (mut first, mut second) = (None, None);
    std::future::poll_fn(move |cx| {
        if first.is_none()
            && let Poll::Ready(value) = a.as_mut().poll(cx)
        {
            first = Some(value);
        }
        if second.is_none()
            && let Poll::Ready(value) = b.as_mut().poll(cx)
        {
            second = Some(value);
        }
        match (first.take(), second.take()) {
            (Some(a), Some(b)) => Poll::Ready((a, b)),
            (a, b) => {
                (first, second) = (a, b);
                Poll::Pending
            }
        }
    })
    .await
}

async fn fetch(path: &str, cache: RequestCache) -> Result<String, DataError> {
    let file = assets::url(path);
    let broken = |e: JsValue| DataError::Network {
        file: file.clone(),
        message: e.dyn_ref::<js_sys::Error>().map_or_else(String::new, |e| String::from(e.message())),
    };
    let init = RequestInit::new();
    init.set_cache(cache);
    let answer = JsFuture::from(window().fetch_with_str_and_init(&file, &init)).await.map_err(broken)?;
    let answer: Response = answer.unchecked_into();
    if !answer.ok() {
        return Err(DataError::Status { file, status: answer.status() });
    }
    let text = JsFuture::from(answer.text().map_err(broken)?).await.map_err(broken)?;
    Ok(text.as_string().unwrap_or_default())
}

/// The packs' folder on this host.
#[derive(Debug, Default)]
pub struct Packs;

impl Origin for Packs {
    async fn fetch(&self, path: &str, anew: bool) -> Result<String, DataError> {
        // why: packs are not hashed in their names; the server revalidates them by ETag
        let cache = if anew { RequestCache::Reload } else { RequestCache::Default };
        fetch(&format!("packs/{path}"), cache).await
    }
}

/// IndexedDB, with memory behind it where the browser keeps nothing.
#[derive(Debug, Default)]
pub struct Cupboard {
    database: Option<Database>,
    memory: Memory,
}

impl Cupboard {
    /// Opens the database; in a private window or with storage switched off, memory alone.
    pub async fn open() -> Self {
        Self { database: database().await.ok(), memory: Memory::default() }
    }

    /// Whether texts outlive the page.
    pub fn keeps(&self) -> bool {
        self.database.is_some()
    }

    async fn read(&self, key: &str) -> Result<Option<String>, idb::Error> {
        let Some(database) = &self.database else { return Ok(None) };
        let transaction = database.transaction(&[STORE], TransactionMode::ReadOnly)?;
        let store = transaction.object_store(STORE)?;
        let value = store.get(JsValue::from_str(key))?.await?;
        Ok(value.and_then(|v| v.as_string()))
    }

    async fn write(&self, key: &str, text: Option<&str>) -> Result<(), ShelfError> {
        let Some(database) = &self.database else { return Ok(()) };
        let transaction = database.transaction(&[STORE], TransactionMode::ReadWrite)?;
        let store = transaction.object_store(STORE)?;
        let key = JsValue::from_str(key);
        match text {
            Some(text) => {
                store.put(&JsValue::from_str(text), Some(&key))?.await?;
            }
            None => store.delete(key)?.await?,
        }
        commit(transaction).await
    }

    async fn list(&self) -> Result<Vec<String>, idb::Error> {
        let Some(database) = &self.database else { return Ok(Vec::new()) };
        let transaction = database.transaction(&[STORE], TransactionMode::ReadOnly)?;
        let keys = transaction.object_store(STORE)?.get_all_keys(None::<Query>, None)?.await?;
        Ok(keys.into_iter().filter_map(|k| k.as_string()).collect())
    }
}

async fn database() -> Result<Database, idb::Error> {
    let mut request = Factory::new()?.open(DATABASE, Some(1))?;
    request.on_upgrade_needed(|event| {
        if let Ok(database) = event.database() {
            let _ = database.create_object_store(STORE, ObjectStoreParams::new());
        }
    });
    request.await
}

impl Shelf for Cupboard {
    async fn get(&self, key: &str) -> Option<String> {
        if let Some(text) = self.memory.get(key).await {
            return Some(text);
        }
        self.read(key).await.ok().flatten()
    }

    async fn put(&self, key: &str, text: &str) -> Result<(), ShelfError> {
        if self.database.is_none() {
            return self.memory.put(key, text).await;
        }
        let written = self.write(key, Some(text)).await;
        if written.is_err() {
            // why: what cannot be kept is still at hand as long as the page is open
            let _ = self.memory.put(key, text).await;
        }
        written
    }

    async fn remove(&self, key: &str) {
        self.memory.remove(key).await;
        let _ = self.write(key, None).await;
    }

    async fn keys(&self, prefix: &str) -> Vec<String> {
        let mut keys = self.memory.keys(prefix).await;
        keys.extend(self.list().await.unwrap_or_default().into_iter().filter(|k| k.starts_with(prefix)));
        order::set(keys)
    }
}

#[cfg(test)]
#[path = "browser_tests.rs"]
mod tests;
