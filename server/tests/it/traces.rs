//! Traces as a collector gets them (OTLP/HTTP in JSON): what belongs together, who is believed, who is told, and what is in none.

use std::{path::Path, time::Duration};

use crate::{
    common::{Server, nats::Nats, upstream::Upstream},
    notify::{entity, notify, subscribe},
};
use gemeo_server::{
    config::Config,
    egress::{Media, SourceSpec, Trust},
    traces,
};
use serde_json::{Value as Json, json};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
    sync::mpsc,
};

const TRACE: &str = "0af7651916cd43dd8448eb211c80319c";
const PARENT: &str = "b7ad6b7169203331";
const CANARY: &str = "maria-example-org";

/// A collector: takes what is posted to it, answers as OTLP says.
struct Collector {
    url: String,
    bodies: mpsc::UnboundedReceiver<String>,
    said: String,
    spans: Vec<Json>,
}

impl Collector {
    async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("bind");
        let url = format!("http://{}/v1/traces", listener.local_addr().expect("an address"));
        let (send, bodies) = mpsc::unbounded_channel();
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let mut bytes = Vec::new();
                let body = loop {
                    let mut piece = [0; 4096];
                    let read = stream.read(&mut piece).await.expect("a request");
                    bytes.extend_from_slice(&piece[..read]);
                    let text = String::from_utf8_lossy(&bytes).into_owned();
                    if let Some((head, body)) = text.split_once("\r\n\r\n") {
                        let head = head.to_lowercase();
                        assert!(head.starts_with("post /v1/traces http/1.1\r\n"), "{head}");
                        assert!(head.contains("content-type: application/json"), "{head}");
                        let length =
                            head.split("content-length: ").nth(1).and_then(|rest| rest.lines().next());
                        if Some(body.len()) == length.and_then(|length| length.parse().ok()) {
                            break body.to_owned();
                        }
                    }
                };
                let answer =
                    b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}";
                stream.write_all(answer).await.expect("answer");
                if send.send(body).is_err() {
                    return;
                }
            }
        });
        Self { url, bodies, said: String::new(), spans: Vec::new() }
    }

    fn receive(&self, config: &mut Config) {
        let table: traces::Table = serde_json::from_value(json!({ "url": self.url })).expect("a table");
        config.otlp = Some(table.check().expect("a description"));
    }

    /// The first span that is so.
    async fn span(&mut self, is_so: impl Fn(&Json) -> bool) -> Json {
        loop {
            if let Some(found) = self.spans.iter().find(|span| is_so(span)) {
                return found.clone();
            }
            let body = tokio::time::timeout(Duration::from_secs(30), self.bodies.recv()).await;
            let body = body.unwrap_or_else(|_| panic!("no such span in {:#?}", self.spans)).expect("a body");
            let said: Json = serde_json::from_str(&body).expect("JSON");
            for resource in said["resourceSpans"].as_array().expect("resources") {
                assert_eq!(
                    fact(&resource["resource"], "service.name"),
                    json!({ "stringValue": "gemeo-server" })
                );
                for scope in resource["scopeSpans"].as_array().expect("scopes") {
                    self.spans.extend(scope["spans"].as_array().expect("spans").iter().cloned());
                }
            }
            self.said.push_str(&body);
        }
    }
}

fn fact(of: &Json, name: &str) -> Json {
    let facts = of["attributes"].as_array().expect("attributes");
    facts.iter().find(|fact| fact["key"] == name).map_or(Json::Null, |fact| fact["value"].clone())
}

fn add(config: &mut Config, id: &str, host: &Upstream, trace: bool) {
    let spec = SourceSpec {
        url: format!("http://{}/", host.address),
        beneath: true,
        query: vec!["q".to_owned()],
        media: Media::Json,
        every_seconds: 60,
        max_kib: 64,
        live: None,
        city: None,
        private: false,
        trace,
        stale_seconds: None,
    };
    config.egress.caps.loopback_http = true;
    config.sources.insert(spec.check(id, true).expect("a source"));
}

