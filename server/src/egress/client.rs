//! One call: looked up once, connected to what was looked at, read to its end or its limit.

use std::{sync::Arc, time::Duration};

use axum::body::Body;
use bytes::Bytes;
use http_body_util::{BodyExt, LengthLimitError, Limited};
use hyper::{
    Request, Response,
    body::{Body as _, Incoming},
    client::conn::http1,
    header,
};
use hyper_util::rt::TokioIo;
use tokio::sync::Semaphore;
use tokio_rustls::TlsConnector;

use super::{
    EgressError, Resolver, Scheme, Target, Trust,
    connect::{self, connect},
    resolve::public_addresses,
};

/// How long a call waits for another to end.
const WAIT_FOR_SEAT: Duration = Duration::from_secs(2);

/// What every call is held to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Caps {
    /// For a whole call, the lookup included.
    pub time: Duration,
    /// Calls under way at once.
    pub concurrent: usize,
    /// For tests: http, and loopback, may be called.
    pub loopback_http: bool,
}

impl Default for Caps {
    fn default() -> Self {
        Self { time: Duration::from_secs(20), concurrent: 16, loopback_http: false }
    }
}

/// What a source said.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The whole body.
    pub body: Bytes,
}

/// What makes every call to the outside.
pub struct Client {
    caps: Caps,
    tls: TlsConnector,
    resolver: Arc<dyn Resolver>,
    seats: Semaphore,
}

impl Client {
    /// A client; it reads the certificates to trust.
    pub fn new(caps: Caps, trust: &Trust, resolver: Arc<dyn Resolver>) -> Result<Self, EgressError> {
        let tls = connect::connector(trust)?;
        Ok(Self { caps, tls, resolver, seats: Semaphore::new(caps.concurrent) })
    }

    /// Asks for a target and reads the whole answer.
    pub async fn get(&self, target: &Target) -> Result<Answer, EgressError> {
        let seat = tokio::time::timeout(WAIT_FOR_SEAT, self.seats.acquire()).await;
        let Ok(Ok(_seat)) = seat else { return Err(EgressError::TooMany) };
        let limit = self.caps.time;
        match tokio::time::timeout(limit, self.call(target)).await {
            Ok(result) => result,
            Err(_) => Err(EgressError::TooSlow { host: target.url().host.to_string(), limit }),
        }
    }

    async fn call(&self, target: &Target) -> Result<Answer, EgressError> {
        let url = target.url();
        let host = url.host.to_string();
        let loopback = self.caps.loopback_http;
        let addresses = public_addresses(&url.host, self.resolver.as_ref(), loopback).await?;
        if url.scheme == Scheme::Http && !(loopback && addresses.iter().all(|address| address.is_loopback()))
        {
            return Err(EgressError::NotAllowed);
        }
        let broken = |reason: String| EgressError::Connect { host: host.clone(), reason };
        let stream = connect(url, &addresses, &self.tls).await.map_err(|fault| broken(fault.to_string()))?;
        let (mut sender, connection) =
            http1::handshake(TokioIo::new(stream)).await.map_err(|fault| broken(fault.to_string()))?;
        let request = Request::get(url.path_and_query())
            .header(header::HOST, url.authority())
            .header(header::USER_AGENT, concat!("gemeo-server/", env!("CARGO_PKG_VERSION")))
            .header(header::ACCEPT, "*/*")
            .header(header::ACCEPT_ENCODING, "identity")
            .header(header::CONNECTION, "close")
            .body(Body::empty())
            .map_err(|fault| broken(fault.to_string()))?;
        let talk = async {
            let response = sender.send_request(request).await.map_err(|fault| broken(fault.to_string()))?;
            read(response, &host, target.max_bytes()).await
        };
        // Polled beside the talk, not spawned: when the call is given up, so is its connection.
        tokio::pin!(connection);
        tokio::pin!(talk);
        tokio::select! {
            biased;
            answer = &mut talk => answer,
            ended = &mut connection => match ended {
                // What was sent before the end may still wait to be read.
                Ok(()) => talk.await,
                Err(fault) => Err(broken(fault.to_string())),
            },
        }
    }
}

async fn read(response: Response<Incoming>, host: &str, limit: usize) -> Result<Answer, EgressError> {
    let host = host.to_owned();
    let status = response.status();
    if status.is_redirection() {
        return Err(EgressError::Redirect { host, status: status.as_u16() });
    }
    if status != hyper::StatusCode::OK {
        return Err(EgressError::Status { host, status: status.as_u16() });
    }
    let coding = response.headers().get(header::CONTENT_ENCODING);
    if coding.is_some_and(|coding| coding != "identity") {
        return Err(EgressError::Coding { host });
    }
    let body = response.into_body();
    if usize::try_from(body.size_hint().lower()).map_or(true, |announced| announced > limit) {
        return Err(EgressError::TooLarge { host, limit });
    }
    match Limited::new(body, limit).collect().await {
        Ok(body) => Ok(Answer { body: body.to_bytes() }),
        Err(fault) if fault.is::<LengthLimitError>() => Err(EgressError::TooLarge { host, limit }),
        Err(fault) => Err(EgressError::Connect { host, reason: fault.to_string() }),
    }
}
