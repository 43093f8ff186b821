//! Asking the sources of a city again and again, each at its own pace.

use std::{sync::Arc, time::Duration};

use gemeo_shared::connect::Connector;
use tokio::time::Instant;

use super::{Hub, SourceState, readings};
use crate::{api::Pulls, egress::Source, evidence::now};

/// The longest pause after failures.
const LONGEST_PAUSE: Duration = Duration::from_secs(900);

/// What asks one source.
pub struct Poller {
    /// The source.
    pub source: Source,
    /// Where its readings go.
    pub topic: String,
    /// What reads its answers.
    pub connector: &'static Connector,
    /// After how long without an answer it is stale.
    pub stale_after: Duration,
}

/// Asks every source until the program ends.
pub fn poll_all(pollers: Vec<Poller>, hub: &Arc<Hub>, pulls: &Arc<Pulls>) {
    for poller in pollers {
        let (hub, pulls) = (Arc::clone(hub), Arc::clone(pulls));
        tokio::spawn(async move { poller.run(&hub, &pulls).await });
    }
}

impl Poller {
    async fn run(self, hub: &Hub, pulls: &Pulls) {
        let (mut answered, mut failures, begun) = (None, 0u32, Instant::now());
        let mut last_good = begun;
        hub.put_state(&self.topic, self.state("waiting", "", None));
        loop {
            let state = match self.ask(hub, pulls).await {
                Ok(()) => {
                    (answered, failures, last_good) = (Some(now()), 0, Instant::now());
                    self.state("live", "", answered)
                }
                Err(why) => {
                    failures += 1;
                    self.state("failing", why, answered)
                }
            };
            let why = state.why;
            hub.put_state(&self.topic, state);
            let pause = self.pause(failures);
            let stale_at = last_good + self.stale_after;
            let next = Instant::now() + pause;
            // A long pause may outlast what is fresh.
            if stale_at <= next {
                tokio::time::sleep_until(stale_at).await;
                hub.put_state(&self.topic, self.state("stale", why, answered));
            }
            tokio::time::sleep_until(next).await;
        }
    }

    /// Longer after each failure, so that a source in trouble is left alone.
    fn pause(&self, failures: u32) -> Duration {
        let every = self.source.every;
        every.saturating_mul(1 << failures.min(10)).min(LONGEST_PAUSE.max(every))
    }

    fn state(&self, state: &'static str, why: &'static str, answered: Option<i64>) -> SourceState {
        let (source, stale_after) = (self.source.id.to_string(), self.stale_after.as_secs());
        SourceState { source, state, why, answered, stale_after, replay: false }
    }

    async fn ask(&self, hub: &Hub, pulls: &Pulls) -> Result<(), &'static str> {
        let body = pulls.fetch(&self.source).await.map_err(|problem| problem.name)?;
        let (source, connector) = (self.source.id.to_string(), self.connector);
        let read = move || readings(&source, connector, &source, &body, now(), false);
        // A parser may take its time, or panic on what no one foresaw; neither may stop the rest.
        match tokio::task::spawn_blocking(read).await {
            Ok(Ok(readings)) => {
                hub.take(&self.topic, readings);
                Ok(())
            }
            Ok(Err(fault)) => {
                tracing::warn!(source = %self.source.id, %fault, "an answer cannot be read");
                Err("unreadable")
            }
            Err(_) => Err("unreadable"),
        }
    }
}
