//! One city's figures: over time with marks of quality, or side by side where there is one period.

use std::{collections::BTreeMap, sync::Arc};

use gemeo_shared::{
    chart::{
        bars::{Bar, Bars, bars},
        lines::{Band, Line, Lines, lines},
    },
    view::{Availability, CityView, IndicatorView, Interval, SeriesView},
};
use leptos::prelude::*;

use super::{direction, files};
use crate::{
    components::{
        card::year_badge,
        chart::{Cell, Row, drawn, table},
        marks::{self, Marks},
        tools::FigureTools,
        words,
    },
    data::catalogue,
    format::{self, Local},
    nav::{city_link, link},
    route::Page,
    t,
};

/// An indicator, and the city it is of; none where someone is writing it.
type Of<'a> = (Option<&'a CityView>, &'a IndicatorView);

/// Most lines that a drawing can tell apart.
const LINES: usize = 6;

/// Head, drawing, remarks, table, tools.
pub fn figure(view: Arc<CityView>, at: usize) -> impl IntoView {
    let indicator = &view.indicators[at];
    let series = drawable(indicator);
    let refusal = match &indicator.availability {
        Availability::NotComparable { reason } => Some(words::remark(reason)),
        _ => None,
    };
    let headline = indicator.headline.as_ref().map(|h| {
        let which = indicator.series.get(h.series).map(|s| words::dims(&s.dims)).filter(|d| !d.is_empty());
        view! {
            <p class="card-value">
                <span class="value">{format::number(h.value, indicator.decimals)}</span>" "
                <span class="unit">{format::unit_label(&indicator.unit)}</span>" "{year_badge(&h.period)}
            </p>
            {which.map(|w| view! { <p class="card-remark">{w}</p> })}
        }
    });
    let mut sources: Vec<String> = series.iter().flat_map(|s| s.sources.clone()).collect();
    sources.extend(indicator.headline.iter().flat_map(|h| h.sources.clone()));
    let credits = words::credits(&view, &sources);
    let mut remarks: Vec<String> = indicator.remarks.iter().map(words::remark).collect();
    remarks.extend(direction(indicator));
    let remarks = remarks.into_iter().map(|r| view! { <p>{r}</p> });
    let sure: Sure = RwSignal::new(Vec::new());
    ask(&view, indicator, &series, sure);
    let shown = view.clone();
    let drawing = move || picture_and_table(&shown, at, &sure.get());
    view! {
        <figure class="figure" id=format!("city-{}", view.profile.id)>
            <div class="figure-head">
                <h3 class="figure-title"><a href=city_link(&view.profile.id)>{view.profile.name.clone()}</a></h3>
            </div>
            {headline}
            {refusal.map(|text| view! { <div class="notice notice-warn"><p>{text}</p></div> })}
            {drawing}
            <figcaption class="figure-caption">
                {remarks.collect::<Vec<_>>()}
                {(!credits.is_empty()).then(|| view! { <p>{t!("card.source", name = credits)}</p> })}
                {map_link(&view, indicator)}
            </figcaption>
            <FigureTools view=view.clone() at=at/>
        </figure>
    }
}

/// The intervals of each series drawn, once the engine has told them.
type Sure = RwSignal<Vec<Vec<Interval>>>;

/// The drawing with the intervals there are, and the same figures as a table.
fn picture_and_table(view: &CityView, at: usize, sure: &[Vec<Interval>]) -> AnyView {
    let indicator = &view.indicators[at];
    let series = drawable(indicator);
    let name = format!("{}, {}", catalogue::name(&indicator.id), view.profile.name);
    let prefix = format!("i-{}-{}", view.profile.id, indicator.id);
    let picture =
        Picture::of(prefix, name.clone(), (Some(view), indicator), &series, sure).map(|p| p.shown());
    let rows = rows(&series, (Some(view), indicator), sure);
    let found = marks::of_series(view, indicator, &series)
        .into_iter()
        .map(|text| view! { <p class="figure-caption">{text}</p> });
    let defaults = sure.iter().flatten().any(|i| i.has_defaults);
    let mut heads = vec![t!("table.period"), t!("table.series"), t!("table.value")];
    heads.extend((!sure.is_empty()).then(|| t!("indicator.band")));
    heads.push(t!("table.state"));
    view! {
        {picture}
        {found.collect::<Vec<_>>()}
        {defaults.then(|| view! { <p class="figure-caption">{t!("explain.defaults")}</p> })}
        {(!rows.is_empty()).then(|| table(name, heads, rows))}
    }
    .into_any()
}

