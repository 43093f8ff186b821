//! What one broker tells the others: a reading, or how a source is. Written as JSON.

use serde::{Deserialize, Serialize};

use crate::{
    egress::SourceId,
    live::{Reading, SourceState},
};

/// The largest note.
pub(super) const MOST_BYTES: usize = 16 * 1024;
/// The longest text in it.
const MOST_TEXT: usize = 512;
const MOST_DIMENSIONS: usize = 32;
/// How far the clock of another broker may be before ours.
const SKEW_SECONDS: i64 = 300;

/// A note about a topic.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Note {
    /// A reading that was taken.
    Reading(Reading),
    /// How a source is.
    State(SourceState),
}

/// A note as another broker wrote it.
#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum Written {
    Reading(Reading),
    State(WrittenState),
}

#[derive(Deserialize)]
struct WrittenState {
    source: String,
    state: String,
    #[serde(default)]
    why: String,
    answered: Option<i64>,
    stale_after: u64,
    replay: bool,
}

const STATES: [&str; 4] = ["waiting", "live", "failing", "stale"];
const REASONS: [&str; 8] =
    ["", "source-fails", "source-slow", "unreadable", "silent", "too-many", "no-evidence", "refused"];

impl Note {
    /// The bytes of it; none where it is too large to be shared.
    pub(super) fn bytes(&self) -> Option<Vec<u8>> {
        serde_json::to_vec(self).ok().filter(|bytes| bytes.len() <= MOST_BYTES)
    }

    /// Reads what another broker wrote. Nothing of a replay is taken, and nothing of the future.
    pub(super) fn read(bytes: &[u8], now: i64) -> Option<Self> {
        if bytes.len() > MOST_BYTES {
            return None;
        }
        match serde_json::from_slice(bytes).ok()? {
            Written::Reading(reading) => is_plain(&reading, now).then_some(Self::Reading(reading)),
            Written::State(state) => state.check(now).map(Self::State),
        }
    }
}

fn is_id(text: &str) -> bool {
    text.parse::<SourceId>().is_ok()
}

fn is_plain(reading: &Reading, now: i64) -> bool {
    let Reading { source, series, place, name, value, received, replay, .. } = reading;
    let dims = series.dims.iter().flat_map(|(name, member)| [name, member]);
    let texts = [&series.concept, &series.unit, place, name].into_iter().chain(dims);
    is_id(source)
        && value.is_finite()
        && (0..=now + SKEW_SECONDS).contains(received)
        && !replay
        && series.dims.len() <= MOST_DIMENSIONS
        && texts.into_iter().all(|text| text.len() <= MOST_TEXT)
}

impl WrittenState {
    fn check(self, now: i64) -> Option<SourceState> {
        let Self { source, state, why, answered, stale_after, replay } = self;
        let state = STATES.into_iter().find(|known| *known == state)?;
        // A newer broker may know further reasons.
        let why = REASONS.into_iter().find(|known| *known == why).unwrap_or("elsewhere");
        let in_time = answered.is_none_or(|at| (0..=now + SKEW_SECONDS).contains(&at));
        let good = is_id(&source) && in_time && (1..=604_800).contains(&stale_after) && !replay;
        good.then_some(SourceState { source, state, why, answered, stale_after, replay })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use gemeo_shared::{connect, observation::Status, period::Period};

    fn reading() -> Reading {
        Reading {
            source: "air".to_owned(),
            series: connect::series("concentration", "µg/m3", &[("pollutant", "NO2")]),
            place: "station/1".to_owned(),
            name: "Sá da Bandeira".to_owned(),
            period: Period::Hour(2026, 9, 7, 14),
            value: 41.25,
            status: Status::P,
            received: 1000,
            replay: false,
        }
    }

    fn state() -> SourceState {
        let (source, answered) = ("air".to_owned(), Some(1000));
        SourceState { source, state: "failing", why: "source-slow", answered, stale_after: 60, replay: false }
    }

    #[test]
    fn notes_are_read_as_they_were_written() {
        for note in [Note::Reading(reading()), Note::State(state())] {
            let bytes = note.bytes().expect("bytes");
            assert_eq!(Note::read(&bytes, 1000), Some(note));
        }
        let well = Note::State(SourceState { state: "live", why: "", ..state() });
        assert_eq!(Note::read(&well.bytes().expect("bytes"), 1000), Some(well));
    }

    #[test]
    fn what_is_no_plain_note_is_refused() {
        let long = "x".repeat(MOST_TEXT + 1);
        for bad in [
            Reading { source: "Air quality".to_owned(), ..reading() },
            Reading { place: long.clone(), ..reading() },
            Reading { name: long.clone(), ..reading() },
            Reading { series: connect::series("c", "u", &[("a", &long)]), ..reading() },
            Reading { received: 1000 + SKEW_SECONDS + 1, ..reading() },
            Reading { received: -1, ..reading() },
            Reading { replay: true, ..reading() },
        ] {
            let bytes = serde_json::to_vec(&Note::Reading(bad.clone())).expect("JSON");
            assert_eq!(Note::read(&bytes, 1000), None, "{bad:?}");
        }
        for bad in [
            SourceState { source: "a/b".to_owned(), ..state() },
            SourceState { state: "splendid", ..state() },
            SourceState { answered: Some(2000), ..state() },
            SourceState { stale_after: 0, ..state() },
            SourceState { replay: true, ..state() },
        ] {
            let bytes = serde_json::to_vec(&Note::State(bad.clone())).expect("JSON");
            assert_eq!(Note::read(&bytes, 1000), None, "{bad:?}");
        }
        for bytes in [&b""[..], b"{}", b"[]", b"{\"reading\":7}", b"\xff", &vec![b' '; MOST_BYTES + 1]] {
            assert_eq!(Note::read(bytes, 1000), None);
        }
    }

    #[test]
    fn a_reason_that_is_not_known_is_said_to_lie_elsewhere() {
        let bytes =
            serde_json::to_vec(&Note::State(SourceState { why: "of-tomorrow", ..state() })).expect("JSON");
        assert_eq!(Note::read(&bytes, 1000), Some(Note::State(SourceState { why: "elsewhere", ..state() })));
    }
}
