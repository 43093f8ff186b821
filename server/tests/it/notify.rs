//! The webhook: who may post, what is a notification, and that each valid reading is seen once and in order.

use std::{collections::BTreeMap, net::SocketAddr, time::Duration};

use crate::common::{
    Answer, Server,
    provider::{now, private_file},
};
use gemeo_server::{config::Config, inbox::Table};
use gemeo_shared::connect::time::Moment;
use serde_json::{Value as Json, json};
use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader},
    net::TcpStream,
};

pub const SECRET: &str = "a-secret-of-the-subscription";

pub fn subscribe(config: &mut Config) {
    let file = config.root.parent().expect("a folder").join("air.secret");
    private_file(&file, SECRET);
    let table = json!({ "city": "porto", "live": "ngsi", "secret_file": file, "stale_seconds": 3600 });
    let table: Table = serde_json::from_value(table).expect("a table");
    config.subscriptions.push(table.check("air", false).expect("a subscription"));
    config.notify_listen = Some(([127, 0, 0, 1], 0).into());
}

async fn start() -> (Server, SocketAddr) {
    let server = Server::start(subscribe).await;
    let notify = server.notify.expect("a webhook");
    (server, notify)
}

/// When a test says something was observed: some seconds of the hour before this one.
fn stamp(second: i64) -> String {
    Moment((now() / 3600 - 1) * 3600 + second).iso()
}

pub fn entity(station: usize, second: i64, value: f64) -> Json {
    json!({
        "id": format!("urn:ngsi-ld:AirQualityObserved:{station}"), "type": "AirQualityObserved",
        "dateObserved": { "type": "Property", "value": { "@type": "DateTime", "@value": stamp(second) } },
        "no2": { "type": "Property", "value": value, "observedAt": stamp(second) },
    })
}

fn notification(entities: &[Json]) -> String {
    json!({ "id": "urn:n:1", "type": "Notification", "subscriptionId": "urn:s:1", "data": entities })
        .to_string()
}

