//! From rows of an inventory to emissions: activity · factor · GWP, and the cells of the GPC they add up to.
//!
//! A stated emission stands as it is; a row without one is computed. With a set of potentials asked for, every
//! row follows: from activity and factor, or from a stated emission of one gas by the ratio of potentials. What was
//! published as CO2e alone cannot follow, and a total that would mix sets is refused.

use std::collections::BTreeMap;

use super::{InventoryError, Method, Part, REFERENCES, reference};
use crate::{
    exchange::InventoryRow,
    factor::{self, Gas, GwpSet},
    observation::NotationKey,
    unit::Unit,
};

/// Rows that an error names at most.
const NAMED: usize = 5;

/// Which of several figures count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Choice {
    /// Potentials of every row; without, each row keeps its own.
    pub gwp: Option<GwpSet>,
    /// Whether rows of electricity count market-based where a cell has such rows; location-based otherwise.
    pub market_based: bool,
    /// The transport method that counts, where an inventory has several.
    pub transport: Option<Method>,
}

/// Why rows have no emissions or no total.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum ComputeError {
    /// Activity, factor and gas do not give a mass.
    #[error("{row}: {why}")]
    Row {
        /// The row.
        row: String,
        /// What is missing or does not fit.
        why: String,
    },
    /// Rows that carry CO2e without its gases cannot be given other potentials.
    #[error(
        "{set} cannot be applied: {count} rows carry CO2e and not their gases, so they keep the potentials of their source ({})",
        .rows.join("; ")
    )]
    CannotSwitch {
        /// The set asked for.
        set: GwpSet,
        /// How many rows.
        count: usize,
        /// The first of them.
        rows: Vec<String>,
    },
    /// A cell is given by two methods that count the same journeys.
    #[error("{cell} has rows by {} and {}; a total takes one: choose it", .methods[0], .methods[1])]
    TwoMethods {
        /// The cell.
        cell: String,
        /// The methods.
        methods: [Method; 2],
    },
    /// A cell that does not exist.
    #[error(transparent)]
    Cell(#[from] InventoryError),
}

/// Emissions of a row, tCO2e; none where a notation key stands in their place, or nothing was given.
///
/// # Errors
/// [`ComputeError::Row`] where units or gas do not give a mass, [`ComputeError::CannotSwitch`] where the row cannot
/// follow the set.
pub fn emissions(row: &InventoryRow, set: Option<GwpSet>) -> Result<Option<f64>, ComputeError> {
    if row.notation.is_some() {
        return Ok(None);
    }
    match (row.emissions_t, row.activity_value.zip(row.factor_value)) {
        (Some(stated), _) => Ok(Some(stated * restating(row, stated, set)?)),
        (None, Some((activity, factor))) => {
            let fault = |why: String| ComputeError::Row { row: row.name(), why };
            let product = activity * factor * tonnes(row).map_err(fault)?;
            let value = product * potential(row, product, set)?;
            if value.is_finite() {
                Ok(Some(value))
            } else {
                Err(fault("the product is not a finite number".into()))
            }
        }
        (None, None) => Ok(None),
    }
}

/// What a stated emission is multiplied with to follow a set.
fn restating(row: &InventoryRow, stated: f64, set: Option<GwpSet>) -> Result<f64, ComputeError> {
    let Some(set) = set.filter(|s| row.gwp_set != Some(*s) && stated != 0.0) else { return Ok(1.0) };
    let Some(gas) = gas_of(row) else { return if is_co2(row) { Ok(1.0) } else { Err(cannot(row, set)) } };
    let own = row.gwp_set.ok_or_else(|| cannot(row, set))?;
    Ok(of(row, gas, set)? / of(row, gas, own)?)
}

/// The potential that a mass of the row's gas is multiplied with.
fn potential(row: &InventoryRow, mass: f64, set: Option<GwpSet>) -> Result<f64, ComputeError> {
    if is_co2(row) {
        return Ok(1.0);
    }
    let Some(gas) = gas_of(row) else {
        return match set.filter(|s| row.gwp_set != Some(*s) && mass != 0.0) {
            Some(set) => Err(cannot(row, set)),
            None => Ok(1.0),
        };
    };
    let missing = || ComputeError::Row { row: row.name(), why: format!("{gas} needs a GWP set") };
    of(row, gas, set.or(row.gwp_set).ok_or_else(missing)?)
}

fn of(row: &InventoryRow, gas: Gas, set: GwpSet) -> Result<f64, ComputeError> {
    factor::gwp(gas, set).ok_or_else(|| ComputeError::Row {
        row: row.name(),
        why: factor::FactorError::NoPotential { set, gas }.to_string(),
    })
}

/// The row's gas, none for CO2e or where it is not stated.
fn gas_of(row: &InventoryRow) -> Option<Gas> {
    row.gas.as_deref().filter(|g| *g != "CO2").and_then(|g| g.parse().ok())
}

fn is_co2(row: &InventoryRow) -> bool {
    row.gas.as_deref() == Some("CO2")
}

fn cannot(row: &InventoryRow, set: GwpSet) -> ComputeError {
    ComputeError::CannotSwitch { set, count: 1, rows: vec![row.name()] }
}

