//! Taking connections: one [`Listener`] for each address, all stopped together.

mod connection;
mod http1;
#[cfg(feature = "tls")]
mod http2;
mod long;
mod stall;
pub mod stop;
#[cfg(feature = "tls")]
mod tls;

use std::{convert::Infallible, io, net::SocketAddr, sync::Arc, time::Duration};

use axum::{extract::Request, response::Response};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{OwnedSemaphorePermit, Semaphore},
    task::JoinSet,
};

use tower::{Service, ServiceExt};

use crate::config::{Limits, TlsFiles};
use connection::Connection;
pub use long::GoesOn;
use stop::Stop;

/// How long to wait after the system refuses a connection (too many open files, mostly).
const PAUSE_AFTER_REFUSAL: Duration = Duration::from_millis(100);

/// How a request reached the server; every request carries it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Arrival {
    /// The other end of the connection: the client, or a proxy.
    pub peer: SocketAddr,
    /// Whether the connection itself is encrypted.
    pub tls: bool,
}

/// Why a listener cannot start.
#[derive(Debug, thiserror::Error)]
pub enum ListenError {
    /// The address is taken, not ours, or not allowed.
    #[error("listen: cannot listen on {address}: {source}")]
    Address {
        /// The address asked for.
        address: SocketAddr,
        /// What the system said.
        source: io::Error,
    },
    /// The certificate or its key cannot be used.
    #[error("{key}: {reason}")]
    Certificate {
        /// The key of the configuration at fault.
        key: &'static str,
        /// What is the matter with it.
        reason: String,
    },
}

/// What answers requests: a router, or a door with one behind it.
pub trait Answers: Clone + Send + Sync + Unpin + 'static {
    /// The answer to a request.
    fn answer(self, request: Request) -> impl Future<Output = Response> + Send;
}

impl<S> Answers for S
where
    S: Service<Request, Response = Response, Error = Infallible, Future: Send>
        + Clone
        + Send
        + Sync
        + Unpin
        + 'static,
{
    async fn answer(self, request: Request) -> Response {
        let Ok(response) = self.oneshot(request).await;
        response
    }
}

/// An address with what answers there.
pub struct Listener<A> {
    tcp: TcpListener,
    answers: A,
    limits: Limits,
    encryption: Encryption,
}

/// What encrypts the connections of a listener, if anything does.
#[derive(Clone)]
enum Encryption {
    None,
    #[cfg(feature = "tls")]
    Tls(tls::Acceptor),
}

impl<A: Answers> Listener<A> {
    /// Takes the address; connections wait until [`Listener::run`].
    pub async fn bind(
        address: SocketAddr,
        answers: A,
        limits: Limits,
        tls: Option<&TlsFiles>,
    ) -> Result<Self, ListenError> {
        let encryption = tls.map_or(Ok(Encryption::None), Encryption::load)?;
        let tcp =
            TcpListener::bind(address).await.map_err(|source| ListenError::Address { address, source })?;
        Ok(Self { tcp, answers, limits, encryption })
    }

    /// The address in use, with the port the system chose where 0 was asked for.
    pub fn address(&self) -> io::Result<SocketAddr> {
        self.tcp.local_addr()
    }

    /// `http` or `https`.
    pub fn scheme(&self) -> &'static str {
        match self.encryption {
            Encryption::None => "http",
            #[cfg(feature = "tls")]
            Encryption::Tls(_) => "https",
        }
    }

    /// Serves until told to stop, then lets the requests under way finish within the drain time.
    pub async fn run(self, mut stop: Stop) {
        let mut connections = JoinSet::new();
        let seats = Arc::new(Semaphore::new(self.limits.connections));
        while let Some((seat, stream, peer)) = self.next(&seats, &mut stop).await {
            let connection = Connection {
                peer,
                answers: self.answers.clone(),
                limits: self.limits,
                encryption: self.encryption.clone(),
                stop: stop.clone(),
            };
            connections.spawn(async move {
                connection.serve(stream).await;
                drop(seat);
            });
            while connections.try_join_next().is_some() {}
        }
        drop(self.tcp);
        let ended = async { while connections.join_next().await.is_some() {} };
        if tokio::time::timeout(self.limits.drain, ended).await.is_err() {
            tracing::warn!(open = connections.len(), "connections cut at the end of the drain time");
        }
        connections.shutdown().await;
    }

    /// The next connection, once there is a seat for it; none when it is time to stop.
    async fn next(
        &self,
        seats: &Arc<Semaphore>,
        stop: &mut Stop,
    ) -> Option<(OwnedSemaphorePermit, TcpStream, SocketAddr)> {
        tokio::select! {
            biased;
            () = stop.asked() => None,
            next = self.accept(seats) => next,
        }
    }

    async fn accept(&self, seats: &Arc<Semaphore>) -> Option<(OwnedSemaphorePermit, TcpStream, SocketAddr)> {
        let seat = Arc::clone(seats).acquire_owned().await.ok()?;
        loop {
            match self.tcp.accept().await {
                Ok((stream, peer)) => return Some((seat, stream, peer)),
                Err(fault) => {
                    tracing::warn!(%fault, "a connection was refused by the system");
                    tokio::time::sleep(PAUSE_AFTER_REFUSAL).await;
                }
            }
        }
    }
}

/// Reads the certificate and key as a start would, and says what is the matter with them.
pub fn check_certificate(tls: Option<&TlsFiles>) -> Result<(), ListenError> {
    tls.map_or(Ok(()), |files| Encryption::load(files).map(drop))
}

impl Encryption {
    #[cfg(feature = "tls")]
    fn load(files: &TlsFiles) -> Result<Self, ListenError> {
        tls::load(files).map(Self::Tls)
    }

    #[cfg(not(feature = "tls"))]
    fn load(_: &TlsFiles) -> Result<Self, ListenError> {
        let reason = "this executable was built without TLS (cargo feature `tls`)".to_owned();
        Err(ListenError::Certificate { key: "tls_cert", reason })
    }
}
