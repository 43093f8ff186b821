//! The formula language: small, total and checked for units before any data is read.
//!
//! A formula is text such as
//! `100 [%] * sum(commuters{mode != "total"} over mode) / commuters{mode = "total"}`.
//! [`parse()`] turns it into a [`Formula`], an arena of [`Node`]s with their place in the text; [`check()`]
//! gives each node its [`Type`]: a unit and the dimensions in which its series differ. Evaluation, over
//! all places and periods at once, is in `crate::indicator`. The language is described in
//! `docs/formula.md`.

mod ast;
mod check;
mod lex;
mod lookup;
mod parse;
#[cfg(test)]
mod tests;

pub use ast::{
    Aggregate, Comparison, Counted, Filter, Formula, Function, Kind, Node, NodeId, Operator, Span, Test,
};
pub use check::{CheckError, Checked, ConceptType, Concepts, Expected, Type, check, infer};
pub use lookup::{Lookup, Resolved};
pub use parse::parse;

/// A formula longer than this is refused.
pub const MAX_LENGTH: usize = 4096;

/// A formula nested deeper than this is refused: reading it must not exhaust the stack.
pub const MAX_DEPTH: usize = 48;

/// Why a text is not a formula.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("at {line}:{column}: {message}")]
pub struct SyntaxError {
    /// Line, counted from 1.
    pub line: usize,
    /// Column in characters, counted from 1.
    pub column: usize,
    /// What is wrong and what was expected.
    pub message: String,
}

impl SyntaxError {
    /// An error at a byte of the text.
    pub(crate) fn at(text: &str, byte: usize, message: impl Into<String>) -> Self {
        let (line, column) = place(text, byte);
        Self { line, column, message: message.into() }
    }
}

/// Line and column, counted from 1, of a byte of a text.
pub fn place(text: &str, byte: usize) -> (usize, usize) {
    let before = text.get(..byte.min(text.len())).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().map_or(0, |l| l.chars().count()) + 1;
    (line, column)
}
