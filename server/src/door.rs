//! What stands around everything that a listener answers: headers, the log, refusals, panics. One step, for each layer of a
//! router costs an answer from memory as much as finding the file does.

use std::{
    convert::Infallible,
    panic::AssertUnwindSafe,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
};

use axum::{
    Router,
    extract::Request,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use futures_util::FutureExt;
use tower::{Service, ServiceExt};

use crate::{
    access_log::Watched,
    api::problem::{self, Spoken},
    headers::HeaderPolicy,
    host::{self, Hosts},
    static_files::Site,
};

/// Answers every request of a listener.
#[derive(Clone)]
pub struct Door(Arc<Inside>);

/// What a door is made of.
pub struct Inside {
    /// What answers.
    pub routes: Router,
    /// The twin, of which most requests are answered from memory.
    pub site: Option<Arc<Site>>,
    /// The headers that every answer carries.
    pub headers: HeaderPolicy,
    /// Where answers are written down.
    pub watched: Watched,
    /// Where errors are said as problems.
    pub spoken: Spoken,
    /// By which names it may be asked.
    pub hosts: Hosts,
}

impl From<Inside> for Door {
    fn from(inside: Inside) -> Self {
        Self(Arc::new(inside))
    }
}

impl Service<Request> for Door {
    type Response = Response;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Response, Infallible>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request) -> Self::Future {
        let inside = Arc::clone(&self.0);
        Box::pin(async move { Ok(inside.answer(request).await) })
    }
}

impl Inside {
    async fn answer(&self, request: Request) -> Response {
        let hsts = self.headers.hsts_for(&request);
        let entry = self.watched.begin(&request);
        let mut response = entry.span.around(self.safely(request)).await;
        self.watched.end(entry, &response);
        self.headers.put(response.headers_mut(), hsts);
        response
    }

    /// A panic is a fault of ours: its message is on standard error, never in the answer.
    async fn safely(&self, request: Request) -> Response {
        let as_problem = self.spoken.at(request.uri().path());
        let answered = AssertUnwindSafe(self.pass_on(request)).catch_unwind().await;
        let response = answered.unwrap_or_else(|_| {
            (StatusCode::INTERNAL_SERVER_ERROR, "Erro no servidor · Server error\n").into_response()
        });
        if as_problem { problem::instead_of(response) } else { response }
    }

    async fn pass_on(&self, request: Request) -> Response {
        if let Some(refusal) = host::refuse(&request, self.hosts) {
            return refusal;
        }
        if let Some(response) = self.site.as_ref().and_then(|site| site.from_memory(&request)) {
            return response;
        }
        let Ok(mut response) = self.routes.clone().oneshot(request).await;
        if response.status() == StatusCode::NOT_MODIFIED {
            // RFC 9110 §8.6: here it would be the length of what is not sent again, and the router says 0 to HEAD.
            response.headers_mut().remove(header::CONTENT_LENGTH);
        }
        response
    }
}
