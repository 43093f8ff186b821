//! The sum, redone in the reader's browser: parts with their values, lineage, and the fingerprint of the result.

use std::{collections::BTreeMap, sync::Arc};

use gemeo_shared::{
    protocol::Request,
    view::{CityView, Explanation, SeriesView},
};
use leptos::prelude::*;

use super::lineage;
use crate::{
    components::{explain::derivation, fault::FaultNotice, words},
    format,
    nav::use_nav,
    notice::Load,
    t,
};

/// A value that can be computed again: where, when, and of which series.
#[derive(Debug, Clone, PartialEq)]
struct Choice {
    view: Arc<CityView>,
    at: usize,
    series: usize,
    row: usize,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq)]
struct Outcome {
    choice: Choice,
    runs: u32,
    same: bool,
    load: Load<Explanation>,
}

/// City, series and period to choose, a button, and the derivation below it. Nothing where no city has values.
pub fn workings(views: &[Arc<CityView>], id: &str) -> Option<impl IntoView + use<>> {
    let able: Vec<(Arc<CityView>, usize)> = views
        .iter()
        .filter_map(|v| {
            let at = v.indicators.iter().position(|i| i.id == id)?;
            v.indicators[at].series.iter().any(known).then(|| (v.clone(), at))
        })
        .collect();
    if able.is_empty() {
        return None;
    }
    let nav = use_nav();
    let (city, series, period) = (nav.param("city"), nav.param("series"), nav.param("period"));
    let able = StoredValue::new(able);
    let choice =
        Memo::new(move |_| able.with_value(|able| choose(able, city.get(), series.get(), period.get())));
    let outcome = RwSignal::new(None::<Outcome>);
    let run = move |_| {
        if let Some(choice) = choice.get_untracked() {
            start(choice, outcome);
        }
    };
    // The parts of the formula show their values at once; the button computes them again.
    Effect::new(move |_| choice.get().into_iter().for_each(|choice| start(choice, outcome)));
    // why: an answer to another question must not stand under the new one
    let shown = move || outcome.get().filter(|o| Some(&o.choice) == choice.get().as_ref());
    let label = move || if shown().is_some() { t!("workings.again") } else { t!("workings.run") };
    Some(view! {
        <section class="section" aria-labelledby="workings-title">
            <div class="section-head">
                <h2 id="workings-title">{t!("workings.title")}</h2><p>{t!("workings.text")}</p>
            </div>
            <div class="figure">
                <div class="filters">
                    {move || able.with_value(|able| selects(able, choice.get()))}
                </div>
                <p><button class="button" type="button" on:click=run>{label}</button></p>
                <div role="status">{move || shown().map(|o| verdict(&o))}</div>
                <div class="explain-body">{move || shown().map(|o| result(&o, outcome))}</div>
            </div>
        </section>
    })
}

fn known(series: &SeriesView) -> bool {
    series.value.iter().any(Option::is_some)
}

/// A series' dimensions as they stand in the address.
fn written(dims: &BTreeMap<String, String>) -> String {
    dims.iter().map(|(d, m)| format!("{d}.{m}")).collect::<Vec<_>>().join(",")
}

/// What the address asks for, else the headline, else the first value there is.
fn choose(
    able: &[(Arc<CityView>, usize)],
    city: Option<String>,
    series: Option<String>,
    period: Option<String>,
) -> Option<Choice> {
    let wanted = able.iter().find(|(v, _)| Some(&v.profile.id) == city.as_ref());
    let (view, at) = wanted.or_else(|| able.first())?;
    let indicator = &view.indicators[*at];
    let asked = indicator.series.iter().position(|s| known(s) && Some(written(&s.dims)) == series);
    let head = indicator.headline.as_ref().map(|h| h.series);
    let chosen = asked.or(head).or_else(|| indicator.series.iter().position(known))?;
    let of = &indicator.series[chosen];
    let there = |p: &String| of.period.iter().zip(&of.value).rposition(|(own, v)| own == p && v.is_some());
    let head_period = indicator.headline.as_ref().filter(|h| h.series == chosen).map(|h| h.period.clone());
    let row = period.as_ref().and_then(there).or_else(|| head_period.as_ref().and_then(there));
    let row = row.or_else(|| of.value.iter().rposition(Option::is_some))?;
    Some(Choice { view: view.clone(), at: *at, series: chosen, row })
}

