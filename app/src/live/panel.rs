//! The readings a page holds: for each series at each place what came since it was opened, never more than there is
//! room for.

use std::collections::{BTreeMap, VecDeque};

use gemeo_shared::{
    observation::{Series, Status},
    period::Period,
};

use gemeo_shared::live::Reading;

use super::event::{Event, SourceState};

/// Most series at a place; what comes beyond is counted and said.
pub const MOST_SERIES: usize = 600;
/// Most readings that are kept of one series: four days of hours.
pub const MOST_POINTS: usize = 96;
/// Most sources whose state is kept.
const MOST_SOURCES: usize = 100;
/// Most letters of a name.
const MOST_LETTERS: usize = 120;

/// What a later reading takes the place of.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// Where.
    pub place: String,
    /// Id of the source.
    pub source: String,
    /// Whether it is not for everybody.
    pub private: bool,
    /// What is measured, and how.
    pub series: Series,
}

/// One of the readings of a series; without a value where readings were missed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// When.
    pub period: Period,
    /// The value.
    pub value: Option<f64>,
}

/// What came of a series at a place.
#[derive(Debug, Clone, PartialEq)]
pub struct Course {
    /// The name of the place, where the source gives one.
    pub name: String,
    /// The readings, the newest last.
    pub points: VecDeque<Point>,
    /// SDMX status of the newest.
    pub status: Status,
    /// When the server got the newest.
    pub received: i64,
    /// Whether it is recorded.
    pub replay: bool,
    /// Whether readings were missed since the newest.
    gap: bool,
}

/// What this reader missed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Missed {
    /// Events that are known to be missing.
    pub events: u64,
    /// Whether there may be others, as after a restart of the server.
    pub unknown: bool,
}

/// Everything that came.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Panel {
    courses: BTreeMap<Key, Course>,
    sources: BTreeMap<(bool, String), SourceState>,
    /// Whether recorded answers are played in place of sources.
    pub replay: bool,
    /// What was missed.
    pub missed: Missed,
    /// Readings of further series than there is room for.
    pub left_out: u64,
    /// Readings that were taken.
    pub taken: u64,
}

impl Panel {
    /// Takes an event of the public or the private stream.
    pub fn take(&mut self, private: bool, event: Event) {
        match event {
            Event::Hello(hello) => self.replay = hello.replay,
            Event::Reading(reading) => self.reading(private, *reading),
            Event::State(state) => {
                let key = (private, state.source.clone());
                if self.sources.len() < MOST_SOURCES || self.sources.contains_key(&key) {
                    self.sources.insert(key, state);
                }
            }
            Event::Dropped(dropped) => {
                match dropped.events {
                    Some(events) => self.missed.events = self.missed.events.saturating_add(events),
                    None => self.missed.unknown = true,
                }
                // What stands follows: states first, so that a source that is gone does not stay.
                self.sources.retain(|(of, _), _| *of != private);
                let own = self.courses.iter_mut().filter(|(key, _)| key.private == private);
                own.for_each(|(_, course)| course.gap = true);
            }
        }
    }

    fn reading(&mut self, private: bool, reading: Reading) {
        let Reading { source, series, place, mut name, period, value, status, received, replay } = reading;
        name = name.chars().take(MOST_LETTERS).collect();
        let key = Key { place, source, private, series };
        if self.courses.len() >= MOST_SERIES && !self.courses.contains_key(&key) {
            self.left_out = self.left_out.saturating_add(1);
            return;
        }
        self.taken += 1;
        let course = self.courses.entry(key).or_insert_with(|| Course {
            name: String::new(),
            points: VecDeque::new(),
            status,
            received,
            replay,
            gap: false,
        });
        (course.name, course.status, course.received, course.replay) = (name, status, received, replay);
        course.add(Point { period, value: Some(value) });
    }

    /// Lets go of what is not for everybody: the session has ended.
    pub fn forget_private(&mut self) {
        self.courses.retain(|key, _| !key.private);
        self.sources.retain(|(private, _), _| !private);
    }

    /// Every series at every place, by place and source.
    pub fn courses(&self) -> impl Iterator<Item = (&Key, &Course)> {
        self.courses.iter()
    }

    /// Every source with whether it is private.
    pub fn sources(&self) -> impl Iterator<Item = (bool, &SourceState)> {
        self.sources.iter().map(|((private, _), state)| (*private, state))
    }

    /// The first and last day of what is here, where there is anything.
    pub fn periods(&self) -> Option<(Period, Period)> {
        let points = || self.courses.values().filter_map(Course::newest).map(|point| point.period);
        Some((points().min()?, points().max()?))
    }
}

impl Course {
    /// The newest reading.
    pub fn newest(&self) -> Option<Point> {
        self.points.back().copied().filter(|point| point.value.is_some())
    }

    fn add(&mut self, point: Point) {
        let last = self.points.back().map(|last| last.period);
        match last {
            // A correction, or what stands said once more after a pause.
            Some(last) if last == point.period => _ = self.points.pop_back(),
            // A replay that begins again.
            Some(last) if last > point.period => self.points.clear(),
            Some(_) if self.gap => self.points.push_back(Point { value: None, ..point }),
            _ => {}
        }
        self.gap = false;
        self.points.push_back(point);
        while self.points.len() > MOST_POINTS {
            self.points.pop_front();
        }
    }
}

#[cfg(test)]
#[path = "panel_tests.rs"]
pub(crate) mod tests;
