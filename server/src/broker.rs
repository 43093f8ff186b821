//! The parts behind `/api/`, put together from the configuration; none of them without sources.

use std::{collections::BTreeSet, path::PathBuf, sync::Arc, time::Duration};

use gemeo_shared::connect;

use crate::{
    api::{Api, Pulls},
    config::Config,
    egress::{Client, EgressError, Source, SystemResolver},
    evidence::Evidence,
    live::{self, Hub, Poller, ReplayError},
    store::{self, StoreError, to_hex},
};

/// What is behind `/api/`.
pub struct Broker {
    pulls: Option<Arc<Pulls>>,
    hub: Option<Arc<Hub>>,
    sources: Vec<Source>,
    replay: Option<(PathBuf, Duration)>,
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
}

impl Broker {
    /// The broker of a configuration; none without sources, and then no certificate is read either.
    ///
    /// # Errors
    /// [`BrokerError`] where certificates or recorded answers are not there.
    pub fn build(config: &Config, evidence: Option<Arc<Evidence>>) -> Result<Option<Self>, BrokerError> {
        if config.sources.is_empty() {
            return Ok(None);
        }
        let sources: Vec<Source> = config.sources.iter().cloned().collect();
        let cities: BTreeSet<String> =
            sources.iter().filter_map(|source| Some(source.live.as_ref()?.city.clone())).collect();
        let replay = config.replay.clone().map(|folder| (folder, config.replay_every));
        if let Some((folder, _)) = &replay {
            live::check_folder(folder, &pollers(&sources))?;
        }
        let run = to_hex(&store::random::<4>()?);
        let hub = || Hub::new(cities.clone(), &run, config.subscribers, replay.is_some());
        let hub = (!cities.is_empty()).then(hub);
        // A replay calls nobody: recorded answers stand in for every source.
        let pulls = match &replay {
            Some(_) => None,
            None => {
                let client = Client::new(config.egress.caps, &config.egress.trust, Arc::new(SystemResolver))?;
                Some(Arc::new(Pulls::new(client, config.sources.clone(), evidence)))
            }
        };
        Ok(Some(Self { pulls, hub, sources, replay }))
    }

    /// The addresses below `/api/`.
    pub fn api(&self) -> Api {
        Api { pulls: self.pulls.clone(), hub: self.hub.clone() }
    }

    /// Begins to ask the sources, or to play what was recorded.
    ///
    /// # Errors
    /// [`BrokerError::Replay`] where recorded answers have gone since.
    pub fn start(&self) -> Result<(), BrokerError> {
        let Some(hub) = &self.hub else { return Ok(()) };
        let pollers = pollers(&self.sources);
        match (&self.replay, &self.pulls) {
            (Some((folder, every)), _) => live::replay_all(folder, *every, pollers, hub)?,
            (None, Some(pulls)) => live::poll_all(pollers, hub, pulls),
            (None, None) => {}
        }
        Ok(())
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
        let (city, stale_after) = (live.city.clone(), live.stale_after);
        Some(Poller { source: source.clone(), city, connector, stale_after })
    };
    sources.iter().filter_map(poller).collect()
}
