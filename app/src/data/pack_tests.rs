//! A made-up pack on a made-up network: what is kept, refused and fetched anew.

use std::{cell::RefCell, pin::pin, task};

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use super::*;
use crate::data::shelf::Memory;

/// Runs a future that never really waits.
fn now<T>(future: impl Future<Output = T>) -> T {
    let mut cx = task::Context::from_waker(task::Waker::noop());
    match pin!(future).poll(&mut cx) {
        task::Poll::Ready(value) => value,
        task::Poll::Pending => panic!("nothing here waits"),
    }
}

/// A network that gives each answer in turn, and notes what was asked.
#[derive(Default)]
struct Net {
    answers: RefCell<BTreeMap<String, Vec<Result<String, DataError>>>>,
    asked: RefCell<Vec<(String, bool)>>,
}

impl Net {
    fn answer(&self, path: &str, text: &str) {
        self.answers.borrow_mut().entry(path.into()).or_default().push(Ok(text.into()));
    }
}

impl Origin for Net {
    async fn fetch(&self, path: &str, anew: bool) -> Result<String, DataError> {
        self.asked.borrow_mut().push((path.into(), anew));
        let offline = Err(DataError::Network { file: path.into(), message: "offline".into() });
        let mut answers = self.answers.borrow_mut();
        answers.get_mut(path).filter(|a| !a.is_empty()).map_or(offline, |a| a.remove(0))
    }
}

/// A shelf with room for so many texts.
struct Narrow(Memory, usize);

impl Shelf for Narrow {
    async fn get(&self, key: &str) -> Option<String> {
        self.0.get(key).await
    }
    async fn put(&self, key: &str, text: &str) -> Result<(), ShelfError> {
        let there = self.0.keys("").await;
        if there.len() >= self.1 && !there.iter().any(|k| k == key) {
            return Err(ShelfError::Full);
        }
        self.0.put(key, text).await
    }
    async fn remove(&self, key: &str) {
        self.0.remove(key).await;
    }
    async fn keys(&self, prefix: &str) -> Vec<String> {
        self.0.keys(prefix).await
    }
}

const CORE: &str = r#"{"core": "of a test"}"#;

fn manifest_text(city: &str, core: &str) -> String {
    let (hash, bytes) = (sha256(core.as_bytes()), core.len());
    format!(
        r#"{{"schema":"gemeo-pack/manifest","version":1,"city":"{city}","vintage":"2021","files":{{"core.json":{{"sha256":"{hash}","bytes":{bytes}}}}}}}"#
    )
}

fn entry(city: &str, manifest: &str) -> IndexEntry {
    let hash = sha256(manifest.as_bytes());
    let json = format!(
        r#"{{"profile":{{"id":"{city}","code":"1","name":"X","country":"PT","centre":[0,0],"bbox":[0,0,1,1]}},"path":"{city}","manifest":"{hash}","vintage":"2021"}}"#
    );
    serde_json::from_str(&json).expect("an entry")
}

fn library() -> Library<Memory, Net> {
    Library { shelf: Memory::default(), origin: Net::default() }
}

fn read(library: &Library<impl Shelf, Net>, entry: &IndexEntry) -> Result<String, DataError> {
    let pack = now(library.open(entry))?;
    let files = now(library.files(&pack, &["core.json", "detail.json"]))?;
    now(library.settle(&pack));
    Ok(files["core.json"].clone())
}

#[test]
fn a_second_visit_asks_the_network_nothing() {
    let (library, manifest) = (library(), manifest_text("x", CORE));
    library.origin.answer("x/manifest.json", &manifest);
    library.origin.answer("x/core.json", CORE);
    let entry = entry("x", &manifest);
    assert_eq!(read(&library, &entry).as_deref(), Ok(CORE));
    assert_eq!(read(&library, &entry).as_deref(), Ok(CORE));
    assert_eq!(library.origin.asked.borrow().len(), 2);
}

#[test]
fn a_file_cut_off_on_the_way_is_fetched_once_more_past_the_caches() {
    let (library, manifest) = (library(), manifest_text("x", CORE));
    library.origin.answer("x/manifest.json", &manifest);
    library.origin.answer("x/core.json", &CORE[..8]);
    library.origin.answer("x/core.json", CORE);
    assert_eq!(read(&library, &entry("x", &manifest)).as_deref(), Ok(CORE));
    assert_eq!(library.origin.asked.borrow().last(), Some(&("x/core.json".to_owned(), true)));
}

