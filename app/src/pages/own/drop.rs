//! A place to drop a file, and how far it is.

use gemeo_shared::own::Refusal;
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};

use super::{
    desk::{Desk, State},
    hands,
};
use crate::{format, i18n, t};

/// Bytes of a megabyte, as people count them.
const MEGABYTE: f64 = 1_000_000.0;

/// Dropping, choosing; what is going on; why a file cannot be read.
pub fn drop(desk: Desk) -> impl IntoView {
    let over = RwSignal::new(false);
    let chosen = move |event: web_sys::Event| {
        let input: web_sys::HtmlInputElement = event_target(&event);
        hands::choose(desk, input.files());
        // why: the same file, mended, can then be chosen again
        input.set_value("");
    };
    let dropped = move |event: web_sys::DragEvent| {
        event.prevent_default();
        over.set(false);
        hands::choose(desk, files_of(&event));
    };
    view! {
        <div class="drop own-drop" class:drop-over=move || over.get()
            on:dragover=move |event| { event.prevent_default(); over.set(true); }
            on:dragleave=move |_| over.set(false)
            on:drop=dropped>
            <label for="own-file">{t!("own.file")}</label>
            <input id="own-file" type="file" accept=".csv,.tsv,.txt,.xlsx,.xlsm,.json,.geojson,.parquet" aria-describedby="own-file-hint" on:change=chosen/>
            <p class="hint" id="own-file-hint">{t!("own.file_hint")}</p>
        </div>
        <div role="status">{move || going_on(desk)}</div>
        {move || desk.trouble.get().map(|text| view! { <p class="notice notice-error">{text}</p> })}
    }
}

/// The files that were dropped.
fn files_of(event: &web_sys::DragEvent) -> Option<web_sys::FileList> {
    let part = |of: &JsValue, name: &str| js_sys::Reflect::get(of, &name.into()).ok();
    part(&part(event, "dataTransfer")?, "files")?.dyn_into().ok()
}

fn going_on(desk: Desk) -> AnyView {
    let name = move || desk.file.with(|(name, _)| name.clone());
    match desk.state.get() {
        State::Free | State::Open => ().into_any(),
        State::Looking => view! {
            <div class="own-busy" aria-busy="true"><p>{t!("own.looking", name = name())}</p>{cancel(desk)}</div>
        }
        .into_any(),
        State::Reading => reading(desk),
        State::Refused(refusal) => {
            let text = reason(&refusal);
            view! { <div class="notice notice-error"><p class="notice-title">{t!("own.refused", name = name())}</p><p>{text}</p></div> }
                .into_any()
        }
    }
}

/// Why a file, or a mapping, cannot be read.
pub fn reason(refusal: &Refusal) -> String {
    let key = format!("own.refused.{}", refusal.code);
    match i18n::by_name_if(&key) {
        Some(_) => i18n::by_name(&key, &refusal.args),
        None => t!("own.refused.broken"),
    }
}

/// How much of the file was read.
fn reading(desk: Desk) -> AnyView {
    let size = desk.file.with_untracked(|(_, size)| *size);
    let mega = |bytes: f64| format::number(bytes / MEGABYTE, 1);
    view! {
        <div class="own-busy" aria-busy="true">
            <p id="own-progress">{t!("own.reading", name = desk.file.with_untracked(|(n, _)| n.clone()))}</p>
            <progress aria-labelledby="own-progress" max=size prop:value=move || desk.done.get()></progress>
            <p class="muted" aria-hidden="true">{move || t!("own.read_of", done = mega(desk.done.get()), all = mega(size))}</p>
            {cancel(desk)}
        </div>
    }
    .into_any()
}

fn cancel(desk: Desk) -> impl IntoView {
    view! { <p><button class="button button-plain" type="button" on:click=move |_| hands::cancel(desk)>{t!("own.cancel")}</button></p> }
}
