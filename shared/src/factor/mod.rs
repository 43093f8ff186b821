//! Emission factors: global warming potentials, fuels, electricity.
//!
//! The factors are data with their sources; the functions here turn an activity into masses of gases and
//! those into CO2-equivalent. Units are read by [`crate::unit`] where an activity comes with one; otherwise
//! a name says the unit. What a factor is not known for is an error, never zero.

pub mod electricity;
#[cfg(all(test, feature = "tables"))]
mod facts_tests;
pub mod fuel;
mod gas;

pub use gas::{Gas, GwpSet, Masses, co2e, gwp};

/// Why a factor could not be found or applied.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum FactorError {
    /// The name of a gas is not known.
    #[error("“{0}” is not a gas that is known; write for example CO2, CH4, N2O or SF6")]
    Gas(String),
    /// The name of a set of potentials is not known.
    #[error("“{0}” is not a GWP set; write SAR, AR4, AR5, AR6 or AR6_GWP20")]
    Set(String),
    /// A set has no potential for a gas.
    #[error("{set} gives no global warming potential for {gas}")]
    NoPotential {
        /// The set.
        set: GwpSet,
        /// The gas.
        gas: Gas,
    },
    /// No factor for a fuel in a use.
    #[error("no {what} for {fuel}{place} is in the IPCC factors carried here")]
    NoFactor {
        /// Which factor.
        what: String,
        /// The fuel.
        fuel: String,
        /// Where it burns, e.g. ` in residential (uncontrolled)`.
        place: String,
    },
    /// Several factors would fit; the variant must be named.
    #[error("{gas} of {fuel} depends on the technology; name one of: {variants}")]
    Variant {
        /// The gas.
        gas: Gas,
        /// The fuel.
        fuel: String,
        /// What can be named.
        variants: String,
    },
    /// A number is not finite or out of its range.
    #[error("{field} is {value}; expected {expected}")]
    Range {
        /// The field.
        field: String,
        /// What was given.
        value: f64,
        /// What is expected.
        expected: String,
    },
    /// A unit that is neither energy nor mass.
    #[error("an amount of fuel is energy (net calorific) or mass, not {0}")]
    Unit(String),
}
