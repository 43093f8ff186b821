//! A dataset in use: over time, by place, beside the city's own figures.

use gemeo_shared::own::{
    SeriesName,
    in_city::{decimals, has_parishes, map_id},
};
use leptos::prelude::*;

use super::{
    assist::choice,
    desk::{Desk, Shown},
    drawing, faults,
    published::{self, Beside},
    report,
};
use crate::{format, nav::link, route::Page, t, tn};

/// Places in the table.
const PLACES: usize = 400;
/// Series and periods to choose from.
const CHOICES: usize = 400;

/// Name, choice of series, drawing, table, quality.
pub fn shown(desk: Desk, shown: Shown) -> impl IntoView {
    let series = RwSignal::new(0_u32);
    let dataset = shown.dataset.clone();
    let named = |s: &SeriesName| {
        if s.unit.is_empty() {
            s.name.clone()
        } else {
            format!("{} ({})", s.name, format::unit_label(&s.unit))
        }
    };
    let options: Vec<(String, String)> =
        dataset.series.iter().enumerate().take(CHOICES).map(|(n, s)| (n.to_string(), named(s))).collect();
    let several = (options.len() > 1).then(|| {
        choice("own-series", t!("table.series"), options, "0".into(), move |value| {
            series.set(value.parse().unwrap_or_default());
        })
    });
    let (of_ways, of_lines, of_table) = (shown.clone(), shown.clone(), shown);
    let step = in_steps();
    let lines_shown = Memo::new(move |_| step.get() > 0);
    let table_shown = Memo::new(move |_| step.get() > 1);
    let faulty = (!dataset.faults.counts.is_empty()).then(|| view! {
        <details class="explain"><summary>{tn!("own.left_out", dataset.faults.total())}</summary><div class="explain-body">{faults::faults(&dataset.faults)}</div></details>
    });
    view! {
        <section class="section" aria-labelledby="own-shown">
            <div class="section-head"><h2 id="own-shown" tabindex="-1">{dataset.name.clone()}</h2><span class="badge">{t!("own.badge")}</span></div>
            {several.map(|s| view! { <div class="own-form">{s}</div> })}
            {move || ways(desk, &of_ways, series.get())}
            {move || lines_shown.get().then(|| over_time(desk, &of_lines, series.get()))}
            {move || table_shown.get().then(|| by_place(&of_table, series.get()))}
            <h3>{t!("own.quality")}</h3>
            {report::report(&dataset.report)}
            {faulty}
        </section>
    }
}

/// Counts up while the page is drawn: of millions of rows the drawing and the table are each long enough for a reader to notice.
fn in_steps() -> RwSignal<u8> {
    let step = RwSignal::new(0);
    #[cfg(target_arch = "wasm32")]
    wasm_bindgen_futures::spawn_local(async move {
        for n in 1..=2 {
            crate::browser::sleep(0).await;
            step.try_set(n);
        }
    });
    #[cfg(not(target_arch = "wasm32"))]
    step.set(2);
    step
}

/// Where else a series can be used: on the map of each city it has parishes of, in questions and in formulas.
fn ways(desk: Desk, shown: &Shown, series: u32) -> impl IntoView + use<> {
    let index = desk.store.index().get();
    let cities = index.ready().map(|i| i.cities.iter().map(|c| c.profile.clone()).collect::<Vec<_>>());
    let on_map = cities.unwrap_or_default().into_iter();
    let on_map = on_map.filter(|c| has_parishes(&shown.dataset, &shown.rows, series, &c.code)).map(|city| {
        let address = format!("{}?indicator={}", link(&Page::Map(city.id)), map_id(&shown.id, series));
        view! { <li><a href=address>{t!("own.way.map", city = city.name)}</a></li> }
    });
    view! {
        <ul class="own-ways">
            {on_map.collect::<Vec<_>>()}
            <li><a href=link(&Page::NewIndicator)>{t!("own.way.formula")}</a></li>
            <li><a href=link(&Page::Workbench)>{t!("own.way.workbench")}</a></li>
        </ul>
    }
}

