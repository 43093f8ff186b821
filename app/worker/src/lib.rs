//! The model worker: the engine of `shared` behind one message function.
//!
//! [`handle`] takes a request of [`gemeo_shared::protocol`] as JSON and gives its answer. It keeps the
//! packs that were opened. `worker.js` beside this crate passes messages to it.

use std::{cell::RefCell, collections::BTreeMap};

use gemeo_shared::{
    exchange::{diff::diff, observed},
    geo::{GeoId, Level},
    indicator::{Catalogue, DRAWS, Draft, Engine, Wanted},
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

/// Answers one request; both are JSON.
#[wasm_bindgen]
pub fn handle(request: &str) -> String {
    let envelope: Envelope = match serde_json::from_str(request) {
        Ok(envelope) => envelope,
        Err(error) => return write(0, Err::<(), _>(failure("request", error.to_string()))),
    };
    DESK.with(|desk| desk.borrow_mut().answer(envelope))
}

impl Desk {
    fn answer(&mut self, Envelope { id, request }: Envelope) -> String {
        match request {
            Request::Open { city, files } => {
                let opened = self.open(&city, files);
                write(id, opened.and_then(|()| self.view(&city)))
            }
            Request::View { city } => write(id, self.view(&city)),
            Request::Explain { city, indicator, geo, period, dims } => {
                write(id, self.explain(&city, &indicator, (&geo, &period), &dims))
            }
            Request::Intervals { city, indicator, geo, series } => {
                write(id, self.intervals(&city, &indicator, &geo, &series))
            }
            Request::Try { city, formula, unit, interpolate } => {
                write(id, self.trial(&city, &Draft { formula, unit, interpolate }))
            }
            Request::Reconcile { city, from, to } => write(id, self.reconcile(&city, from, to)),
            Request::Geojson { city, level } => write(id, self.geojson(&city, &level)),
        }
    }

    /// Opens a pack, or adds files to one that is open; after a fault it is as it was before.
    fn open(&mut self, city: &str, files: BTreeMap<String, String>) -> Result<(), Failure> {
        let files = files.into_iter().map(|(name, text)| (name, text.into_bytes()));
        let files: BTreeMap<String, Vec<u8>> = files.collect();
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

    fn explain(
        &mut self,
        city: &str,
        indicator: &str,
        (geo, period): (&str, &str),
        dims: &BTreeMap<String, String>,
    ) -> Result<impl Serialize + use<>, Failure> {
        let geo: GeoId = geo.parse().map_err(|e| failure("request", format!("{e}")))?;
        let period = period.parse().map_err(|e| failure("request", format!("{e}")))?;
        self.engine()?;
        let pack = self.pack(city)?;
        let Some(engine) = &self.engine else { return Err(failure("catalogue", "no engine".into())) };
        engine
            .explain_simulated(pack, indicator, &Wanted { geo: &geo, period, dims }, DRAWS)
            .map_err(|error| failure(error.code(), error.to_string()))
    }

    fn intervals(
        &mut self,
        city: &str,
        indicator: &str,
        geo: &str,
        series: &[BTreeMap<String, String>],
    ) -> Result<impl Serialize + use<>, Failure> {
        let geo: GeoId = geo.parse().map_err(|e| failure("request", format!("{e}")))?;
        self.engine()?;
        let pack = self.pack(city)?;
        let Some(engine) = &self.engine else { return Err(failure("catalogue", "no engine".into())) };
        engine.intervals(pack, indicator, &geo, series).map_err(|e| failure(e.code(), e.to_string()))
    }

    fn trial(&mut self, city: &str, draft: &Draft) -> Result<impl Serialize + use<>, Failure> {
        self.engine()?;
        let pack = self.pack(city)?;
        let Some(engine) = &self.engine else { return Err(failure("catalogue", "no engine".into())) };
        engine.trial(pack, draft).map_err(|error| Failure {
            code: "formula".into(),
            place: error.place().map(|(line, column)| format!("{line}:{column}")),
            message: error.to_string(),
        })
    }

    fn reconcile(&self, city: &str, from: i32, to: i32) -> Result<impl Serialize + use<>, Failure> {
        let table = &self.pack(city)?.core;
        let (first, second) = (observed::rows(table, from), observed::rows(table, to));
        if let Some((_, year)) = [(&first, from), (&second, to)].into_iter().find(|(rows, _)| rows.is_empty())
        {
            return Err(failure("no-inventory", format!("{city} has no inventory of {year}")));
        }
        diff(&first, &second).map_err(|error| failure("reconcile", error.to_string()))
    }

    fn geojson(&self, city: &str, level: &str) -> Result<impl Serialize + use<>, Failure> {
        let Some(level) = Level::ALL.into_iter().find(|l| l.as_str() == level) else {
            return Err(failure("request", format!("“{level}” is no level of places")));
        };
        let geography = self.pack(city)?.geography.as_ref();
        let geography =
            geography.ok_or_else(|| failure("no-geography", "geography.json is not loaded".into()))?;
        Ok(geography.to_geojson(level))
    }
}

fn failure(code: &str, message: String) -> Failure {
    Failure { code: code.into(), place: None, message }
}

/// What a page can do something about: fetch again, or update.
fn of_pack(error: &PackError) -> Failure {
    Failure { code: error.code().into(), place: Some(error.file().into()), message: error.to_string() }
}

fn write<T: Serialize>(id: u32, result: Result<T, Failure>) -> String {
    let answer = match result {
        Ok(ok) => Answer { id, ok: Some(ok), error: None },
        Err(error) => Answer { id, ok: None, error: Some(error) },
    };
    let broken = |e: serde_json::Error| {
        format!(r#"{{"id":{id},"error":{{"code":"answer","message":{:?}}}}}"#, e.to_string())
    };
    serde_json::to_string(&answer).unwrap_or_else(broken)
}

#[cfg(test)]
mod tests;
