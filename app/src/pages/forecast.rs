//! Where a series is going, and how often such answers were right.

use std::sync::Arc;

use gemeo_shared::forecast::{
    exceed::LIMITS,
    model::Kind,
    policy::Policy,
    report::{Ask, Report},
    time::Frequency,
};
use leptos::prelude::*;

use crate::{
    components::{
        fault::{FaultNotice, Skeleton},
        forecast::{
            answer::{Answer, Subject},
            card,
            choice::{Choice, choices},
        },
    },
    data::use_store,
    format,
    nav::use_nav,
    notice::Load,
    t,
};

/// The unit of the limits for air.
const AIR_UNIT: &str = "µg/m3";

/// What the reader sees below the controls.
#[derive(Clone)]
#[cfg_attr(
    not(target_arch = "wasm32"),
    expect(dead_code, reason = "forecasts are computed in browsers only")
)]
enum State {
    Idle,
    Busy(u32, u32),
    Done(Arc<Report>, Subject),
    Failed(String),
}

/// The reader chooses a city and one of its series, or brings a table, and sees the forecast with its record.
#[component]
pub fn ForecastPage() -> impl IntoView {
    let (nav, store) = (use_nav(), use_store());
    let index = store.index();
    let own: RwSignal<Option<(String, String)>> = RwSignal::new(None);
    let state = RwSignal::new(State::Idle);
    let cities = Memo::new(move |_| {
        index
            .with(|i| {
                i.ready().map(|i| {
                    i.cities
                        .iter()
                        .map(|c| (c.profile.id.clone(), c.profile.name.clone()))
                        .collect::<Vec<_>>()
                })
            })
            .unwrap_or_default()
    });
    let (city_of, series_of) = (nav.param("city"), nav.param("series"));
    let (horizon, model) = (nav.param("horizon"), nav.param("model"));
    let (since, pollutant) = (nav.param("since"), nav.param("pollutant"));
    let city = Memo::new(move |_| {
        let wanted = city_of.get();
        cities.with(|all| {
            all.iter().find(|(id, _)| Some(id) == wanted.as_ref()).or(all.first()).map(|(id, _)| id.clone())
        })
    });
    let options: Memo<Vec<Choice>> = Memo::new(move |_| {
        let Some(id) = city.get() else { return Vec::new() };
        store.city(&id).with(|v| v.ready().map(|v| choices(v))).unwrap_or_default()
    });
    let chosen = Memo::new(move |_| {
        let wanted = series_of.get();
        // why the longest where none is asked for: it is the one whose forecast was tried out most
        options.with(|all| {
            let asked = all.iter().find(|c| Some(&c.id) == wanted.as_ref());
            asked.or(all.iter().rev().max_by_key(|c| c.series.values.len())).cloned()
        })
    });
    // Limits are in µg/m³; what unit a reader's own table has only they know.
    let not_of_air =
        move || own.with(Option::is_none) && chosen.with(|c| c.as_ref().is_some_and(|c| c.unit != AIR_UNIT));
    Effect::new(move |_| {
        let horizon = horizon.get().and_then(|h| h.parse().ok());
        let model = model.get().filter(|m| m != "auto");
        let dated = |date: String| Policy { name: date.clone(), date };
        let policies = since.get().filter(|d| !d.is_empty()).map(dated).into_iter().collect();
        let of_air = |p: &String| !not_of_air() && LIMITS.iter().any(|l| l.pollutant == *p);
        let pollutant = pollutant.get().filter(of_air);
        let asked = Ask { horizon, model, policies, pollutant, ..Ask::default() };
        let (ask, subject) = match (own.get(), chosen.get()) {
            (Some((name, text)), _) => (
                Ask { text: Some(text), ..asked },
                Subject { name, unit: String::new(), sources: Vec::new(), marks: Vec::new() },
            ),
            (None, Some(c)) => (
                Ask { series: Some(c.series), ..asked },
                Subject {
                    name: c.name,
                    unit: format::unit_label(&c.unit),
                    sources: c.sources,
                    marks: c.marks,
                },
            ),
            (None, None) => return,
        };
        compute(ask, subject, state);
    });
    let fault = move || {
        let id = city.get()?;
        store.city(&id).with(|v| match v {
            Load::Failed(fault) => Some(fault.clone()),
            _ => None,
        })
    };
    view! {
        <header class="page-head">
            <h1>{t!("forecast.title")}</h1>
            <p class="lede">{t!("forecast.description")}</p>
        </header>
        <section class="section stack" aria-label=t!("forecast.controls")>
            <div class="row">
                {select("forecast-city", t!("forecast.city"), move || cities.get(), move || city.get(), move |v| { own.set(None); nav.set_param("series", None); nav.set_param("city", Some(&v)); })}
                {select("forecast-series", t!("forecast.series"), move || options.get().into_iter().map(|c| (c.id, c.name)).collect(), move || chosen.get().map(|c| c.id), move |v| { own.set(None); nav.set_param("series", Some(&v)); })}
                {select("forecast-horizon", t!("forecast.horizon"), horizons, move || Some(horizon.get().unwrap_or_default()), move |v| nav.set_param("horizon", Some(&v).filter(|v| !v.is_empty()).map(String::as_str)))}
                {select("forecast-model", t!("forecast.model_choice"), models, move || Some(model.get().unwrap_or_else(|| "auto".into())), move |v| nav.set_param("model", Some(&v).filter(|v| *v != "auto").map(String::as_str)))}
            </div>
            <div class="row">
                <div class="field">
                    <label for="forecast-since">{t!("forecast.since")}</label>
                    <input class="input" id="forecast-since" type="text" inputmode="numeric" maxlength="10" autocomplete="off"
                        aria-describedby="forecast-since-help" prop:value=move || since.get().unwrap_or_default()
                        on:change=move |e| nav.set_param("since", Some(event_target_value(&e).trim()).filter(|v| !v.is_empty()))/>
                    <p class="muted small" id="forecast-since-help">{t!("forecast.since_help")}</p>
                </div>
                <div class="stack" hidden=not_of_air>
                    {select("forecast-pollutant", t!("forecast.pollutant"), pollutants, move || Some(pollutant.get().unwrap_or_default()), move |v| nav.set_param("pollutant", Some(&v).filter(|v| !v.is_empty()).map(String::as_str)))}
                    <p class="muted small">{t!("forecast.pollutant_help")}</p>
                </div>
            </div>
            {own_table(own)}
            <p class="muted small">{t!("forecast.public_data")}</p>
        </section>
        {move || fault().map(|f| view! { <FaultNotice fault=f retry=move || store.retry(city.get_untracked().as_deref())/> })}
        <div aria-live="polite" aria-busy=move || state.with(|s| matches!(s, State::Busy(..)).to_string())>
            {move || match state.get() {
                State::Idle => view! { <Skeleton/> }.into_any(),
                State::Busy(done, all) => view! {
                    <p class="notice">{t!("forecast.busy")}" "<progress max=all.max(1) value=done aria-label=t!("forecast.busy")></progress></p>
                }.into_any(),
                State::Failed(words) => view! {
                    <div class="notice notice-error"><p class="notice-title">{t!("forecast.failed")}</p><p lang="en">{words}</p></div>
                }.into_any(),
                State::Done(report, subject) => view! { <Answer report=report subject=subject/> }.into_any(),
            }}
        </div>
    }
}

