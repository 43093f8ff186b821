//! The answer: the drawing, what it says in a sentence, the trend, the parts, and files to keep.

use std::sync::Arc;

use gemeo_shared::{
    chart::{
        Frame,
        fan::{Band, Fan, fan},
    },
    forecast::report::Report,
};
use leptos::prelude::*;

use super::{card::backtest, export, oddities::oddities, outlook::outlook};
use crate::{
    components::{
        chart::{Cell, Row, drawn, table},
        marks::Marks,
    },
    format::{self, Local},
    t,
};

/// What the answer is about.
#[derive(Debug, Clone, PartialEq)]
pub struct Subject {
    /// Name of the series.
    pub name: String,
    /// Unit, as the screen writes it.
    pub unit: String,
    /// Attributions.
    pub sources: Vec<String>,
    /// Periods of figures that something marks, and the marks in words.
    pub marks: Vec<(String, Vec<String>)>,
}

/// Decimals that three digits need; nothing is a plain 0.
pub fn decimals(value: f64) -> u8 {
    match value.abs() {
        v if v >= 100.0 || v == 0.0 => 0,
        v if v >= 10.0 => 1,
        _ => 2,
    }
}

/// A number on this page.
pub fn figure(value: f64) -> String {
    format::number(value, decimals(value))
}

/// A period in the language's words; hours and days as they are.
pub fn when(period: &str) -> String {
    if period.len() <= 10 { format::period(period) } else { period.replace('T', " ") }
}

