//! The names under which topics are shared: `gemeo.live.CITY.public` and `gemeo.live.CITY.private`.
//!
//! The last word says who may hear it, so that NATS can be told to let only some at `gemeo.*.*.private`.

use crate::live::{city_of, private_topic};

const LIVE: &str = "gemeo.live.";
const ASK: &str = "gemeo.ask.";

fn end(topic: &str) -> String {
    let (city, private) = city_of(topic);
    format!("{city}.{}", if private { "private" } else { "public" })
}

/// Where a topic's readings and states are published.
pub(super) fn live(topic: &str) -> String {
    format!("{LIVE}{}", end(topic))
}

/// Where a topic's standing readings are asked for.
pub(super) fn ask(topic: &str) -> String {
    format!("{ASK}{}", end(topic))
}

/// What a message is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Subject {
    /// A note about a topic.
    Live(String),
    /// A broker wants to hear what stands of a topic.
    Ask(String),
}

/// The topic of a subject.
pub(super) fn read(subject: &str) -> Option<Subject> {
    let topic = |rest: &str| {
        let (city, whose) = rest.split_once('.')?;
        match whose {
            "public" => Some(city.to_owned()),
            "private" => Some(private_topic(city)),
            _ => None,
        }
    };
    match subject.strip_prefix(LIVE) {
        Some(rest) => topic(rest).map(Subject::Live),
        None => subject.strip_prefix(ASK).and_then(topic).map(Subject::Ask),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_topic_is_found_again_and_private_ones_stay_apart() {
        assert_eq!(live("porto"), "gemeo.live.porto.public");
        assert_eq!(ask("porto/private"), "gemeo.ask.porto.private");
        for topic in ["porto", "porto/private"] {
            assert_eq!(read(&live(topic)), Some(Subject::Live(topic.to_owned())));
            assert_eq!(read(&ask(topic)), Some(Subject::Ask(topic.to_owned())));
        }
        for other in [
            "gemeo.live.porto",
            "gemeo.live.porto.secret",
            "gemeo.live.porto.private.x",
            "x.porto.public",
            "",
        ] {
            assert_eq!(read(other), None, "{other}");
        }
    }
}
