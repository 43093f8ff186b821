//! The series of a city that are long enough to be forecast.

use gemeo_shared::{
    forecast::{series::Series, time::Frequency},
    view::{CityView, Code, IndicatorView, SeriesView},
};

use crate::{
    components::{marks, words},
    data::catalogue,
};

/// A series to choose.
#[derive(Debug, Clone, PartialEq)]
pub struct Choice {
    /// Stable id for the address.
    pub id: String,
    /// Name on the screen.
    pub name: String,
    /// Unit.
    pub unit: String,
    /// The values.
    pub series: Series,
    /// Attributions of the sources.
    pub sources: Vec<String>,
    /// Periods of figures that something marks, and the marks in words.
    pub marks: Vec<(String, Vec<String>)>,
}

/// Fewest observed years of a series that is offered.
const LEAST: usize = 6;

/// Every series of a city with at least six years.
pub fn choices(view: &CityView) -> Vec<Choice> {
    let all = view.indicators.iter().flat_map(|i| i.series.iter().map(move |s| (i, s)));
    all.flat_map(|(i, s)| of_series(view, i, s)).collect()
}

fn of_series(view: &CityView, indicator: &IndicatorView, series: &SeriesView) -> Vec<Choice> {
    let mut places: Vec<&Code> = series.geo.iter().collect();
    places.dedup();
    if series.level == "cell" || places.len() > 12 {
        return Vec::new();
    }
    let marked = |rows: &[usize]| {
        let of = |k: &usize| (series.period[*k].to_string(), marks::of(Some(view), indicator, series, *k));
        rows.iter().map(of).filter(|(_, marks)| !marks.is_empty()).collect()
    };
    let one = |place: &Code| {
        let rows: Vec<usize> = (0..series.geo.len())
            .filter(|k| {
                series.geo[*k] == *place && series.period[*k].len() == 4 && series.value[*k].is_some()
            })
            .collect();
        if rows.len() < LEAST {
            return None;
        }
        let dims = words::dims(&series.dims);
        let mut name = catalogue::name(&indicator.id);
        for part in [dims, if series.level == "city" { String::new() } else { place.to_string() }] {
            if !part.is_empty() {
                name = format!("{name} · {part}");
            }
        }
        let key: Vec<String> = series.dims.iter().map(|(d, m)| format!("{d}-{m}")).collect();
        let id = format!("{}.{}.{place}", indicator.id, key.join("."));
        Some(Choice {
            series: Series {
                id: id.clone(),
                frequency: Frequency::Annual,
                start: None,
                values: rows.iter().map(|k| series.value[*k]).collect(),
                periods: Some(rows.iter().map(|k| series.period[*k].to_string()).collect()),
                unit: Some(indicator.unit.clone()),
                non_negative: None,
            },
            marks: marked(&rows),
            id,
            name,
            unit: indicator.unit.clone(),
            sources: words::sources(view, &series.sources).iter().map(|s| s.attribution.clone()).collect(),
        })
    };
    places.into_iter().filter_map(one).collect()
}
