//! The events of a city's stream (docs/server.md, “Live readings”).

use gemeo_shared::{lean, live::Reading};
use serde::Deserialize;

use super::sse::Message;

/// What the stream is.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Hello {
    /// Whether recorded answers are played in place of every source.
    pub replay: bool,
}

/// How a source is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Health {
    /// It has not answered yet.
    Waiting,
    /// It answers.
    Live,
    /// Its last answer failed.
    Failing,
    /// It has not answered for long.
    Stale,
}

/// What the server says of a source.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct SourceState {
    /// Its id.
    pub source: String,
    /// How it is.
    pub state: Health,
    /// Why, as a name.
    #[serde(default)]
    pub why: String,
    /// When it last answered, in seconds since 1970.
    pub answered: Option<i64>,
    /// After how many seconds without an answer it is stale.
    pub stale_after: i64,
}

/// Events that this reader missed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub struct Dropped {
    /// How many; none where that is not known.
    pub events: Option<u64>,
}

/// An event.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// The beginning of a stream.
    Hello(Hello),
    /// A reading.
    Reading(Box<Reading>),
    /// How a source is.
    State(SourceState),
    /// The reader fell behind.
    Dropped(Dropped),
}

impl Event {
    /// Reads an event; none for one that is not known here or cannot be read.
    pub fn read(message: &Message) -> Option<Self> {
        let data = &message.data;
        match message.event.as_str() {
            "hello" => lean::from_str(data).ok().map(Self::Hello),
            "reading" => {
                let reading: Reading = lean::from_str(data).ok()?;
                reading.value.is_finite().then(|| Self::Reading(Box::new(reading)))
            }
            "state" => lean::from_str(data).ok().map(Self::State),
            "dropped" => lean::from_str(data).ok().map(Self::Dropped),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use gemeo_shared::{observation::Status, period::Period};

    use super::*;

    fn read(event: &str, data: &str) -> Option<Event> {
        Event::read(&Message { event: event.into(), data: data.into(), id: String::new() })
    }

    #[test]
    fn events_are_read_as_the_server_writes_them() {
        let reading = r#"{"source":"air","series":{"concept":"air_concentration","unit":"µg/m3","dims":{"pollutant":"NO2"}},
            "place":"station/3072","period":"2026-09-07T14","value":41.0,"status":"P","received":1788793200,"replay":true}"#;
        let Some(Event::Reading(reading)) = read("reading", reading) else { panic!("no reading") };
        assert_eq!((reading.period, reading.value), (Period::Hour(2026, 9, 7, 14), 41.0));
        assert_eq!((reading.name.as_str(), reading.status), ("", Status::P));
        let state = r#"{"source":"air","state":"failing","why":"source-fails","answered":null,"stale_after":180,"replay":false}"#;
        let Some(Event::State(state)) = read("state", state) else { panic!("no state") };
        assert_eq!(
            (state.state, state.why.as_str(), state.answered),
            (Health::Failing, "source-fails", None)
        );
        let hello = read("hello", r#"{"city":"porto","private":false,"replay":true}"#);
        assert_eq!(hello, Some(Event::Hello(Hello { replay: true })));
        let dropped = |events| Some(Event::Dropped(Dropped { events }));
        assert_eq!(read("dropped", r#"{"events":7}"#), dropped(Some(7)));
        assert_eq!(read("dropped", r#"{"events":null}"#), dropped(None));
    }

    #[test]
    fn what_cannot_be_read_is_no_event() {
        for (event, data) in
            [("reading", "{}"), ("reading", "no JSON"), ("state", r#"{"state":"new"}"#), ("news", "{}")]
        {
            assert_eq!(read(event, data), None, "{event} {data}");
        }
    }
}
