//! Live readings of a city as server-sent events: `/api/live/CITY`, and which cities there are: `/api/live`.

use std::{convert::Infallible, sync::Arc, time::Duration};

use axum::{
    Extension, Json,
    body::Body,
    extract::{Path, State},
    http::{HeaderMap, HeaderName, header},
    response::{IntoResponse, Response},
};
use bytes::{Bytes, BytesMut};
use tokio::time::Instant;

use super::Problem;
use crate::{
    gate::Gate,
    listen::GoesOn,
    live::{Event, Feed, Hub, Next, NoFeed, SourceState, private_topic},
    policy::{Action, Resource},
};

const LAST_EVENT_ID: HeaderName = HeaderName::from_static("last-event-id");
/// Without news for so long a sign of life is sent, by which a connection that is gone shows.
const QUIET: Duration = Duration::from_secs(15);

/// The live readings behind the gate.
#[derive(Clone)]
pub(super) struct Guarded {
    pub(super) hub: Arc<Hub>,
    pub(super) gate: Arc<Gate>,
}

/// The cities with live readings, each with the states of its sources.
#[utoipa::path(
    get,
    path = "/api/live",
    tag = "live",
    responses((status = 200, description = "Each city with its sources", body = HashMap<String, Vec<SourceState>>)),
)]
pub(super) async fn cities(State(Guarded { hub, .. }): State<Guarded>) -> Response {
    ([(header::CACHE_CONTROL, "no-store")], Json(hub.states())).into_response()
}

/// The live readings of a city, as server-sent events.
///
/// A browser that comes back names the last event it had in `Last-Event-ID`.
#[utoipa::path(
    get,
    path = "/api/live/{city}",
    tag = "live",
    params(
        ("city" = String, Path, description = "Id of the city"),
        ("last-event-id" = Option<String>, Header, description = "The last event that was received"),
    ),
    responses((status = 200, description = "Events `hello`, `reading`, `state`, `dropped`", body = String, content_type = "text/event-stream")),
)]
pub(super) async fn stream(
    State(Guarded { hub, gate }): State<Guarded>,
    Path(city): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    gate.pass(&headers, Action::Listen, Resource::Stream { city: &city, private: false }).await?;
    let feed = listen(&hub, &city, &headers)?;
    let pieces = futures_util::stream::unfold(feed, |mut feed| async move {
        let bytes = next(&mut feed).await?;
        Some((Ok::<_, Infallible>(bytes), feed))
    });
    Ok(respond(Body::from_stream(pieces)))
}

/// The private live readings of a city, for whom the policy lets at them.
///
/// As the public stream; `EventSource` cannot send the header, so it is read with `fetch`. It ends when the session
/// ends or the policy no longer permits it.
#[utoipa::path(
    get,
    path = "/api/live/{city}/private",
    tag = "live",
    params(
        ("city" = String, Path, description = "Id of the city"),
        ("gemeo-request" = String, Header, description = "`1`"),
        ("last-event-id" = Option<String>, Header, description = "The last event that was received"),
    ),
    responses((status = 200, description = "Events `hello`, `reading`, `state`, `dropped`", body = String, content_type = "text/event-stream")),
)]
pub(super) async fn private_stream(
    State(Guarded { hub, gate }): State<Guarded>,
    Path(city): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    gate.pass(&headers, Action::Listen, Resource::Stream { city: &city, private: true }).await?;
    let feed = listen(&hub, &private_topic(&city), &headers)?;
    let watched = Watched { feed, gate, city, headers, looked: Instant::now() };
    let pieces = futures_util::stream::unfold(watched, |mut watched| async move {
        let bytes = watched.next().await?;
        Some((Ok::<_, Infallible>(bytes), watched))
    });
    Ok(respond(Body::from_stream(pieces)))
}

/// A private stream with what it was opened by.
struct Watched {
    feed: Feed,
    gate: Arc<Gate>,
    city: String,
    headers: HeaderMap,
    looked: Instant,
}

impl Watched {
    /// What comes next, as long as whoever listens still may.
    async fn next(&mut self) -> Option<Bytes> {
        let bytes = next(&mut self.feed).await?;
        if self.looked.elapsed() >= QUIET {
            let session = self.gate.sign_in.as_ref()?.still(&self.headers).await.ok()?;
            let stream = Resource::Stream { city: &self.city, private: true };
            if !self.gate.permits(&session, Action::Listen, stream) {
                return None;
            }
            self.looked = Instant::now();
        }
        Some(bytes)
    }
}

fn listen(hub: &Arc<Hub>, topic: &str, headers: &HeaderMap) -> Result<Feed, Problem> {
    let last = headers.get(LAST_EVENT_ID).and_then(|id| id.to_str().ok()).filter(|id| id.len() <= 64);
    hub.listen(topic, last).map_err(|no| match no {
        NoFeed::UnknownCity => Problem::UNKNOWN_CITY,
        NoFeed::Full => Problem::FULL,
    })
}

fn respond(body: Body) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "text/event-stream"),
        (header::CACHE_CONTROL, "no-store"),
        // nginx gathers answers otherwise, and readings come late.
        (HeaderName::from_static("x-accel-buffering"), "no"),
    ];
    (headers, Extension(GoesOn), body).into_response()
}

async fn next(feed: &mut Feed) -> Option<Bytes> {
    match tokio::time::timeout(QUIET, feed.next()).await {
        Err(_) => Some(Event::still_here().0),
        Ok(Next::Ended) => None,
        Ok(Next::Events(mut events)) if events.len() == 1 => events.pop().map(|event| event.0),
        Ok(Next::Events(events)) => {
            let mut together = BytesMut::new();
            events.iter().for_each(|event| together.extend_from_slice(&event.0));
            Some(together.freeze())
        }
    }
}
