//! Nothing is at this address, and where to go instead.

use leptos::prelude::*;

use crate::t;

/// Nothing is at this address, and where to go instead.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    view! {
        <header class="page-head">
            <h1>{t!("notfound.title")}</h1>
            <p class="lede">{t!("notfound.description")}</p>
        </header>
    }
}