/// Tonnes of the row's gas that one unit of activity times one of the factor is.
///
/// # Errors
/// A sentence that names the unit at fault.
pub fn tonnes(row: &InventoryRow) -> Result<f64, String> {
    let unit = |text: &Option<String>, what: &str| {
        let text = text.as_deref().ok_or_else(|| format!("the {what} has no unit"))?;
        text.parse::<Unit>().map_err(|e| e.to_string())
    };
    let gas = row.gas.as_deref().ok_or("the gas is not stated")?;
    let activity = unit(&row.activity_unit, "activity")?;
    let product = activity.times(&unit(&row.factor_unit, "factor")?).map_err(|e| e.to_string())?;
    let to =
        |target: &str| target.parse::<Unit>().and_then(|t| product.factor_to(&t)).map_err(|e| e.to_string());
    // A factor of CO2e is often written as plain mass, and one of CO2 as CO2e.
    let (first, second) = if gas == "CO2e" { ("tCO2e", "t") } else { ("t", "tCO2e") };
    let factor = to(first)
        .or_else(|e| if matches!(gas, "CO2e" | "CO2") { to(second).map_err(|_| e) } else { Err(e) })?;
    Ok(factor.apply(1.0))
}

/// Whether every row with emissions can be given other potentials.
pub fn is_switchable(rows: &[InventoryRow]) -> bool {
    let fails = |row: &InventoryRow| {
        GwpSet::ALL.iter().any(|s| matches!(emissions(row, Some(*s)), Err(ComputeError::CannotSwitch { .. })))
    };
    !rows.iter().any(fails)
}

/// The cells of the GPC that rows of one place and year add up to, in the order of the GPC's tables.
///
/// A cell with rows that have values and rows that were not estimated has both: its sum is incomplete.
///
/// # Errors
/// [`ComputeError`]; the rows that cannot follow a set are counted and the first are named.
pub fn parts(rows: &[InventoryRow], choice: Choice) -> Result<Vec<Part>, ComputeError> {
    let mut cells: BTreeMap<&str, Vec<&InventoryRow>> = BTreeMap::new();
    for row in rows {
        reference(&row.gpc).ok_or_else(|| InventoryError::Reference(row.gpc.clone()))?;
        cells.entry(&row.gpc).or_default().push(row);
    }
    let mut stuck: Vec<String> = vec![];
    let mut parts = vec![];
    for cell in REFERENCES {
        let Some(rows) = cells.get(cell.gpc) else { continue };
        let rows = counted(cell.gpc, rows, choice)?;
        let mut values = vec![];
        for row in &rows {
            match emissions(row, choice.gwp) {
                Ok(value) => values.extend(value),
                Err(ComputeError::CannotSwitch { rows, .. }) => stuck.extend(rows),
                Err(error) => return Err(error),
            }
        }
        // From small to large, so that the order of rows does not matter.
        values.sort_by(f64::total_cmp);
        let value = values.iter().copied().reduce(|sum, v| sum + v);
        let key = rows.iter().filter_map(|r| r.notation).max_by_key(|k| weight(*k));
        let notation = key.filter(|k| value.is_none() || matches!(k, NotationKey::NE | NotationKey::C));
        parts.push(Part { gpc: cell.gpc.into(), value, notation });
    }
    match choice.gwp.filter(|_| !stuck.is_empty()) {
        Some(set) => {
            let count = stuck.len();
            stuck.truncate(NAMED);
            Err(ComputeError::CannotSwitch { set, count, rows: stuck })
        }
        None => Ok(parts),
    }
}

/// Which key speaks for a cell with several: the one that leaves the largest hole.
fn weight(key: NotationKey) -> u8 {
    match key {
        NotationKey::NE => 3,
        NotationKey::C => 2,
        NotationKey::IE => 1,
        NotationKey::NO => 0,
    }
}

/// The rows of a cell that count: one method of electricity, one of transport.
fn counted<'a>(
    cell: &str,
    rows: &[&'a InventoryRow],
    choice: Choice,
) -> Result<Vec<&'a InventoryRow>, ComputeError> {
    let has_market = rows.iter().any(|r| r.method == Some(Method::MarketBased));
    let market = choice.market_based && has_market;
    let mut kept: Vec<&InventoryRow> = rows.to_vec();
    kept.retain(|row| match row.method {
        Some(Method::MarketBased) => market,
        Some(Method::LocationBased) => !market,
        // Electricity of which nothing is said is location-based, the method of totals.
        None => !(market && super::scope_of(cell) == Some(2)),
        Some(other) => choice.transport.is_none_or(|wanted| wanted == other),
    });
    let mut methods: Vec<Method> =
        kept.iter().filter_map(|r| r.method).filter(|m| !m.is_electricity()).collect();
    methods.sort();
    methods.dedup();
    match methods.as_slice() {
        [first, second, ..] => {
            Err(ComputeError::TwoMethods { cell: cell.into(), methods: [*first, *second] })
        }
        _ => Ok(kept),
    }
}

#[cfg(test)]
#[path = "compute_tests.rs"]
mod tests;
