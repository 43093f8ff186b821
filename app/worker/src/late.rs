//! What is asked now and then, in two parts: shapes; how a value came about, a formula being written, years reconciled.

#![allow(unsafe_code, reason = "what the split macro writes declares the cut as a foreign function")]

use std::collections::BTreeMap;

use gemeo_shared::{
    decompose::Reconciliation,
    exchange::{diff::diff, observed},
    geo::{GeoId, Level},
    indicator::{DRAWS, Draft, Wanted},
    own::in_city::{self as own, OwnSeries},
    pack::Pack,
    protocol::{Envelope, Failure, Request, answer as write},
    view::{Explanation, Interval, Trial},
};
#[cfg(feature = "split")]
use gemeo_shared::{
    pack::{GEOGRAPHY, PackError},
    wire,
};
#[cfg(feature = "split")]
use wasm_split_helpers::{SplitLoaderError, wasm_split};

use super::{Desk, failure, of_pack, refused};

/// Loads the part that answers a request, where it is one of a part.
#[cfg(feature = "split")]
pub async fn prepare(request: &[u8]) -> Result<(), String> {
    let Ok(Envelope { request, .. }) = wire::from_bytes(request) else { return Ok(()) };
    let loaded = match request {
        Request::Open { files, .. } if files.contains_key(GEOGRAPHY) => load_shapes().await,
        Request::Open { .. } | Request::View { .. } => return Ok(()),
        Request::Geojson { .. } => load_shapes().await,
        _ => load_late().await,
    };
    loaded.map_err(|e| e.to_string())
}

/// Everything is here.
#[cfg(not(feature = "split"))]
#[expect(clippy::unused_async, reason = "with parts there is something to wait for")]
pub async fn prepare(_request: &[u8]) -> Result<(), String> {
    Ok(())
}

#[cfg(feature = "split")]
#[wasm_split(late, fallible, preload(load_late))]
fn late_part(desk: &mut Desk, envelope: Envelope) -> Result<Vec<u8>, SplitLoaderError> {
    Ok(desk.late(envelope))
}

// why apart: a map needs places, and nothing of the rest
#[cfg(feature = "split")]
#[wasm_split(shapes, fallible, preload(load_shapes))]
fn shapes_part(of: Places<'_>) -> Result<Result<Vec<u8>, PackError>, SplitLoaderError> {
    Ok(match of {
        Places::Added(pack, text) => pack.add_geography(text.as_bytes()).map(|()| Vec::new()),
        Places::Drawn(desk, envelope) => Ok(desk.shapes(envelope)),
    })
}

/// What is done with the places of a city.
// why one: a part has one way in
#[cfg(feature = "split")]
enum Places<'a> {
    Added(&'a mut Pack, &'a str),
    Drawn(&'a Desk, Envelope),
}

/// Adds the places of a city.
#[cfg(feature = "split")]
pub fn add_geography(pack: &mut Pack, text: &str) -> Result<(), Failure> {
    match now(shapes_part(Places::Added(pack, text))) {
        Some(added) => added.map(drop).map_err(|error| of_pack(&error)),
        None => Err(no_part()),
    }
}

/// Adds the places of a city.
#[cfg(not(feature = "split"))]
pub fn add_geography(pack: &mut Pack, text: &str) -> Result<(), Failure> {
    pack.add_geography(text.as_bytes()).map_err(|error| of_pack(&error))
}

/// The answer to a request of a part.
#[cfg(feature = "split")]
pub fn answer(desk: &mut Desk, envelope: Envelope) -> Vec<u8> {
    let id = envelope.id;
    let given = match envelope.request {
        Request::Geojson { .. } => now(shapes_part(Places::Drawn(desk, envelope))).and_then(Result::ok),
        _ => now(late_part(desk, envelope)),
    };
    given.unwrap_or_else(|| refused(id, no_part()))
}

/// Calls into a part that is here.
#[cfg(feature = "split")]
fn now<T>(call: impl Future<Output = Result<T, SplitLoaderError>>) -> Option<T> {
    use std::task::{Context, Poll, Waker};
    let mut call = std::pin::pin!(call);
    match call.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(Ok(answer)) => Some(answer),
        Poll::Ready(Err(_)) | Poll::Pending => None,
    }
}

