//! One indicator as a card: value, unit, trend, year, state, source, and how it is computed.

use std::sync::Arc;

use gemeo_shared::{
    order,
    view::{Availability, CityView, Code, Direction, Headline, IndicatorView},
};
use leptos::prelude::*;

use super::{
    explain::Explain,
    marks, spark,
    tools::{FigureTools, anchor},
    words,
};
use crate::{data::catalogue, format, nav::link, route::Page, t};

/// A card of one indicator. The title leads to its method, the panel below shows how the value came about.
#[component]
pub fn IndicatorCard(
    /// The city.
    view: Arc<CityView>,
    /// Position of the indicator in the view.
    at: usize,
) -> impl IntoView {
    let indicator = &view.indicators[at];
    let title = catalogue::name(&indicator.id);
    let address = link(&Page::Indicator(indicator.id.clone()));
    let body = match (&indicator.availability, &indicator.headline) {
        (Availability::NotComparable { reason }, _) => incomparable(&words::remark(reason)),
        (_, Some(headline)) => figure(&view, indicator, headline),
        _ => spread(indicator),
    };
    let explained = indicator.headline.is_some();
    view! {
        <article class="card" id=anchor(&indicator.id)>
            <div class="card-head">
                <h3 class="card-title"><a href=address>{title}</a></h3>
                {indicator.headline.as_ref().map(|h| year_badge(&h.period))}
            </div>
            {body}
            {sources(&view, indicator)}
            {notes(indicator)}
            {explained.then(|| view! { <Explain view=view.clone() at=at/> })}
            <FigureTools view=view.clone() at=at names=false/>
        </article>
    }
}

/// What a reader must know, folded: a card says its number first.
fn notes(indicator: &IndicatorView) -> Option<impl IntoView + use<>> {
    let notes: Vec<_> = indicator.remarks.iter().map(|r| view! { <p>{words::remark(r)}</p> }).collect();
    let count = notes.len();
    (count > 0).then(|| {
        view! {
            <details class="explain explain-notes">
                <summary>{crate::tn!("card.notes", count)}</summary>
                <div class="explain-body">{notes}</div>
            </details>
        }
    })
}

/// The period of a value; an old one stands out.
pub fn year_badge(period: &str) -> impl IntoView + use<> {
    let old =
        period.get(..4).and_then(|y| y.parse::<i32>().ok()).is_some_and(|y| format::this_year() - y >= 5);
    let class = if old { "badge badge-old" } else { "badge" };
    view! { <span class=class>{format::period(period)}</span> }
}

fn figure(view: &CityView, indicator: &IndicatorView, headline: &Headline) -> AnyView {
    let series = indicator.series.get(headline.series);
    let which = series.map(|s| words::dims(&s.dims)).filter(|d| !d.is_empty());
    let national = series.is_some_and(|s| s.level == "country").then(|| t!("card.national"));
    let state = words::status(&headline.status);
    let picture = spark::picture(view, indicator, headline);
    let found = series.map(|s| marks::of_series(view, indicator, &[s])).unwrap_or_default();
    view! {
        <p class="card-value">
            <span class="value">{format::number(headline.value, indicator.decimals)}</span>" "
            <span class="unit">{format::unit_label(&indicator.unit)}</span>
        </p>
        {trend(indicator, headline)}
        {which.map(|w| view! { <p class="card-remark">{w}</p> })}
        {picture}
        {found.into_iter().map(|text| view! { <p class="card-remark">{text}</p> }).collect::<Vec<_>>()}
        {national.map(|n| view! { <p class="card-remark">{n}</p> })}
        {state.map(|s| view! { <p><span class="badge badge-old">{s}</span></p> })}
    }
    .into_any()
}

/// The change since the value before it in the same series.
fn trend(indicator: &IndicatorView, headline: &Headline) -> Option<impl IntoView + use<>> {
    let (_, period) = headline.previous.as_ref()?;
    let change = headline.change_pct()?;
    let way = if change > 0.0 { "trend-up" } else { "trend-down" };
    let good = match indicator.direction {
        Direction::None => "",
        Direction::Up if change > 0.0 => " trend-good",
        Direction::Down if change < 0.0 => " trend-good",
        _ => " trend-bad",
    };
    let text = t!("format.percent", n = format::signed(change, 1));
    let since = t!("card.since", period = format::period(period));
    Some(view! { <p class="card-trend"><span class=format!("trend {way}{good}")>{text}</span>" "{since}</p> })
}

/// Values of smaller places only: how many, and that the map has them.
fn spread(indicator: &IndicatorView) -> AnyView {
    let places: Vec<&Code> = order::set(indicator.series.iter().flat_map(|s| &s.geo).collect());
    let text = if places.is_empty() { t!("card.none") } else { crate::tn!("card.places", places.len()) };
    view! { <p class="card-value"><span class="value value-none">{text}</span></p> }.into_any()
}

fn incomparable(reason: &str) -> AnyView {
    view! {
        <p><span class="status status-incomparable">{t!("card.incomparable")}</span></p>
        <p class="card-remark">{reason.to_owned()}</p>
    }
    .into_any()
}

fn sources(view: &CityView, indicator: &IndicatorView) -> Option<impl IntoView + use<>> {
    let ids = match &indicator.headline {
        Some(headline) => headline.sources.clone(),
        None => indicator.series.first()?.sources.clone(),
    };
    let names = words::credits(view, &ids);
    (!names.is_empty())
        .then(|| view! { <div class="card-meta"><span>{t!("card.source", name = names)}</span></div> })
}
