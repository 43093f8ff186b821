//! Combustion of fuels by the default factors of IPCC 2006, volume 2.
//!
//! The factors are the rows of `data/facts/common/fuel_factors.csv`, each with its id in the IPCC emission
//! factor database. Energy is net calorific. CO2 of biofuels is biogenic and given apart (IPCC 2006, vol. 2,
//! section 2.3.3.4); their CH4 and N2O count.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use super::{FactorError, Gas, Masses};
use crate::{decimal, unit::Unit};

/// IPCC EFDB, 2006 Guidelines: one factor a row.
const TABLE: &str = include_str!("../../../data/facts/common/fuel_factors.csv");

/// One factor.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Factor {
    /// Id of the fuel, e.g. `diesel_oil`.
    pub fuel: &'static str,
    /// Name of the fuel in the Guidelines.
    pub name: &'static str,
    /// What the factor is: `ncv`, `stationary` or `road`.
    pub parameter: &'static str,
    /// Where the fuel burns, e.g. `residential`; empty for a calorific value.
    pub category: &'static str,
    /// The gas; `None` for a calorific value.
    pub gas: Option<Gas>,
    /// The value.
    pub value: f64,
    /// Its unit: `TJ/Gg` or `kg/TJ`.
    pub unit: &'static str,
    /// Technology of road vehicles, or empty.
    pub variant: &'static str,
    /// Id in the emission factor database.
    pub efdb_id: u32,
    /// Id of the source.
    pub source: &'static str,
}

/// Every factor, in the order of the table.
pub fn factors() -> &'static [Factor] {
    static FACTORS: LazyLock<Vec<Factor>> =
        LazyLock::new(|| TABLE.lines().skip(1).filter_map(read).collect());
    &FACTORS
}

fn read(line: &'static str) -> Option<Factor> {
    let cells: Vec<&str> = line.split(',').collect();
    let &[fuel, name, parameter, category, gas, value, unit, variant, efdb_id, source] = cells.as_slice()
    else {
        return None;
    };
    let gas = if gas.is_empty() { None } else { Some(gas.parse().ok()?) };
    let (value, efdb_id) = (decimal::exact(value)?, efdb_id.parse().ok()?);
    Some(Factor { fuel, name, parameter, category, gas, value, unit, variant, efdb_id, source })
}

/// Where fuel burns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Use {
    /// Energy industries (1.A.1).
    EnergyIndustries,
    /// Manufacturing industries and construction (1.A.2).
    Manufacturing,
    /// Commercial and institutional buildings (1.A.4.a).
    Commercial,
    /// Residential buildings; stationary use in agriculture (1.A.4.b, 1.A.4.c.i).
    Residential,
    /// Road transport (1.A.3.b).
    Road,
}

impl Use {
    /// The name in the table of factors.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::EnergyIndustries => "energy_industries",
            Self::Manufacturing => "manufacturing",
            Self::Commercial => "commercial",
            Self::Residential => "residential",
            Self::Road => "road",
        }
    }
}

/// Fuel burnt: how much of what, where, and in which technology.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Burnt {
    /// Id of the fuel, e.g. `natural_gas`.
    pub fuel: String,
    /// Amount in `unit`.
    pub amount: f64,
    /// Unit of energy (net calorific) or of mass, e.g. `MWh`, `TJ`, `t`.
    pub unit: Unit,
    /// Where it burns.
    pub burnt_in: Use,
    /// Technology of road vehicles, where factors depend on it, e.g. `oxidation_catalyst`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub variant: Option<String>,
}

/// What burning gives, with the factors it was computed from.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Combustion {
    /// Energy burnt, TJ (net calorific).
    pub energy_tj: f64,
    /// CO2 of fossil carbon, CH4 and N2O, t.
    pub masses_t: Masses,
    /// CO2 of biofuels, t: reported apart, in no scope.
    pub co2_biogenic_t: f64,
    /// The factors used, calorific value first where one was needed.
    pub factors: Vec<&'static Factor>,
}