#[cfg(feature = "split")]
fn no_part() -> Failure {
    failure("part", "a part of the engine did not load".into())
}

/// The answer to a request of a part.
#[cfg(not(feature = "split"))]
pub fn answer(desk: &mut Desk, envelope: Envelope) -> Vec<u8> {
    match envelope.request {
        Request::Geojson { .. } => desk.shapes(envelope),
        _ => desk.late(envelope),
    }
}

impl Desk {
    fn late(&mut self, Envelope { id, request }: Envelope) -> Vec<u8> {
        match request {
            Request::Explain { city, indicator, geo, period, dims } => {
                write(id, &self.explain(&city, &indicator, (&geo, &period), &dims))
            }
            Request::Intervals { city, indicator, geo, series } => {
                write(id, &self.intervals(&city, &indicator, &geo, &series))
            }
            Request::Try { city, formula, unit, interpolate } => {
                write(id, &self.trial(&city, &Draft { formula, unit, interpolate }))
            }
            Request::Own { city, series } => write(id, &self.own(&city, &series)),
            Request::Reconcile { city, from_year, to_year } => {
                write(id, &self.reconcile(&city, from_year, to_year))
            }
            Request::Geojson { .. } | Request::Open { .. } | Request::View { .. } => {
                refused(id, failure("request", "not of this part".into()))
            }
        }
    }

    fn shapes(&self, Envelope { id, request }: Envelope) -> Vec<u8> {
        match request {
            Request::Geojson { city, level } => write(id, &self.geojson(&city, &level)),
            _ => refused(id, failure("request", "not of this part".into())),
        }
    }

    fn explain(
        &mut self,
        city: &str,
        indicator: &str,
        (geo, period): (&str, &str),
        dims: &BTreeMap<String, String>,
    ) -> Result<Explanation, Failure> {
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
    ) -> Result<Vec<Vec<Interval>>, Failure> {
        let geo: GeoId = geo.parse().map_err(|e| failure("request", format!("{e}")))?;
        self.engine()?;
        let pack = self.pack(city)?;
        let Some(engine) = &self.engine else { return Err(failure("catalogue", "no engine".into())) };
        engine.intervals(pack, indicator, &geo, series).map_err(|e| failure(e.code(), e.to_string()))
    }

    fn trial(&mut self, city: &str, draft: &Draft) -> Result<Trial, Failure> {
        self.engine()?;
        let pack = self.pack(city)?;
        let Some(engine) = &self.engine else { return Err(failure("catalogue", "no engine".into())) };
        engine.trial(pack, draft).map_err(|error| Failure {
            code: "formula".into(),
            place: error.place().map(|(line, column)| format!("{line}:{column}")),
            message: error.to_string(),
        })
    }

    fn own(&mut self, city: &str, series: &[OwnSeries]) -> Result<usize, Failure> {
        let table = own::table(series).map_err(|e| failure("own", e.to_string()))?;
        let rows = table.len();
        self.pack(city)?;
        if let Some(pack) = self.packs.iter_mut().find(|p| p.profile.id == city) {
            pack.own = Some(table);
        }
        Ok(rows)
    }

    fn reconcile(&self, city: &str, from: i32, to: i32) -> Result<Reconciliation, Failure> {
        let table = &self.pack(city)?.core;
        let (first, second) = (observed::rows(table, from), observed::rows(table, to));
        if let Some((_, year)) = [(&first, from), (&second, to)].into_iter().find(|(rows, _)| rows.is_empty())
        {
            return Err(failure("no-inventory", format!("{city} has no inventory of {year}")));
        }
        diff(&first, &second).map_err(|error| failure("reconcile", error.to_string()))
    }

    fn geojson(&self, city: &str, level: &str) -> Result<String, Failure> {
        let Some(level) = Level::ALL.into_iter().find(|l| l.as_str() == level) else {
            return Err(failure("request", format!("“{level}” is no level of places")));
        };
        let geography = self.pack(city)?.geography.as_ref();
        let geography =
            geography.ok_or_else(|| failure("no-geography", "geography.json is not loaded".into()))?;
        Ok(geography.to_geojson(level).to_string())
    }
}
