//! What a program can ask the server for, below `/api/`. Without sources configured there is no such address.

mod live;
mod problem;
mod pull;
mod rate;

use std::sync::Arc;

use axum::{Router, response::Response, routing::get};

use crate::live::Hub;
pub use problem::Problem;
pub use pull::Pulls;

/// What the addresses below `/api/` lead to.
#[derive(Clone, Default)]
pub struct Api {
    /// The answers of sources; none in a replay.
    pub pulls: Option<Arc<Pulls>>,
    /// The live readings, where a source has some.
    pub hub: Option<Arc<Hub>>,
}

impl Api {
    /// The routes; whatever is not one of them is refused with a problem.
    pub fn routes(self) -> Router {
        let mut routes = Router::new()
            .route("/api", get(nothing_here).fallback(nothing_here))
            .route("/api/{*rest}", get(nothing_here).fallback(nothing_here));
        if let Some(pulls) = self.pulls {
            let pull = Router::new()
                .route("/api/pull/{id}", get(pull::whole).fallback(no_such_method))
                .route("/api/pull/{id}/{*below}", get(pull::below).fallback(no_such_method));
            routes = routes.merge(pull.with_state(pulls));
        }
        if let Some(hub) = self.hub {
            let live = Router::new()
                .route("/api/live", get(live::cities).fallback(no_such_method))
                .route("/api/live/{city}", get(live::stream).fallback(no_such_method));
            routes = routes.merge(live.with_state(hub));
        }
        routes
    }
}

async fn nothing_here() -> Problem {
    Problem::NOTHING_HERE
}

async fn no_such_method() -> Response {
    problem::no_such_method()
}
