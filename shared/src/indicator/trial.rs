//! An indicator that someone is writing, computed before it is in any catalogue.

use std::collections::BTreeMap;

use super::{Catalogue, CatalogueError, Definition, Engine};
use crate::{
    geo::Level,
    pack::Pack,
    view::{Direction, Trial},
};

/// Id of an indicator that has none yet.
const ID: &str = "draft";

/// What is written so far.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Draft {
    /// The formula.
    pub formula: String,
    /// The unit of the result; empty takes that of the formula.
    pub unit: String,
    /// Whether `interpolate` may be used.
    pub interpolate: bool,
}

impl Engine {
    /// Checks a draft and computes it for a city, at every level and by every dimension it has. It may name the reader's
    /// own series that lie beside the pack.
    ///
    /// # Errors
    /// [`CatalogueError`] with the place in the formula.
    pub fn trial(&self, pack: &Pack, draft: &Draft) -> Result<Trial, CatalogueError> {
        let mut definition = Definition {
            id: ID.into(),
            domain: String::new(),
            unit: draft.unit.trim().into(),
            decimals: 2,
            direction: Direction::None,
            levels: vec![Level::City, Level::Parish2013, Level::Parish2025, Level::Station, Level::Country],
            formula: draft.formula.clone(),
            by: Vec::new(),
            prefer: BTreeMap::new(),
            interpolate: draft.interpolate,
            remarks: Vec::new(),
            not_comparable: None,
        };
        let catalogue = self.catalogue().clone();
        let own = pack.own.iter().flat_map(|table| table.series());
        let catalogue = catalogue.beside(own.filter_map(|s| Some((s.concept.clone(), s.unit.parse().ok()?))));
        let found = catalogue.infer(&definition)?;
        definition.by = found.dimensions.iter().cloned().collect();
        let unit = found.unit.to_string();
        if definition.unit.is_empty() {
            definition.unit.clone_from(&unit);
        }
        let dimensions = definition.by.clone();
        let engine = Engine::new(catalogue.with(definition)?);
        let indicator = engine.indicators(pack, Some(ID)).into_iter().next();
        let indicator =
            indicator.ok_or_else(|| CatalogueError::Unreadable("the draft was not computed".into()))?;
        Ok(Trial { unit, dimensions, indicator })
    }
}

impl Catalogue {
    /// A catalogue with one more definition, which may refer to all others.
    ///
    /// # Errors
    /// [`CatalogueError`], of the new definition alone.
    pub fn with(&self, definition: Definition) -> Result<Self, CatalogueError> {
        let mut more = self.clone();
        if more.index(&definition.id).is_some() {
            return Err(CatalogueError::Twice(definition.id));
        }
        more.append(definition)?;
        Ok(more)
    }
}
