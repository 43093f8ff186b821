//! The sources of the panel and how each of them is; and what to do where there are none.

use leptos::prelude::*;

use super::state::{Shown, clock};
use crate::{
    live::{event::Health, link::Link, told},
    nav::{city_link, link},
    route::Page,
    t,
};

/// Each source with its state and what that means.
#[component]
pub fn Sources(
    /// The page.
    shown: Shown,
) -> impl IntoView {
    let sources = Memo::new(move |_| shown.about.with(|about| about.sources.clone()));
    // why the minute: what is said has times of it
    let minute = Memo::new(move |_| shown.now.get() / 60 * 60);
    let rows = move || {
        let now = minute.get();
        let one = |(private, state, count): (bool, crate::live::event::SourceState, usize)| {
            let class = match state.state {
                Health::Live => "status status-good",
                Health::Failing => "status status-behind",
                Health::Stale => "status status-partial",
                Health::Waiting => "status",
            };
            view! {
                <tr>
                    <th scope="row">{state.source.clone()}{private.then(|| view! { " "<span class="badge">{t!("live.private")}</span> })}</th>
                    <td><span class=class>{told::health(state.state)}</span></td>
                    <td>{told::told(&state, count > 0, now, clock)}</td>
                </tr>
            }
        };
        sources.get().into_iter().map(one).collect::<Vec<_>>()
    };
    view! {
        <Show when=move || sources.with(|sources| !sources.is_empty())>
            <section class="section" aria-labelledby="live-sources">
                <div class="section-head"><h2 id="live-sources">{t!("live.sources")}</h2></div>
                <div class="table-scroll" role="group" tabindex="0" aria-labelledby="live-sources">
                    <table class="table live-sources">
                        <thead><tr>
                            <th scope="col">{t!("live.sources.source")}</th>
                            <th scope="col">{t!("live.sources.state")}</th>
                            <th scope="col">{t!("live.sources.what")}</th>
                        </tr></thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
            </section>
        </Show>
    }
}

/// An example of what stands in a server's configuration; the same in docs/server.md.
const EXAMPLE: &str = r#"[sources.ipma-stations]
url = "https://api.ipma.pt/open-data/observation/meteorology/stations/observations.json"
media = "json"
live = "ipma-observations"
city = "CITY"
every_seconds = 600
max_kib = 4096"#;

/// There are no live readings here: why that is no fault, what works all the same, and how they come.
#[component]
pub fn NoReadings(
    /// Why there are none.
    end: Link,
    /// Id of the city.
    id: String,
) -> impl IntoView {
    let (title, text) = told::link(end);
    view! {
        <div class="notice live-none">
            <p class="notice-title">{title}</p>
            <p>{text}</p>
            <ul class="plain-list row">
                <li><a href=city_link(&id)>{t!("city.summary")}</a></li>
                <li><a href=link(&Page::Map(id.clone()))>{t!("city.map")}</a></li>
                <li><a href=link(&Page::Inventory(id.clone()))>{t!("city.inventory")}</a></li>
            </ul>
            <details class="explain">
                <summary>{t!("live.none.how")}</summary>
                <div class="explain-body">
                    <p>{t!("live.none.how.text")}</p>
                    <pre class="formula">{EXAMPLE.replace("CITY", &id)}</pre>
                </div>
            </details>
        </div>
    }
}
