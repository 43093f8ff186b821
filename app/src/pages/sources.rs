//! Where every number comes from: publisher, licence, edition, what uses it, and what no source gives.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use gemeo_shared::{
    source::{Reuse, Source},
    view::CityView,
};
use leptos::prelude::*;

use crate::{
    assets,
    components::{
        cities::{CityPicker, with_cities},
        gaps::Gaps,
    },
    data::catalogue,
    nav::link,
    route::Page,
    t,
};

/// Sources by publisher, then the gaps of each city.
#[component]
pub fn SourcesPage() -> impl IntoView {
    view! {
        <header class="page-head">
            <h1>{t!("sources.title")}</h1>
            <p class="lede">{t!("sources.description")}</p>
            <p class="row">{doors()}</p>
            <p><a href=link(&Page::OwnData)>{t!("own.sources_link")}</a></p>
            {files(t!("sources.harvest"), "dcat")}
        </header>
        <CityPicker/>
        {with_cities(whole)}
    }
}

/// What else there is about the data.
fn doors() -> Vec<AnyView> {
    let door = |page: Page, name: String| {
        view! { <a class="button button-plain" href=link(&page)>{name}</a>" " }.into_any()
    };
    vec![
        door(Page::Workbench, t!("workbench.title")),
        door(Page::Quality, t!("quality.link")),
        door(Page::Model, t!("schema.title")),
    ]
}

/// A file of the site for other portals and programs, in two forms.
pub fn files(words: String, name: &'static str) -> impl IntoView {
    let at = move |end: &str| format!("{}catalogue/{name}.{end}", assets::base());
    view! {
        <p>
            {words}" "<a href=at("ttl")>"Turtle"</a>", "<a href=at("jsonld")>"JSON-LD"</a>
        </p>
    }
}

/// A source with the cities and indicators that use it.
struct Use {
    source: Source,
    cities: BTreeSet<String>,
    indicators: BTreeSet<String>,
    promises: bool,
}

fn whole(views: Vec<Arc<CityView>>) -> impl IntoView {
    let uses = uses(&views);
    let count = crate::tn!("sources.count", uses.values().map(Vec::len).sum::<usize>());
    let groups = uses.into_iter().enumerate().map(|(n, (publisher, found))| group(n, publisher, found));
    let gaps = views.iter().map(|view| view! { <Gaps view=view.clone() named=true/> }).collect::<Vec<_>>();
    view! {
        <p class="muted">{count}</p>
        {groups.collect::<Vec<_>>()}
        <section class="section" id="gaps" aria-labelledby="gaps-title">
            <div class="section-head"><h2 id="gaps-title">{t!("gaps.title")}</h2></div>
            {gaps}
        </section>
    }
}

/// By publisher, each source once whatever the number of cities.
fn uses(views: &[Arc<CityView>]) -> BTreeMap<String, Vec<Use>> {
    let mut by_id: BTreeMap<String, Use> = BTreeMap::new();
    for view in views {
        for source in &view.sources {
            let found = by_id.entry(source.id.clone()).or_insert_with(|| Use {
                source: source.clone(),
                cities: BTreeSet::new(),
                indicators: BTreeSet::new(),
                promises: false,
            });
            found.cities.insert(view.profile.name.clone());
            found.promises |= view.targets.iter().any(|t| t.sources.contains(&source.id));
            let using = view.indicators.iter().filter(|i| {
                let heads = i.headline.iter().flat_map(|h| &h.sources);
                i.series.iter().flat_map(|s| &s.sources).chain(heads).any(|id| *id == source.id)
            });
            found.indicators.extend(using.map(|i| i.id.clone()));
        }
    }
    let mut groups: BTreeMap<String, Vec<Use>> = BTreeMap::new();
    for found in by_id.into_values() {
        groups.entry(found.source.publisher.clone()).or_default().push(found);
    }
    groups
}

fn group(n: usize, publisher: String, found: Vec<Use>) -> impl IntoView {
    let id = format!("publisher-{n}");
    let cards = found.into_iter().map(card).collect::<Vec<_>>();
    view! {
        <section class="section section-close" aria-labelledby=id.clone()>
            <div class="section-head"><h2 class="publisher" id=id.clone()>{publisher}</h2></div>
            <ul class="sources">{cards}</ul>
        </section>
    }
}

fn card(found: Use) -> impl IntoView {
    let Use { source, cities, indicators, promises } = found;
    let (class, reuse) = match source.reuse {
        Reuse::Open => ("status status-good", t!("sources.open")),
        Reuse::Cite => ("status", t!("sources.cite")),
    };
    let cities = cities.into_iter().collect::<Vec<_>>().join(", ");
    let mut facts =
        vec![(t!("sources.licence"), source.licence), (t!("sources.attribution"), source.attribution)];
    facts.extend(source.vintage.map(|v| (t!("sources.vintage"), v)));
    facts.push((t!("sources.cities"), cities));
    let facts = facts.into_iter().map(|(name, value)| view! { <dt>{name}</dt><dd>{value}</dd> });
    let count = indicators.len();
    let links = indicators.into_iter().map(|id| {
        let address = link(&Page::Indicator(id.clone()));
        view! { <li><a href=address>{catalogue::name(&id)}</a></li> }
    });
    let links = links.collect::<Vec<_>>();
    let uses = (count > 0).then(|| {
        view! {
            <details class="explain">
                <summary>{crate::tn!("sources.used", count)}</summary>
                <ul class="source-uses">{links}</ul>
            </details>
        }
    });
    view! {
        <li class="source">
            <h3>{source.title}</h3>
            <p><span class=class>{reuse}</span>{promises.then(|| view! { " "<span class="badge">{t!("sources.promise")}</span> })}</p>
            <dl class="source-facts">{facts.collect::<Vec<_>>()}<dt>{t!("sources.where")}</dt><dd>{cited(&source.citation)}</dd></dl>
            {uses}
        </li>
    }
}

/// A citation with its addresses as links.
fn cited(text: &str) -> Vec<AnyView> {
    let word = |word: &str| {
        let bare = word.trim_end_matches([',', ';', ')', '.']);
        if bare.starts_with("https://") {
            let (address, shown) = (bare.to_owned(), bare.trim_start_matches("https://").to_owned());
            let rest = word[bare.len()..].to_owned();
            view! { <a href=address rel="noopener noreferrer" target="_blank">{shown}</a>{rest}" " }
                .into_any()
        } else {
            format!("{word} ").into_any()
        }
    };
    text.split_whitespace().map(word).collect()
}
