//! What Gémeo is, for whom, and what it does not do.

use leptos::prelude::*;

use crate::t;

/// What Gémeo is, for whom, and what it does not do.
#[component]
pub fn AboutPage() -> impl IntoView {
    view! {
        <header class="page-head">
            <h1>{t!("about.title")}</h1>
            <p class="lede">{t!("about.description")}</p>
        </header>
    }
}