#[test]
fn a_file_wrong_twice_is_an_error_and_is_not_kept() {
    let (library, manifest) = (library(), manifest_text("x", CORE));
    library.origin.answer("x/manifest.json", &manifest);
    for _ in 0..2 {
        library.origin.answer("x/core.json", &CORE.replace("test", "tost"));
    }
    let error = read(&library, &entry("x", &manifest));
    assert!(matches!(error, Err(DataError::Damaged { ref file, .. }) if file == "core.json"), "{error:?}");
    assert!(now(library.shelf.get(&file_key("x", &sha256(CORE.as_bytes())))).is_none());
}

#[test]
fn a_kept_file_that_was_damaged_is_thrown_away() {
    let (library, manifest) = (library(), manifest_text("x", CORE));
    let key = file_key("x", &sha256(CORE.as_bytes()));
    let _ = now(library.shelf.put(&key, "flipped"));
    library.origin.answer("x/manifest.json", &manifest);
    library.origin.answer("x/core.json", CORE);
    assert_eq!(read(&library, &entry("x", &manifest)).as_deref(), Ok(CORE));
    assert_eq!(now(library.shelf.get(&key)).as_deref(), Some(CORE));
}

#[test]
fn a_manifest_of_another_pack_is_refused() {
    let (library, manifest) = (library(), manifest_text("x", CORE));
    for _ in 0..2 {
        library.origin.answer("x/manifest.json", &manifest_text("x", "other"));
    }
    assert!(matches!(read(&library, &entry("x", &manifest)), Err(DataError::Damaged { .. })));
    let other = manifest_text("y", CORE);
    library.origin.answer("x/manifest.json", &other);
    assert!(matches!(read(&library, &entry("x", &other)), Err(DataError::Damaged { .. })));
}

#[test]
fn a_newer_pack_asks_for_a_newer_app() {
    let manifest = manifest_text("x", CORE).replace("\"version\":1", "\"version\":999");
    let library = library();
    library.origin.answer("x/manifest.json", &manifest);
    assert!(matches!(read(&library, &entry("x", &manifest)), Err(DataError::Newer(_))));
}

#[test]
fn without_connection_the_last_whole_pack_is_there() {
    let (library, manifest) = (library(), manifest_text("x", CORE));
    library.origin.answer("x/manifest.json", &manifest);
    library.origin.answer("x/core.json", CORE);
    assert!(read(&library, &entry("x", &manifest)).is_ok());
    let newer = entry("x", &manifest_text("x", "newer"));
    assert!(matches!(read(&library, &newer), Err(DataError::Network { .. })));
    let kept = now(library.kept_pack(&newer)).expect("the older pack");
    assert_eq!(
        now(library.files(&kept, &["core.json"])).map(|f| f["core.json"].clone()).as_deref(),
        Ok(CORE)
    );
}

#[test]
fn a_new_pack_replaces_the_files_of_the_old_one() {
    let (library, old) = (library(), manifest_text("x", CORE));
    library.origin.answer("x/manifest.json", &old);
    library.origin.answer("x/core.json", CORE);
    assert!(read(&library, &entry("x", &old)).is_ok());
    let new = manifest_text("x", "new core");
    library.origin.answer("x/manifest.json", &new);
    library.origin.answer("x/core.json", "new core");
    assert!(read(&library, &entry("x", &new)).is_ok());
    assert_eq!(now(library.shelf.keys("x/")).len(), 2);
}

#[test]
fn a_full_shelf_makes_room_from_other_cities_and_a_file_is_used_all_the_same() {
    let manifest = manifest_text("x", CORE);
    for room in [0, 2, 3] {
        let library = Library { shelf: Narrow(Memory::default(), room), origin: Net::default() };
        for i in 0..room {
            let _ = now(library.shelf.put(&format!("other/{i}"), "old"));
        }
        library.origin.answer("x/manifest.json", &manifest);
        library.origin.answer("x/core.json", CORE);
        assert_eq!(read(&library, &entry("x", &manifest)).as_deref(), Ok(CORE), "room for {room}");
        assert_eq!(now(library.shelf.keys("x/")).len(), room.min(2), "room for {room}");
    }
}

#[test]
fn a_list_of_cities_is_kept_and_a_broken_one_is_not() {
    let library = library();
    let good = r#"{"schema":"gemeo-pack/index","version":1,"cities":[]}"#;
    library.origin.answer("index.json", "<!doctype html>");
    library.origin.answer("index.json", good);
    assert!(now(library.fresh_index()).is_ok());
    assert!(now(library.kept_index()).is_some());
    let _ = now(library.shelf.put(INDEX_KEY, "broken"));
    assert!(now(library.kept_index()).is_none());
    assert!(matches!(now(library.fresh_index()), Err(DataError::Network { .. })));
}
