//! Sending spans to the collector: in batches, by the one way out, bounded. What does not fit or cannot be sent is dropped.

use std::{
    fmt,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use async_trait::async_trait;
use axum::http::Method;
use opentelemetry_http::{Bytes, HttpClient, HttpError, Request, Response};
use opentelemetry_otlp::{Protocol, SpanExporter, WithExportConfig, WithHttpConfig};
use opentelemetry_sdk::{
    Resource,
    trace::{BatchConfigBuilder, BatchSpanProcessor, Sampler, SdkTracerProvider},
};
use tokio::runtime::Handle;

use super::Spec;
use crate::egress::{Ask, Caps, Client, EgressError, SystemResolver, Target, Trust};

/// Spans that wait at most, and spans sent together.
const MOST_WAITING: usize = 2048;
const MOST_TOGETHER: usize = 256;
const EVERY: Duration = Duration::from_secs(1);
/// For the spans that wait when the server ends.
pub(super) const TO_END: Duration = Duration::from_secs(3);

/// Why there are no traces.
#[derive(Debug, thiserror::Error)]
pub enum TracesError {
    /// Certificates cannot be used.
    #[error(transparent)]
    Egress(#[from] EgressError),
    /// The exporter refuses its options.
    #[error("otlp: {0}")]
    Exporter(String),
}

pub(super) fn provider(spec: &Spec, trust: &Trust) -> Result<SdkTracerProvider, TracesError> {
    let caps = Caps { time: Duration::from_secs(10), concurrent: 2, loopback_http: true };
    let client = Client::new(caps, trust, Arc::new(SystemResolver))?;
    let way = Way {
        client: Arc::new(client),
        target: spec.target.clone(),
        runtime: Handle::current(),
        away: AtomicBool::new(false),
    };
    let exporter = SpanExporter::builder()
        .with_http()
        .with_http_client(way)
        .with_protocol(Protocol::HttpJson)
        .with_endpoint(spec.target.url().to_string())
        .build()
        .map_err(|fault| TracesError::Exporter(fault.to_string()))?;
    let batches = BatchConfigBuilder::default()
        .with_max_queue_size(MOST_WAITING)
        .with_max_export_batch_size(MOST_TOGETHER)
        .with_scheduled_delay(EVERY)
        .build();
    let processor = BatchSpanProcessor::builder(exporter).with_batch_config(batches).build();
    let version = opentelemetry::KeyValue::new("service.version", env!("CARGO_PKG_VERSION"));
    // Nothing of the environment: it may name the machine and its users.
    let resource =
        Resource::builder_empty().with_service_name("gemeo-server").with_attribute(version).build();
    let sampler = Sampler::ParentBased(Box::new(Sampler::TraceIdRatioBased(spec.share)));
    Ok(SdkTracerProvider::builder()
        .with_span_processor(processor)
        .with_sampler(sampler)
        .with_resource(resource)
        .build())
}

/// The exporter's way out. It works on a thread of its own, our client in the runtime.
struct Way {
    client: Arc<Client>,
    target: Target,
    runtime: Handle,
    /// Whether the last batch was not taken: each change is said, not each batch.
    away: AtomicBool,
}

impl Way {
    fn take_down(&self, taken: bool) {
        match (self.away.swap(!taken, Ordering::Relaxed), taken) {
            (false, false) => tracing::warn!("the collector takes no traces; they are dropped"),
            (true, true) => tracing::info!("the collector takes traces again"),
            _ => {}
        }
    }
}

impl fmt::Debug for Way {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Way(…)")
    }
}

#[async_trait]
impl HttpClient for Way {
    async fn send_bytes(&self, request: Request<Bytes>) -> Result<Response<Bytes>, HttpError> {
        let (head, body) = request.into_parts();
        let ask = Ask { method: Method::POST, headers: head.headers, body };
        let (client, target) = (Arc::clone(&self.client), self.target.clone());
        let answer = self.runtime.spawn(async move { client.send(&target, ask).await }).await?;
        self.take_down(answer.as_ref().is_ok_and(|answer| answer.status.is_success()));
        let answer = answer?;
        Ok(Response::builder().status(answer.status).body(answer.body)?)
    }
}
