//! What a program can ask the server for, below `/api/`. Without sources configured there is no such address.

mod problem;
mod pull;
mod rate;

use std::sync::Arc;

use axum::{Router, response::Response, routing::get};

use crate::{
    egress::{Client, Sources},
    evidence::Evidence,
};
pub use problem::Problem;
pub use pull::Pulls;

/// What the addresses below `/api/` share.
#[derive(Clone)]
pub struct Api {
    /// The answers of sources.
    pub pulls: Arc<Pulls>,
}

impl Api {
    /// The addresses of these sources. With evidence, every call of a source goes into it.
    pub fn new(client: Client, sources: Sources, evidence: Option<Arc<Evidence>>) -> Self {
        Self { pulls: Arc::new(Pulls::new(client, sources, evidence)) }
    }

    /// The routes; whatever is not one of them is refused with a problem.
    pub fn routes(self) -> Router {
        Router::new()
            .route("/api/pull/{id}", get(pull::whole).fallback(no_such_method))
            .route("/api/pull/{id}/{*below}", get(pull::below).fallback(no_such_method))
            .route("/api", get(nothing_here).fallback(nothing_here))
            .route("/api/{*rest}", get(nothing_here).fallback(nothing_here))
            .with_state(self)
    }
}

async fn nothing_here() -> Problem {
    Problem::NOTHING_HERE
}

async fn no_such_method() -> Response {
    problem::no_such_method()
}
