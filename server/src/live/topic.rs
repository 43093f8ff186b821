//! One city's readings: what stands now, and the events that led there.

use std::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    time::Duration,
};

use tokio::{sync::watch, time::Instant};

use super::{Event, Reading, SourceState};
use gemeo_shared::observation::Series;

/// Events a reader may fall behind; older ones are dropped and said to be.
pub(super) const MOST_EVENTS: usize = 4096;
/// Readings that stand at once.
const MOST_READINGS: usize = 5000;
/// Sources that other brokers ask.
const MOST_HEARD: usize = 1000;

const PRIVATE: &str = "/private";

/// The name of a city's private topic; no city's id holds a slash.
pub fn private_topic(city: &str) -> String {
    format!("{city}{PRIVATE}")
}

/// The city of a topic, and whether it is private.
pub(crate) fn city_of(topic: &str) -> (&str, bool) {
    topic.strip_suffix(PRIVATE).map_or((topic, false), |city| (city, true))
}

type Key = (String, Series, String);

pub(super) struct Topic {
    /// Told from the run of another start of the server.
    run: String,
    /// The number of the last event.
    pub(super) last: u64,
    events: VecDeque<Event>,
    readings: BTreeMap<Key, Reading>,
    states: BTreeMap<String, SourceState>,
    /// Sources that this broker asks itself.
    own: BTreeSet<String>,
    /// When other brokers last said how a source of theirs is.
    heard: BTreeMap<String, Instant>,
    pub(super) news: watch::Sender<u64>,
}

impl Topic {
    pub(super) fn new(run: &str) -> Self {
        let run = run.to_owned();
        let (events, readings, states, own, heard) = Default::default();
        Self { run, last: 0, events, readings, states, own, heard, news: watch::Sender::new(0) }
    }

    pub(super) fn id(&self, number: u64) -> String {
        format!("{}-{number}", self.run)
    }

    /// The number in an id of this run.
    pub(super) fn number(&self, id: &str) -> Option<u64> {
        id.strip_prefix(self.run.as_str())?
            .strip_prefix('-')?
            .parse()
            .ok()
            .filter(|number| *number <= self.last)
    }

    fn add(&mut self, event: impl FnOnce(&str) -> Event) {
        self.last += 1;
        let event = event(&self.id(self.last));
        if self.events.len() == MOST_EVENTS {
            self.events.pop_front();
        }
        self.events.push_back(event);
        self.news.send_replace(self.last);
    }

    /// Takes a reading that is newer than the one that stands, or corrects it; false for any other.
    pub(super) fn take(&mut self, reading: Reading) -> bool {
        let key = reading.key();
        let standing = self.readings.get(&key);
        let is_news = standing.is_none_or(|old| {
            let changed = (reading.value, reading.status) != (old.value, old.status);
            reading.period > old.period || reading.period == old.period && changed
        });
        if !is_news || standing.is_none() && self.readings.len() >= MOST_READINGS {
            return false;
        }
        self.add(|id| Event::reading(Some(id), &reading));
        self.readings.insert(key, reading);
        true
    }

    /// Takes a reading that another broker took. A correction counts only when it was got after what stands, so that all
    /// brokers end with the same one, in whatever order they hear of them.
    pub(super) fn hear(&mut self, reading: Reading) -> bool {
        let age = |reading: &Reading| (reading.received, reading.value.to_bits());
        let standing = self.readings.get(&reading.key());
        let overtaken = standing.is_some_and(|old| reading.period == old.period && age(&reading) <= age(old));
        !overtaken && self.take(reading)
    }

    /// Takes the state of a source of ours; it is told where it differs from the one that stands.
    pub(super) fn put_state(&mut self, state: SourceState) {
        self.own.insert(state.source.clone());
        self.stand(state);
    }

    fn stand(&mut self, state: SourceState) -> bool {
        let differs = self.states.get(&state.source).is_none_or(|old| old.differs(&state));
        if differs {
            self.add(|id| Event::state(Some(id), &state));
        }
        self.states.insert(state.source.clone(), state);
        differs
    }

    /// Takes the state of a source that another broker asks. Of several who ask it, the one that was answered last counts.
    pub(super) fn hear_state(&mut self, state: SourceState) -> bool {
        let known = self.heard.contains_key(&state.source);
        if self.own.contains(&state.source) || !known && self.heard.len() >= MOST_HEARD {
            return false;
        }
        let standing = self.states.get(&state.source);
        if standing.is_some_and(|old| old.state != "stale" && old.answered > state.answered) {
            return false;
        }
        self.heard.insert(state.source.clone(), Instant::now());
        self.stand(state)
    }

    /// Says that sources are stale of which no other broker has said anything for too long.
    pub(super) fn look_for_silence(&mut self) {
        let silent = |(source, at): (&String, &Instant)| {
            let state = self.states.get(source)?;
            let over = at.elapsed() > Duration::from_secs(state.stale_after) && state.state != "stale";
            over.then(|| SourceState { state: "stale", why: "silent", ..state.clone() })
        };
        for state in self.heard.iter().filter_map(silent).collect::<Vec<_>>() {
            self.stand(state);
        }
    }

    /// What stands of the sources that this broker asks.
    pub(super) fn own(&self) -> (Vec<SourceState>, Vec<Reading>) {
        let states = self.states.values().filter(|state| self.own.contains(&state.source));
        let readings = self.readings.values().filter(|reading| self.own.contains(&reading.source));
        (states.cloned().collect(), readings.cloned().collect())
    }

    /// Lets go of a source's readings, so that older ones count again.
    pub(super) fn forget(&mut self, source: &str) {
        self.readings.retain(|(of, _, _), _| of != source);
    }

    /// The events after a number; none where some of them are gone.
    pub(super) fn after(&self, number: u64) -> Option<Vec<Event>> {
        let first = self.last + 1 - u64::try_from(self.events.len()).unwrap_or(u64::MAX);
        let skip = (number + 1).checked_sub(first)?;
        Some(self.events.iter().skip(usize::try_from(skip).ok()?).cloned().collect())
    }

    /// What stands now: the states of the sources, then every reading.
    pub(super) fn standing(&self) -> Vec<Event> {
        let states = self.states.values().map(|state| Event::state(None, state));
        states.chain(self.readings.values().map(|reading| Event::reading(None, reading))).collect()
    }

    pub(super) fn states(&self) -> Vec<SourceState> {
        self.states.values().cloned().collect()
    }
}
