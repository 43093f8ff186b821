//! One indicator of several cities: bars at the same scale, or a list where bars would mislead.

use std::sync::Arc;

use gemeo_shared::{
    chart::{
        Frame, NARROW,
        bars::{Bar, Bars, bars},
    },
    comparison::{Comparison, Figure, Row, Verdict},
    view::{CityView, IndicatorView, SeriesView},
};
use leptos::prelude::*;

use crate::{
    components::{marks, words},
    data::catalogue,
    format::{self, Local},
    nav::link,
    route::Page,
    t,
};

/// Title, judgement, picture, what must be known, and sources.
pub fn figure(views: &[Arc<CityView>], id: &str, found: &Comparison) -> impl IntoView + use<> {
    let indicator = views.iter().flat_map(|v| &v.indicators).find(|i| i.id == id).cloned();
    let address = link(&Page::Indicator(id.to_owned()));
    let name = catalogue::name(id);
    let body = indicator.map(|indicator| match &found.verdict {
        _ if found.national => once(views, &indicator, found).into_any(),
        Verdict::Incomparable(dims) => apart(views, &indicator, found, dims).into_any(),
        _ => together(views, &indicator, found).into_any(),
    });
    let credits = credits(views, found);
    view! {
        <li class="card">
            <div class="card-head"><h3 class="card-title"><a href=address>{name}</a></h3></div>
            {verdict(found)}
            {body}
            <div class="card-meta"><span>{t!("card.source", name = credits)}</span></div>
        </li>
    }
}

/// A figure that one city alone has, as a line.
pub fn single(views: &[Arc<CityView>], id: &str, found: &Comparison) -> Option<impl IntoView + use<>> {
    let (view, figure) = views.iter().zip(&found.rows).find_map(|(v, r)| Some((v, r.figure.as_ref()?)))?;
    let indicator = view.indicators.iter().find(|i| i.id == id)?;
    let value = format::quantity(figure.value, indicator.decimals, &indicator.unit);
    let told =
        [format::period(&figure.period), state(view, id, figure)].into_iter().filter(|s| !s.is_empty());
    let told = told.collect::<Vec<_>>().join(", ");
    let text = format!("{}: {value} ({told})", view.profile.name);
    let address = link(&Page::Indicator(id.to_owned()));
    Some(view! { <dt><a href=address>{catalogue::name(id)}</a></dt><dd>{text}</dd> })
}

/// The judgement as a sign with words; nothing to say where all is alike.
fn verdict(found: &Comparison) -> Option<impl IntoView + use<>> {
    let (class, text) = match &found.verdict {
        _ if found.national => ("badge", t!("compare.national")),
        Verdict::Comparable => return None,
        Verdict::OtherPeriods => ("status status-partial", t!("compare.other_periods")),
        Verdict::Incomparable(_) => ("status status-incomparable", t!("compare.must_not")),
        Verdict::Alone => return None,
    };
    Some(view! { <p><span class=class>{text}</span></p> })
}

/// A figure that all cities share.
fn once(
    views: &[Arc<CityView>],
    indicator: &IndicatorView,
    found: &Comparison,
) -> Option<impl IntoView + use<>> {
    let (view, figure) = views.iter().zip(&found.rows).find_map(|(v, r)| Some((v, r.figure.as_ref()?)))?;
    let said = about(view, &indicator.id, figure);
    Some(view! {
        <p class="card-value">
            <span class="value">{format::number(figure.value, indicator.decimals)}</span>" "
            <span class="unit">{format::unit_label(&indicator.unit)}</span>
        </p>
        <p class="card-remark">{said}</p>
    })
}

