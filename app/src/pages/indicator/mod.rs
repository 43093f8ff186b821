//! One indicator: what it means, what each city has of it, and how it is computed, down to a sum that can be redone.

mod around;
mod figure;
mod files;
mod lineage;
mod workings;

pub use figure::of_trial;

use std::sync::Arc;

use gemeo_shared::{
    comparison::comparison,
    view::{Availability, CityView, Direction, IndicatorView},
};
use leptos::prelude::*;

use crate::{
    components::{
        cities::{CityPicker, with_cities},
        dialog::{self, provide_dialog},
    },
    data::{
        catalogue::{self, Entry},
        methods,
    },
    format, head,
    i18n::by_name_if,
    nav::link,
    notice::Load,
    pages::{compare, not_found::NotFoundPage},
    route::Page,
    t,
};

/// The page of one indicator.
#[component]
pub fn IndicatorPage(
    /// Id from the address.
    id: String,
) -> impl IntoView {
    if !catalogue::ids().contains(&id) {
        return NotFoundPage().into_any();
    }
    let entry = catalogue::entry(&id);
    head::rename(&Page::Indicator(id.clone()), &entry.name);
    let dialog = provide_dialog();
    let told = methods::told();
    let (of_cities, of_method) = (id.clone(), id.clone());
    view! {
        {page_head(&id, &entry, told)}
        <CityPicker/>
        {with_cities(move |views| cities(views, &of_cities))}
        {move || around::method(told, &of_method, Callback::new(move |()| methods::fetch(told)))}
        {dialog::host(dialog)}
    }
    .into_any()
}

/// The explanation comes first; the facts of the catalogue stand beside it.
fn page_head(id: &str, entry: &Entry, told: RwSignal<Load<()>>) -> impl IntoView + use<> {
    let levels = entry.levels.iter().map(|l| by_name_if(&format!("level.{l}")).unwrap_or_else(|| l.clone()));
    let levels = levels.collect::<Vec<_>>().join(", ");
    let mut facts = vec![
        (t!("indicator.unit"), format::unit_label(&entry.unit)),
        (t!("indicator.domain"), catalogue::domain(&entry.domain)),
        (t!("indicator.levels"), levels),
    ];
    facts.extend(catalogue::responsible(id).map(|who| (t!("indicator.responsible"), who)));
    let facts = facts.into_iter().map(|(name, value)| view! { <dt>{name}</dt><dd>{value}</dd> });
    let of = id.to_owned();
    let explained = move || {
        told.track();
        methods::of(&of).map(|method| method.explain)
    };
    view! {
        <nav class="breadcrumb" aria-label=t!("shell.breadcrumb")><ol>
            <li><a href=link(&Page::Indicators)>{t!("nav.indicators")}</a></li>
            <li><a href=format!("{}?domain={}", link(&Page::Indicators), entry.domain)>{catalogue::domain(&entry.domain)}</a></li>
            <li><span aria-current="page">{entry.short.clone()}</span></li>
        </ol></nav>
        <div class="split">
            <header class="page-head">
                <h1>{entry.name.clone()}</h1>
                <p class="lede">{explained}</p>
            </header>
            <dl class="facts">{facts.collect::<Vec<_>>()}</dl>
        </div>
    }
}

/// Side by side, over time in each city, what is missing, the sum, and files.
fn cities(views: Vec<Arc<CityView>>, id: &str) -> impl IntoView + use<> {
    let plain: Vec<&CityView> = views.iter().map(AsRef::as_ref).collect();
    let several = comparison(&plain, id)
        .filter(|found| found.rows.iter().filter(|r| r.figure.is_some()).count() > 1)
        .map(|found| {
            view! {
                <section class="section" aria-labelledby="beside-title">
                    <div class="section-head"><h2 id="beside-title">{t!("indicator.beside")}</h2></div>
                    <ul class="compare-figures">{compare::figure(&views, id, &found)}</ul>
                </section>
            }
        });
    let own = views.iter().filter_map(|view| {
        let at = view.indicators.iter().position(|i| i.id == id)?;
        Some(view! { <li>{one(view, at)}</li> })
    });
    let own = own.collect::<Vec<_>>();
    view! {
        {several}
        <section class="section" aria-labelledby="cities-title">
            <div class="section-head"><h2 id="cities-title">{t!("indicator.cities")}</h2></div>
            <ul class="indicator-cities">{own}</ul>
        </section>
        {workings::workings(&views, id)}
        {files::files(&views, id)}
    }
}

fn one(view: &Arc<CityView>, at: usize) -> AnyView {
    let indicator = &view.indicators[at];
    match &indicator.availability {
        Availability::NoData { needs } => around::missing(view, indicator, needs).into_any(),
        _ => figure::figure(view.clone(), at).into_any(),
    }
}

/// Which way is good, in words.
fn direction(indicator: &IndicatorView) -> Option<String> {
    match indicator.direction {
        Direction::Up => Some(t!("indicator.up")),
        Direction::Down => Some(t!("indicator.down")),
        Direction::None => None,
    }
}
