//! Short messages: toasts, the announcement for screen readers, and errors that say what to do.

use std::cell::RefCell;

use leptos::prelude::*;

/// Messages on the screen.
#[derive(Clone, Copy)]
pub struct Notices {
    /// Toasts by number, the newest last; no two have the same place ([`PLACES`]).
    pub toasts: RwSignal<Vec<(u32, String)>>,
    /// What a screen reader is told.
    pub spoken: RwSignal<String>,
    /// Whether a new version waits.
    pub update: RwSignal<bool>,
    /// Whether the browser is offline.
    pub offline: RwSignal<bool>,
}

/// Toasts at once: three are what fits on a phone without hiding the page. Each has a place by its number, the rest of a
/// division by this.
pub const PLACES: u32 = 3;

thread_local! {
    static CURRENT: RefCell<Option<Notices>> = const { RefCell::new(None) };
}

impl Notices {
    /// No messages yet; later calls of [`toast`] and [`announce`] go here.
    pub fn new() -> Self {
        let notices = Self {
            toasts: RwSignal::new(Vec::new()),
            spoken: RwSignal::new(String::new()),
            update: RwSignal::new(false),
            offline: RwSignal::new(false),
        };
        CURRENT.with(|c| *c.borrow_mut() = Some(notices));
        notices
    }
}

impl Default for Notices {
    fn default() -> Self {
        Self::new()
    }
}

fn current() -> Option<Notices> {
    CURRENT.with(|c| *c.borrow())
}

/// Shows a short message for six seconds; screen readers hear it.
pub fn toast(text: String) {
    let Some(notices) = current() else { return };
    let mut id = 0;
    notices.toasts.update(|t| {
        if t.len() >= PLACES as usize {
            t.remove(0);
        }
        let next = t.last().map_or(0, |(id, _)| id + 1);
        let is_free = |id: &u32| t.iter().all(|(other, _)| other % PLACES != id % PLACES);
        id = (next..next + PLACES).find(is_free).unwrap_or(next);
        t.push((id, text));
    });
    #[cfg(target_arch = "wasm32")]
    wasm_bindgen_futures::spawn_local(async move {
        crate::browser::sleep(6000).await;
        notices.toasts.update(|t| t.retain(|(i, _)| *i != id));
    });
}

/// Tells screen readers something that is seen anyway.
pub fn announce(text: String) {
    if let Some(notices) = current() {
        notices.spoken.set(text);
    }
}

/// A fault as a reader is told of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// What happened, in a few words.
    pub title: String,
    /// What it means and what to do.
    pub advice: String,
    /// The words of the program, for a report.
    pub detail: String,
}

/// What a page waits for.
#[derive(Debug, Clone, PartialEq)]
pub enum Load<T> {
    /// On its way.
    Waiting,
    /// Here.
    Ready(T),
    /// Not to be had.
    Failed(Fault),
}

impl<T> Load<T> {
    /// What came, if it came.
    pub fn ready(&self) -> Option<&T> {
        match self {
            Self::Ready(value) => Some(value),
            _ => None,
        }
    }

    /// Whether it is still on its way.
    pub fn is_waiting(&self) -> bool {
        matches!(self, Self::Waiting)
    }
}
