//! The models of the forecasts, one card each, and how they did on real series.

use gemeo_shared::forecast::{
    card::{Coverage, WorstMiss},
    model::{Description, Kind},
    record::{Entry, stored},
    time::Frequency,
};
use leptos::prelude::*;

use crate::{
    components::{
        chart::{Cell, table},
        forecast::{answer::when, card::name},
    },
    format,
    nav::link,
    route::Page,
    t,
};

/// Purpose, method, equations, data, limits and record of every model, from the code's own descriptions.
#[component]
pub fn ModelsPage() -> impl IntoView {
    let entries = stored().map(|r| r.entries).unwrap_or_default();
    let cards = Kind::ALL.into_iter().map(|k| card(&k.describe(), &entries)).collect::<Vec<_>>();
    view! {
        <header class="page-head">
            <h1>{t!("models.title")}</h1>
            <p class="lede">{t!("models.description")}</p>
            <p><a href=link(&Page::Forecast)>{t!("models.to_forecast")}</a></p>
        </header>
        {record(&entries)}
        <section class="section" aria-labelledby="limits-title">
            <h2 id="limits-title">{t!("models.limits")}</h2>
            <p>{t!("models.limits_text")}</p>
        </section>
        <section class="section" aria-labelledby="cards-title">
            <h2 id="cards-title">{t!("models.cards")}</h2>
            <ul class="cards">{cards}</ul>
        </section>
    }
}

/// The stored backtests as a table that is open.
fn record(entries: &[Entry]) -> impl IntoView + use<> {
    let row = |e: &Entry| {
        let at = |step: usize| {
            let found = e.steps.iter().find(|s| s.step == step);
            found.map_or_else(
                || Cell::Absent("—".into()),
                |s| {
                    Cell::Number(format!(
                        "{} / {}",
                        format::number(s.mase, 2),
                        format::number(s.naive_mase, 2)
                    ))
                },
            )
        };
        let steps: Vec<usize> = e.steps.iter().map(|s| s.step).collect();
        let held = |level: f64| {
            let all = e.steps.iter().flat_map(|s| &s.coverage).filter(|c| c.level == level);
            let one = |c: &Coverage| {
                format!("{} % ({})", format::number(c.coverage, 1), format::number(c.width, 0))
            };
            let text = all.map(one).collect::<Vec<_>>().join(" · ");
            if text.is_empty() { Cell::Absent("—".into()) } else { Cell::Number(text) }
        };
        let middle = steps.iter().copied().find(|s| *s == 24).unwrap_or(0);
        let last = steps.last().copied().unwrap_or(0);
        let period = t!("models.period", first = when(&e.data.first), last = when(&e.data.last));
        (
            e.id.clone(),
            vec![
                Cell::Text(period),
                Cell::Text(name(e.chosen)),
                at(1),
                at(middle),
                at(last),
                held(80.0),
                held(95.0),
            ],
        )
    };
    view! {
        <section class="section" aria-labelledby="record-title">
            <h2 id="record-title">{t!("models.record")}</h2>
            <p>{t!("models.record_text")}</p>
            {table(
                t!("models.record"),
                vec![t!("forecast.series"), t!("table.period"), t!("forecast.past.model"), t!("models.first"), t!("models.day"), t!("models.last"), t!("models.held", level = "80"), t!("models.held", level = "95")],
                entries.iter().map(row).collect(),
            )}
            {worst(entries)}
            <p class="muted small">{t!("models.record_data")}</p>
        </section>
    }
}

/// The largest misses of each series.
fn worst(entries: &[Entry]) -> impl IntoView + use<> {
    let row = |(e, w): (&Entry, &WorstMiss)| {
        let figure = |v: f64| Cell::Number(format::number(v, 0));
        (
            e.id.clone(),
            vec![Cell::Text(when(&w.period)), figure(w.step as f64), figure(w.forecast), figure(w.actual)],
        )
    };
    table(
        t!("forecast.past.worst"),
        vec![
            t!("forecast.series"),
            t!("table.period"),
            t!("models.ahead"),
            t!("forecast.forecast"),
            t!("forecast.observed"),
        ],
        entries.iter().flat_map(|e| e.worst.iter().map(move |w| (e, w))).map(row).collect(),
    )
}

