//! Questions to all observations, in SQL, on the reader's own machine.

use leptos::prelude::*;

use crate::t;

/// The workbench.
#[component]
pub fn WorkbenchPage() -> impl IntoView {
    view! {
        <header class="page-head">
            <h1>{t!("workbench.title")}</h1>
            <p class="lede">{t!("workbench.description")}</p>
        </header>
    }
}
