//! The reader's own tables: a file is dropped, its columns are given a meaning, what comes of it is checked and kept on
//! this device. Nothing is sent.

mod assist;
mod desk;
mod drawing;
mod drop;
mod faults;
#[cfg(target_arch = "wasm32")]
mod gather;
#[cfg_attr(not(target_arch = "wasm32"), path = "hands_native.rs")]
mod hands;
mod kept;
mod look;
mod names;
mod preview;
mod published;
mod report;
mod shown;
mod times;
mod values;

use leptos::prelude::*;

use crate::{nav::link, route::Page, t};

use desk::{Desk, State};
pub(super) use drop::reason;

/// Own tables: drop, map, look, keep; below it what is kept.
#[component]
pub fn OwnDataPage() -> impl IntoView {
    let desk = Desk::new();
    hands::refresh(desk);
    on_cleanup(hands::let_go);
    view! {
        <header class="page-head">
            <h1>{t!("own.title")}</h1>
            <p class="lede">{t!("own.description")}</p>
            <p class="muted">{t!("own.private")}" "<a href=link(&Page::Privacy)>{t!("own.private_link")}</a></p>
        </header>
        {drop::drop(desk)}
        {move || (desk.state.get() == State::Open).then(|| steps(desk))}
        {kept::kept(desk)}
    }
}

/// What is shown while a file is open.
fn steps(desk: Desk) -> impl IntoView {
    let look = move || desk.look.get();
    view! {
        {move || look().map(|look| view! {
            {look::look(desk, look.clone())}
            {assist::assist(desk, look)}
        })}
        {preview::preview(desk)}
        {keep(desk)}
    }
}

/// The last step: keep it, or leave it.
fn keep(desk: Desk) -> impl IntoView {
    let lacks = move || desk.mapping.with(|m| m.as_ref().and_then(|m| m.lacks()));
    let nothing = move || desk.preview.with(|p| p.as_ref().is_none_or(|p| p.report.observations == 0));
    view! {
        <section class="section own-keep" aria-labelledby="own-keep">
            <div class="section-head"><h2 id="own-keep">{t!("own.keep")}</h2></div>
            <p>{t!("own.keep_text")}</p>
            <p class="own-actions">
                <button class="button" type="button" id="own-keep-button" prop:disabled=move || lacks().is_some() || nothing()
                    on:click=move |_| hands::keep(desk)>{t!("own.keep_button")}</button>
                <button class="button button-plain" type="button" on:click=move |_| hands::cancel(desk)>{t!("own.leave")}</button>
            </p>
            {move || match lacks() {
                Some("values") => Some(t!("own.lacks.values")),
                Some(_) => Some(t!("own.lacks.period")),
                None if nothing() => Some(t!("own.lacks.all")),
                None => None,
            }.map(|text| view! { <p class="notice notice-warn">{text}</p> })}
        </section>
    }
}