/// The chart of an indicator that someone is writing; nothing where there are not two values to show.
pub fn of_trial(title: String, indicator: &IndicatorView) -> Option<AnyView> {
    let series = drawable(indicator);
    Picture::of("try".into(), title, (None, indicator), &series, &[]).map(|p| p.shown())
}

/// Asks the engine how sure the values drawn are; natively, where pages are made without it, nothing.
#[cfg(target_arch = "wasm32")]
fn ask(view: &CityView, indicator: &IndicatorView, series: &[&SeriesView], sure: Sure) {
    let Some(first) = series.first() else { return };
    let request = gemeo_shared::protocol::Request::Intervals {
        city: view.profile.id.clone(),
        indicator: indicator.id.clone(),
        geo: format!("{}/{}", first.level, first.geo[0]),
        series: series.iter().map(|s| s.dims.clone()).collect(),
    };
    wasm_bindgen_futures::spawn_local(async move {
        // why: a chart without its intervals is still right; the derivation below reports an engine that fails
        if let Ok(found) = crate::work::ask::<Vec<Vec<Interval>>>(request).await
            && found.iter().any(|f| !f.is_empty())
        {
            sure.try_set(found);
        }
    });
}

#[cfg(not(target_arch = "wasm32"))]
fn ask(_view: &CityView, _indicator: &IndicatorView, _series: &[&SeriesView], _sure: Sure) {}

/// A way to the map, where the catalogue knows smaller places.
fn map_link(view: &CityView, indicator: &IndicatorView) -> Option<impl IntoView + use<>> {
    let levels = catalogue::entry(&indicator.id).levels;
    let small = levels.iter().any(|l| l.starts_with("parish") || l == "cell" || l == "station");
    let address = format!("{}?indicator={}", link(&Page::Map(view.profile.id.clone())), indicator.id);
    small.then(|| view! { <p><a href=address>{t!("indicator.map", name = view.profile.name)}</a></p> })
}

/// The series of the city or its country; where there are too many to tell apart, the headline's alone. Stations
/// where there is nothing larger.
fn drawable(indicator: &IndicatorView) -> Vec<&SeriesView> {
    let at = |level: &str| -> Vec<&SeriesView> {
        let known = |s: &&SeriesView| s.level == level && s.value.iter().any(Option::is_some);
        indicator.series.iter().filter(known).collect()
    };
    let found = ["city", "country"].into_iter().map(at).find(|found| !found.is_empty()).unwrap_or_default();
    let head = indicator.headline.as_ref().and_then(|h| indicator.series.get(h.series));
    let head_dims = |name: &str| head.and_then(|h| h.dims.get(name));
    // why: pollutants and limits have their own sizes; one drawing for all would show none of them
    let apart = ["pollutant", "standard"];
    let same = |s: &&SeriesView| apart.iter().all(|d| s.dims.get(*d) == head_dims(d));
    let mut found: Vec<&SeriesView> = found.into_iter().filter(|s| head.is_none() || same(s)).collect();
    if found.len() > LINES
        && let Some(head) = head
    {
        found.retain(|s| std::ptr::eq(*s, head));
    }
    found
}

fn rows(series: &[&SeriesView], (view, indicator): Of<'_>, sure: &[Vec<Interval>]) -> Vec<Row> {
    let mut rows = Vec::new();
    let number = |v: f64| format::number(v, indicator.decimals);
    for (n, s) in series.iter().enumerate() {
        for (i, value) in s.value.iter().enumerate() {
            let why = words::notation(&s.notation[i]).or_else(|| words::status(&s.status[i]));
            let marks = marks::of(view, indicator, s, i);
            let state = if marks.is_empty() { why.unwrap_or_default() } else { marks.join("; ") };
            let cell = match value {
                Some(v) => Cell::Number(format::quantity(*v, indicator.decimals, &indicator.unit)),
                None => Cell::Absent("—".into()),
            };
            let mut cells = vec![Cell::Text(words::dims(&s.dims)), cell];
            if !sure.is_empty() {
                let own = sure.get(n).and_then(|all| all.iter().find(|own| own.period == s.period[i]));
                let range = own.map(|i| format!("{} – {}", number(i.lower), number(i.upper)));
                cells.push(range.map_or_else(|| Cell::Absent("—".into()), Cell::Number));
            }
            cells.push(Cell::Text(state));
            rows.push((s.period[i].clone(), cells));
        }
    }
    rows.sort_by(|a, b| b.0.cmp(&a.0));
    rows.into_iter().map(|(period, cells)| (format::period(&period), cells)).collect()
}

