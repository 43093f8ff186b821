//! One connection, from its first byte to its last.

use std::net::SocketAddr;

use axum::{Router, body::Body};
use hyper::{Request, body::Incoming, service::service_fn};
use hyper_util::{
    rt::{TokioExecutor, TokioIo, TokioTimer},
    server::{conn::auto, graceful::Watcher},
};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::TcpStream,
};
use tower::ServiceExt;

use super::{Arrival, Encryption, stall::StallGuard};
use crate::config::Limits;

/// The most that a request line and its headers may take.
const HEAD_BYTES: usize = 32 * 1024;

/// What one connection needs.
pub(super) struct Connection {
    pub(super) peer: SocketAddr,
    pub(super) router: Router,
    pub(super) limits: Limits,
    pub(super) encryption: Encryption,
    pub(super) watcher: Watcher,
}

impl Connection {
    /// Serves it to its end; what breaks on the way is the client's affair and is told at `debug` only.
    pub(super) async fn serve(self, stream: TcpStream) {
        // Answers are written whole; waiting for more to fill a packet only delays them.
        if let Err(fault) = stream.set_nodelay(true) {
            tracing::debug!(%fault, "no delay cannot be set");
        }
        let guarded = StallGuard::new(stream, self.limits.write);
        match self.encryption.clone() {
            Encryption::None => {
                self.speak(guarded, false, auto::Builder::new(TokioExecutor::new()).http1_only()).await
            }
            #[cfg(feature = "tls")]
            Encryption::Tls(acceptor) => {
                match super::tls::greet(&acceptor, guarded, self.limits.header).await {
                    Ok((stream, protocol)) => self.speak(stream, true, protocol).await,
                    Err(fault) => tracing::debug!(%fault, "no TLS with a client"),
                }
            }
        }
    }

    async fn speak<S>(self, stream: S, tls: bool, mut protocol: auto::Builder<TokioExecutor>)
    where
        S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        let arrival = Arrival { peer: self.peer, tls };
        let router = self.router;
        let service = service_fn(move |mut request: Request<Incoming>| {
            request.extensions_mut().insert(arrival);
            router.clone().oneshot(request.map(Body::new))
        });
        limit(&mut protocol, &self.limits);
        let connection = protocol.serve_connection(TokioIo::new(stream), service).into_owned();
        // Not kept for as long as the connection lasts, for there are many.
        drop(protocol);
        if let Err(fault) = self.watcher.watch(connection).await {
            tracing::debug!(%fault, "a connection broke");
        }
    }
}

fn limit(protocol: &mut auto::Builder<TokioExecutor>, limits: &Limits) {
    // The time for the headers also runs while a kept connection is idle.
    protocol.http1().timer(TokioTimer::new()).header_read_timeout(limits.header).max_buf_size(HEAD_BYTES);
    #[cfg(feature = "tls")]
    protocol
        .http2()
        .timer(TokioTimer::new())
        .max_concurrent_streams(100)
        .max_header_list_size(32 * 1024)
        .keep_alive_interval(limits.header)
        .keep_alive_timeout(limits.header);
}
