//! A real pack in the IndexedDB of a real browser.

use std::cell::RefCell;

use gemeo_shared::pack::{CORE, Index, IndexEntry, MANIFEST, manifest::sha256};
use wasm_bindgen_test::wasm_bindgen_test;

use super::*;
use crate::data::pack::Library;

const INDEX: &str = include_str!("../../../public/packs/index.json");
const FILES: [(&str, &str); 2] = [
    (MANIFEST, include_str!("../../../public/packs/porto/manifest.json")),
    (CORE, include_str!("../../../public/packs/porto/core.json")),
];

/// Gives the committed files; a digit of the first so many answers is another one.
#[derive(Debug, Default)]
struct Line {
    faults: RefCell<u32>,
    asked: RefCell<u32>,
}

impl Origin for Line {
    async fn fetch(&self, path: &str, _anew: bool) -> Result<String, DataError> {
        *self.asked.borrow_mut() += 1;
        let found = FILES.iter().find(|(name, _)| path == format!("porto/{name}"));
        let status = DataError::Status { file: path.into(), status: 404 };
        let text = found.map(|(_, text)| (*text).to_owned()).ok_or(status)?;
        let mut faults = self.faults.borrow_mut();
        if *faults == 0 {
            return Ok(text);
        }
        *faults -= 1;
        Ok(text.replacen('1', "2", 1))
    }
}

fn porto() -> IndexEntry {
    let index = Index::read(INDEX.as_bytes()).expect("the committed list of cities");
    index.cities.into_iter().find(|c| c.profile.id == "porto").expect("Porto")
}

async fn library(faults: u32) -> Library<Cupboard, Line> {
    let shelf = Cupboard::open().await;
    assert!(shelf.attach().await, "this browser has IndexedDB");
    for key in shelf.keys("").await {
        shelf.remove(&key).await;
    }
    Library { shelf, origin: Line { faults: faults.into(), asked: 0.into() } }
}

async fn core(library: &Library<Cupboard, Line>) -> Result<String, DataError> {
    let pack = library.open(&porto()).await?;
    let mut files = library.files(&pack, &[CORE]).await?;
    library.settle(&pack).await;
    Ok(files.remove(CORE).expect("asked for"))
}

#[wasm_bindgen_test]
async fn texts_outlive_the_connection_to_the_database() {
    let first = library(0).await.shelf;
    assert_eq!(first.put("porto/a", "São João").await, Ok(()));
    assert_eq!(first.put("lisboa/a", "x").await, Ok(()));
    let again = Cupboard::open().await;
    assert_eq!(again.get("porto/a").await.as_deref(), Some("São João"));
    assert_eq!(again.keys("porto/").await, ["porto/a"]);
    again.remove("porto/a").await;
    assert_eq!(first.get("porto/a").await, None);
}

#[wasm_bindgen_test]
async fn a_verified_pack_is_kept_and_asked_for_once() {
    let library = library(0).await;
    assert_eq!(core(&library).await.as_deref(), Ok(FILES[1].1));
    let asked = *library.origin.asked.borrow();
    let later = Library { shelf: Cupboard::open().await, origin: Line::default() };
    assert_eq!(core(&later).await.as_deref(), Ok(FILES[1].1));
    assert_eq!((asked, *later.origin.asked.borrow()), (2, 0));
}

#[wasm_bindgen_test]
async fn a_changed_digit_is_never_kept() {
    let library = library(2).await;
    assert!(matches!(core(&library).await, Err(DataError::Damaged { .. })));
    assert_eq!(library.shelf.keys("").await, Vec::<String>::new());
    assert_eq!(core(&library).await.as_deref(), Ok(FILES[1].1));
}

#[wasm_bindgen_test]
async fn what_changed_on_the_shelf_is_fetched_anew() {
    let library = library(0).await;
    assert!(core(&library).await.is_ok());
    let key = format!("porto/{}", sha256(FILES[1].1.as_bytes()));
    assert_eq!(library.shelf.put(&key, &FILES[1].1.replacen('1', "2", 1)).await, Ok(()));
    assert_eq!(core(&library).await.as_deref(), Ok(FILES[1].1));
    assert_eq!(library.shelf.get(&key).await.as_deref(), Some(FILES[1].1));
}

#[wasm_bindgen_test]
async fn without_a_database_memory_serves() {
    let shelf = Cupboard::default();
    assert_eq!(shelf.put("a/1", "x").await, Ok(()));
    assert_eq!(
        (shelf.get("a/1").await.as_deref(), shelf.keys("").await),
        (Some("x"), vec!["a/1".to_owned()])
    );
}

#[wasm_bindgen_test]
async fn what_was_read_before_the_database_was_there_is_kept() {
    let emptied = library(0).await.shelf;
    let shelf = Cupboard::default();
    assert_eq!(shelf.put("porto/b", "y").await, Ok(()));
    assert_eq!(emptied.get("porto/b").await, None);
    assert!(shelf.attach().await);
    assert_eq!(emptied.get("porto/b").await.as_deref(), Some("y"));
    assert_eq!(shelf.keys("porto/").await, ["porto/b"]);
    assert_eq!(
        Cupboard::open().await.get("porto/b").await.as_deref(),
        Some("y"),
        "the browser is known to keep"
    );
}
