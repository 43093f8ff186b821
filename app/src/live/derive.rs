//! Figures that readings give only together: carbon intensity and renewable share of electricity, vehicles in all.

use std::collections::{BTreeMap, BTreeSet};

use gemeo_shared::{observation::Series, period::Period};

use super::panel::{Course, Key, Panel, Point};

/// Median life-cycle emissions of electricity, in gCO₂e/kWh. Source: IPCC, Fifth Assessment Report, working group III
/// (2014), annex III, table A.III.2. Names as `shared::connect::entsoe` gives them; `B09` and `B14` are ENTSO-E's codes.
const LIFE_CYCLE: [(&str, f64); 11] = [
    ("biomass", 230.0),
    ("fossil_gas", 490.0),
    ("fossil_hard_coal", 820.0),
    ("hydro_pumped_storage", 24.0),
    ("hydro_reservoir", 24.0),
    ("hydro_run_of_river", 24.0),
    ("solar", 48.0),
    ("wind_offshore", 12.0),
    ("wind_onshore", 11.0),
    // geothermal
    ("B09", 38.0),
    // nuclear
    ("B14", 12.0),
];
/// Fewest kinds of production that are taken for a whole mix: a source may be set up for one of them alone.
const FEWEST_KINDS: usize = 4;
/// Most of the production that may be of kinds without a factor.
const MOST_UNKNOWN: f64 = 0.05;

/// What is computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Derived {
    /// Emissions of a kilowatt-hour of the production.
    Carbon,
    /// Renewable part of the production.
    Renewable,
    /// Vehicles on all lines.
    Vehicles,
}

impl Derived {
    /// The series that the figure is called by.
    pub fn series(self) -> Series {
        let (concept, unit) = match self {
            Self::Carbon => ("derived_carbon_intensity", "gCO2e/kWh"),
            Self::Renewable => ("derived_renewable_share", "%"),
            Self::Vehicles => ("derived_vehicles", "vehicle"),
        };
        Series { concept: concept.into(), unit: unit.into(), dims: BTreeMap::new() }
    }
}

/// A figure with what it was before, like the course of a reading.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// What it is.
    pub what: Derived,
    /// Place and source are those of the readings.
    pub key: Key,
    /// The values, the newest last.
    pub points: Vec<Point>,
    /// When the newest reading came in.
    pub received: i64,
    /// Whether it is of recorded readings.
    pub replay: bool,
}

type Group<'a> = Vec<(&'a Key, &'a Course)>;

/// Every figure that the readings give.
pub fn figures(panel: &Panel) -> Vec<Figure> {
    let mut mixes: BTreeMap<_, Group<'_>> = BTreeMap::new();
    let mut fleets: BTreeMap<_, Group<'_>> = BTreeMap::new();
    for (key, course) in panel.courses() {
        match key.series.concept.as_str() {
            "electricity_power" => {
                mixes.entry((&key.place, &key.source, key.private)).or_default().push((key, course));
            }
            "vehicles_running" => fleets.entry((&key.source, key.private)).or_default().push((key, course)),
            _ => {}
        }
    }
    let mixed = mixes.values().flat_map(|group| {
        [
            figure(Derived::Carbon, &generating(group), carbon),
            figure(Derived::Renewable, &halves(group), share),
        ]
    });
    let counted = fleets.values().map(|group| {
        if group.len() < 2 {
            None
        } else {
            figure(Derived::Vehicles, group, |parts| Some(parts.iter().map(|(_, v)| v).sum()))
        }
    });
    mixed.chain(counted).flatten().collect()
}

fn generating<'a>(group: &Group<'a>) -> Group<'a> {
    let is = |key: &Key| key.series.dims.get("direction").map(String::as_str) == Some("generation");
    let found: Group<'a> = group.iter().copied().filter(|(key, _)| is(key)).collect();
    if found.len() < FEWEST_KINDS { Vec::new() } else { found }
}

fn halves<'a>(group: &Group<'a>) -> Group<'a> {
    let found: Group<'a> =
        group.iter().copied().filter(|(key, _)| matches!(kind(key), "renewable" | "non_renewable")).collect();
    if found.len() == 2 { found } else { Vec::new() }
}

fn kind(key: &Key) -> &str {
    key.series.dims.get("kind").map_or("", String::as_str)
}

/// Computes a figure for each period for which all parts are there; vehicles for those that run.
fn figure(what: Derived, group: &Group<'_>, of: impl Fn(&[(&str, f64)]) -> Option<f64>) -> Option<Figure> {
    let (first, _) = group.first()?;
    let newest: BTreeSet<Period> = group.iter().filter_map(|(_, c)| c.newest()).map(|p| p.period).collect();
    let last = *newest.last()?;
    let whole = what != Derived::Vehicles;
    let mut periods: BTreeMap<Period, Vec<(&str, f64)>> = BTreeMap::new();
    for (key, course) in group {
        for point in &course.points {
            periods.entry(point.period).or_default().extend(point.value.map(|value| (kind(key), value)));
        }
    }
    let complete = |parts: &Vec<(&str, f64)>| !whole || parts.len() == group.len();
    let points = periods
        .iter()
        .filter(|(_, parts)| complete(parts))
        .filter_map(|(period, parts)| Some(Point { period: *period, value: Some(of(parts)?) }))
        .collect::<Vec<_>>();
    points.last()?;
    let recent = || group.iter().filter(|(_, c)| c.newest().is_some_and(|p| p.period == last));
    let key = Key { series: what.series(), ..(*first).clone() };
    let received = recent().map(|(_, c)| c.received).max().unwrap_or_default();
    Some(Figure { what, key, points, received, replay: group.iter().any(|(_, c)| c.replay) })
}

