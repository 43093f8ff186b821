//! The observations that went into a value, each once.

use super::Members;
use crate::{
    formula::Filter,
    indicator::{
        eval,
        store::{Cell, Observed, Origin, Store},
        uncertain,
    },
    lineage, order,
    pack::vocabulary,
    view::{Input, Step},
};

/// The observations taken so far; texts and hashes are made only for those who ask for the list.
#[derive(Default)]
pub(super) struct Inputs<'a>(Vec<Taken<'a>>);

/// One observation with its series.
struct Taken<'a> {
    concept: &'a str,
    observed: &'a Observed,
    cell: &'a Cell,
    /// Position of the step that read it.
    step: usize,
}

/// Members of known dimensions, place and period.
type Place<'a> = (&'a Members, Option<u32>, Option<u32>);

impl<'a> Inputs<'a> {
    /// Takes the observations of a concept that pass the filters and lie at a place.
    pub(super) fn take(
        &mut self,
        store: &'a Store<'_>,
        concept: &'a str,
        filters: &[Filter],
        (key, geo, period): Place<'_>,
        (timeless, step): (bool, usize),
    ) {
        // A dimension that the filters fix may have another member outside.
        let fixed = |d: u32| filters.iter().any(|f| f.dimension == store.word_of(d));
        let fits = |o: &&Observed| {
            let same = |(d, m): &(u32, u32)| key.get(*d).is_none_or(|k| k == *m) || fixed(*d);
            o.dims.iter().all(same) && eval::passes(store, &o.dims, filters)
        };
        let Some(geo) = geo else { return };
        for observed in store.observed(concept).iter().filter(fits) {
            let here = |c: &&Cell| timeless || Some(c.period) == period;
            let cells = observed.at(geo).iter().filter(here);
            self.0.extend(cells.map(|cell| Taken { concept, observed, cell, step }));
        }
    }

    /// Where they stand, sorted.
    pub(super) fn origins(&self) -> Vec<Origin> {
        order::set(self.0.iter().map(|t| t.cell.origin).collect())
    }

    /// Ids of their sources, sorted.
    pub(super) fn sources(&self, store: &Store<'_>) -> Vec<String> {
        let used = order::set(self.0.iter().map(|t| t.cell.source).collect());
        used.into_iter().filter_map(|s| store.sources.get(s as usize).cloned()).collect()
    }

    /// All of them, each once, sorted by series, place and period; each step is told which of them it read.
    pub(super) fn list(&self, store: &Store<'_>, steps: &mut [Step]) -> Vec<Input> {
        let keyed = self.0.iter().map(|t| ((t.series(store), t.cell.geo, t.cell.period), t)).collect();
        let mut keyed: Vec<((String, u32, u32), &Taken<'_>)> = order::sorted(keyed, |a, b| a.0.cmp(&b.0));
        let mut at = 0;
        for (i, (key, taken)) in keyed.iter().enumerate() {
            at += usize::from(i > 0 && keyed[i - 1].0 != *key);
            if let Some(step) = steps.get_mut(taken.step) {
                step.inputs.push(at as u32);
            }
        }
        keyed.dedup_by(|a, b| a.0 == b.0);
        keyed.into_iter().map(|((series, ..), taken)| input(store, series, taken)).collect()
    }
}

impl Taken<'_> {
    fn series(&self, store: &Store<'_>) -> String {
        let pairs = self.observed.dims.iter().map(|(d, m)| (store.word_of(*d), store.word_of(*m)));
        lineage::dims_text(self.concept, pairs)
    }
}

fn input(store: &Store<'_>, series: String, &Taken { concept, cell, .. }: &Taken<'_>) -> Input {
    let geo = &store.geos[cell.geo as usize];
    let period = store.periods[cell.period as usize];
    let source = store.sources.get(cell.source as usize).cloned().unwrap_or_default();
    let row = match cell.origin {
        Origin::Row { table, row } => store.tables[table as usize].row(row as usize),
        Origin::Target(_) => None,
    };
    let uncertain = uncertain::of_cell(&store.tables, concept, cell);
    match row {
        // The figure as published, in its own unit.
        Some(row) => Input {
            series,
            geo: geo.to_string(),
            period: period.to_string(),
            value: row.value(),
            unit: row.series().unit.clone(),
            status: super::super::series::status(cell.mark).into(),
            notation: cell.mark.notation.map_or("", super::super::series::notation).into(),
            quality: row.quality().map(|q| format!("{q:?}")).unwrap_or_default(),
            uncertainty_pct: uncertain.map(|d| d.pct),
            uncertainty_rule: uncertain.map_or("", |d| d.rule).into(),
            source,
            note: row.note().map(Into::into),
            hash: lineage::observation_hash(&row.to_observation()),
        },
        None => Input {
            hash: lineage::promise_hash(&series, geo, period, cell.value, &source),
            series,
            geo: geo.to_string(),
            period: period.to_string(),
            value: Some(cell.value),
            unit: vocabulary::concept(concept).map_or("1", |c| c.unit).into(),
            status: "A".into(),
            notation: String::new(),
            quality: String::new(),
            uncertainty_pct: None,
            uncertainty_rule: String::new(),
            source,
            note: None,
        },
    }
}
