//! HTTP/2 on one connection.

use std::pin::pin;

use axum::body::Body;
use hyper::{body::Incoming, server::conn::http2::Builder, service::service_fn};
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use tokio::io::{AsyncRead, AsyncWrite};

use super::{Answers, Arrival, stop::Stop};
use crate::config::Limits;

/// Answers what comes by a stream.
pub(super) async fn speak<S, A>(stream: S, answers: A, arrival: Arrival, limits: Limits, mut stop: Stop)
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    A: Answers,
{
    let service = service_fn(move |request: hyper::Request<Incoming>| {
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(arrival);
        let answers = answers.clone();
        async move { Ok::<_, std::convert::Infallible>(answers.answer(request).await) }
    });
    let mut builder = Builder::new(TokioExecutor::new());
    builder
        .timer(TokioTimer::new())
        .max_concurrent_streams(100)
        .max_header_list_size(32 * 1024)
        .keep_alive_interval(limits.header)
        .keep_alive_timeout(limits.header);
    let mut connection = pin!(builder.serve_connection(TokioIo::new(stream), service));
    let ended = tokio::select! {
        ended = connection.as_mut() => ended,
        () = stop.asked() => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(fault) = ended {
        tracing::debug!(%fault, "a connection broke");
    }
}
