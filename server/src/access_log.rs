//! One line for each request, without anything about who sent it.
//!
//! No address, no user agent, no query, and no path that a person may have typed: only the path of
//! the file that was sent. The same place counts it for the figures.

use std::{sync::Arc, time::Instant};

use axum::{
    extract::{MatchedPath, Request, State},
    http::{Method, header},
    middleware::Next,
    response::Response,
};

use crate::{
    listen::Arrival,
    metrics::Metrics,
    proxy::TrustedProxies,
    traces::{self, Of, Open},
};

/// The listener whose answers are written down.
pub struct Watched {
    /// Its name.
    pub listener: &'static str,
    /// Where its answers are counted.
    pub metrics: Metrics,
    /// Whose `traceparent` is believed.
    pub proxies: TrustedProxies,
}

/// The file an answer was made from, left with the answer for the log.
#[derive(Debug, Clone)]
pub struct ServedFile(pub String);

/// Writes the line once the answer is known.
pub async fn record(State(watched): State<Arc<Watched>>, request: Request, next: Next) -> Response {
    let started = Instant::now();
    let method = name_of(request.method());
    let span = begin(&watched, method, &request);
    let response = span.around(next.run(request)).await;
    let status = response.status().as_u16();
    span.end_with_status(status, 500);
    let file = response.extensions().get::<ServedFile>().map_or("-", |file| file.0.as_str());
    let header = |name| response.headers().get(name).and_then(|value| value.to_str().ok());
    let coding = header(header::CONTENT_ENCODING).unwrap_or("-");
    let bytes = header(header::CONTENT_LENGTH).unwrap_or("-");
    let micros = u64::try_from(started.elapsed().as_micros()).unwrap_or(u64::MAX);
    let listener = watched.listener;
    watched.metrics.answered(listener, status, micros);
    if response.status().is_server_error() {
        tracing::warn!(listener, method, status, file, coding, bytes, micros, "answered");
    } else {
        tracing::info!(listener, method, status, file, coding, bytes, micros, "answered");
    }
    response
}

/// Begins the span of a request. Its name is the pattern of the route: what stands in the path a person may have typed.
fn begin(watched: &Watched, method: &str, request: &Request) -> Open {
    if !watched.metrics.traces.are_kept() {
        return Open::default();
    }
    let route = request.extensions().get::<MatchedPath>().map_or("file", MatchedPath::as_str).to_owned();
    let trusted = request.extensions().get::<Arrival>().is_some_and(|by| watched.proxies.holds(by.peer.ip()));
    let mut parents = request.headers().get_all(traces::PARENT).iter();
    let parent = parents.next().filter(|_| trusted && parents.next().is_none());
    let facts = [
        ("http.request.method", method.to_owned()),
        ("http.route", route.clone()),
        ("gemeo.listener", watched.listener.to_owned()),
    ];
    watched.metrics.traces.begin(Of::Request, format!("{method} {route}"), parent, facts)
}

/// A method is any word a client likes; only the usual ones are written down.
fn name_of(method: &Method) -> &'static str {
    const USUAL: [(Method, &str); 7] = [
        (Method::GET, "GET"),
        (Method::HEAD, "HEAD"),
        (Method::OPTIONS, "OPTIONS"),
        (Method::POST, "POST"),
        (Method::PUT, "PUT"),
        (Method::PATCH, "PATCH"),
        (Method::DELETE, "DELETE"),
    ];
    USUAL.iter().find(|(usual, _)| usual == method).map_or("other", |(_, name)| name)
}
