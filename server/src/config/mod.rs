//! The configuration: flags over environment over file over defaults, each value checked.
//!
//! Every key is known in all three forms: `drain_seconds` in the file, `GEMEO_DRAIN_SECONDS` in the
//! environment, `--drain-seconds` on the command line. [`keys`] is the one list of them.

pub mod command_line;
mod error;
pub mod keys;
mod load;
mod whole;

use std::{net::SocketAddr, path::PathBuf, time::Duration};

use gemeo_shared::pack::geography::TileHosts;
use tracing::level_filters::LevelFilter;

use crate::{
    base_path::BasePath,
    egress::{Caps, Sources, Trust},
    inbox::Subscription,
    per_address::Rates,
    proxy::TrustedProxies,
    share, sign_in,
    store::StoreUrl,
    traces,
};
pub use error::{ConfigError, Faults};
pub use load::{load, load_for_task};

/// What the server is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    /// The address of the public listener.
    pub listen: SocketAddr,
    /// The address of the listener for metrics and health; none unless configured, and loopback alone.
    pub ops_listen: Option<SocketAddr>,
    /// The address of the webhook; none unless configured.
    pub notify_listen: Option<SocketAddr>,
    /// The most a notification may hold.
    pub notification_bytes: usize,
    /// The folder of the built twin.
    pub root: PathBuf,
    /// Where the twin stands on its host.
    pub base: BasePath,
    /// The certificate and key, where the server speaks TLS itself.
    pub tls: Option<TlsFiles>,
    /// The proxies whose word on TLS and on the client's address is believed.
    pub trusted_proxies: TrustedProxies,
    /// How long browsers are told to insist on TLS; zero switches it off.
    pub hsts: Duration,
    /// Hosts that maps may ask for tiles; none unless configured.
    pub tile_hosts: TileHosts,
    /// The limits of each connection and request.
    pub limits: Limits,
    /// How often one address may ask.
    pub rates: Rates,
    /// How the server logs.
    pub log: LogConfig,
    /// What may be called outside; nothing unless configured.
    pub sources: Sources,
    /// How calls to the outside are made.
    pub egress: EgressConfig,
    /// What comes in by itself, by id.
    pub subscriptions: Vec<Subscription>,
    /// How streams are shared with other brokers, where they are.
    pub nats: Option<share::Spec>,
    /// Where traces go; nowhere unless configured.
    pub otlp: Option<traces::Spec>,
    /// Who may sign in, where anybody may.
    pub sign_in: Option<sign_in::Spec>,
    /// Where the evidence is kept; nowhere unless configured.
    pub store: Option<StoreConfig>,
    /// After how many days a row of the evidence is taken out; zero keeps every row.
    pub retention_days: u32,
    /// Readers of live streams at once.
    pub subscribers: usize,
    /// The folder of recorded answers that stand in for every source.
    pub replay: Option<PathBuf>,
    /// The pause between two recorded answers.
    pub replay_every: Duration,
}

impl Config {
    /// Every address that is listened on, by its key.
    pub fn addresses(&self) -> Vec<(&'static str, SocketAddr)> {
        let own = [
            ("listen", Some(self.listen)),
            ("ops_listen", self.ops_listen),
            ("notify_listen", self.notify_listen),
        ];
        own.into_iter().filter_map(|(key, address)| Some((key, address?))).collect()
    }
}

/// Where the evidence is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoreConfig {
    /// The database.
    pub url: StoreUrl,
    /// The file of keys.
    pub key: PathBuf,
}

impl StoreConfig {
    /// A store of which nothing is known yet.
    fn unknown() -> Self {
        Self { url: StoreUrl::Sqlite(PathBuf::new()), key: PathBuf::new() }
    }

    fn has_url(&self) -> bool {
        self.url != StoreUrl::Sqlite(PathBuf::new())
    }
}

/// How calls to the outside are made.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EgressConfig {
    /// What each call is held to.
    pub caps: Caps,
    /// Whose certificates are believed.
    pub trust: Trust,
}

/// A certificate chain and its private key, both PEM.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TlsFiles {
    /// The chain, the server's own certificate first.
    pub cert: PathBuf,
    /// The key.
    pub key: PathBuf,
}

/// The limits of each connection and request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Connections open at once; further ones wait in the system's queue.
    pub connections: usize,
    /// To send the headers of a request, also the time a kept connection may be idle.
    pub header: Duration,
    /// For a request's body and the answer to it.
    pub request: Duration,
    /// Without the client taking any of the answer.
    pub write: Duration,
    /// For requests under way when the server stops.
    pub drain: Duration,
    /// The most a request's body may hold.
    pub body_bytes: usize,
}

/// How the server logs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LogConfig {
    /// Lines or JSON.
    pub format: LogFormat,
    /// The least important thing that is written.
    pub level: LevelFilter,
}

/// The form of a log line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogFormat {
    /// For people.
    Text,
    /// For machines: one object a line.
    Json,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            ops_listen: None,
            notify_listen: None,
            notification_bytes: 1024 * 1024,
            root: PathBuf::from("dist"),
            base: BasePath::default(),
            tls: None,
            trusted_proxies: TrustedProxies::default(),
            hsts: Duration::from_secs(31_536_000),
            tile_hosts: TileHosts::default(),
            limits: Limits::default(),
            rates: Rates::default(),
            log: LogConfig { format: LogFormat::Text, level: LevelFilter::INFO },
            sources: Sources::default(),
            egress: EgressConfig::default(),
            subscriptions: Vec::new(),
            nats: None,
            otlp: None,
            sign_in: None,
            store: None,
            retention_days: 0,
            subscribers: 200,
            replay: None,
            replay_every: Duration::from_secs(5),
        }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            // Below the 1024 open files that a process gets by default, a file for each included.
            connections: 480,
            header: Duration::from_secs(15),
            request: Duration::from_secs(30),
            write: Duration::from_secs(30),
            drain: Duration::from_secs(10),
            body_bytes: 64 * 1024,
        }
    }
}
