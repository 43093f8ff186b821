//! How values vary with the calendar: typical ones by month, weekday and hour.

use serde::{Deserialize, Serialize};

use super::{
    algebra::{mean, median},
    holiday::lisbon_offset,
    series::Checked,
    time::{Frequency, weekday},
};

/// A typical value at one place of a season.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ProfilePoint {
    /// Month 1–12, weekday 1–7 (Monday 1) or hour 0–23 of Lisboa.
    pub place: usize,
    /// Mean.
    pub mean: f64,
    /// Median.
    pub median: f64,
    /// Values.
    pub n: usize,
}

/// How values vary with the calendar.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Profile {
    /// `month`, `weekday` or `hour`.
    pub by: String,
    /// Points in order.
    pub points: Vec<ProfilePoint>,
}

/// Typical values by the places of the calendar that the frequency has.
pub fn profiles(series: &Checked) -> Vec<Profile> {
    let frequency = series.frequency();
    let place = |by: &str, t: usize| -> usize {
        let step = series.at(t);
        let (days, hour) = match frequency {
            Frequency::Hourly => {
                let local = step.number + lisbon_offset(step.number);
                (local.div_euclid(24), local.rem_euclid(24))
            }
            _ => (step.number, 0),
        };
        match by {
            "month" => usize::try_from(step.civil().1).unwrap_or(1),
            "weekday" => weekday(days) + 1,
            _ => usize::try_from(hour).unwrap_or(0),
        }
    };
    let which: &[&str] = match frequency {
        Frequency::Annual => &[],
        Frequency::Monthly => &["month"],
        Frequency::Daily => &["month", "weekday"],
        Frequency::Hourly => &["month", "weekday", "hour"],
    };
    let profile = |by: &&str| {
        let mut groups: std::collections::BTreeMap<usize, Vec<f64>> = Default::default();
        for (t, v) in series.values.iter().enumerate().filter(|(_, v)| !v.is_nan()) {
            groups.entry(place(by, t)).or_default().push(*v);
        }
        let point = |(place, g): (usize, Vec<f64>)| ProfilePoint {
            place,
            mean: mean(&g),
            median: median(&g),
            n: g.len(),
        };
        Profile { by: (*by).into(), points: groups.into_iter().map(point).collect() }
    };
    which.iter().map(profile).collect()
}