fn compute(ask: Ask, subject: Subject, state: RwSignal<State>) {
    #[cfg(target_arch = "wasm32")]
    {
        use crate::work::forecaster::{self, Heard};
        let busy = state.with_untracked(|s| matches!(s, State::Busy(..)));
        state.set(State::Busy(0, 1));
        forecaster::ask(&ask, busy, move |heard| {
            // why try: the reader may have left the page before the answer came
            let _ = state.try_set(match heard {
                Heard::Progress(done, all) => State::Busy(done, all),
                Heard::Answer(report) => State::Done(Arc::from(report), subject.clone()),
                Heard::Error(words) => State::Failed(words),
            });
        });
    }
    #[cfg(not(target_arch = "wasm32"))]
    let _ = (ask, subject, state);
}

/// A labelled choice.
fn select(
    id: &'static str,
    label: String,
    options: impl Fn() -> Vec<(String, String)> + Send + 'static,
    value: impl Fn() -> Option<String> + Send + Sync + Copy + 'static,
    change: impl Fn(String) + 'static,
) -> impl IntoView {
    let entry = move |(key, name): (String, String)| {
        let selected = value() == Some(key.clone());
        view! { <option value=key selected=selected>{name}</option> }
    };
    view! {
        <div class="field">
            <label for=id>{label}</label>
            <select class="select" id=id on:change=move |e| change(event_target_value(&e))>
                {move || options().into_iter().map(entry).collect::<Vec<_>>()}
            </select>
        </div>
    }
}

fn horizons() -> Vec<(String, String)> {
    let mut all = vec![(String::new(), t!("forecast.horizon_usual"))];
    all.extend(
        [1, 3, 5, 10, 12, 24, 48, 168].map(|h: u32| (h.to_string(), t!("forecast.steps", n = h.to_string()))),
    );
    all
}

fn models() -> Vec<(String, String)> {
    let mut all = vec![("auto".to_owned(), t!("forecast.auto"))];
    let asked = Kind::ALL.into_iter().filter(|k| !k.is_mixed());
    all.extend(
        asked
            .filter(|k| k.suits(Frequency::Annual) || k.suits(Frequency::Hourly))
            .map(|k| (k.name().to_owned(), card::name(k))),
    );
    all
}

/// The pollutants that have limits, below the choice of none.
fn pollutants() -> Vec<(String, String)> {
    let mut all = vec![(String::new(), t!("forecast.pollutant_none"))];
    for limit in &LIMITS {
        if !all.iter().any(|(id, _)| id == limit.pollutant) {
            all.push((limit.pollutant.to_owned(), limit.pollutant.to_owned()));
        }
    }
    all
}

/// A table of the reader's own, from a file; it stays in this browser.
fn own_table(own: RwSignal<Option<(String, String)>>) -> impl IntoView {
    view! {
        <div class="field">
            <label for="forecast-file">{t!("forecast.own")}</label>
            <input class="input" id="forecast-file" type="file" accept=".csv,.tsv,.txt,text/csv" aria-describedby="forecast-own-help"
                on:change=move |e| read_file(&e, own)/>
            <p class="muted small" id="forecast-own-help">{t!("forecast.own_help")}</p>
        </div>
    }
}

#[cfg(target_arch = "wasm32")]
fn read_file(event: &leptos::ev::Event, own: RwSignal<Option<(String, String)>>) {
    use wasm_bindgen::JsCast;
    let input = event.target().and_then(|t| t.dyn_into::<web_sys::HtmlInputElement>().ok());
    let Some(file) = input.and_then(|i| i.files()).and_then(|f| f.get(0)) else { return };
    wasm_bindgen_futures::spawn_local(async move {
        let text = wasm_bindgen_futures::JsFuture::from(file.text()).await.ok().and_then(|t| t.as_string());
        match text {
            Some(text) => {
                let _ = own.try_set(Some((file.name(), text)));
            }
            None => crate::notice::toast(t!("forecast.unreadable")),
        }
    });
}

#[cfg(not(target_arch = "wasm32"))]
fn read_file(_event: &leptos::ev::Event, _own: RwSignal<Option<(String, String)>>) {}
