//! Units and dimensions of every part of a formula, found before any data is read.

mod rules;

use std::collections::BTreeSet;

use super::{Formula, NodeId, Span, place};
use crate::unit::Unit;

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
}

impl Checked {
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
    for node in &formula.nodes {
        let typed = rules::type_of(&node.kind, &types, interpolate, known);
        types.push(typed.map_err(|message| fault(&formula, id, node.span, message))?);
    }
    Ok(Checked { formula, types })
}

fn fault(formula: &Formula, id: &str, span: Span, message: String) -> CheckError {
    let (line, column) = place(&formula.text, usize::from(span.0));
    let part = formula.text.get(usize::from(span.0)..usize::from(span.1)).unwrap_or("");
    let part = part.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(80).collect();
    CheckError { formula: id.into(), line, column, part, message }
}
