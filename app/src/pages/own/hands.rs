//! What the page does: asks the worker, and keeps what it gave.

use std::{cell::RefCell, sync::Arc};

use gemeo_shared::own::{Ask, Look, Mapping, PeriodFrom, Refusal, Said};
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::{File, FileList};

use super::{
    desk::{Desk, Shown, State},
    drop as drop_zone, gather,
};
use crate::{
    browser,
    data::{
        own::{self, Kept},
        shelf::ShelfError,
    },
    notice, t,
    work::own::{Clerk, Heard},
};

thread_local! {
    static OPEN: RefCell<Option<(Clerk, File)>> = const { RefCell::new(None) };
}

/// Opens the first of the files.
pub fn choose(desk: Desk, files: Option<FileList>) {
    let Some(file) = files.and_then(|f| f.item(0)) else { return };
    desk.file.set((file.name(), file.size()));
    desk.state.set(State::Looking);
    desk.shown.set(None);
    desk.trouble.set(None);
    let Some(clerk) = Clerk::start(move |heard| hear(desk, heard)) else {
        return desk.state.set(State::Refused(Refusal::new("broken")));
    };
    OPEN.with(|open| *open.borrow_mut() = Some((clerk, file)));
    spawn_local(async move {
        let places = gather::places(desk.store).await;
        desk.places.try_set(Arc::new(places));
        open(desk, None, None, None);
    });
}

/// Opens the same file with another sheet, header or delimiter.
pub fn reopen(desk: Desk, look: &Look) {
    open(desk, Some(look.sheet.clone()), look.header, look.delimiter);
}

fn open(desk: Desk, sheet: Option<String>, header: Option<usize>, delimiter: Option<char>) {
    OPEN.with(|open| {
        let open = open.borrow();
        let Some((clerk, file)) = open.as_ref() else { return };
        let places = desk.places.try_get_untracked().unwrap_or_default().to_vec();
        let cities = desk.cities();
        let remembered = browser::recall("city");
        let index = desk.store.index().get_untracked();
        let known = index.ready().and_then(|i| {
            let of = i.cities.iter().find(|c| Some(&c.profile.id) == remembered.as_ref())?;
            Some(of.profile.code.clone())
        });
        let city = known.or_else(|| cities.first().map(|(code, _)| code.clone())).unwrap_or_default();
        clerk.ask(&Ask::Open { name: file.name(), places, city, sheet, header, delimiter }, Some(file));
    });
}

/// Asks what the mapping gives.
pub fn attempt(desk: Desk) {
    let Some(Some(mapping)) = desk.mapping.try_get_untracked() else { return };
    desk.trouble.try_set(None);
    ask(&Ask::Try { mapping });
}

/// Reads all of the file, to keep it.
pub fn keep(desk: Desk) {
    let Some(mapping) = desk.mapping.get_untracked() else { return };
    desk.done.set(0.0);
    desk.state.set(State::Reading);
    ask(&Ask::Read { mapping });
}

fn ask(question: &Ask) {
    OPEN.with(|open| {
        if let Some((clerk, _)) = open.borrow().as_ref() {
            clerk.ask(question, None);
        }
    });
}

/// Ends what the worker is doing and lays the file aside.
pub fn cancel(desk: Desk) {
    let reading = matches!(desk.state.get_untracked(), State::Reading | State::Looking);
    let_go();
    clear(desk);
    if reading {
        notice::toast(t!("own.cancelled"));
    }
}

fn clear(desk: Desk) {
    desk.state.try_set(State::Free);
    desk.look.try_set(None);
    desk.mapping.try_set(None);
    desk.preview.try_set(None);
    desk.reused.try_set(false);
}

/// Ends the worker.
pub fn let_go() {
    // why later: its own message may be what ends it
    let ended = OPEN.with(|open| open.borrow_mut().take());
    spawn_local(async move { drop(ended) });
}

fn hear(desk: Desk, heard: Heard) {
    match heard {
        Heard::Read(done) => drop(desk.done.try_set(done)),
        Heard::Said(Said::Opened(opened), _) => spawn_local(async move {
            let (look, guess, preview) = *opened;
            let earlier = own::mapping(&look.fingerprint).await;
            let reused = earlier.is_some();
            let mapping = earlier.map_or_else(|| guess.clone(), |earlier| again(earlier, &guess, &look));
            desk.mapping.try_set(Some(mapping));
            desk.preview.try_set(Some(Arc::new(preview)));
            desk.look.try_set(Some(Arc::new(look)));
            desk.reused.try_set(reused);
            desk.state.try_set(State::Open);
            if reused {
                attempt(desk);
            }
        }),
        Heard::Said(Said::Tried(preview), _) => drop(desk.preview.try_set(Some(Arc::new(*preview)))),
        Heard::Said(Said::Read(dataset), rows) => spawn_local(async move {
            match own::keep(&dataset, &rows).await {
                Ok(id) => {
                    let_go();
                    clear(desk);
                    notice::toast(t!("own.kept_done", name = dataset.name));
                    browser::sleep(0).await;
                    list(desk).await;
                    browser::sleep(0).await;
                    let kept = desk.kept.try_get_untracked().flatten();
                    if let Some(kept) = kept.and_then(|l| l.kept.iter().find(|k| k.id == id).cloned()) {
                        show(desk, kept);
                    }
                }
                Err(error) => {
                    desk.trouble.try_set(Some(words(&error)));
                    desk.state.try_set(State::Open);
                }
            }
        }),
        // The file is sound, only the mapping is not: it stays open.
        Heard::Said(Said::Refused(refusal), _)
            if ["nothing", "too_many_series"].contains(&refusal.code.as_str()) =>
        {
            desk.trouble.try_set(Some(drop_zone::reason(&refusal)));
            desk.state.try_set(State::Open);
        }
        Heard::Said(Said::Refused(refusal), _) => {
            let_go();
            clear(desk);
            desk.state.try_set(State::Refused(refusal));
        }
    }
}

