//! The accessibility statement.

use leptos::prelude::*;

use crate::t;

/// The accessibility statement.
#[component]
pub fn AccessibilityPage() -> impl IntoView {
    view! {
        <header class="page-head">
            <h1>{t!("accessibility.title")}</h1>
            <p class="lede">{t!("accessibility.description")}</p>
        </header>
    }
}
