//! What the live panel shows.

use leptos::prelude::*;

use crate::live::{board::Board, event::SourceState, link::Link, panel::Missed};
#[cfg(target_arch = "wasm32")]
use crate::live::{panel::Panel, told};

/// What is known beside the readings.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct About {
    /// Whether everything is recorded.
    pub replay: bool,
    /// Of when, in a sentence.
    pub recorded: String,
    /// What was missed.
    pub missed: Missed,
    /// Readings for which there was no room.
    pub left_out: u64,
    /// Each source: whether it is private, how it is, and how many series it gave.
    pub sources: Vec<(bool, SourceState, usize)>,
}

impl About {
    /// What a panel says beside its readings.
    #[cfg(target_arch = "wasm32")]
    pub fn of(panel: &Panel) -> Self {
        let counts = told::counted(panel);
        let count =
            |private: bool, source: &str| counts.get(&(private, source.to_owned())).copied().unwrap_or(0);
        let sources = panel.sources().map(|(private, s)| (private, s.clone(), count(private, &s.source)));
        Self {
            replay: panel.replay,
            recorded: told::recorded(panel, clock),
            missed: panel.missed,
            left_out: panel.left_out,
            sources: sources.collect(),
        }
    }

    /// After how many seconds without an answer a source is stale.
    pub fn stale_after(&self, private: bool, source: &str) -> i64 {
        let found = self.sources.iter().find(|(of, state, _)| *of == private && state.source == source);
        found.map_or(i64::MAX, |(_, state, _)| state.stale_after)
    }
}

/// The signals of the page. Copied freely.
#[derive(Clone, Copy)]
pub struct Shown {
    /// The readings.
    pub board: RwSignal<Board>,
    /// What is known beside them.
    pub about: RwSignal<About>,
    /// How the page is connected.
    pub link: RwSignal<Link>,
    /// How it is connected to what is not for everybody; nothing where nobody is signed in.
    pub own: RwSignal<Option<Link>>,
    /// Seconds since 1970, for ages.
    pub now: RwSignal<i64>,
    /// Whether the reader stopped the page.
    pub paused: RwSignal<bool>,
    /// Readings that came since then.
    pub waiting: RwSignal<u64>,
    /// Counts how often the reader asked to try again.
    pub hurried: RwSignal<u32>,
}

impl Shown {
    /// Nothing yet.
    pub fn new() -> Self {
        Self {
            board: RwSignal::default(),
            about: RwSignal::default(),
            link: RwSignal::default(),
            own: RwSignal::new(None),
            now: RwSignal::new(0),
            paused: RwSignal::new(false),
            waiting: RwSignal::new(0),
            hurried: RwSignal::new(0),
        }
    }

    /// Tries to connect now.
    pub fn hurry(self) {
        self.hurried.update(|n| *n += 1);
    }
}

/// Minutes that the reader's clocks are ahead of UTC at a moment.
pub fn clock(at: i64) -> i32 {
    #[cfg(target_arch = "wasm32")]
    {
        let date = js_sys::Date::new(&wasm_bindgen::JsValue::from_f64(at as f64 * 1000.0));
        -(date.get_timezone_offset() as i32)
    }
    #[cfg(not(target_arch = "wasm32"))]
    {
        let _ = at;
        0
    }
}
