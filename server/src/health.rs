//! The sign of life for whoever watches the server.

use std::path::{Path, PathBuf};

use axum::{
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};

/// What the sign of life looks at.
#[derive(Debug, Clone)]
pub struct Health {
    /// The served folder.
    pub root: PathBuf,
}

/// Answers 200 while there is a twin to serve, 503 while there is none.
pub async fn answer(State(health): State<Health>) -> Response {
    look(&health.root, None).await
}

/// Looks whether there is a twin in a folder; says how NATS is beside that, where it is used.
pub async fn look(root: &Path, nats: Option<&str>) -> Response {
    let has_page = tokio::fs::metadata(root.join("index.html")).await.is_ok_and(|page| page.is_file());
    match has_page {
        true => say(StatusCode::OK, "ok", nats),
        false => say(StatusCode::SERVICE_UNAVAILABLE, "no index.html in the served folder", nats),
    }
}

/// A status in words, with the version of the program.
pub fn say(code: StatusCode, status: &str, nats: Option<&str>) -> Response {
    let version = env!("CARGO_PKG_VERSION");
    let nats = nats.map(|nats| format!(",\"nats\":\"{nats}\"")).unwrap_or_default();
    let body = format!("{{\"status\":\"{status}\",\"version\":\"{version}\"{nats}}}\n");
    let headers = [(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "no-store")];
    (code, headers, body).into_response()
}
