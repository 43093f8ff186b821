//! The parts behind `/api/` and `/auth/`, put together from the configuration; none of them where it names none.

use std::{
    collections::BTreeSet,
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use gemeo_shared::connect;

use crate::{
    api::{Api, Pulls},
    config::Config,
    egress::{Client, EgressError, Source, SystemResolver},
    evidence::Evidence,
    gate::Gate,
    inbox::{self, Inbox, Kept, Subscription, Way},
    live::{self, Hub, Poller, ReplayError},
    metrics::Metrics,
    policy::{BUILT_IN, Policy, PolicyError},
    share::{self, Link, ShareError},
    sign_in::{SignIn, SignInError},
    store::{self, StoreError, to_hex},
};

/// What is behind `/api/`.
pub struct Broker {
    gate: Arc<Gate>,
    pulls: Option<Arc<Pulls>>,
    hub: Option<Arc<Hub>>,
    sources: Vec<Source>,
    subscriptions: Vec<Subscription>,
    /// What reads message brokers and asks context brokers, where one is subscribed to.
    reader: Option<Arc<Client>>,
    replay: Option<(PathBuf, Duration)>,
    /// The way to other brokers, until it is gone.
    link: Mutex<Option<Link>>,
    metrics: Metrics,
}

/// Why the broker cannot start.
#[derive(Debug, thiserror::Error)]
pub enum BrokerError {
    /// Sources cannot be called.
    #[error(transparent)]
    Egress(#[from] EgressError),
    /// Recorded answers cannot be played.
    #[error(transparent)]
    Replay(#[from] ReplayError),
    /// The system gives no randomness.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Policies that cannot be used.
    #[error(transparent)]
    Policy(#[from] PolicyError),
    /// Nobody can sign in.
    #[error(transparent)]
    SignIn(#[from] SignInError),
    /// Streams cannot be shared.
    #[error(transparent)]
    Share(#[from] ShareError),
}

/// What the parts of the broker share.
struct Shared<'a> {
    config: &'a Config,
    evidence: Option<Arc<Evidence>>,
    metrics: &'a Metrics,
}

impl Shared<'_> {
    fn client(&self) -> Result<Client, EgressError> {
        let egress = &self.config.egress;
        let client = Client::new(egress.caps, &egress.trust, Arc::new(SystemResolver))?;
        Ok(client.with_traces(self.metrics.traces.clone()))
    }

    fn gate(&self) -> Result<Gate, BrokerError> {
        let sign_in = self.config.sign_in.as_ref();
        let own = sign_in.and_then(|spec| spec.policies.as_deref());
        let policy = Arc::new(Policy::read(own.unwrap_or(BUILT_IN))?);
        let sign_in = match (sign_in, &self.config.store) {
            (Some(spec), Some(store)) => {
                let evidence = self.evidence.clone();
                let started = SignIn::start(spec, self.client()?, store, Arc::clone(&policy), evidence)?;
                Some(Arc::new(started))
            }
            _ => None,
        };
        Ok(Gate { policy, sign_in, evidence: self.evidence.clone(), metrics: self.metrics.clone() })
    }

    fn hub(&self, sources: &[Source]) -> Result<Option<Arc<Hub>>, StoreError> {
        let subscribed = self.config.subscriptions.iter().map(Subscription::topic);
        let mut topics: BTreeSet<String> = sources.iter().filter_map(topic).chain(subscribed).collect();
        for city in self.config.nats.iter().flat_map(|spec| &spec.cities) {
            // What is private can be read only where people sign in.
            let private = self.config.sign_in.as_ref().map(|_| live::private_topic(city));
            topics.extend(private.into_iter().chain([city.clone()]));
        }
        let run = to_hex(&store::random::<4>()?);
        let (readers, live) = (self.config.subscribers, self.metrics.live.clone());
        let replay = self.config.replay.is_some();
        Ok((!topics.is_empty()).then(|| Hub::new(topics, &run, readers, replay, live)))
    }
}

/// Where the readings of a source go.
fn topic(source: &Source) -> Option<String> {
    let city = &source.live.as_ref()?.city;
    Some(if source.private { live::private_topic(city) } else { city.clone() })
}

impl Broker {
    /// The broker of a configuration; none without sources and sign-in, and then no certificate is read either.
    ///
    /// # Errors
    /// [`BrokerError`] where certificates, recorded answers, policies or the store cannot be used.
    pub fn build(
        config: &Config,
        evidence: Option<Arc<Evidence>>,
        metrics: &Metrics,
    ) -> Result<Option<Self>, BrokerError> {
        let silent = config.sources.is_empty() && config.subscriptions.is_empty() && config.nats.is_none();
        if silent && config.sign_in.is_none() {
            return Ok(None);
        }
        let sources: Vec<Source> = config.sources.iter().cloned().collect();
        let replay = config.replay.clone().map(|folder| (folder, config.replay_every));
        if let Some((folder, _)) = &replay {
            live::check_folder(folder, &pollers(&sources))?;
        }
        let shared = Shared { config, evidence: evidence.clone(), metrics };
        let (gate, hub) = (Arc::new(shared.gate()?), shared.hub(&sources)?);
        // A replay calls nobody: recorded answers stand in for every source.
        let calls = replay.is_none() && !sources.is_empty();
        let pulls = |client| Arc::new(Pulls::new(client, config.sources.clone(), evidence, metrics.clone()));
        let pulls = calls.then(|| shared.client().map(pulls)).transpose()?;
        let subscriptions = config.subscriptions.clone();
        let calls_for = |one: &Subscription| matches!(one.way, Way::Mqtt(_) | Way::Webhook(_, Some(_)));
        let reads = replay.is_none() && subscriptions.iter().any(calls_for);
        let reader = reads.then(|| shared.client().map(Arc::new)).transpose()?;
        let link = |spec| Link::new(spec, &config.egress.trust, metrics);
        let link = Mutex::new(config.nats.as_ref().map(link).transpose()?);
        let metrics = metrics.clone();
        Ok(Some(Self { gate, pulls, hub, sources, subscriptions, reader, replay, link, metrics }))
    }

    /// Looks whether a broker could be built, without opening the store.
    ///
    /// # Errors
    /// As [`Broker::build`].
    pub fn check(config: &Config) -> Result<(), BrokerError> {
        let own = config.sign_in.as_ref().and_then(|spec| spec.policies.as_deref());
        Policy::read(own.unwrap_or(BUILT_IN))?;
        Self::build(&Config { sign_in: None, ..config.clone() }, None, &Metrics::default()).map(drop)
    }

    /// The addresses below `/api/`.
    pub fn api(&self) -> Api {
        Api { gate: Arc::clone(&self.gate), pulls: self.pulls.clone(), hub: self.hub.clone() }
    }

    /// Begins to ask the sources and to read message brokers, or to play what was recorded; gives the inboxes that a
    /// webhook can lead to. In a replay nothing comes in.
    ///
    /// # Errors
    /// [`BrokerError::Replay`] where recorded answers have gone since.
    pub fn start(&self) -> Result<Vec<Arc<Inbox>>, BrokerError> {
        let Some(hub) = &self.hub else { return Ok(Vec::new()) };
        let pollers = pollers(&self.sources);
        if let Some((folder, every)) = &self.replay {
            live::replay_all(folder, *every, pollers, hub)?;
            return Ok(Vec::new());
        }
        if let Some(link) = self.link.lock().unwrap_or_else(PoisonError::into_inner).take() {
            let hub = Arc::clone(hub);
            tokio::spawn(async move {
                if let Err(fault) = share::run(link, hub).await {
                    tracing::error!(%fault, "streams are not shared");
                }
            });
        }
        if let Some(pulls) = &self.pulls {
            live::poll_all(pollers, hub, pulls);
        }
        Ok(self.subscriptions.iter().map(|subscription| self.open(subscription, hub)).collect())
    }

    fn open(&self, subscription: &Subscription, hub: &Arc<Hub>) -> Arc<Inbox> {
        let inbox = Inbox::open(subscription.clone(), hub, &self.metrics);
        let Some(client) = self.reader.clone() else { return inbox };
        let id = subscription.id.clone();
        match &subscription.way {
            Way::Mqtt(mqtt) => {
                let name = format!("gemeo-{id}");
                tokio::spawn(inbox::listen(client, mqtt.clone(), Arc::clone(&inbox), name));
            }
            Way::Webhook(secret, Some(arrangement)) => {
                let (arrangement, secret) = ((**arrangement).clone(), secret.clone());
                let (evidence, metrics) = (self.gate.evidence.clone(), self.metrics.clone());
                tokio::spawn(Kept { id, arrangement, secret, client, evidence, metrics }.keep());
            }
            Way::Webhook(_, None) => {}
        }
        inbox
    }

    /// Ends every live stream, so that the server need not wait for them.
    pub fn close(&self) {
        if let Some(hub) = &self.hub {
            hub.close();
        }
    }
}

fn pollers(sources: &[Source]) -> Vec<Poller> {
    let poller = |source: &Source| {
        let live = source.live.as_ref()?;
        let connector = connect::by_id(live.connector)?;
        let (topic, stale_after) = (topic(source)?, live.stale_after);
        Some(Poller { source: source.clone(), topic, connector, stale_after })
    };
    sources.iter().filter_map(poller).collect()
}
