//! The database of own datasets.

use std::collections::BTreeSet;

use gemeo_shared::{
    lean,
    own::{Dataset, Mapping, Rows},
};
use idb::{Database, DatabaseEvent, Error, Factory, ObjectStoreParams, Query, TransactionMode};
use js_sys::Uint8Array;
use wasm_bindgen::JsValue;

use super::{Kept, Listed};
use crate::data::{commit::commit, shelf::ShelfError};

const DATABASE: &str = "gemeo-own";
/// Datasets without their rows, as JSON by id.
const SETS: &str = "sets";
/// Rows by id of the dataset.
const ROWS: &str = "rows";
/// Mappings as JSON by the mark of a file's columns.
const MAPPINGS: &str = "mappings";

async fn open() -> Result<Database, Error> {
    let mut request = Factory::new()?.open(DATABASE, Some(1))?;
    request.on_upgrade_needed(|event| {
        if let Ok(database) = event.database() {
            for store in [SETS, ROWS, MAPPINGS] {
                let _ = database.create_object_store(store, ObjectStoreParams::new());
            }
        }
    });
    request.await
}

/// What is kept, newest first, and what of it is damaged.
///
/// # Errors
/// [`ShelfError`] where the browser keeps nothing.
pub async fn list() -> Result<Listed, ShelfError> {
    let database = open().await?;
    let transaction = database.transaction(&[SETS, ROWS], TransactionMode::ReadOnly)?;
    let sets = transaction.object_store(SETS)?;
    let keys = sets.get_all_keys(None::<Query>, None)?.await?;
    let values = sets.get_all(None::<Query>, None)?.await?;
    let with_rows = transaction.object_store(ROWS)?.get_all_keys(None::<Query>, None)?.await?;
    database.close();
    let texts = |keys: Vec<JsValue>| keys.into_iter().filter_map(|k| k.as_string()).collect::<BTreeSet<_>>();
    let with_rows = texts(with_rows);
    let mut every: BTreeSet<String> = with_rows.clone();
    let mut kept = Vec::new();
    for (key, value) in keys.into_iter().zip(values) {
        let Some(id) = key.as_string() else { continue };
        let dataset = value.as_string().and_then(|text| lean::from_str(&text).ok());
        every.insert(id.clone());
        kept.extend(dataset.filter(|_| with_rows.contains(&id)).map(|dataset| Kept { id, dataset }));
    }
    kept.sort_by(|a, b| b.id.cmp(&a.id));
    for sound in &kept {
        every.remove(&sound.id);
    }
    Ok(Listed { kept, damaged: every.into_iter().collect() })
}

/// The observations of a dataset.
///
/// # Errors
/// [`ShelfError`] where they are gone or damaged.
pub async fn rows(kept: &Kept) -> Result<Rows, ShelfError> {
    let database = open().await?;
    let transaction = database.transaction(&[ROWS], TransactionMode::ReadOnly)?;
    let found = transaction.object_store(ROWS)?.get(JsValue::from_str(&kept.id))?.await?;
    database.close();
    let gone = || ShelfError::Refused("the rows are gone".into());
    let bytes = Uint8Array::new(&found.ok_or_else(gone)?).to_vec();
    Rows::from_bytes(&bytes, &kept.dataset).map_err(|e| ShelfError::Refused(e.to_string()))
}

/// Keeps a dataset with the bytes of its rows, and its mapping for the next file with the same columns.
///
/// # Errors
/// [`ShelfError`]; then nothing of it is kept.
pub async fn keep(dataset: &Dataset, rows: &JsValue) -> Result<String, ShelfError> {
    let now = js_sys::Date::new_0();
    let id = String::from(now.to_iso_string());
    let dataset = Dataset { kept: id.chars().take(10).collect(), ..dataset.clone() };
    let database = open().await?;
    let transaction = database.transaction(&[SETS, ROWS, MAPPINGS], TransactionMode::ReadWrite)?;
    let key = JsValue::from_str(&id);
    transaction.object_store(ROWS)?.put(rows, Some(&key))?.await?;
    transaction.object_store(SETS)?.put(&text(&dataset)?, Some(&key))?.await?;
    let mark = JsValue::from_str(&dataset.fingerprint);
    transaction.object_store(MAPPINGS)?.put(&text(&dataset.mapping)?, Some(&mark))?.await?;
    let done = commit(transaction).await;
    database.close();
    done.map(|()| id)
}

/// Gives a dataset another name.
///
/// # Errors
/// [`ShelfError`].
pub async fn rename(kept: &Kept, name: &str) -> Result<(), ShelfError> {
    let dataset = Dataset { name: name.into(), ..kept.dataset.clone() };
    let database = open().await?;
    let transaction = database.transaction(&[SETS], TransactionMode::ReadWrite)?;
    let key = JsValue::from_str(&kept.id);
    transaction.object_store(SETS)?.put(&text(&dataset)?, Some(&key))?.await?;
    let done = commit(transaction).await;
    database.close();
    done
}

/// Deletes a dataset. Its mapping stays as long as another dataset has the same columns.
///
/// # Errors
/// [`ShelfError`].
pub async fn forget(kept: &Kept) -> Result<(), ShelfError> {
    let mark = &kept.dataset.fingerprint;
    let last = !list().await?.kept.iter().any(|k| k.id != kept.id && k.dataset.fingerprint == *mark);
    let database = open().await?;
    let transaction = database.transaction(&[SETS, ROWS, MAPPINGS], TransactionMode::ReadWrite)?;
    let key = || JsValue::from_str(&kept.id);
    transaction.object_store(SETS)?.delete(key())?.await?;
    transaction.object_store(ROWS)?.delete(key())?.await?;
    if last {
        transaction.object_store(MAPPINGS)?.delete(JsValue::from_str(mark))?.await?;
    }
    let done = commit(transaction).await;
    database.close();
    done
}

/// Deletes what is damaged, by its key.
///
/// # Errors
/// [`ShelfError`].
pub async fn clear(id: &str) -> Result<(), ShelfError> {
    let database = open().await?;
    let transaction = database.transaction(&[SETS, ROWS], TransactionMode::ReadWrite)?;
    for store in [SETS, ROWS] {
        transaction.object_store(store)?.delete(JsValue::from_str(id))?.await?;
    }
    let done = commit(transaction).await;
    database.close();
    done
}

/// The mapping of the last file with these columns.
pub async fn mapping(mark: &str) -> Option<Mapping> {
    let database = open().await.ok()?;
    let transaction = database.transaction(&[MAPPINGS], TransactionMode::ReadOnly).ok()?;
    let found = transaction.object_store(MAPPINGS).ok()?.get(JsValue::from_str(mark)).ok()?.await.ok()?;
    database.close();
    lean::from_str(&found?.as_string()?).ok()
}

fn text<T: serde::Serialize>(value: &T) -> Result<JsValue, ShelfError> {
    serde_json::to_string(value).map(|t| t.into()).map_err(|e| ShelfError::Refused(e.to_string()))
}
