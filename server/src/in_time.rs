//! How long a request may take, its body and the answer together; and whose fault it is when that is too long.

use std::{
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll},
    time::Duration,
};

use axum::{
    body::{Body, Bytes, HttpBody},
    extract::{Request, State},
    http::StatusCode,
    middleware::Next,
    response::{IntoResponse, Response},
};
use hyper::body::Frame;

/// Answers 408 where a client is too slow with its request, 503 where we are too slow with the answer.
pub async fn limit(State(limit): State<Duration>, request: Request, next: Next) -> Response {
    let heard = Arc::new(AtomicBool::new(request.body().is_end_stream()));
    let request = match heard.load(Ordering::Relaxed) {
        true => request,
        false => request.map(|body| Body::new(Heard { body, heard: Arc::clone(&heard) })),
    };
    match tokio::time::timeout(limit, next.run(request)).await {
        Ok(response) => response,
        Err(_) if heard.load(Ordering::Relaxed) => StatusCode::SERVICE_UNAVAILABLE.into_response(),
        Err(_) => StatusCode::REQUEST_TIMEOUT.into_response(),
    }
}

/// A body that says when all of it was heard.
struct Heard {
    body: Body,
    heard: Arc<AtomicBool>,
}

impl HttpBody for Heard {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let frame = Pin::new(&mut self.body).poll_frame(context);
        if matches!(frame, Poll::Ready(None)) || self.body.is_end_stream() {
            self.heard.store(true, Ordering::Relaxed);
        }
        frame
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> hyper::body::SizeHint {
        self.body.size_hint()
    }
}
