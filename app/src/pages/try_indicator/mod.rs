//! Writing an indicator and seeing it at once: name, unit and formula on the left, faults and values as one types.

#[cfg_attr(not(target_arch = "wasm32"), path = "ask_native.rs")]
mod ask;
mod own;

use gemeo_shared::view::{Availability, IndicatorView, Trial};
use leptos::prelude::*;

use crate::{
    components::words, data::use_store, format, nav::link, pages::indicator::of_trial, route::Page, t,
};

/// What the page opens with: electricity of a month per inhabitant, which all cities have.
const FIRST: &str = "per_capita(sum(electricity_billed over voltage))";

/// What is written, and for which city.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Draft {
    city: String,
    formula: String,
    unit: String,
}

/// What came of it: a result, or a sentence with line and column.
type Answer = Option<Result<Trial, String>>;

/// A form and, beside it, what the engine says of the formula; nothing is sent or kept anywhere.
#[component]
pub fn TryIndicatorPage() -> impl IntoView {
    let store = use_store();
    let index = store.index();
    let (name, unit) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let (formula, city) = (RwSignal::new(FIRST.to_owned()), RwSignal::new(String::new()));
    let answer: RwSignal<Answer> = RwSignal::new(None);
    let known = move || {
        let index = index.get();
        let cities = index.ready().map(|i| i.cities.iter().map(|c| c.profile.clone()).collect::<Vec<_>>());
        cities.unwrap_or_default()
    };
    let chosen = {
        let known = known.clone();
        Memo::new(move |_| {
            let named = city.get();
            if named.is_empty() { known().first().map(|c| c.id.clone()).unwrap_or_default() } else { named }
        })
    };
    let mine = RwSignal::new(own::Own::default());
    let draft = Memo::new(move |_| Draft { city: chosen.get(), formula: formula.get(), unit: unit.get() });
    ask::watch(draft, answer, mine);
    let options = move || {
        known().into_iter().map(|c| view! { <option value=c.id>{c.name}</option> }).collect::<Vec<_>>()
    };
    let write = |signal: RwSignal<String>| move |event| signal.set(event_target_value(&event));
    view! {
        <header class="page-head">
            <p class="eyebrow"><a href=link(&Page::Indicators)>{t!("indicators.title")}</a></p>
            <h1>{t!("try.title")}</h1>
            <p class="lede">{t!("try.text")}</p>
        </header>
        <form class="try" on:submit=|event| event.prevent_default()>
            <div class="field">
                <label for="try-name">{t!("try.name")}</label>
                <input class="input" id="try-name" maxlength="120" autocomplete="off" on:input=write(name)/>
            </div>
            <div class="field">
                <label for="try-city">{t!("try.city")}</label>
                <select class="select" id="try-city" on:change=write(city)>{options}</select>
            </div>
            <div class="field">
                <label for="try-unit">{t!("try.unit")}</label>
                <input class="input" id="try-unit" maxlength="40" autocomplete="off" spellcheck="false"
                    aria-describedby="try-unit-hint" on:input=write(unit)/>
                <p class="hint" id="try-unit-hint">{t!("try.unit_hint")}</p>
            </div>
            <div class="field try-formula">
                <label for="try-formula">{t!("try.formula")}</label>
                <textarea class="input mono" id="try-formula" rows="6" maxlength="4096" spellcheck="false"
                    aria-describedby="try-answer" prop:value=move || formula.get() on:input=write(formula)>{FIRST}</textarea>
                <p class="hint">{t!("try.formula_hint")}</p>
            </div>
            {own::own(mine, formula)}
        </form>
        <section class="section" aria-labelledby="try-result">
            <h2 id="try-result">{move || {
                let name = name.get();
                if name.trim().is_empty() { t!("try.result") } else { name }
            }}</h2>
            <div id="try-answer" role="status">{move || said(&answer.get())}</div>
            {move || match answer.get() {
                Some(Ok(trial)) => {
                    let name = name.get_untracked();
                    let title = if name.trim().is_empty() { t!("try.result") } else { name };
                    let chart = of_trial(title, &trial.indicator);
                    view! { {chart}{table(&trial.indicator)} }.into_any()
                }
                _ => ().into_any(),
            }}
        </section>
    }
}

/// One sentence: a fault with its place, or unit and dimensions of the result.
fn said(answer: &Answer) -> AnyView {
    match answer {
        None => view! { <p class="skeleton skeleton-text" aria-busy="true">{t!("shell.loading")}</p> }.into_any(),
        Some(Err(message)) => view! {
            <div class="notice notice-error"><p class="notice-title">{t!("try.wrong")}</p><p class="mono">{message.clone()}</p></div>
        }
        .into_any(),
        Some(Ok(trial)) => {
            let unit = format::unit_label(&trial.indicator.unit);
            let none = trial.dimensions.is_empty();
            let dimensions = if none { t!("try.no_dimensions") } else { trial.dimensions.join(", ") };
            let empty = match &trial.indicator.availability {
                Availability::NoData { needs } => Some(t!("try.no_data", needs = needs.join(", "))),
                Availability::NotComparable { reason } => Some(words::remark(reason)),
                Availability::Computed => None,
            };
            view! {
                <p>{t!("try.sound", unit = unit, dimensions = dimensions)}</p>
                {empty.map(|text| view! { <p class="notice notice-warn">{text}</p> })}
            }
            .into_any()
        }
    }
}

/// Every value, newest first.
fn table(indicator: &IndicatorView) -> impl IntoView + use<> {
    let mut rows = Vec::new();
    for series in &indicator.series {
        let dims = words::dims(&series.dims);
        for i in (0..series.value.len()).rev().take(MAX_ROWS) {
            let place = format!("{}/{}", series.level, series.geo[i]);
            let gap = || words::notation(&series.notation[i]).unwrap_or_else(|| t!("try.gap"));
            let value = series.value[i].map_or_else(gap, |v| format::number(v, indicator.decimals));
            let status = words::status(&series.status[i]).unwrap_or_default();
            rows.push([place, format::period(&series.period[i]), dims.clone(), value, status]);
        }
    }
    rows.truncate(MAX_ROWS);
    let heads = [t!("try.place"), t!("try.period"), t!("try.series"), t!("try.value"), t!("try.status")];
    let caption = t!("try.caption");
    let label = caption.clone();
    view! {
        <div class="table-scroll" role="region" tabindex="0" aria-label=label>
            <table class="table">
                <caption>{caption}</caption>
                <thead><tr>{heads.map(|h| view! { <th scope="col">{h}</th> }).into_iter().collect::<Vec<_>>()}</tr></thead>
                <tbody>{rows.into_iter().map(row).collect::<Vec<_>>()}</tbody>
            </table>
        </div>
    }
}

/// More rows than this are a file, not a page.
const MAX_ROWS: usize = 200;

fn row([place, period, series, value, status]: [String; 5]) -> impl IntoView {
    view! {
        <tr><th scope="row">{place}</th><td>{period}</td><td>{series}</td><td class="num">{value}</td><td>{status}</td></tr>
    }
}
