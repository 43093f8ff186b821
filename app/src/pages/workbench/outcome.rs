//! What came of a question: rows as a table or a chart, a plan, or what is wrong and where.

use std::sync::Arc;

use gemeo_shared::chart;
use leptos::prelude::*;

use super::{
    columns::{Cell, SAMPLE},
    drive,
    grid::Grid,
    on_map,
    picture::{self, Picture},
    state::{Bench, Shown, Trouble, Work},
};
use crate::{
    components::{chart::drawn, icon},
    format::{self, Local},
    t,
};

/// The reader sees what came of the last question.
#[component]
pub fn Outcome(
    /// The page's state.
    bench: Bench,
) -> impl IntoView {
    view! {
        <section class="section bench-outcome" aria-labelledby="workbench-result">
            <h2 id="workbench-result">{t!("workbench.result")}</h2>
            <div role="status">{move || said(&bench.work.get())}</div>
            {move || match bench.work.get() {
                Work::Rows(shown) => view! { <Rows bench=bench shown=shown/> }.into_any(),
                Work::Plan(plan) => view! {
                    <div class="table-scroll" role="region" tabindex="0" aria-label=t!("workbench.plan")><pre class="bench-plan" lang="en">{plan}</pre></div>
                }
                .into_any(),
                _ => ().into_any(),
            }}
        </section>
    }
}

/// One sentence of where the question stands; what is wrong with its place.
fn said(work: &Work) -> AnyView {
    match work {
        Work::Nothing => view! { <p class="muted">{t!("workbench.nothing")}</p> }.into_any(),
        Work::Busy => view! { <p>{t!("workbench.busy")}</p> }.into_any(),
        Work::Stopping => view! { <p>{t!("workbench.stopping")}</p> }.into_any(),
        Work::Stopped(anew) => {
            let text = if *anew { t!("workbench.stopped.anew") } else { t!("workbench.stopped") };
            view! { <p class="notice">{text}</p> }.into_any()
        }
        Work::Rows(shown) => view! { <p>{count(shown)}</p> }.into_any(),
        Work::Plan(_) => view! { <p>{t!("workbench.plan")}</p> }.into_any(),
        Work::Wrong(trouble) => wrong(trouble),
    }
}

fn count(shown: &Shown) -> String {
    let (n, ms) = (format::number(shown.count as f64, 0), format::number(shown.millis, 0));
    if !shown.complete {
        return t!("workbench.rows.first", n = n, ms = ms);
    }
    if shown.count == 1 { t!("workbench.rows.single", ms = ms) } else { t!("workbench.rows", n = n, ms = ms) }
}

fn wrong(trouble: &Trouble) -> AnyView {
    let (title, advice) = match trouble.kind.as_str() {
        "memory" => (t!("workbench.wrong.memory"), Some(t!("workbench.wrong.memory.advice"))),
        "locked" => (t!("workbench.wrong.locked"), Some(t!("workbench.wrong.locked.advice"))),
        "lost" => (t!("workbench.wrong.lost"), Some(t!("workbench.wrong.lost.advice"))),
        _ => (t!("workbench.wrong"), None),
    };
    let place = trouble.place.map(|(line, column)| {
        t!("workbench.wrong.place", line = line.to_string(), column = column.to_string())
    });
    let title = place.map_or_else(|| title.clone(), |place| format!("{title} {place}"));
    view! {
        <div class="notice notice-error">
            <p class="notice-title">{title}</p>
            {advice.map(|text| view! { <p>{text}</p> })}
            <pre class="bench-words" lang="en">{trouble.message.clone()}</pre>
        </div>
    }
    .into_any()
}

