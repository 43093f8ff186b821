//! The page `indicator`.

use leptos::prelude::*;

use crate::t;

/// The page `indicator` of one id.
#[component]
pub fn IndicatorPage(
    /// Id from the address.
    id: String,
) -> impl IntoView {
    view! { <header class="page-head"><h1>{t!("indicator.title", name = id)}</h1></header> }
}
