//! One city's readings: what stands now, and the events that led there.

use std::collections::{BTreeMap, VecDeque};

use tokio::sync::watch;

use super::{Event, Reading, SourceState};
use gemeo_shared::observation::Series;

/// Events a reader may fall behind; older ones are dropped and said to be.
pub(super) const MOST_EVENTS: usize = 4096;
/// Readings that stand at once.
const MOST_READINGS: usize = 5000;

const PRIVATE: &str = "/private";

/// The name of a city's private topic; no city's id holds a slash.
pub fn private_topic(city: &str) -> String {
    format!("{city}{PRIVATE}")
}

/// The city of a topic, and whether it is private.
pub(super) fn city_of(topic: &str) -> (&str, bool) {
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
    pub(super) news: watch::Sender<u64>,
}

impl Topic {
    pub(super) fn new(run: &str) -> Self {
        let run = run.to_owned();
        let (events, readings, states) = Default::default();
        Self { run, last: 0, events, readings, states, news: watch::Sender::new(0) }
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

    /// Takes a state that differs from the one that stands.
    pub(super) fn put_state(&mut self, state: SourceState) {
        if self.states.get(&state.source).is_none_or(|old| old.differs(&state)) {
            self.add(|id| Event::state(Some(id), &state));
            self.states.insert(state.source.clone(), state);
        }
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
