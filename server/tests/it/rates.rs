//! How often one address may ask: bursts, recovery, spoofed addresses, and that pages are not held up.

use std::time::Duration;

use crate::common::{Answer, Server, provider::private_file};
use gemeo_server::{config::Config, inbox::Table};
use serde_json::json;
use tokio::{io::AsyncWriteExt, net::TcpStream};

/// A server with something below `/api` and a webhook.
async fn start(change: impl FnOnce(&mut Config)) -> Server {
    Server::start(|config| {
        let file = config.root.parent().expect("a folder").join("air.secret");
        private_file(&file, "a-secret-of-the-subscription");
        let table = json!({ "city": "porto", "live": "ngsi", "secret_file": file });
        let table: Table = serde_json::from_value(table).expect("a table");
        config.subscriptions.push(table.check("air", false).expect("a subscription"));
        config.notify_listen = Some(([127, 0, 0, 1], 0).into());
        change(config);
    })
    .await
}

async fn statuses(server: &Server, path: &str, headers: &[&[&str]]) -> Vec<u16> {
    let mut statuses = Vec::new();
    for headers in headers {
        statuses.push(server.ask("GET", path, headers).await.status);
    }
    statuses
}

#[tokio::test]
async fn a_burst_is_answered_then_told_when_to_come_back() {
    // Six a minute: one comes back after ten seconds.
    let server = start(|config| config.rates.api = 6).await;
    let plain: &[&str] = &[];
    assert_eq!(statuses(&server, "/api/live", &[plain; 6]).await, [200; 6]);
    let refused = server.get("/api/live").await;
    assert_eq!((refused.status, refused.header("content-type")), (429, Some("application/problem+json")));
    assert!(refused.text().contains("urn:gemeo:problem:too-many"), "{}", refused.text());
    let wait: u64 = refused.header("retry-after").and_then(|after| after.parse().ok()).expect("seconds");
    assert!((1..=11).contains(&wait), "{wait}");
    for path in ["/api", "/api/openapi.json", "/api/no/such/address", "/api/live/braga"] {
        assert_eq!(server.get(path).await.status, 429, "{path}");
    }
    assert_eq!(server.ask("POST", "/api/live", &["Content-Length: 0"]).await.status, 429);
    // Pages, signs of life and other kinds of request are not held up.
    for (path, status) in [("/", 200), ("/healthz", 200), ("/auth/login", 404)] {
        assert_eq!(server.get(path).await.status, status, "{path}");
    }
    tokio::time::sleep(Duration::from_secs(wait)).await;
    assert_eq!(server.get("/api/live").await.status, 200, "a turn came back");
}

#[tokio::test]
async fn a_client_gets_no_turns_by_what_it_writes_into_a_header() {
    let server = start(|config| config.rates.api = 2).await;
    let spoofed: [&[&str]; 4] = [
        &["X-Forwarded-For: 198.51.100.1"],
        &["X-Forwarded-For: 198.51.100.2"],
        &["X-Forwarded-For: 198.51.100.3", "Forwarded: for=198.51.100.3", "X-Real-IP: 198.51.100.3"],
        &["X-Forwarded-For: 127.0.0.1"],
    ];
    assert_eq!(statuses(&server, "/api/live", &spoofed).await, [200, 200, 429, 429]);
    // Behind a proxy, what stands before the address that the proxy added does not count either.
    let server = start(|config| {
        config.rates.api = 2;
        config.trusted_proxies = "127.0.0.1".parse().expect("a list");
    })
    .await;
    let behind: [&[&str]; 8] = [
        &["X-Forwarded-For: 192.0.2.1"],
        &["X-Forwarded-For: 198.51.100.1, 192.0.2.1"],
        &["X-Forwarded-For: 198.51.100.2, 192.0.2.1"],
        &["X-Forwarded-For: 198.51.100.3, 127.0.0.1", "X-Forwarded-For: 192.0.2.1"],
        &["X-Forwarded-For: 192.0.2.2"],
        &["X-Forwarded-For: 2001:db8:0:1::1"],
        &["X-Forwarded-For: 2001:db8:0:1:2:3:4:5"],
        &["X-Forwarded-For: 2001:db8:0:1:ffff::"],
    ];
    let said = statuses(&server, "/api/live", &behind).await;
    assert_eq!(said, [200, 200, 429, 429, 200, 200, 200, 429]);
}

#[tokio::test]
async fn the_base_path_gives_no_second_helping() {
    let server = start(|config| {
        config.rates.api = 2;
        config.base = "/twin/".parse().expect("a base");
    })
    .await;
    assert_eq!(server.get("/api/live").await.status, 200);
    assert_eq!(server.get("/twin/api/live").await.status, 200);
    assert_eq!(server.get("/twin/api/live").await.status, 429);
    assert_eq!(server.get("/api/live").await.status, 429);
}

#[tokio::test]
async fn the_webhook_is_counted_before_a_secret_is_looked_at() {
    let server = start(|config| config.rates.notify = 3).await;
    let notify = server.notify.expect("a webhook");
    let mut said = Vec::new();
    for _ in 0..5 {
        let mut stream = TcpStream::connect(notify).await.expect("connect");
        let lines = b"POST /notify/air HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";
        stream.write_all(lines).await.expect("send");
        said.push(Answer::read(&mut stream).await.status);
    }
    assert_eq!(said, [401, 401, 401, 429, 429]);
}

#[tokio::test]
async fn signing_in_is_counted_apart() {
    let server = start(|config| (config.rates.api, config.rates.auth) = (1, 2)).await;
    let plain: &[&str] = &[];
    assert_eq!(statuses(&server, "/auth/login", &[plain; 3]).await, [404, 404, 429]);
    assert_eq!(server.ask("POST", "/auth/backchannel-logout", &["Content-Length: 0"]).await.status, 429);
    assert_eq!(statuses(&server, "/api/live", &[plain; 2]).await, [200, 429]);
}
