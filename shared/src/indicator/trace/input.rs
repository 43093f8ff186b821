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
    view::Input,
};

/// Observations by their series, place and period, so that they come out sorted.
#[derive(Default)]
pub(super) struct Inputs(Vec<((String, u32, u32), Input, Origin)>);

/// Members of known dimensions, place and period.
type Place<'a> = (&'a Members, Option<u32>, Option<u32>);

impl Inputs {
    /// Takes the observations of a concept that pass the filters and lie at a place.
    pub(super) fn take(
        &mut self,
        store: &Store<'_>,
        concept: &str,
        filters: &[Filter],
        (key, geo, period): Place<'_>,
        timeless: bool,
    ) {
        // A dimension that the filters fix may have another member outside.
        let fixed = |d: u32| filters.iter().any(|f| f.dimension == store.word_of(d));
        let fits = |o: &&Observed| {
            let same = |(d, m): &(u32, u32)| fixed(*d) || key.get(*d).is_none_or(|k| k == *m);
            o.dims.iter().all(same) && eval::passes(store, &o.dims, filters)
        };
        for observed in store.observed(concept).iter().filter(fits) {
            let here = |c: &&Cell| Some(c.geo) == geo && (timeless || Some(c.period) == period);
            for cell in observed.cells.iter().filter(here) {
                let input = input(store, concept, observed, cell);
                self.0.push(((input.series.clone(), cell.geo, cell.period), input, cell.origin));
            }
        }
    }

    /// Where they stand, sorted.
    pub(super) fn origins(&self) -> Vec<Origin> {
        order::set(self.0.iter().map(|(_, _, origin)| *origin).collect())
    }

    /// All of them, sorted.
    pub(super) fn list(self) -> Vec<Input> {
        let mut inputs = order::sorted(self.0, |a, b| a.0.cmp(&b.0));
        inputs.dedup_by(|a, b| a.0 == b.0);
        inputs.into_iter().map(|(_, input, _)| input).collect()
    }
}

fn input(store: &Store<'_>, concept: &str, observed: &Observed, cell: &Cell) -> Input {
    let pairs = observed.dims.iter().map(|(d, m)| (store.word_of(*d), store.word_of(*m)));
    let series = lineage::dims_text(concept, pairs);
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
