//! A part of the observations, to compute again with other values.

use std::collections::BTreeMap;

use super::{Cell, Observed, Origin, Store};

impl<'a> Store<'a> {
    /// The same dictionaries with only the observations of these origins.
    ///
    /// `origins` are sorted.
    pub(crate) fn only(&self, origins: &[Origin]) -> Store<'a> {
        let kept = |observed: &Observed| {
            let cells: Vec<Cell> =
                observed.cells.iter().filter(|c| origins.binary_search(&c.origin).is_ok()).copied().collect();
            (!cells.is_empty()).then(|| Observed { dims: observed.dims.clone(), cells })
        };
        let some = |list: &Vec<Observed>| list.iter().filter_map(kept).collect::<Vec<_>>();
        let concepts = self.concepts.iter().map(|(name, list)| (*name, some(list)));
        Store {
            pack: self.pack,
            tables: self.tables.clone(),
            geos: self.geos.clone(),
            periods: self.periods.clone(),
            words: self.words.clone(),
            sources: self.sources.clone(),
            city: self.city,
            parent: self.parent.clone(),
            concepts: concepts.filter(|(_, list)| !list.is_empty()).collect(),
            scaled: BTreeMap::new(),
        }
    }

    /// Every observation with its concept, in the order of their names.
    pub(crate) fn cells_mut(&mut self) -> impl Iterator<Item = (&'a str, &mut Cell)> {
        let concepts = self.concepts.iter_mut();
        concepts.flat_map(|(name, list)| list.iter_mut().flat_map(|o| &mut o.cells).map(|c| (*name, c)))
    }
}
