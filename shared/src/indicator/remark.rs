//! Remarks: what a reader must know beside the number.
//!
//! Texts of the keys are in `shared/catalogue/remarks.toml`.

use std::collections::BTreeMap;

use super::{Definition, When, engine::Computed, eval, series::Differ, store::Store};
use crate::{
    formula::{Checked, Kind, NodeId},
    geo::Level,
    order,
    period::Frequency,
    view::{Availability, Code, Remark, SeriesView},
};

/// The remarks of an indicator, in a fixed order.
pub(crate) fn remarks(
    (definition, checked): (&Definition, &Checked),
    series: &[SeriesView],
    availability: &Availability,
    store: &Store<'_>,
    computed: &Computed,
) -> Vec<Remark> {
    let mut remarks = Vec::new();
    if *availability == Availability::Computed {
        remarks.extend(month_only(series));
        remarks.extend(population_year(definition, checked, store, computed));
        remarks.extend(incomplete(definition, store, computed));
        let made = definition.remarks.iter().filter(|rule| holds(rule.when, series));
        remarks.extend(made.map(|rule| remark(&rule.key, Vec::new())));
    } else if store.pack.detail.is_none() {
        remarks.push(remark("remark.detail_not_loaded", Vec::new()));
    }
    remarks
}

fn remark(key: &str, args: Vec<(&str, String)>) -> Remark {
    Remark { key: key.into(), args: order::map(args.into_iter().map(|(k, v)| (k.to_string(), v))) }
}

fn holds(when: When, series: &[SeriesView]) -> bool {
    match when {
        When::Always => true,
        When::SeveralSeries => {
            let cities = series.iter().filter(|s| s.level == Level::City.as_str());
            cities.count() > 1
        }
        When::Year2020 => {
            let shown =
                |s: &SeriesView| s.period.iter().zip(&s.value).any(|(p, v)| p == "2020" && v.is_some());
            series.iter().any(shown)
        }
        When::Doubtful => series.iter().any(|s| s.status.iter().any(|c| c == "U")),
    }
}

/// A month is not a year, and is never made one.
fn month_only(series: &[SeriesView]) -> Option<Remark> {
    let is_month =
        |p: &&Code| p.parse::<crate::period::Period>().is_ok_and(|p| p.frequency() == Frequency::M);
    let newest = series.iter().flat_map(|s| &s.period).filter(is_month).max()?;
    Some(remark("remark.month_only", vec![("period", newest.to_string())]))
}

/// Year and source of the population that figures per inhabitant are divided by.
fn population_year(
    definition: &Definition,
    checked: &Checked,
    store: &Store<'_>,
    computed: &Computed,
) -> Option<Remark> {
    let nodes = &computed.of(&definition.id)?.nodes;
    let fixed = checked.formula.nodes.iter().find_map(|node| match node.kind {
        Kind::Latest(x) | Kind::At(x, _) if of_population(checked, x) => Some((&node.kind, x)),
        _ => None,
    })?;
    let frame = &nodes[usize::from(fixed.1)];
    let geo = frame.geo_at(store.city).or((frame.geo_count() > 0).then_some(0))?;
    let key = (!frame.keys.is_empty()).then_some(0)?;
    let at = match fixed.0 {
        Kind::At(_, period) => frame.period_at(store.period(*period))?,
        _ => eval::newest(frame, key, geo)?,
    };
    let period = store.periods[*frame.periods.as_ref()?.get(at)? as usize];
    let titles = frame.sources[key].iter().map(|s| {
        let id = &store.sources[*s as usize];
        store.pack.source(id).map_or_else(|| id.clone(), |s| s.title.clone())
    });
    let source = titles.collect::<Vec<_>>().join("; ");
    Some(remark("remark.population_year", vec![("year", period.to_string()), ("source", source)]))
}

fn of_population(checked: &Checked, x: NodeId) -> bool {
    let concepts = &checked.type_of(x).concepts;
    concepts.len() == 1 && concepts.contains("population")
}

/// Periods in which a sum of the city leaves out what was not estimated or not observed.
fn incomplete(definition: &Definition, store: &Store<'_>, computed: &Computed) -> Option<Remark> {
    let frame = &computed.of(&definition.id)?.finished.frame;
    let mut periods = Vec::new();
    for (g, geo) in frame.geos.iter().flatten().enumerate() {
        if store.level(*geo) != Level::City {
            continue;
        }
        for (p, period) in frame.periods.iter().flatten().enumerate() {
            let partial = |k: usize| {
                let cell = frame.cell(k, g, p);
                frame.mark[cell].partial && !frame.value[cell].is_nan()
            };
            if (0..frame.keys.len()).any(partial) {
                periods.push(*period);
            }
        }
    }
    let named: Vec<String> =
        order::set(periods).iter().map(|p| store.periods[*p as usize].to_string()).collect();
    (!named.is_empty()).then(|| remark("remark.sum_incomplete", vec![("periods", named.join(", "))]))
}

/// Series that must not be joined.
pub(crate) fn series_differ(differ: &Differ) -> Remark {
    let (dimension, members) = (differ.dimension.clone(), differ.members.join(", "));
    remark("remark.series_differ", vec![("dimension", dimension), ("members", members)])
}

/// Figures that exist and may not be compared, with base and year of the promise in force.
pub(crate) fn not_comparable(key: &str, store: &Store<'_>) -> Remark {
    let mut args = BTreeMap::new();
    let current = store.pack.targets.iter().find(|t| t.current && t.base_year.is_some());
    if let Some(target) = current {
        args.insert("target_year".to_string(), target.target_year.to_string());
        if let Some(year) = target.base_year {
            args.insert("base_year".to_string(), year.to_string());
        }
    }
    Remark { key: key.into(), args }
}