/// A forecast as a reader sees it: drawing, sentence, table; then how often it was right; then the trend.
#[component]
pub fn Answer(
    /// The answer of the worker.
    report: Arc<Report>,
    /// What it is about.
    subject: Subject,
) -> impl IntoView {
    let forecast = &report.forecast;
    let says = sentence(&report, &subject);
    let picture = picture(&report, &subject);
    let title = t!("forecast.chart", name = subject.name);
    let desc = marks(&subject).after(&says);
    let chart = drawn("forecast", &title, &desc, &|frame: &Frame<'_>| fan(&picture, frame, &Local));
    let model =
        t!("forecast.model", label = forecast.model.label, name = super::card::name(forecast.model.name));
    let from = t!(
        "forecast.data",
        first = when(&forecast.data.first),
        last = when(&forecast.data.last),
        missing = forecast.data.missing.to_string(),
        n = forecast.data.observed.to_string()
    );
    let sources = (!subject.sources.is_empty()).then(|| t!("card.source", name = subject.sources.join("; ")));
    let said = Some(marks(&subject).said()).filter(|s| !s.is_empty());
    let notes = forecast.notes.iter().filter_map(|n| note(&n.code)).map(|text| view! { <li>{text}</li> });
    let notes: Vec<_> = notes.collect();
    view! {
        <figure class="figure">
            <div class="figure-head"><h2 class="figure-title">{title.clone()}</h2></div>
            <p class="headline" id="forecast-answer">{says.clone()}</p>
            {chart}
            <figcaption class="figure-caption">
                <p>{model}</p>
                <p>{from}</p>
                {sources.map(|s| view! { <p>{s}</p> })}
                {said.map(|s| view! { <p>"○ "{s}</p> })}
                {(!notes.is_empty()).then(|| view! { <ul class="notes">{notes}</ul> })}
            </figcaption>
            {table(title, heads(&report), rows(&report))}
            {export::tools(&report, &picture, &subject)}
        </figure>
        {backtest(&report, &subject)}
        {outlook(&report, &subject)}
        {parts(&report, &subject)}
        {oddities(&report)}
    }
}

/// The last step in words.
fn sentence(report: &Report, subject: &Subject) -> String {
    let forecast = &report.forecast;
    let (Some(value), Some(period)) = (forecast.mean.last(), forecast.periods.last()) else {
        return String::new();
    };
    let unit = &subject.unit;
    match forecast.intervals.first() {
        Some(i) => t!(
            "forecast.answer",
            high = i.upper.last().map_or_else(String::new, |v| figure(*v)),
            level = format::number(i.level, 0),
            low = i.lower.last().map_or_else(String::new, |v| figure(*v)),
            period = when(period),
            unit = unit,
            value = figure(*value)
        ),
        None => t!("forecast.answer_bare", period = when(period), unit = unit, value = figure(*value)),
    }
}

/// What marks the observed figures.
fn marks(subject: &Subject) -> Marks {
    let mut marks = Marks::default();
    subject.marks.iter().for_each(|(period, own)| marks.add(period, own.clone()));
    marks
}

/// The drawing's content.
fn picture(report: &Report, subject: &Subject) -> Fan {
    let forecast = &report.forecast;
    let mut periods = report.periods.clone();
    periods.extend(forecast.periods.iter().cloned());
    let mut bands: Vec<Band> = forecast
        .intervals
        .iter()
        .map(|i| Band {
            label: t!("forecast.band", level = format::number(i.level, 0)),
            lower: i.lower.clone(),
            upper: i.upper.clone(),
        })
        .collect();
    bands.reverse();
    let at = |(period, _): &(String, Vec<String>)| report.periods.iter().position(|p| p == period);
    Fan {
        hollow: subject.marks.iter().filter_map(at).collect(),
        hollow_label: marks(subject).key(),
        unit: subject.unit.clone(),
        periods,
        observed: report.values.clone(),
        forecast: forecast.mean.clone(),
        bands,
        observed_label: t!("forecast.observed"),
        forecast_label: t!("forecast.forecast"),
    }
}

fn heads(report: &Report) -> Vec<String> {
    let mut heads = vec![t!("table.period"), t!("forecast.forecast")];
    for i in &report.forecast.intervals {
        let level = format::number(i.level, 0);
        heads.push(t!("forecast.lower", level = level));
        heads.push(t!("forecast.upper", level = level));
    }
    heads
}

fn rows(report: &Report) -> Vec<Row> {
    let forecast = &report.forecast;
    let row = |(h, period): (usize, &String)| {
        let mut cells = vec![Cell::Number(figure(forecast.mean[h]))];
        for i in &forecast.intervals {
            cells.push(Cell::Number(figure(i.lower[h])));
            cells.push(Cell::Number(figure(i.upper[h])));
        }
        (when(period), cells)
    };
    forecast.periods.iter().enumerate().map(row).collect()
}

fn note(code: &str) -> Option<String> {
    Some(match code {
        "missing" => t!("forecast.note.missing"),
        "gaps" => t!("forecast.note.gaps"),
        "unsorted" => t!("forecast.note.unsorted"),
        "trailing" => t!("forecast.note.trailing"),
        "old" => t!("forecast.note.old"),
        "window" => t!("forecast.note.window"),
        "constant" => t!("forecast.note.constant"),
        "short" => t!("forecast.note.short"),
        "no_intervals" => t!("forecast.note.no_intervals"),
        _ => return None,
    })
}

fn parts(report: &Report, subject: &Subject) -> impl IntoView + use<> {
    let parts = report.parts.as_ref()?;
    let shown = report.values.len().min(parts.trend.len());
    let tail = |v: &[f64]| v[v.len() - shown..].iter().copied().map(Some).collect::<Vec<_>>();
    let periods = report.periods[report.periods.len() - shown..].to_vec();
    let draw = |key: String, title: String, observed: Vec<Option<f64>>| {
        let picture = Fan {
            unit: subject.unit.clone(),
            periods: periods.clone(),
            observed,
            observed_label: title.clone(),
            ..Fan::default()
        };
        drawn(&key, &title, "", &|frame: &Frame<'_>| fan(&picture, frame, &Local))
    };
    let seasons = parts.seasons.iter().map(|s| {
        draw(
            format!("season-{}", s.period),
            t!("forecast.parts.season", n = s.period.to_string()),
            tail(&s.values),
        )
    });
    let rest = parts.remainder[parts.remainder.len() - shown..].to_vec();
    Some(view! {
        <section class="section" aria-labelledby="parts-title">
            <h2 id="parts-title">{t!("forecast.parts.title")}</h2>
            {draw("trend".into(), t!("forecast.parts.trend"), tail(&parts.trend))}
            {seasons.collect::<Vec<_>>()}
            {draw("rest".into(), t!("forecast.parts.rest"), rest)}
        </section>
    })
}
