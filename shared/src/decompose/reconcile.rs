//! Two inventories, and why they differ.
//!
//! Rows are matched by their [`Key`]. A row that has a value in one inventory alone is a difference of boundary.
//! For a row with values in both, `emissions = activity · factor · GWP · rest`: what is known on both
//! sides is a factor of its own, and `rest` makes the product equal to what was reported. LMDI-I
//! ([`super::lmdi`]) splits the change; the effect of `rest` is unexplained. Units of activity and factor are
//! converted first; where they cannot be, activity and factor count as unknown.
//!
//! # Exact sums
//! Emissions and parts are rounded to multiples of 2⁻¹⁶ t (15 g) and summed as whole numbers that 53 bits hold.
//! So the parts of each row and of the whole sum to the difference bit for bit, in any order. The price is at
//! most 8 g of rounding a row and inventory.

use std::{
    cmp::Ordering,
    collections::{BTreeMap, BTreeSet},
};

use serde::{Deserialize, Serialize};

use super::lmdi;
use crate::{observation::NotationKey, order, unit::Unit, wire::wire_struct};

/// Grains in a tonne: results are whole numbers of grains.
const GRAINS: f64 = (1u32 << 16) as f64;
/// Largest sum of absolute emissions of an inventory, t. With [`MAX_EFFECT`] it keeps every sum of parts below
/// 2 · 64 · 10⁹ t, which is less than 2⁵³ grains.
const MAX_T: f64 = 1e9;
/// Largest effect of a factor, in multiples of the larger emission: a change by a factor of e⁶⁴ explains nothing.
const MAX_EFFECT: f64 = 64.0;

/// What identifies a row in both inventories.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Key {
    /// GPC reference, e.g. `I.1.1`.
    pub gpc: String,
    /// Scope: `1`, `2` or `3`, or empty.
    pub scope: String,
    /// What distinguishes rows of one reference, e.g. a fuel.
    pub activity: String,
    /// The gas, or `CO2e`.
    pub gas: String,
}

/// A row of an inventory.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// What the row is.
    pub key: Key,
    /// Emissions, tCO2e; `None` where a notation key stands in their place.
    pub emissions_t: Option<f64>,
    /// The notation key where there is no value. `NO` counts as an activity of zero.
    pub notation: Option<NotationKey>,
    /// Activity with its unit, where known.
    pub activity: Option<(f64, Unit)>,
    /// Emission factor with its unit, mass of gas a unit of activity, where known.
    pub factor: Option<(f64, Unit)>,
    /// Global warming potential, where known.
    pub gwp: Option<f64>,
}

/// Parts of a difference, tCO2e. They sum to it exactly.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Parts {
    /// More or less activity.
    pub activity_t: f64,
    /// Another emission factor.
    pub factor_t: f64,
    /// Another global warming potential.
    pub gwp_t: f64,
    /// Rows present in one inventory only.
    pub boundary_t: f64,
    /// What no known factor explains.
    pub unexplained_t: f64,
}

/// One row of the comparison.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Part {
    /// What the row is.
    pub key: Key,
    /// Emissions in the first inventory, tCO2e.
    pub from_t: Option<f64>,
    /// Emissions in the second inventory, tCO2e.
    pub to_t: Option<f64>,
    /// `to − from`, a missing value counting as nothing.
    pub difference_t: f64,
    /// Its parts.
    pub parts: Parts,
}

/// A difference of two inventories and its parts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reconciliation {
    /// Total of the first inventory, tCO2e.
    pub from_t: f64,
    /// Total of the second, tCO2e.
    pub to_t: f64,
    /// `to − from`, tCO2e.
    pub difference_t: f64,
    /// The parts of the difference.
    pub parts: Parts,
    /// The parts by sector, the numeral before the first point of the GPC reference.
    pub by_sector: BTreeMap<String, Parts>,
    /// Every row, sorted by key.
    pub rows: Vec<Part>,
}

/// Why two inventories could not be compared.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum ReconcileError {
    /// An emission that is not finite, or one that brings the sum of an inventory beyond 10⁹ t.
    #[error("{gpc} {activity} {gas} has emissions of {value} t; expected a number, and at most 1e9 t in all")]
    Emissions {
        /// GPC reference.
        gpc: String,
        /// Activity.
        activity: String,
        /// Gas.
        gas: String,
        /// What was given.
        value: f64,
    },
    /// More rows than can be compared.
    #[error("an inventory has {0} rows; at most 100000 are compared")]
    Rows(usize),
}

