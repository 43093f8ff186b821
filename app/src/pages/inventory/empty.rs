//! A city without an inventory by sub-sector: what it published, and how to bring one.

use std::sync::Arc;

use gemeo_shared::view::CityView;
use leptos::prelude::*;

use crate::{components::words, data::catalogue, format, nav::link, route::Page, t};

/// What there is, what is missing, and what to do.
pub fn nothing(view: &Arc<CityView>) -> impl IntoView + use<> {
    let name = view.profile.name.clone();
    let who = catalogue::responsible("ghg_by_sector").unwrap_or_else(|| t!("gaps.who"));
    let published = view.indicators.iter().filter(|i| i.domain == "emissions").filter_map(|i| {
        let headline = i.headline.as_ref()?;
        let sources = words::sources(view, &headline.sources);
        let named = sources.iter().map(|s| s.attribution.clone()).collect::<Vec<_>>().join("; ");
        let page = link(&Page::Indicator(i.id.clone()));
        Some(view! {
            <li>
                <a href=page>{catalogue::name(&i.id)}</a>": "<strong>{words::value(i, headline)}</strong>
                ", "{format::period(&headline.period)}<br/><span class="muted small">{t!("card.source", name = named)}</span>
            </li>
        })
    });
    let published: Vec<_> = published.collect();
    let any = !published.is_empty();
    view! {
        <div class="notice notice-warn">
            <p class="notice-title">{t!("inventory.empty")}</p>
            <p>{t!("inventory.empty_text", name = name, who = who)}</p>
        </div>
        {any.then(|| view! {
            <section class="section" aria-labelledby="inventory-published">
                <div class="section-head"><h2 id="inventory-published">{t!("inventory.published")}</h2></div>
                <p>{t!("inventory.published_text")}</p>
                <ul>{published}</ul>
            </section>
        })}
        <section class="section" aria-labelledby="inventory-bring">
            <div class="section-head"><h2 id="inventory-bring">{t!("inventory.bring")}</h2></div>
            <ol>
                <li>{t!("inventory.bring.fill")}</li>
                <li>{t!("inventory.bring.check")}" "<code>"gemeo inventory check inventory.csv"</code></li>
                <li>{t!("inventory.bring.pack")}</li>
            </ol>
        </section>
    }
}
