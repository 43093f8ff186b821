//! One call: looked up once, connected to what was looked at, read to its end or its limit.

use std::{net::IpAddr, sync::Arc, time::Duration};

use bytes::Bytes;
use http_body_util::{BodyExt, Full, LengthLimitError, Limited};
use hyper::{
    HeaderMap, Method, Request, Response, StatusCode,
    body::{Body as _, Incoming},
    client::conn::http1,
    header::{self, HeaderValue},
};
use hyper_util::rt::TokioIo;
use tokio::sync::Semaphore;
use tokio_rustls::TlsConnector;

use super::{
    EgressError, Resolver, Target, Trust,
    connect::{self, Stream, connect},
    resolve::public_addresses,
};
use crate::traces::{Of, Traces};

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
    /// 200 from a source; whatever it was from a partner.
    pub status: StatusCode,
    /// The type it gives its body.
    pub media: Option<HeaderValue>,
    /// The whole body.
    pub body: Bytes,
}

/// What is asked of a partner: a method, headers of ours, a body.
#[derive(Debug, Clone)]
pub struct Ask {
    /// GET or POST.
    pub method: Method,
    /// Headers beside those that every call has.
    pub headers: HeaderMap,
    /// The body.
    pub body: Bytes,
}

impl Ask {
    fn get() -> Self {
        let accept = (header::ACCEPT, HeaderValue::from_static("*/*"));
        Self { method: Method::GET, headers: HeaderMap::from_iter([accept]), body: Bytes::new() }
    }
}

/// What makes every call to the outside.
pub struct Client {
    caps: Caps,
    tls: TlsConnector,
    resolver: Arc<dyn Resolver>,
    traces: Traces,
    seats: Semaphore,
}

impl Client {
    /// A client; it reads the certificates to trust.
    pub fn new(caps: Caps, trust: &Trust, resolver: Arc<dyn Resolver>) -> Result<Self, EgressError> {
        let tls = connect::connector(trust)?;
        let (traces, seats) = (Traces::default(), Semaphore::new(caps.concurrent));
        Ok(Self { caps, tls, resolver, traces, seats })
    }

    /// The same, with its calls in the traces.
    pub fn with_traces(self, traces: Traces) -> Self {
        Self { traces, ..self }
    }

    /// Asks for a target and reads the whole answer; anything but 200 is an error.
    pub async fn get(&self, target: &Target) -> Result<Answer, EgressError> {
        let answer = self.send(target, Ask::get()).await?;
        match answer.status {
            StatusCode::OK => Ok(answer),
            status => {
                Err(EgressError::Status { host: target.url().host.to_string(), status: status.as_u16() })
            }
        }
    }

    /// Asks something of a partner and reads the whole answer, whatever its status; a redirect is an error.
    pub async fn send(&self, target: &Target, mut ask: Ask) -> Result<Answer, EgressError> {
        let (method, host) = (ask.method.to_string(), target.url().host.to_string());
        let facts = [("http.request.method", method.clone()), ("server.address", host)];
        let span = self.traces.begin(Of::Call, method, None, facts);
        if target.traced() {
            span.write(&mut ask.headers);
        }
        let result = self.seated(target, ask).await;
        match &result {
            Ok(answer) => span.end_with_status(answer.status.as_u16(), 400),
            Err(fault) => span.end_with_fault(fault.name()),
        }
        result
    }

    /// Makes a call once there is a seat for it.
    async fn seated(&self, target: &Target, ask: Ask) -> Result<Answer, EgressError> {
        let seat = tokio::time::timeout(WAIT_FOR_SEAT, self.seats.acquire()).await;
        let Ok(Ok(_seat)) = seat else { return Err(EgressError::TooMany) };
        let limit = self.caps.time;
        match tokio::time::timeout(limit, self.call(target, ask)).await {
            Ok(result) => result,
            Err(_) => Err(EgressError::TooSlow { host: target.url().host.to_string(), limit }),
        }
    }

    /// A connection to a partner that speaks another protocol over TLS.
    pub async fn open(&self, target: &Target) -> Result<Box<dyn Stream>, EgressError> {
        let (url, limit) = (target.url(), self.caps.time);
        let host = url.host.to_string();
        let open = async {
            let addresses = self.addresses(target).await?;
            let broken = |fault: std::io::Error| EgressError::Connect {
                host: url.host.to_string(),
                reason: fault.to_string(),
            };
            connect(url, &addresses, &self.tls).await.map_err(broken)
        };
        tokio::time::timeout(limit, open).await.unwrap_or(Err(EgressError::TooSlow { host, limit }))
    }

    /// The addresses of a target's host, looked up once and all of them allowed.
    async fn addresses(&self, target: &Target) -> Result<Vec<IpAddr>, EgressError> {
        let url = target.url();
        let loopback = self.caps.loopback_http;
        let addresses = public_addresses(&url.host, self.resolver.as_ref(), loopback).await?;
        let plain = !url.scheme.is_encrypted();
        if plain && !(loopback && addresses.iter().all(|address| address.is_loopback())) {
            return Err(EgressError::NotAllowed);
        }
        Ok(addresses)
    }

    async fn call(&self, target: &Target, ask: Ask) -> Result<Answer, EgressError> {
        let url = target.url();
        let host = url.host.to_string();
        let addresses = self.addresses(target).await?;
        let broken = |reason: String| EgressError::Connect { host: host.clone(), reason };
        let stream = connect(url, &addresses, &self.tls).await.map_err(|fault| broken(fault.to_string()))?;
        let (mut sender, connection) =
            http1::handshake(TokioIo::new(stream)).await.map_err(|fault| broken(fault.to_string()))?;
        let mut request = Request::builder()
            .method(ask.method)
            .uri(url.path_and_query())
            .header(header::HOST, url.authority())
            .header(header::USER_AGENT, concat!("gemeo-server/", env!("CARGO_PKG_VERSION")))
            .header(header::ACCEPT_ENCODING, "identity")
            .header(header::CONNECTION, "close")
            .body(Full::new(ask.body))
            .map_err(|fault| broken(fault.to_string()))?;
        request.headers_mut().extend(ask.headers);
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
    let media = response.headers().get(header::CONTENT_TYPE).cloned();
    let coding = response.headers().get(header::CONTENT_ENCODING);
    if coding.is_some_and(|coding| coding != "identity") {
        return Err(EgressError::Coding { host });
    }
    let body = response.into_body();
    if usize::try_from(body.size_hint().lower()).map_or(true, |announced| announced > limit) {
        return Err(EgressError::TooLarge { host, limit });
    }
    match Limited::new(body, limit).collect().await {
        Ok(body) => Ok(Answer { status, media, body: body.to_bytes() }),
        Err(fault) if fault.is::<LengthLimitError>() => Err(EgressError::TooLarge { host, limit }),
        Err(fault) => Err(EgressError::Connect { host, reason: fault.to_string() }),
    }
}
