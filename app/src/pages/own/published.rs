//! The cities' published series that a reader's own may stand beside: of the same place, unit and length of period.

use gemeo_shared::{
    own::Dataset,
    period::{Frequency, Period},
    unit::Unit,
    view::{CityView, SeriesView},
};
use leptos::prelude::*;

use super::drawing::year_of;
use crate::{
    components::{cities, words},
    data::{Store, catalogue},
};

/// Series that are offered.
const OFFERED: usize = 60;

/// A published series in the unit of the reader's.
#[derive(Debug, Clone, PartialEq)]
pub struct Beside {
    /// Its name.
    pub name: String,
    /// Years and values.
    pub points: Vec<(f64, Option<f64>)>,
}

impl Beside {
    /// The middle one of the ratios of a place's figures to the published ones, over the years both have.
    pub fn median_ratio(&self, dataset: &Dataset, (_, own): &(u32, Vec<(u32, Option<f64>)>)) -> Option<f64> {
        let published = |year: f64| self.points.iter().find(|p| p.0 == year)?.1.filter(|v| *v != 0.0);
        let ratio = |(period, value): &(u32, Option<f64>)| {
            Some((*value)? / published(year_of(dataset.periods[*period as usize]))?)
        };
        let mut ratios: Vec<f64> = own.iter().filter_map(ratio).collect();
        ratios.sort_by(f64::total_cmp);
        ratios.get(ratios.len() / 2).copied()
    }
}

/// The published series that fit a series of a dataset.
pub fn fitting(store: Store, dataset: &Dataset, series: u32, places: &[u32]) -> Vec<Beside> {
    let index = store.index().get();
    let Some(index) = index.ready() else { return Vec::new() };
    let Some(Ok(unit)) = dataset.series.get(series as usize).map(|s| s.unit.parse::<Unit>()) else {
        return Vec::new();
    };
    let Some(length) = dataset.periods.first().map(|p| p.frequency()) else { return Vec::new() };
    let mut out = Vec::new();
    for id in cities::first(index) {
        let view = store.city(&id).get();
        if let Some(view) = view.ready() {
            of_city(view, dataset, (&unit, length), places, &mut out);
        }
    }
    out.truncate(OFFERED);
    out
}

fn of_city(
    view: &CityView,
    dataset: &Dataset,
    (unit, length): (&Unit, Frequency),
    places: &[u32],
    out: &mut Vec<Beside>,
) {
    for indicator in &view.indicators {
        let Ok(factor) =
            indicator.unit.parse::<Unit>().map_err(drop).and_then(|u| u.factor_to(unit).map_err(drop))
        else {
            continue;
        };
        for published in &indicator.series {
            for place in places.iter().take(6).map(|p| &dataset.places[*p as usize]) {
                let points = points(published, place.geo.level.as_str(), &place.geo.code, length);
                if points.len() < 2 {
                    continue;
                }
                let dims = words::dims(&published.dims);
                let name = [catalogue::name(&indicator.id), dims, place.name.clone()];
                let name = name.into_iter().filter(|n| !n.is_empty()).collect::<Vec<_>>().join(", ");
                let points = points.into_iter().map(|(x, v)| (x, v.map(|v| factor.apply(v)))).collect();
                out.push(Beside { name, points });
            }
        }
    }
}

/// Points of a place whose periods are as long as the reader's.
fn points(series: &SeriesView, level: &str, code: &str, length: Frequency) -> Vec<(f64, Option<f64>)> {
    if series.level != level {
        return Vec::new();
    }
    // why the place first: of thousands of figures a few are of it, and a period is a text to be read
    let of_place = (0..series.geo.len()).filter(|at| series.geo[*at] == code);
    let of = |at: usize| {
        let period = series.period[at].parse::<Period>().ok().filter(|p| p.frequency() == length)?;
        Some((year_of(period), series.value[at]))
    };
    of_place.filter_map(of).collect()
}