fn authorities(test: &str) -> Option<Trust> {
    let file = Path::new("/etc/ssl/certs/ca-certificates.crt");
    if !file.exists() {
        println!("skipped: {test}: no certificates on this system");
        return None;
    }
    Some(Trust::File(file.to_owned()))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_trace_goes_through_us_where_it_may_and_names_nobody() {
    let Some(trust) = authorities("a_trace_goes_through_us_where_it_may_and_names_nobody") else { return };
    let (told, untold) = (Upstream::with_body("{}").await, Upstream::with_body("{}").await);
    let mut collector = Collector::start().await;
    let server = Server::start(|config| {
        config.egress.trust = trust;
        config.trusted_proxies = "127.0.0.1".parse().expect("a list");
        add(config, "told", &told, true);
        add(config, "untold", &untold, false);
        subscribe(config);
        collector.receive(config);
    })
    .await;
    let parent = format!("traceparent: 00-{TRACE}-{PARENT}-01");
    let state = format!("tracestate: who={CANARY}");
    let headers =
        [parent.as_str(), &state, "baggage: who=maria-example-org", "User-Agent: maria-example-org"];
    let path = format!("/api/pull/told/{CANARY}?q={CANARY}");
    assert_eq!(server.ask("GET", &path, &headers).await.status, 200);
    assert_eq!(server.ask("GET", "/api/pull/untold/x", &headers).await.status, 200);
    assert_eq!(server.get(&format!("/{CANARY}/")).await.status, 404);
    assert_eq!(notify(server.notify.expect("a webhook"), &[entity(1, 0, 1.0)]).await, 204);

    let asked = collector.span(|span| span["traceId"] == TRACE && span["kind"] == 2).await;
    assert_eq!(
        (&asked["name"], &asked["parentSpanId"]),
        (&json!("GET /api/pull/{id}/{*below}"), &json!(PARENT))
    );
    assert_eq!(fact(&asked, "http.response.status_code"), json!({ "intValue": "200" }));
    let call = collector.span(|span| span["kind"] == 3 && span["traceId"] == TRACE).await;
    assert_eq!(fact(&call, "server.address"), json!({ "stringValue": "127.0.0.1" }));
    let above = collector.span(|span| span["spanId"] == call["parentSpanId"]).await;
    assert_eq!(
        (&above["traceId"], &above["kind"]),
        (&json!(TRACE), &json!(2)),
        "a call stands below its request"
    );
    let sent = told.requests().concat().to_lowercase();
    let expected = format!("traceparent: 00-{TRACE}-{}-01\r\n", call["spanId"].as_str().expect("an id"));
    assert!(sent.contains(&expected), "{sent} {expected}");
    assert!(!sent.contains("tracestate") && !sent.contains("baggage"), "{sent}");
    assert!(!untold.requests().concat().to_lowercase().contains("trace"), "{:?}", untold.requests());
    let file = collector.span(|span| span["name"] == "GET file").await;
    assert_eq!(fact(&file, "http.response.status_code"), json!({ "intValue": "404" }));
    let delivery = collector.span(|span| span["name"] == "deliver").await;
    assert_eq!((&delivery["kind"], fact(&delivery, "gemeo.pieces")), (&json!(5), json!({ "intValue": "1" })));
    for word in [CANARY, "User-Agent", "urn:ngsi"] {
        assert!(!collector.said.contains(word), "{word}: {}", collector.said);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_brokers_tell_each_other_is_in_the_traces_of_both() {
    let name = "what_brokers_tell_each_other_is_in_the_traces_of_both";
    let (Some(trust), Some(nats)) = (authorities(name), Nats::start(name)) else { return };
    let (mut near, mut far) = (Collector::start().await, Collector::start().await);
    let trusting = |config: &mut Config| config.egress.trust = trust.clone();
    let change = |config: &mut Config| {
        trusting(config);
        subscribe(config);
        near.receive(config);
    };
    let first = nats.broker(change, &[]).await;
    let change = |config: &mut Config| {
        trusting(config);
        far.receive(config);
    };
    let second = nats.broker(change, &["porto"]).await;
    assert_eq!(notify(first.notify.expect("a webhook"), &[entity(1, 0, 1.0)]).await, 204);
    // The reading, and that its source is live.
    let sent = near.span(|span| span["name"] == "share" && fact(span, "gemeo.sent") != Json::Null).await;
    assert_eq!(
        (&sent["kind"], fact(&sent, "messaging.system")),
        (&json!(4), json!({ "stringValue": "nats" }))
    );
    let heard = far.span(|span| span["name"] == "hear" && fact(span, "gemeo.news") != Json::Null).await;
    assert_eq!(
        (&heard["kind"], fact(&heard, "messaging.system")),
        (&json!(5), json!({ "stringValue": "nats" }))
    );
    let of_reading =
        |span: &Json| fact(span, "gemeo.news")["intValue"].as_str().is_some_and(|news| news != "0");
    far.span(of_reading).await;
    for collector in [&near, &far] {
        assert!(
            !collector.said.contains("urn:ngsi") && !collector.said.contains("a-password"),
            "{}",
            collector.said
        );
    }
    drop(second);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_no_trusted_proxy_begins_a_trace_of_ours() {
    let Some(trust) = authorities("who_is_no_trusted_proxy_begins_a_trace_of_ours") else { return };
    let mut collector = Collector::start().await;
    let server = Server::start(|config| {
        config.egress.trust = trust;
        collector.receive(config);
    })
    .await;
    let parent = format!("traceparent: 00-{TRACE}-{PARENT}-01");
    assert_eq!(server.ask("GET", "/pt/", &[&parent]).await.status, 200);
    let span = collector.span(|span| span["kind"] == 2).await;
    assert!(span["traceId"] != TRACE && span["parentSpanId"].as_str().is_none_or(str::is_empty), "{span}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_collector_that_is_away_changes_nothing() {
    let Some(trust) = authorities("a_collector_that_is_away_changes_nothing") else { return };
    let away = Collector { url: "http://127.0.0.1:1/v1/traces".to_owned(), ..Collector::start().await };
    let server = Server::start(|config| {
        config.egress.trust = trust;
        away.receive(config);
    })
    .await;
    for _ in 0..3000 {
        assert_eq!(server.get("/healthz").await.status, 200);
    }
    let traces = server.metrics.traces.clone();
    let stopped = tokio::task::spawn_blocking(move || traces.stop());
    tokio::time::timeout(Duration::from_secs(20), stopped).await.expect("in time").expect("the end");
}