/// An earlier mapping for this file. The columns are the same; how numbers and dates are written may not be.
fn again(mut mapping: Mapping, guess: &Mapping, look: &Look) -> Mapping {
    (mapping.sheet, mapping.header, mapping.delimiter) = (look.sheet.clone(), look.header, look.delimiter);
    if look.decimal_sure {
        mapping.decimal = look.decimal;
    }
    if let (
        PeriodFrom::Column { column, month_first },
        PeriodFrom::Column { column: same, month_first: found },
    ) = (&mut mapping.period, &guess.period)
        && column == same
    {
        *month_first = *found;
    }
    for mark in &guess.missing {
        if !mapping.missing.contains(mark) {
            mapping.missing.push(mark.clone());
        }
    }
    mapping
}

fn words(error: &ShelfError) -> String {
    match error {
        ShelfError::Full => t!("own.full"),
        ShelfError::Refused(why) => t!("own.not_kept", why = why),
    }
}

/// Looks again at what is kept.
pub fn refresh(desk: Desk) {
    spawn_local(list(desk));
}

async fn list(desk: Desk) {
    match own::list().await {
        Ok(list) => drop(desk.kept.try_set(Some(Arc::new(list)))),
        Err(error) => {
            desk.kept.try_set(Some(Arc::default()));
            desk.trouble.try_set(Some(words(&error)));
        }
    }
}

/// Shows a dataset.
pub fn show(desk: Desk, kept: Kept) {
    spawn_local(async move {
        match own::rows(&kept).await {
            Ok(rows) => {
                let shown = Shown { id: kept.id, dataset: Arc::new(kept.dataset), rows: Arc::new(rows) };
                // why apart: millions of rows were just read, and the page is to be drawn in between
                browser::sleep(0).await;
                desk.shown.try_set(Some(shown));
                browser::sleep(0).await;
                if let Some(title) = browser::document().get_element_by_id("own-shown") {
                    title.scroll_into_view();
                }
            }
            Err(error) => drop(desk.trouble.try_set(Some(words(&error)))),
        }
    });
}

/// Gives a dataset another name.
pub fn rename(desk: Desk, kept: Kept, name: String) {
    spawn_local(async move {
        if !after(desk, own::rename(&kept, &name).await).await {
            return;
        }
        desk.shown.try_update(|shown| {
            if let Some(shown) = shown.as_mut().filter(|s| s.id == kept.id) {
                shown.dataset = Arc::new(gemeo_shared::own::Dataset { name, ..(*shown.dataset).clone() });
            }
        });
    });
}

/// Deletes a dataset.
pub fn forget(desk: Desk, kept: Kept) {
    spawn_local(async move {
        if !after(desk, own::forget(&kept).await).await {
            return;
        }
        if desk.shown.try_with_untracked(|s| s.as_ref().is_some_and(|s| s.id == kept.id)) == Some(true) {
            desk.shown.try_set(None);
        }
        notice::toast(t!("own.forgotten", name = kept.dataset.name));
    });
}

/// Deletes what is damaged.
pub fn forget_damaged(desk: Desk, id: String) {
    spawn_local(async move {
        after(desk, own::clear(&id).await).await;
    });
}

/// Shows what is kept now; whether what was to be done is done, which the page says where it is not.
async fn after(desk: Desk, done: Result<(), ShelfError>) -> bool {
    list(desk).await;
    if let Err(error) = &done {
        desk.trouble.try_set(Some(words(error)));
    }
    done.is_ok()
}

/// Offers all observations of a dataset as CSV.
pub fn export(kept: Kept) {
    spawn_local(async move {
        match own::rows(&kept).await {
            Ok(rows) => {
                let text = format!("\u{feff}{}", kept.dataset.csv(&rows));
                browser::download(&format!("{}.csv", kept.dataset.name), "text/csv;charset=utf-8", &text);
            }
            Err(error) => notice::toast(words(&error)),
        }
    });
}
