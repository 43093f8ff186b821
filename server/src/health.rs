//! The sign of life for whoever watches the server.

use std::path::PathBuf;

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
    let has_page = tokio::fs::metadata(health.root.join("index.html")).await.is_ok_and(|page| page.is_file());
    let (code, status) = match has_page {
        true => (StatusCode::OK, "ok"),
        false => (StatusCode::SERVICE_UNAVAILABLE, "no index.html in the served folder"),
    };
    let body = format!("{{\"status\":\"{status}\",\"version\":\"{}\"}}\n", env!("CARGO_PKG_VERSION"));
    let headers = [(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "no-store")];
    (code, headers, body).into_response()
}
