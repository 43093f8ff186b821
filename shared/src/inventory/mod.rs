//! The greenhouse gas inventory by the GPC: its cells, its levels and their totals.
//!
//! Source: Global Protocol for Community-Scale Greenhouse Gas Inventories (GPC), version 1.1, chapter 4.
//! Names of sectors and sub-sectors in both languages are in `shared/catalogue/dimensions.toml`.

mod taxonomy;
mod total;
#[cfg(test)]
mod tests;

pub use taxonomy::{Level, Reference, REFERENCES, Scope, reference};
pub use total::{Inventory, InventoryError, LeftOut, Part, SectorTotal, Total, inventories, total};
