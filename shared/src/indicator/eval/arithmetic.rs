//! Arithmetic: series meet where their shared dimensions agree, places and periods where both have them.

use crate::{
    formula::{Checked, Comparison, Function, NodeId, Operator},
    indicator::{
        frame::{Frame, merged},
        store::{Mark, Store, UNSTATED},
    },
    order,
    unit::Factor,
};

/// `-x`
pub(super) fn negate(x: &Frame) -> Frame {
    let mut out = x.clone();
    // 0 − x, so that −0 never appears.
    out.value.iter_mut().for_each(|v| *v = 0.0 - *v);
    out
}

/// `x + y` and the like; the right side of a sum is brought to the unit of the left.
pub(super) fn binary(
    checked: &Checked,
    operator: Operator,
    (x, y): (NodeId, NodeId),
    frames: &[Frame],
    store: &Store<'_>,
) -> Frame {
    let factor = factor(checked, y, x);
    join(checked, (x, y), frames, store, &|a, b| match operator {
        Operator::Add => a + factor.apply(b),
        Operator::Subtract => a - factor.apply(b),
        Operator::Multiply => a * b,
        Operator::Divide => a / b,
    })
}

/// `x >= y` and the like: 1 or 0.
pub(super) fn compare(
    checked: &Checked,
    how: Comparison,
    (x, y): (NodeId, NodeId),
    frames: &[Frame],
    store: &Store<'_>,
) -> Frame {
    let factor = factor(checked, y, x);
    join(checked, (x, y), frames, store, &|a, b| {
        let b = factor.apply(b);
        let holds = match how {
            Comparison::Less => a < b,
            Comparison::AtMost => a <= b,
            Comparison::More => a > b,
            Comparison::AtLeast => a >= b,
        };
        if holds { 1.0 } else { 0.0 }
    })
}

/// `pow(x, y)` and the like.
pub(super) fn apply(
    checked: &Checked,
    function: Function,
    parts: &[NodeId],
    frames: &[Frame],
    store: &Store<'_>,
) -> Frame {
    let x = parts[0];
    let y = parts.get(1).copied().unwrap_or(x);
    // exp, ln and pow take pure numbers: per cent become parts of one.
    let one = |id: NodeId| checked.type_of(id).unit.factor_to(&Default::default()).unwrap_or(Factor::ONE);
    let (first, second, between) = (one(x), one(y), factor(checked, y, x));
    match function {
        Function::Pow => {
            join(checked, (x, y), frames, store, &|a, b| libm::pow(first.apply(a), second.apply(b)))
        }
        Function::Least => join(checked, (x, y), frames, store, &|a, b| a.min(between.apply(b))),
        Function::Greatest => join(checked, (x, y), frames, store, &|a, b| a.max(between.apply(b))),
        Function::Exp => each(&frames[usize::from(x)], &|a| libm::exp(first.apply(a))),
        Function::Ln => each(&frames[usize::from(x)], &|a| libm::log(first.apply(a))),
        Function::Abs => each(&frames[usize::from(x)], &f64::abs),
    }
}

fn each(x: &Frame, function: &dyn Fn(f64) -> f64) -> Frame {
    let mut out = x.clone();
    for cell in 0..x.value.len() {
        if !x.value[cell].is_nan() {
            out.set(cell, function(x.value[cell]), x.mark[cell]);
        }
    }
    out
}

/// The factor from the unit of one node to that of another; one where they differ in kind.
fn factor(checked: &Checked, from: NodeId, to: NodeId) -> Factor {
    let (from, to) = (checked.type_of(from), checked.type_of(to));
    from.unit.factor_to(&to.unit).unwrap_or(Factor::ONE)
}

fn join(
    checked: &Checked,
    (x, y): (NodeId, NodeId),
    frames: &[Frame],
    store: &Store<'_>,
    operation: &dyn Fn(f64, f64) -> f64,
) -> Frame {
    let own = checked.type_of(x).concepts == checked.type_of(y).concepts;
    let (x, y) = (&frames[usize::from(x)], &frames[usize::from(y)]);
    let rows = pairs(x, y, store, own);
    let (geos, geo_pairs) = meet(&x.geos, &y.geos);
    let (periods, period_pairs) = meet(&x.periods, &y.periods);
    let keys = rows.iter().map(|(key, ..)| key.clone()).collect();
    let mut out = Frame::empty(merged(&x.dims, &y.dims), keys, geos, periods);
    let mut cell = 0;
    for (k, (_, xk, yk)) in rows.iter().enumerate() {
        out.sources[k] = merged(&x.sources[*xk], &y.sources[*yk]);
        for (xg, yg) in &geo_pairs {
            for (xp, yp) in &period_pairs {
                let (a, b) = (x.cell(*xk, *xg, *xp), y.cell(*yk, *yg, *yp));
                let (va, vb) = (x.value[a], y.value[b]);
                let mark = both(va, x.mark[a], vb, y.mark[b]);
                out.set(cell, if va.is_nan() || vb.is_nan() { f64::NAN } else { operation(va, vb) }, mark);
                cell += 1;
            }
        }
    }
    out
}

/// The mark of a result: that of the missing side, or of both values together.
fn both(a: f64, ma: Mark, b: f64, mb: Mark) -> Mark {
    match (a.is_nan(), b.is_nan()) {
        _ if ma.absent || mb.absent => Mark::ABSENT,
        (true, _) => ma,
        (_, true) => mb,
        _ => ma.and(mb),
    }
}

/// Series that meet: equal in every dimension they share.
///
/// What is unstated on both sides is not known to be the same, so it does not meet, except where both
/// sides are made of the same concepts (`x - lag(x, 1)`).
fn pairs(x: &Frame, y: &Frame, store: &Store<'_>, own: bool) -> Vec<(Vec<u32>, usize, usize)> {
    let dims = merged(&x.dims, &y.dims);
    let unstated = store.word(UNSTATED);
    let mut rows = Vec::new();
    for (i, a) in x.keys.iter().enumerate() {
        'right: for (j, b) in y.keys.iter().enumerate() {
            let mut key = Vec::with_capacity(dims.len());
            for dim in &dims {
                let member = match (member(x, a, *dim), member(y, b, *dim)) {
                    (Some(m), Some(n)) if m != n || (!own && Some(m) == unstated) => continue 'right,
                    (m, n) => m.or(n).unwrap_or(0),
                };
                key.push(member);
            }
            rows.push((key, i, j));
        }
    }
    order::sorted(rows, Ord::cmp)
}

fn member(frame: &Frame, key: &[u32], dim: u32) -> Option<u32> {
    frame.dims.binary_search(&dim).ok().map(|at| key[at])
}

/// The places (or periods) both have, and their positions on either side.
fn meet(x: &Option<Vec<u32>>, y: &Option<Vec<u32>>) -> (Option<Vec<u32>>, Vec<(usize, usize)>) {
    match (x, y) {
        (None, None) => (None, vec![(0, 0)]),
        (Some(x), None) => (Some(x.clone()), (0..x.len()).map(|i| (i, 0)).collect()),
        (None, Some(y)) => (Some(y.clone()), (0..y.len()).map(|i| (0, i)).collect()),
        (Some(x), Some(y)) => {
            let found = x.iter().enumerate().filter_map(|(i, v)| Some((*v, (i, y.binary_search(v).ok()?))));
            let (axis, pairs) = found.unzip();
            (Some(axis), pairs)
        }
    }
}
