//! What is measured in a city now, as far as its sources say.

use leptos::prelude::*;

/// The live panel of a city, by its id.
#[component]
pub fn LivePage(id: String) -> impl IntoView {
    let name = crate::head::of(&crate::route::Page::Live(id), None);
    view! {
        <header class="page-head">
            <h1>{name.title}</h1>
            <p class="lede">{name.description}</p>
        </header>
    }
}
