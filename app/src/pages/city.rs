//! A city against its promise: the answer, the trajectory, sectors, indicators, and what is missing.

use std::sync::Arc;

use gemeo_shared::{
    order,
    standing::{Standing, standing},
    view::{Availability, CityView, IndicatorView},
};
use leptos::prelude::*;

use crate::{
    components::{
        card::IndicatorCard,
        dialog::{self, provide_dialog},
        fault::{FaultNotice, Skeleton},
        gaps::Gaps,
        sectors::SectorFigure,
        standing as say,
        trajectory::PromiseFigure,
        turns::{Part, in_turns},
    },
    data::{catalogue, use_store},
    head,
    nav::{city_link, link},
    notice::Load,
    pages::late,
    route::Page,
    t,
};

/// Indicators that the promise and the sectors show; they have no card of their own.
const SHOWN_ABOVE: [&str; 11] = [
    "ghg_by_scope",
    "ghg_by_sector",
    "ghg_by_subsector",
    "ghg_change_since_base",
    "ghg_distance_to_target",
    "ghg_reduction_since_base",
    "ghg_reported_by_scope",
    "ghg_required_rate",
    "ghg_required_rate_compound",
    "ghg_share_reported",
    "air_data_capture",
];
/// Domains in the order a reader looks for them; others follow.
const DOMAINS: [&str; 6] = ["emissions", "energy", "mobility", "environment", "buildings", "economy"];

/// One city. While its data is on the way the reader sees the page's shape; errors say what to do.
#[component]
pub fn CityPage(
    /// Id from the address.
    id: String,
) -> impl IntoView {
    let store = use_store();
    let (index, city) = (store.index(), store.city(&id));
    let dialog = provide_dialog();
    let own = id.clone();
    Effect::new(move |_| crate::browser::remember("city", Some(&own)));
    let unknown = {
        let id = id.clone();
        Memo::new(move |_| {
            index.with(|i| i.ready().is_some_and(|i| !i.cities.iter().any(|c| c.profile.id == id)))
        })
    };
    let body = move || {
        if unknown.get() {
            return late::not_found();
        }
        match city.get() {
            Load::Waiting => view! { <Skeleton/> }.into_any(),
            Load::Failed(fault) => {
                let id = id.clone();
                view! { <FaultNotice fault=fault retry=move || store.retry(Some(&id))/> }.into_any()
            }
            Load::Ready(view) => {
                head::rename(&Page::City(id.clone()), &view.profile.name);
                whole(view).into_any()
            }
        }
    };
    view! { {body} {dialog::host(dialog)} }
}

fn whole(view: Arc<CityView>) -> impl IntoView {
    let standing = standing(&view);
    let head = page_head(&view, &standing);
    let hash = t!("city.pack", engine = view.engine, hash = view.pack_hash, vintage = view.pack_vintage);
    view! {
        {head}
        <CityTabs id=view.profile.id.clone() tab=Tab::Summary/>
        {in_turns(parts(view, standing))}
        <p class="section hash">{hash}</p>
    }
}

/// The sections in order, each as it is drawn when its turn comes.
fn parts(view: Arc<CityView>, standing: Standing) -> Vec<Part> {
    let names = domains(&view);
    let (of_promise, of_sectors, of_gaps) = (view.clone(), view.clone(), view.clone());
    let promise: Part = Box::new(move || promise(&of_promise, &standing).into_any());
    let sectors: Part = Box::new(move || sectors(&of_sectors).into_any());
    let gaps: Part = Box::new(move || view! { <Gaps view=of_gaps.clone()/> }.into_any());
    let domain = |name: String| -> Part {
        let view = view.clone();
        Box::new(move || domain(&view, &name).into_any())
    };
    [promise, sectors].into_iter().chain(names.into_iter().map(domain)).chain([gaps]).collect()
}

fn promise(view: &Arc<CityView>, standing: &Standing) -> impl IntoView + use<> {
    view! {
        <section class="section" aria-labelledby="promise-title">
            <div class="split">
                <PromiseFigure view=view.clone() standing=standing.clone()/>
                <div class="stack">{aside(view, standing)}</div>
            </div>
        </section>
    }
}

fn sectors(view: &Arc<CityView>) -> impl IntoView + use<> {
    view! {
        <section class="section" aria-labelledby="sectors-title">
            <div class="section-head"><h2 id="sectors-title">{t!("sectors.title")}</h2></div>
            <SectorFigure view=view.clone()/>
        </section>
    }
}