/// Emissions of the mean kilowatt-hour; none where too much of it has no factor.
fn carbon(parts: &[(&str, f64)]) -> Option<f64> {
    let factor =
        |kind: &str| LIFE_CYCLE.into_iter().find(|(known, _)| *known == kind).map(|(_, factor)| factor);
    let all: f64 = parts.iter().map(|(_, power)| power.max(0.0)).sum();
    let known: f64 = parts.iter().filter(|(k, _)| factor(k).is_some()).map(|(_, power)| power.max(0.0)).sum();
    let emitted: f64 = parts.iter().map(|(k, power)| factor(k).unwrap_or(0.0) * power.max(0.0)).sum();
    (known > 0.0 && known >= (1.0 - MOST_UNKNOWN) * all).then(|| emitted / known)
}

fn share(parts: &[(&str, f64)]) -> Option<f64> {
    let all: f64 = parts.iter().map(|(_, power)| power).sum();
    let renewable = parts.iter().find(|(kind, _)| *kind == "renewable")?.1;
    (all > 0.0 && renewable >= 0.0).then(|| 100.0 * renewable / all)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::live::panel::tests::reading;

    /// Concept, dimensions, hour and value.
    type Came<'t> = (&'t str, &'t [(&'t str, &'t str)], u8, f64);

    fn panel(readings: &[Came<'_>]) -> Panel {
        let mut panel = Panel::default();
        for (concept, dims, hour, value) in readings {
            panel.take(false, reading(concept, dims, "country/PT", *hour, *value));
        }
        panel
    }

    fn mix(kinds: &[(&str, f64)], hour: u8) -> Panel {
        let mut panel = Panel::default();
        for (kind, value) in kinds {
            let dims = [("direction", "generation"), ("kind", *kind)];
            panel.take(false, reading("electricity_power", &dims, "country/PT", hour, *value));
        }
        panel
    }

    #[test]
    fn carbon_intensity_is_the_mean_of_the_factors_by_power() {
        let figures = figures(&mix(
            &[("fossil_gas", 1000.0), ("wind_onshore", 2000.0), ("solar", 500.0), ("hydro_reservoir", 500.0)],
            3,
        ));
        assert_eq!(figures.len(), 1);
        assert_eq!(figures[0].what, Derived::Carbon);
        // (490·1000 + 11·2000 + 48·500 + 24·500) / 4000
        assert_eq!(figures[0].points.last().and_then(|p| p.value), Some(137.0));
    }

    #[test]
    fn a_mix_that_is_not_whole_gives_no_figure() {
        assert!(figures(&mix(&[("solar", 500.0)], 3)).is_empty(), "one kind alone");
        let unknown = [("fossil_gas", 500.0), ("wind_onshore", 500.0), ("solar", 500.0), ("other", 500.0)];
        assert!(figures(&mix(&unknown, 3)).is_empty(), "a quarter without a factor");
        let mut late =
            mix(&[("fossil_gas", 1.0), ("wind_onshore", 1.0), ("solar", 1.0), ("biomass", 1.0)], 3);
        let dims = [("direction", "generation"), ("kind", "solar")];
        late.take(false, reading("electricity_power", &dims, "country/PT", 4, 9.0));
        assert_eq!(figures(&late)[0].points.len(), 1, "the next hour is not whole yet");
    }

    #[test]
    fn the_renewable_share_is_of_the_production() {
        let power = |kind: &'static str, value| {
            (
                "electricity_power",
                if kind == "renewable" {
                    &[("kind", "renewable")] as &[_]
                } else {
                    &[("kind", "non_renewable")]
                },
                3,
                value,
            )
        };
        let figures = figures(&panel(&[power("renewable", 750.0), power("non_renewable", 250.0)]));
        assert_eq!(
            figures.iter().map(|f| (f.what, f.points[0].value)).collect::<Vec<_>>(),
            [(Derived::Renewable, Some(75.0))]
        );
    }

    #[test]
    fn vehicles_are_counted_hour_by_hour() {
        let running = |line: &'static [(&'static str, &'static str)], hour, value| {
            ("vehicles_running", line, hour, value)
        };
        let (a, b): (&[_], &[_]) = (&[("line", "1703")], &[("line", "1704")]);
        let figures = figures(&panel(&[running(a, 3, 4.0), running(b, 3, 5.0), running(a, 4, 6.0)]));
        let values: Vec<Option<f64>> = figures[0].points.iter().map(|p| p.value).collect();
        assert_eq!(values, [Some(9.0), Some(6.0)], "a line on which nothing runs any more does not count");
        assert!(super::figures(&panel(&[running(a, 3, 4.0)])).is_empty(), "one line is its own sum");
    }
}
