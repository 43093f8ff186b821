//! Who gets at the private sources and streams of which city, over HTTP.

use crate::common::{
    Server,
    provider::{Provider, sign_in},
    upstream::Upstream,
};
use gemeo_server::egress::{Media, SourceSpec};

const OURS: &str = "gemeo-request: 1";

fn source(url: &str, city: &str, private: bool, live: bool) -> SourceSpec {
    SourceSpec {
        url: url.to_owned(),
        beneath: false,
        query: Vec::new(),
        media: Media::Json,
        every_seconds: 60,
        max_kib: 4,
        live: live.then(|| "ipma-observations".to_owned()),
        city: Some(city.to_owned()),
        private,
        trace: false,
        stale_seconds: None,
    }
}

async fn start() -> Option<(Server, Provider, Upstream)> {
    if !std::path::Path::new("/etc/ssl/certs/ca-certificates.crt").exists() {
        println!("skipped: cities: no certificates on this system");
        return None;
    }
    let (provider, host) = (Provider::start().await, Upstream::with_body("{}").await);
    let url = format!("http://{}/", host.address);
    let server = Server::start(|config| {
        provider.configure(config, 1800, 28_800);
        for (id, city, private, live) in [
            ("air-lisboa", "lisboa", true, true),
            ("air-porto", "porto", true, true),
            ("open-porto", "porto", false, true),
        ] {
            let source = source(&url, city, private, live).check(id, true).expect("a source");
            config.sources.insert(source);
        }
    });
    Some((server.await, provider, host))
}

#[tokio::test]
async fn each_person_gets_at_their_own_city_alone() {
    let Some((server, provider, _host)) = start().await else { return };
    let people: [(&str, &[&str], &[&str]); 4] = [
        ("ana", &["lisboa-staff"], &["lisboa"]),
        ("rui", &["porto-staff"], &["porto"]),
        ("eva", &["lisboa-staff", "porto-staff"], &["lisboa", "porto"]),
        ("zé", &["braga-staff"], &[]),
    ];
    let mut sessions = vec![(String::new(), [].as_slice())];
    for (sub, groups, cities) in people {
        sessions.push((sign_in(&server, &provider, sub, groups).await, cities));
    }
    for (session, cities) in &sessions {
        let cookie = format!("Cookie: {session}");
        for city in ["lisboa", "porto"] {
            let expected = match (session.is_empty(), cities.contains(&city)) {
                (true, _) => 401,
                (false, true) => 200,
                (false, false) => 403,
            };
            let path = format!("/api/pull/air-{city}");
            let answer = server.ask("GET", &path, &[&cookie, OURS]).await;
            assert_eq!(answer.status, expected, "{path} {cities:?}");
            let kept = if expected == 200 { "private, no-store" } else { "no-store" };
            assert_eq!(answer.header("cache-control"), Some(kept), "{path} {cities:?}");
            let without = server.ask("GET", &path, &[&cookie]).await;
            assert_eq!(without.status, 403, "without the header, whoever it is");
            if expected != 200 {
                let path = format!("/api/live/{city}/private");
                assert_eq!(server.ask("GET", &path, &[&cookie, OURS]).await.status, expected, "{path}");
            }
        }
        let open = server.ask("GET", "/api/pull/open-porto", &[&cookie]).await;
        assert_eq!((open.status, open.header("cache-control").map(|keep| &keep[..6])), (200, Some("public")));
    }
    // The list of cities does not tell of private sources.
    let cities = server.get("/api/live").await.text();
    assert!(
        cities.contains("porto") && !cities.contains("lisboa") && !cities.contains("air-porto"),
        "{cities}"
    );
}

#[tokio::test]
async fn a_private_stream_is_heard_by_its_city_and_ends_with_the_session() {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let Some((server, provider, _host)) = start().await else { return };
    let session = sign_in(&server, &provider, "ana", &["lisboa-staff"]).await;
    let mut stream = server.connect().await;
    let head =
        format!("GET /api/live/lisboa/private HTTP/1.1\r\nHost: x\r\nCookie: {session}\r\n{OURS}\r\n\r\n");
    stream.write_all(head.as_bytes()).await.expect("send");
    let mut said = String::new();
    let mut piece = [0; 4096];
    while !said.contains("\"private\":true") {
        let read = stream.read(&mut piece).await.expect("a piece");
        assert!(read > 0, "it ended: {said}");
        said.push_str(&String::from_utf8_lossy(&piece[..read]));
    }
    assert!(said.starts_with("HTTP/1.1 200") && said.contains("\"city\":\"lisboa\""), "{said}");
}
