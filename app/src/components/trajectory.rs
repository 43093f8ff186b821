//! The promise as a drawing: base year, what was observed, the target and the way that is left.

use std::sync::Arc;

use gemeo_shared::{
    chart::Frame,
    chart::trajectory::{Named, Observed, Point, Required, Span, Trajectory, trajectory},
    order,
    standing::Standing,
    view::{CityView, IndicatorView, SeriesView, Target},
};
use leptos::prelude::*;

use super::{
    chart::{Cell, Row, drawn, table},
    explain::Explain,
    marks::{self, Marks},
    standing as say,
    tools::FigureTools,
    words,
};
use crate::{data::catalogue, format, format::Local, t};

/// The trajectory of a city with its table, sources and tools. In per cent of reduction where the city published
/// comparable ones, else in tonnes, without a path.
#[component]
pub fn PromiseFigure(
    /// The city.
    view: Arc<CityView>,
    /// Where it stands.
    standing: Standing,
) -> impl IntoView {
    let Some(drawing) = Drawing::of(&view, &standing) else {
        return view! {
            <div class="notice notice-warn">
                <p class="notice-title">{t!("promise.no_series")}</p>
                <p>{t!("promise.no_series_text")}</p>
            </div>
        }
        .into_any();
    };
    let answer = say::answer(&view.profile.name, &standing);
    let title = t!("promise.chart");
    let desc = drawing.marks.after(&answer);
    let chart = drawn("promise", &title, &desc, &|frame| trajectory(&drawing.data, frame, &Local));
    let ids = &view.indicators[drawing.at];
    let remarks = ids.remarks.iter().map(|r| view! { <p>{words::remark(r)}</p> }).collect::<Vec<_>>();
    let found = drawing.found.into_iter().map(|text| view! { <p>{text}</p> }).collect::<Vec<_>>();
    let reason = say::reason(&standing).map(|text| view! { <p>{text}</p> });
    let explained = ids.headline.is_some();
    let named = words::credits(&view, &drawing.sources);
    view! {
        <figure class="figure" id=super::tools::anchor(&ids.id)>
            <div class="figure-head">
                <h2 class="figure-title" id="promise-title">{title.clone()}</h2>
                <p class="figure-sub">{drawing.subtitle}</p>
            </div>
            {chart}
            <figcaption class="figure-caption">
                {reason}
                <p>{t!("promise.reading")}</p>
                {remarks}
                {found}
                <p>{t!("card.source", name = named)}</p>
            </figcaption>
            {table(title, vec![t!("table.period"), t!("table.series"), t!("table.value")], drawing.rows)}
            {explained.then(|| view! { <Explain view=view.clone() at=drawing.at/> })}
            <FigureTools view=view.clone() at=drawing.at/>
        </figure>
    }
    .into_any()
}

/// The drawing alone, for the picture of a shared link; none where nothing was published.
pub fn promise_drawing(view: &CityView, standing: &Standing, frame: &Frame<'_>) -> Option<String> {
    Drawing::of(view, standing).map(|drawing| trajectory(&drawing.data, frame, &Local))
}

/// What a trajectory shows of a city, and where it comes from.
pub struct Drawing {
    /// The drawing's data.
    pub data: Trajectory,
    /// What the axis measures.
    pub subtitle: String,
    rows: Vec<Row>,
    /// Source ids.
    pub sources: Vec<String>,
    /// What marks its points.
    pub marks: Marks,
    /// What rules of quality found about whole series.
    pub found: Vec<String>,
    /// The indicator that the drawing shows.
    at: usize,
}

impl Drawing {
    /// A reduction in per cent where the city has a comparable one, else tonnes; none without published figures.
    pub fn of(view: &CityView, standing: &Standing) -> Option<Self> {
        if standing.reached.is_some() {
            Self::reduction(view, standing)
        } else {
            Self::tonnes(view, standing)
        }
    }

    /// Reduction since the base year in per cent, with the way that is left.
    fn reduction(view: &CityView, standing: &Standing) -> Option<Self> {
        let (reached, target) = (standing.reached.as_ref()?, standing.measured.as_ref()?);
        let base = target.base_year?;
        let (at, indicator) = find(view, "ghg_reduction_since_base")?;
        let same_base = |s: &&SeriesView| s.dims.get("base_year").is_none_or(|y| *y == base.to_string());
        let goal = Point { year: f64::from(target.target_year), value: target.reduction_pct? };
        let last = Point { year: year(&reached.period)?, value: reached.pct };
        let rate = standing.required_pp_per_year.map(|r| t!("chart.rate", n = format::signed(r, 1)));
        let mut drawing = Self::new(view, (at, indicator), indicator.series.iter().filter(same_base), "%", 1);
        drawing.data.base =
            Some(Named { point: Point { year: f64::from(base), value: 0.0 }, label: t!("chart.base") });
        drawing.data.targets = vec![Named { point: goal, label: t!("chart.target") }];
        drawing.data.required = rate.map(|label| Required { from: last, to: goal, label });
        drawing.subtitle = t!("chart.reduction", base = base.to_string());
        drawing.finish(target, t!("chart.target"), format::percent(goal.value, 0))
    }

