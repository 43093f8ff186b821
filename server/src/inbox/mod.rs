//! What comes in by itself: notifications of context brokers (NGSI-LD, NGSI v2) and messages of MQTT brokers.
//!
//! Each subscription has an [`Inbox`]: what came before is left out, what came out of order is put in order within a
//! moment, what is older than what stands is dropped and counted. The inbox is bounded; when it is full the broker is
//! told to try again. [`notify`] is the webhook, [`subscribe`] asks context brokers to post to it, [`mqtt`] reads a message broker.

mod arrangement;
mod mqtt;
pub mod notification;
pub mod notify;
mod spec;
mod subscribe;

use std::{
    collections::{BTreeMap, HashSet, VecDeque},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use gemeo_shared::connect;
use sha2::{Digest as _, Sha256};
use tokio::{sync::mpsc, time::Instant};

use crate::{
    evidence::now,
    live::{Hub, SourceState, readings},
    metrics::Metrics,
    traces::Of,
};
pub use arrangement::Arrangement;
pub use mqtt::listen;
pub use spec::{Mqtt, Subscription, Table, Way};
pub use subscribe::Kept;

/// Pieces that wait at most.
const MOST_WAITING: usize = 4096;
/// Pieces of which it is known that they came.
const MOST_KNOWN: usize = 65_536;
/// Entities of which the time of the last piece is known.
const MOST_ENTITIES: usize = 16_384;
/// How long pieces are gathered to be put in order.
const MOMENT: Duration = Duration::from_millis(250);

/// Events made in a row, and the rest after them.
const A_RUN: usize = 512;
const REST: Duration = Duration::from_millis(20);

/// Something a parser can read: an entity of a notification, a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// What it is about; pieces about one thing are put in order.
    pub about: String,
    /// When it was observed, in milliseconds since 1970, where it says so.
    pub at: Option<i64>,
    /// The bytes.
    pub bytes: Vec<u8>,
}

impl Piece {
    fn hash(&self) -> [u8; 32] {
        let mut hash = Sha256::new();
        hash.update(u64::try_from(self.about.len()).unwrap_or(u64::MAX).to_be_bytes());
        hash.update(self.about.as_bytes());
        hash.update(&self.bytes);
        hash.finalize().into()
    }
}

/// The inbox of a subscription.
pub struct Inbox {
    subscription: Subscription,
    pieces: mpsc::Sender<Piece>,
    known: Mutex<Known>,
    metrics: Metrics,
}

/// The hashes of what came, the oldest first.
#[derive(Default)]
struct Known {
    hashes: HashSet<[u8; 32]>,
    order: VecDeque<[u8; 32]>,
}

impl Known {
    fn add(&mut self, hash: [u8; 32]) {
        if self.hashes.insert(hash) {
            self.order.push_back(hash);
        }
        while self.order.len() > MOST_KNOWN {
            if let Some(oldest) = self.order.pop_front() {
                self.hashes.remove(&oldest);
            }
        }
    }
}

/// What became of pieces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Taken {
    /// Those that were taken.
    pub new: usize,
    /// Those that came before.
    pub known: usize,
}

/// The inbox has no room; nothing was taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Full;

impl Inbox {
    /// Opens an inbox whose readings go to the hub until the program ends.
    pub fn open(subscription: Subscription, hub: &Arc<Hub>, metrics: &Metrics) -> Arc<Self> {
        let (pieces, waiting) = mpsc::channel(MOST_WAITING);
        let (known, metrics) = (Mutex::default(), metrics.clone());
        let reader = Reader {
            subscription: subscription.clone(),
            hub: Arc::clone(hub),
            latest: BTreeMap::new(),
            metrics: metrics.clone(),
            answered: None,
        };
        tokio::spawn(reader.run(waiting));
        Arc::new(Self { subscription, pieces, known, metrics })
    }

    /// The subscription.
    pub fn subscription(&self) -> &Subscription {
        &self.subscription
    }

    /// Takes pieces, all that are new or none.
    ///
    /// # Errors
    /// [`Full`] where there is no room.
    pub fn take(&self, pieces: Vec<Piece>) -> Result<Taken, Full> {
        // The list is whole between any two statements that could panic.
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let all = pieces.len();
        let mut fresh = Vec::new();
        let mut among = HashSet::new();
        for piece in pieces {
            let hash = piece.hash();
            if !known.hashes.contains(&hash) && among.insert(hash) {
                fresh.push((hash, piece));
            }
        }
        let new = fresh.len();
        let count = |outcome, count| self.metrics.delivered(self.subscription.id.as_str(), outcome, count);
        let Ok(room) = self.pieces.try_reserve_many(new) else {
            count("full", all);
            return Err(Full);
        };
        for (place, (hash, piece)) in room.zip(fresh) {
            known.add(hash);
            place.send(piece);
        }
        count("taken", new);
        count("known", all - new);
        Ok(Taken { new, known: all - new })
    }
}