/// How a model did where it was tried: series, and the median of its error by that of the best naive method.
fn tried(kind: Kind, entries: &[Entry]) -> Option<String> {
    let ratio = |e: &Entry| {
        let own = e.models.iter().find(|m| m.model == kind)?.mase;
        let naive = e.models.iter().filter(|m| m.model.is_naive()).map(|m| m.mase);
        Some(own / naive.fold(f64::INFINITY, f64::min))
    };
    let mut all: Vec<f64> = entries.iter().filter_map(ratio).filter(|r| r.is_finite()).collect();
    all.sort_by(f64::total_cmp);
    let middle = format::number(*all.get(all.len() / 2)?, 2);
    Some(t!("models.tried", n = all.len().to_string(), ratio = middle))
}

fn card(description: &Description, entries: &[Entry]) -> impl IntoView + use<> {
    let kind = description.kind;
    let chosen = entries.iter().filter(|e| e.chosen == kind).count();
    let frequency = |f: &Frequency| match f {
        Frequency::Annual => t!("models.annual"),
        Frequency::Monthly => t!("models.monthly"),
        Frequency::Daily => t!("models.daily"),
        Frequency::Hourly => t!("models.hourly"),
    };
    let tried = tried(kind, entries).map(|text| view! { <p class="small">{text}</p> });
    let fits = description.frequencies.iter().map(frequency).collect::<Vec<_>>().join(", ");
    view! {
        <li><article class="card" id=format!("model-{}", kind.name())>
            <h3 class="card-title">{name(kind)}</h3>
            <p>{purpose(kind)}</p>
            <p class="small">{limits(kind)}</p>
            <pre class="formula">{description.equations.join("\n")}</pre>
            <p class="small">{t!("models.fits", frequencies = fits)}</p>
            <p class="small">{t!("models.chosen", all = entries.len().to_string(), n = chosen.to_string())}</p>
            {tried}
            <p class="muted small">{t!("models.source", source = description.source, version = description.version.to_string())}</p>
        </article></li>
    }
}

fn purpose(kind: Kind) -> String {
    match kind {
        Kind::Naive => t!("model.naive.text"),
        Kind::SeasonalNaive => t!("model.seasonal_naive.text"),
        Kind::WeeklyNaive => t!("model.weekly_naive.text"),
        Kind::Drift => t!("model.drift.text"),
        Kind::Mean => t!("model.mean.text"),
        Kind::Ets => t!("model.ets.text"),
        Kind::Theta => t!("model.theta.text"),
        Kind::Arima => t!("model.arima.text"),
        Kind::StlEts => t!("model.stl_ets.text"),
        Kind::Harmonic => t!("model.harmonic.text"),
        Kind::WeeklyChange => t!("model.weekly_change.text"),
        Kind::LikeDay => t!("model.like_day.text"),
        Kind::Combination => t!("model.combination.text"),
        Kind::Blend => t!("model.blend.text"),
    }
}

/// What a model cannot see.
fn limits(kind: Kind) -> String {
    match kind {
        Kind::Naive => t!("model.naive.limits"),
        Kind::SeasonalNaive => t!("model.seasonal_naive.limits"),
        Kind::WeeklyNaive => t!("model.weekly_naive.limits"),
        Kind::Drift => t!("model.drift.limits"),
        Kind::Mean => t!("model.mean.limits"),
        Kind::Ets => t!("model.ets.limits"),
        Kind::Theta => t!("model.theta.limits"),
        Kind::Arima => t!("model.arima.limits"),
        Kind::StlEts => t!("model.stl_ets.limits"),
        Kind::Harmonic => t!("model.harmonic.limits"),
        Kind::WeeklyChange => t!("model.weekly_change.limits"),
        Kind::LikeDay => t!("model.like_day.limits"),
        Kind::Combination => t!("model.combination.limits"),
        Kind::Blend => t!("model.blend.limits"),
    }
}
