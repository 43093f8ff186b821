//! What is measured in a city now, as far as its sources say.

mod cards;
mod sources;
mod state;
#[cfg(target_arch = "wasm32")]
mod watch;

use leptos::prelude::*;

pub use state::clock;
#[cfg(target_arch = "wasm32")]
pub use watch::{forget_return, on_return};

use self::{
    cards::{DomainSection, Lead},
    sources::{NoReadings, Sources},
    state::Shown,
};
use super::{
    city::{CityTabs, Tab},
    not_found::NotFoundPage,
};
use crate::{
    components::session::SessionEnded,
    data::use_store,
    head,
    live::{board::Domain, link::Link, panel::MOST_SERIES, told},
    nav::{city_link, link},
    notice::Load,
    route::Page,
    t, tn,
};

/// The live panel of a city: readings of its sources as they come, with their age.
#[component]
pub fn LivePage(
    /// Id of the city.
    id: String,
) -> impl IntoView {
    let index = use_store().index();
    let shown = Shown::new();
    #[cfg(target_arch = "wasm32")]
    watch::begin(shown, &id);
    let own = id.clone();
    let name = Memo::new(move |_| {
        index.with(|index| match index {
            Load::Ready(index) => {
                index.cities.iter().find(|c| c.profile.id == own).map(|c| c.profile.name.clone())
            }
            _ => Some(head::capital(&own)),
        })
    });
    move || match name.get() {
        None => NotFoundPage().into_any(),
        Some(name) => {
            head::rename(&Page::Live(id.clone()), &name);
            whole(shown, id.clone(), name).into_any()
        }
    }
}

fn whole(shown: Shown, id: String, name: String) -> impl IntoView {
    let head = head::of(&Page::Live(id.clone()), Some(&name));
    let is_replay = move || shown.about.with(|about| about.replay);
    // why a memo: a countdown must not build the readings anew
    let end = Memo::new(move |_| {
        Some(shown.link.get()).filter(|link| matches!(link, Link::NoServer | Link::NoCity))
    });
    view! {
        <nav class="breadcrumb" aria-label=t!("shell.breadcrumb")><ol>
            <li><a href=link(&Page::Home)>{t!("nav.cities")}</a></li>
            <li><a href=city_link(&id)>{name.clone()}</a></li>
            <li><span aria-current="page">{t!("city.live")}</span></li>
        </ol></nav>
        <header class="page-head">
            <h1>{head.title}</h1>
            <p class="lede">{head.description}</p>
        </header>
        <CityTabs id=id.clone() tab=Tab::Live/>
        <Show when=is_replay>
            <div class="notice notice-warn live-replay">
                <p class="notice-title">{t!("live.replay")}</p>
                <p>{move || shown.about.with(|about| about.recorded.clone())}</p>
            </div>
        </Show>
        {bar(shown)}
        {move || match end.get() {
            Some(end) => view! { <NoReadings end=end id=id.clone()/> }.into_any(),
            None => readings(shown, name.clone()).into_any(),
        }}
    }
}

/// How the page is connected, and what a reader can do about it.
fn bar(shown: Shown) -> impl IntoView {
    // why memos: the bar is built anew only when what it says changes
    let link = Memo::new(move |_| shown.link.get());
    let said = move || match link.get() {
        Link::Live if shown.about.with(|about| about.replay) => (t!("live.link.replay"), String::new()),
        link => told::link(link),
    };
    let class = move || match link.get() {
        Link::Live if shown.about.with(|about| about.replay) => "status status-partial",
        Link::Live => "status status-good",
        Link::Cut(_) | Link::Full(_) | Link::Offline => "status status-behind",
        _ => "status",
    };
    let may_retry =
        move || matches!(link.get(), Link::Cut(_) | Link::Full(_) | Link::NoServer | Link::NoCity);
    let may_pause = move || shown.board.with(|board| board.count() > 0);
    let pause = move |_| {
        shown.paused.update(|paused| *paused = !*paused);
        shown.waiting.set(0);
    };
    let is_none = move || matches!(link.get(), Link::NoServer | Link::NoCity);
    view! {
        <section class="live-bar" aria-label=t!("live.status")>
            // why not where there is nothing to connect to: what that means is said below
            <Show when=move || !is_none()>
                <p class=class>{move || said().0}</p>
                <p class="live-bar-text">{move || said().1}</p>
            </Show>
            <div class="row">
                <Show when=may_retry>
                    <button class="button button-plain" type="button" on:click=move |_| shown.hurry()>{t!("live.retry")}</button>
                </Show>
                <Show when=may_pause>
                    <button class="button button-plain" type="button" on:click=pause>
                        {move || if shown.paused.get() { t!("live.resume") } else { t!("live.pause") }}
                    </button>
                </Show>
            </div>
            <Show when=move || shown.paused.get()>
                <p class="live-bar-text">{t!("live.paused")}" "{move || {
                    let n = shown.waiting.get();
                    (n > 0).then(|| tn!("live.paused.n", n))
                }}</p>
            </Show>
        </section>
        {move || (shown.own.get() == Some(Link::SignedOut)).then(|| view! { <SessionEnded/> })}
        {move || match shown.own.get() {
            Some(Link::Live) => Some(t!("live.private.text")),
            Some(Link::NotAllowed) => Some(format!("{}. {}", t!("live.not_allowed"), t!("live.not_allowed.text"))),
            _ => None,
        }.map(|text| view! { <p class="muted small">{text}</p> })}
    }
}

fn readings(shown: Shown, city: String) -> impl IntoView {
    let domains =
        Memo::new(move |_| shown.board.with(|board| board.domains.keys().copied().collect::<Vec<Domain>>()));
    let is_empty = Memo::new(move |_| shown.board.with(|board| board.count() == 0));
    let missed = move || shown.about.with(|about| told::missed(about.missed));
    let left_out = move || shown.about.with(|about| about.left_out > 0);
    let (lead_city, own_city) = (city.clone(), city);
    view! {
        {move || missed().map(|text| view! { <div class="notice"><p>{text}</p></div> })}
        {move || left_out().then(|| view! { <div class="notice"><p>{t!("live.left_out", n = MOST_SERIES.to_string())}</p></div> })}
        {move || if is_empty.get() {
            let waits = move || shown.link.get() == Link::Live;
            view! { <Show when=waits><p class="notice">{t!("live.waiting")}</p></Show> }.into_any()
        } else {
            let city = lead_city.clone();
            let lead = move |domain| view! { <Lead shown=shown domain=domain city=city.clone()/> };
            view! { <ul class="live-lead" aria-label=t!("live.board")>{Domain::MAIN.into_iter().map(lead).collect::<Vec<_>>()}</ul> }.into_any()
        }}
        {move || (!is_empty.get()).then(|| {
            let city = own_city.clone();
            view! {
                <For each=move || domains.get() key=|domain| *domain let(domain)>
                    <DomainSection shown=shown domain=domain city=city.clone()/>
                </For>
            }
        })}
        <Sources shown=shown/>
    }
}
