//! How sure a value is: its formula computed again with its inputs moved.
//!
//! Approach 1 of IPCC 2006 (volume 1, section 3.2.3.1) in its general form: each input is moved up and down by its
//! uncertainty alone, the half differences are the terms of the root of the sum of squares. For sums and products
//! that is equations 3.1 and 3.2. Approach 2 moves all at once, by draws. Inputs are independent of each other; one
//! that stands in several places of a formula moves in all of them.

use super::{
    engine::Engine,
    store::{Cell, Origin, Store},
    trace::{self, Traced, Wanted},
};
use crate::{
    lineage, order,
    table::{RowRef, Table},
    uncertainty::{
        default::{self, Default as Known},
        normal_quantile, quantile, random,
    },
    view::{Simulated, Uncertainty},
};

/// The seed of every simulation: the same value has the same interval everywhere.
pub(crate) const SEED: u64 = 2030;
/// Draws that a page asks for.
pub const DRAWS: u32 = 1000;
/// More draws than this say no more.
const MAX_DRAWS: u32 = 100_000;
/// Intervals of one series over time: five years of months.
pub(super) const MAX_INTERVALS: usize = 60;
/// Evaluations of a formula for all intervals of a chart; an input of a period takes two.
pub(super) const MAX_EVALUATIONS: usize = 20_000;
/// More uncertain inputs than this are not simulated on a phone.
const MAX_INPUTS: usize = 600;
/// Half of a 95 % interval of a normal distribution, in standard deviations.
const HALF_95: f64 = 1.959_963_984_540_054;
/// From this on a normal distribution would often be negative; a lognormal one is drawn (IPCC, section 3.2.2.4).
const SKEWED_PCT: f64 = 60.0;

/// The uncertainty of one observation.
pub(crate) fn of_cell(tables: &[&Table], concept: &str, cell: &Cell) -> Option<Known> {
    let row = row(tables, cell)?;
    row.value()?;
    let pollutant = row.series().dims.get("pollutant").map(String::as_str);
    let said = (row.uncertainty(), row.quality());
    default::of_observation(concept, pollutant, said, cell.mark.status)
}

/// The row an observation was read from; none of a promise.
fn row<'a>(tables: &[&'a Table], cell: &Cell) -> Option<RowRef<'a>> {
    match cell.origin {
        Origin::Row { table, row } => tables.get(table as usize)?.row(row as usize),
        Origin::Target(_) => None,
    }
}

/// One uncertain input.
struct Knob {
    /// Which cell of the store, in its order; a factor of the tables where none.
    cell: Option<usize>,
    /// Names the random stream, and a factor.
    name: String,
    pct: f64,
}

impl Knob {
    /// What the input is multiplied by in a draw.
    fn drawn(&self, draw: u32) -> f64 {
        let z = normal_quantile(random::uniform(SEED, random::stream(&self.name), u64::from(draw)));
        let sd = self.pct / 100.0 / HALF_95;
        if self.pct < SKEWED_PCT {
            return 1.0 + sd * z;
        }
        let variance = libm::log(1.0 + sd * sd);
        libm::exp(libm::sqrt(variance) * z - variance / 2.0)
    }
}

/// A value as a function of what its inputs are multiplied by.
struct Model<'a> {
    engine: &'a Engine,
    index: usize,
    wanted: &'a Wanted<'a>,
    needed: std::collections::BTreeSet<usize>,
    store: Store<'a>,
    base: Vec<f64>,
    knobs: Vec<Knob>,
}

impl Model<'_> {
    fn value(&mut self, by: &dyn Fn(usize, &Knob) -> f64) -> Option<f64> {
        let mut scale = vec![1.0; self.base.len()];
        self.store.scaled.clear();
        for (i, knob) in self.knobs.iter().enumerate() {
            match knob.cell {
                Some(cell) => scale[cell] = by(i, knob),
                None => {
                    self.store.scaled.insert(knob.name.clone(), by(i, knob));
                }
            }
        }
        for (i, (_, cell)) in self.store.cells_mut().enumerate() {
            cell.value = self.base[i] * scale[i];
        }
        let computed = self.engine.compute(&self.store, Some(&self.needed));
        trace::value(&self.engine.catalogue, self.index, &self.store, &computed, self.wanted)
    }

    /// The root of the sum of squares of what each input moves.
    fn propagate(&mut self) -> Option<f64> {
        let mut squares = 0.0;
        for moved in 0..self.knobs.len() {
            let mut at = |sign: f64| {
                self.value(&|i, knob| if i == moved { 1.0 + sign * knob.pct / 100.0 } else { 1.0 })
            };
            let half = (at(1.0)? - at(-1.0)?) / 2.0;
            squares += half * half;
        }
        Some(libm::sqrt(squares))
    }

    fn simulate(&mut self, count: u32) -> Option<Simulated> {
        let draws: Option<Vec<f64>> =
            (0..count).map(|draw| self.value(&|_, knob| knob.drawn(draw))).collect();
        let draws = order::sorted(draws?, f64::total_cmp);
        let mean = draws.iter().fold(0.0, |sum, v| sum + v) / f64::from(count);
        let (lower, upper) = (quantile(&draws, 0.025), quantile(&draws, 0.975));
        Some(Simulated { draws: count, seed: SEED, mean, lower, upper })
    }
}

impl Engine {
    /// How sure a value is; none where nothing uncertain went in, or its parts do not give it again.
    pub(super) fn uncertainty(
        &self,
        index: usize,
        store: &Store<'_>,
        traced: &Traced,
        wanted: &Wanted<'_>,
        draws: u32,
    ) -> Option<Uncertainty> {
        let value = traced.explanation.value.filter(|v| *v != 0.0)?;
        let mut store = store.only(&traced.origins);
        let tables = store.tables.clone();
        let (mut base, mut knobs, mut rules) = (Vec::new(), Vec::new(), Vec::new());
        for (i, (concept, cell)) in store.cells_mut().enumerate() {
            base.push(cell.value);
            if let (Some(row), Some(known)) = (row(&tables, cell), of_cell(&tables, concept, cell)) {
                let name =
                    [lineage::series_text(row.series()), row.geo().to_string(), row.period().to_string()];
                knobs.push(Knob { cell: Some(i), name: name.join(" "), pct: known.pct });
                rules.push((known.rule.to_string(), known.rated));
            }
        }
        for factor in &traced.explanation.factors {
            if let Some(pct) = factor.uncertainty_pct {
                knobs.push(Knob { cell: None, name: factor.lookup.clone(), pct });
                rules.push((factor.uncertainty_rule.clone(), false));
            }
        }
        if knobs.is_empty() || knobs.len() > MAX_INPUTS {
            return None;
        }
        let needed = self.needed(&traced.explanation.indicator);
        let mut model = Model { engine: self, index, wanted, needed, store, base, knobs };
        let again = model.value(&|_, _| 1.0)?;
        if (again - value).abs() > 1e-9 * value.abs() {
            return None;
        }
        let spread = model.propagate()?;
        Some(Uncertainty {
            propagated_pct: 100.0 * spread / value.abs(),
            lower: value - spread,
            upper: value + spread,
            simulated: if draws > 0 { model.simulate(draws.min(MAX_DRAWS)) } else { None },
            has_defaults: rules.iter().any(|(_, rated)| !rated),
            rules: order::set(rules.into_iter().map(|(rule, _)| rule).collect()),
        })
    }
}
