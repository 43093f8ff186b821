//! Live readings over HTTP: from a source, from a replay, to readers that come, go and come back.

use std::{path::Path, time::Duration};

use crate::common::{Server, upstream::Upstream};
use gemeo_server::{
    config::Config,
    egress::{Media, SourceSpec, Trust},
};
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::TcpStream,
};

/// An answer of the form of IPMA's stations, with one of them. The figures are made up for this test.
pub fn answer(day: &str, value: &str) -> String {
    format!(
        r#"{{"{day}T14:00":{{"1210883":{{"temperatura":{value},"humidade":-99.0,"intensidadeVento":-99.0}}}}}}"#
    )
}

pub fn add(config: &mut Config, url: String) {
    let spec = SourceSpec {
        url,
        beneath: false,
        query: Vec::new(),
        media: Media::Json,
        every_seconds: 1,
        max_kib: 64,
        live: Some("ipma-observations".to_owned()),
        city: Some("porto".to_owned()),
        private: false,
        trace: false,
        stale_seconds: Some(2),
    };
    config.egress.caps.loopback_http = true;
    config.sources.insert(spec.check("air", true).expect("a source"));
}

async fn polled(host: &Upstream, change: impl FnOnce(&mut Config)) -> Option<Server> {
    let authorities = Path::new("/etc/ssl/certs/ca-certificates.crt");
    if !authorities.exists() {
        println!("skipped: live: no certificates on this system");
        return None;
    }
    let url = format!("http://{}/", host.address);
    let start = Server::start(|config| {
        config.egress.trust = Trust::File(authorities.to_owned());
        add(config, url);
        change(config);
    });
    Some(start.await)
}

/// A reader of a stream.
struct Reader {
    lines: BufReader<TcpStream>,
    /// The last line that said something.
    last: String,
}

impl Reader {
    async fn open(server: &Server, path: &str, headers: &str) -> Self {
        let mut stream = server.connect().await;
        let head = format!("GET {path} HTTP/1.1\r\nHost: x\r\n{headers}\r\n");
        stream.write_all(head.as_bytes()).await.expect("send");
        Self { lines: BufReader::new(stream), last: String::new() }
    }

    /// Asks for something else on the same connection.
    async fn ask(&mut self, path: &str) {
        let head = format!("GET {path} HTTP/1.1\r\nHost: x\r\n\r\n");
        self.lines.write_all(head.as_bytes()).await.expect("send");
    }

    /// The lines of the head whose first line begins so.
    async fn head_after(&mut self, first: &str) -> Vec<String> {
        self.until(first).await.expect("a head");
        let (mut head, mut line) = (Vec::new(), String::new());
        while self.lines.read_line(&mut line).await.is_ok_and(|read| read > 2) {
            head.push(line.trim_end().to_owned());
            line.clear();
        }
        head
    }

    /// The next line that holds these words; none at the end of the stream.
    async fn until(&mut self, words: &str) -> Option<String> {
        let (mut line, mut seen) = (String::new(), String::new());
        let read = async {
            loop {
                seen.push_str(&line);
                line.clear();
                if self.lines.read_line(&mut line).await.unwrap_or(0) == 0 {
                    return None;
                }
                if !line.trim_end().is_empty() {
                    line.trim_end().clone_into(&mut self.last);
                }
                if line.contains(words) {
                    return Some(line.trim_end().to_owned());
                }
            }
        };
        let read = tokio::time::timeout(Duration::from_secs(30), read).await;
        read.unwrap_or_else(|_| panic!("{words} did not come in time, but {seen}"))
    }
}

