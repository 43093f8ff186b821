//! Emissions by sector, as the GPC divides them or as the city published their shares.

use std::sync::Arc;

use gemeo_shared::{
    chart::bars::{Bar, Bars, bars},
    order,
    view::{CityView, IndicatorView, SeriesView},
};
use leptos::prelude::*;

use super::{
    chart::{Cell, Row, drawn, table},
    explain::Explain,
    marks,
    tools::{FigureTools, anchor},
    trajectory::find,
    words,
};
use crate::{data::catalogue, format, format::Local, nav::use_nav, t};

/// Sectors of the inventory, a year at a time; published shares where there is no inventory; and where there is
/// neither, who could bring one.
#[component]
pub fn SectorFigure(
    /// The city.
    view: Arc<CityView>,
) -> impl IntoView {
    let found = find(&view, "ghg_by_sector").or_else(|| find(&view, "ghg_share_reported"));
    let Some((at, indicator)) = found else {
        let who = catalogue::responsible("ghg_by_sector").unwrap_or_else(|| t!("gaps.who"));
        return view! {
            <div class="notice notice-warn">
                <p class="notice-title">{t!("sectors.none")}</p>
                <p>{t!("sectors.none_text", name = view.profile.name, who = who)}</p>
            </div>
        }
        .into_any();
    };
    let periods = periods(indicator);
    let newest = periods.last().cloned().unwrap_or_default();
    let asked = use_nav().param("year");
    let shown = {
        let periods = periods.clone();
        Memo::new(move |_| asked.get().filter(|y| periods.contains(y)).unwrap_or_else(|| newest.clone()))
    };
    let chosen = view.clone();
    let drawing = move || figure(&chosen, at, &shown.get());
    let ids = indicator.series.first().map(|s| s.sources.clone()).unwrap_or_default();
    let named = words::credits(&view, &ids);
    let remarks = indicator.remarks.iter().map(|r| view! { <p>{words::remark(r)}</p> }).collect::<Vec<_>>();
    let explained = indicator.headline.is_some();
    view! {
        <figure class="figure" id=anchor(&indicator.id)>
            <div class="figure-head">
                <h3 class="figure-title">{catalogue::name(&indicator.id)}</h3>
                <p class="figure-sub">{format::unit_label(&indicator.unit)}", "{move || format::period(&shown.get())}</p>
            </div>
            {(periods.len() > 1).then(|| choice(periods, shown))}
            {drawing}
            <figcaption class="figure-caption">
                {remarks}
                <p>{t!("card.source", name = named)}</p>
            </figcaption>
            {subsectors(&view)}
            {explained.then(|| view! { <Explain view=view.clone() at=at/> })}
            <FigureTools view=view.clone() at=at/>
        </figure>
    }
    .into_any()
}

fn choice(periods: Vec<String>, shown: Memo<String>) -> impl IntoView {
    let nav = use_nav();
    let option = move |period: String| {
        let value = period.clone();
        let selected = move || shown.get() == value;
        view! { <option value=period.clone() selected=selected>{format::period(&period)}</option> }
    };
    view! {
        <div class="field">
            <label for="sector-year">{t!("sectors.year")}</label>
            <select class="select" id="sector-year" on:change=move |e| nav.set_param("year", Some(&event_target_value(&e)))>
                {periods.into_iter().rev().map(option).collect::<Vec<_>>()}
            </select>
        </div>
    }
}

fn periods(indicator: &IndicatorView) -> Vec<String> {
    let known =
        indicator.series.iter().flat_map(|s| s.period.iter().zip(&s.value)).filter(|(_, v)| v.is_some());
    order::set(known.map(|(p, _)| p.to_string()).collect())
}

fn figure(view: &CityView, at: usize, period: &str) -> impl IntoView + use<> {
    let indicator = &view.indicators[at];
    let bars_data = Bars {
        unit: format::unit_label(&indicator.unit),
        decimals: indicator.decimals,
        bars: indicator
            .series
            .iter()
            .filter(|s| s.level == "city")
            .filter_map(|s| bar(view, indicator, s, period))
            .collect(),
        parts: Vec::new(),
    };
    let title =
        format!("{}, {}, {}", catalogue::name(&indicator.id), view.profile.name, format::period(period));
    let largest = bars_data
        .bars
        .iter()
        .filter(|b| b.value.is_some())
        .reduce(|a, b| if b.value > a.value { b } else { a });
    let desc = largest.map_or_else(String::new, |b| {
        let value = format::quantity(b.value.unwrap_or_default(), indicator.decimals, &indicator.unit);
        t!("sectors.largest", name = b.label, value = value)
    });
    let rows = rows(indicator);
    let heads = vec![t!("table.sector"), t!("table.period"), t!("table.value")];
    let chart = drawn("sectors", &title, &desc, &|frame| bars(&bars_data, frame, &Local));
    let whole: Vec<&SeriesView> = indicator.series.iter().filter(|s| s.level == "city").collect();
    let found = marks::of_series(view, indicator, &whole)
        .into_iter()
        .map(|text| view! { <p class="figure-caption">{text}</p> });
    view! {
        {chart}
        {found.collect::<Vec<_>>()}
        {table(catalogue::name(&indicator.id), heads, rows)}
    }
}

fn bar(view: &CityView, indicator: &IndicatorView, series: &SeriesView, period: &str) -> Option<Bar> {
    let row = series.period.iter().position(|p| p == period)?;
    let sector = series.dims.get("sector")?;
    let note = match series.value[row] {
        Some(_) => marks::of(Some(view), indicator, series, row).join(", "),
        None => why_absent(series, row),
    };
    Some(Bar {
        label: catalogue::member("sector", sector),
        category: category(sector),
        value: series.value[row],
        note,
        parts: Vec::new(),
    })
}

/// The colour of a GPC sector; others have the brand's.
fn category(sector: &str) -> u8 {
    let gpc = ["I", "II", "III", "IV", "V", "VI"];
    gpc.iter().position(|s| *s == sector).map_or(0, |i| i as u8 + 1)
}

fn why_absent(series: &SeriesView, row: usize) -> String {
    let why = words::notation(&series.notation[row]).or_else(|| words::status(&series.status[row]));
    why.unwrap_or_else(|| t!("card.none"))
}

fn rows(indicator: &IndicatorView) -> Vec<Row> {
    let mut rows = Vec::new();
    for series in indicator.series.iter().filter(|s| s.level == "city") {
        let dimension = if series.dims.contains_key("subsector") { "subsector" } else { "sector" };
        let Some(member) = series.dims.get(dimension) else { continue };
        for (i, value) in series.value.iter().enumerate() {
            let cell = match value {
                Some(v) => {
                    let value = format::quantity(*v, indicator.decimals, &indicator.unit);
                    let state = words::status(&series.status[i]).map(|s| format!(" ({s})"));
                    Cell::Number(value + &state.unwrap_or_default())
                }
                None => Cell::Absent(why_absent(series, i)),
            };
            let name = catalogue::member(dimension, member);
            let head = if dimension == "subsector" { format!("{member} {name}") } else { name };
            rows.push((head, vec![Cell::Text(format::period(&series.period[i])), cell]));
        }
    }
    rows
}

/// Sub-sectors with their notation keys, where there is an inventory.
fn subsectors(view: &CityView) -> Option<impl IntoView + use<>> {
    let (_, indicator) = find(view, "ghg_by_subsector")?;
    let heads = vec![t!("table.subsector"), t!("table.period"), t!("table.value")];
    Some(table(catalogue::name(&indicator.id), heads, rows(indicator)))
}