/// A drawing that can be drawn again, for the page and for files.
#[derive(Debug, Clone)]
pub struct Picture {
    /// Begins the ids and the names of files.
    pub prefix: String,
    /// What it is.
    pub title: String,
    /// What marks its figures, in words.
    marks: Marks,
    kind: Kind,
}

#[derive(Debug, Clone)]
enum Kind {
    Lines(Lines),
    Bars(Bars),
}

impl Picture {
    fn of(
        prefix: String,
        title: String,
        of: Of<'_>,
        series: &[&SeriesView],
        sure: &[Vec<Interval>],
    ) -> Option<Self> {
        let mut marks = Marks::default();
        let kind = over_time(of, series, sure, &mut marks).or_else(|| side_by_side(of, series))?;
        Some(Self { prefix, title, marks, kind })
    }

    /// On the page, with buttons that save it.
    fn shown(self) -> AnyView {
        let drawing = drawn(&self.prefix, &self.title, &self.marks.said(), &|frame| self.draw(frame));
        view! { {drawing}{files::pictures(self)} }.into_any()
    }

    /// The drawing.
    pub fn draw(&self, frame: &gemeo_shared::chart::Frame<'_>) -> String {
        match &self.kind {
            Kind::Lines(data) => lines(data, frame, &Local),
            Kind::Bars(data) => bars(data, frame, &Local),
        }
    }
}

/// The dimensions in which the series differ, in words; the rest is said once above.
fn label(series: &SeriesView, all: &[&SeriesView]) -> String {
    let differs = |d: &&String| all.iter().any(|other| other.dims.get(*d) != series.dims.get(*d));
    let named = series.dims.keys().filter(differs).map(|d| catalogue::member(d, &series.dims[d]));
    named.collect::<Vec<_>>().join(", ")
}

/// A year, or a month as a part of it.
fn year(period: &str) -> Option<f64> {
    let year: f64 = period.get(..4)?.parse().ok()?;
    let month = period.get(5..7).and_then(|m| m.parse::<f64>().ok());
    Some(month.map_or(year, |m| year + (m - 1.0) / 12.0))
}

fn over_time(
    (view, indicator): Of<'_>,
    series: &[&SeriesView],
    sure: &[Vec<Interval>],
    marks: &mut Marks,
) -> Option<Kind> {
    let mut data = Lines {
        unit: format::unit_label(&indicator.unit),
        decimals: indicator.decimals,
        band_label: t!("indicator.band"),
        ..Lines::default()
    };
    let mut years = Vec::new();
    for (n, s) in series.iter().enumerate() {
        let mut points = BTreeMap::new();
        for (i, value) in s.value.iter().enumerate() {
            let Some(at) = year(&s.period[i]) else { continue };
            points.insert(s.period[i].clone(), (at, *value));
            if value.is_some() {
                years.push(at);
                let own = marks::of(view, indicator, s, i);
                if !own.is_empty() {
                    data.hollow.push((n, at));
                    marks.add(&s.period[i], own);
                }
            }
        }
        let points = points.into_values().collect();
        let own = sure.get(n).into_iter().flatten();
        let band: Vec<[f64; 3]> = own.filter_map(|i| Some([year(&i.period)?, i.lower, i.upper])).collect();
        if !band.is_empty() {
            data.bands.push(Band { line: n, points: band });
        }
        data.lines.push(Line { label: label(s, series), category: (n % LINES) as u8 + 1, points });
    }
    data.hollow_label = marks.key();
    years.sort_by(f64::total_cmp);
    years.dedup();
    // why: a census comes every ten years, and its points are neighbours all the same
    let step = years.windows(2).map(|w| w[1] - w[0]).fold(f64::MAX, f64::min);
    data.longest_step = if step < f64::MAX { step * 1.5 } else { 0.0 };
    (years.len() > 1).then_some(Kind::Lines(data))
}

fn side_by_side((view, indicator): Of<'_>, series: &[&SeriesView]) -> Option<Kind> {
    let bar = |s: &&SeriesView| {
        let row = s.value.iter().rposition(Option::is_some)?;
        let note = marks::of(view, indicator, s, row).join(", ");
        Some(Bar { label: label(s, series), value: s.value[row], note, ..Bar::default() })
    };
    let found: Vec<Bar> = series.iter().filter_map(bar).collect();
    let data = Bars {
        unit: format::unit_label(&indicator.unit),
        decimals: indicator.decimals,
        bars: found,
        parts: Vec::new(),
    };
    (data.bars.len() > 1).then_some(Kind::Bars(data))
}
