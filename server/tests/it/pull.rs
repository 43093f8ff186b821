//! `/api/pull/…`: what a source says, by its id.

use std::time::Duration;

use crate::common::{Server, upstream::Upstream};
use gemeo_server::{
    config::Config,
    egress::{Media, SourceSpec, Trust},
};

fn add(config: &mut Config, id: &str, url: String) {
    let spec = SourceSpec {
        beneath: url.ends_with('/'),
        url,
        query: vec!["day".to_owned()],
        media: Media::Json,
        every_seconds: 3600,
        max_kib: 4,
        live: None,
        city: None,
        private: false,
        trace: false,
        stale_seconds: None,
    };
    config.egress.caps.loopback_http = true;
    config.sources.insert(spec.check(id, true).expect("a source"));
}

/// Certificates are read although nothing here speaks TLS; where the system has none, an own file serves.
fn trust(config: &mut Config) -> bool {
    let file = std::path::Path::new("/etc/ssl/certs/ca-certificates.crt");
    if !file.exists() {
        eprintln!("skipped: pull: no certificates on this system");
        return false;
    }
    config.egress.trust = Trust::File(file.to_owned());
    true
}

async fn server(host: &Upstream) -> Option<Server> {
    if !trust(&mut Config::default()) {
        return None;
    }
    let url = format!("http://{}/air/", host.address);
    let server = Server::start(|config| {
        trust(config);
        add(config, "air", url);
    });
    Some(server.await)
}

#[tokio::test]
async fn an_answer_is_handed_on_and_kept() {
    let host = Upstream::saying(
        "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nSet-Cookie: a=b\r\nX-Key: canary\r\nContent-Length: 2\r\n\r\n{}",
    )
    .await;
    let Some(server) = server(&host).await else { return };
    for _ in 0..5 {
        let answer =
            server.ask("GET", "/api/pull/air", &["Cookie: session=canary", "X-Forwarded-For: x"]).await;
        assert_eq!((answer.status, answer.text().as_str()), (200, "{}"));
        assert_eq!(answer.header("content-type"), Some("application/json"), "as configured, not as said");
        assert_eq!(answer.header("content-disposition"), Some("attachment"));
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
        assert_eq!((answer.count("set-cookie"), answer.count("x-key")), (0, 0));
    }
    assert_eq!(host.connections(), 1, "asked once, kept for the rest");
    assert_eq!(server.get("/api/pull/air/lisboa?day=2026-01-02").await.status, 200);
    let asked = host.requests();
    assert!(asked[1].starts_with("GET /air/lisboa?day=2026-01-02 HTTP/1.1\r\n"), "{asked:?}");
    assert!(asked.iter().all(|head| !head.contains("canary") && !head.contains("forwarded")), "{asked:?}");
}

#[tokio::test]
async fn what_is_not_on_the_list_is_refused_with_a_problem() {
    let host = Upstream::with_body("{}").await;
    let Some(server) = server(&host).await else { return };
    for (path, status, name) in [
        ("/api/pull/water", 404, "unknown-source"),
        ("/api/pull/https:%2f%2fevil.example", 404, "unknown-source"),
        ("/api/pull/air/https://evil.example/", 400, "refused"),
        ("/api/pull/air/..", 400, "refused"),
        ("/api/pull/air/../private", 400, "refused"),
        ("/api/pull/air/%2e%2e/private", 400, "refused"),
        ("/api/pull/air/a%2f..%2f..%2fprivate", 400, "refused"),
        ("/api/pull/air/a%252f..%252fprivate", 400, "refused"),
        ("/api/pull/air//private", 400, "refused"),
        ("/api/pull/air/a;x", 400, "refused"),
        ("/api/pull/air?url=https://evil.example/", 400, "refused"),
        ("/api/pull/air?day=1&day=2", 400, "refused"),
        ("/api/pull/air?day=%0d%0aX:y", 400, "refused"),
        ("/api/pull", 404, "nothing-here"),
        ("/api/other", 404, "nothing-here"),
        ("/api", 404, "nothing-here"),
    ] {
        let answer = server.get(path).await;
        assert_eq!(answer.status, status, "{path}");
        assert_eq!(answer.header("content-type"), Some("application/problem+json"), "{path}");
        let problem: serde_json::Value = serde_json::from_slice(&answer.body).expect("JSON");
        assert_eq!(problem["type"], format!("urn:gemeo:problem:{name}"), "{path}");
        assert_eq!(problem["status"], status, "{path}");
    }
    let answer = server.ask("POST", "/api/pull/air", &["Content-Length: 0"]).await;
    assert_eq!((answer.status, answer.header("allow")), (405, Some("GET, HEAD")));
    assert_eq!(host.connections(), 0, "nobody came");
}

#[tokio::test]
async fn a_crowd_is_one_reader_to_the_source() {
    let host = Upstream::at(
        ([127, 0, 0, 1], 0),
        &[b"HTTP/1.1 200 OK\r\n", b"Content-Length: 2\r\n\r\n{}"],
        Duration::from_millis(50),
    )
    .await;
    let Some(server) = server(&host).await else { return };
    let server = std::sync::Arc::new(server);
    let crowd: Vec<_> = (0..50)
        .map(|_| {
            let server = std::sync::Arc::clone(&server);
            tokio::spawn(async move { server.get("/api/pull/air").await.status })
        })
        .collect();
    for reader in crowd {
        assert_eq!(reader.await.expect("an answer"), 200);
    }
    assert_eq!(host.connections(), 1);
}

#[tokio::test]
async fn ever_new_addresses_run_out_of_turns() {
    let host = Upstream::with_body("{}").await;
    let Some(server) = server(&host).await else { return };
    let mut statuses = Vec::new();
    for number in 0..60 {
        statuses.push(server.get(&format!("/api/pull/air/{number}")).await.status);
    }
    assert!(statuses.contains(&429) && statuses.starts_with(&[200; 30]), "{statuses:?}");
    assert!(host.connections() < 60);
}

#[tokio::test]
async fn a_source_in_trouble_is_left_alone_and_the_twin_goes_on() {
    let host = Upstream::saying("HTTP/1.1 500 X\r\nContent-Length: 6\r\n\r\ncanary").await;
    let Some(server) = server(&host).await else { return };
    for _ in 0..3 {
        let answer = server.get("/api/pull/air").await;
        assert_eq!(answer.status, 502);
        assert!(answer.text().contains("source-fails") && !answer.text().contains("canary"));
    }
    assert_eq!(host.connections(), 1);
    assert_eq!(server.get("/").await.status, 200);
}

#[tokio::test]
async fn without_sources_there_is_no_api() {
    let server = Server::plain().await;
    for path in ["/api", "/api/pull/air", "/api/openapi.json"] {
        let answer = server.get(path).await;
        assert_eq!(answer.status, 404, "{path}");
        assert!(!answer.text().contains("urn:gemeo"), "{path}");
    }
}
