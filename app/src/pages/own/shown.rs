//! A dataset in use: over time, by place, beside the city's own figures.

use std::sync::Arc;

use gemeo_shared::{
    chart::lines::{Line, Lines, lines},
    own::Dataset,
    period::Period,
};
use leptos::prelude::*;

use super::{
    assist::choice,
    desk::{Desk, Shown},
    faults,
    preview::decimals,
    published, report,
};
use crate::{
    components::chart::{Cell, Row, drawn, folded},
    format::{self, Local},
    t, tn,
};

/// Lines that a drawing can tell apart.
const LINES: usize = 6;
/// Points of a line; of longer ones the end is drawn.
const POINTS: usize = 1_500;
/// Places in the table.
const PLACES: usize = 400;

/// What is chosen of a dataset.
#[derive(Clone, Copy)]
struct Choice {
    series: RwSignal<u32>,
    period: RwSignal<Option<u32>>,
    beside: RwSignal<Option<usize>>,
}

/// Name, choice of series, drawing, table, quality.
pub fn shown(_desk: Desk, shown: Shown) -> impl IntoView {
    let choice_of =
        Choice { series: RwSignal::new(0), period: RwSignal::new(None), beside: RwSignal::new(None) };
    let dataset = shown.dataset.clone();
    let series: Vec<(String, String)> = dataset
        .series
        .iter()
        .enumerate()
        .take(300)
        .map(|(n, s)| {
            let unit = format::unit_label(&s.unit);
            (n.to_string(), if s.unit.is_empty() { s.name.clone() } else { format!("{} ({unit})", s.name) })
        })
        .collect();
    let several = (series.len() > 1).then(|| {
        choice("own-series", t!("table.series"), series, "0".into(), move |value| {
            choice_of.series.set(value.parse().unwrap_or_default());
            choice_of.period.set(None);
            choice_of.beside.set(None);
        })
    });
    let (of_lines, of_table) = (shown.clone(), shown.clone());
    let quality = report::report(&dataset.report);
    let faulty = (!dataset.faults.counts.is_empty()).then(|| view! {
        <details class="explain"><summary>{tn!("own.left_out", dataset.faults.total())}</summary><div class="explain-body">{faults::faults(&dataset.faults)}</div></details>
    });
    view! {
        <section class="section" aria-labelledby="own-shown">
            <div class="section-head"><h2 id="own-shown" tabindex="-1">{dataset.name.clone()}</h2></div>
            <p><span class="badge">{t!("own.badge")}</span></p>
            {several.map(|s| view! { <div class="own-form">{s}</div> })}
            {move || over_time(&of_lines, choice_of)}
            {move || by_place(&of_table, choice_of)}
            <h3>{t!("own.quality")}</h3>
            {quality}
            {faulty}
        </section>
    }
}

/// Points of one place: its number, periods and values.
type OfPlace = (u32, Vec<(u32, Option<f64>)>);

/// Places of a series with their points; those with most values first.
fn places(shown: &Shown, series: u32) -> Vec<OfPlace> {
    let mut out: Vec<OfPlace> = Vec::new();
    for (place, period, value) in shown.rows.of_series(series) {
        match out.last_mut().filter(|(p, _)| *p == place) {
            Some((_, points)) => points.push((period, value)),
            None => out.push((place, vec![(period, value)])),
        }
    }
    out.sort_by_key(|(_, points)| std::cmp::Reverse(points.iter().filter(|p| p.1.is_some()).count()));
    out
}

/// A moment as a year with a fraction.
pub fn year_of(period: Period) -> f64 {
    let year = f64::from(period.year());
    let (month, day, hour) = match period {
        Period::Year(_) => return year,
        Period::Semester(_, s) => (f64::from(s - 1) * 6.0, 0.0, 0.0),
        Period::Quarter(_, q) => (f64::from(q - 1) * 3.0, 0.0, 0.0),
        Period::Month(_, m) => (f64::from(m - 1), 0.0, 0.0),
        Period::Week(_, w) => return year + f64::from(w - 1) / 53.0,
        Period::Day(_, m, d) => (f64::from(m - 1), f64::from(d - 1), 0.0),
        Period::Hour(_, m, d, h) => (f64::from(m - 1), f64::from(d - 1), f64::from(h)),
    };
    year + (month + (day + hour / 24.0) / 31.0) / 12.0
}

