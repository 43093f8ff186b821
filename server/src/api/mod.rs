//! What a program can ask the server for, below `/api/`. Where nothing is configured there is no such address.

mod live;
mod names;
mod openapi;
pub mod problem;
mod pull;
mod rate;

use std::sync::Arc;

use axum::{Router, routing::any};
use utoipa_axum::{
    router::{OpenApiRouter, UtoipaMethodRouter},
    routes,
};

use crate::{gate::Gate, live::Hub, sign_in::SignIn};
pub use problem::Problem;
pub use pull::Pulls;
pub(crate) use rate::Bucket;

/// What the addresses below `/api/` lead to.
#[derive(Clone)]
pub struct Api {
    /// Who gets at what.
    pub gate: Arc<Gate>,
    /// The answers of sources; none in a replay.
    pub pulls: Option<Arc<Pulls>>,
    /// The live readings, where a source has some.
    pub hub: Option<Arc<Hub>>,
}

impl Api {
    /// The routes; whatever is not one of them is refused with a problem.
    ///
    /// A route is made together with its place in the description, so that neither is without the other.
    pub fn routes(self) -> Router {
        let mut routes =
            OpenApiRouter::with_openapi(openapi::beginning()).routes(reading(routes!(openapi::document)));
        if let Some(pulls) = self.pulls {
            let pull = OpenApiRouter::new()
                .routes(reading(routes!(pull::whole)))
                .routes(reading(routes!(pull::below)));
            let state = pull::Guarded { pulls, gate: Arc::clone(&self.gate) };
            routes = routes.merge(pull.with_state(state));
        }
        if let Some(hub) = self.hub {
            let mut live = OpenApiRouter::new()
                .routes(reading(routes!(live::cities)))
                .routes(reading(routes!(live::stream)));
            if self.gate.sign_in.is_some() {
                live = live.routes(reading(routes!(live::private_stream)));
            }
            routes = routes.merge(live.with_state(live::Guarded { hub, gate: Arc::clone(&self.gate) }));
        }
        if let Some(sign_in) = &self.gate.sign_in {
            routes = routes.merge(SignIn::routes(Arc::clone(sign_in)));
        }
        let (routes, description) = routes.split_for_parts();
        routes
            .method_not_allowed_fallback(problem::no_such_method)
            .route("/api", any(nothing_here))
            .route("/api/{*rest}", any(nothing_here))
            .route("/auth", any(nothing_here))
            .route("/auth/{*rest}", any(nothing_here))
            .with_state(openapi::Document::of(description))
    }
}

/// A route that is only read.
fn reading<S: Clone + Send + Sync + 'static>(route: UtoipaMethodRouter<S>) -> UtoipaMethodRouter<S> {
    let (schemas, paths, methods) = route;
    (schemas, paths, methods.fallback(problem::only_reading))
}

async fn nothing_here() -> Problem {
    Problem::NOTHING_HERE
}
