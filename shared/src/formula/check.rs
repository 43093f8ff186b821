//! Units and dimensions of every part of a formula, found before any data is read.

mod rules;

use std::collections::BTreeSet;

use super::{Formula, Kind, NodeId, Span, place};
use crate::{
    order,
    unit::Unit,
    wire::{self, Reader, Wire},
};

/// What a concept or an indicator promises about its series.
#[derive(Debug, Clone, PartialEq)]
pub struct ConceptType {
    /// The unit its values are brought to.
    pub unit: Unit,
    /// The dimensions its series may differ in.
    pub dimensions: BTreeSet<String>,
    /// Whether it holds for every period (a promise does).
    pub timeless: bool,
}

/// What may be referred to.
pub trait Concepts {
    /// A concept of the vocabulary.
    fn concept(&self, id: &str) -> Option<ConceptType>;
    /// Another indicator of the catalogue.
    fn indicator(&self, id: &str) -> Option<ConceptType>;
}

/// What is known of a part before there is data.
#[derive(Debug, Clone, PartialEq)]
pub struct Type {
    /// Unit of its values.
    pub unit: Unit,
    /// Dimensions its series may differ in.
    pub dimensions: BTreeSet<String>,
    /// Whether it has a value for each place, or one for all.
    pub places: bool,
    /// Whether it has a value for each period, or one for all.
    pub periods: bool,
    /// The concepts and indicators it is made of.
    pub concepts: BTreeSet<String>,
}

/// A formula that may be computed: its tree and the type of each node.
#[derive(Debug, Clone, PartialEq)]
pub struct Checked {
    /// The tree.
    pub formula: Formula,
    /// A type for each node.
    pub types: Vec<Type>,
    /// The factors that were looked up, by their node.
    // why kept: so what computes needs no tables of factors
    pub factors: Vec<(NodeId, f64)>,
}

impl Checked {
    /// The value of a factor that was looked up.
    pub fn factor_of(&self, id: NodeId) -> Option<f64> {
        self.factors.iter().find(|(of, _)| *of == id).map(|(_, value)| *value)
    }

    /// The type of a node.
    pub fn type_of(&self, id: NodeId) -> &Type {
        &self.types[usize::from(id)]
    }
}

/// Why a formula cannot be computed, with the place in it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{formula}, {line}:{column}, “{part}”: {message}")]
pub struct CheckError {
    /// Id of the indicator.
    pub formula: String,
    /// Line, counted from 1.
    pub line: usize,
    /// Column in characters, counted from 1.
    pub column: usize,
    /// The part of the formula at fault.
    pub part: String,
    /// What is wrong; of a unit error, with both units.
    pub message: String,
}

/// What the result of a formula must be.
#[derive(Debug, Clone, Copy)]
pub struct Expected<'a> {
    /// Id of the indicator, for errors.
    pub id: &'a str,
    /// The unit the result is brought to.
    pub unit: &'a Unit,
    /// The dimensions by which the result is given.
    pub by: &'a [String],
    /// Whether `interpolate` is declared.
    pub interpolate: bool,
}

/// Gives each part of a formula its type.
///
/// # Errors
/// [`CheckError`] for an unknown concept, indicator or dimension, for units that do not fit, for a result
/// without place or period, and for `interpolate` where it is not declared.
pub fn check(formula: Formula, expected: &Expected<'_>, known: &dyn Concepts) -> Result<Checked, CheckError> {
    let Expected { id, interpolate, .. } = *expected;
    let checked = infer(formula, id, interpolate, known)?;
    let (formula, whole) = (&checked.formula, checked.formula.root());
    rules::result(checked.type_of(whole), expected)
        .map_err(|message| fault(formula, id, formula.node(whole).span, message))?;
    Ok(checked)
}

/// Gives each node its type without asking what the result should be.
///
/// # Errors
/// [`CheckError`] with the place of the first part that cannot be computed.
pub fn infer(
    formula: Formula,
    id: &str,
    interpolate: bool,
    known: &dyn Concepts,
) -> Result<Checked, CheckError> {
    let mut types: Vec<Type> = Vec::with_capacity(formula.nodes.len());
    let mut factors = Vec::new();
    for (at, node) in (0..).zip(&formula.nodes) {
        if let Kind::Factor(lookup) = &node.kind
            && let Ok(found) = lookup.resolve()
        {
            factors.push((at, found.value));
        }
        let typed = rules::type_of(&node.kind, &types, interpolate, known);
        types.push(typed.map_err(|message| fault(&formula, id, node.span, message))?);
    }
    Ok(Checked { formula, types, factors })
}

fn fault(formula: &Formula, id: &str, span: Span, message: String) -> CheckError {
    let (line, column) = place(&formula.text, usize::from(span.0));
    let part = formula.text.get(usize::from(span.0)..usize::from(span.1)).unwrap_or("");
    let part = part.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(80).collect();
    CheckError { formula: id.into(), line, column, part, message }
}

/// Nodes of one formula mostly have a type in common: each is written once. What a node is made of is found again.
impl Wire for Checked {
    fn put(&self, to: &mut Vec<u8>) {
        let mut different: Vec<Shape<'_>> = Vec::new();
        for of_node in &self.types {
            if !different.contains(&of_node.shape()) {
                different.push(of_node.shape());
            }
        }
        wire::put_number(different.len() as u64, to);
        for (unit, dimensions, axes) in &different {
            unit.put(to);
            dimensions.put(to);
            axes.put(to);
        }
        let which = |t: &Type| different.iter().position(|d| *d == t.shape()).unwrap_or_default();
        self.types.iter().map(which).collect::<Vec<usize>>().put(to);
        self.formula.put(to);
        self.factors.put(to);
    }

    fn take(from: &mut Reader<'_>) -> Self {
        let different = Vec::<(Unit, (BTreeSet<String>, (bool, bool)))>::take(from);
        let which = Vec::<usize>::take(from);
        let formula = Formula::take(from);
        let mut types: Vec<Type> = Vec::with_capacity(formula.nodes.len());
        for (node, shape) in formula.nodes.iter().zip(which) {
            let Some((unit, (dimensions, (places, periods)))) = different.get(shape).cloned() else { break };
            let concepts = concepts(&node.kind, &types);
            types.push(Type { unit, dimensions, places, periods, concepts });
        }
        if types.len() != formula.nodes.len() {
            from.fail();
        }
        Self { formula, types, factors: Wire::take(from) }
    }
}

/// Unit, dimensions and whether there are places and periods.
type Shape<'a> = (&'a Unit, &'a BTreeSet<String>, (bool, bool));

impl Type {
    fn shape(&self) -> Shape<'_> {
        (&self.unit, &self.dimensions, (self.places, self.periods))
    }
}

/// The concepts and indicators that a node is made of: its own, and those of its parts.
fn concepts(kind: &Kind, types: &[Type]) -> BTreeSet<String> {
    let own = match kind {
        Kind::Series(id, _) => Some(id.clone()),
        Kind::Indicator(id, _) => Some(format!("@{id}")),
        _ => None,
    };
    let of_parts = kind.parts().into_iter().filter_map(|part| types.get(usize::from(part)));
    order::each(own.into_iter().chain(of_parts.flat_map(|t| t.concepts.iter().cloned())))
}
