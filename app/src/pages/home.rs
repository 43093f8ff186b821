//! All cities, each with its outline, its promise and where it stands.

use gemeo_shared::pack::IndexEntry;
use leptos::prelude::*;

use crate::{
    components::{
        fault::{FaultNotice, Skeleton},
        standing as say,
    },
    data::use_store,
    nav::{city_link, link},
    notice::Load,
    route::Page,
    t,
};

/// The promise of the page in one line, then a card for each city; the reader's own city comes first.
#[component]
pub fn HomePage() -> impl IntoView {
    let store = use_store();
    let index = store.index();
    let own = RwSignal::new(None::<String>);
    Effect::new(move |_| own.set(crate::browser::recall("city")));
    let cities = move || match index.get() {
        Load::Waiting => view! { <Skeleton shape="card"/> }.into_any(),
        Load::Failed(fault) => {
            view! { <FaultNotice fault=fault retry=move || store.retry(None)/> }.into_any()
        }
        Load::Ready(index) => {
            let cards = index.cities.iter().map(city_card).collect::<Vec<_>>();
            view! { <ul class="cities">{cards}</ul> }.into_any()
        }
    };
    let back = move || {
        let (id, index) = (own.get()?, store.index().get());
        let entry = index.ready()?.cities.iter().find(|c| c.profile.id == id)?.clone();
        let text = t!("home.back", name = entry.profile.name);
        Some(view! { <p class="row"><a class="button" href=city_link(&id)>{text}</a></p> })
    };
    view! {
        <header class="page-head hero">
            <p class="eyebrow">{t!("home.eyebrow")}</p>
            <h1>{t!("home.heading")}</h1>
            <p class="lede">{t!("home.lede")}</p>
            {back}
        </header>
        <section aria-labelledby="cities-title">
            <h2 class="visually-hidden" id="cities-title">{t!("nav.cities")}</h2>
            {cities}
        </section>
        <section class="section prose" aria-labelledby="how-title">
            <h2 id="how-title">{t!("home.how")}</h2>
            <p>{t!("home.how_text")}</p>
            <p><a href=link(&Page::Compare)>{t!("home.compare")}</a>" · "<a href=link(&Page::About)>{t!("home.about")}</a></p>
        </section>
    }
}

fn city_card(entry: &IndexEntry) -> impl IntoView + use<> {
    let name = entry.profile.name.clone();
    let picture = picture(&entry.outline);
    let words = entry.standing.as_ref().map(|standing| {
        view! {
            <p class="muted">{say::promise(standing)}</p>
            <p>{say::answer(&name, standing)}</p>
            <div class="row">{say::status(standing.judgement)}" "{say::age(standing)}</div>
        }
    });
    view! {
        <li class="card city-card">
            <div class="city-picture" inner_html=picture></div>
            <div class="city-body">
                <h2><a href=city_link(&entry.profile.id)>{name.clone()}</a></h2>
                {words}
            </div>
        </li>
    }
}

/// The outline of a city, with its twin a little aside.
fn picture(outline: &str) -> String {
    // why: the index is data; only path data may reach the page
    let plain = |b: u8| b.is_ascii_digit() || b" -MmLlHhVvZz.".contains(&b);
    if outline.is_empty() || !outline.bytes().all(plain) {
        return String::new();
    }
    format!(
        "<svg viewBox=\"-60 -60 1720 1120\" aria-hidden=\"true\"><path class=\"mark-twin\" fill-opacity=\".22\" \
         transform=\"translate(34 26)\" d=\"{outline}\"/><path class=\"mark-city\" d=\"{outline}\"/></svg>"
    )
}
