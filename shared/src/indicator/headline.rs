//! The figure a card shows.

use super::{Catalogue, Definition, engine::Computed, store::Store, trace};
use crate::{
    geo::Level,
    view::{Headline, SeriesView},
};

/// The newest value of the preferred series of the city, or of its country where the figure is national.
pub(crate) fn headline(
    catalogue: &Catalogue,
    entry: usize,
    series: &[SeriesView],
    store: &Store<'_>,
    computed: &Computed,
) -> Option<Headline> {
    let (definition, _) = catalogue.entry(entry);
    let (index, at) = choose(definition, series)?;
    let chosen = &series[index];
    let earlier = (0..at).rev().find(|i| chosen.value[*i].is_some() && chosen.geo[*i] == chosen.geo[at]);
    let previous = earlier.and_then(|i| Some((chosen.value[i]?, chosen.period[i].to_string())));
    let geo = format!("{}/{}", chosen.level, chosen.geo[at]).parse().ok()?;
    let period = chosen.period[at].parse().ok()?;
    let wanted = trace::Wanted { geo: &geo, period, dims: &chosen.dims };
    let sources = trace::sources(catalogue, entry, store, computed, &wanted);
    Some(Headline {
        value: chosen.value[at]?,
        period: chosen.period[at].to_string(),
        status: chosen.status[at].to_string(),
        series: index,
        previous,
        sources: if sources.is_empty() { chosen.sources.clone() } else { sources },
    })
}

/// Index of the series and of the value in it.
fn choose(definition: &Definition, series: &[SeriesView]) -> Option<(usize, usize)> {
    let at_level = |level: Level| {
        let found = series.iter().enumerate().filter(move |(_, s)| s.level == level.as_str());
        found.filter(|(_, s)| s.value.iter().any(Option::is_some)).map(|(i, _)| i).collect::<Vec<_>>()
    };
    let level = [Level::City, Level::Country].into_iter().map(at_level).find(|found| !found.is_empty())?;
    let preferred = |i: &&usize| {
        let dims = &series[**i].dims;
        definition.prefer.iter().all(|(d, m)| dims.get(d) == Some(m))
    };
    let pool: Vec<usize> = level.iter().filter(preferred).copied().collect();
    let pool = if pool.is_empty() { level } else { pool };
    let sound =
        |i: &usize| series[*i].status.iter().zip(&series[*i].value).any(|(s, v)| s != "U" && v.is_some());
    let reliable: Vec<usize> = pool.iter().copied().filter(sound).collect();
    // A figure of low reliability heads a card only where there is no other.
    let pool = if reliable.is_empty() { pool } else { reliable };
    // The newest value wins; of two as new, the first series.
    pool.into_iter()
        .filter_map(|i| Some((i, newest(&series[i])?)))
        .reduce(|best, next| if period(series, next) > period(series, best) { next } else { best })
}

fn period(series: &[SeriesView], (index, at): (usize, usize)) -> &str {
    &series[index].period[at]
}

/// The newest value of a series, of low reliability only where it has no other.
fn newest(series: &SeriesView) -> Option<usize> {
    let known = |i: &usize| series.value[*i].is_some();
    let rows = || (0..series.value.len()).rev().filter(known);
    rows().find(|i| series.status[*i] != "U").or_else(|| rows().next())
}
