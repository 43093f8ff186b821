//! The privacy statement.

use leptos::prelude::*;

use crate::t;

/// The privacy statement.
#[component]
pub fn PrivacyPage() -> impl IntoView {
    view! {
        <header class="page-head">
            <h1>{t!("privacy.title")}</h1>
            <p class="lede">{t!("privacy.description")}</p>
        </header>
    }
}
