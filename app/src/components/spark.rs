//! The picture of a card: the course of its series, or how a whole divides.

use gemeo_shared::{
    chart::{
        Frame,
        bars::{Bar, Bars, bars},
        sparkline,
    },
    view::{CityView, Headline, IndicatorView, SeriesView},
};
use leptos::prelude::*;

use super::marks::{self, Marks};
use crate::{data::catalogue, format, format::Local, t};

/// Fewest values that make a course.
const COURSE: usize = 3;
/// Most bars that a card has room for.
const PARTS: usize = 6;

/// The course of the headline's series where it has three values or more, else its parts where there are some.
pub fn picture(view: &CityView, indicator: &IndicatorView, headline: &Headline) -> Option<AnyView> {
    let series = indicator.series.get(headline.series)?;
    let prefix = format!("{}-{}", view.profile.id, indicator.id);
    course(view, indicator, series, &prefix).or_else(|| parts(view, indicator, series, headline, &prefix))
}

fn course(view: &CityView, indicator: &IndicatorView, series: &SeriesView, prefix: &str) -> Option<AnyView> {
    // why: a value that its source doubts is in the tables, never in a drawing
    let sound = |i: &usize| series.value[*i].is_some() && series.status[*i] != "U";
    let known: Vec<usize> = (0..series.value.len()).filter(sound).collect();
    let (first, last) = (*known.first()?, *known.last()?);
    if known.len() < COURSE || series.geo[first] != series.geo[last] {
        return None;
    }
    let year = |i: usize| series.period[i].get(..4).and_then(|y| y.parse::<i32>().ok());
    let (from, to) = (year(first)?, year(last)?);
    // why: one step of the line is one year, so that a gap of years shows as a gap
    let of_year = |y: i32| known.iter().find(|i| year(**i) == Some(y)).and_then(|i| series.value[*i]);
    let by_year = series.period[first].len() == 4 && to - from < 60;
    let values: Vec<Option<f64>> = if by_year {
        (from..=to).map(of_year).collect()
    } else {
        known.iter().map(|i| series.value[*i]).collect()
    };
    let mut marked = Marks::default();
    let mut hollow = Vec::new();
    for (nth, i) in known.iter().enumerate() {
        let own = marks::of(Some(view), indicator, series, *i);
        if !own.is_empty() {
            marked.add(&series.period[*i], own);
            hollow.extend(if by_year { year(*i).map(|y| (y - from) as usize) } else { Some(nth) });
        }
    }
    let shown =
        |i: usize| format::quantity(series.value[i].unwrap_or_default(), indicator.decimals, &indicator.unit);
    let text = t!(
        "card.trend",
        name = catalogue::name(&indicator.id),
        first = shown(first),
        from = format::period(&series.period[first]),
        last = shown(last),
        to = format::period(&series.period[last])
    );
    let frame = Frame { prefix, title: &text, desc: "", width: 220.0 };
    let drawing = sparkline(&values, &hollow, false, &frame);
    let said = Some(marked.said()).filter(|s| !s.is_empty());
    let ends = (format::period(&series.period[first]), format::period(&series.period[last]));
    let course = view! {
        <div class="card-spark">
            <div inner_html=drawing></div>
            <p class="card-ends" aria-hidden="true"><span>{ends.0}</span><span>{ends.1}</span></p>
            {said.map(|s| view! { <p class="card-remark">"○ "{s}</p> })}
        </div>
    };
    Some(course.into_any())
}

/// Series of the same place and period that differ in one dimension alone.
fn parts(
    view: &CityView,
    indicator: &IndicatorView,
    head: &SeriesView,
    headline: &Headline,
    prefix: &str,
) -> Option<AnyView> {
    let differs = |s: &SeriesView| -> Option<String> {
        let mut other = s.dims.iter().filter(|(d, m)| head.dims.get(*d) != Some(*m)).map(|(d, _)| d.clone());
        let first = other.next();
        if other.next().is_some() || s.dims.len() != head.dims.len() { None } else { first }
    };
    let same_level = || indicator.series.iter().filter(|s| s.level == head.level);
    let dimension = same_level().find_map(differs)?;
    // why: totals and parts, methods and limits are no parts of a whole
    if !matches!(dimension.as_str(), "mode" | "built" | "sector" | "voltage" | "scope") {
        return None;
    }
    let bar = |s: &SeriesView| {
        let row = s.period.iter().position(|p| *p == headline.period)?;
        Some(Bar {
            label: catalogue::member(&dimension, s.dims.get(&dimension)?),
            value: Some(s.value[row]?),
            note: marks::of(Some(view), indicator, s, row).join(", "),
            ..Bar::default()
        })
    };
    let of_head = |s: &&SeriesView| std::ptr::eq(*s, head) || differs(s).as_deref() == Some(&dimension);
    let bars_found: Vec<Bar> = same_level().filter(of_head).filter_map(bar).collect();
    if !(2..=PARTS).contains(&bars_found.len()) {
        return None;
    }
    let data = Bars { decimals: indicator.decimals, bars: bars_found, ..Bars::default() };
    let title = format!("{}, {}", catalogue::name(&indicator.id), format::period(&headline.period));
    let drawing = bars(&data, &Frame { prefix, title: &title, desc: "", width: 280.0 }, &Local);
    Some(view! { <div class="card-bars" inner_html=drawing></div> }.into_any())
}