async fn post(to: SocketAddr, path: &str, headers: &[&str], body: &str) -> Answer {
    let mut stream = TcpStream::connect(to).await.expect("connect");
    let headers: String = headers.iter().map(|line| format!("{line}\r\n")).collect();
    let head = format!(
        "POST {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{headers}Content-Length: {}\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes()).await.expect("send");
    // A server that has seen enough need not take the body.
    let _ = stream.write_all(body.as_bytes()).await;
    Answer::read(&mut stream).await
}

pub async fn notify(to: SocketAddr, entities: &[Json]) -> u16 {
    let headers = [format!("Authorization: Bearer {SECRET}"), "Content-Type: application/ld+json".to_owned()];
    let headers: Vec<&str> = headers.iter().map(String::as_str).collect();
    post(to, "/notify/air", &headers, &notification(entities)).await.status
}

/// A reader of the city's stream.
pub struct Reader(BufReader<TcpStream>);

impl Reader {
    pub async fn open(server: &Server) -> Self {
        let mut stream = server.connect().await;
        stream.write_all(b"GET /api/live/porto HTTP/1.1\r\nHost: x\r\n\r\n").await.expect("send");
        let mut reader = Self(BufReader::new(stream));
        while !reader.line().await.contains("hello") {}
        reader
    }

    pub async fn line(&mut self) -> String {
        let mut line = String::new();
        let read = tokio::time::timeout(Duration::from_secs(60), self.0.read_line(&mut line));
        assert!(read.await.expect("in time").expect("a line") > 0, "the stream ended");
        line
    }

    /// The next reading.
    pub async fn reading(&mut self) -> Json {
        loop {
            let line = self.line().await;
            assert!(!line.contains("event: dropped"), "nothing is dropped");
            if let Some(data) = line.strip_prefix("data: ").filter(|data| data.contains("\"value\":")) {
                return serde_json::from_str(data).expect("JSON");
            }
        }
    }
}

fn problem(answer: &Answer) -> String {
    assert_eq!(answer.header("content-type"), Some("application/problem+json"), "{answer:?}");
    let said: Json = serde_json::from_slice(&answer.body).expect("JSON");
    said["type"].as_str().and_then(|kind| kind.strip_prefix("urn:gemeo:problem:")).expect("a name").to_owned()
}

#[tokio::test]
async fn only_who_knows_the_secret_posts_and_only_notifications() {
    let (server, to) = start().await;
    let (good, json) = (format!("Authorization: Bearer {SECRET}"), "Content-Type: application/json");
    let other = "Authorization: Bearer another-secret-altogether";
    let basic = format!("Authorization: Basic {SECRET}");
    let body = notification(&[entity(1, 0, 1.0)]);
    for (path, headers, body, status, name) in [
        ("/notify/air", vec![json], body.as_str(), 401, "no-secret"),
        ("/notify/air", vec![json, other], &body, 401, "no-secret"),
        ("/notify/air", vec![json, &basic], &body, 401, "no-secret"),
        ("/notify/air", vec![json, &good, &good], &body, 401, "no-secret"),
        ("/notify/water", vec![json, &good], &body, 401, "no-secret"),
        ("/notify/air", vec![json, other], "not even JSON", 401, "no-secret"),
        ("/notify/air", vec![&good, "Content-Type: text/plain"], &body, 415, "media-type"),
        ("/notify/air", vec![&good, json], "not JSON", 400, "no-notification"),
        ("/notify/air", vec![&good, json], "{\"data\":[7]}", 400, "no-notification"),
        ("/notify", vec![&good, json], &body, 404, "nothing-here"),
        ("/notify/air/x", vec![&good, json], &body, 404, "nothing-here"),
        ("/api/live", vec![&good, json], &body, 404, "nothing-here"),
        ("/", vec![&good, json], &body, 404, "nothing-here"),
    ] {
        let answer = post(to, path, &headers, body).await;
        assert_eq!((answer.status, problem(&answer).as_str()), (status, name), "{path} {headers:?} {body}");
    }
    let large = format!("{{\"data\":[],\"x\":\"{}\"}}", "x".repeat(1024 * 1024));
    let answer = post(to, "/notify/air", &[&good, json], &large).await;
    assert_eq!((answer.status, problem(&answer).as_str()), (413, "too-large"));
    let mut stream = TcpStream::connect(to).await.expect("connect");
    stream
        .write_all(b"GET /notify/air HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        .await
        .expect("send");
    let mut text = String::new();
    stream.read_to_string(&mut text).await.expect("an answer");
    assert!(text.starts_with("HTTP/1.1 405") && text.contains("allow: POST"), "{text}");
    // Nothing of all that was taken, and the public listener has no such address.
    assert_eq!(server.ask("POST", "/notify/air", &[&good, "Content-Length: 0"]).await.status, 405);
    let cities = server.get("/api/live").await.text();
    assert!(cities.contains("\"state\":\"waiting\""), "{cities}");
}

#[tokio::test]
async fn what_is_overtaken_is_put_in_order_and_what_is_late_is_left_out() {
    let (server, to) = start().await;
    let mut reader = Reader::open(&server).await;
    for (second, value) in [(20, 3.0), (10, 2.0), (0, 1.0)] {
        assert_eq!(notify(to, &[entity(1, second, value)]).await, 204);
    }
    for expected in [1.0, 2.0, 3.0] {
        assert_eq!(reader.reading().await["value"], expected);
    }
    // Older than what stands, a double, then a new one: only that is seen.
    assert_eq!(notify(to, &[entity(1, 5, 9.0)]).await, 204);
    assert_eq!(notify(to, &[entity(1, 20, 3.0)]).await, 204);
    tokio::time::sleep(Duration::from_millis(600)).await;
    assert_eq!(notify(to, &[entity(1, 30, 4.0)]).await, 204);
    let seen = reader.reading().await;
    assert_eq!(seen["value"], 4.0);
    assert_eq!((&seen["source"], &seen["replay"]), (&json!("air"), &json!(false)));
    assert!(seen["place"].as_str().is_some_and(|place| place.starts_with("station/ngsi")), "{seen}");
}

#[tokio::test]
async fn ten_thousand_with_doubles_out_of_order_are_each_seen_once() {
    let (server, to) = start().await;
    let mut reader = Reader::open(&server).await;
    let stations = 2500;
    // Each four times, in an order that is far from the first one: 10,007 is a prime.
    let order = (0..10_000).map(|number| number * 7919 % 10_007 % stations);
    let order: Vec<usize> = order.chain(0..stations).collect();
    let value = |station: usize| 1.0 + station as f64 / 4.0;
    let counted = tokio::spawn(async move {
        let mut seen = BTreeMap::new();
        while seen.len() < stations {
            let reading = reader.reading().await;
            *seen.entry(reading["place"].as_str().expect("a place").to_owned()).or_insert(0) += 1;
        }
        // One more, to be sure that nothing comes after.
        (seen, reader)
    });
    for some in order.chunks(100) {
        let entities: Vec<Json> = some.iter().map(|station| entity(*station, 0, value(*station))).collect();
        let mut status = notify(to, &entities).await;
        while status == 503 {
            tokio::time::sleep(Duration::from_millis(100)).await;
            status = notify(to, &entities).await;
        }
        assert_eq!(status, 204);
    }
    let (seen, mut reader) = counted.await.expect("seen");
    assert_eq!(seen.len(), stations);
    assert!(seen.values().all(|count| *count == 1), "each once");
    assert_eq!(notify(to, &[entity(stations, 0, 7.5)]).await, 204);
    assert_eq!(reader.reading().await["value"], 7.5, "and nothing between");
}
