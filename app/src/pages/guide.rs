//! How every indicator is made, in one document.

use leptos::prelude::*;

use crate::{data::catalogue, nav::link, route::Page, t};

/// The methodological guide, made from the catalogue.
#[component]
pub fn GuidePage() -> impl IntoView {
    let section = |id: String| {
        let entry = catalogue::entry(&id);
        view! {
            <li><a href=link(&Page::Indicator(id))>{entry.name}</a>": "{entry.short}</li>
        }
    };
    view! {
        <header class="page-head"><h1>{t!("guide.title")}</h1><p class="lede">{t!("guide.description")}</p></header>
        <ul>{catalogue::ids().into_iter().map(section).collect::<Vec<_>>()}</ul>
    }
}