/// Rows as a table or a chart, and as files.
#[component]
fn Rows(
    /// The page's state.
    bench: Bench,
    /// The rows.
    shown: Arc<Shown>,
) -> impl IntoView {
    let drawable = picture::drawable(&shown.columns);
    let none = drawable.is_empty() || shown.count == 0;
    let (as_chart, value) = (RwSignal::new(false), RwSignal::new(drawable.last().copied().unwrap_or(0)));
    let tab = move |chart: bool, words: String| {
        view! {
            <button class="tab" type="button" aria-pressed=move || (as_chart.get() == chart).to_string()
                disabled=chart && none on:click=move |_| as_chart.set(chart)>{words}</button>
        }
    };
    let file = move |format: &'static str, words: &'static str| {
        view! {
            <button class="button button-quiet" type="button" disabled=move || bench.taking.get()
                on:click=move |_| drive::take(bench, format)>{icon::icon(icon::Icon::Download)}{words}</button>
        }
    };
    let sample = drive::rows(0, SAMPLE);
    let map = (!none && on_map::places(&shown.columns, &sample).is_some()).then(|| {
        let shown = shown.clone();
        view! {
            <button class="button button-quiet" type="button" on:click=move |_| drive::map(bench, &shown, value.get_untracked())>
                {t!("workbench.map")}
            </button>
        }
    });
    view! {
        <div class="row bench-bar">
            <div class="tabs" role="group" aria-label=t!("workbench.as")>
                {tab(false, t!("workbench.as.table"))}{tab(true, t!("workbench.as.chart"))}
            </div>
            {map}
            <div class="row" role="group" aria-label=t!("workbench.files")>
                {file("csv", "CSV")}{file("json", "JSON")}{file("arrow", "Arrow")}{file("parquet", "Parquet")}
            </div>
        </div>
        {move || if as_chart.get() {
            let choice = (drawable.len() > 1).then(|| choice(&shown, &drawable, value));
            let shown = shown.clone();
            view! { {choice} {move || chart_of(&shown, value.get())} }.into_any()
        } else {
            view! { <Grid shown=shown.clone()/> }.into_any()
        }}
    }
}

/// Which column is drawn.
fn choice(shown: &Shown, drawable: &[usize], value: RwSignal<usize>) -> impl IntoView + use<> {
    let option = |at: &usize| {
        view! { <option value=at.to_string() selected=*at == value.get_untracked()>{shown.columns[*at].name.clone()}</option> }
    };
    let options: Vec<_> = drawable.iter().map(option).collect();
    let choose = move |event| {
        if let Ok(at) = event_target_value(&event).parse() {
            value.set(at);
        }
    };
    view! {
        <div class="field bench-value">
            <label for="workbench-value">{t!("workbench.chart.value")}</label>
            <select class="select" id="workbench-value" on:change=choose>{options}</select>
        </div>
    }
}

/// The chart of a column, and what it leaves out.
fn chart_of(shown: &Shown, value: usize) -> AnyView {
    let rows: Vec<Vec<Cell>> = drive::rows(0, shown.count.min(picture::MOST_ROWS));
    let title = t!("workbench.chart.title", column = shown.columns[value].name);
    let (drawing, note) = match picture::picture(&shown.columns, &rows, value) {
        None => return view! { <p class="notice">{t!("workbench.chart.none")}</p> }.into_any(),
        Some(Picture::Lines(data, left)) => {
            let note = (left > 0).then(|| t!("workbench.chart.lines_left", n = left.to_string()));
            (drawn("workbench", &title, "", &|frame| chart::lines(&data, frame, &Local)).into_any(), note)
        }
        Some(Picture::Bars(data, left)) => {
            let note = (left > 0).then(|| t!("workbench.chart.bars_left", n = left.to_string()));
            (drawn("workbench", &title, "", &|frame| chart::bars(&data, frame, &Local)).into_any(), note)
        }
    };
    let cut = (shown.count > picture::MOST_ROWS)
        .then(|| t!("workbench.chart.cut", n = format::number(picture::MOST_ROWS as f64, 0)));
    let notes: Vec<_> =
        [note, cut].into_iter().flatten().map(|text| view! { <p class="hint">{text}</p> }).collect();
    view! { <div class="figure bench-chart">{drawing}{notes}</div> }.into_any()
}