/// The three lists.
fn selects(able: &[(Arc<CityView>, usize)], choice: Option<Choice>) -> Option<impl IntoView + use<>> {
    let choice = choice?;
    let indicator = &choice.view.indicators[choice.at];
    let own = &indicator.series[choice.series];
    let cities = able.iter().map(|(v, _)| (v.profile.id.clone(), v.profile.name.clone())).collect();
    let series: Vec<(String, String)> = indicator
        .series
        .iter()
        .filter(|s| known(s) && s.level == own.level)
        .map(|s| (written(&s.dims), words::dims(&s.dims)))
        .collect();
    let mut periods: Vec<String> =
        own.period.iter().zip(&own.value).filter(|(_, v)| v.is_some()).map(|(p, _)| p.to_string()).collect();
    periods.sort_unstable_by(|a, b| b.cmp(a));
    periods.dedup();
    let periods: Vec<(String, String)> =
        periods.into_iter().map(|p| (p.clone(), format::period(&p))).collect();
    Some(view! {
        {select("city", t!("coverage.city"), cities, choice.view.profile.id.clone())}
        {(series.len() > 1).then(|| select("series", t!("table.series"), series, written(&own.dims)))}
        {select("period", t!("table.period"), periods, own.period[choice.row].to_string())}
    })
}

fn select(name: &'static str, label: String, options: Vec<(String, String)>, now: String) -> impl IntoView {
    let nav = use_nav();
    let id = format!("workings-{name}");
    let options = options.into_iter().map(|(value, text)| {
        let selected = value == now;
        view! { <option value=value selected=selected>{text}</option> }
    });
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            <select class="select" id=id on:change=move |e| nav.set_param(name, Some(&event_target_value(&e)))>
                {options.collect::<Vec<_>>()}
            </select>
        </div>
    }
}

/// Asks the engine; a second run of the same question is compared with the first.
fn start(choice: Choice, outcome: RwSignal<Option<Outcome>>) {
    let before = outcome.get_untracked().filter(|o| o.choice == choice);
    let runs = before.as_ref().map_or(1, |o| o.runs + 1);
    let was = before.as_ref().and_then(|o| o.load.ready()).map(|e| e.hash.clone());
    if before.is_none() {
        outcome.set(Some(Outcome { choice: choice.clone(), runs, same: true, load: Load::Waiting }));
    }
    let request = question(&choice);
    let answered = move |load: Load<Explanation>| {
        let same = was.is_none() || load.ready().map(|e| &e.hash) == was.as_ref();
        outcome.try_set(Some(Outcome { choice, runs, same, load }));
    };
    ask(request, answered);
}

#[cfg(target_arch = "wasm32")]
fn ask(request: Request, answered: impl FnOnce(Load<Explanation>) + 'static) {
    wasm_bindgen_futures::spawn_local(async move {
        let result = crate::work::ask::<Explanation>(request).await;
        answered(result.map_or_else(|e| Load::Failed(e.fault()), Load::Ready));
    });
}

/// Natively nobody presses the button.
#[cfg(not(target_arch = "wasm32"))]
fn ask(_request: Request, _answered: impl FnOnce(Load<Explanation>) + 'static) {}

fn question(choice: &Choice) -> Request {
    let indicator = &choice.view.indicators[choice.at];
    let series = &indicator.series[choice.series];
    Request::Explain {
        city: choice.view.profile.id.clone(),
        indicator: indicator.id.clone(),
        geo: format!("{}/{}", series.level, series.geo[choice.row]),
        period: series.period[choice.row].to_string(),
        dims: series.dims.clone(),
    }
}

fn verdict(outcome: &Outcome) -> Option<impl IntoView + use<>> {
    outcome.load.ready()?;
    let (class, text) = match (outcome.runs, outcome.same) {
        (1, _) => ("status status-good", t!("workings.once")),
        (n, true) => ("status status-good", t!("workings.same", n = n.to_string())),
        (_, false) => ("status status-behind", t!("workings.differs")),
    };
    Some(view! { <p><span class=class>{text}</span></p> })
}

fn result(outcome: &Outcome, all: RwSignal<Option<Outcome>>) -> AnyView {
    match &outcome.load {
        Load::Waiting => view! { <p aria-busy="true">{t!("shell.loading")}</p> }.into_any(),
        Load::Failed(fault) => {
            let choice = outcome.choice.clone();
            view! { <FaultNotice fault=fault.clone() retry=move || start(choice.clone(), all)/> }.into_any()
        }
        Load::Ready(found) => {
            let view = &outcome.choice.view;
            let decimals = view.indicators[outcome.choice.at].decimals;
            derivation(view, found, decimals, Some(lineage::drawn_tree(found, decimals))).into_any()
        }
    }
}
