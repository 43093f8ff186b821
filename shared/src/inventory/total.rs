//! Totals of an inventory by rule.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Level, REFERENCES, reference};
use crate::{observation::NotationKey, pack::Pack, period::Period};

/// One cell of an inventory as it was reported.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Part {
    /// GPC reference number.
    pub gpc: String,
    /// Emissions in tCO2e, or none.
    pub value: Option<f64>,
    /// Why there is no value, or why the value is not whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notation: Option<NotationKey>,
}

/// Inventories of a city in one year, by method, boundary and gases; two of them are never joined.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Inventory {
    /// Dimensions that the cells share.
    pub dims: BTreeMap<String, String>,
    /// The cells, in the order of the GPC's tables.
    pub parts: Vec<Part>,
}

/// The total of an inventory at a level.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Total {
    /// The level.
    pub level: Level,
    /// Unit of all values.
    pub unit: String,
    /// The sum, or none where nothing was observed; missing is never zero.
    pub total: Option<f64>,
    /// The sum of each sector that the level has, in order.
    pub sectors: Vec<SectorTotal>,
    /// Cells of the level that were not estimated, are confidential or were not reported: the sum leaves
    /// them out.
    pub left_out: Vec<LeftOut>,
}

/// The sum of one sector.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SectorTotal {
    /// Sector, `I` to `VI`.
    pub sector: String,
    /// The sum, or none where nothing was observed.
    pub total: Option<f64>,
}

/// A cell that a sum leaves out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftOut {
    /// GPC reference number.
    pub gpc: String,
    /// `NE`, `C`, or none where the cell was not reported at all.
    pub notation: Option<NotationKey>,
}

/// Why an inventory has no total.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InventoryError {
    /// A reference number that the GPC does not have.
    #[error("“{0}” is not a GPC reference number")]
    Reference(String),
    /// A cell is given twice.
    #[error("the cell {0} is given twice")]
    Twice(String),
}

/// The total of an inventory at a level, from its cells by the rules of the GPC.
///
/// NO and IE add nothing and are no gap; NE and C are left out and listed. Cells are added in the order
/// of the GPC's tables, in tCO2e.
///
/// # Errors
/// [`InventoryError`] for a cell that does not exist or is given twice.
pub fn total(parts: &[Part], level: Level) -> Result<Total, InventoryError> {
    let mut by_cell: BTreeMap<&str, &Part> = BTreeMap::new();
    for part in parts {
        reference(&part.gpc).ok_or_else(|| InventoryError::Reference(part.gpc.clone()))?;
        if by_cell.insert(&part.gpc, part).is_some() {
            return Err(InventoryError::Twice(part.gpc.clone()));
        }
    }
    let mut result =
        Total { level, unit: "tCO2e".into(), total: None, sectors: Vec::new(), left_out: Vec::new() };
    for cell in REFERENCES.iter().filter(|r| r.counts_in(level)) {
        if result.sectors.last().is_none_or(|s| s.sector != cell.sector) {
            result.sectors.push(SectorTotal { sector: cell.sector.into(), total: None });
        }
        let part = by_cell.get(cell.gpc);
        match part.and_then(|p| p.value) {
            Some(value) => {
                add(&mut result.total, value);
                if let Some(sector) = result.sectors.last_mut() {
                    add(&mut sector.total, value);
                }
                // Some of the cell's rows were not estimated: its sum is incomplete.
                if let Some(notation) = part.and_then(|p| p.notation) {
                    result.left_out.push(LeftOut { gpc: cell.gpc.into(), notation: Some(notation) });
                }
            }
            None => match part.and_then(|p| p.notation) {
                Some(NotationKey::NO | NotationKey::IE) => {}
                notation => result.left_out.push(LeftOut { gpc: cell.gpc.into(), notation }),
            },
        }
    }
    Ok(result)
}

fn add(sum: &mut Option<f64>, value: f64) {
    *sum = Some(sum.unwrap_or(0.0) + value);
}

/// The inventories that a pack has of a year.
pub fn inventories(pack: &Pack, year: i32) -> Vec<Inventory> {
    let mut found: BTreeMap<BTreeMap<String, String>, BTreeMap<usize, Part>> = BTreeMap::new();
    let wanted = |series: &str, period: Period| series == "ghg_emissions" && period == Period::Year(year);
    for row in pack.core.rows().filter(|r| wanted(&r.series().concept, r.period())) {
        let dims = &row.series().dims;
        let gpc = dims.get("gpc").map_or("", String::as_str);
        let order = REFERENCES.iter().position(|r| r.gpc == gpc).unwrap_or(REFERENCES.len());
        let shared = ["boundary", "gases", "method"];
        let shared = dims.iter().filter(|(d, _)| shared.contains(&d.as_str()));
        let key = shared.map(|(d, m)| (d.clone(), m.clone())).collect();
        let part = Part { gpc: gpc.into(), value: row.value(), notation: row.notation() };
        found.entry(key).or_default().insert(order, part);
    }
    let inventory =
        |(dims, parts): (_, BTreeMap<_, _>)| Inventory { dims, parts: parts.into_values().collect() };
    found.into_iter().map(inventory).collect()
}
