//! The texts in IndexedDB, behind one question: in a part of the WebAssembly that loads when it is first asked.

#![allow(unsafe_code, reason = "what the split macro writes declares the cut as a foreign function")]

use std::{cell::RefCell, pin::Pin, rc::Rc};

use idb::{Database, DatabaseEvent, Factory, ObjectStoreParams, Query, TransactionMode};
use wasm_bindgen::JsValue;
#[cfg(feature = "split")]
use wasm_split_helpers::{SplitLoaderError, wasm_split};

use super::{commit::commit, shelf::ShelfError};

const DATABASE: &str = "gemeo";
const STORE: &str = "texts";

thread_local! {
    static OPEN: RefCell<Option<Rc<Database>>> = const { RefCell::new(None) };
}

/// What is asked of the database.
#[derive(Debug)]
pub enum Wanted {
    /// To be opened.
    Open,
    /// The text under a key.
    Get(String),
    /// To keep a text under a key, or to forget it.
    Put(String, Option<String>),
    /// Every key.
    Keys,
}

/// What it gives.
#[derive(Debug)]
pub enum Found {
    /// Whether it is open.
    Opened(bool),
    /// The text; none where there is none or it cannot be read.
    Text(Option<String>),
    /// Whether it was kept.
    Written(Result<(), ShelfError>),
    /// The keys; none where they cannot be read.
    Keys(Vec<String>),
}

/// An answer on its way.
type Coming = Pin<Box<dyn Future<Output = Found>>>;

/// Asks the database; none where the part with it does not load.
#[cfg(feature = "split")]
pub async fn ask(wanted: Wanted) -> Option<Found> {
    load_database().await.ok()?;
    Some(database_part(wanted).await.ok()?.await)
}

/// Asks the database.
#[cfg(not(feature = "split"))]
pub async fn ask(wanted: Wanted) -> Option<Found> {
    Some(answer(wanted).await)
}

#[cfg(feature = "split")]
#[wasm_split(database, fallible, preload(load_database))]
fn database_part(wanted: Wanted) -> Result<Coming, SplitLoaderError> {
    Ok(answer(wanted))
}

fn answer(wanted: Wanted) -> Coming {
    Box::pin(async move {
        match wanted {
            Wanted::Open => {
                let opened = open().await.ok().map(Rc::new);
                let is_open = opened.is_some();
                OPEN.with(|open| *open.borrow_mut() = opened);
                Found::Opened(is_open)
            }
            Wanted::Get(key) => Found::Text(read(&key).await.ok().flatten()),
            Wanted::Put(key, text) => Found::Written(write(&key, text.as_deref()).await),
            Wanted::Keys => Found::Keys(list().await.unwrap_or_default()),
        }
    })
}

async fn open() -> Result<Database, idb::Error> {
    let mut request = Factory::new()?.open(DATABASE, Some(1))?;
    request.on_upgrade_needed(|event| {
        if let Ok(database) = event.database() {
            let _ = database.create_object_store(STORE, ObjectStoreParams::new());
        }
    });
    request.await
}

fn opened() -> Option<Rc<Database>> {
    OPEN.with(|open| open.borrow().clone())
}

async fn read(key: &str) -> Result<Option<String>, idb::Error> {
    let Some(database) = opened() else { return Ok(None) };
    let transaction = database.transaction(&[STORE], TransactionMode::ReadOnly)?;
    let value = transaction.object_store(STORE)?.get(JsValue::from_str(key))?.await?;
    Ok(value.and_then(|v| v.as_string()))
}

async fn write(key: &str, text: Option<&str>) -> Result<(), ShelfError> {
    let Some(database) = opened() else { return Ok(()) };
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

async fn list() -> Result<Vec<String>, idb::Error> {
    let Some(database) = opened() else { return Ok(Vec::new()) };
    let transaction = database.transaction(&[STORE], TransactionMode::ReadOnly)?;
    let keys = transaction.object_store(STORE)?.get_all_keys(None::<Query>, None)?.await?;
    Ok(keys.into_iter().filter_map(|k| k.as_string()).collect())
}
