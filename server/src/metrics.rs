//! Figures of the running server, for Prometheus: counts and gauges without anything about who asked.

use std::sync::{Arc, atomic::AtomicU64};

use prometheus_client::{
    encoding::{EncodeLabelSet, text},
    metrics::{counter::Counter, family::Family, gauge::Gauge},
    registry::Registry,
};

use crate::traces::Traces;

/// The media type of the text format (OpenMetrics 1.0).
pub const MEDIA: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// A request that was answered.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Answered {
    listener: &'static str,
    status: u16,
}

/// A call of a source.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Called {
    source: String,
    outcome: &'static str,
}

/// Something that came to the webhook or from a message broker.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Delivered {
    subscription: String,
    outcome: &'static str,
}

/// What came of something.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Outcome {
    outcome: &'static str,
}

/// The figures. A clone counts into the same ones.
#[derive(Clone)]
pub struct Metrics {
    registry: Arc<Registry>,
    requests: Family<Answered, Counter>,
    request_micros: Family<Answered, Counter>,
    calls: Family<Called, Counter>,
    unrecorded: Counter,
    decisions: Family<Outcome, Counter>,
    deliveries: Family<Delivered, Counter>,
    /// What live streams count.
    pub live: LiveMetrics,
    /// What is shared with other brokers.
    pub nats: NatsMetrics,
    /// Traces, which go wherever figures go; off unless they were begun.
    pub traces: Traces,
}

/// What is shared with other brokers.
#[derive(Debug, Clone, Default)]
pub struct NatsMetrics {
    /// 1 while NATS is connected.
    pub connected: Gauge<i64>,
    messages: Family<Outcome, Counter>,
}

impl NatsMetrics {
    /// Counts what came of messages.
    pub fn count(&self, outcome: &'static str, count: u64) {
        self.messages.get_or_create(&Outcome { outcome }).inc_by(count);
    }
}

/// What live streams count.
#[derive(Debug, Clone, Default)]
pub struct LiveMetrics {
    /// Readers now.
    pub readers: Gauge<i64>,
    /// Events made, each once however many read it.
    pub events: Counter<u64, AtomicU64>,
    /// Events that readers were too slow for.
    pub dropped: Counter<u64, AtomicU64>,
}

impl Default for Metrics {
    fn default() -> Self {
        let mut registry = Registry::with_prefix("gemeo");
        let (requests, request_micros, calls) = (Family::default(), Family::default(), Family::default());
        let (unrecorded, decisions, live) = (Counter::default(), Family::default(), LiveMetrics::default());
        let deliveries = Family::<Delivered, Counter>::default();
        registry.register("deliveries", "Entities and messages that came by themselves", deliveries.clone());
        registry.register("requests", "Requests answered", requests.clone());
        registry.register(
            "request_micros",
            "Microseconds until the answer was known",
            request_micros.clone(),
        );
        registry.register("calls", "Calls of sources", calls.clone());
        registry.register(
            "unrecorded",
            "Deeds refused because they could not be written down",
            unrecorded.clone(),
        );
        registry.register("decisions", "Decisions of the policy on what is not public", decisions.clone());
        registry.register("live_readers", "Readers of live streams", live.readers.clone());
        registry.register("live_events", "Events of live streams", live.events.clone());
        let nats = NatsMetrics::default();
        registry.register("nats_connected", "Whether NATS is connected", nats.connected.clone());
        registry.register("nats_messages", "Messages shared with other brokers", nats.messages.clone());
        registry.register("live_dropped", "Events that slow readers missed", live.dropped.clone());
        Self {
            registry: Arc::new(registry),
            requests,
            request_micros,
            calls,
            unrecorded,
            decisions,
            deliveries,
            live,
            nats,
            traces: Traces::default(),
        }
    }
}

impl Metrics {
    /// Counts an answer of a listener.
    pub fn answered(&self, listener: &'static str, status: u16, micros: u64) {
        let label = Answered { listener, status };
        self.requests.get_or_create(&label).inc();
        self.request_micros.get_or_create(&label).inc_by(micros);
    }

    /// Counts a call of a source; `outcome` is `answered` or the name of a problem.
    pub fn called(&self, source: &str, outcome: &'static str) {
        self.calls.get_or_create(&Called { source: source.to_owned(), outcome }).inc();
    }

    /// Counts a deed that was refused because it could not be written down.
    pub fn unrecorded(&self) {
        self.unrecorded.inc();
    }

    /// Counts what came of entities or messages of a subscription.
    pub fn delivered(&self, subscription: &str, outcome: &'static str, count: usize) {
        let label = Delivered { subscription: subscription.to_owned(), outcome };
        self.deliveries.get_or_create(&label).inc_by(u64::try_from(count).unwrap_or(u64::MAX));
    }

    /// Counts a decision of the policy.
    pub fn decided(&self, allowed: bool) {
        let outcome = if allowed { "allowed" } else { "denied" };
        self.decisions.get_or_create(&Outcome { outcome }).inc();
    }

    /// The figures as text.
    ///
    /// # Errors
    /// Where the text cannot be written, which does not happen to a [`String`].
    pub fn text(&self) -> Result<String, std::fmt::Error> {
        let mut text = String::new();
        text::encode(&mut text, &self.registry)?;
        Ok(text)
    }
}
