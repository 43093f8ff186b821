//! The listeners: each with its own routes and no other's; errors of the API as problems; its description.

use std::{collections::BTreeSet, path::Path, time::Duration};

use crate::common::{Answer, Server};
use gemeo_server::{
    config::Config,
    egress::{Media, SourceSpec, Trust},
    listen::{Listener, stop},
    metrics::Metrics,
    ops::Ops,
    router,
};
use serde_json::Value as Json;
use tokio::{io::AsyncWriteExt, net::TcpStream};

fn with_sources(config: &mut Config) {
    let spec = |live: Option<&str>| SourceSpec {
        url: "https://data.example.org/air/".to_owned(),
        beneath: true,
        query: Vec::new(),
        media: Media::Json,
        every_seconds: 3600,
        max_kib: 4,
        live: live.map(str::to_owned),
        city: live.map(|_| "porto".to_owned()),
        private: false,
        trace: false,
        stale_seconds: None,
    };
    config.sources.insert(spec(None).check("air", false).expect("a source"));
    // Nothing is asked of it here: the name of an example leads nowhere.
    config.sources.insert(spec(Some("ipma-observations")).check("weather", false).expect("a source"));
}

async fn with_api(change: impl FnOnce(&mut Config)) -> Option<Server> {
    let authorities = Path::new("/etc/ssl/certs/ca-certificates.crt");
    if !authorities.exists() {
        println!("skipped: listeners: no certificates on this system");
        return None;
    }
    let server = Server::start(|config| {
        config.egress.trust = Trust::File(authorities.to_owned());
        with_sources(config);
        change(config);
    });
    Some(server.await)
}

fn problem(answer: &Answer) -> String {
    assert_eq!(answer.header("content-type"), Some("application/problem+json"), "{answer:?}");
    let said: Json = serde_json::from_slice(&answer.body).expect("JSON");
    assert_eq!(said["status"], answer.status);
    assert!(said["title"].as_str().is_some_and(|title| title.contains(" · ")), "in both languages: {said}");
    let kind = said["type"].as_str().expect("a type");
    kind.strip_prefix("urn:gemeo:problem:").expect("a name").to_owned()
}

async fn description(server: &Server) -> Json {
    let answer = server.get("/api/openapi.json").await;
    assert_eq!((answer.status, answer.header("content-type")), (200, Some("application/json")));
    serde_json::from_slice(&answer.body).expect("JSON")
}

#[tokio::test]
async fn every_error_of_the_api_is_a_problem() {
    let Some(server) = with_api(|config| config.limits.body_bytes = 16).await else { return };
    for (method, path, headers, status, name) in [
        ("GET", "/api", "X: y", 404, "nothing-here"),
        ("PUT", "/api/other", "Content-Length: 0", 404, "nothing-here"),
        ("DELETE", "/api/live", "X: y", 405, "method"),
        ("POST", "/api/pull/air", "Content-Length: 0", 405, "method"),
        ("GET", "/api/pull/%ff", "X: y", 400, "malformed"),
        ("GET", "/api/live/braga", "X: y", 404, "unknown-city"),
        ("POST", "/api/pull/air", "Content-Length: 17", 413, "too-large"),
    ] {
        let answer = server.ask(method, path, &[headers]).await;
        assert_eq!((answer.status, problem(&answer).as_str()), (status, name), "{method} {path}");
        assert_eq!(answer.header("cache-control"), Some("no-store"));
    }
    let methods = server.ask("DELETE", "/api/live", &[]).await;
    assert_eq!(methods.header("allow"), Some("GET, HEAD"));
    // The twin's own errors stay pages.
    assert!(!server.get("/pt/nothing/").await.text().contains("urn:gemeo"));
    assert!(!server.get("/apis").await.text().contains("urn:gemeo"));
}

#[tokio::test]
async fn below_a_base_errors_are_problems_too() {
    let Some(server) = with_api(|config| config.base = "/twin/".parse().expect("a base")).await else {
        return;
    };
    for path in ["/api/nothing", "/twin/api/nothing"] {
        assert_eq!(problem(&server.get(path).await), "nothing-here", "{path}");
    }
    assert_eq!(description(&server).await["openapi"], "3.1.0");
    assert_eq!(server.get("/twin/api/openapi.json").await.status, 200);
}

#[tokio::test]
async fn the_description_has_every_route_and_no_other() {
    let Some(server) = with_api(|_| {}).await else { return };
    let description = description(&server).await;
    let paths = description["paths"].as_object().expect("paths");
    let described: BTreeSet<&str> = paths.keys().map(String::as_str).collect();
    let expected =
        ["/api/live", "/api/live/{city}", "/api/openapi.json", "/api/pull/{id}", "/api/pull/{id}/{below}"];
    assert_eq!(described, BTreeSet::from(expected));
    let problem = &description["components"]["schemas"]["Problem"]["properties"];
    assert!(problem["type"].is_object() && problem["title"].is_object() && problem["status"].is_object());
    for (path, item) in paths {
        for (method, operation) in item.as_object().expect("operations") {
            let default = &operation["responses"]["default"]["content"]["application/problem+json"];
            assert!(default["schema"].is_object(), "{method} {path} names its problems");
            assert!(
                operation["summary"].is_string() || operation["description"].is_string(),
                "{method} {path}"
            );
            let named: BTreeSet<&str> =
                path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}')).collect();
            let parameters = operation["parameters"].as_array().cloned().unwrap_or_default();
            let stated: BTreeSet<&str> = parameters
                .iter()
                .filter(|parameter| parameter["in"] == "path")
                .filter_map(|parameter| parameter["name"].as_str())
                .collect();
            assert_eq!(named, stated, "{method} {path}");
            // It is there: what is no route is nothing-here, what is no method is 405.
            let asked = path.replace("{city}", "nowhere").replace("{id}", "nothing").replace("{below}", "x");
            let answer = server.ask(&method.to_uppercase(), &asked, &["Content-Length: 0"]).await;
            assert!(answer.status != 405 && !answer.text().contains("nothing-here"), "{method} {path}");
        }
    }
}

