//! Cities side by side at the same scale, saying which numbers must not be compared.

mod figure;
mod promise;

pub use figure::figure;

use std::{collections::BTreeSet, sync::Arc};

use gemeo_shared::{
    comparison::{Verdict, comparison},
    view::CityView,
};
use leptos::prelude::*;

use crate::{
    components::{
        cities::{CityPicker, with_cities},
        domains,
    },
    data::catalogue,
    t,
};

/// Indicators that stand in the promise's row above, or that only make sense within a city.
const ELSEWHERE: [&str; 9] = [
    "ghg_change_since_base",
    "ghg_distance_to_target",
    "ghg_reduction_since_base",
    "ghg_required_rate",
    "ghg_required_rate_compound",
    "ghg_by_subsector",
    "ghg_by_sector",
    "ghg_share_reported",
    "air_data_capture",
];

/// The promises in a row, then each indicator that at least one city has. The choice of cities is in the address.
#[component]
pub fn ComparePage() -> impl IntoView {
    view! {
        <header class="page-head">
            <h1>{t!("compare.title")}</h1>
            <p class="lede">{t!("compare.description")}</p>
        </header>
        <CityPicker/>
        {with_cities(whole)}
    }
}

fn whole(views: Vec<Arc<CityView>>) -> impl IntoView {
    let sections =
        domains::in_order(&known(&views)).into_iter().filter_map(|domain| section(&views, &domain));
    view! {
        {promise::row(&views)}
        {sections.collect::<Vec<_>>()}
    }
}

/// Domains of the indicators that any of the cities has.
fn known(views: &[Arc<CityView>]) -> BTreeSet<String> {
    views.iter().flat_map(|v| &v.indicators).map(|i| i.domain.clone()).collect()
}

fn section(views: &[Arc<CityView>], domain: &str) -> Option<impl IntoView + use<>> {
    let plain: Vec<&CityView> = views.iter().map(AsRef::as_ref).collect();
    let first = views.first()?;
    let inside =
        first.indicators.iter().filter(|i| i.domain == domain && !ELSEWHERE.contains(&i.id.as_str()));
    let mut ids: Vec<&str> = inside.map(|i| i.id.as_str()).collect();
    // why: views list what a city has first, so the order of one city is not that of another
    ids.sort_by_key(|id| catalogue::position(id));
    let found = ids.into_iter().filter_map(|id| Some((id, comparison(&plain, id)?)));
    let found: Vec<_> = found.filter(|(_, c)| c.rows.iter().any(|r| r.figure.is_some())).collect();
    // why: what one city alone has cannot be compared; it is named, not drawn
    let (alone, several): (Vec<_>, Vec<_>) =
        found.into_iter().partition(|(_, c)| c.verdict == Verdict::Alone);
    let figures: Vec<_> = several.iter().map(|(id, c)| figure(views, id, c)).collect();
    let alone: Vec<_> = alone.iter().map(|(id, c)| figure::single(views, id, c)).collect();
    let id = format!("domain-{domain}");
    (!figures.is_empty() || !alone.is_empty()).then(|| {
        view! {
            <section class="section" aria-labelledby=id.clone()>
                <div class="section-head"><h2 id=id.clone()>{catalogue::domain(domain)}</h2></div>
                {(!figures.is_empty()).then(|| view! { <ul class="compare-figures">{figures}</ul> })}
                {(!alone.is_empty()).then(|| view! {
                    <details class="explain">
                        <summary>{crate::tn!("compare.only_one", alone.len())}</summary>
                        <dl class="facts">{alone}</dl>
                    </details>
                })}
            </section>
        }
    })
}
