//! How sure a figure is: error propagation and Monte Carlo.
//!
//! [`propagate`] is approach 1 of the 2006 IPCC Guidelines (volume 1, chapter 3): closed formulas for sums and
//! products. [`simulate`] is approach 2: draws from distributions through any model. Draws come from a
//! counter-based generator ([`random`]) with a stated seed, so that the same inputs give the same bytes
//! natively and in WebAssembly, on any number of runs and in any order.

pub mod default;
pub mod distribution;
mod normal;
pub mod propagate;
pub mod random;
pub mod simulate;
mod summary;

pub use distribution::Distribution;
pub use normal::{normal_cdf, normal_quantile};
pub use simulate::{Correlation, Simulation, Variable};
pub use summary::{Percentile, Summary, quantile};

/// Why an uncertainty could not be computed.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum UncertaintyError {
    /// A parameter is not finite or out of its range.
    #[error("{field} is {value}; expected {expected}")]
    Parameter {
        /// The parameter, with the variable it belongs to.
        field: String,
        /// What was given.
        value: f64,
        /// What is expected.
        expected: &'static str,
    },
    /// Too few or too many entries.
    #[error("{field} has {count} entries; expected {min} to {max}")]
    Length {
        /// The list.
        field: &'static str,
        /// Entries given.
        count: usize,
        /// Fewest accepted.
        min: usize,
        /// Most accepted.
        max: usize,
    },
    /// A relative uncertainty of a sum that is zero does not exist.
    #[error("the sum is zero, so it has no relative uncertainty")]
    ZeroSum,
    /// A variable is named twice, or a correlation names one that is not there.
    #[error("the variable “{0}” {1}")]
    Name(String, &'static str),
    /// Correlations that contradict each other.
    #[error("the correlations contradict each other: no variables can have them all (found at “{0}”)")]
    Contradiction(String),
    /// The model gave a value that is not finite.
    #[error("the model gave {value} in draw {draw}; every draw must give a finite number")]
    Model {
        /// Which draw.
        draw: u32,
        /// What it gave.
        value: f64,
    },
}

/// A finite number for which `fits` holds.
fn check(
    field: impl FnOnce() -> String,
    value: f64,
    fits: bool,
    expected: &'static str,
) -> Result<(), UncertaintyError> {
    if value.is_finite() && fits {
        return Ok(());
    }
    Err(UncertaintyError::Parameter { field: field(), value, expected })
}
