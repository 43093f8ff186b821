//! HTTP/1.1 on one connection, until it ends or an answer takes it over.

use std::{
    convert::Infallible,
    future::{pending, poll_fn},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::{Context, Poll},
};

use axum::{body::Body, extract::Request, response::Response};
use hyper::{
    Method, Version,
    body::Incoming,
    server::conn::http1::{Builder, Connection},
    service::{HttpService, service_fn},
};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt};

use super::{Answers, Arrival, long, stall::Flushed, stop::Stop};
use crate::config::Limits;

/// The most that a request line and its headers may take.
const HEAD_BYTES: usize = 32 * 1024;

/// The way to a client.
pub(super) struct Line<S> {
    pub(super) stream: S,
    /// Whether all that was written to it is sent.
    pub(super) flushed: Flushed,
    pub(super) arrival: Arrival,
}

/// Answers what comes by a line.
pub(super) async fn speak<S, A>(line: Line<S>, answers: A, limits: Limits, stop: Stop)
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    A: Answers,
{
    // why boxed: what it needs is given back once an answer takes over
    let ended = match Box::pin(converse(line, answers, limits, stop)).await {
        Ok(Some((stream, response))) => long::send(stream, response).await.map_err(|fault| fault.to_string()),
        Ok(None) => Ok(()),
        Err(fault) => Err(fault.to_string()),
    };
    if let Err(fault) = ended {
        tracing::debug!(fault, "a connection broke");
    }
}

/// An answer that takes over, left for whoever holds the connection.
#[derive(Clone, Default)]
struct TakenOver(Arc<Mutex<Option<Response>>>);

impl TakenOver {
    fn lock(&self) -> MutexGuard<'_, Option<Response>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn converse<S, A>(
    Line { stream, flushed, arrival }: Line<S>,
    answers: A,
    limits: Limits,
    mut stop: Stop,
) -> hyper::Result<Option<(S, Response)>>
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    A: Answers,
{
    let taken = TakenOver::default();
    let taker = taken.clone();
    let service = service_fn(move |request: hyper::Request<Incoming>| {
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(arrival);
        // why pinned: hyper hands a connection on only where it could be moved
        Box::pin(answer(answers.clone(), request, flushed.clone(), taker.clone()))
    });
    let mut builder = Builder::new();
    // The time for the headers also runs while a kept connection is idle.
    builder.timer(TokioTimer::new()).header_read_timeout(limits.header).max_buf_size(HEAD_BYTES);
    let mut connection = builder.serve_connection(TokioIo::new(stream), service);
    let mut stopping = false;
    loop {
        tokio::select! {
            ended = poll_fn(|context| until_taken(&mut connection, &taken, context)) => break ended?,
            () = stop.asked(), if !stopping => {
                stopping = true;
                std::pin::Pin::new(&mut connection).graceful_shutdown();
            }
        }
    }
    let mut stream = connection.into_parts().io.into_inner();
    let response = taken.lock().take();
    if response.is_none()
        && let Err(fault) = stream.shutdown().await
    {
        tracing::debug!(%fault, "a connection is gone already");
    }
    Ok(response.map(|response| (stream, response)))
}

/// Goes on with the connection until it ends, or an answer is there that takes it over.
fn until_taken<S, V>(
    connection: &mut Connection<TokioIo<S>, V>,
    taken: &TakenOver,
    context: &mut Context<'_>,
) -> Poll<hyper::Result<()>>
where
    S: AsyncRead + AsyncWrite + Unpin,
    V: HttpService<Incoming, ResBody = Body, Error = Infallible> + Unpin,
    V::Future: Unpin,
{
    match connection.poll_without_shutdown(context) {
        Poll::Pending if taken.lock().is_some() => Poll::Ready(Ok(())),
        progress => progress,
    }
}

/// The answer to a request; never, where it takes the connection over.
async fn answer(
    answers: impl Answers,
    request: Request,
    flushed: Flushed,
    taken: TakenOver,
) -> Result<Response, Infallible> {
    let may_go_on = request.method() == Method::GET && request.version() == Version::HTTP_11;
    let response = answers.answer(request).await;
    // Where the answer before is still on its way, its rest lies in a buffer that is not handed on.
    if may_go_on && long::goes_on(&response) && flushed.now() {
        *taken.lock() = Some(response);
        pending::<()>().await;
        return Ok(Response::default());
    }
    Ok(response)
}
