//! “How is this computed”: formula, steps, inputs with their sources, licence and hash, on demand.

use std::sync::Arc;

use gemeo_shared::{
    order,
    view::{CityView, Explanation, Input, Uncertainty},
};
use leptos::prelude::*;

use super::{export, words};
use crate::{components::fault::FaultNotice, format, notice::Load, pages::late, t};

/// A panel that asks the engine for the derivation of a value when it is opened; where there are several
/// periods, the reader chooses.
#[component]
pub fn Explain(
    /// The city.
    view: Arc<CityView>,
    /// Position of the indicator in the view.
    at: usize,
) -> impl IntoView {
    if view.indicators[at].headline.is_none() {
        return ().into_any();
    }
    let open = RwSignal::new(false);
    view! {
        <details class="explain" on:toggle=move |_| open.set(true)>
            <summary>{t!("explain.title")}</summary>
            <div class="explain-body">{move || open.get().then(|| late::explain(view.clone(), at))}</div>
        </details>
    }
    .into_any()
}

/// What is in the panel: the choice of the period, and the derivation.
pub fn body(view: Arc<CityView>, at: usize) -> impl IntoView {
    let answer = RwSignal::new(None::<Load<Explanation>>);
    let indicator = &view.indicators[at];
    let Some(headline) = indicator.headline.clone() else { return ().into_any() };
    let period = RwSignal::new(headline.period.clone());
    let ask = Ask::new(&view, at, answer);
    ask.ask(&period.get_untracked());
    let periods = indicator.series.get(headline.series).map(known_periods).unwrap_or_default();
    let choose = ask.clone();
    let choice = (periods.len() > 1).then(|| {
        let id = format!("explain-{}", indicator.id);
        view! {
            <div class="field">
                <label for=id.clone()>{t!("explain.period")}</label>
                <select class="select" id=id on:change=move |e| {
                    period.set(event_target_value(&e));
                    choose.ask(&period.get_untracked());
                }>
                    {periods.into_iter().rev().map(|p| {
                        let selected = p == headline.period;
                        view! { <option value=p.clone() selected=selected>{format::period(&p)}</option> }
                    }).collect::<Vec<_>>()}
                </select>
            </div>
        }
    });
    let decimals = indicator.decimals;
    view! {
        {choice}
        {move || match answer.get() {
            None => ().into_any(),
            Some(Load::Waiting) => view! { <p class="skeleton skeleton-text" aria-busy="true">{t!("shell.loading")}</p> }.into_any(),
            Some(Load::Failed(fault)) => {
                let again = ask.clone();
                view! { <FaultNotice fault=fault retry=move || again.ask(&period.get_untracked())/> }.into_any()
            }
            Some(Load::Ready(found)) => derivation(&view, &found, decimals, None).into_any(),
        }}
    }
    .into_any()
}

fn known_periods(series: &gemeo_shared::view::SeriesView) -> Vec<String> {
    let known = series.period.iter().zip(&series.value).filter(|(_, v)| v.is_some());
    order::set(known.map(|(p, _)| p.to_string()).collect())
}

/// The question of one panel: newest wins.
#[derive(Clone)]
struct Ask {
    #[cfg(target_arch = "wasm32")]
    request: Arc<gemeo_shared::protocol::Request>,
    #[cfg(target_arch = "wasm32")]
    queue: StoredValue<crate::work::Latest<String>>,
    answer: RwSignal<Option<Load<Explanation>>>,
}

