//! Lines of a dataset over time.

use gemeo_shared::{
    chart::lines::{Line, Lines, lines},
    own::{Dataset, Odd, Rows, SeriesName, in_city::decimals},
    period::Period,
};
use leptos::prelude::*;

use super::published::Beside;
use crate::{
    components::chart::drawn,
    format::{self, Local},
    t, tn,
};

/// Lines that a drawing can tell apart; the last is kept for a published series.
const LINES: usize = 6;
/// Points of a line; of longer ones the end is drawn.
const POINTS: usize = 1_500;

/// A place's number, and its periods with their values.
pub type OfPlace = (u32, Vec<(u32, Option<f64>)>);

/// Places of a series with their points; those with most values first.
pub fn places(rows: &Rows, series: u32) -> Vec<OfPlace> {
    let mut out: Vec<OfPlace> = Vec::new();
    for (place, period, value) in rows.of_series(series) {
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

/// The drawing of a series, beside a published one where that is chosen.
pub fn drawing(
    dataset: &Dataset,
    about: &SeriesName,
    of: &[OfPlace],
    beside: Option<&Beside>,
    title: &str,
) -> impl IntoView + use<> {
    let drawable: Vec<&OfPlace> = of.iter().filter(|(_, points)| points.len() > 1).collect();
    let line = |(n, (place, points)): (usize, &&OfPlace)| Line {
        label: dataset.places[*place as usize].name.clone(),
        category: n as u8 + 1,
        points: points[points.len().saturating_sub(POINTS)..]
            .iter()
            .map(|(period, value)| (year_of(dataset.periods[*period as usize]), *value))
            .collect(),
    };
    let mut all: Vec<Line> = drawable.iter().take(LINES - 1).enumerate().map(line).collect();
    let odd = |(n, (place, _)): (usize, &&OfPlace)| {
        let name = &dataset.places[*place as usize].name;
        let of = dataset.report.odd.iter().filter(|o| o.place == *name && o.series == about.name);
        let year = |o: &Odd| Some((n, year_of(o.period.parse().ok()?)));
        of.filter_map(year).collect::<Vec<_>>()
    };
    let hollow = drawable.iter().take(LINES - 1).enumerate().flat_map(odd).collect();
    all.extend(beside.map(|b| Line {
        label: b.name.clone(),
        category: LINES as u8,
        points: b.points.clone(),
    }));
    let largest =
        all.iter().flat_map(|l| &l.points).filter_map(|p| p.1).fold(0.0, |a: f64, b| a.max(b.abs()));
    let picture = Lines {
        unit: format::unit_label(&about.unit),
        decimals: decimals(largest),
        lines: all,
        longest_step: longest_step(&drawable, dataset),
        cut: true,
        hollow,
        hollow_label: t!("own.report.odd"),
        ..Lines::default()
    };
    let desc = tn!("own.chart_desc", drawable.len().min(LINES - 1));
    let more = drawable.len().saturating_sub(LINES - 1);
    let longest = drawable.iter().take(LINES - 1).map(|(_, p)| p.len()).max().unwrap_or(0);
    let apart = beside
        .and_then(|b| b.median_ratio(dataset, of.first()?))
        .map(|ratio| t!("own.beside.ratio", ratio = format::number(ratio, 2)));
    view! {
        {drawn("own", title, &desc, &|frame| lines(&picture, frame, &Local))}
        {apart.map(|text| view! { <p>{text}</p> })}
        {(longest > POINTS).then(|| view! { <p class="muted">{tn!("own.chart_end", POINTS)}</p> })}
        {(more > 0).then(|| view! { <p class="muted">{tn!("own.chart_more", more)}</p> })}
    }
}

/// Somewhat more than the usual step between periods, so that a gap breaks the line.
fn longest_step(of: &[&OfPlace], dataset: &Dataset) -> f64 {
    let year = |period: u32| year_of(dataset.periods[period as usize]);
    let steps = of.iter().take(LINES).flat_map(|(_, p)| p.windows(2).map(|w| year(w[1].0) - year(w[0].0)));
    let mut steps: Vec<f64> = steps.collect();
    steps.sort_by(f64::total_cmp);
    steps.get(steps.len() / 2).map_or(1.5, |step| step * 1.6)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_stand_in_order_along_the_axis() {
        let texts = [
            "2024",
            "2024-01-02",
            "2024-W02",
            "2024-02",
            "2024-Q2",
            "2024-06-30T12",
            "2024-S2",
            "2024-12-31",
        ];
        let years: Vec<f64> = texts.iter().filter_map(|t| t.parse().ok()).map(year_of).collect();
        assert_eq!(years.len(), texts.len());
        assert!(years.windows(2).all(|w| w[0] < w[1]) && years[7] < 2025.0, "{years:?}");
    }

    #[test]
    fn the_place_with_most_values_comes_first() {
        let rows = Rows {
            series: vec![0, 0, 0, 0, 1],
            place: vec![0, 0, 1, 1, 0],
            period: vec![0, 1, 0, 1, 0],
            value: vec![1.0, f64::NAN, 2.0, 3.0, 9.0],
        };
        assert_eq!(
            places(&rows, 0),
            [(1, vec![(0, Some(2.0)), (1, Some(3.0))]), (0, vec![(0, Some(1.0)), (1, None)])]
        );
        assert_eq!(places(&rows, 7), []);
    }
}
