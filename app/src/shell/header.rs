//! The header: name, main pages, city, language, theme.

use leptos::prelude::*;

use super::theme::{self, Theme};
use crate::{
    components::icon::{Icon, icon},
    data::use_store,
    i18n::Lang,
    nav::{link, use_nav},
    notice::Load,
    route::{self, Page},
    t,
};

/// Name and mark, the five main pages, and the reader's tools.
#[component]
pub fn Header() -> impl IntoView {
    view! {
        <header class="site-header">
            <div class="wrap">
                <a class="brand" href=link(&Page::Home)>
                    <svg class="brand-mark" viewBox="0 0 32 32" aria-hidden="true">
                        <path class="mark-twin" d="M24.66 11L18.89 21H7.34L1.57 11 7.34 1h11.55z"/>
                        <path class="mark-city" d="M30.43 21l-5.77 10H13.11L7.34 21l5.77-10h11.55z"/>
                        <path class="mark-leaf" d="M13.11 11h11.55L18.89 21H7.34z"/>
                    </svg>
                    <span class="brand-name">"Gémeo"</span>
                </a>
                <div class="site-tools">
                    <CityChoice/>
                    <LanguageLink/>
                    <ThemeButton/>
                </div>
                <MainPages/>
            </div>
        </header>
    }
}

#[component]
fn MainPages() -> impl IntoView {
    let nav = use_nav();
    let entry = move |page: Page, name: String| {
        let address = link(&page);
        let current = move || nav.page.with(|now| section(now) == section(&page)).then_some("page");
        view! { <li><a href=address aria-current=current>{name}</a></li> }
    };
    view! {
        <nav class="site-nav" aria-label=t!("nav.main")>
            <ul class="site-pages">
                {entry(Page::Home, t!("nav.cities"))}
                {entry(Page::Compare, t!("nav.compare"))}
                {entry(Page::Indicators, t!("nav.indicators"))}
                {entry(Page::Forecast, t!("nav.forecast"))}
                {entry(Page::Sources, t!("nav.sources"))}
                {entry(Page::About, t!("nav.about"))}
            </ul>
        </nav>
    }
}

/// The main page a page belongs to.
fn section(page: &Page) -> &Page {
    match page {
        Page::City(_) | Page::Map(_) | Page::Inventory(_) | Page::Live(_) => &Page::Home,
        Page::Indicator(_) | Page::Guide => &Page::Indicators,
        Page::Models => &Page::Forecast,
        Page::Workbench | Page::OwnData | Page::Quality | Page::Model => &Page::Sources,
        other => other,
    }
}

/// Goes straight to a city; on the map to its map, from an inventory to its inventory. Nothing before the list of cities is here.
#[component]
fn CityChoice() -> impl IntoView {
    let (nav, store) = (use_nav(), use_store());
    let index = store.index();
    let choose = move |id: String| {
        let page = match nav.page.get_untracked() {
            Page::Map(_) => Page::Map(id),
            Page::Inventory(_) => Page::Inventory(id),
            Page::Live(_) => Page::Live(id),
            _ => Page::City(id),
        };
        #[cfg(target_arch = "wasm32")]
        crate::nav::history::go(nav, &link(&page));
        #[cfg(not(target_arch = "wasm32"))]
        drop(page);
    };
    let options = move || {
        let shown = nav.page.with(|p| p.city().map(str::to_owned));
        let Load::Ready(index) = index.get() else { return Vec::new() };
        let city = |profile: &gemeo_shared::view::Profile| {
            let selected = shown.as_deref() == Some(&profile.id);
            view! { <option value=profile.id.clone() selected=selected>{profile.name.clone()}</option> }
        };
        index.cities.iter().map(|c| city(&c.profile)).collect::<Vec<_>>()
    };
    view! {
        <label class="visually-hidden" for="city-choice">{t!("nav.city")}</label>
        <select class="select select-quiet" id="city-choice" on:change=move |e| {
            let id = event_target_value(&e);
            if !id.is_empty() { choose(id) }
        }>
            <option value="" selected=move || nav.page.with(|p| p.city().is_none())>{t!("nav.choose_city")}</option>
            {options}
        </select>
    }
}

/// The same page in the other language.
#[component]
fn LanguageLink() -> impl IntoView {
    let nav = use_nav();
    let lang = nav.lang.get_untracked();
    Lang::ALL.into_iter().filter(|other| *other != lang).map(|other| {
        let address = move || {
            let address = route::href(&crate::assets::base(), other, &nav.page.get());
            nav.query.with(|q| if q.is_empty() { address.clone() } else { format!("{address}?{q}") })
        };
        let code = other.code().to_ascii_uppercase();
        // why: what is seen must be part of the name, for those who speak to their device (WCAG 2.5.3)
        let name = format!("{code}, {}", other.name());
        view! { <a class="button button-quiet" href=address hreflang=other.tag() lang=other.tag() aria-label=name>{code}</a> }
    }).collect::<Vec<_>>()
}

/// Device, light, dark: one press goes to the next.
#[component]
fn ThemeButton() -> impl IntoView {
    let now = RwSignal::new(Theme::Auto);
    Effect::new(move |_| now.set(theme::kept()));
    let name = move || match now.get() {
        Theme::Auto => t!("theme.auto"),
        Theme::Light => t!("theme.light"),
        Theme::Dark => t!("theme.dark"),
    };
    let sign = move || match now.get() {
        Theme::Auto => icon(Icon::Auto),
        Theme::Light => icon(Icon::Sun),
        Theme::Dark => icon(Icon::Moon),
    };
    view! {
        <button class="button button-quiet button-icon" type="button" aria-label=name title=name on:click=move |_| {
            now.update(|t| *t = t.next());
            theme::choose(now.get_untracked());
        }>{sign}</button>
    }
}