/// Bars of all cities on one axis.
fn together(views: &[Arc<CityView>], indicator: &IndicatorView, found: &Comparison) -> impl IntoView + use<> {
    let same_period = found.verdict == Verdict::Comparable;
    let bar = |(view, row): (&Arc<CityView>, &Row)| match &row.figure {
        Some(figure) => {
            let mut notes = Vec::new();
            if !same_period {
                notes.push(format::period(&figure.period));
            }
            notes.extend(Some(state(view, &indicator.id, figure)).filter(|s| !s.is_empty()));
            Bar {
                label: view.profile.name.clone(),
                value: Some(figure.value),
                note: notes.join(", "),
                ..Bar::default()
            }
        }
        None => Bar { label: view.profile.name.clone(), note: absent(row), ..Bar::default() },
    };
    let data = Bars {
        unit: format::unit_label(&indicator.unit),
        decimals: indicator.decimals,
        bars: views.iter().zip(&found.rows).map(bar).collect(),
        parts: Vec::new(),
    };
    let which = first(found).map(|f| words::dims(&f.dims)).filter(|d| !d.is_empty());
    let period = first(found).filter(|_| same_period).map(|f| format::period(&f.period));
    let subtitle = [period, which].into_iter().flatten().collect::<Vec<_>>().join(" · ");
    let title = format!("{}, {subtitle}", catalogue::name(&indicator.id));
    let prefix = format!("c-{}", indicator.id);
    let drawing = bars(&data, &Frame { prefix: &prefix, title: &title, desc: "", width: NARROW }, &Local);
    view! {
        <p class="card-remark">{subtitle}</p>
        <div class="card-bars" inner_html=drawing></div>
    }
}

/// Values with what makes each of them another thing; no bars, as their lengths would compare.
fn apart(
    views: &[Arc<CityView>],
    indicator: &IndicatorView,
    found: &Comparison,
    dims: &[String],
) -> impl IntoView + use<> {
    let names = dims.iter().map(|d| catalogue::dimension(d).to_lowercase()).collect::<Vec<_>>().join(", ");
    let rows = views.iter().zip(&found.rows).map(|(view, row)| {
        let value = match &row.figure {
            Some(f) => view! {
                <dd>
                    <strong>{format::quantity(f.value, indicator.decimals, &indicator.unit)}</strong>
                    <span class="muted small">{about(view, &indicator.id, f)}</span>
                </dd>
            }
            .into_any(),
            None => view! { <dd class="muted">{absent(row)}</dd> }.into_any(),
        };
        view! { <dt>{view.profile.name.clone()}</dt>{value} }
    });
    view! {
        <p class="card-remark">{t!("compare.differ", names = names)}</p>
        <dl class="apart">{rows.collect::<Vec<_>>()}</dl>
    }
}

/// What marks a figure; empty where nothing does.
fn state(view: &CityView, id: &str, figure: &Figure) -> String {
    let of = |s: &SeriesView| {
        s.period.iter().zip(&s.value).position(|(p, v)| *p == figure.period && *v == Some(figure.value))
    };
    let indicator = view.indicators.iter().find(|i| i.id == id);
    let place = indicator.and_then(|i| {
        let series = i.series.iter().find(|s| s.dims == figure.dims && of(s).is_some())?;
        Some((i, series, of(series)?))
    });
    let marks = place.map(|(i, series, row)| marks::of(Some(view), i, series, row));
    marks.unwrap_or_default().join(", ")
}

/// Period, dimensions and marks of a figure.
fn about(view: &CityView, id: &str, figure: &Figure) -> String {
    let parts = [format::period(&figure.period), words::dims(&figure.dims), state(view, id, figure)];
    parts.into_iter().filter(|p| !p.is_empty()).collect::<Vec<_>>().join(" · ")
}

fn absent(row: &Row) -> String {
    if row.refusal.is_some() { t!("card.incomparable") } else { t!("card.none") }
}

fn first(found: &Comparison) -> Option<&Figure> {
    found.rows.iter().find_map(|r| r.figure.as_ref())
}

fn credits(views: &[Arc<CityView>], found: &Comparison) -> String {
    let mut names: Vec<String> = Vec::new();
    for (view, row) in views.iter().zip(&found.rows) {
        let ids = row.figure.as_ref().map(|f| f.sources.clone()).unwrap_or_default();
        for source in words::sources(view, &ids) {
            if !names.contains(&source.attribution) {
                names.push(source.attribution.clone());
            }
        }
    }
    names.join("; ")
}