/// The lines of a series; nothing where no place has two points.
fn over_time(desk: Desk, shown: &Shown, series: u32) -> Option<AnyView> {
    let about = shown.dataset.series.get(series as usize)?.clone();
    let of = drawing::places(&shown.rows, series);
    if !of.iter().any(|(_, points)| points.len() > 1) {
        return None;
    }
    let places: Vec<u32> = of.iter().map(|(place, _)| *place).collect();
    let dataset = shown.dataset.clone();
    let fitting = Memo::new(move |_| published::fitting(desk.store, &dataset, series, &places));
    let beside = RwSignal::new(None::<usize>);
    let picker = move || {
        let options = std::iter::once((String::new(), t!("own.beside.none")));
        let options: Vec<_> = options
            .chain(fitting.get().iter().enumerate().map(|(n, b)| (n.to_string(), b.name.clone())))
            .collect();
        (options.len() > 1).then(|| {
            let picker = choice("own-beside", t!("own.beside"), options, String::new(), move |value| {
                beside.set(value.parse().ok());
            });
            view! { <div class="own-form">{picker}</div> }
        })
    };
    let title = t!("own.chart", name = about.name);
    let (dataset, heading) = (shown.dataset.clone(), title.clone());
    let drawn = move || {
        let chosen: Option<Beside> = beside.get().and_then(|at| fitting.with(|f| f.get(at).cloned()));
        drawing::drawing(&dataset, &about, &of, chosen.as_ref(), &title)
    };
    Some(
        view! { <figure class="figure"><h3 class="figure-title">{heading}</h3>{picker}{drawn}</figure> }
            .into_any(),
    )
}

/// Values of one period, largest first.
fn by_place(shown: &Shown, series: u32) -> Option<AnyView> {
    // why marked, not sorted: there may be millions of rows of some thousands of periods
    let mut met = vec![false; shown.dataset.periods.len()];
    shown.rows.of_series(series).for_each(|(_, period, _)| met[period as usize] = true);
    let periods: Vec<u32> = (0..).zip(met).filter_map(|(period, met)| met.then_some(period)).collect();
    let period = RwSignal::new(*periods.last()?);
    let words = |p: u32| format::period(&shown.dataset.periods[p as usize].to_string());
    let options = periods.iter().rev().take(CHOICES).map(|p| (p.to_string(), words(*p))).collect();
    let now = period.get_untracked().to_string();
    let picker = choice("own-table-period", t!("table.period"), options, now, move |value| {
        if let Ok(chosen) = value.parse() {
            period.set(chosen);
        }
    });
    let shown = shown.clone();
    Some(
        view! { <div class="own-form">{picker}</div>{move || table(&shown, series, period.get())} }
            .into_any(),
    )
}

fn table(shown: &Shown, series: u32, period: u32) -> impl IntoView + use<> {
    let dataset = &shown.dataset;
    let unit = dataset.series.get(series as usize).map(|s| s.unit.clone()).unwrap_or_default();
    let of_period = shown.rows.of_series(series).filter(|(_, p, _)| *p == period);
    let mut values: Vec<(u32, Option<f64>)> = of_period.map(|(place, _, value)| (place, value)).collect();
    values.sort_by(|a, b| b.1.unwrap_or(f64::MIN).total_cmp(&a.1.unwrap_or(f64::MIN)));
    let more = values.len().saturating_sub(PLACES);
    let row = |(place, value): (u32, Option<f64>)| {
        let place = &dataset.places[place as usize];
        let class = if value.is_some() { "num" } else { "num none" };
        let value = value.map_or_else(|| t!("own.no_value"), |v| format::quantity(v, decimals(v), &unit));
        view! { <tr><th scope="row">{place.name.clone()}</th><td class="muted">{place.geo.code.clone()}</td><td class=class>{value}</td></tr> }
    };
    let rows = values.into_iter().take(PLACES).map(row).collect::<Vec<_>>();
    let title = t!("own.by_place", period = format::period(&dataset.periods[period as usize].to_string()));
    let label = title.clone();
    view! {
        <div class="table-scroll own-places" role="region" tabindex="0" aria-label=label>
            <table class="table" id="own-by-place">
                <caption>{title}</caption>
                <thead><tr>
                    <th scope="col">{t!("own.place_head")}</th><th scope="col">{t!("own.code_head")}</th><th scope="col" class="num">{t!("table.value")}</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        {(more > 0).then(|| view! { <p class="muted">{tn!("own.more_places", more)}</p> })}
    }
}
