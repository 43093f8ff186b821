//! Sources, licences, vintages and gaps by city.

use leptos::prelude::*;

use crate::t;

/// Sources, licences, vintages and gaps by city.
#[component]
pub fn SourcesPage() -> impl IntoView {
    view! {
        <header class="page-head">
            <h1>{t!("sources.title")}</h1>
            <p class="lede">{t!("sources.description")}</p>
        </header>
    }
}
