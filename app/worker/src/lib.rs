//! The model worker: the engine of `shared` behind one message function.
//!
//! [`handle`] takes a request of [`gemeo_shared::protocol`] as JSON and gives its answer. It keeps the
//! packs that were opened. `worker.js` beside this crate passes messages to it. What a first visit does not ask is
//! in [`late`], in parts of the WebAssembly that [`prepare`] loads when they are asked for.

mod late;

use std::{cell::RefCell, collections::BTreeMap, io};

use gemeo_shared::{
    indicator::{Catalogue, Engine},
    order,
    pack::{Pack, PackError},
    protocol::{Answer, Envelope, Failure, Request},
};
use serde::Serialize;
use wasm_bindgen::prelude::wasm_bindgen;

/// The engine and the packs that are open.
#[derive(Default)]
struct Desk {
    engine: Option<Engine>,
    packs: BTreeMap<String, Pack>,
}

thread_local! {
    static DESK: RefCell<Desk> = RefCell::default();
}

/// Answers one request; both are JSON, the answer as bytes, which pass between threads without being copied.
#[wasm_bindgen]
pub fn handle(request: &str) -> Vec<u8> {
    let envelope = match Envelope::read(request) {
        Ok(envelope) => envelope,
        Err(error) => return write(0, Err::<(), _>(failure("request", error.to_string()))),
    };
    DESK.with(|desk| desk.borrow_mut().answer(envelope))
}

/// Loads what the answer to a request needs and is not here yet; called before [`handle`].
///
/// # Errors
/// A text for the console where the part does not come; the request is then answered with that fault.
#[wasm_bindgen]
pub async fn prepare(request: String) -> Result<(), String> {
    late::prepare(&request).await
}

impl Desk {
    fn answer(&mut self, Envelope { id, request }: Envelope) -> Vec<u8> {
        match request {
            Request::Open { city, files } => {
                let opened = self.open(&city, files);
                write(id, opened.and_then(|()| self.view(&city)))
            }
            Request::View { city } => write(id, self.view(&city)),
            other => late::answer(self, Envelope { id, request: other }),
        }
    }

    /// Opens a pack, or adds files to one that is open; after a fault it is as it was before.
    fn open(&mut self, city: &str, files: BTreeMap<String, String>) -> Result<(), Failure> {
        let files = order::map(files.into_iter().map(|(name, text)| (name, text.into_bytes())));
        let fault = |error: PackError| of_pack(&error);
        let known = self.packs.get(city).filter(|_| !files.contains_key(gemeo_shared::pack::MANIFEST));
        let pack = match known {
            None => Pack::read(&files).map_err(fault)?,
            Some(open) => {
                let mut pack = open.clone();
                for (name, bytes) in &files {
                    pack.add(name, bytes).map_err(fault)?;
                }
                pack
            }
        };
        if pack.profile.id != city {
            let message = format!("the pack is that of “{}”, not of “{city}”", pack.profile.id);
            return Err(failure("city", message));
        }
        self.packs.insert(city.into(), pack);
        Ok(())
    }

    fn engine(&mut self) -> Result<&Engine, Failure> {
        if self.engine.is_none() {
            let catalogue = Catalogue::embedded().map_err(|e| failure("catalogue", e.to_string()))?;
            self.engine = Some(Engine::new(catalogue));
        }
        self.engine.as_ref().ok_or_else(|| failure("catalogue", "no engine".into()))
    }

    fn pack(&self, city: &str) -> Result<&Pack, Failure> {
        let closed = || failure("not-open", format!("the pack of “{city}” is not open"));
        self.packs.get(city).ok_or_else(closed)
    }

    fn view(&mut self, city: &str) -> Result<impl Serialize + use<>, Failure> {
        self.engine()?;
        let pack = self.pack(city)?;
        let engine = self.engine.as_ref();
        engine.map(|e| e.city_view(pack)).ok_or_else(|| failure("catalogue", "no engine".into()))
    }
}

fn failure(code: &str, message: String) -> Failure {
    Failure { code: code.into(), place: None, message }
}

/// What a page can do something about: fetch again, or update.
fn of_pack(error: &PackError) -> Failure {
    Failure { code: error.code().into(), place: Some(error.file().into()), message: error.to_string() }
}

fn write<T: Serialize>(id: u32, result: Result<T, Failure>) -> Vec<u8> {
    let answer = match result {
        Ok(ok) => Answer { id, ok: Some(ok), error: None },
        Err(error) => Answer { id, ok: None, error: Some(error) },
    };
    let mut text = Text::default();
    match serde_json::to_writer(&mut text, &answer) {
        Ok(()) => text.0,
        Err(e) => {
            format!(r#"{{"id":{id},"error":{{"code":"answer","message":{:?}}}}}"#, e.to_string()).into_bytes()
        }
    }
}

/// JSON as it is written, mostly in pieces of a few bytes.
#[derive(Default)]
struct Text(Vec<u8>);

impl io::Write for Text {
    fn write(&mut self, piece: &[u8]) -> io::Result<usize> {
        self.write_all(piece).map(|()| piece.len())
    }

    fn write_all(&mut self, piece: &[u8]) -> io::Result<()> {
        // why: in the browser each copy, however small, is a call out of compiled code; a tenth of the time of a view
        if piece.len() < 8 {
            piece.iter().for_each(|byte| self.0.push(*byte));
        } else {
            self.0.extend_from_slice(piece);
        }
        Ok(())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests;
