//! The reader's own tables: read, mapped, checked and kept on this device.

use leptos::prelude::*;

use crate::t;

/// Own tables.
#[component]
pub fn OwnDataPage() -> impl IntoView {
    view! {
        <header class="page-head">
            <h1>{t!("own.title")}</h1>
            <p class="lede">{t!("own.description")}</p>
        </header>
    }
}
