//! Emissions of waste: landfill, biological treatment, incineration and open burning, wastewater.
//!
//! The methods are those of the 2006 IPCC Guidelines for National Greenhouse Gas Inventories, volume 5,
//! which the GPC (chapter 8) asks cities to use. Masses are in gigagrams (1 Gg = 1 kt) as in the
//! Guidelines, unless a name says otherwise. Each method is a pure function from a checked input to a
//! result; inputs may come in any order, results are sorted, and the same input gives the same bytes.

pub mod biological;
mod check;
pub mod commitment;
pub mod fod;
pub mod incineration;
pub mod wastewater;

pub use check::WasteError;

/// Mass of CH4 per mass of the carbon in it (16/12; IPCC 2006, vol. 5, eq. 3.6).
pub const CH4_PER_C: f64 = 16.0 / 12.0;
/// Mass of CO2 per mass of the carbon in it (44/12; IPCC 2006, vol. 5, eq. 5.1).
pub const CO2_PER_C: f64 = 44.0 / 12.0;
/// Mass of N2O per mass of the nitrogen in it (44/28; IPCC 2006, vol. 5, eq. 6.7).
pub const N2O_PER_N: f64 = 44.0 / 28.0;
