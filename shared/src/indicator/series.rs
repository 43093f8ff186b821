//! From the result of a formula to the series a screen shows.

use std::collections::BTreeSet;

use super::{
    Catalogue, Definition,
    engine::Computed,
    frame::Frame,
    headline, remark,
    store::{Mark, Store},
};
use crate::{
    formula::Checked,
    geo::Level,
    order,
    unit::Factor,
    view::{Availability, Code, IndicatorView, SeriesView},
};

/// The result of an indicator, in its unit and by its dimensions.
pub(crate) struct Finished {
    pub(crate) frame: Frame,
    /// Series differ in a dimension that the indicator neither gives nor aggregates.
    pub(crate) differ: Option<Differ>,
}

/// A dimension in which series differ that must not be joined.
pub(crate) struct Differ {
    pub(crate) dimension: String,
    pub(crate) members: Vec<String>,
}

/// Brings a result to the unit, levels and dimensions of its definition.
pub(crate) fn finish(
    definition: &Definition,
    root: Option<&Frame>,
    factor: Factor,
    store: &Store<'_>,
) -> Finished {
    let Some(root) = root else { return Finished { frame: Frame::default(), differ: None } };
    let shown = |geo: &u32| definition.levels.contains(&store.level(*geo));
    let geos: Vec<u32> = root.geos.iter().flatten().copied().filter(shown).collect();
    let from: Vec<usize> = geos.iter().filter_map(|g| root.geo_at(Some(*g))).collect();
    let keys: Vec<usize> = (0..root.keys.len()).filter(|k| has_cells(root, *k, &from)).collect();
    let by: Vec<u32> = definition.by.iter().filter_map(|d| store.word(d)).collect();
    let kept: Vec<usize> = (0..root.dims.len()).filter(|i| by.contains(&root.dims[*i])).collect();
    let empty = || Frame::empty(Vec::new(), Vec::new(), Some(Vec::new()), Some(Vec::new()));
    if let Some(differ) = differing(root, &keys, &by, store) {
        return Finished { frame: empty(), differ: Some(differ) };
    }
    let rows: Vec<(Vec<u32>, usize)> =
        keys.iter().map(|k| (kept.iter().map(|i| root.keys[*k][*i]).collect(), *k)).collect();
    let rows = order::sorted(rows, Ord::cmp);
    let dims = kept.iter().map(|i| root.dims[*i]).collect();
    let keys = rows.iter().map(|(key, _)| key.clone()).collect();
    let mut frame = Frame::empty(dims, keys, Some(geos), root.periods.clone());
    let mut cell = 0;
    for (to, (_, key)) in rows.iter().enumerate() {
        frame.sources[to].clone_from(&root.sources[*key]);
        for geo in &from {
            for period in 0..root.period_count() {
                let source = root.cell(*key, *geo, period);
                frame.set(cell, factor.apply(root.value[source]), root.mark[source]);
                cell += 1;
            }
        }
    }
    Finished { frame, differ: None }
}

fn has_cells(root: &Frame, key: usize, geos: &[usize]) -> bool {
    let observed = |g: &usize| (0..root.period_count()).any(|p| !root.mark[root.cell(key, *g, p)].absent);
    geos.iter().any(observed)
}

/// The first dimension outside `by` in which the series differ.
fn differing(root: &Frame, keys: &[usize], by: &[u32], store: &Store<'_>) -> Option<Differ> {
    root.dims.iter().enumerate().filter(|(_, d)| !by.contains(d)).find_map(|(i, dimension)| {
        let members = order::set(keys.iter().map(|k| root.keys[*k][i]).collect::<Vec<u32>>());
        (members.len() > 1).then(|| Differ {
            dimension: store.word_of(*dimension).into(),
            members: members.into_iter().map(|m| store.word_of(m).into()).collect(),
        })
    })
}

/// One indicator as a screen shows it.
pub(crate) fn view(
    catalogue: &Catalogue,
    at: usize,
    store: &Store<'_>,
    computed: &Computed,
) -> IndicatorView {
    let (definition, checked) = catalogue.entry(at);
    let finished = computed.of(&definition.id).map(|done| &done.finished);
    let series = finished.map(|f| columns(definition, &f.frame, store)).unwrap_or_default();
    let availability = availability(catalogue, at, finished, &series, store);
    let headline = headline::headline(catalogue, at, &series, store, computed);
    let remarks = remark::remarks((definition, checked), &series, &availability, store, computed);
    IndicatorView {
        id: definition.id.clone(),
        domain: definition.domain.clone(),
        unit: definition.unit.clone(),
        decimals: definition.decimals,
        direction: definition.direction,
        availability,
        headline,
        series,
        remarks,
    }
}