/// Routes below `/api` and `/auth` are made by `routes!`, which describes them; by hand only the refusals are.
#[test]
fn no_route_is_made_past_the_description() {
    let mut folders = vec![std::path::PathBuf::from("src")];
    let mut by_hand = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = std::fs::read_to_string(&path).expect("text");
            let lines = text.lines().map(str::trim);
            by_hand.extend(
                lines
                    .filter(|line| line.starts_with(".route(\"/api") || line.starts_with(".route(\"/auth"))
                    .map(str::to_owned),
            );
        }
    }
    assert!(by_hand.iter().all(|line| line.ends_with("any(nothing_here))")), "{by_hand:?}");
    assert!(by_hand.len() >= 2, "the refusals are found: {by_hand:?}");
}

#[tokio::test]
async fn the_listener_of_operations_has_its_own_routes_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("index.html"), "shell").expect("write");
    let config = Config { root: folder.path().to_owned(), ..Config::default() };
    let metrics = Metrics::default();
    metrics.called("air", "answered");
    let ops = Ops { root: config.root.clone(), metrics: metrics.clone(), shares: true };
    let address = ([127, 0, 0, 1], 0).into();
    let listener =
        Listener::bind(address, router::ops(&config, ops), config.limits, None).await.expect("bind");
    let address = listener.address().expect("an address");
    let (stopper, stop) = stop::pair();
    let task = tokio::spawn(listener.run(stop));
    let get = async |line: &str| {
        let mut stream = TcpStream::connect(address).await.expect("connect");
        // A name of this machine, or the one that a line brings along.
        let host = if line.contains("Host:") { "" } else { " HTTP/1.1\r\nHost: localhost" };
        let request = format!("{line}{host}\r\nConnection: close\r\n\r\n");
        stream.write_all(request.as_bytes()).await.expect("send");
        Answer::read(&mut stream).await
    };
    assert_eq!(get("GET /healthz").await.status, 200);
    let ready = get("GET /readyz").await;
    assert!(ready.status == 200 && ready.text().contains(",\"nats\":\"away\"}"), "{ready:?}");
    metrics.nats.connected.set(1);
    assert!(get("GET /readyz").await.text().contains(",\"nats\":\"connected\"}"));
    for host in ["rebound.example.org", "127.0.0.1.nip.io:9000", "192.0.2.1"] {
        let answer = get(&format!("GET /metrics HTTP/1.1\r\nHost: {host}")).await;
        assert_eq!((answer.status, problem(&answer).as_str()), (421, "misdirected"), "{host}");
    }
    assert_eq!(get("GET /metrics HTTP/1.1\r\nHost: [::1]:9000").await.status, 200);
    for line in
        ["GET /", "GET /index.html", "GET /api", "GET /api/openapi.json", "GET /auth/login", "GET /metrics/x"]
    {
        let answer = get(line).await;
        assert_eq!((answer.status, problem(&answer).as_str()), (404, "nothing-here"), "{line}");
    }
    assert_eq!(problem(&get("POST /metrics").await), "method");
    let figures = get("GET /metrics").await;
    assert!(
        figures.header("content-type").is_some_and(|kind| kind.starts_with("application/openmetrics-text"))
    );
    let text = figures.text();
    assert!(text.contains("gemeo_calls_total{source=\"air\",outcome=\"answered\"} 1"), "{text}");
    assert!(text.contains("gemeo_requests_total{listener=\"ops\",status=\"200\"} 4"), "{text}");
    assert!(text.contains("gemeo_requests_total{listener=\"ops\",status=\"421\"} 3"), "{text}");
    assert!(text.ends_with("# EOF\n"), "{text}");
    std::fs::remove_file(folder.path().join("index.html")).expect("remove");
    assert_eq!(get("GET /readyz").await.status, 503);
    assert_eq!(get("GET /healthz").await.status, 200, "it runs all the same");
    stopper.stop();
    tokio::time::timeout(Duration::from_secs(5), task).await.expect("the end").expect("well");
}

#[tokio::test]
async fn the_public_listener_has_no_figures() {
    let server = Server::plain().await;
    for path in ["/metrics", "/readyz", "/api", "/api/openapi.json", "/auth/login", "/notify/air"] {
        let answer = server.get(path).await;
        assert_eq!(answer.status, 404, "{path}");
        assert!(!answer.text().contains("gemeo_requests") && !answer.text().contains("urn:gemeo"), "{path}");
    }
}
