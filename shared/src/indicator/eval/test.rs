//! Conditions and stand-ins.

use crate::{
    formula::{Checked, Counted, NodeId},
    indicator::{
        frame::{Frame, merged},
        store::{Mark, Store},
    },
    observation::Status,
    order,
    unit::Factor,
};

/// `if_known(x, y)`: the first part that has a value.
pub(super) fn if_known(checked: &Checked, parts: &[NodeId], frames: &[Frame]) -> Frame {
    let shaped: Vec<&Frame> = parts.iter().map(|p| &frames[usize::from(*p)]).collect();
    let numbers: Vec<bool> = parts.iter().map(|p| checked.type_of(*p).concepts.is_empty()).collect();
    let mut out = shape(&shaped, &numbers);
    for (at, (frame, number)) in shaped.iter().zip(&numbers).enumerate() {
        let (from, to) = (checked.type_of(parts[at]), checked.type_of(parts[0]));
        let factor = from.unit.factor_to(&to.unit).unwrap_or(Factor::ONE);
        if *number {
            fill(&mut out, factor.apply(frame.value[0]));
        } else {
            lay(&mut out, frame, factor);
        }
    }
    out
}

/// All series, places and periods of the parts; a bare number adds none.
fn shape(parts: &[&Frame], numbers: &[bool]) -> Frame {
    let shaped = || parts.iter().zip(numbers).filter(|(_, number)| !**number).map(|(frame, _)| *frame);
    if shaped().next().is_none() {
        return Frame::empty(Vec::new(), vec![Vec::new()], None, None);
    }
    let dims = shaped().fold(Vec::new(), |all, f| merged(&all, &f.dims));
    let keys = shaped().flat_map(|f| f.keys.iter().map(|k| widened(f, k, &dims)));
    let keys = order::set(keys.collect::<Vec<Vec<u32>>>());
    let axis = |of: fn(&Frame) -> &Option<Vec<u32>>| {
        shaped().fold(None, |all: Option<Vec<u32>>, f| match (all, of(f)) {
            (Some(all), Some(axis)) => Some(merged(&all, axis)),
            (all, axis) => all.or_else(|| axis.clone()),
        })
    };
    let (geos, periods) = (axis(|f| &f.geos), axis(|f| &f.periods));
    Frame::empty(dims, keys, geos, periods)
}

/// The members of a series in the order of more dimensions; those it lacks are empty.
fn widened(frame: &Frame, key: &[u32], dims: &[u32]) -> Vec<u32> {
    dims.iter().map(|d| frame.dims.binary_search(d).map_or(0, |at| key[at])).collect()
}

/// Lays values where there are none yet; a gap with a reason stands until a value comes.
fn lay(out: &mut Frame, frame: &Frame, factor: Factor) {
    for (k, key) in frame.keys.iter().enumerate() {
        let Ok(to_key) = out.keys.binary_search(&widened(frame, key, &out.dims)) else { continue };
        let mut used = false;
        for g in 0..frame.geo_count() {
            let Some(to_geo) = out.geo_at(frame.geos.as_ref().map(|a| a[g])) else { continue };
            for p in 0..frame.period_count() {
                let Some(to_period) = out.period_at(frame.periods.as_ref().map(|a| a[p])) else { continue };
                let (from, to) = (frame.cell(k, g, p), out.cell(to_key, to_geo, to_period));
                let better = !frame.value[from].is_nan() || out.mark[to].absent;
                if out.value[to].is_nan() && better {
                    out.set(to, factor.apply(frame.value[from]), frame.mark[from]);
                    used |= !frame.mark[from].absent;
                }
            }
        }
        if used {
            out.sources[to_key] = merged(&out.sources[to_key], &frame.sources[k]);
        }
    }
}

fn fill(out: &mut Frame, value: f64) {
    for cell in 0..out.value.len() {
        if out.value[cell].is_nan() {
            out.set(cell, value, Mark::PLAIN);
        }
    }
}

/// `label(x, dimension = "member")`
pub(super) fn label(x: &Frame, dimension: &str, member: &str, store: &Store<'_>) -> Frame {
    let (Some(dimension), Some(member)) = (store.word(dimension), store.word(member)) else {
        return x.clone();
    };
    let mut out = x.clone();
    let at = out.dims.binary_search(&dimension).unwrap_or_else(|at| at);
    out.dims.insert(at, dimension);
    // The same member in every series: their order stays.
    out.keys.iter_mut().for_each(|key| key.insert(at, member));
    out
}

/// `reliable(x)`: nothing where a value has low reliability.
pub(super) fn reliable(x: &Frame) -> Frame {
    let mut out = x.clone();
    for cell in 0..out.value.len() {
        if out.mark[cell].status == Status::U {
            out.set(cell, f64::NAN, Mark::ABSENT);
        }
    }
    out
}

/// `known(x)`, `listed(x)`, `keyed(x, NE)`: 1 or 0 where there is an observation.
pub(super) fn count(x: &Frame, which: Counted) -> Frame {
    let mut out = x.like();
    for (cell, mark) in x.mark.iter().enumerate().filter(|(_, mark)| !mark.absent) {
        let counts = match which {
            Counted::Known => !x.value[cell].is_nan(),
            Counted::Listed => true,
            Counted::Keyed(key) => mark.notation == Some(key),
        };
        out.set(cell, f64::from(u8::from(counts)), Mark::PLAIN);
    }
    out
}

/// `where(x, test)`: nothing where the test fails or cannot be made.
pub(super) fn only_where(x: &Frame, test: &Frame) -> Frame {
    let mut out = x.clone();
    visit(x, test, &mut |cell, verdict| {
        if verdict != Some(true) {
            out.set(cell, f64::NAN, Mark::ABSENT);
        }
    });
    out
}

/// `doubt_unless(x, test)`: low reliability where the test fails or cannot be made.
pub(super) fn doubt_unless(x: &Frame, test: &Frame) -> Frame {
    let mut out = x.clone();
    visit(x, test, &mut |cell, verdict| {
        if verdict != Some(true) && !x.value[cell].is_nan() {
            out.mark[cell] = x.mark[cell].and(Mark::missing(Status::U));
        }
    });
    out
}

/// Calls back for each cell with what the test says there.
fn visit(x: &Frame, test: &Frame, then: &mut dyn FnMut(usize, Option<bool>)) {
    for (k, key) in x.keys.iter().enumerate() {
        let wanted = widened(x, key, &test.dims);
        let row = test.keys.iter().position(|t| *t == wanted);
        for g in 0..x.geo_count() {
            let geo = test.geo_at(x.geos.as_ref().map(|a| a[g]));
            for p in 0..x.period_count() {
                let period = test.period_at(x.periods.as_ref().map(|a| a[p]));
                let verdict = row.zip(geo).zip(period).map(|((k, g), p)| test.value[test.cell(k, g, p)]);
                then(x.cell(k, g, p), verdict.filter(|v| !v.is_nan()).map(|v| v == 1.0));
            }
        }
    }
}
