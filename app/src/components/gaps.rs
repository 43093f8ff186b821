//! What is missing, and who can bring it.

use std::{collections::BTreeMap, sync::Arc};

use gemeo_shared::{
    order,
    view::{Availability, CityView},
};
use leptos::prelude::*;

use crate::{data::catalogue, nav::link, route::Page, t};

/// Indicators without data, grouped by who in a city usually has it; each group is closed at first. Nothing
/// where all is there.
#[component]
pub fn Gaps(
    /// The city.
    view: Arc<CityView>,
    /// Whether the section names the city in its title, for pages of several cities.
    #[prop(default = false)]
    named: bool,
) -> impl IntoView {
    let groups = groups(&view);
    let count: usize = groups.values().map(Vec::len).sum();
    let id = format!("gaps-{}", view.profile.id);
    let name = view.profile.name.clone();
    let title = if named { name.clone() } else { t!("gaps.title") };
    (count > 0).then(|| {
        let n = crate::tn!("gaps.count", count);
        let heading = if named {
            view! { <h3 id=id.clone()>{title}</h3> }.into_any()
        } else {
            view! { <h2 id=id.clone()>{title}</h2> }.into_any()
        };
        view! {
            <section class="section" aria-labelledby=id>
                <div class="section-head">{heading}<p>{t!("gaps.text", n = n, name = name)}</p></div>
                <div class="gaps">{groups.into_iter().map(group).collect::<Vec<_>>()}</div>
            </section>
        }
    })
}

struct Row {
    name: String,
    address: String,
    needs: String,
}

fn group((who, rows): (String, Vec<Row>)) -> impl IntoView {
    let count = crate::tn!("gaps.count", rows.len());
    view! {
        <details class="explain gap-group">
            <summary><span class="gap-who">{who}</span>" "<span class="badge">{count}</span></summary>
            <ul class="plain-list">
                {rows.into_iter().map(|row| view! {
                    <li><a href=row.address>{row.name}</a><span class="muted small">{row.needs}</span></li>
                }).collect::<Vec<_>>()}
            </ul>
        </details>
    }
}

fn groups(view: &CityView) -> BTreeMap<String, Vec<Row>> {
    let mut groups: BTreeMap<String, Vec<Row>> = BTreeMap::new();
    for indicator in &view.indicators {
        let Availability::NoData { needs } = &indicator.availability else { continue };
        let row = Row {
            name: catalogue::name(&indicator.id),
            address: link(&Page::Indicator(indicator.id.clone())),
            needs: concepts(needs),
        };
        let who = catalogue::responsible(&indicator.id).unwrap_or_else(|| t!("gaps.who"));
        groups.entry(who).or_default().push(row);
    }
    groups
}

/// Concepts of the vocabulary in words, each once.
pub fn concepts(ids: &[String]) -> String {
    let named = order::map(ids.iter().map(|c| (c, catalogue::concept(c))));
    named.into_values().collect::<Vec<_>>().join(", ")
}
