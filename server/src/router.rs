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
    access_log::{self, Watched},
    api::{Api, Problem, problem},
    config::{Config, Limits},
    headers::{self, HeaderPolicy},
    health::{self, Health},
    inbox::notify::Webhook,
    metrics::Metrics,
    ops,
    static_files::{self, Site},
};

/// The public listener: the built twin and a sign of life, and the API where there is one.
pub fn public(config: &Config, api: Option<Api>, metrics: &Metrics) -> Router {
    let site = Arc::new(Site::new(config.root.clone(), config.base.clone()));
    let health = Router::new()
        .route("/healthz", get(health::answer).fallback(static_files::refuse_method))
        .with_state(Health { root: config.root.clone() });
    let spoken = match &api {
        Some(_) => problem::Spoken::below(&config.base),
        None => problem::Spoken::Nowhere,
    };
    let own = api.map_or(health.clone(), |api| health.merge(api.routes()));
    // A proxy may hand over the base path alone, so the server's own addresses are there too.
    let own = match config.base.as_str().trim_end_matches('/') {
        "" => own,
        base => own.clone().nest(base, own),
    };
    let site = Router::new().fallback(static_files::serve).with_state(site);
    let watched = Watched { listener: "public", metrics: metrics.clone() };
    guard(own.merge(site), config, &config.limits, watched, spoken)
}

/// The listener for whoever runs the server: metrics and health, on loopback alone.
pub fn ops(config: &Config, ops: ops::Ops) -> Router {
    let watched = Watched { listener: "ops", metrics: ops.metrics.clone() };
    let routes = ops.routes().fallback(nothing_here);
    guard(routes, config, &config.limits, watched, problem::Spoken::Everywhere)
}

/// The listener for notifications: the webhook and nothing else.
pub fn notify(config: &Config, webhook: Webhook, metrics: &Metrics) -> Router {
    let watched = Watched { listener: "notify", metrics: metrics.clone() };
    let limits = Limits { body_bytes: config.notification_bytes, ..config.limits };
    let routes = webhook.routes().fallback(nothing_here);
    guard(routes, config, &limits, watched, problem::Spoken::Everywhere)
}

async fn nothing_here() -> Problem {
    Problem::NOTHING_HERE
}

/// What every listener puts around its routes, the innermost first.
fn guard(
    routes: Router,
    config: &Config,
    limits: &Limits,
    watched: Watched,
    spoken: problem::Spoken,
) -> Router {
    routes
        .layer(RequestBodyTimeoutLayer::new(limits.request))
        .layer(RequestBodyLimitLayer::new(limits.body_bytes))
        .layer(timeout(limits.request))
        .layer(CatchPanicLayer::custom(|_| failed()))
        .layer(middleware::from_fn_with_state(spoken, problem::only))
        .layer(middleware::from_fn_with_state(watched, access_log::record))
        .layer(middleware::from_fn_with_state(HeaderPolicy::of(config), headers::apply))
}

fn timeout(limit: Duration) -> TimeoutLayer {
    TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, limit)
}

/// A panic is a fault of ours: its message is on standard error, never in the answer.
fn failed() -> Response {
    (StatusCode::INTERNAL_SERVER_ERROR, "Erro no servidor · Server error\n").into_response()
}
