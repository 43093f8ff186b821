//! Where readings come together and readers listen.
//!
//! A reader has no queue of its own: it holds the number of the last event it took and reads the city's run from there.
//! A slow reader therefore costs nothing; when it falls behind the run, it is told how many events it missed and
//! what stands now.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError},
};

use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};

use super::{
    Event, Reading, SourceState,
    topic::{Topic, city_of},
};
use crate::{
    metrics::LiveMetrics,
    share::{Note, Outbox, Waiting},
};

/// Every city's topic.
pub struct Hub {
    topics: BTreeMap<String, Mutex<Topic>>,
    replay: bool,
    seats: Arc<Semaphore>,
    closed: watch::Sender<bool>,
    metrics: LiveMetrics,
    /// What is to be told to other brokers, where there are some.
    outbox: OnceLock<Outbox>,
}

/// A reader of a city.
pub struct Feed {
    hub: Arc<Hub>,
    city: String,
    /// The number of the last event it took.
    at: u64,
    /// What is sent before anything new.
    first: Vec<Event>,
    news: watch::Receiver<u64>,
    closed: watch::Receiver<bool>,
    _seat: OwnedSemaphorePermit,
}

/// Why there is no feed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoFeed {
    /// No such city.
    UnknownCity,
    /// Every seat is taken.
    Full,
}

/// What a feed has next.
#[derive(Debug, PartialEq, Eq)]
pub enum Next {
    /// Events to send.
    Events(Vec<Event>),
    /// The server ends.
    Ended,
}

impl Hub {
    /// A hub of these topics: a city's id for what is public, [`private_topic`](super::private_topic) for the rest.
    ///
    /// `run` tells this start of the server from others.
    pub fn new(
        cities: impl IntoIterator<Item = String>,
        run: &str,
        readers: usize,
        replay: bool,
        metrics: LiveMetrics,
    ) -> Arc<Self> {
        let topics = cities.into_iter().map(|city| (city, Mutex::new(Topic::new(run)))).collect();
        let (seats, closed) = (Arc::new(Semaphore::new(readers)), watch::Sender::new(false));
        Arc::new(Self { topics, replay, seats, closed, metrics, outbox: OnceLock::new() })
    }

