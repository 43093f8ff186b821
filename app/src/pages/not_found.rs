//! There is nothing at this address.

use leptos::prelude::*;

use crate::{
    data::use_store,
    nav::{city_link, link},
    notice::Load,
    route::Page,
    t,
};

/// What happened, the city that the address may have meant, and where to go from here.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    let index = use_store().index();
    let typed = RwSignal::new(String::new());
    Effect::new(move |_| {
        let path = crate::browser::window().location().pathname().unwrap_or_default();
        typed.set(plain(&path));
    });
    let cities = {
        let index = index.clone();
        move || {
            let Load::Ready(index) = index.get() else { return Vec::new() };
            let entry = |profile: &gemeo_shared::view::Profile| {
                view! { <li><a href=city_link(&profile.id)>{profile.name.clone()}</a></li> }
            };
            index.cities.iter().map(|c| entry(&c.profile)).collect::<Vec<_>>()
        }
    };
    let like = move || {
        let (typed, index) = (typed.get(), index.get());
        let found = index.ready()?.cities.iter().find(|c| close(&typed, &c.profile.id))?.profile.clone();
        let text = t!("notfound.like", name = found.name);
        Some(view! { <p><a class="button" href=city_link(&found.id)>{text}</a></p> })
    };
    let entry = |page: Page, name: String| view! { <li><a href=link(&page)>{name}</a></li> };
    view! {
        <header class="page-head">
            <p class="eyebrow">"404"</p>
            <h1>{t!("notfound.title")}</h1>
            <p class="lede">{t!("notfound.description")}</p>
            {like}
        </header>
        <div class="prose">
            <p>{t!("notfound.hint")}</p>
            <ul>
                {entry(Page::Home, t!("home.title"))}
                {cities}
                {entry(Page::Compare, t!("compare.title"))}
                {entry(Page::Indicators, t!("indicators.title"))}
                {entry(Page::Sources, t!("sources.title"))}
            </ul>
        </div>
    }
}

/// The letters of an address, small and without accents that a percent sign stands for.
fn plain(path: &str) -> String {
    path.chars().filter(char::is_ascii_alphabetic).map(|c| c.to_ascii_lowercase()).collect()
}

/// Whether an address holds the first letters of a city's name: `/Guimaraes`, `/pt/lisbon`, `/oporto`.
fn close(typed: &str, id: &str) -> bool {
    let start: String = id.chars().take(5).collect();
    start.len() >= 4 && typed.contains(&start)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_in_the_address_still_finds_the_city() {
        for (path, id) in
            [("/pt/Guimaraes", "guimaraes"), ("/en/lisboa/x/y", "lisboa"), ("/oporto/", "porto")]
        {
            assert!(close(&plain(path), id), "{path}");
        }
        assert!(!close(&plain("/pt/braga/"), "porto"));
    }
}
