//! Events as they go over the wire: the text of server-sent events (HTML Standard §9.2).

use bytes::Bytes;
use serde_json::{Value as Json, json};

use super::{Reading, SourceState, topic::city_of};

/// An event, written once and shared by everyone who hears it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event(pub Bytes);

fn write(name: &str, id: Option<&str>, data: &Json) -> Event {
    let id = id.map(|id| format!("id: {id}\n")).unwrap_or_default();
    Event(Bytes::from(format!("event: {name}\n{id}data: {data}\n\n")))
}

impl Event {
    /// What the stream is, at its beginning.
    pub(super) fn hello(topic: &str, id: &str, replay: bool) -> Self {
        let (city, private) = city_of(topic);
        write("hello", Some(id), &json!({ "city": city, "private": private, "replay": replay }))
    }

    /// A reading.
    pub(super) fn reading(id: Option<&str>, reading: &Reading) -> Self {
        write("reading", id, &json!(reading))
    }

    /// How a source is.
    pub(super) fn state(id: Option<&str>, state: &SourceState) -> Self {
        write("state", id, &json!(state))
    }

    /// So many events were too old to be sent; what stands now follows.
    pub(super) fn dropped(id: &str, count: Option<u64>) -> Self {
        write("dropped", Some(id), &json!({ "events": count }))
    }

    /// A sign of life that a browser does not show.
    pub fn still_here() -> Self {
        Self(Bytes::from_static(b": still here\n\n"))
    }
}