    fn topic(&self, city: &str) -> Option<MutexGuard<'_, Topic>> {
        // A topic is whole between any two statements that could panic.
        self.topics.get(city).map(|topic| topic.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Takes readings in order of their time; says how many were news.
    pub fn take(&self, city: &str, mut readings: Vec<Reading>) -> usize {
        readings.sort_by_key(|reading| reading.period);
        let Some(mut topic) = self.topic(city) else { return 0 };
        readings.retain(|reading| topic.take(reading.clone()));
        drop(topic);
        let news = readings.len();
        self.metrics.events.inc_by(u64::try_from(news).unwrap_or(u64::MAX));
        readings.into_iter().for_each(|reading| self.tell(city, Note::Reading(reading)));
        news
    }

    /// Says how a source of ours is; readers hear it where that differs from before.
    pub fn put_state(&self, city: &str, state: SourceState) {
        if let Some(mut topic) = self.topic(city) {
            topic.put_state(state.clone());
            drop(topic);
            self.tell(city, Note::State(state));
        }
    }

    fn tell(&self, topic: &str, note: Note) {
        if let Some(outbox) = self.outbox.get() {
            outbox.put(topic, note);
        }
    }

    /// Begins to tell other brokers what is taken here; a second call hears nothing.
    pub(crate) fn share(&self) -> Waiting {
        let (outbox, waiting) = Outbox::new();
        // Where there was one before it goes on, and this one is closed at once.
        let _ = self.outbox.set(outbox);
        waiting
    }

    /// Takes what another broker took; says whether it was news.
    pub fn hear(&self, topic: &str, note: Note) -> bool {
        let Some(mut topic) = self.topic(topic) else { return false };
        match note {
            Note::Reading(reading) => {
                let news = topic.hear(reading);
                self.metrics.events.inc_by(news.into());
                news
            }
            Note::State(state) => topic.hear_state(state),
        }
    }

    /// What stands of our own sources.
    pub(crate) fn own_notes(&self, topic: &str) -> Vec<Note> {
        let (states, readings) = self.topic(topic).map(|topic| topic.own()).unwrap_or_default();
        let states = states.into_iter().map(Note::State);
        states.chain(readings.into_iter().map(Note::Reading)).collect()
    }

    /// Says that sources of other brokers are stale of which nothing is heard any more.
    pub(crate) fn look_for_silence(&self) {
        self.topics.keys().filter_map(|name| self.topic(name)).for_each(|mut topic| topic.look_for_silence());
    }

    /// The names of all topics.
    pub fn topics(&self) -> Vec<String> {
        self.topics.keys().cloned().collect()
    }

    /// Lets go of a source's readings, so that older ones count again.
    pub fn forget(&self, city: &str, source: &str) {
        if let Some(mut topic) = self.topic(city) {
            topic.forget(source);
        }
    }

    /// Every city with the states of its public sources.
    pub fn states(&self) -> BTreeMap<String, Vec<SourceState>> {
        let states = |city: &String| self.topic(city).map(|topic| topic.states()).unwrap_or_default();
        let public = self.topics.keys().filter(|topic| !city_of(topic).1);
        public.map(|city| (city.clone(), states(city))).collect()
    }

    /// Begins to listen, after the event of that id where it is still known.
    ///
    /// # Errors
    /// [`NoFeed`] where there is no such city or no seat.
    pub fn listen(self: &Arc<Self>, city: &str, last: Option<&str>) -> Result<Feed, NoFeed> {
        let topic = self.topic(city).ok_or(NoFeed::UnknownCity)?;
        let seat = Arc::clone(&self.seats).try_acquire_owned().map_err(|_| NoFeed::Full)?;
        let (news, closed) = (topic.news.subscribe(), self.closed.subscribe());
        let known = last.and_then(|id| topic.number(id));
        let missed = known.filter(|number| topic.after(*number).is_none());
        let (at, mut first) = match known {
            Some(number) if missed.is_none() => (number, Vec::new()),
            _ => (topic.last, topic.standing()),
        };
        let id = topic.id(at);
        if last.is_some() && (known.is_none() || missed.is_some()) {
            first.insert(0, Event::dropped(&id, missed.map(|number| topic.last - number)));
        }
        first.insert(0, Event::hello(city, &id, self.replay));
        drop(topic);
        self.metrics.readers.inc();
        Ok(Feed { hub: Arc::clone(self), city: city.to_owned(), at, first, news, closed, _seat: seat })
    }

    /// Ends every feed.
    pub fn close(&self) {
        self.closed.send_replace(true);
    }
}

impl Feed {
    /// Waits for what comes next.
    pub async fn next(&mut self) -> Next {
        if !self.first.is_empty() {
            return Next::Events(std::mem::take(&mut self.first));
        }
        let at = self.at;
        tokio::select! {
            biased;
            _ = self.closed.wait_for(|closed| *closed) => return Next::Ended,
            news = self.news.wait_for(|last| *last > at) => if news.is_err() { return Next::Ended },
        }
        let Some(topic) = self.hub.topic(&self.city) else { return Next::Ended };
        let events = topic.after(self.at).unwrap_or_else(|| {
            let (mut events, missed) = (topic.standing(), topic.last - self.at);
            self.hub.metrics.dropped.inc_by(missed);
            events.insert(0, Event::dropped(&topic.id(topic.last), Some(missed)));
            events
        });
        self.at = topic.last;
        Next::Events(events)
    }
}

impl Drop for Feed {
    fn drop(&mut self) {
        self.hub.metrics.readers.dec();
    }
}

#[cfg(test)]
#[path = "hub_tests.rs"]
mod tests;