#[tokio::test]
async fn a_polled_source_is_heard_once_and_resumed() {
    let host = Upstream::with_body(&answer("2026-09-07", "41")).await;
    let Some(server) = polled(&host, |_| {}).await else { return };
    let mut reader = Reader::open(&server, "/api/live/porto", "").await;
    assert!(reader.until("content-type").await.is_some_and(|line| line.ends_with("text/event-stream")));
    assert!(reader.until("hello").await.is_some());
    let data = reader.until("temperature").await.expect("a reading");
    for part in ["\"value\":41.0", "\"place\":\"station/ipma1210883\"", "2026-09-07T14", "\"replay\":false"] {
        assert!(data.contains(part), "{part}: {data}");
    }
    // Asked again and again, the same answer is no news: only what stands is in a new stream.
    while host.connections() < 3 {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let mut other = Reader::open(&server, "/api/live/porto", "Last-Event-ID: long-gone-1\r\n").await;
    let id = other.until("id: ").await.expect("an id").replace("id: ", "");
    assert!(other.until("event: dropped").await.is_some());
    assert!(other.until("\"state\":\"live\"").await.is_some());
    assert!(other.until("\"value\":41.0").await.is_some());
    let mut back = Reader::open(&server, "/api/live/porto", &format!("Last-Event-ID: {id}\r\n")).await;
    assert_eq!(back.until("id: ").await, Some(format!("id: {id}")), "nothing was missed");
    let cities = server.get("/api/live").await;
    let cities: serde_json::Value = serde_json::from_slice(&cities.body).expect("JSON");
    assert_eq!(cities["porto"][0]["state"], "live");
    let answer = server.get("/api/live/braga").await;
    assert_eq!((answer.status, answer.text().contains("unknown-city")), (404, true));
    // The end ends the streams well before the drain time.
    server.stopper.stop();
    assert_eq!(reader.until("never said").await, None);
    tokio::time::timeout(Duration::from_secs(5), server.task).await.expect("the end").expect("well");
}

#[tokio::test]
async fn a_source_that_fails_is_said_to_and_grows_stale() {
    let host = Upstream::saying("HTTP/1.1 500 X\r\nContent-Length: 6\r\n\r\ncanary").await;
    let Some(server) = polled(&host, |_| {}).await else { return };
    let mut reader = Reader::open(&server, "/api/live/porto", "").await;
    assert!(reader.until("\"state\":\"failing\"").await.is_some_and(|line| line.contains("source-fails")));
    assert!(reader.until("\"state\":\"stale\"").await.is_some_and(|line| !line.contains("canary")));
    assert_eq!(server.get("/").await.status, 200, "the twin goes on");
    let host = Upstream::with_body("<!doctype html><title>down</title>").await;
    let Some(server) = polled(&host, |_| {}).await else { return };
    let mut reader = Reader::open(&server, "/api/live/porto", "").await;
    assert!(reader.until("\"state\":\"failing\"").await.is_some_and(|line| line.contains("unreadable")));
}

#[tokio::test]
async fn a_stream_has_its_connection_to_itself() {
    let host = Upstream::with_body(&answer("2026-09-07", "41")).await;
    let Some(server) = polled(&host, |_| {}).await else { return };
    let mut reader = Reader::open(&server, "/healthz", "").await;
    assert!(reader.until("\"status\":\"ok\"").await.is_some(), "on a connection that was kept");
    // Two at once, and one that nobody will answer.
    reader.ask("/healthz").await;
    reader.ask("/api/live/porto").await;
    assert!(reader.until("\"status\":\"ok\"").await.is_some());
    let head = reader.head_after("HTTP/1.1 200 OK").await;
    for line in ["transfer-encoding: chunked", "connection: close", "x-content-type-options: nosniff"] {
        assert!(head.iter().any(|held| held == line), "{line}: {head:?}");
    }
    assert!(head.iter().any(|line| line.starts_with("date: ")), "{head:?}");
    assert!(reader.until("hello").await.is_some());
    reader.ask("/healthz").await;
    assert!(reader.until("\"value\":41.0").await.is_some());
    server.stopper.stop();
    assert_eq!(reader.until("\"status\"").await, None, "the stream was the last that was answered");
    assert_eq!(reader.last, "0", "it came to its end, and says so");
}

#[tokio::test]
async fn old_clients_and_askers_for_the_head_are_answered_too() {
    let host = Upstream::with_body(&answer("2026-09-07", "41")).await;
    let Some(server) = polled(&host, |_| {}).await else { return };
    let mut stream = server.connect().await;
    stream.write_all(b"GET /api/live/porto HTTP/1.0\r\n\r\n").await.expect("send");
    let mut reader = Reader { lines: BufReader::new(stream), last: String::new() };
    let head = reader.head_after("HTTP/1.").await;
    assert!(head.iter().all(|line| !line.starts_with("transfer-encoding")), "{head:?}");
    assert!(reader.until("hello").await.is_some());
    let answer = server.ask("HEAD", "/api/live/porto", &[]).await;
    assert_eq!((answer.status, answer.body.is_empty()), (200, true));
}

#[tokio::test]
async fn seats_are_bounded() {
    let host = Upstream::with_body(&answer("2026-09-07", "41")).await;
    let Some(server) = polled(&host, |config| config.subscribers = 1).await else { return };
    let mut reader = Reader::open(&server, "/api/live/porto", "").await;
    assert!(reader.until("hello").await.is_some());
    let answer = server.get("/api/live/porto").await;
    assert_eq!((answer.status, answer.header("retry-after")), (503, Some("30")));
    drop(reader);
    // The seat is free once the server notices.
    let mut again = Reader::open(&server, "/api/live/porto", "").await;
    while again.until("HTTP/1.1 200").await.is_none() {
        again = Reader::open(&server, "/api/live/porto", "Connection: close\r\n").await;
    }
}

#[tokio::test]
async fn a_replay_says_so_and_calls_nobody() {
    let host = Upstream::with_body(&answer("2026-09-07", "99")).await;
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::create_dir(folder.path().join("air")).expect("a folder");
    for (name, value) in [("2026-01-01.json", "10"), ("2026-01-02.json", "20")] {
        std::fs::write(folder.path().join("air").join(name), answer(&name[..10], value)).expect("write");
    }
    let url = format!("http://{}/", host.address);
    let server = Server::start(|config| {
        add(config, url);
        config.replay = Some(folder.path().to_owned());
        config.replay_every = Duration::from_millis(100);
    })
    .await;
    let mut reader = Reader::open(&server, "/api/live/porto", "").await;
    assert!(reader.until("\"city\":\"porto\"").await.is_some_and(|line| line.contains("\"replay\":true")));
    // Round and round: both days are heard again.
    for _ in 0..2 {
        for (day, value) in [("2026-01-01", "10.0"), ("2026-01-02", "20.0")] {
            let line = reader.until(&format!("\"value\":{value}")).await.expect("a reading");
            assert!(line.contains(day) && line.contains("\"replay\":true"), "{line}");
        }
    }
    assert_eq!(server.get("/api/pull/air").await.status, 404, "a replay has nothing to pull");
    assert_eq!(host.connections(), 0, "nobody was called");
}

/// The recorded answer of IPMA's stations that the project keeps, where it is there.
#[tokio::test]
async fn a_recorded_answer_of_ipma_is_replayed() {
    let test = "a_recorded_answer_of_ipma_is_replayed";
    let data = std::env::var("GEMEO_TEST_DATA").unwrap_or_else(|_| "../../shared/data".to_owned());
    let recorded = Path::new(&data).join("api_samples/ipma_station_observations.json");
    let Ok(text) = std::fs::read_to_string(&recorded) else {
        println!("skipped: {test}: {} is not there", recorded.display());
        return;
    };
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::create_dir(folder.path().join("air")).expect("a folder");
    let json: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    std::fs::write(folder.path().join("air/2026-09-07.json"), json["body"].to_string()).expect("write");
    let server = Server::start(|config| {
        add(config, "https://data.example.org/".to_owned());
        config.replay = Some(folder.path().to_owned());
    })
    .await;
    let mut reader = Reader::open(&server, "/api/live/porto", "").await;
    let line = reader.until("station/").await.expect("a reading");
    assert!(line.contains("2026-09-07") && line.contains("\"replay\":true"), "{line}");
}