/// A series for each level and each combination of dimensions, without cells that were never observed.
fn columns(definition: &Definition, frame: &Frame, store: &Store<'_>) -> Vec<SeriesView> {
    let levels = definition.levels.iter().flat_map(|l| (0..frame.keys.len()).map(move |k| (*l, k)));
    let periods = frame.periods.iter().flatten().map(|p| store.periods[*p as usize].to_string().into());
    let periods: Vec<Code> = periods.collect();
    levels.filter_map(|(level, key)| column(frame, key, level, &periods, store)).collect()
}

/// One series; `periods` are the texts of the frame's.
fn column(
    frame: &Frame,
    key: usize,
    level: Level,
    periods: &[Code],
    store: &Store<'_>,
) -> Option<SeriesView> {
    let owned = |(d, m): (&str, &str)| (d.to_string(), m.to_string());
    let mut view = SeriesView {
        dims: order::map(frame.labels(store, key).into_iter().map(owned)),
        level: level.as_str().into(),
        ..SeriesView::default()
    };
    for (g, geo) in frame.geos.iter().flatten().enumerate().filter(|(_, geo)| store.level(**geo) == level) {
        let code = Code::from(&store.geos[*geo as usize].code);
        for (p, period) in periods.iter().enumerate() {
            let cell = frame.cell(key, g, p);
            let mark: Mark = frame.mark[cell];
            if mark.absent {
                continue;
            }
            view.geo.push(code.clone());
            view.period.push(period.clone());
            view.value.push(Some(frame.value[cell]).filter(|v| !v.is_nan()));
            view.status.push(Code::new_static(status(mark)));
            view.notation.push(Code::new_static(mark.notation.map_or("", notation)));
        }
    }
    if view.geo.is_empty() {
        return None;
    }
    view.sources = frame.sources[key].iter().map(|s| store.sources[*s as usize].clone()).collect();
    Some(view)
}

/// The SDMX code of a mark.
pub(crate) fn status(mark: Mark) -> &'static str {
    use crate::observation::Status;
    match mark.status {
        Status::A => "A",
        Status::B => "B",
        Status::D => "D",
        Status::E => "E",
        Status::I => "I",
        Status::M => "M",
        Status::L => "L",
        Status::P => "P",
        Status::Q => "Q",
        Status::U => "U",
    }
}

/// The text of a notation key.
pub(crate) fn notation(key: crate::observation::NotationKey) -> &'static str {
    use crate::observation::NotationKey;
    match key {
        NotationKey::IE => "IE",
        NotationKey::NE => "NE",
        NotationKey::NO => "NO",
        NotationKey::C => "C",
    }
}

fn availability(
    catalogue: &Catalogue,
    at: usize,
    finished: Option<&Finished>,
    series: &[SeriesView],
    store: &Store<'_>,
) -> Availability {
    let (definition, checked) = catalogue.entry(at);
    if let Some(differ) = finished.and_then(|f| f.differ.as_ref()) {
        return Availability::NotComparable { reason: remark::series_differ(differ) };
    }
    if series.iter().any(|s| s.value.iter().any(Option::is_some)) {
        return Availability::Computed;
    }
    if let Some(rule) = &definition.not_comparable
        && rule.where_known.iter().all(|c| store.has(c))
    {
        return Availability::NotComparable { reason: remark::not_comparable(&rule.key, store) };
    }
    let concepts = concepts(catalogue, checked);
    let missing: Vec<String> = concepts.iter().filter(|c| !store.has(c)).cloned().collect();
    Availability::NoData { needs: if missing.is_empty() { concepts.into_iter().collect() } else { missing } }
}

impl Catalogue {
    /// The concepts an indicator is made of; none where there is no such indicator.
    pub fn concepts_of(&self, id: &str) -> BTreeSet<String> {
        self.formula(id).map(|checked| concepts(self, checked)).unwrap_or_default()
    }
}

/// The concepts an indicator is made of, those of the indicators it refers to included.
fn concepts(catalogue: &Catalogue, checked: &Checked) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for name in checked.types.iter().flat_map(|t| &t.concepts) {
        match name.strip_prefix('@') {
            // No indicator refers to itself, so this ends.
            Some(other) => {
                let known = catalogue.formula(other).map(|f| concepts(catalogue, f));
                known.into_iter().flatten().for_each(|c| {
                    found.insert(c);
                });
            }
            None => {
                found.insert(name.clone());
            }
        }
    }
    found
}