/// Splits the difference of two inventories. See the [module](self) for the method.
///
/// Rows with the same key are added up; they keep activity and factor where they share factor and GWP.
///
/// # Errors
/// [`ReconcileError`] where an emission is not finite or too large, or there are too many rows.
pub fn reconcile(from: &[Entry], to: &[Entry]) -> Result<Reconciliation, ReconcileError> {
    let (from, to) = (by_key(from)?, by_key(to)?);
    let keys: BTreeSet<&Key> = order::each(from.keys().chain(to.keys()));
    let mut rows = Vec::with_capacity(keys.len());
    let (mut total, mut sectors) = (Grains::default(), BTreeMap::<String, Grains>::new());
    let (mut from_sum, mut to_sum) = (0, 0);
    for key in keys {
        let (a, b) = (from.get(key), to.get(key));
        let (from_t, to_t) = (a.and_then(|e| e.emissions_t), b.and_then(|e| e.emissions_t));
        let (from_g, to_g) = (grains(from_t.unwrap_or(0.0)), grains(to_t.unwrap_or(0.0)));
        let parts = split(a, b, to_g - from_g);
        (from_sum, to_sum) = (from_sum + from_g, to_sum + to_g);
        total.add(&parts);
        let sector = key.gpc.split('.').next().unwrap_or_default().to_string();
        sectors.entry(sector).or_default().add(&parts);
        let difference_t = tonnes(to_g - from_g);
        rows.push(Part { key: key.clone(), from_t, to_t, difference_t, parts: parts.tonnes() });
    }
    Ok(Reconciliation {
        from_t: tonnes(from_sum),
        to_t: tonnes(to_sum),
        difference_t: tonnes(to_sum - from_sum),
        parts: total.tonnes(),
        by_sector: order::map(sectors.into_iter().map(|(sector, parts)| (sector, parts.tonnes()))),
        rows,
    })
}

/// Parts in grains.
#[derive(Debug, Clone, Copy, Default)]
struct Grains {
    activity: i64,
    factor: i64,
    gwp: i64,
    boundary: i64,
    unexplained: i64,
}

impl Grains {
    fn add(&mut self, other: &Self) {
        self.activity += other.activity;
        self.factor += other.factor;
        self.gwp += other.gwp;
        self.boundary += other.boundary;
        self.unexplained += other.unexplained;
    }

    fn tonnes(self) -> Parts {
        Parts {
            activity_t: tonnes(self.activity),
            factor_t: tonnes(self.factor),
            gwp_t: tonnes(self.gwp),
            boundary_t: tonnes(self.boundary),
            unexplained_t: tonnes(self.unexplained),
        }
    }
}

fn grains(t: f64) -> i64 {
    libm::rint(t * GRAINS) as i64
}

fn tonnes(grains: i64) -> f64 {
    grains as f64 / GRAINS
}

fn by_key(entries: &[Entry]) -> Result<BTreeMap<Key, Entry>, ReconcileError> {
    if entries.len() > 100_000 {
        return Err(ReconcileError::Rows(entries.len()));
    }
    // Sums of rows with one key run from small to large, whatever their order in the input.
    let sorted = order::sorted(entries.iter().collect(), |a: &&Entry, b| {
        numbers(a).iter().zip(numbers(b)).fold(Ordering::Equal, |o, (a, b)| o.then(a.total_cmp(&b)))
    });
    let mut map = BTreeMap::<Key, Entry>::new();
    let mut absolute = 0.0;
    for entry in sorted {
        absolute += entry.emissions_t.map_or(0.0, f64::abs);
        if let Some(value) = entry.emissions_t.filter(|_| absolute.is_nan() || absolute > MAX_T) {
            let Key { gpc, activity, gas, .. } = entry.key.clone();
            return Err(ReconcileError::Emissions { gpc, activity, gas, value });
        }
        match map.get_mut(&entry.key) {
            Some(sum) => merge(sum, entry),
            None => drop(map.insert(entry.key.clone(), entry.clone())),
        }
    }
    Ok(map)
}

/// What rows of one key are ordered by; what is absent comes first.
fn numbers(entry: &Entry) -> [f64; 5] {
    let quantity = |q: &Option<(f64, Unit)>| q.as_ref().map_or(f64::NEG_INFINITY, |(value, _)| *value);
    [
        entry.emissions_t.unwrap_or(f64::NEG_INFINITY),
        quantity(&entry.activity),
        quantity(&entry.factor),
        entry.gwp.unwrap_or(f64::NEG_INFINITY),
        entry.notation.map_or(-1.0, |n| n as u8 as f64),
    ]
}

fn merge(sum: &mut Entry, entry: &Entry) {
    let same = sum.factor == entry.factor && sum.gwp == entry.gwp;
    sum.activity = match (sum.activity.take(), &entry.activity) {
        (Some((a, unit)), Some((b, other))) if same && unit == *other => Some((a + b, unit)),
        _ => None,
    };
    if !same {
        sum.factor = None;
    }
    if sum.gwp != entry.gwp {
        sum.gwp = None;
    }
    sum.emissions_t = match (sum.emissions_t, entry.emissions_t) {
        (Some(a), Some(b)) => Some(a + b),
        (a, b) => a.or(b),
    };
    if sum.emissions_t.is_some() {
        sum.notation = None;
    }
}

