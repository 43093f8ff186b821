//! What answers a request: one function for each listener.

use std::sync::Arc;

use axum::{
    Router,
    http::StatusCode,
    middleware,
    response::{IntoResponse, Response},
    routing::get,
};
use tower_http::{catch_panic::CatchPanicLayer, limit::RequestBodyLimitLayer};

use crate::{
    access_log::{self, Watched},
    api::{Api, Problem, problem},
    config::{Config, Limits},
    headers::{self, HeaderPolicy},
    health::{self, Health},
    host::{self, Hosts},
    in_time,
    inbox::notify::Webhook,
    metrics::Metrics,
    ops,
    per_address::{self, PerAddress},
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
    let own = match api {
        None => health,
        Some(api) => health.merge(counted(api.routes(), config)),
    };
    // A proxy may hand over the base path alone, so the server's own addresses are there too.
    let own = match config.base.as_str().trim_end_matches('/') {
        "" => own,
        base => own.clone().nest(base, own),
    };
    let site = Router::new().fallback(static_files::serve).with_state(site);
    let watched = watched("public", config, metrics);
    guard(own.merge(site), config, &config.limits, watched, Manners { spoken, hosts: Hosts::Any })
}

/// The listener for whoever runs the server: metrics and health, on loopback alone.
pub fn ops(config: &Config, ops: ops::Ops) -> Router {
    let watched = watched("ops", config, &ops.metrics);
    let routes = ops.routes().fallback(nothing_here);
    let manners = Manners { spoken: problem::Spoken::Everywhere, hosts: Hosts::ThisMachine };
    guard(routes, config, &config.limits, watched, manners)
}

/// The listener for notifications: the webhook and nothing else.
pub fn notify(config: &Config, webhook: Webhook, metrics: &Metrics) -> Router {
    let watched = watched("notify", config, metrics);
    let limits = Limits { body_bytes: config.notification_bytes, ..config.limits };
    let routes = counted(webhook.routes().fallback(nothing_here), config);
    let manners = Manners { spoken: problem::Spoken::Everywhere, hosts: Hosts::Any };
    guard(routes, config, &limits, watched, manners)
}

fn watched(listener: &'static str, config: &Config, metrics: &Metrics) -> Arc<Watched> {
    Arc::new(Watched { listener, metrics: metrics.clone(), proxies: config.trusted_proxies.clone() })
}

/// Routes of which one address may ask so often only.
fn counted(routes: Router, config: &Config) -> Router {
    let per_address = PerAddress::new(config.rates, config.trusted_proxies.clone());
    routes.layer(middleware::from_fn_with_state(per_address, per_address::limit))
}

async fn nothing_here() -> Problem {
    Problem::NOTHING_HERE
}

/// What differs between listeners in how they answer.
struct Manners {
    spoken: problem::Spoken,
    hosts: Hosts,
}

/// What every listener puts around its routes, the innermost first.
fn guard(
    routes: Router,
    config: &Config,
    limits: &Limits,
    watched: Arc<Watched>,
    manners: Manners,
) -> Router {
    routes
        .layer(RequestBodyLimitLayer::new(limits.body_bytes))
        .layer(middleware::from_fn_with_state(limits.request, in_time::limit))
        .layer(middleware::from_fn_with_state(manners.hosts, host::check))
        .layer(CatchPanicLayer::custom(|_| failed()))
        .layer(middleware::from_fn_with_state(manners.spoken, problem::only))
        .layer(middleware::from_fn_with_state(watched, access_log::record))
        .layer(middleware::from_fn_with_state(HeaderPolicy::of(config), headers::apply))
}

/// A panic is a fault of ours: its message is on standard error, never in the answer.
fn failed() -> Response {
    (StatusCode::INTERNAL_SERVER_ERROR, "Erro no servidor · Server error\n").into_response()
}
