//! The browser's network, and what is kept of it.

use std::cell::Cell;

use gemeo_shared::order;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{RequestCache, RequestInit, Response};

use super::{
    DataError,
    database::{self as shelf, Found, Wanted},
    shelf::{Memory, Origin, Shelf, ShelfError},
};
use crate::{
    assets,
    browser::{recall, remember, window},
};

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

/// The choice under which a browser notes that it has kept something.
const KEPT: &str = "kept";

/// IndexedDB, with memory in front of it, and alone where the browser keeps nothing.
///
/// What speaks to IndexedDB is in a part of the app that loads late: on a first visit there is nothing in it to wait for, so
/// it comes when the page is there ([`attach`](Self::attach)), and takes up what was read by then.
#[derive(Debug, Default)]
pub struct Cupboard {
    database: Cell<State>,
    memory: Memory,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum State {
    /// Not asked for yet.
    #[default]
    Away,
    Open,
    /// The browser keeps nothing: a private window, storage switched off.
    Refused,
}

impl Cupboard {
    /// The cupboard of this browser, opened where something was kept in it before, or where nothing else can help.
    pub async fn open() -> Self {
        let cupboard = Self::default();
        if recall(KEPT).is_some() || !window().navigator().on_line() {
            cupboard.attach().await;
        }
        cupboard
    }

    /// Opens the database, where it is not, and keeps what is in memory. Whether the browser keeps texts at all.
    pub async fn attach(&self) -> bool {
        if self.database.get() == State::Away {
            match shelf::ask(Wanted::Open).await {
                Some(Found::Opened(true)) => {
                    self.database.set(State::Open);
                    self.keep_memory().await;
                    remember(KEPT, Some("1"));
                }
                Some(_) => self.database.set(State::Refused),
                // why nothing: without connection its part did not come, which says nothing of the browser
                None => {}
            }
        }
        self.database.get() != State::Refused
    }

    /// Keeps what was read before the database was there; what does not fit stays in memory.
    async fn keep_memory(&self) {
        for key in self.memory.keys("").await {
            let Some(text) = self.memory.get(&key).await else { continue };
            if self.write(&key, Some(text)).await.is_ok() {
                self.memory.remove(&key).await;
            }
        }
    }

    async fn write(&self, key: &str, text: Option<String>) -> Result<(), ShelfError> {
        if self.database.get() != State::Open {
            return Ok(());
        }
        match shelf::ask(Wanted::Put(key.into(), text)).await {
            Some(Found::Written(written)) => written,
            _ => Err(ShelfError::Refused("the shelf did not answer".into())),
        }
    }
}

impl Shelf for Cupboard {
    async fn get(&self, key: &str) -> Option<String> {
        if let Some(text) = self.memory.get(key).await {
            return Some(text);
        }
        if self.database.get() != State::Open {
            return None;
        }
        match shelf::ask(Wanted::Get(key.into())).await {
            Some(Found::Text(text)) => text,
            _ => None,
        }
    }

    async fn put(&self, key: &str, text: &str) -> Result<(), ShelfError> {
        if self.database.get() != State::Open {
            return self.memory.put(key, text).await;
        }
        let written = self.write(key, Some(text.into())).await;
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
        if self.database.get() == State::Open
            && let Some(Found::Keys(kept)) = shelf::ask(Wanted::Keys).await
        {
            keys.extend(kept.into_iter().filter(|k| k.starts_with(prefix)));
        }
        order::set(keys)
    }
}

#[cfg(test)]
#[path = "browser_tests.rs"]
mod tests;
