//! What goes between a hub and NATS, in both directions.
//!
//! Nothing waits while NATS is away: what stands is said anew when it is back, and when there was more to say than fits.

use std::{collections::BTreeSet, sync::Arc, time::Duration};

use async_nats::{Client, Message, Subscriber, connection::State};
use futures_util::{StreamExt, stream::SelectAll};
use tokio::{
    sync::watch,
    time::{Instant, sleep_until, timeout},
};

use super::{
    Link, Note, ShareError, Waiting,
    link::Heard,
    subject::{self, Subject},
};
use crate::{evidence::now, live::Hub, metrics::NatsMetrics};

/// How long a first connection may take before that is said.
const PATIENCE: Duration = Duration::from_secs(10);
/// A message is given up where it cannot be handed to the connection in this time.
const TO_SEND: Duration = Duration::from_secs(2);
/// Who asks is answered together with others who ask meanwhile, and so often at most.
const BEFORE_ANSWER: Duration = Duration::from_millis(200);
const BETWEEN_ANSWERS: Duration = Duration::from_secs(5);
/// News made in a row, and the rest after them: readers take what is there before more comes.
const A_RUN: usize = 512;
const REST: Duration = Duration::from_millis(20);

/// Shares a hub's streams until the program ends.
///
/// # Errors
/// [`ShareError::Client`] where the client does not even begin to connect.
pub async fn run(link: Link, hub: Arc<Hub>) -> Result<(), ShareError> {
    let Link { address, options, heard, metrics } = link;
    let client = options.connect(address).await.map_err(|fault| ShareError::Client(fault.to_string()))?;
    let waiting = hub.share();
    let mut messages = SelectAll::new();
    for topic in hub.topics() {
        for subject in [subject::live(&topic), subject::ask(&topic)] {
            let subscriber: Subscriber =
                client.subscribe(subject).await.map_err(|fault| ShareError::Client(fault.to_string()))?;
            messages.push(subscriber);
        }
    }
    let sharing =
        Sharing { client, hub, metrics, asked: BTreeSet::new(), answer_at: Instant::now(), news: 0 };
    sharing.run(waiting, messages, heard).await;
    Ok(())
}

struct Sharing {
    client: Client,
    hub: Arc<Hub>,
    metrics: NatsMetrics,
    /// Topics of which somebody wants to hear what stands, and when they do.
    asked: BTreeSet<String>,
    answer_at: Instant,
    /// News since the last rest.
    news: usize,
}

impl Sharing {
    async fn run(
        mut self,
        mut waiting: Waiting,
        mut messages: SelectAll<Subscriber>,
        mut heard: watch::Receiver<Heard>,
    ) {
        let mut tick = tokio::time::interval(Duration::from_secs(1));
        let mut patience = Some(Instant::now() + PATIENCE);
        let mut before = Heard::default();
        loop {
            tokio::select! {
                changed = heard.changed() => {
                    if changed.is_err() {
                        return;
                    }
                    let after = *heard.borrow_and_update();
                    self.catch_up(before, after).await;
                    before = after;
                }
                Some((topic, note)) = waiting.notes.recv() => {
                    self.send(&topic, &note).await;
                }
                Some(message) = messages.next() => self.take(message).await,
                () = sleep_until(self.answer_at), if !self.asked.is_empty() => {
                    self.answer_at = Instant::now() + BETWEEN_ANSWERS;
                    for topic in std::mem::take(&mut self.asked) {
                        self.say_what_stands(&topic).await;
                    }
                }
                _ = tick.tick() => {
                    self.hub.look_for_silence();
                    if patience.take_if(|until| before.times > 0 || *until <= Instant::now()).is_some() && before.times == 0 {
                        tracing::warn!("NATS is not reached; this broker goes on alone and keeps trying");
                    }
                    if waiting.overflowed() {
                        self.metrics.count("unsent", 1);
                        self.asked.extend(self.hub.topics());
                    }
                }
            }
        }
    }

    /// After a connection both sides may have missed something, after a loss we did.
    async fn catch_up(&mut self, before: Heard, after: Heard) {
        let connected = after.connected && after.times > before.times;
        if !connected && after.lost == before.lost {
            return;
        }
        for topic in self.hub.topics() {
            if connected {
                self.say_what_stands(&topic).await;
            }
            self.publish(subject::ask(&topic), Vec::new()).await;
        }
    }

    /// Says what stands, as far as NATS takes it: where it does not, it will be away, and all is said anew afterwards.
    async fn say_what_stands(&self, topic: &str) {
        for note in self.hub.own_notes(topic) {
            if !self.send(topic, &note).await {
                return;
            }
        }
    }

    async fn send(&self, topic: &str, note: &Note) -> bool {
        match note.bytes() {
            Some(bytes) => self.publish(subject::live(topic), bytes).await,
            None => {
                self.metrics.count("unsent", 1);
                true
            }
        }
    }

    /// Whether NATS took it.
    async fn publish(&self, subject: String, bytes: Vec<u8>) -> bool {
        let there = self.client.connection_state() == State::Connected;
        let publish = self.client.publish(subject, bytes.into());
        let sent = there && timeout(TO_SEND, publish).await.is_ok_and(|sent| sent.is_ok());
        self.metrics.count(if sent { "sent" } else { "unsent" }, 1);
        sent
    }

    async fn take(&mut self, message: Message) {
        let outcome = match subject::read(&message.subject) {
            Some(Subject::Ask(topic)) => {
                if self.asked.is_empty() {
                    self.answer_at = self.answer_at.max(Instant::now() + BEFORE_ANSWER);
                }
                self.asked.insert(topic);
                "asked"
            }
            Some(Subject::Live(topic)) => match Note::read(&message.payload, now()) {
                None => "refused",
                Some(note) => {
                    let news = self.hub.hear(&topic, note);
                    self.news += usize::from(news);
                    if news { "news" } else { "known" }
                }
            },
            None => "refused",
        };
        self.metrics.count(outcome, 1);
        if self.news >= A_RUN {
            self.news = 0;
            tokio::time::sleep(REST).await;
        }
    }
}