/// Whether the carbon of a fuel is biogenic.
pub fn is_biogenic(fuel: &str) -> bool {
    matches!(fuel, "wood" | "biogasoline" | "biodiesels")
}

/// Gases of fuel burnt: amount · calorific value · factor by gas.
///
/// # Errors
/// [`FactorError`] where the amount is negative or not finite, its unit is neither energy nor mass, no factor is
/// known for the fuel in that use, or a technology must be named.
pub fn burn(burnt: &Burnt) -> Result<Combustion, FactorError> {
    if !(burnt.amount.is_finite() && burnt.amount >= 0.0) {
        let expected = "a number that is not negative".into();
        return Err(FactorError::Range { field: "amount".into(), value: burnt.amount, expected });
    }
    let mut factors = vec![];
    let energy_tj = energy(burnt, &mut factors)?;
    let mut masses_t = Masses::new();
    let mut co2_biogenic_t = 0.0;
    for gas in [Gas::Co2, Gas::Ch4, Gas::N2o] {
        let factor = find(burnt, gas)?;
        factors.push(factor);
        let mass_t = energy_tj * factor.value / 1000.0;
        if gas == Gas::Co2 && is_biogenic(&burnt.fuel) {
            co2_biogenic_t = mass_t;
        } else {
            masses_t.insert(gas, mass_t);
        }
    }
    Ok(Combustion { energy_tj, masses_t, co2_biogenic_t, factors })
}

/// Energy of an amount, TJ; a mass takes the calorific value of the fuel.
fn energy(burnt: &Burnt, used: &mut Vec<&'static Factor>) -> Result<f64, FactorError> {
    let to = |text: &str| text.parse::<Unit>().ok().and_then(|unit| burnt.unit.factor_to(&unit).ok());
    if let Some(factor) = to("TJ") {
        return Ok(factor.apply(burnt.amount));
    }
    let factor = to("Gg").ok_or_else(|| FactorError::Unit(burnt.unit.to_string()))?;
    let ncv = factors().iter().find(|f| f.parameter == "ncv" && f.fuel == burnt.fuel).ok_or_else(|| {
        FactorError::NoFactor {
            what: "calorific value".into(),
            fuel: burnt.fuel.clone(),
            place: String::new(),
        }
    })?;
    used.push(ncv);
    Ok(factor.apply(burnt.amount) * ncv.value)
}

fn find(burnt: &Burnt, gas: Gas) -> Result<&'static Factor, FactorError> {
    let of_fuel = |f: &&Factor| f.fuel == burnt.fuel && f.gas == Some(gas);
    let place = burnt.burnt_in.as_str();
    let mut found: Vec<&Factor> = factors().iter().filter(of_fuel).filter(|f| f.category == place).collect();
    if found.is_empty() && burnt.burnt_in == Use::Road && gas == Gas::Co2 {
        // CO2 follows from the carbon of the fuel: IPCC 2006, vol. 2, table 3.2.1 repeats table 1.4.
        found = factors().iter().filter(of_fuel).take(1).collect();
    }
    if let Some(variant) = burnt.variant.as_deref().filter(|_| found.iter().any(|f| !f.variant.is_empty())) {
        found.retain(|f| f.variant == variant);
    }
    match found.as_slice() {
        &[factor] => Ok(factor),
        [] => {
            let variant = burnt.variant.as_ref().map(|v| format!(" ({v})")).unwrap_or_default();
            let (what, place) = (format!("{gas} factor"), format!(" in {place}{variant}"));
            Err(FactorError::NoFactor { what, fuel: burnt.fuel.chars().take(40).collect(), place })
        }
        several => {
            let variants = several.iter().map(|f| f.variant).collect::<Vec<_>>().join(", ");
            Err(FactorError::Variant { gas, fuel: burnt.fuel.clone(), variants })
        }
    }
}

#[cfg(test)]
#[path = "fuel_tests.rs"]
mod tests;
