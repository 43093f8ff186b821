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
use crate::{
    evidence::now,
    live::Hub,
    metrics::NatsMetrics,
    traces::{Of, Traces},
};

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
/// Messages that are sent, or heard, within one span.
const MOST_TOGETHER: usize = 256;

/// Shares a hub's streams until the program ends.
///
/// # Errors
/// [`ShareError::Client`] where the client does not even begin to connect.
pub async fn run(link: Link, hub: Arc<Hub>) -> Result<(), ShareError> {
    let Link { address, options, heard, metrics, traces } = link;
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
        Sharing { client, hub, metrics, traces, asked: BTreeSet::new(), answer_at: Instant::now(), news: 0 };
    sharing.run(waiting, messages, heard).await;
    Ok(())
}

/// What every span of ours says of itself (OpenTelemetry, semantic conventions for messaging).
fn of_nats() -> [(&'static str, String); 1] {
    [("messaging.system", "nats".to_owned())]
}

struct Sharing {
    client: Client,
    hub: Arc<Hub>,
    metrics: NatsMetrics,
    traces: Traces,
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
        messages: SelectAll<Subscriber>,
        mut heard: watch::Receiver<Heard>,
    ) {
        let mut messages = messages.ready_chunks(MOST_TOGETHER);
        let mut notes = Vec::new();
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
                1.. = waiting.notes.recv_many(&mut notes, MOST_TOGETHER) => self.send(&mut notes).await,
                Some(messages) = messages.next() => self.hear(messages).await,
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

    /// Says what stands of our own sources.
    async fn say_what_stands(&mut self, topic: &str) {
        let notes = self.hub.own_notes(topic).into_iter();
        self.send(&mut notes.map(|note| (topic.to_owned(), note)).collect()).await;
    }

    /// Sends notes, as far as NATS takes them. Where it does not, what stands is said anew: after the next connection, or in a
    /// while where the connection is merely slow.
    async fn send(&mut self, notes: &mut Vec<(String, Note)>) {
        if notes.is_empty() {
            return;
        }
        let span = self.traces.begin(Of::Sending, "share".to_owned(), None, of_nats());
        let all = notes.len();
        let sent = span.around(self.send_in_turn(notes)).await;
        match sent {
            0 => span.end_with_fault("unsent"),
            _ => span.end_with_counts([("gemeo.sent", sent), ("gemeo.unsent", all - sent)]),
        }
        notes.clear();
    }

    /// How many were sent. After one that is not taken the rest is not tried.
    async fn send_in_turn(&mut self, notes: &[(String, Note)]) -> usize {
        let (mut sent, mut too_large) = (0, 0);
        for (topic, note) in notes {
            let Some(bytes) = note.bytes() else {
                too_large += 1;
                continue;
            };
            if !self.publish(subject::live(topic), bytes).await {
                break;
            }
            sent += 1;
        }
        let left = &notes[sent + too_large..];
        if self.is_connected() {
            self.asked.extend(left.iter().map(|(topic, _)| topic.clone()));
        }
        // The one that was tried is counted already.
        let untried = left.len().saturating_sub(1) + too_large;
        self.metrics.count("unsent", u64::try_from(untried).unwrap_or(u64::MAX));
        sent
    }

    fn is_connected(&self) -> bool {
        self.client.connection_state() == State::Connected
    }

    /// Whether NATS took it.
    async fn publish(&self, subject: String, bytes: Vec<u8>) -> bool {
        let publish = self.client.publish(subject, bytes.into());
        let sent = self.is_connected() && timeout(TO_SEND, publish).await.is_ok_and(|sent| sent.is_ok());
        self.metrics.count(if sent { "sent" } else { "unsent" }, 1);
        sent
    }

    /// Hears messages in the order they came in.
    async fn hear(&mut self, messages: Vec<Message>) {
        let span = self.traces.begin(Of::Delivery, "hear".to_owned(), None, of_nats());
        let all = messages.len();
        let taken = span.around(self.take_in_turn(messages)).await;
        span.end_with_counts([("gemeo.heard", all), ("gemeo.news", taken)]);
    }

    /// How many were news.
    async fn take_in_turn(&mut self, messages: Vec<Message>) -> usize {
        let mut taken = 0;
        for message in messages {
            let outcome = self.take(&message);
            self.metrics.count(outcome, 1);
            taken += usize::from(outcome == "news");
            self.news += usize::from(outcome == "news");
            if self.news >= A_RUN {
                self.news = 0;
                tokio::time::sleep(REST).await;
            }
        }
        taken
    }

    /// Takes a message; says what came of it.
    fn take(&mut self, message: &Message) -> &'static str {
        match subject::read(&message.subject) {
            Some(Subject::Ask(topic)) => {
                if self.asked.is_empty() {
                    self.answer_at = self.answer_at.max(Instant::now() + BEFORE_ANSWER);
                }
                self.asked.insert(topic);
                "asked"
            }
            Some(Subject::Live(topic)) => {
                let note = Note::read(&message.payload, now());
                match note.map(|note| self.hub.hear(&topic, note)) {
                    None => "refused",
                    Some(true) => "news",
                    Some(false) => "known",
                }
            }
            None => "refused",
        }
    }
}