fn page_head(view: &CityView, standing: &Standing) -> impl IntoView + use<> {
    let name = view.profile.name.clone();
    view! {
        <nav class="breadcrumb" aria-label=t!("shell.breadcrumb")><ol>
            <li><a href=link(&Page::Home)>{t!("nav.cities")}</a></li>
            <li><span aria-current="page">{name.clone()}</span></li>
        </ol></nav>
        <header class="page-head">
            <p class="eyebrow">{say::promise(standing)}</p>
            <h1>{name.clone()}</h1>
            <p class="headline">{say::answer(&name, standing)}</p>
            <div class="row">{say::status(standing.judgement)}" "{say::age(standing)}</div>
        </header>
    }
}

/// A view of a city.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tab {
    /// The promise and the indicators.
    Summary,
    /// The inventory.
    Inventory,
    /// What is measured now.
    Live,
}

/// The views of a city: summary, map, inventory, now.
#[component]
pub fn CityTabs(
    /// Id of the city.
    id: String,
    /// Which is shown.
    tab: Tab,
) -> impl IntoView {
    let current = move |own: Option<Tab>| (own == Some(tab)).then_some("page");
    view! {
        <nav aria-label=t!("city.views")><ul class="tabs">
            <li><a class="tab" href=city_link(&id) aria-current=current(Some(Tab::Summary))>{t!("city.summary")}</a></li>
            <li><a class="tab" href=link(&Page::Map(id.clone())) aria-current=current(None)>{t!("city.map")}</a></li>
            <li><a class="tab" href=link(&Page::Inventory(id.clone())) aria-current=current(Some(Tab::Inventory))>{t!("city.inventory")}</a></li>
            <li><a class="tab" href=link(&Page::Live(id)) aria-current=current(Some(Tab::Live))>{t!("city.live")}</a></li>
        </ul></nav>
    }
}

/// Beside the trajectory: what the way asks, the promises in force, and the city's people.
fn aside(view: &Arc<CityView>, standing: &Standing) -> impl IntoView + use<> {
    let lang = crate::i18n::lang();
    let path = say::path(standing).map(|text| view! { <div class="notice"><p>{text}</p></div> });
    let reason = say::reason(standing).map(|text| {
        view! {
            <div class="notice notice-warn">
                <p class="notice-title">{t!("promise.why_not")}</p><p>{text}</p>
            </div>
        }
    });
    let targets = view.targets.iter().map(|target| {
        let pct = target.reduction_pct.map(|p| crate::format::percent(p, u8::from(p.fract() != 0.0)));
        let text = match (pct, target.base_year) {
            (Some(pct), Some(base)) => {
                t!("target.pct", base = base.to_string(), pct = pct, year = target.target_year.to_string())
            }
            _ => t!("target.neutral", year = target.target_year.to_string()),
        };
        let note = target.note.as_ref().map(|n| lang.pick(n).to_owned());
        view! {
            <li>
                <strong>{lang.pick(&target.title).to_owned()}</strong>": "{text}
                {(!target.current).then(|| t!("target.old")).map(|o| view! { " "<span class="badge">{o}</span> })}
                {note.map(|n| view! { <br/><span class="muted small">{n}</span> })}
            </li>
        }
    });
    let people = view.indicators.iter().position(|i| i.id == "population" && i.headline.is_some());
    view! {
        {path}
        {reason}
        <article class="card">
            <h3 class="card-title">{t!("target.title")}</h3>
            <ul>{targets.collect::<Vec<_>>()}</ul>
        </article>
        {people.map(|at| view! { <IndicatorCard view=view.clone() at=at/> })}
    }
}

/// Domains with cards, in the order a reader looks for them; those without data are left to the list of gaps.
fn domains(view: &CityView) -> Vec<String> {
    let rank = |d: &str| DOMAINS.iter().position(|known| *known == d).unwrap_or(DOMAINS.len());
    let found = view.indicators.iter().filter(|i| has_card(i)).map(|i| i.domain.clone());
    order::sorted(order::set(found.collect()), |a: &String, b| rank(a).cmp(&rank(b)))
}

/// The cards of a domain.
fn domain(view: &Arc<CityView>, domain: &str) -> impl IntoView + use<> {
    let id = format!("domain-{domain}");
    let inside = view.indicators.iter().enumerate().filter(|(_, i)| has_card(i) && i.domain == domain);
    let cards = inside.map(|(at, _)| view! { <li><IndicatorCard view=view.clone() at=at/></li> });
    view! {
        <section class="section" aria-labelledby=id.clone()>
            <div class="section-head"><h2 id=id.clone()>{catalogue::domain(domain)}</h2></div>
            <ul class="cards">{cards.collect::<Vec<_>>()}</ul>
        </section>
    }
}

fn has_card(indicator: &IndicatorView) -> bool {
    let shown = SHOWN_ABOVE.contains(&indicator.id.as_str()) || indicator.id == "population";
    !shown && !matches!(indicator.availability, Availability::NoData { .. })
}