fn over_time(shown: &Shown, choice_of: Choice) -> Option<AnyView> {
    let series = choice_of.series.get();
    let dataset = &shown.dataset;
    let about = dataset.series.get(series as usize)?.clone();
    let of = places(shown, series);
    let drawable: Vec<&OfPlace> = of.iter().filter(|(_, points)| points.len() > 1).collect();
    if drawable.is_empty() {
        return None;
    }
    let beside = published::fitting(dataset, series, &of.iter().map(|(p, _)| *p).collect::<Vec<_>>());
    let mut drawn_lines: Vec<Line> = drawable
        .iter()
        .take(LINES - 1)
        .enumerate()
        .map(|(n, (place, points))| Line {
            label: dataset.places[*place as usize].name.clone(),
            category: n as u8 + 1,
            points: points[points.len().saturating_sub(POINTS)..]
                .iter()
                .map(|(period, value)| (year_of(dataset.periods[*period as usize]), *value))
                .collect(),
        })
        .collect();
    let chosen = choice_of.beside.get().and_then(|at| beside.get(at).cloned());
    drawn_lines.extend(chosen.as_ref().map(|b| Line {
        label: b.name.clone(),
        category: LINES as u8,
        points: b.points.clone(),
    }));
    let most =
        drawn_lines.iter().flat_map(|l| &l.points).filter_map(|p| p.1).fold(0.0, |a: f64, b| a.max(b.abs()));
    let picture = Lines {
        unit: format::unit_label(&about.unit),
        decimals: decimals(most),
        lines: drawn_lines,
        longest_step: longest_step(&drawable, dataset),
        cut: true,
        ..Lines::default()
    };
    let title = t!("own.chart", name = about.name);
    let desc = tn!("own.chart_desc", drawable.len());
    let more = drawable.len().saturating_sub(LINES - 1);
    let options = std::iter::once((String::new(), t!("own.beside.none")));
    let options: Vec<_> =
        options.chain(beside.iter().enumerate().map(|(n, b)| (n.to_string(), b.name.clone()))).collect();
    let now = choice_of.beside.get_untracked().map(|n| n.to_string()).unwrap_or_default();
    let picker = (!beside.is_empty()).then(|| {
        choice("own-beside", t!("own.beside"), options, now, move |value| {
            choice_of.beside.set(value.parse().ok());
        })
    });
    let apart = chosen
        .and_then(|b| b.median_ratio(dataset, of.first()?))
        .map(|ratio| t!("own.beside.ratio", ratio = format::number(ratio, 2)));
    Some(
        view! {
            <figure class="figure">
                <h3 class="figure-title">{title.clone()}</h3>
                {picker.map(|p| view! { <div class="own-form">{p}</div> })}
                {drawn("own", &title, &desc, &|frame| lines(&picture, frame, &Local))}
                {apart.map(|text| view! { <p>{text}</p> })}
                {(more > 0).then(|| view! { <p class="muted">{tn!("own.chart_more", more)}</p> })}
            </figure>
        }
        .into_any(),
    )
}

/// Half as much again as the usual step between periods, so that a gap breaks the line.
fn longest_step(of: &[&OfPlace], dataset: &Dataset) -> f64 {
    let year = |period: u32| year_of(dataset.periods[period as usize]);
    let mut steps: Vec<f64> =
        of.iter().take(LINES).flat_map(|(_, p)| p.windows(2).map(|w| year(w[1].0) - year(w[0].0))).collect();
    steps.sort_by(f64::total_cmp);
    steps.get(steps.len() / 2).map_or(1.5, |step| step * 1.6)
}

/// Values of one period, largest first.
fn by_place(shown: &Shown, choice_of: Choice) -> Option<AnyView> {
    let series = choice_of.series.get();
    let dataset: &Arc<Dataset> = &shown.dataset;
    let unit = dataset.series.get(series as usize)?.unit.clone();
    let mut periods: Vec<u32> = shown.rows.of_series(series).map(|(_, period, _)| period).collect();
    periods.sort_unstable();
    periods.dedup();
    let now = choice_of.period.get().or_else(|| periods.last().copied())?;
    let options = periods
        .iter()
        .rev()
        .take(400)
        .map(|p| (p.to_string(), format::period(&dataset.periods[*p as usize].to_string())));
    let options = options.collect::<Vec<_>>();
    let mut values: Vec<(u32, Option<f64>)> = shown
        .rows
        .of_series(series)
        .filter(|(_, period, _)| *period == now)
        .map(|(place, _, value)| (place, value))
        .collect();
    values.sort_by(|a, b| b.1.unwrap_or(f64::MIN).total_cmp(&a.1.unwrap_or(f64::MIN)));
    let more = values.len().saturating_sub(PLACES);
    let rows: Vec<Row> = values
        .into_iter()
        .take(PLACES)
        .map(|(place, value)| {
            let place = &dataset.places[place as usize];
            let cell = value.map_or_else(
                || Cell::Absent(t!("own.no_value")),
                |v| Cell::Number(format::quantity(v, decimals(v), &unit)),
            );
            (place.name.clone(), vec![Cell::Text(place.geo.to_string()), cell])
        })
        .collect();
    let title = t!("own.by_place", period = format::period(&dataset.periods[now as usize].to_string()));
    let picker = choice("own-table-period", t!("table.period"), options, now.to_string(), move |value| {
        choice_of.period.set(value.parse().ok())
    });
    let heads = vec![t!("own.place_head"), t!("own.code_head"), t!("table.value")];
    Some(
        view! {
            <div class="own-form">{picker}</div>
            <div class="own-open-table" id="own-by-place">{folded(title.clone(), title, heads, rows)}</div>
            {(more > 0).then(|| view! { <p class="muted">{tn!("own.more_places", more)}</p> })}
        }
        .into_any(),
    )
}
