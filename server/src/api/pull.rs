//! Handing on the answer of a source: `/api/pull/ID`, `/api/pull/ID/below/it?day=…`.
//!
//! An answer is kept for as long as the source's `every_seconds` say, and asked for by one caller while the
//! others wait, so a crowd of readers is one reader to the source.

use std::{
    collections::{BTreeMap, HashMap},
    sync::{Arc, Mutex as Lock},
    time::Duration,
};

use axum::{
    extract::{Path, RawQuery, Request, State},
    http::{HeaderMap, HeaderValue, header},
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use tokio::{sync::Mutex, time::Instant};

use super::{Problem, rate::Bucket};
use crate::{
    egress::{Client, EgressError, Source, SourceId, Sources, Target},
    evidence::{Evidence, Kind},
    gate::Gate,
    metrics::Metrics,
    policy::{Action, Resource},
};

/// Answers that are kept at most; further ones push out the oldest.
const MOST_KEPT: usize = 256;
/// Bytes that are kept at most.
const MOST_BYTES: usize = 64 * 1024 * 1024;
/// For how long a failure is kept, so that a source in trouble is left alone.
const FAILURE: Duration = Duration::from_secs(5);
/// Calls in a row to one source, and the time after which another is allowed.
const CALLS: (u32, Duration) = (30, Duration::from_secs(2));

/// The sources with what they said last.
pub struct Pulls {
    client: Client,
    sources: Sources,
    kept: Lock<HashMap<Place, Arc<Slot>>>,
    turns: BTreeMap<String, Bucket>,
    evidence: Option<Arc<Evidence>>,
    metrics: Metrics,
}

/// Two sources may lead to one address and still differ in how long an answer is good.
type Place = (SourceId, Target);

/// The place of one answer. Who holds the inner lock is asking the source.
struct Slot {
    since: Instant,
    bytes: std::sync::atomic::AtomicUsize,
    said: Mutex<Option<Said>>,
}

#[derive(Clone)]
struct Said {
    answer: Result<Bytes, Problem>,
    at: Instant,
}

impl Pulls {
    /// The sources, called by this client. With evidence, every call goes into it.
    pub fn new(client: Client, sources: Sources, evidence: Option<Arc<Evidence>>, metrics: Metrics) -> Self {
        let turns = sources.iter().map(|source| (source.id.to_string(), Bucket::new(CALLS.0, CALLS.1)));
        let turns = turns.collect();
        Self { client, sources, kept: Lock::default(), turns, evidence, metrics }
    }

    async fn pull(&self, source: &Source, below: &str, query: Option<&str>) -> Result<Response, Problem> {
        let target = source.target(below, query).map_err(|_| Problem::REFUSED)?;
        let said = self.said(source, target).await?;
        let age = said.at.elapsed();
        said.answer.map(|body| respond(body, source, age))
    }

    async fn said(&self, source: &Source, target: Target) -> Result<Said, Problem> {
        let slot = self.slot(&(source.id.clone(), target.clone()))?;
        let mut said = slot.said.lock().await;
        if let Some(said) = said.as_ref() {
            let good_for = if said.answer.is_ok() { source.every } else { FAILURE };
            if said.at.elapsed() < good_for {
                return Ok(said.clone());
            }
        }
        if !self.turns.get(source.id.as_str()).is_some_and(Bucket::take) {
            return Err(Problem::TOO_MANY);
        }
        let answer = self.call(source, &target).await?;
        let bytes = answer.as_ref().map_or(0, Bytes::len);
        slot.bytes.store(bytes, std::sync::atomic::Ordering::Relaxed);
        Ok(said.insert(Said { answer, at: Instant::now() }).clone())
    }

    /// Asks a source for the whole of its address, past what is kept.
    ///
    /// # Errors
    /// What is the matter with the source, or the evidence.
    pub async fn fetch(&self, source: &Source) -> Result<Bytes, Problem> {
        let target = source.target("", None).map_err(|_| Problem::REFUSED)?;
        self.call(source, &target).await?
    }

    /// Calls the source and writes that down; the inner result is the source's own.
    async fn call(&self, source: &Source, target: &Target) -> Result<Result<Bytes, Problem>, Problem> {
        let answer = self.client.get(target).await.map(|answer| answer.body).map_err(|fault| {
            tracing::warn!(source = %source.id, %fault, "a source was not read");
            problem_of(&fault)
        });
        self.take_down(source, &answer).await?;
        Ok(answer)
    }

    /// Writes the call into the evidence. What cannot be written down is not handed on, nor kept.
    async fn take_down(&self, source: &Source, answer: &Result<Bytes, Problem>) -> Result<(), Problem> {
        let outcome = answer.as_ref().map_or_else(|problem| problem.name, |_| "answered");
        self.metrics.called(source.id.as_str(), outcome);
        let Some(evidence) = &self.evidence else { return Ok(()) };
        let bytes = answer.as_ref().map_or(0, Bytes::len);
        let detail = serde_json::json!({ "source": source.id.as_str(), "outcome": outcome, "bytes": bytes });
        evidence.record(Kind::Call, detail).await.map_err(|_| {
            self.metrics.unrecorded();
            Problem::NO_EVIDENCE
        })
    }

    /// The slot of a place; the oldest ones make room for it.
    fn slot(&self, place: &Place) -> Result<Arc<Slot>, Problem> {
        let mut kept = self.kept.lock().map_err(|_| Problem::SOURCE_FAILS)?;
        if let Some(slot) = kept.get(place) {
            return Ok(Arc::clone(slot));
        }
        let held = |slot: &Arc<Slot>| slot.bytes.load(std::sync::atomic::Ordering::Relaxed);
        let mut total: usize = kept.values().map(held).sum();
        while kept.len() >= MOST_KEPT || total > MOST_BYTES {
            let Some(oldest) = kept.iter().min_by_key(|(_, slot)| slot.since).map(|(key, _)| key.clone())
            else {
                break;
            };
            total -= kept.remove(&oldest).as_ref().map_or(0, held).min(total);
        }
        let slot = Arc::new(Slot { since: Instant::now(), bytes: 0.into(), said: Mutex::new(None) });
        kept.insert(place.clone(), Arc::clone(&slot));
        Ok(slot)
    }
}

fn problem_of(fault: &EgressError) -> Problem {
    match fault {
        EgressError::TooSlow { .. } => Problem::SOURCE_SLOW,
        EgressError::TooMany => Problem::TOO_MANY,
        _ => Problem::SOURCE_FAILS,
    }
}

/// The body as the configuration types it: what the source calls it does not count, or it could hand
/// browsers a script in our name. `attachment` keeps it from being opened as a page.
fn respond(body: Bytes, source: &Source, age: Duration) -> Response {
    let left = source.every.saturating_sub(age).as_secs();
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(source.media.content_type())),
        (header::CONTENT_DISPOSITION, HeaderValue::from_static("attachment")),
    ];
    let mut response = (headers, body).into_response();
    let headers = response.headers_mut();
    let keep = match source.private {
        // What is for one person stays in no cache, not even their own: the next one at that machine is another.
        true => "private, no-store".to_owned(),
        false => format!("public, max-age={left}"),
    };
    if let Ok(keep) = HeaderValue::try_from(keep) {
        headers.insert(header::CACHE_CONTROL, keep);
    }
    headers.insert("gemeo-answer-age", HeaderValue::from(age.as_secs()));
    response
}

