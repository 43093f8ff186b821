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
    api::Api,
    config::Config,
    headers::{self, HeaderPolicy},
    health::{self, Health},
    static_files::{self, Site},
};

/// The public listener: the built twin and a sign of life, and the API where there is one.
pub fn public(config: &Config, api: Option<Api>) -> Router {
    let site = Arc::new(Site::new(config.root.clone(), config.base.clone()));
    let health = Router::new()
        .route("/healthz", get(health::answer).fallback(static_files::refuse_method))
        .with_state(Health { root: config.root.clone() });
    let own = api.map_or(health.clone(), |api| health.merge(api.routes()));
    // A proxy may hand over the base path alone, so the server's own addresses are there too.
    let own = match config.base.as_str().trim_end_matches('/') {
        "" => own,
        base => own.clone().nest(base, own),
    };
    let site = Router::new().fallback(static_files::serve).with_state(site);
    guard(own.merge(site), config)
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
