//! One line for each request, without anything about who sent it.
//!
//! No address, no user agent, no query, and no path that a person may have typed: only the path of
//! the file that was sent. The same place counts it for the figures.

use std::{sync::Arc, time::Instant};

use axum::{
    Router,
    extract::{MatchedPath, Request},
    http::{Method, header},
    middleware::{self, Next},
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
pub struct ServedFile(pub Arc<str>);

/// The pattern of the route that answered, left with the answer for the traces.
#[derive(Debug, Clone)]
struct Answerer(MatchedPath);

/// A request under way.
pub struct Entry {
    started: Instant,
    method: &'static str,
    /// The span it is done in.
    pub span: Open,
}

/// Routes that leave their patterns with their answers, where traces want them.
pub fn told(routes: Router, metrics: &Metrics) -> Router {
    if metrics.traces.are_kept() { routes.layer(middleware::from_fn(tell)) } else { routes }
}

async fn tell(request: Request, next: Next) -> Response {
    let route = request.extensions().get::<MatchedPath>().cloned();
    let mut response = next.run(request).await;
    if let Some(route) = route {
        response.extensions_mut().insert(Answerer(route));
    }
    response
}

impl Watched {
    /// Begins to watch a request.
    pub fn begin(&self, request: &Request) -> Entry {
        let method = name_of(request.method());
        Entry { started: Instant::now(), method, span: self.span(method, request) }
    }

    fn span(&self, method: &'static str, request: &Request) -> Open {
        if !self.metrics.traces.are_kept() {
            return Open::default();
        }
        let arrival = request.extensions().get::<Arrival>();
        let trusted = arrival.is_some_and(|by| self.proxies.holds(by.peer.ip()));
        let mut parents = request.headers().get_all(traces::PARENT).iter();
        let parent = parents.next().filter(|_| trusted && parents.next().is_none());
        let facts =
            [("http.request.method", method.to_owned()), ("gemeo.listener", self.listener.to_owned())];
        self.metrics.traces.begin(Of::Request, method.to_owned(), parent, facts)
    }

    /// Writes the line, once the answer is known.
    pub fn end(&self, Entry { started, method, span }: Entry, response: &Response) {
        let status = response.status().as_u16();
        // Its name is the pattern of the route: what stands in the path a person may have typed.
        let route = response.extensions().get().map_or("file", |Answerer(route)| route.as_str());
        span.name_route(method, route);
        span.end_with_status(status, 500);
        let micros = u64::try_from(started.elapsed().as_micros()).unwrap_or(u64::MAX);
        let listener = self.listener;
        self.metrics.answered(listener, status, micros);
        let file = response.extensions().get::<ServedFile>().map_or("-", |file| &file.0);
        let header = |name| response.headers().get(name).and_then(|value| value.to_str().ok());
        let coding = header(header::CONTENT_ENCODING).unwrap_or("-");
        let bytes = header(header::CONTENT_LENGTH).unwrap_or("-");
        if response.status().is_server_error() {
            tracing::warn!(listener, method, status, file, coding, bytes, micros, "answered");
        } else {
            tracing::info!(listener, method, status, file, coding, bytes, micros, "answered");
        }
    }
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
