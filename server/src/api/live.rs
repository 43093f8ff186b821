//! Live readings of a city as server-sent events: `/api/live/CITY`, and which cities there are: `/api/live`.

use std::{convert::Infallible, sync::Arc, time::Duration};

use axum::{
    Json,
    body::Body,
    extract::{Path, State},
    http::{HeaderMap, HeaderName, header},
    response::{IntoResponse, Response},
};
use bytes::{Bytes, BytesMut};

use super::Problem;
use crate::live::{Event, Feed, Hub, Next, NoFeed};

const LAST_EVENT_ID: HeaderName = HeaderName::from_static("last-event-id");
/// Without news for so long a sign of life is sent, by which a connection that is gone shows.
const QUIET: Duration = Duration::from_secs(15);

/// Every city with the states of its sources.
pub(super) async fn cities(State(hub): State<Arc<Hub>>) -> Response {
    ([(header::CACHE_CONTROL, "no-store")], Json(hub.states())).into_response()
}

/// The stream of a city. A browser that comes back names the last event it had in `Last-Event-ID`.
pub(super) async fn stream(
    State(hub): State<Arc<Hub>>,
    Path(city): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let last = headers.get(LAST_EVENT_ID).and_then(|id| id.to_str().ok()).filter(|id| id.len() <= 64);
    let feed = hub.listen(&city, last).map_err(|no| match no {
        NoFeed::UnknownCity => Problem::UNKNOWN_CITY,
        NoFeed::Full => Problem::FULL,
    })?;
    let pieces = futures_util::stream::unfold(feed, |mut feed| async move {
        let bytes = next(&mut feed).await?;
        Some((Ok::<_, Infallible>(bytes), feed))
    });
    let headers = [
        (header::CONTENT_TYPE, "text/event-stream"),
        (header::CACHE_CONTROL, "no-store"),
        // nginx gathers answers otherwise, and readings come late.
        (HeaderName::from_static("x-accel-buffering"), "no"),
    ];
    Ok((headers, Body::from_stream(pieces)).into_response())
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
