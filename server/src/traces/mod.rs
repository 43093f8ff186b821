//! Traces for whoever runs the server (OpenTelemetry): what a request, a call to the outside or a delivery took, and what came of
//! it. Off unless configured.
//!
//! A span holds a method, the pattern of a route, a status, the id of a subscription or the host of a partner; never a path, a query,
//! an address of a client or a name. It goes to one collector by OTLP/HTTP in JSON.

mod export;
mod parent;
mod spec;

use std::sync::Arc;

use axum::http::{HeaderMap, HeaderValue};
use opentelemetry::{
    Context, KeyValue,
    trace::{FutureExt, SpanKind, Status, TraceContextExt, Tracer, TracerProvider},
};
use opentelemetry_sdk::trace::{SdkTracer, SdkTracerProvider};

pub use export::TracesError;
pub use spec::{Spec, Table};

/// Where spans go; nowhere unless configured. A clone leads to the same place.
#[derive(Clone, Default)]
pub struct Traces(Option<Arc<Running>>);

struct Running {
    provider: SdkTracerProvider,
    tracer: SdkTracer,
}

/// What a span is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Of {
    /// A request to us.
    Request,
    /// A call of ours.
    Call,
    /// Something that came by itself.
    Delivery,
    /// What we tell others by messages.
    Sending,
}

/// A span that has begun; none where there are no traces.
#[derive(Default)]
pub struct Open(Option<Context>);

impl Traces {
    /// Begins to send spans to a collector. Needs a runtime.
    ///
    /// # Errors
    /// [`TracesError`] where certificates cannot be used.
    pub fn start(spec: &Spec, trust: &crate::egress::Trust) -> Result<Self, TracesError> {
        let provider = export::provider(spec, trust)?;
        let tracer = provider.tracer("gemeo-server");
        Ok(Self(Some(Arc::new(Running { provider, tracer }))))
    }

    /// Whether there are traces at all: where there are none, nothing need be made ready for them.
    pub fn are_kept(&self) -> bool {
        self.0.is_some()
    }

    /// Begins a span, below the one around it. `parent` is the `traceparent` of a caller who is believed.
    pub fn begin(
        &self,
        of: Of,
        name: String,
        parent: Option<&HeaderValue>,
        facts: impl IntoIterator<Item = (&'static str, String)>,
    ) -> Open {
        let Some(running) = &self.0 else { return Open(None) };
        let kind = match of {
            Of::Request => SpanKind::Server,
            Of::Call => SpanKind::Client,
            Of::Delivery => SpanKind::Consumer,
            Of::Sending => SpanKind::Producer,
        };
        let facts = facts.into_iter().map(|(name, value)| KeyValue::new(name, value)).collect::<Vec<_>>();
        let around = parent.and_then(parent::read).unwrap_or_else(Context::current);
        let builder = running.tracer.span_builder(name).with_kind(kind).with_attributes(facts);
        let span = running.tracer.build_with_context(builder, &around);
        Open(Some(around.with_span(span)))
    }

    /// Sends what waits, and ends. It blocks for a few seconds at most.
    pub fn stop(&self) {
        let Some(running) = &self.0 else { return };
        if let Err(fault) = running.provider.shutdown_with_timeout(export::TO_END) {
            tracing::warn!(%fault, "the last traces were not sent");
        }
    }
}

impl Open {
    /// Does work within the span: spans that begin in it stand below this one.
    pub async fn around<F: Future>(&self, work: F) -> F::Output {
        match &self.0 {
            None => work.await,
            Some(context) => work.with_context(context.clone()).await,
        }
    }

    /// Tells a partner which span its call belongs to (W3C Trace Context).
    pub fn write(&self, headers: &mut HeaderMap) {
        let Some(context) = &self.0 else { return };
        if let Ok(value) = HeaderValue::try_from(parent::write(context.span().span_context())) {
            headers.insert(parent::NAME, value);
        }
    }

    /// Names it by what answers, once that is known.
    pub fn name_route(&self, method: &str, route: &str) {
        if let Some(context) = &self.0 {
            context.span().update_name(format!("{method} {route}"));
            context.span().set_attribute(KeyValue::new("http.route", route.to_owned()));
        }
    }

    /// Ends it with a status of HTTP; one of ours from 500 on, or of a partner from 400 on, is an error.
    pub fn end_with_status(self, status: u16, least_error: u16) {
        if let Some(context) = self.0 {
            let span = context.span();
            span.set_attribute(KeyValue::new("http.response.status_code", i64::from(status)));
            if status >= least_error {
                span.set_status(Status::error(""));
            }
            span.end();
        }
    }

    /// Ends it with the name of a fault.
    pub fn end_with_fault(self, name: &'static str) {
        if let Some(context) = self.0 {
            let span = context.span();
            span.set_attribute(KeyValue::new("error.type", name));
            span.set_status(Status::error(""));
            span.end();
        }
    }

    /// Ends it with counts of what came of it.
    pub fn end_with_counts(self, counts: impl IntoIterator<Item = (&'static str, usize)>) {
        if let Some(context) = self.0 {
            let span = context.span();
            for (name, count) in counts {
                span.set_attribute(KeyValue::new(name, i64::try_from(count).unwrap_or(i64::MAX)));
            }
            span.end();
        }
    }
}

/// The header by which callers name the span their request belongs to.
pub const PARENT: axum::http::HeaderName = parent::NAME;
