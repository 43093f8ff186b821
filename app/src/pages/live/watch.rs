//! Between the streams and the page: what comes is gathered and shown at most four times a second.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use leptos::prelude::*;
use wasm_bindgen::{JsCast, closure::Closure};
use wasm_bindgen_futures::spawn_local;

use super::state::{About, Shown};
use crate::{
    account, assets, browser,
    live::{
        board::Board,
        event::{Event, Health},
        link::Link,
        panel::Panel,
        stream::{Heard, Stream},
        told, words,
    },
    notice, t,
};

/// Milliseconds between two changes of the page.
const GATHER: i32 = 250;
/// Milliseconds between two looks at the clock.
const TICK: i32 = 10_000;

/// What came and what of it is shown.
struct Watch {
    shown: Shown,
    panel: RefCell<Panel>,
    /// Whether the page will be changed soon.
    due: Cell<bool>,
    /// Readings that had come when the page was last changed.
    seen: Cell<u64>,
    /// Sources that were said to fail, so that each is said once.
    failing: RefCell<Vec<String>>,
    /// Whether there was a session while the page was open.
    was_in: Cell<bool>,
    closed: Cell<bool>,
}

/// Opens the streams of a city; they end with the page.
pub fn begin(shown: Shown, city: &str) {
    let watch = Rc::new(Watch {
        shown,
        panel: RefCell::default(),
        due: Cell::new(false),
        seen: Cell::new(0),
        failing: RefCell::default(),
        was_in: Cell::new(false),
        closed: Cell::new(false),
    });
    shown.now.set(seconds());
    let public = open(&watch, format!("api/live/{city}"), false);
    let own = account::was_here().then(|| open(&watch, format!("api/live/{city}/private"), true));
    let streams = StoredValue::new_local(Some((public, own)));
    Effect::new(move |_| {
        if shown.hurried.get() > 0 {
            streams.with_value(|streams| {
                if let Some((public, _)) = streams {
                    public.hurry();
                }
            });
        }
    });
    let again = Rc::clone(&watch);
    Effect::new(move |_| {
        if !shown.paused.get() {
            again.show();
        }
    });
    let back = on_return(move || {
        // The reader may have signed in again in another tab.
        if shown.own.try_get_untracked() == Some(Some(Link::SignedOut)) {
            streams.try_with_value(|streams| {
                if let Some((_, Some(own))) = streams {
                    own.hurry();
                }
            });
        }
    });
    let kept = StoredValue::new_local((Rc::clone(&watch), back));
    on_cleanup(move || {
        streams.set_value(None);
        kept.with_value(|(watch, back)| {
            watch.closed.set(true);
            forget_return(back);
        });
    });
    spawn_local(tick(watch));
}

fn open(watch: &Rc<Watch>, path: String, private: bool) -> Stream {
    let watch = Rc::clone(watch);
    Stream::open(assets::url(&path), private, move |heard| match heard {
        Heard::Link(link) if private => watch.own_link(link),
        Heard::Link(link) => watch.link(link),
        Heard::Messages(messages) => {
            let mut panel = watch.panel.borrow_mut();
            messages.iter().filter_map(Event::read).for_each(|event| panel.take(private, event));
            drop(panel);
            watch.change();
        }
    })
}

/// Calls back when the reader returns to the tab.
pub fn on_return(call: impl FnMut() + 'static) -> Closure<dyn FnMut()> {
    let closure = Closure::<dyn FnMut()>::new(call);
    let _ = browser::window().add_event_listener_with_callback("focus", closure.as_ref().unchecked_ref());
    closure
}

/// Calls back no more.
pub fn forget_return(call: &Closure<dyn FnMut()>) {
    let focus = call.as_ref().unchecked_ref();
    let _ = browser::window().remove_event_listener_with_callback("focus", focus);
}

fn seconds() -> i64 {
    (js_sys::Date::now() / 1000.0) as i64
}

async fn tick(watch: Rc<Watch>) {
    while !watch.closed.get() {
        browser::sleep(TICK).await;
        watch.shown.now.try_set(seconds());
    }
}

impl Watch {
    fn link(&self, link: Link) {
        let before = self.shown.link.try_get_untracked().unwrap_or_default();
        if std::mem::discriminant(&before) != std::mem::discriminant(&link) && before != Link::Opening {
            notice::announce(told::link(link).0);
        }
        if before != link {
            self.shown.link.try_set(link);
        }
    }

    fn own_link(self: &Rc<Self>, link: Link) {
        if link == Link::SignedOut {
            account::forget();
            self.panel.borrow_mut().forget_private();
            self.change();
            // why: who only comes back after days has lost nothing, and is not told so on every page
            if !self.was_in.get() {
                return;
            }
        }
        self.was_in.set(self.was_in.get() || link == Link::Live);
        if self.shown.own.try_get_untracked() != Some(Some(link)) {
            self.shown.own.try_set(Some(link));
        }
    }

    /// Changes the page soon: readings come in bursts.
    fn change(self: &Rc<Self>) {
        if self.due.replace(true) {
            return;
        }
        let watch = Rc::clone(self);
        spawn_local(async move {
            browser::sleep(GATHER).await;
            watch.due.set(false);
            watch.show();
        });
    }

    fn show(&self) {
        if self.closed.get() {
            return;
        }
        let (shown, panel) = (self.shown, self.panel.borrow());
        if shown.paused.try_get_untracked() == Some(true) {
            shown.waiting.try_set(panel.taken.saturating_sub(self.seen.get()));
            return;
        }
        let (first, board) = (self.seen.replace(panel.taken) == 0, Board::of(&panel));
        shown.now.try_set(seconds());
        let about = About::of(&panel);
        self.tell(&about, first && panel.taken > 0, &board);
        if shown.about.try_with_untracked(|before| *before != about) == Some(true) {
            shown.about.try_set(about);
        }
        shown.board.try_set(board);
    }

    /// Says to screen readers what began and what failed. Readings are not said as they come: a page that talks all the
    /// time cannot be listened to.
    fn tell(&self, about: &About, first: bool, board: &Board) {
        let mut failing = self.failing.borrow_mut();
        let now: Vec<String> = about
            .sources
            .iter()
            .filter(|(_, state, _)| matches!(state.state, Health::Failing | Health::Stale))
            .map(|(_, state, _)| state.source.clone())
            .collect();
        let new: Vec<&str> =
            now.iter().filter(|source| !failing.contains(source)).map(String::as_str).collect();
        if !new.is_empty() {
            let source = t!("live.source", source = new.join(", "));
            notice::announce(format!("{source}: {}", told::health(Health::Failing)));
        } else if first {
            notice::announce(words::summary(board.rows.len(), board.count()));
        }
        *failing = now;
    }
}
