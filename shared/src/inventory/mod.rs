//! The greenhouse gas inventory by the GPC: its cells, its levels and their totals.
//!
//! Source: Global Protocol for Community-Scale Greenhouse Gas Inventories (GPC), version 1.1, chapter 4.
//! Names of sectors and sub-sectors in both languages are in `shared/catalogue/dimensions.toml`.

//!
//! [`compute`] turns rows of activity, factor and GWP into cells, [`totals`] adds them up by level, [`base_year`] says
//! when a base year must be restated. Names of accounting methods: [`Method`].

pub mod base_year;
pub mod compute;
mod document;
mod method;
mod taxonomy;
#[cfg(test)]
mod tests;
mod total;

pub use compute::{Choice, ComputeError};
pub use document::{DocumentTotal, QualityShares, totals};
pub use method::{Method, UnknownMethod};
pub use taxonomy::{Level, REFERENCES, Reference, Scope, reference, scope_of};
pub use total::{Inventory, InventoryError, LeftOut, Part, SectorTotal, Total, inventories, total};
