//! The catalogue of indicators.

use leptos::prelude::*;

use crate::t;

/// The catalogue of indicators.
#[component]
pub fn IndicatorsPage() -> impl IntoView {
    view! {
        <header class="page-head">
            <h1>{t!("indicators.title")}</h1>
            <p class="lede">{t!("indicators.description")}</p>
        </header>
    }
}
