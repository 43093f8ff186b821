//! What a live panel says of its sources, its connection and what is missing, in the language in use.

use std::collections::BTreeMap;

use gemeo_shared::period::Period;

use super::{
    event::{Health, SourceState},
    link::Link,
    moment,
    panel::{Missed, Panel},
    words::{Clock, at},
};
use crate::{format, t, tn};

/// How a source is, in a word or two.
pub fn health(health: Health) -> String {
    match health {
        Health::Waiting => t!("live.health.waiting"),
        Health::Live => t!("live.health.live"),
        Health::Failing => t!("live.health.failing"),
        Health::Stale => t!("live.health.stale"),
    }
}

/// What a source's state means, in a sentence.
pub fn told(state: &SourceState, has_readings: bool, now: i64, clock: Clock) -> String {
    let since = state.answered.map(|when| at(when, now, clock));
    let why = why(&state.why);
    match (state.state, since) {
        (Health::Waiting, _) => t!("live.told.waiting"),
        (Health::Live, _) if !has_readings => t!("live.told.empty"),
        (Health::Live, Some(since)) => t!("live.told.live", time = since),
        (Health::Live, None) => t!("live.told.live_now"),
        (Health::Failing, Some(since)) => t!("live.told.failing", why = why, time = since),
        (Health::Failing, None) => t!("live.told.failing_ever", why = why),
        (Health::Stale, Some(since)) => t!("live.told.stale", why = why, time = since),
        (Health::Stale, None) => t!("live.told.stale_ever", why = why),
    }
}

/// Why a source fails; the name itself where it is not known here.
fn why(name: &str) -> String {
    match name {
        "" => t!("live.why.silent"),
        "source-slow" => t!("live.why.slow"),
        "unreadable" => t!("live.why.unreadable"),
        "source-fails" => t!("live.why.fails"),
        other => t!("live.why.other", name = other),
    }
}

/// How the page is connected: a word or two, and what that means.
pub fn link(link: Link) -> (String, String) {
    let seconds = |n: u32| tn!("live.n.seconds", n);
    match link {
        Link::Opening => (t!("live.link.opening"), String::new()),
        Link::Live => (t!("live.link.live"), t!("live.link.live.text")),
        Link::Cut(n) => (t!("live.link.cut"), t!("live.link.cut.text", seconds = seconds(n))),
        Link::Full(n) => (t!("live.link.full"), t!("live.link.full.text", seconds = seconds(n))),
        Link::Offline => (t!("live.link.offline"), t!("live.link.offline.text")),
        Link::NoServer => (t!("live.none"), t!("live.none.text")),
        Link::NoCity => (t!("live.none"), t!("live.no_city.text")),
        Link::SignedOut => (t!("account.ended"), t!("account.ended.text")),
        Link::NotAllowed => (t!("live.not_allowed"), t!("live.not_allowed.text")),
    }
}

/// What was missed, where anything was.
pub fn missed(missed: Missed) -> Option<String> {
    match (missed.events, missed.unknown) {
        (0, false) => None,
        (0, true) => Some(t!("live.missed.unknown")),
        (n, false) => Some(tn!("live.missed", n)),
        (n, true) => Some(format!("{} {}", tn!("live.missed", n), t!("live.missed.unknown"))),
    }
}

/// From when to when the recorded readings are.
pub fn recorded(panel: &Panel, clock: Clock) -> String {
    let Some((first, last)) = panel.periods() else { return t!("live.replay.empty") };
    let day = |period: Period| {
        let begin = moment::span(period).0;
        format::period(&moment::local(begin, clock(begin)).0)
    };
    match (day(first), day(last)) {
        (first, last) if first == last => t!("live.replay.day", day = first),
        (first, last) => t!("live.replay.days", first = first, last = last),
    }
}

/// How many series each source gave.
pub fn counted(panel: &Panel) -> BTreeMap<(bool, String), usize> {
    let mut counts = BTreeMap::new();
    for (key, _) in panel.courses() {
        *counts.entry((key.private, key.source.clone())).or_default() += 1;
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::{self, Lang};

    fn utc(_: i64) -> i32 {
        0
    }

    #[test]
    fn a_source_that_is_silent_is_told_why_and_since_when() {
        i18n::set_embedded(Lang::En);
        let now = 1_788_789_600;
        let state = |state, why: &str, answered| SourceState {
            source: "air".into(),
            state,
            why: why.into(),
            answered,
            stale_after: 60,
        };
        let told = |s: &SourceState, any| told(s, any, now, utc);
        let texts = [
            told(&state(Health::Waiting, "", None), false),
            told(&state(Health::Live, "", Some(now)), true),
            told(&state(Health::Live, "", Some(now)), false),
            told(&state(Health::Failing, "source-slow", Some(now - 60)), true),
            told(&state(Health::Failing, "unreadable", None), false),
            told(&state(Health::Stale, "", Some(now - 60)), true),
            told(&state(Health::Stale, "source-fails", None), true),
        ];
        for (i, text) in texts.iter().enumerate() {
            assert!(text.ends_with('.') && text.len() > 15, "{text}");
            assert!(!texts[..i].contains(text), "twice: {text}");
        }
        assert!(texts[3].contains("13:59"), "{}", texts[3]);
    }
}
