//! One connection, from its first byte to its last.

use std::net::SocketAddr;

use tokio::net::TcpStream;

use super::{
    Answers, Arrival, Encryption,
    http1::{self, Line},
    stall::StallGuard,
    stop::Stop,
};
use crate::config::Limits;

/// What one connection needs.
pub(super) struct Connection<A> {
    pub(super) peer: SocketAddr,
    pub(super) answers: A,
    pub(super) limits: Limits,
    pub(super) encryption: Encryption,
    pub(super) stop: Stop,
}

impl<A: Answers> Connection<A> {
    /// Serves it to its end; what breaks on the way is the client's affair and is told at `debug` only.
    pub(super) async fn serve(self, stream: TcpStream) {
        // Answers are written whole; waiting for more to fill a packet only delays them.
        if let Err(fault) = stream.set_nodelay(true) {
            tracing::debug!(%fault, "no delay cannot be set");
        }
        let Self { peer, answers, limits, encryption, stop } = self;
        let stream = StallGuard::new(stream, limits.write);
        let flushed = stream.flushed();
        match encryption {
            Encryption::None => {
                let line = Line { stream, flushed, arrival: Arrival { peer, tls: false } };
                http1::speak(line, answers, limits, stop).await;
            }
            #[cfg(feature = "tls")]
            Encryption::Tls(acceptor) => {
                use super::{http2, tls};
                let arrival = Arrival { peer, tls: true };
                // why boxed: most connections have no TLS, and room for it would be kept for each
                Box::pin(async move {
                    match tls::greet(&acceptor, stream, limits.header).await {
                        Ok(stream) if tls::speaks_http2(&stream) => {
                            http2::speak(stream, answers, arrival, limits, stop).await;
                        }
                        Ok(stream) => {
                            http1::speak(Line { stream, flushed, arrival }, answers, limits, stop).await
                        }
                        Err(fault) => tracing::debug!(%fault, "no TLS with a client"),
                    }
                })
                .await;
            }
        }
    }
}
