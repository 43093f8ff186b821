//! The model worker: the engine of `shared` behind one message function.
//!
//! [`handle`] takes a request of [`gemeo_shared::protocol`] as bytes and gives its answer. It keeps the
//! packs that were opened. `worker.js` beside this crate passes messages to it. What a first visit does not ask is
//! in [`late`], in parts of the WebAssembly that [`prepare`] loads when they are asked for.

mod late;

use std::{cell::RefCell, collections::BTreeMap};

use gemeo_shared::{
    indicator::{Catalogue, Engine},
    pack::{CORE, GEOGRAPHY, MANIFEST, Pack, PackError},
    protocol::{self, Envelope, Failure, Request},
    view::CityView,
    wire,
};
use wasm_bindgen::prelude::wasm_bindgen;

/// The engine and the packs that are open.
#[derive(Default)]
struct Desk {
    engine: Option<Engine>,
    packs: Vec<Pack>,
}

thread_local! {
    static DESK: RefCell<Desk> = RefCell::default();
}

/// Answers one request; both are bytes, which pass between threads without being copied.
#[wasm_bindgen]
pub fn handle(request: &[u8]) -> Vec<u8> {
    let envelope = match wire::from_bytes::<Envelope>(request) {
        Ok(envelope) => envelope,
        Err(error) => return refused(0, failure("request", error.to_string())),
    };
    DESK.with(|desk| desk.borrow_mut().answer(envelope))
}

/// Loads what the answer to a request needs and is not here yet; called before [`handle`].
///
/// # Errors
/// A text for the console where the part does not come; the request is then answered with that fault.
#[wasm_bindgen]
pub async fn prepare(request: Vec<u8>) -> Result<(), String> {
    late::prepare(&request).await
}

impl Desk {
    fn answer(&mut self, Envelope { id, request }: Envelope) -> Vec<u8> {
        match request {
            Request::Open { city, files } => {
                let opened = self.open(&city, &files);
                protocol::answer(id, &opened.and_then(|()| self.view(&city)))
            }
            Request::View { city } => protocol::answer(id, &self.view(&city)),
            other => late::answer(self, Envelope { id, request: other }),
        }
    }

    /// Opens a pack, or adds files to one that is open; after a fault it is as it was before.
    fn open(&mut self, city: &str, files: &BTreeMap<String, String>) -> Result<(), Failure> {
        let fault = |error: PackError| of_pack(&error);
        let get = |name: &str| {
            let text = files.get(name).ok_or_else(|| PackError::Missing { file: name.into() });
            text.map(String::as_bytes)
        };
        let mut pack = match self
            .packs
            .iter()
            .find(|p| p.profile.id == city)
            .filter(|_| !files.contains_key(MANIFEST))
        {
            Some(open) => open.clone(),
            None => get(MANIFEST).and_then(|m| Pack::open(m, get(CORE)?)).map_err(fault)?,
        };
        for (name, text) in files {
            match name.as_str() {
                MANIFEST => {}
                GEOGRAPHY => late::add_geography(&mut pack, text)?,
                _ => pack.add_figures(name, text.as_bytes()).map_err(fault)?,
            }
        }
        if pack.profile.id != city {
            let message = format!("the pack is that of “{}”, not of “{city}”", pack.profile.id);
            return Err(failure("city", message));
        }
        self.packs.retain(|p| p.profile.id != city);
        self.packs.push(pack);
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
        self.packs.iter().find(|p| p.profile.id == city).ok_or_else(closed)
    }

    fn view(&mut self, city: &str) -> Result<CityView, Failure> {
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

fn refused(id: u32, failure: Failure) -> Vec<u8> {
    protocol::answer::<bool>(id, &Err(failure))
}

#[cfg(test)]
mod tests;
