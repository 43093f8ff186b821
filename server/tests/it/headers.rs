//! The headers of every answer, the sign of life, and whom the server believes about TLS.

use crate::common::Server;
use gemeo_server::headers::PERMISSIONS_POLICY;

/// Written out here once more, so that a slip in the server shows.
const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'";

#[tokio::test]
async fn every_answer_carries_them() {
    let server = Server::plain().await;
    for (method, path, status) in [
        ("GET", "/", 200),
        ("GET", "/healthz", 200),
        ("GET", "/sw.js", 200),
        ("GET", "/pt", 308),
        ("GET", "/no-such-page/", 404),
        ("GET", "/no-such-file.js", 404),
        ("GET", "/..", 400),
        ("POST", "/", 405),
        ("POST", "/healthz", 405),
    ] {
        let answer = server.ask(method, path, &[]).await;
        assert_eq!(answer.status, status, "{method} {path}");
        for (name, text) in [
            ("content-security-policy", POLICY),
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "no-referrer"),
            ("cross-origin-opener-policy", "same-origin"),
            ("permissions-policy", PERMISSIONS_POLICY),
        ] {
            assert_eq!((answer.header(name), answer.count(name)), (Some(text), 1), "{method} {path}");
        }
        assert_eq!(answer.count("cache-control"), 1, "{method} {path}");
        assert_eq!(answer.header("strict-transport-security"), None, "{method} {path}");
        assert_eq!(answer.header("server"), None, "{method} {path}");
    }
    assert!(PERMISSIONS_POLICY.contains("geolocation=(self)") && PERMISSIONS_POLICY.contains("camera=()"));
}

#[tokio::test]
async fn listed_tile_hosts_and_no_others_may_be_asked() {
    let server = Server::start(|config| {
        config.tile_hosts = "https://tiles.example, https://b.tiles.example:8443".parse().expect("a list");
    })
    .await;
    let widened = POLICY.replace(
        "connect-src 'self'",
        "connect-src 'self' https://b.tiles.example:8443 https://tiles.example",
    );
    assert_eq!(server.get("/").await.header("content-security-policy"), Some(widened.as_str()));
}

#[tokio::test]
async fn a_refused_body_carries_them_too() {
    let server = Server::start(|config| config.limits.body_bytes = 10).await;
    let answer = server.ask("POST", "/", &["Content-Length: 11"]).await;
    assert_eq!((answer.status, answer.header("content-security-policy")), (413, Some(POLICY)));
}

#[tokio::test]
async fn the_sign_of_life_follows_the_folder() {
    let server = Server::plain().await;
    let well = server.get("/healthz").await;
    let expected = format!("{{\"status\":\"ok\",\"version\":\"{}\"}}\n", env!("CARGO_PKG_VERSION"));
    assert_eq!((well.status, well.text()), (200, expected));
    assert_eq!(well.header("content-type"), Some("application/json"));
    assert_eq!(well.header("cache-control"), Some("no-store"));
    std::fs::remove_dir_all(server.folder.path().join("dist")).expect("remove");
    let ill = server.get("/healthz").await;
    assert_eq!(ill.status, 503);
    assert!(!ill.text().contains("\"ok\""), "{}", ill.text());
    assert_eq!(server.get("/").await.status, 404);
}

const HTTPS: &str = "X-Forwarded-Proto: https";

#[tokio::test]
async fn a_trusted_proxy_is_believed_about_tls() {
    let server = Server::start(|config| config.trusted_proxies = "127.0.0.1".parse().expect("a list")).await;
    let sent = server.ask("GET", "/", &[HTTPS]).await;
    assert_eq!(sent.header("strict-transport-security"), Some("max-age=31536000"));
    for headers in
        [&[][..], &["X-Forwarded-Proto: http"], &[HTTPS, HTTPS], &["X-Forwarded-Proto: https, http"]]
    {
        let answer = server.ask("GET", "/", headers).await;
        assert_eq!(answer.header("strict-transport-security"), None, "{headers:?}");
    }
}

#[tokio::test]
async fn nobody_else_is() {
    let server = Server::start(|config| config.trusted_proxies = "10.0.0.0/8".parse().expect("a list")).await;
    for headers in
        [&[HTTPS][..], &[HTTPS, "X-Forwarded-For: 10.0.0.1"], &["Forwarded: for=10.0.0.1;proto=https"]]
    {
        let answer = server.ask("GET", "/", headers).await;
        assert_eq!(answer.header("strict-transport-security"), None, "{headers:?}");
    }
}