/// The sources behind the gate.
#[derive(Clone)]
pub(super) struct Guarded {
    pub(super) pulls: Arc<Pulls>,
    pub(super) gate: Arc<Gate>,
}

impl Guarded {
    async fn pull(
        &self,
        headers: &HeaderMap,
        id: &str,
        below: &str,
        query: Option<&str>,
    ) -> Result<Response, Problem> {
        let source = self.pulls.sources.get(id).ok_or(Problem::UNKNOWN_SOURCE)?;
        let (city, private) = (source.city.as_deref(), source.private);
        self.gate.pass(headers, Action::Pull, Resource::Source { id, city, private }).await?;
        self.pulls.pull(source, below, query).await
    }
}

/// What a source says now.
#[utoipa::path(
    get,
    path = "/api/pull/{id}",
    tag = "pull",
    params(
        ("id" = String, Path, description = "Id of the source"),
    ),
    responses((status = 200, description = "The answer of the source, in the type the configuration gives it", body = serde_json::Value, content_type = "*/*")),
)]
pub(super) async fn whole(
    State(guarded): State<Guarded>,
    headers: HeaderMap,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, Problem> {
    guarded.pull(&headers, &id, "", query.as_deref()).await
}

/// What a source says at an address below its folder.
///
/// The path goes out as it was sent: decoding it would be a second reading.
#[utoipa::path(
    get,
    path = "/api/pull/{id}/{*below}",
    tag = "pull",
    params(
        ("id" = String, Path, description = "Id of the source"),
        ("below" = String, Path, description = "Path below the folder of the source; it may hold slashes"),
    ),
    responses((status = 200, description = "The answer of the source, in the type the configuration gives it", body = serde_json::Value, content_type = "*/*")),
)]
pub(super) async fn below(State(guarded): State<Guarded>, request: Request) -> Result<Response, Problem> {
    let uri = request.uri();
    let rest = uri.path().strip_prefix("/api/pull/").ok_or(Problem::NOTHING_HERE)?;
    let (id, below) = rest.split_once('/').ok_or(Problem::NOTHING_HERE)?;
    if below.is_empty() {
        return Err(Problem::REFUSED);
    }
    guarded.pull(request.headers(), id, below, uri.query()).await
}
