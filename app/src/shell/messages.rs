//! Messages of the frame: a new version, no connection, toasts, and words for screen readers.

use leptos::prelude::*;

use crate::{
    notice::{Notices, PLACES},
    t,
};

/// Above the header: that a new version waits, or that there is no connection.
#[component]
pub fn Banner() -> impl IntoView {
    let notices = expect_context::<Notices>();
    view! {
        <Show when=move || notices.update.get()>
            <div class="banner" role="status"><div class="wrap">
                <p>{t!("update.text")}</p>
                <button class="button button-plain" type="button" on:click=move |_| super::update::take()>
                    {t!("update.button")}
                </button>
            </div></div>
        </Show>
        <Show when=move || notices.offline.get()>
            <div class="banner" role="status"><div class="wrap"><p>{t!("offline.text")}</p></div></div>
        </Show>
    }
}

/// Below the page: toasts, and the announcement of each new page.
#[component]
pub fn Toasts() -> impl IntoView {
    let notices = expect_context::<Notices>();
    let close = move |id: u32| notices.toasts.update(|t| t.retain(|(i, _)| *i != id));
    // why a place each, and no list: what stands is not written again, and said again, when another one goes
    let toast = move |place: u32| {
        let shown = Memo::new(move |_| {
            notices.toasts.with(|t| t.iter().find(|(id, _)| id % PLACES == place).cloned())
        });
        move || {
            shown.get().map(|(id, text)| {
                view! {
                    <div class="toast">
                        <span>{text}</span>
                        <button class="button button-quiet" type="button" on:click=move |_| close(id)>{t!("shell.close")}</button>
                    </div>
                }
            })
        }
    };
    view! {
        <div class="visually-hidden" role="status" aria-live="polite">{move || notices.spoken.get()}</div>
        <div class="toasts" role="status" aria-live="polite">
            {(0..PLACES).map(toast).collect::<Vec<_>>()}
        </div>
    }
}
