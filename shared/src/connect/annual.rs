//! Annual means of hourly readings, with the share of hours that have one.

use std::collections::BTreeMap;

use super::{Observed, series};
use crate::{
    geo::GeoId,
    observation::{Series, Status},
    period::{Period, days_in_month},
};

/// An annual mean and what it rests on.
#[derive(Debug, Clone, PartialEq)]
pub struct Annual {
    /// The hourly series.
    pub series: Series,
    /// The station.
    pub place: GeoId,
    /// The year.
    pub year: i32,
    /// Mean of the hours that have a value.
    pub mean: f64,
    /// Hours that have a value.
    pub hours: u32,
    /// Share of the hours of the year that have a value, 0 to 1 (data capture, Directive 2008/50/EC, annex I).
    pub capture: f64,
}

/// Annual means of every hourly series, sorted by place, series and year; sums run in the order of the rows.
pub fn annual_means(observed: &Observed) -> Vec<Annual> {
    let mut sums: BTreeMap<(u32, u32, i32), (f64, u32)> = BTreeMap::new();
    for row in observed.rows() {
        if let (Period::Hour(year, ..), Some(value)) = (row.period, row.value) {
            let sum = sums.entry((row.place, row.series, year)).or_default();
            sum.0 += value;
            sum.1 += 1;
        }
    }
    let mut out: Vec<Annual> = sums
        .into_iter()
        .map(|((place, series, year), (sum, hours))| Annual {
            series: observed.series()[series as usize].clone(),
            place: observed.places()[place as usize].clone(),
            year,
            mean: sum / f64::from(hours),
            hours,
            capture: f64::from(hours) / f64::from(hours_of(year)),
        })
        .collect();
    out.sort_by(|a, b| (&a.place, &a.series, a.year).cmp(&(&b.place, &b.series, b.year)));
    out
}

impl Annual {
    /// The mean and its data capture as observations, in the series the city packs use.
    pub fn add_to(&self, observed: &mut Observed) {
        let pollutant = self.series.dims.get("pollutant").map_or("", String::as_str);
        let dims = [("pollutant", pollutant)];
        let period = Period::Year(self.year);
        let mean = series("air_annual_mean", &self.series.unit, &dims);
        observed.add(&mean, &self.place, period, Some(self.mean), Status::A);
        let capture = series("air_data_capture", "%", &dims);
        observed.add(&capture, &self.place, period, Some(self.capture * 100.0), Status::A);
    }
}

/// Hours of a calendar year in UTC.
pub(crate) fn hours_of(year: i32) -> u32 {
    if days_in_month(year, 2) == 29 { 8784 } else { 8760 }
}
