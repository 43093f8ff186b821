//! One indicator in several cities: which of their figures may be looked at side by side.
//!
//! Figures may be compared where every dimension of their series is the same and stated. Different years are
//! a caution; different methods, boundaries, gases or scopes are a refusal. The reader is told which.

use std::collections::{BTreeMap, BTreeSet};

use crate::view::{Availability, CityView, IndicatorView, Remark, SeriesView};

/// What each city has of one indicator, and whether it may be compared.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// A row a city, in the order of the views.
    pub rows: Vec<Row>,
    /// The judgement.
    pub verdict: Verdict,
    /// Whether every figure is the same national one.
    pub national: bool,
}

/// One city.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Id of the city.
    pub city: String,
    /// The figure, where there is one.
    pub figure: Option<Figure>,
    /// Why there is none, where figures exist that must not be combined.
    pub refusal: Option<Remark>,
}

/// A figure of a city.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// The value in the indicator's unit.
    pub value: f64,
    /// Its period (SDMX).
    pub period: String,
    /// SDMX status code.
    pub status: String,
    /// Dimensions of its series.
    pub dims: BTreeMap<String, String>,
    /// Source ids.
    pub sources: Vec<String>,
}

/// Whether figures may be compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Same dimensions, same period.
    Comparable,
    /// Same dimensions, different periods.
    OtherPeriods,
    /// The series differ in these dimensions, or one of them is not stated.
    Incomparable(Vec<String>),
    /// Fewer than two cities have a figure.
    Alone,
}

/// What an indicator is in each of these cities; none where no city knows the indicator.
///
/// Of several series the one that most cities have is taken, and of its periods the newest that all of them
/// have; a city that lacks it shows the newest figure of its own.
pub fn comparison(views: &[&CityView], id: &str) -> Option<Comparison> {
    let found: Vec<(&CityView, Option<&IndicatorView>)> =
        views.iter().map(|v| (*v, v.indicators.iter().find(|i| i.id == id))).collect();
    found.iter().find(|(_, i)| i.is_some())?;
    let shared = shared_dims(&found);
    let period = shared.as_ref().and_then(|dims| common_period(&found, dims));
    let rows: Vec<Row> = found
        .iter()
        .map(|(view, indicator)| Row {
            city: view.profile.id.clone(),
            figure: indicator.and_then(|i| figure(i, shared.as_ref(), period.as_deref())),
            refusal: indicator.and_then(|i| match &i.availability {
                Availability::NotComparable { reason } => Some(reason.clone()),
                _ => None,
            }),
        })
        .collect();
    let (verdict, national) = (verdict(&rows), national(&found, &rows));
    Some(Comparison { rows, verdict, national })
}

/// Series with a value for the city as a whole, or for its country.
fn large(indicator: &IndicatorView) -> impl Iterator<Item = &SeriesView> {
    let level = ["city", "country"].into_iter().find(|level| {
        indicator.series.iter().any(|s| s.level == *level && s.value.iter().any(Option::is_some))
    });
    let fits = move |s: &&SeriesView| Some(s.level.as_str()) == level && s.value.iter().any(Option::is_some);
    indicator.series.iter().filter(fits)
}

/// The dimensions that most cities have; of equals, those of the first headline.
fn shared_dims(found: &[(&CityView, Option<&IndicatorView>)]) -> Option<BTreeMap<String, String>> {
    let mut counts: BTreeMap<&BTreeMap<String, String>, usize> = BTreeMap::new();
    for indicator in found.iter().filter_map(|(_, i)| *i) {
        for dims in large(indicator).map(|s| &s.dims).collect::<BTreeSet<_>>() {
            *counts.entry(dims).or_default() += 1;
        }
    }
    let most = counts.values().copied().max()?;
    let mut heads = found.iter().filter_map(|(_, i)| {
        let indicator = (*i)?;
        Some(&indicator.series.get(indicator.headline.as_ref()?.series)?.dims)
    });
    let preferred = heads.find(|dims| counts.get(dims) == Some(&most));
    let first = counts.iter().find(|(_, n)| **n == most).map(|(dims, _)| *dims);
    preferred.or(first).cloned()
}

fn common_period(
    found: &[(&CityView, Option<&IndicatorView>)],
    dims: &BTreeMap<String, String>,
) -> Option<String> {
    let series = found.iter().filter_map(|(_, i)| large((*i)?).find(|s| s.dims == *dims));
    let sets = series.map(|s| known(s).map(|(p, _)| p.to_owned()).collect::<BTreeSet<String>>());
    sets.reduce(|a, b| a.intersection(&b).cloned().collect())?.pop_last()
}

/// Periods with a value of low reliability only where there is no other, and where they are in the series.
fn known(series: &SeriesView) -> impl Iterator<Item = (&str, usize)> {
    let sound = |i: &usize| series.value[*i].is_some() && series.status[*i] != "U";
    let any_sound = (0..series.value.len()).any(|i| sound(&i));
    let fits = move |i: &usize| series.value[*i].is_some() && (!any_sound || series.status[*i] != "U");
    (0..series.value.len()).filter(fits).map(|i| (series.period[i].as_str(), i))
}

fn figure(
    indicator: &IndicatorView,
    shared: Option<&BTreeMap<String, String>>,
    period: Option<&str>,
) -> Option<Figure> {
    let common = shared.and_then(|dims| large(indicator).find(|s| s.dims == *dims));
    let own = || indicator.headline.as_ref().and_then(|h| indicator.series.get(h.series));
    let series = common.or_else(own)?;
    let wanted = known(series).find(|(p, _)| common.is_some() && Some(*p) == period);
    let (_, row) = wanted.or_else(|| known(series).max_by(|a, b| a.0.cmp(b.0)))?;
    Some(Figure {
        value: series.value[row]?,
        period: series.period[row].to_string(),
        status: series.status[row].to_string(),
        dims: series.dims.clone(),
        sources: series.sources.clone(),
    })
}

fn verdict(rows: &[Row]) -> Verdict {
    let figures: Vec<&Figure> = rows.iter().filter_map(|r| r.figure.as_ref()).collect();
    let [first, rest @ ..] = figures.as_slice() else { return Verdict::Alone };
    if rest.is_empty() {
        return Verdict::Alone;
    }
    let names: BTreeSet<&String> = figures.iter().flat_map(|f| f.dims.keys()).collect();
    let differs = |name: &&String| {
        let of = |f: &Figure| f.dims.get(*name).cloned();
        // why: what nobody stated cannot be known to be the same
        of(first).as_deref() == Some("unstated") || rest.iter().any(|f| of(f) != of(first))
    };
    let differing: Vec<String> = names.into_iter().filter(differs).cloned().collect();
    if !differing.is_empty() {
        Verdict::Incomparable(differing)
    } else if rest.iter().any(|f| f.period != first.period) {
        Verdict::OtherPeriods
    } else {
        Verdict::Comparable
    }
}

fn national(found: &[(&CityView, Option<&IndicatorView>)], rows: &[Row]) -> bool {
    let country = |i: &IndicatorView| large(i).next().is_some_and(|s| s.level == "country");
    let all = found.iter().zip(rows).filter(|(_, row)| row.figure.is_some());
    let mut all = all.map(|((_, indicator), _)| indicator.is_some_and(country)).peekable();
    all.peek().is_some() && all.all(|is| is)
}

#[cfg(test)]
mod tests;
