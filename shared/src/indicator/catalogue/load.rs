//! Reading and checking a catalogue: units, references and circles are found here, before any data.

use std::collections::{BTreeMap, BTreeSet};

use super::{Catalogue, CatalogueError, Definition};
use crate::{
    formula::{Checked, ConceptType, Concepts, Expected, Formula, Kind, Type, check, infer, parse},
    order as sorting,
    pack::vocabulary,
    unit::Unit,
};

impl Catalogue {
    /// A catalogue of these definitions, checked.
    ///
    /// # Errors
    /// [`CatalogueError`] names the indicator and the place in its formula.
    pub fn new(definitions: Vec<Definition>) -> Result<Self, CatalogueError> {
        let mut seen = BTreeSet::new();
        if let Some(twice) = definitions.iter().find(|d| !seen.insert(&d.id)) {
            return Err(CatalogueError::Twice(twice.id.clone()));
        }
        let known = Known::of(&definitions, BTreeMap::new())?;
        let formulas: Vec<Formula> = definitions.iter().map(read).collect::<Result<_, _>>()?;
        let checked = definitions.iter().zip(&formulas).map(|(d, f)| known.check(d, f.clone()));
        let checked = checked.collect::<Result<Vec<Checked>, _>>()?;
        let order = order(&definitions, &formulas)?;
        Ok(Self { definitions, checked, order, own: BTreeMap::new() })
    }

    /// What the formula of a definition gives, whatever its unit and dimensions say.
    pub(crate) fn infer(&self, definition: &Definition) -> Result<Type, CatalogueError> {
        let known = Known::of(&self.definitions, self.own.clone())?;
        let checked = infer(read(definition)?, &definition.id, definition.interpolate, &known)?;
        Ok(checked.type_of(checked.formula.root()).clone())
    }

    /// The catalogue beside a reader's own series, which definitions added from here on may name.
    pub(crate) fn beside(self, own: impl IntoIterator<Item = (String, Unit)>) -> Self {
        Self { own: own.into_iter().collect(), ..self }
    }

    /// Adds a definition that no other refers to, checked.
    pub(crate) fn append(&mut self, definition: Definition) -> Result<(), CatalogueError> {
        let known = Known::of(&self.definitions, self.own.clone())?;
        let checked = known.check(&definition, read(&definition)?)?;
        self.order.push(self.definitions.len());
        self.definitions.push(definition);
        self.checked.push(checked);
        Ok(())
    }
}

fn read(definition: &Definition) -> Result<Formula, CatalogueError> {
    parse(&definition.formula).map_err(|error| CatalogueError::Syntax { id: definition.id.clone(), error })
}

/// What the formulas of a catalogue may refer to.
struct Known {
    indicators: BTreeMap<String, ConceptType>,
    own: BTreeMap<String, Unit>,
}

impl Known {
    fn of(definitions: &[Definition], own: BTreeMap<String, Unit>) -> Result<Self, CatalogueError> {
        let mut indicators = BTreeMap::new();
        for d in definitions {
            let (unit, dimensions) = (unit(d)?, sorting::each(d.by.iter().cloned()));
            indicators.insert(d.id.clone(), ConceptType { unit, dimensions, timeless: false });
        }
        Ok(Self { indicators, own })
    }

    fn check(&self, definition: &Definition, formula: Formula) -> Result<Checked, CatalogueError> {
        let unit = unit(definition)?;
        let (id, by, interpolate) =
            (definition.id.as_str(), definition.by.as_slice(), definition.interpolate);
        Ok(check(formula, &Expected { id, unit: &unit, by, interpolate }, self)?)
    }
}

impl Concepts for Known {
    fn concept(&self, id: &str) -> Option<ConceptType> {
        if let Some(unit) = self.own.get(id) {
            let dimensions = BTreeSet::new();
            return Some(ConceptType { unit: unit.clone(), dimensions, timeless: false });
        }
        let concept = vocabulary::concept(id)?;
        let dimensions = concept.dimensions.iter().map(|d| (*d).to_string()).collect();
        Some(ConceptType { unit: concept.unit.parse().ok()?, dimensions, timeless: concept.promise })
    }

    fn indicator(&self, id: &str) -> Option<ConceptType> {
        self.indicators.get(id).cloned()
    }
}

fn unit(definition: &Definition) -> Result<Unit, CatalogueError> {
    definition.unit.parse().map_err(|error| CatalogueError::Unit { id: definition.id.clone(), error })
}

/// Indices in an order in which every indicator comes after those it refers to.
fn order(definitions: &[Definition], formulas: &[Formula]) -> Result<Vec<usize>, CatalogueError> {
    let index: BTreeMap<&str, usize> =
        sorting::map(definitions.iter().enumerate().map(|(i, d)| (d.id.as_str(), i)));
    let needs = |at: usize| -> Vec<usize> {
        let of_node = |kind: &Kind| match kind {
            Kind::Indicator(id, _) => index.get(id.as_str()).copied(),
            _ => None,
        };
        formulas[at].nodes.iter().filter_map(|n| of_node(&n.kind)).collect()
    };
    let mut order = Vec::new();
    while order.len() < definitions.len() {
        let ready = |at: &usize| !order.contains(at) && needs(*at).iter().all(|n| order.contains(n));
        match (0..definitions.len()).find(ready) {
            Some(next) => order.push(next),
            None => return Err(CatalogueError::Cycle(circle(definitions, &order, needs))),
        }
    }
    Ok(order)
}

/// The ids along a circle among the definitions that could not be put in order.
fn circle(definitions: &[Definition], order: &[usize], needs: impl Fn(usize) -> Vec<usize>) -> Vec<String> {
    let open = |at: &usize| !order.contains(at);
    let mut path: Vec<usize> = (0..definitions.len()).find(open).into_iter().collect();
    while let Some(next) = path.last().and_then(|last| needs(*last).into_iter().find(open)) {
        let known = path.iter().position(|p| *p == next);
        path.push(next);
        if let Some(from) = known {
            path.drain(..from);
            break;
        }
    }
    path.into_iter().map(|at| definitions[at].id.clone()).collect()
}
