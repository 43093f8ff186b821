//! The cities side by side, with what must not be compared.

use leptos::prelude::*;

use crate::t;

/// The cities side by side, with what must not be compared.
#[component]
pub fn ComparePage() -> impl IntoView {
    view! {
        <header class="page-head">
            <h1>{t!("compare.title")}</h1>
            <p class="lede">{t!("compare.description")}</p>
        </header>
    }
}
