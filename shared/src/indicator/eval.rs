//! Evaluation of a checked formula: each part becomes a [`Frame`], all places and periods at once.
//!
//! Sums run over series and places in the order of their names, mathematical functions come from `libm`:
//! the same observations give the same bytes on every machine and in any order of rows.

mod arithmetic;
mod place;
mod reduce;
mod reference;
mod test;
mod time;

pub(crate) use place::place_of;
pub(crate) use reference::passes;
pub(crate) use time::{newest, oldest};

use super::{engine::Computed, frame::Frame, store::Store};
use crate::formula::{Checked, Kind, NodeId};

/// What an evaluation reads.
pub(crate) struct Inputs<'a> {
    pub(crate) store: &'a Store<'a>,
    /// The indicators a formula may refer to.
    pub(crate) computed: &'a Computed,
}

/// The frame of every node of a formula, the whole last.
pub(crate) fn evaluate(checked: &Checked, inputs: &Inputs<'_>) -> Vec<Frame> {
    let mut frames: Vec<Frame> = Vec::with_capacity(checked.formula.nodes.len());
    for id in 0..checked.formula.nodes.len() {
        let frame = node(checked, id as NodeId, &frames, inputs);
        frames.push(frame);
    }
    frames
}

fn node(checked: &Checked, id: NodeId, frames: &[Frame], inputs: &Inputs<'_>) -> Frame {
    let part = |id: &NodeId| &frames[usize::from(*id)];
    let store = inputs.store;
    match &checked.formula.node(id).kind {
        Kind::Number(value, _) => Frame::number(*value),
        Kind::Series(concept, filters) => {
            let timeless = !checked.type_of(id).periods;
            reference::series(store, concept, filters, timeless)
        }
        Kind::Indicator(other, filters) => match inputs.computed.of(other) {
            Some(done) => reference::filtered(store, &done.finished.frame, filters),
            None => Frame::empty(Vec::new(), Vec::new(), Some(Vec::new()), Some(Vec::new())),
        },
        Kind::Negate(x) => arithmetic::negate(part(x)),
        Kind::Binary(operator, x, y) => arithmetic::binary(checked, *operator, (*x, *y), frames, store),
        Kind::Compare(how, x, y) => arithmetic::compare(checked, *how, (*x, *y), frames, store),
        Kind::Apply(function, parts) => arithmetic::apply(checked, *function, parts, frames, store),
        Kind::Over(how, x, over) => reduce::over(part(x), *how, over, store),
        Kind::ToLevel(how, x, from, to) => place::to_level(part(x), *how, (*from, *to), store),
        Kind::Of(level, x) => place::of(part(x), *level, store),
        Kind::Lag(x, years) => time::lag(part(x), *years, store),
        Kind::Change(x, years) => time::change(part(x), *years, store),
        Kind::Rate(x, years) => time::rate(part(x), *years, store),
        Kind::At(x, period) => time::at(part(x), store.period(*period)),
        Kind::Latest(x) => time::latest(part(x)),
        Kind::First(x) => time::first(part(x)),
        Kind::YearOf(x) => time::year_of(part(x), store),
        Kind::Interpolate(x) => time::interpolate(part(x), store),
        Kind::IfKnown(parts) => test::if_known(checked, parts, frames),
        Kind::Label(x, dimension, member) => test::label(part(x), dimension, member, store),
        Kind::Count(x, which) => test::count(part(x), *which),
        Kind::Factor(lookup) => {
            let value = checked.factor_of(id).unwrap_or(f64::NAN);
            Frame::number(value * store.scaled.get(&lookup.to_string()).copied().unwrap_or(1.0))
        }
        Kind::Reliable(x) => test::reliable(part(x)),
        Kind::Where(x, test) => test::only_where(part(x), part(test)),
        Kind::DoubtUnless(x, test) => test::doubt_unless(part(x), part(test)),
    }
}