impl Ask {
    #[cfg(target_arch = "wasm32")]
    fn new(view: &CityView, at: usize, answer: RwSignal<Option<Load<Explanation>>>) -> Self {
        let indicator = &view.indicators[at];
        let headline = indicator.headline.as_ref();
        let series = headline.and_then(|h| indicator.series.get(h.series));
        let request = gemeo_shared::protocol::Request::Explain {
            city: view.profile.id.clone(),
            indicator: indicator.id.clone(),
            geo: headline.and_then(|h| words::place(indicator, h)).unwrap_or_default(),
            period: String::new(),
            dims: series.map(|s| s.dims.clone()).unwrap_or_default(),
        };
        Self { request: Arc::new(request), queue: StoredValue::new(crate::work::Latest::default()), answer }
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn new(_view: &CityView, _at: usize, answer: RwSignal<Option<Load<Explanation>>>) -> Self {
        Self { answer }
    }

    #[cfg(target_arch = "wasm32")]
    fn ask(&self, period: &str) {
        self.answer.set(Some(Load::Waiting));
        let Some(Some(first)) = self.queue.try_update_value(|q| q.submit(period.to_owned())) else { return };
        let this = self.clone();
        wasm_bindgen_futures::spawn_local(async move {
            let mut next = Some(first);
            while let Some(period) = next {
                let result = crate::work::ask::<Explanation>(this.question(period)).await;
                // why: the panel may be gone by now, and a newer question makes this answer old
                let Some(stale) = this.queue.try_with_value(crate::work::Latest::is_stale) else { return };
                if !stale {
                    let load = result.map_or_else(|e| Load::Failed(e.fault()), Load::Ready);
                    this.answer.try_set(Some(load));
                }
                next = this.queue.try_update_value(crate::work::Latest::answered).flatten();
            }
        });
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn ask(&self, _period: &str) {
        self.answer.set(Some(Load::Waiting));
    }

    #[cfg(target_arch = "wasm32")]
    fn question(&self, wanted: String) -> gemeo_shared::protocol::Request {
        let mut request = (*self.request).clone();
        if let gemeo_shared::protocol::Request::Explain { period, .. } = &mut request {
            *period = wanted;
        }
        request
    }
}

/// Formula, result and how sure it is, steps, inputs, sources and hashes of one value; `tree` is a drawing of the
/// steps, where the page has one.
pub fn derivation(
    view: &CityView,
    found: &Explanation,
    decimals: u8,
    tree: Option<AnyView>,
) -> impl IntoView + use<> {
    let value = found.value.map_or_else(|| "—".into(), |v| format::quantity(v, decimals, &found.unit));
    let steps = found.steps.iter().map(|step| {
        let value =
            step.value.map_or_else(|| "—".into(), |v| format::quantity(v, decimals.max(2), &step.unit));
        let class = format!("depth-{}", step.depth.min(3));
        view! { <li class=class><code>{step.expr.clone()}</code>" "<span>{value}</span></li> }
    });
    let ids: Vec<String> = order::set(found.inputs.iter().map(|i| i.source.clone()).collect());
    let sources = words::sources(view, &ids).into_iter().map(|s| {
        view! { <li>{s.title.clone()}", "{s.publisher.clone()}". "{t!("explain.licence", name = s.licence)}<br/><span class="muted">{s.citation.clone()}</span></li> }
    });
    view! {
        <pre class="formula" tabindex="0">{found.formula.clone()}</pre>
        <p>{t!("explain.result", value = value, period = format::period(&found.period))}</p>
        {found.uncertainty.as_ref().map(|sure| interval(sure, decimals, &found.unit))}
        {tree}
        <h4>{t!("explain.steps")}</h4>
        <ol class="steps">{steps.collect::<Vec<_>>()}</ol>
        <h4>{t!("explain.inputs")}</h4>
        {inputs(&found.inputs)}
        <h4>{t!("explain.sources")}</h4>
        <ul>{sources.collect::<Vec<_>>()}</ul>
        <dl>
            <dt>{t!("explain.formula_version")}</dt><dd class="hash">{found.formula_version.clone()}</dd>
            <dt>{t!("explain.engine")}</dt><dd class="hash">{found.engine.clone()}</dd>
            <dt>{t!("explain.pack")}</dt><dd class="hash">{export::short(&view.pack_hash)}</dd>
            <dt>{t!("explain.hash")}</dt><dd class="hash">{found.hash.clone()}</dd>
        </dl>
    }
}

/// The interval by both approaches, and whether defaults are part of it.
fn interval(sure: &Uncertainty, decimals: u8, unit: &str) -> AnyView {
    let say = |v: f64| format::quantity(v, decimals, unit);
    let band = t!(
        "explain.band",
        pct = format::number(sure.propagated_pct, 1),
        lower = say(sure.lower),
        upper = say(sure.upper)
    );
    let simulated = sure.simulated.as_ref().map(|s| {
        t!("explain.simulated", n = s.draws.to_string(), lower = say(s.lower), upper = say(s.upper))
    });
    let defaults = sure.has_defaults.then(|| t!("explain.defaults"));
    let more = [simulated, defaults].into_iter().flatten().map(|text| view! { <br/>{text} });
    view! { <p>{band}{more.collect::<Vec<_>>()}</p> }.into_any()
}

fn inputs(inputs: &[Input]) -> impl IntoView + use<> {
    let rows = inputs.iter().map(|input| {
        let value = input.value.map(|v| format::quantity(v, decimals_of(v), &input.unit));
        let state = words::notation(&input.notation).or_else(|| words::status(&input.status));
        let sure = input.uncertainty_pct.map(|pct| format::number(pct, u8::from(pct.fract() != 0.0)));
        view! {
            <tr>
                <th scope="row"><code>{input.series.clone()}</code></th>
                <td>{format::period(&input.period)}</td>
                <td class="num">{value.unwrap_or_else(|| "—".into())}</td>
                <td class="num">{sure}</td>
                <td>{state}{input.note.clone().map(|n| view! { <span class="muted">" "{n}</span> })}</td>
            </tr>
        }
    });
    view! {
        <div class="table-scroll" role="region" tabindex="0" aria-label=t!("explain.inputs")>
            <table class="table">
                <thead><tr>
                    <th scope="col">{t!("table.series")}</th><th scope="col">{t!("table.period")}</th>
                    <th scope="col" class="num">{t!("table.value")}</th><th scope="col" class="num">"± %"</th>
                    <th scope="col">{t!("table.state")}</th>
                </tr></thead>
                <tbody>{rows.collect::<Vec<_>>()}</tbody>
            </table>
        </div>
    }
}

/// As many decimals as an input was published with, up to four.
fn decimals_of(value: f64) -> u8 {
    let text = value.to_string();
    text.split_once('.').map_or(0, |(_, d)| d.len().min(4) as u8)
}
