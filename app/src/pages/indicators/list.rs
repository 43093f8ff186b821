//! The list: a line an indicator, with a sign for each city.

use std::{collections::BTreeSet, sync::Arc};

use gemeo_shared::view::{Availability, CityView, IndicatorView};
use leptos::prelude::*;

use super::filter::{Filter, Item};
use crate::{components::domains, data::catalogue, format, nav::link, notice, route::Page, t};

/// Indicators by domain, with how many there are.
pub fn list(views: Vec<Arc<CityView>>, filter: Filter) -> impl IntoView {
    let names: Vec<String> = views.iter().map(|v| v.profile.name.clone()).collect();
    let items = Memo::new_with_compare(move |_| Arc::new(filter.items(&views)), |_, _| true);
    let count = move || crate::tn!("indicators.count", items.get().len());
    Effect::new(move |before: Option<()>| {
        let text = count();
        if before.is_some() {
            notice::announce(text);
        }
    });
    let groups = move || {
        let items = items.get();
        let found: BTreeSet<String> = items.iter().map(|i| i.domain.clone()).collect();
        let group = |domain: String| group(&domain, &items, &names);
        domains::in_order(&found).into_iter().map(group).collect::<Vec<_>>()
    };
    view! {
        <p class="muted">{count}</p>
        {groups}
        {move || items.get().is_empty().then(|| view! { <div class="notice"><p>{t!("indicators.nothing")}</p></div> })}
    }
}

fn group(domain: &str, items: &[Item], names: &[String]) -> impl IntoView + use<> {
    let id = format!("domain-{domain}");
    let inside = items.iter().filter(|i| i.domain == domain).map(|item| line(item, names));
    view! {
        <section class="section" aria-labelledby=id.clone()>
            <div class="section-head"><h2 id=id.clone()>{catalogue::domain(domain)}</h2></div>
            <ul class="catalogue">{inside.collect::<Vec<_>>()}</ul>
        </section>
    }
}

fn line(item: &Item, names: &[String]) -> impl IntoView + use<> {
    let address = link(&Page::Indicator(item.id.clone()));
    let cities = names.iter().zip(&item.cities).map(|(name, indicator)| {
        let (class, text) = state(indicator.as_ref());
        view! { <li><span class=class>{format!("{name}: {text}")}</span></li> }
    });
    view! {
        <li>
            <div>
                <h3 class="catalogue-name"><a href=address>{item.entry.name.clone()}</a></h3>
                <p class="muted small">{item.explain.clone()}</p>
            </div>
            <ul class="catalogue-cities">{cities.collect::<Vec<_>>()}</ul>
        </li>
    }
}

/// The sign of a city: its newest period, or why there is none.
fn state(indicator: Option<&IndicatorView>) -> (&'static str, String) {
    let Some(indicator) = indicator else { return ("status", t!("indicators.lacking")) };
    match &indicator.availability {
        Availability::Computed => ("status status-good", newest(indicator).unwrap_or_default()),
        Availability::NotComparable { .. } => ("status status-incomparable", t!("card.incomparable")),
        Availability::NoData { .. } => ("status", t!("indicators.lacking")),
    }
}

fn newest(indicator: &IndicatorView) -> Option<String> {
    let known = |s: &gemeo_shared::view::SeriesView| {
        s.period.iter().zip(&s.value).filter(|(_, v)| v.is_some()).map(|(p, _)| p.clone()).max()
    };
    indicator.series.iter().filter_map(known).max().map(|p| format::period(&p))
}