    /// Emissions in tonnes: every published series apart, base and target without a path between them.
    fn tonnes(view: &CityView, standing: &Standing) -> Option<Self> {
        let target = standing.measured.as_ref().or(standing.promise.as_ref())?;
        let (at, indicator) = find(view, "ghg_total").or_else(|| find(view, "ghg_reported"))?;
        let mut drawing = Self::new(view, (at, indicator), indicator.series.iter(), "tCO2e", 0);
        if let (Some(year), Some(value)) = (target.base_year, target.base_emissions_t) {
            let point = Point { year: f64::from(year), value };
            drawing.data.base = Some(Named { point, label: t!("chart.base") });
            drawing.rows.insert(
                0,
                (
                    year.to_string(),
                    vec![
                        Cell::Text(t!("chart.base_stated")),
                        Cell::Number(format::quantity(value, 0, "tCO2e")),
                    ],
                ),
            );
        }
        let left = target.remaining_t();
        if let Some(value) = left {
            let point = Point { year: f64::from(target.target_year), value };
            drawing.data.targets = vec![Named { point, label: t!("chart.target") }];
        }
        drawing.subtitle = t!("chart.tonnes");
        drawing.finish(
            target,
            t!("chart.target"),
            left.map_or("—".into(), |v| format::quantity(v, 0, "tCO2e")),
        )
    }

    /// The observed series of an indicator, with a table of them.
    fn new<'a>(
        view: &CityView,
        (at, indicator): (usize, &IndicatorView),
        series: impl Iterator<Item = &'a SeriesView>,
        unit: &str,
        decimals: u8,
    ) -> Self {
        let mut data = Trajectory { unit: format::unit_label(unit), decimals, ..Trajectory::default() };
        let (mut rows, mut sources, mut marks) = (Vec::new(), Vec::new(), Marks::default());
        let series: Vec<&SeriesView> = series.filter(|s| s.level == "city").collect();
        let found = marks::of_series(view, indicator, &series);
        for series in series {
            let label = label(series);
            let (mut points, mut hollow) = (Vec::new(), Vec::new());
            for (i, value) in series.value.iter().enumerate() {
                let own = marks::of(Some(view), indicator, series, i);
                let state =
                    (!own.is_empty()).then(|| own.join("; ")).or_else(|| words::status(&series.status[i]));
                let shown = value.map(|v| format::quantity(v, indicator.decimals, &indicator.unit));
                let cell = match (&shown, &state) {
                    (Some(v), Some(state)) => Cell::Number(format!("{v} ({state})")),
                    (Some(v), None) => Cell::Number(v.clone()),
                    (None, _) => Cell::Absent(state.clone().unwrap_or_else(|| "—".into())),
                };
                rows.push((format::period(&series.period[i]), vec![Cell::Text(label.clone()), cell]));
                // why: figures that their source makes doubtful are in the table, never in the drawing
                if let (Some(value), Some(year), true) =
                    (*value, year(&series.period[i]), series.status[i] != "U")
                {
                    points.push(Point { year, value });
                    if !own.is_empty() {
                        marks.add(&series.period[i], own);
                        hollow.push(year);
                    }
                }
            }
            sources.extend(series.sources.iter().cloned());
            data.observed.push(Observed { label, points, hollow });
        }
        data.hollow_label = marks.key();
        data.observed.retain(|o| !o.points.is_empty());
        let (rows, sources) = (order::sorted(rows, Ord::cmp), order::set(sources));
        Self { data, subtitle: String::new(), rows, sources, marks, found, at }
    }

    /// Adds the target's row, the year of the pandemic and the time without figures.
    fn finish(mut self, target: &Target, name: String, value: String) -> Option<Self> {
        let years = || self.data.observed.iter().flat_map(|o| &o.points).map(|p| p.year);
        let newest = years().fold(f64::MIN, f64::max);
        if years().any(|y| y == 2020.0) {
            self.data.events.push(Span { from: 2020.0, to: 2020.0, label: t!("chart.pandemic") });
        }
        let now = f64::from(format::this_year());
        if newest > 0.0 && now - newest >= 2.0 {
            self.data.gaps.push(Span { from: newest + 1.0, to: now, label: t!("chart.gap") });
        }
        self.rows.push((target.target_year.to_string(), vec![Cell::Text(name), Cell::Number(value)]));
        self.sources.extend(target.sources.iter().cloned());
        self.sources.dedup();
        (!self.data.observed.is_empty()).then_some(self)
    }
}

impl PartialOrd for Cell {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Cell {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.text().cmp(other.text())
    }
}

impl Cell {
    fn text(&self) -> &str {
        match self {
            Self::Text(t) | Self::Number(t) | Self::Absent(t) => t,
        }
    }
}

/// An indicator with values, by its id.
pub fn find<'a>(view: &'a CityView, id: &str) -> Option<(usize, &'a IndicatorView)> {
    let found = view.indicators.iter().enumerate().find(|(_, i)| i.id == id)?;
    found.1.series.iter().any(|s| s.value.iter().any(Option::is_some)).then_some(found)
}

/// What tells a series from its neighbours: its method, and scopes where it has them.
fn label(series: &SeriesView) -> String {
    let named =
        ["method", "scopes"].into_iter().filter_map(|d| Some(catalogue::member(d, series.dims.get(d)?)));
    // why: what stands in brackets spells the name out; a drawing has no room for it, and the table of sources has
    let short = |name: String| name.split(" (").next().map_or(name.clone(), str::to_owned);
    named.map(short).collect::<Vec<_>>().join(", ")
}

fn year(period: &str) -> Option<f64> {
    // why whole: reading any number takes tables of 10 kB
    period.get(..4)?.parse::<i32>().ok().map(f64::from)
}