/// Whether a row takes part with a value; `NO` does, with zero.
fn counts(entry: &Entry) -> bool {
    entry.emissions_t.is_some() || entry.notation == Some(NotationKey::NO)
}

/// Splits the difference of one row.
fn split(from: Option<&Entry>, to: Option<&Entry>, difference: i64) -> Grains {
    let (Some(from), Some(to)) = (from.filter(|e| counts(e)), to.filter(|e| counts(e))) else {
        return Grains { boundary: difference, ..Grains::default() };
    };
    let (e0, e1) = (from.emissions_t.unwrap_or(0.0), to.emissions_t.unwrap_or(0.0));
    // What does not occur on one side has no activity there.
    if from.emissions_t.is_none() || to.emissions_t.is_none() {
        return Grains { activity: difference, ..Grains::default() };
    }
    let known = known(from, to);
    let (mut before, mut after): (Vec<f64>, Vec<f64>) = known.iter().map(|k| (k.1, k.2)).unzip();
    let (Some(rest0), Some(rest1)) = (rest(e0, &before), rest(e1, &after)) else {
        return Grains { unexplained: difference, ..Grains::default() };
    };
    before.push(rest0);
    after.push(rest1);
    let bound = MAX_EFFECT * e0.abs().max(e1.abs());
    let fits = |effects: &Vec<f64>| effects.iter().all(|e| e.abs() <= bound);
    let Some(effects) = lmdi::split(&before, &after).ok().filter(fits) else {
        return Grains { unexplained: difference, ..Grains::default() };
    };
    let explained = e0 == 0.0 || e1 == 0.0 || ((rest1 - rest0) / rest0).abs() < 1e-9;
    share_out(&known, &effects, explained, difference)
}

/// Rounds effects to grains; what is left over is unexplained, or belongs to the largest effect where the known
/// factors give the emissions on both sides and only rounding is left.
fn share_out(known: &[(Role, f64, f64)], effects: &[f64], explained: bool, difference: i64) -> Grains {
    let mut parts = Grains::default();
    let mut left = difference;
    let mut largest = (0, None);
    for ((role, ..), effect) in known.iter().zip(effects) {
        let rounded = grains(*effect);
        *role.of(&mut parts) += rounded;
        left -= rounded;
        if rounded.abs() > largest.0 {
            largest = (rounded.abs(), Some(*role));
        }
    }
    match largest.1.filter(|_| explained && left.abs() <= known.len() as i64) {
        Some(role) => *role.of(&mut parts) += left,
        None => parts.unexplained += left,
    }
    parts
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    Activity,
    Factor,
    Gwp,
}

impl Role {
    fn of(self, parts: &mut Grains) -> &mut i64 {
        match self {
            Self::Activity => &mut parts.activity,
            Self::Factor => &mut parts.factor,
            Self::Gwp => &mut parts.gwp,
        }
    }
}

/// What is known on both sides, in the units of the first.
fn known(from: &Entry, to: &Entry) -> Vec<(Role, f64, f64)> {
    let mut known = vec![];
    for (role, a, b) in
        [(Role::Activity, &from.activity, &to.activity), (Role::Factor, &from.factor, &to.factor)]
    {
        if let (Some((x0, unit)), Some((x1, other))) = (a, b)
            && let Ok(scale) = other.factor_to(unit)
        {
            known.push((role, *x0, scale.apply(*x1)));
        }
    }
    if let (Some(a), Some(b)) = (from.gwp, to.gwp) {
        known.push((Role::Gwp, a, b));
    }
    known
}

/// What makes the product of the known factors equal to the emissions: a scale of units, rounding, or what is
/// not known. `None` where nothing can.
///
/// The scale of units (kg against t) is the same on both sides and has no effect.
fn rest(emissions: f64, known: &[f64]) -> Option<f64> {
    let product = known.iter().fold(1.0, |product, x| product * x);
    if product == 0.0 {
        return (emissions == 0.0).then_some(1.0);
    }
    Some(emissions / product).filter(|r| r.is_finite())
}

wire_struct! {
    Key { gpc, scope, activity, gas }
    Parts { activity_t, factor_t, gwp_t, boundary_t, unexplained_t }
    Part { key, from_t, to_t, difference_t, parts }
    Reconciliation { from_t, to_t, difference_t, parts, by_sector, rows }
}

#[cfg(test)]
#[path = "reconcile_tests.rs"]
mod tests;
