//! The connection to NATS: where it goes, who we are there, and how it is.

use std::time::Duration;

use async_nats::{ConnectOptions, Event};
use tokio::sync::watch;

use super::{Spec, spec::Login};
use crate::{
    egress::{EgressError, Trust, tls_config},
    metrics::{Metrics, NatsMetrics},
    traces::Traces,
};

/// Commands that wait for the connection, and messages of each subject that wait to be read.
const MOST_TO_SEND: usize = 1024;
const MOST_TO_READ: usize = 8192;
/// The pauses before NATS is tried again.
const FIRST_PAUSE: Duration = Duration::from_millis(100);
const LONGEST_PAUSE: Duration = Duration::from_secs(10);

/// Why streams cannot be shared.
#[derive(Debug, thiserror::Error)]
pub enum ShareError {
    /// Certificates cannot be used.
    #[error(transparent)]
    Egress(#[from] EgressError),
    /// The credentials cannot be used.
    #[error("nats: credentials_file: {0}")]
    Login(String),
    /// The client refuses its options.
    #[error("nats: {0}")]
    Client(String),
}

/// How the connection is.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Heard {
    pub(super) connected: bool,
    /// How often it was made.
    pub(super) times: u64,
    /// How often messages were lost on our side.
    pub(super) lost: u64,
}

/// A link that is not connected yet.
pub struct Link {
    pub(super) address: String,
    pub(super) options: ConnectOptions,
    pub(super) heard: watch::Receiver<Heard>,
    pub(super) metrics: NatsMetrics,
    pub(super) traces: Traces,
}

impl Link {
    /// A link of that description; certificates and credentials are looked at here.
    ///
    /// # Errors
    /// [`ShareError`] where they cannot be used.
    pub fn new(spec: &Spec, trust: &Trust, metrics: &Metrics) -> Result<Self, ShareError> {
        let (says, heard) = watch::channel(Heard::default());
        let (traces, metrics) = (metrics.traces.clone(), metrics.nats.clone());
        let counted = metrics.clone();
        let mut options = ConnectOptions::new()
            .name(concat!("gemeo-server/", env!("CARGO_PKG_VERSION")))
            .no_echo()
            // The configuration says where to go, not what an answer says.
            .ignore_discovered_servers()
            .retry_on_initial_connect()
            .max_reconnects(None)
            .connection_timeout(Duration::from_secs(10))
            .ping_interval(Duration::from_secs(15))
            .client_capacity(MOST_TO_SEND)
            .subscription_capacity(MOST_TO_READ)
            .reconnect_delay_callback(pause)
            .event_callback(move |event| {
                take_down(&event, &says, &counted);
                std::future::ready(())
            });
        if spec.encrypted {
            options = options.require_tls(true).tls_client_config(tls_config(trust)?);
        }
        options = match &spec.login {
            None => options,
            Some(Login::Password { user, password }) => {
                options.user_and_password(user.clone(), password.clone())
            }
            Some(Login::Credentials(text)) => {
                options.credentials(text).map_err(|fault| ShareError::Login(fault.to_string()))?
            }
        };
        Ok(Self { address: spec.address.clone(), options, heard, metrics, traces })
    }
}

fn pause(attempts: usize) -> Duration {
    let doublings = u32::try_from(attempts.min(16)).unwrap_or(16);
    (FIRST_PAUSE * 2_u32.pow(doublings)).min(LONGEST_PAUSE)
}

fn take_down(event: &Event, says: &watch::Sender<Heard>, metrics: &NatsMetrics) {
    match event {
        Event::Connected => {
            tracing::info!("NATS is connected");
            metrics.connected.set(1);
            says.send_modify(|heard| (heard.connected, heard.times) = (true, heard.times + 1));
        }
        Event::Disconnected | Event::Closed => {
            tracing::warn!("NATS is away; this broker goes on alone");
            metrics.connected.set(0);
            says.send_modify(|heard| heard.connected = false);
        }
        Event::SlowConsumer(_) => {
            metrics.count("lost", 1);
            says.send_modify(|heard| heard.lost += 1);
        }
        Event::ServerError(fault) => tracing::warn!(%fault, "NATS refuses something"),
        Event::ClientError(fault) => tracing::debug!(%fault, "NATS cannot be reached"),
        Event::LameDuckMode | Event::Draining => {}
    }
}
