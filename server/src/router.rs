//! What answers a request: one function for each listener.

use std::{sync::Arc, time::Duration};

use axum::{
    Router,
    http::StatusCode,
    middleware,
    response::{IntoResponse, Response},
    routing::get,
};
use tower_http::{
    catch_panic::CatchPanicLayer,
    limit::RequestBodyLimitLayer,
    timeout::{RequestBodyTimeoutLayer, TimeoutLayer},
};

use crate::{
    access_log,
    config::Config,
    headers::{self, HeaderPolicy},
    health::{self, Health},
    static_files::{self, Site},
};

/// The public listener: the built twin and a sign of life.
pub fn public(config: &Config) -> Router {
    let site = Arc::new(Site::new(config.root.clone(), config.base.clone()));
    let health = Router::new()
        .route("/healthz", get(health::answer).fallback(static_files::refuse_method))
        .with_state(Health { root: config.root.clone() });
    // A proxy may hand over the base path alone, so the sign of life is there too.
    let health = match config.base.as_str().trim_end_matches('/') {
        "" => health,
        base => health.clone().nest(base, health),
    };
    let site = Router::new().fallback(static_files::serve).with_state(site);
    guard(health.merge(site), config)
}

/// What every listener puts around its routes, the innermost first.
fn guard(routes: Router, config: &Config) -> Router {
    let limits = &config.limits;
    routes
        .layer(RequestBodyTimeoutLayer::new(limits.request))
        .layer(RequestBodyLimitLayer::new(limits.body_bytes))
        .layer(timeout(limits.request))
        .layer(CatchPanicLayer::custom(|_| failed()))
        .layer(middleware::from_fn(access_log::record))
        .layer(middleware::from_fn_with_state(HeaderPolicy::of(config), headers::apply))
}

fn timeout(limit: Duration) -> TimeoutLayer {
    TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, limit)
}

/// A panic is a fault of ours: its message is on standard error, never in the answer.
fn failed() -> Response {
    (StatusCode::INTERNAL_SERVER_ERROR, "Erro no servidor · Server error\n").into_response()
}
