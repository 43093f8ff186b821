//! Calls to the outside: where they must not go, nobody comes; where they may, they are held to their limits.

use std::{
    collections::HashMap,
    io,
    net::IpAddr,
    path::Path,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use crate::common::{certificate, upstream::Upstream};
use gemeo_server::egress::{
    Answer, Caps, Client, EgressError, Lookup, Media, Resolver, SourceSpec, Sources, SystemResolver, Trust,
};
use tokio::{io::AsyncWriteExt, net::TcpListener};

/// Names with their answers, one after the other; the last one stays.
#[derive(Default)]
struct Names {
    answers: HashMap<&'static str, Mutex<Vec<Vec<IpAddr>>>>,
    lookups: AtomicUsize,
}

impl Names {
    fn of(names: &[(&'static str, &[&[&str]])]) -> Arc<Self> {
        let read = |list: &&[&str]| list.iter().map(|text| text.parse().expect("an address")).collect();
        let answers = names.iter().map(|(name, lists)| (*name, Mutex::new(lists.iter().map(read).collect())));
        Arc::new(Self { answers: answers.collect(), lookups: AtomicUsize::new(0) })
    }
}

impl Resolver for Names {
    fn look_up<'a>(&'a self, name: &'a str) -> Lookup<'a> {
        self.lookups.fetch_add(1, Ordering::SeqCst);
        let found = self.answers.get(name).map(|answers| {
            let mut answers = answers.lock().expect("the list");
            if answers.len() > 1 { answers.remove(0) } else { answers[0].clone() }
        });
        Box::pin(async move { found.ok_or_else(|| io::Error::other("no such name")) })
    }
}

const TEST_CAPS: Caps = Caps { time: Duration::from_secs(10), concurrent: 4, loopback_http: true };

fn sources(urls: &[String], max_kib: usize) -> Sources {
    let mut sources = Sources::default();
    for (number, url) in urls.iter().enumerate() {
        let spec = SourceSpec {
            url: url.clone(),
            beneath: url.ends_with('/') && !url.contains('?'),
            query: vec!["q".to_owned()],
            media: Media::Json,
            every_seconds: 60,
            max_kib,
            live: None,
            city: None,
            private: false,
            trace: false,
            stale_seconds: None,
        };
        sources.insert(spec.check(&format!("s{number}"), true).expect("a source"));
    }
    sources
}

/// The system's certificates may be missing where tests run; most tests speak no TLS.
fn client(caps: Caps, trust: &Trust, names: Arc<dyn Resolver>) -> Client {
    Client::new(caps, trust, names).expect("a client")
}

async fn call(caps: Caps, names: Arc<dyn Resolver>, url: &str) -> Result<Answer, EgressError> {
    let Some(trust) = authority() else { return Err(EgressError::TooMany) };
    let target = sources(&[url.to_owned()], 4).allow(url)?;
    client(caps, &trust.1, names).get(&target).await
}

/// A certificate for data.example.org that is also its own authority; none where openssl is not there.
fn authority() -> Option<(tempfile::TempDir, Trust)> {
    let folder = tempfile::tempdir().expect("a folder");
    let trust = Trust::File(folder.path().join("cert.pem"));
    certificate::make("egress", folder.path(), "DNS:data.example.org").then_some((folder, trust))
}

/// What must not be called: `{port}` stands for the port of a listener on loopback.
const CORPUS: &[&str] = &[
    "https://127.0.0.1:{port}/",
    "https://127.0.0.2:{port}/",
    "https://127.1:{port}/",
    "https://2130706433:{port}/",
    "https://0x7f000001:{port}/",
    "https://0x7f.0x0.0x0.0x1:{port}/",
    "https://0177.0.0.1:{port}/",
    "https://017700000001:{port}/",
    "https://127.0.0.1.:{port}/",
    "https://0.0.0.0:{port}/",
    "https://0:{port}/",
    "https://[::1]:{port}/",
    "https://[::]:{port}/",
    "https://[::ffff:127.0.0.1]:{port}/",
    "https://[::ffff:7f00:1]:{port}/",
    "https://[::127.0.0.1]:{port}/",
    "https://[64:ff9b::7f00:1]:{port}/",
    "https://[64:ff9b::127.0.0.1]:{port}/",
    "https://[2002:7f00:1::]:{port}/",
    "https://[2001:0:7f00:1::]:{port}/",
    "https://[fe80::1]:{port}/",
    "https://[fd00::1]:{port}/",
    "https://169.254.169.254:{port}/latest/meta-data/",
    "https://100.64.0.1:{port}/",
    "https://10.0.0.1:{port}/",
    "https://localhost:{port}/",
    "https://localhost.:{port}/",
    "https://LOCALHOST:{port}/",
    "https://①②⑦.0.0.1:{port}/",
    "https://127。0。0。1:{port}/",
    "https://loopback.example.org:{port}/",
    "https://loopback6.example.org:{port}/",
    "https://mapped.example.org:{port}/",
    "https://nat64.example.org:{port}/",
    "https://mixed.example.org:{port}/",
    "https://empty.example.org:{port}/",
    "https://loopback.example.org:{port}/%2e%2e/",
    "https://data.example.org@127.0.0.1:{port}/",
    "https://data.example.org:443@127.0.0.1:{port}/",
    "https://127.0.0.1:{port}\\@data.example.org/",
    "https://127.0.0.1:{port}#@data.example.org/",
    "https://127.0.0.1:{port}?@data.example.org/",
    "http://127.0.0.1:{port}/",
    "http://loopback.example.org:{port}/",
    "gopher://127.0.0.1:{port}/_x",
    "file:///etc/passwd",
    "//127.0.0.1:{port}/",
    " https://127.0.0.1:{port}/",
    "https://127.0.0.1:{port}/ HTTP/1.1\r\nHost: x",
];

#[tokio::test]
async fn nobody_comes_where_calls_must_not_go() {
    let Some((_folder, trust)) = authority() else { return };
    let inside = Upstream::with_body("inside").await;
    let port = inside.address.port();
    let others = [
        Upstream::at(([127, 0, 0, 2], port), &[], Duration::ZERO).await,
        Upstream::at(([0, 0, 0, 0, 0, 0, 0, 1], port), &[], Duration::ZERO).await,
    ];
    let names = Names::of(&[
        ("loopback.example.org", &[&["127.0.0.1"]]),
        ("loopback6.example.org", &[&["::1"]]),
        ("mapped.example.org", &[&["::ffff:127.0.0.1"]]),
        ("nat64.example.org", &[&["64:ff9b::7f00:1"]]),
        ("mixed.example.org", &[&["192.0.2.1", "127.0.0.1"]]),
        ("empty.example.org", &[&[]]),
    ]);
    // The switch is off, as in production; the list names every host that can be written at all.
    let strict = client(Caps { loopback_http: false, ..TEST_CAPS }, &trust, names.clone());
    let (mut written, mut called) = (0, 0);
    for text in CORPUS {
        let text = text.replace("{port}", &port.to_string());
        let on_list = text.parse::<gemeo_server::egress::Url>().map(|url| {
            written += 1;
            sources(&[url.to_string()], 4)
        });
        let Ok(target) = on_list.unwrap_or_default().allow(&text) else { continue };
        called += 1;
        let said = strict.get(&target).await.expect_err(&text).to_string();
        let refused = ["not called", "cannot be looked up", "not on the list"];
        assert!(refused.iter().any(|words| said.contains(words)), "{text}: {said}");
    }
    assert!(written > 15 && called > 15, "the corpus reaches the client: {written} {called}");
    let came: usize = others.iter().map(Upstream::connections).sum::<usize>() + inside.connections();
    assert_eq!(came, 0, "connections observed");
    // The listener would have counted: with the switch on, the same name leads there.
    let url = format!("http://loopback.example.org:{port}/");
    let target = sources(std::slice::from_ref(&url), 4).allow(&url).expect("a target");
    let answer = client(TEST_CAPS, &trust, names).get(&target).await.expect("an answer");
    assert_eq!((answer.body.as_ref(), inside.connections()), (&b"inside"[..], 1));
}

#[tokio::test]
async fn a_name_that_changes_its_answer_is_looked_up_once() {
    let good = Upstream::with_body("good").await;
    let evil = Upstream::at(([127, 0, 0, 2], good.address.port()), &[], Duration::ZERO).await;
    let names = Names::of(&[("rebind.example.org", &[&["127.0.0.1"], &["127.0.0.2"]])]);
    let url = format!("http://rebind.example.org:{}/", good.address.port());
    let answer = match call(TEST_CAPS, names.clone(), &url).await {
        Err(EgressError::TooMany) => return,
        answer => answer.expect("an answer"),
    };
    assert_eq!(answer.body.as_ref(), b"good");
    assert_eq!(names.lookups.load(Ordering::SeqCst), 1);
    assert_eq!((good.connections(), evil.connections()), (1, 0));
    assert!(good.requests()[0].contains(&format!("rebind.example.org:{}\r\n", good.address.port())));
}

#[tokio::test]
async fn redirects_codings_and_other_statuses_are_refused() {
    let inside = Upstream::with_body("inside").await;
    for (answer, words) in [
        (format!("302 Found\r\nLocation: http://{}/\r\nContent-Length: 0", inside.address), "redirect (302)"),
        ("307 X\r\nLocation: /other\r\nContent-Length: 0".to_owned(), "redirect (307)"),
        ("500 X\r\nContent-Length: 0".to_owned(), "answers 500"),
        ("204 X".to_owned(), "answers 204"),
        ("200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 1".to_owned(), "coding"),
        ("200 OK\r\nContent-Length: 4097".to_owned(), "more than 4096 bytes"),
        ("200 OK\r\nContent-Length: 10".to_owned(), "cannot be reached"),
    ] {
        let host = Upstream::saying(&format!("HTTP/1.1 {answer}\r\n\r\nx")).await;
        match call(TEST_CAPS, Arc::new(SystemResolver), &format!("http://{}/", host.address)).await {
            Err(EgressError::TooMany) => return,
            said => {
                let said = said.map(|_| ()).expect_err(&answer).to_string();
                assert!(said.contains(words), "{answer}: {said}");
            }
        }
        assert_eq!(host.connections(), 1);
    }
    assert_eq!(inside.connections(), 0, "nobody followed");
}

#[tokio::test]
async fn endless_and_slow_answers_are_cut() {
    let kibibyte = "x".repeat(1024);
    let chunk = format!("400\r\n{kibibyte}\r\n");
    let mut pieces = vec![&b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"[..]];
    pieces.extend([chunk.as_bytes()].repeat(64));
    let endless = Upstream::at(([127, 0, 0, 1], 0), &pieces, Duration::ZERO).await;
    let said = call(TEST_CAPS, Arc::new(SystemResolver), &format!("http://{}/", endless.address)).await;
    assert!(
        matches!(said, Err(EgressError::TooLarge { limit: 4096, .. } | EgressError::TooMany)),
        "{said:?}"
    );
    let slow = Upstream::at(
        ([127, 0, 0, 1], 0),
        &[b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n", b"x"],
        Duration::from_secs(60),
    )
    .await;
    let short = Caps { time: Duration::from_millis(200), ..TEST_CAPS };
    let said = call(short, Arc::new(SystemResolver), &format!("http://{}/", slow.address)).await;
    assert!(matches!(said, Err(EgressError::TooSlow { .. } | EgressError::TooMany)), "{said:?}");
}

#[tokio::test]
async fn calls_beyond_the_seats_are_refused() {
    let Some((_folder, trust)) = authority() else { return };
    let slow = Upstream::at(([127, 0, 0, 1], 0), &[b"HTTP/1.1 200 OK\r\n"], Duration::from_secs(60)).await;
    let url = format!("http://{}/", slow.address);
    let target = sources(std::slice::from_ref(&url), 4).allow(&url).expect("a target");
    let one = Caps { concurrent: 1, ..TEST_CAPS };
    let busy = Arc::new(client(one, &trust, Arc::new(SystemResolver)));
    let (first, target2) = (Arc::clone(&busy), target.clone());
    let under_way = tokio::spawn(async move { first.get(&target2).await.map(|_| ()) });
    while slow.connections() == 0 {
        tokio::task::yield_now().await;
    }
    assert!(matches!(busy.get(&target).await, Err(EgressError::TooMany)));
    under_way.abort();
}

/// A host that speaks TLS with the certificate in `folder`.
async fn tls_host(folder: &Path) -> u16 {
    use tokio_rustls::{
        TlsAcceptor,
        rustls::{
            ServerConfig,
            crypto::ring,
            pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject},
        },
    };
    let chain = vec![CertificateDer::from_pem_file(folder.join("cert.pem")).expect("a certificate")];
    let key = PrivateKeyDer::from_pem_file(folder.join("key.pem")).expect("a key");
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_no_client_auth()
        .with_single_cert(chain, key)
        .expect("a configuration");
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("bind");
    let port = listener.local_addr().expect("an address").port();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            if let Ok(mut stream) = acceptor.accept(stream).await {
                let said = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nsecret").await;
                said.and(stream.shutdown().await).expect("sent");
            }
        }
    });
    port
}

#[tokio::test]
async fn tls_is_for_the_name_that_was_asked_for() {
    let Some((folder, trust)) = authority() else { return };
    let Some((_other, distrust)) = authority() else { return };
    let port = tls_host(folder.path()).await;
    let names =
        Names::of(&[("data.example.org", &[&["127.0.0.1"]]), ("other.example.org", &[&["127.0.0.1"]])]);
    for (name, trust, good) in [
        ("data.example.org", &trust, true),
        ("other.example.org", &trust, false),
        ("data.example.org", &distrust, false),
    ] {
        let url = format!("https://{name}:{port}/");
        let target = sources(std::slice::from_ref(&url), 4).allow(&url).expect("a target");
        let said = client(TEST_CAPS, trust, names.clone()).get(&target).await;
        assert_eq!(said.is_ok_and(|answer| answer.body.as_ref() == b"secret"), good, "{name}");
    }
}
