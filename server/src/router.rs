//! What answers a request: one function for each listener.

use std::sync::Arc;

use axum::{Router, middleware, routing::get};
use tower_http::limit::RequestBodyLimitLayer;

use crate::{
    access_log::{self, Watched},
    api::{Api, Problem, problem::Spoken},
    config::{Config, Limits},
    door::{Door, Inside},
    headers::HeaderPolicy,
    health::{self, Health},
    host::Hosts,
    in_time,
    inbox::notify::Webhook,
    metrics::Metrics,
    ops,
    per_address::{self, PerAddress},
    static_files::{self, Site},
};

/// The public listener: the built twin and a sign of life, and the API where there is one.
pub fn public(config: &Config, api: Option<Api>, metrics: &Metrics) -> Door {
    let site = Arc::new(Site::new(config.root.clone(), config.base.clone()));
    let health = Router::new()
        .route("/healthz", get(health::answer).fallback(static_files::refuse_method))
        .with_state(Health { root: config.root.clone() });
    let spoken = match &api {
        Some(_) => Spoken::below(&config.base),
        None => Spoken::Nowhere,
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
    let files = Router::new().fallback(static_files::serve).with_state(Arc::clone(&site));
    let routes = limited(own.merge(files), &config.limits, metrics);
    let door = door("public", routes, config, metrics, Manners { spoken, hosts: Hosts::Any });
    Inside { site: Some(site), ..door }.into()
}

/// The listener for whoever runs the server: metrics and health, on loopback alone.
pub fn ops(config: &Config, ops: ops::Ops) -> Door {
    let metrics = ops.metrics.clone();
    let routes = limited(ops.routes().fallback(nothing_here), &config.limits, &metrics);
    let manners = Manners { spoken: Spoken::Everywhere, hosts: Hosts::ThisMachine };
    door("ops", routes, config, &metrics, manners).into()
}

/// The listener for notifications: the webhook and nothing else.
pub fn notify(config: &Config, webhook: Webhook, metrics: &Metrics) -> Door {
    let limits = Limits { body_bytes: config.notification_bytes, ..config.limits };
    let routes = limited(counted(webhook.routes().fallback(nothing_here), config), &limits, metrics);
    let manners = Manners { spoken: Spoken::Everywhere, hosts: Hosts::Any };
    door("notify", routes, config, metrics, manners).into()
}

/// Routes of which one address may ask so often only.
fn counted(routes: Router, config: &Config) -> Router {
    let per_address = PerAddress::new(config.rates, config.trusted_proxies.clone());
    routes.layer(middleware::from_fn_with_state(per_address, per_address::limit))
}

async fn nothing_here() -> Problem {
    Problem::NOTHING_HERE
}

/// What every listener puts around its routes, the innermost first; what is around every answer is its [`Door`].
fn limited(routes: Router, limits: &Limits, metrics: &Metrics) -> Router {
    let routes = routes
        .layer(RequestBodyLimitLayer::new(limits.body_bytes))
        .layer(middleware::from_fn_with_state(limits.request, in_time::limit));
    access_log::told(routes, metrics)
}

/// What differs between listeners in how they answer.
struct Manners {
    spoken: Spoken,
    hosts: Hosts,
}

fn door(
    listener: &'static str,
    routes: Router,
    config: &Config,
    metrics: &Metrics,
    manners: Manners,
) -> Inside {
    let watched = Watched { listener, metrics: metrics.clone(), proxies: config.trusted_proxies.clone() };
    let Manners { spoken, hosts } = manners;
    Inside { routes, site: None, headers: HeaderPolicy::of(config), watched, spoken, hosts }
}
