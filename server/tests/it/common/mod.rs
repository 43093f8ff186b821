//! A server on a port of its own, and a client that sends exactly what it is told.
//!
//! An ordinary client would tidy up the paths that these tests are about.
#![allow(dead_code, reason = "parts of it are for one platform or one feature")]

pub mod certificate;
pub mod nats;
pub mod postgres;
pub mod provider;
pub mod upstream;

use std::{net::SocketAddr, path::Path, sync::Arc, time::Duration};

use gemeo_server::{
    broker::Broker,
    config::Config,
    evidence::Evidence,
    inbox::notify::Webhook,
    listen::{
        Listener,
        stop::{self, Stopper},
    },
    metrics::Metrics,
    router,
    store::KeyRing,
    traces::Traces,
};
use tempfile::TempDir;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    task::JoinHandle,
};

/// A running server and its folder.
pub struct Server {
    pub address: SocketAddr,
    /// The webhook, where it is configured.
    pub notify: Option<SocketAddr>,
    pub folder: TempDir,
    pub metrics: Metrics,
    pub stopper: Stopper,
    pub task: JoinHandle<()>,
}

/// An answer, taken apart.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Server {
    /// Starts on a folder with a small twin in it, after `change` had its say.
    pub async fn start(change: impl FnOnce(&mut Config)) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        lay_out(folder.path());
        let mut config = Config {
            listen: ([127, 0, 0, 1], 0).into(),
            root: folder.path().join("dist"),
            ..Config::default()
        };
        change(&mut config);
        let mut metrics = Metrics::default();
        if let Some(spec) = &config.otlp {
            metrics.traces = Traces::start(spec, &config.egress.trust).expect("traces");
        }
        let evidence = config.store.as_ref().map(|store| {
            let keys = KeyRing::read(&store.key).expect("keys");
            Arc::new(Evidence::start(&store.url, &keys, 0).expect("evidence"))
        });
        let broker = Broker::build(&config, evidence.clone(), &metrics).expect("a broker");
        let router = router::public(&config, broker.as_ref().map(Broker::api), &metrics);
        let listener =
            Listener::bind(config.listen, router, config.limits, config.tls.as_ref()).await.expect("bind");
        let address = listener.address().expect("an address");
        let (stopper, stop) = stop::pair();
        let mut inboxes = Vec::new();
        if let Some(broker) = broker {
            inboxes = broker.start().expect("a start");
            let mut stop = stop.clone();
            tokio::spawn(async move {
                stop.asked().await;
                broker.close();
            });
        }
        let mut notify = None;
        if let Some(address) = config.notify_listen {
            let webhook = Webhook::new(&inboxes, evidence, metrics.clone());
            let router = router::notify(&config, webhook, &metrics);
            let listener = Listener::bind(address, router, config.limits, None).await.expect("bind");
            notify = Some(listener.address().expect("an address"));
            tokio::spawn(listener.run(stop.clone()));
        }
        let task = tokio::spawn(listener.run(stop));
        Self { address, notify, folder, metrics, stopper, task }
    }

    pub async fn plain() -> Self {
        Self::start(|_| {}).await
    }

    pub async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.address).await.expect("connect")
    }

    /// Sends a request with these header lines and reads the answer to its end.
    pub async fn ask(&self, method: &str, path: &str, headers: &[&str]) -> Answer {
        let mut lines = format!("{method} {path} HTTP/1.1\r\nHost: test\r\nConnection: close\r\n");
        for header in headers {
            lines.push_str(&format!("{header}\r\n"));
        }
        self.send(format!("{lines}\r\n").as_bytes()).await
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, &[]).await
    }

    /// Sends raw bytes and reads until the server closes.
    pub async fn send(&self, bytes: &[u8]) -> Answer {
        let mut stream = self.connect().await;
        // A server that has seen enough may answer and close before it has taken all: its answer counts.
        let _ = stream.write_all(bytes).await;
        Answer::read(&mut stream).await
    }
}

impl Answer {
    /// Reads until the other side closes.
    pub async fn read(stream: &mut (impl AsyncReadExt + Unpin)) -> Self {
        let mut bytes = Vec::new();
        let read = tokio::time::timeout(Duration::from_secs(30), stream.read_to_end(&mut bytes));
        // A reset after the answer is as good an end as any: what came before it counts.
        let _ = read.await.expect("an answer and the end of the connection");
        Self::parse(&bytes)
    }

    fn parse(bytes: &[u8]) -> Self {
        let end = bytes.windows(4).position(|four| four == b"\r\n\r\n").expect("headers");
        let head = String::from_utf8(bytes[..end].to_vec()).expect("text");
        let mut lines = head.split("\r\n");
        let status = lines.next().and_then(|line| line.split(' ').nth(1)?.parse().ok()).expect("a status");
        let pair =
            |line: &str| line.split_once(": ").map(|(name, value)| (name.to_lowercase(), value.to_owned()));
        Self { status, headers: lines.filter_map(pair).collect(), body: bytes[end + 4..].to_vec() }
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    pub fn all(&self, name: &str) -> Vec<&str> {
        self.headers.iter().filter(|(key, _)| key == name).map(|(_, value)| value.as_str()).collect()
    }

    pub fn count(&self, name: &str) -> usize {
        self.headers.iter().filter(|(key, _)| key == name).count()
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

/// What is found outside the folder and in its hidden files; it may appear in no answer.
pub const SECRET: &str = "the secret";

fn lay_out(around: &Path) {
    let write = |path: &str, text: &str| {
        let place = around.join(path);
        std::fs::create_dir_all(place.parent().expect("a parent")).expect("folder");
        std::fs::write(place, text).expect("write");
    };
    write("secret.txt", SECRET);
    write("dist/.env", SECRET);
    write("dist/.git/config", SECRET);
    write("dist/index.html", "shell");
    write("dist/index.html.br", "shell in brotli");
    write("dist/pt/index.html", "início");
    write("dist/pt/404.html", "não encontrado");
    write("dist/en/lisboa/index.html", "lisboa in english");
    write("dist/pt/guimarães/index.html", "guimarães");
    write("dist/empty/note.txt", "a folder without a page");
    write("dist/sw.js", "worker");
    write("dist/packs/lisboa/core.json", "{}");
    write("dist/manifest.webmanifest", "{}");
    // The suffixes stand for real compression: the server never looks inside.
    write("dist/app-90f1a2b3c4d5e6f7.js", "plain script");
    write("dist/app-90f1a2b3c4d5e6f7.js.br", "brotli script");
    write("dist/app-90f1a2b3c4d5e6f7.js.gz", "gzip script");
    write("dist/worker/0a1b2c3d/engine_bg.wasm", "0123456789");
    write("dist/worker/0a1b2c3d/engine_bg.wasm.br", "brotli engine");
    write("dist/large.csv", &"0123456789abcde\n".repeat(64 * 1024));
}
