//! The listener of whoever runs the server: `/metrics`, `/healthz` (it runs) and `/readyz` (it can do its work).

use std::path::PathBuf;

use axum::{
    Router,
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};

use crate::{
    api::{Problem, problem},
    health,
    metrics::{MEDIA, Metrics},
};

/// What the listener looks at.
#[derive(Clone)]
pub struct Ops {
    /// The served folder.
    pub root: PathBuf,
    /// The figures.
    pub metrics: Metrics,
    /// Whether streams are shared by NATS.
    pub shares: bool,
}

impl Ops {
    /// The routes; whatever is not one of them is refused.
    pub fn routes(self) -> Router {
        Router::new()
            .route("/metrics", get(metrics))
            .route("/healthz", get(alive))
            .route("/readyz", get(ready))
            .method_not_allowed_fallback(problem::no_such_method)
            .with_state(self)
    }
}

async fn metrics(State(ops): State<Ops>) -> Result<Response, Problem> {
    let text = ops.metrics.text().map_err(|_| Problem::FAILED)?;
    Ok(([(header::CONTENT_TYPE, MEDIA)], text).into_response())
}

async fn alive() -> Response {
    health::say(StatusCode::OK, "ok", None)
}

/// NATS that is away does not make the server unready: it goes on alone, and says so.
async fn ready(State(ops): State<Ops>) -> Response {
    let connected = ops.metrics.nats.connected.get() == 1;
    let nats = ops.shares.then_some(if connected { "connected" } else { "away" });
    health::look(&ops.root, nats).await
}