/// Reads what came into an inbox.
struct Reader {
    subscription: Subscription,
    hub: Arc<Hub>,
    /// When each thing was last observed.
    latest: BTreeMap<String, i64>,
    metrics: Metrics,
    answered: Option<i64>,
}

impl Reader {
    async fn run(mut self, mut waiting: mpsc::Receiver<Piece>) {
        self.say("waiting", "");
        let mut stale_at = Instant::now() + self.subscription.stale_after;
        loop {
            let Ok(first) = tokio::time::timeout_at(stale_at, waiting.recv()).await else {
                self.say("stale", "silent");
                stale_at = Instant::now() + self.subscription.stale_after;
                continue;
            };
            let Some(first) = first else { return };
            // A moment for what was overtaken on the way.
            tokio::time::sleep(MOMENT).await;
            let mut pieces = vec![first];
            while let Ok(piece) = waiting.try_recv() {
                pieces.push(piece);
            }
            // In order of their time, those without one as they came.
            pieces.sort_by_key(|piece| piece.at);
            let (id, count) = (self.subscription.id.to_string(), pieces.len());
            let traces = self.metrics.traces.clone();
            let span = traces.begin(Of::Delivery, "deliver".to_owned(), None, [("gemeo.subscription", id)]);
            let good = span.around(self.read(pieces)).await;
            match good {
                true => span.end_with_counts([("gemeo.pieces", count)]),
                false => span.end_with_fault("unreadable"),
            }
            if good {
                stale_at = Instant::now() + self.subscription.stale_after;
            }
        }
    }

    /// Whether a piece is older than one about the same thing that was read.
    fn is_late(&mut self, piece: &Piece) -> bool {
        let Some(at) = piece.at else { return false };
        let latest = self.latest.get(&piece.about).copied();
        if latest.is_some_and(|latest| at < latest) {
            return true;
        }
        if latest.is_none() && self.latest.len() >= MOST_ENTITIES {
            // Which one goes does not matter: a thing that is heard of again is known again.
            self.latest.pop_first();
        }
        self.latest.insert(piece.about.clone(), at);
        false
    }

    /// Reads pieces one by one; true where one of them could be read.
    async fn read(&mut self, pieces: Vec<Piece>) -> bool {
        let id = self.subscription.id.to_string();
        let mut in_time = Vec::new();
        for piece in pieces {
            if self.is_late(&piece) {
                self.metrics.delivered(&id, "late", 1);
            } else {
                in_time.push(piece.bytes);
            }
        }
        let Some(connector) = connect::by_id(self.subscription.connector) else { return false };
        let (source, received) = (id.clone(), now());
        // A parser may take its time, or panic on what no one foresaw; neither may stop the rest.
        let work = move || {
            let read = |bytes: &Vec<u8>| readings(&source, connector, &source, bytes, received, false);
            in_time.iter().map(read).collect::<Vec<_>>()
        };
        let read = tokio::task::spawn_blocking(work).await.unwrap_or_default();
        let (mut good, mut since_rest, topic) = (false, 0, self.subscription.topic());
        for outcome in read {
            match outcome {
                Ok(found) => {
                    good = true;
                    since_rest += self.hub.take(&topic, found);
                    if since_rest >= A_RUN {
                        // Readers take what is there before more comes, so that none falls behind by our haste.
                        tokio::time::sleep(REST).await;
                        since_rest = 0;
                    }
                }
                Err(fault) => {
                    tracing::warn!(subscription = id, %fault, "a delivery cannot be read");
                    self.metrics.delivered(&id, "unreadable", 1);
                }
            }
        }
        if good {
            self.answered = Some(received);
            self.say("live", "");
        } else if self.answered.is_none() {
            self.say("failing", "unreadable");
        }
        good
    }

    fn say(&self, state: &'static str, why: &'static str) {
        let Subscription { id, stale_after, .. } = &self.subscription;
        let (source, stale_after) = (id.to_string(), stale_after.as_secs());
        let state = SourceState { source, state, why, answered: self.answered, stale_after, replay: false };
        self.hub.put_state(&self.subscription.topic(), state);
    }
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
