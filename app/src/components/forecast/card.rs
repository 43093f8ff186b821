//! The forecast card: how often past answers were right, in plain words and as tables.

use gemeo_shared::forecast::{
    card::{Card, Verdict},
    model::Kind,
    report::Report,
};
use leptos::prelude::*;

use super::answer::{Subject, figure, when};
use crate::{
    components::chart::{Cell, folded},
    format, t,
};

/// The name of a model.
pub fn name(kind: Kind) -> String {
    match kind {
        Kind::Naive => t!("model.naive"),
        Kind::SeasonalNaive => t!("model.seasonal_naive"),
        Kind::WeeklyNaive => t!("model.weekly_naive"),
        Kind::Drift => t!("model.drift"),
        Kind::Mean => t!("model.mean"),
        Kind::Ets => t!("model.ets"),
        Kind::Theta => t!("model.theta"),
        Kind::Arima => t!("model.arima"),
        Kind::StlEts => t!("model.stl_ets"),
        Kind::Harmonic => t!("model.harmonic"),
        Kind::WeeklyChange => t!("model.weekly_change"),
        Kind::LikeDay => t!("model.like_day"),
        Kind::Combination => t!("model.combination"),
        Kind::Blend => t!("model.blend"),
    }
}

/// How often it was right, for whom it concerns and for whom it concerns more.
pub fn backtest(report: &Report, subject: &Subject) -> impl IntoView + use<> {
    let Some(card) = &report.forecast.backtest else {
        return view! {
            <section class="section" aria-labelledby="backtest-title">
                <h2 id="backtest-title">{t!("forecast.past.title")}</h2>
                <p>{t!("forecast.past.none")}</p>
            </section>
        }
        .into_any();
    };
    let less = format::percent((100.0 * (1.0 - card.against_naive)).abs(), 0);
    let verdict = match card.verdict {
        Verdict::Better => t!("forecast.past.better", less = less),
        Verdict::SlightlyBetter => t!("forecast.past.slightly", less = less),
        Verdict::NoBetterThanNaive => t!("forecast.past.no_better"),
    };
    let class = if card.verdict == Verdict::NoBetterThanNaive { "notice notice-warn" } else { "notice" };
    let tried = t!(
        "forecast.past.tried",
        first = when(&card.first_origin),
        horizon = card.horizon.to_string(),
        last = when(&card.last_origin),
        n = card.origins.to_string()
    );
    let held = card.coverage.iter().map(|c| {
        view! { <li>{t!("forecast.past.held", coverage = format::percent(c.coverage, 0), level = format::percent(c.level, 0), n = c.n.to_string(), unit = subject.unit, width = figure(c.width))}</li> }
    });
    let link = crate::nav::link(&crate::route::Page::Models);
    view! {
        <section class="section stack" aria-labelledby="backtest-title">
            <h2 id="backtest-title">{t!("forecast.past.title")}</h2>
            <div class=class><p>{verdict}</p></div>
            <p>{tried}</p>
            <ul>{held.collect::<Vec<_>>()}</ul>
            {models(card)}
            {steps(card)}
            {worst(card)}
            <p><a href=link>{t!("forecast.past.models_link")}</a></p>
        </section>
    }
    .into_any()
}

fn models(card: &Card) -> impl IntoView + use<> {
    let rows = card.models.iter().map(|m| {
        let number = |v: f64| Cell::Number(figure(v));
        let mase = Cell::Number(format::number(m.mase, 2));
        (name(m.model), vec![mase, number(m.mae), number(m.rmse), Cell::Number(format::percent(m.smape, 1))])
    });
    folded(
        t!("forecast.past.models"),
        t!("forecast.past.models"),
        vec![t!("forecast.past.model"), "MASE".into(), "MAE".into(), "RMSE".into(), "sMAPE".into()],
        rows.collect(),
    )
}

fn steps(card: &Card) -> impl IntoView + use<> {
    let naive: Vec<Kind> =
        card.steps.first().map(|s| s.naive_mase.iter().map(|n| n.model).collect()).unwrap_or_default();
    let mut heads = vec![t!("forecast.past.step"), name(card.chosen)];
    heads.extend(naive.iter().map(|k| name(*k)));
    let rows = card.steps.iter().map(|s| {
        let mase = |v: f64| Cell::Number(format::number(v, 2));
        let of = |k: &Kind| s.naive_mase.iter().find(|n| n.model == *k).map(|n| mase(n.mase));
        let mut cells = vec![mase(s.mase)];
        cells.extend(naive.iter().map(|k| of(k).unwrap_or(Cell::Absent("—".into()))));
        (s.step.to_string(), cells)
    });
    folded(t!("forecast.past.steps"), t!("forecast.past.steps"), heads, rows.collect())
}

fn worst(card: &Card) -> impl IntoView + use<> {
    let rows = card.worst.iter().map(|w| {
        let cells = vec![
            Cell::Text(when(&w.known_until)),
            Cell::Number(figure(w.forecast)),
            Cell::Number(figure(w.actual)),
        ];
        (when(&w.period), cells)
    });
    folded(
        t!("forecast.past.worst"),
        t!("forecast.past.worst"),
        vec![t!("table.period"), t!("forecast.past.known"), t!("forecast.forecast"), t!("forecast.observed")],
        rows.collect(),
    )
}
