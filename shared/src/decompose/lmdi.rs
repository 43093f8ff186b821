//! Additive logarithmic mean Divisia index, method I (LMDI-I).
//!
//! B. W. Ang, “The LMDI approach to decomposition analysis: a practical guide”, Energy Policy 33 (2005) 867–871,
//! equation 5: with `V = Σᵢ x₁ᵢ·x₂ᵢ·…`, the effect of factor k is `Σᵢ L(Vᵢᵀ, Vᵢ⁰)·ln(xₖᵢᵀ / xₖᵢ⁰)`, where
//! `L(a, b) = (a − b) / (ln a − ln b)` and `L(a, a) = a`. The effects sum to the change, with no residual but
//! rounding, and going back in time turns their signs.
//!
//! Zeros take the analytical limits (R. Wood and M. Lenzen, “Zero-value problems of the logarithmic mean
//! Divisia index decomposition method”, Energy Policy 34 (2006) 1326–1331), not a small number in their place.

use serde::{Deserialize, Serialize};

/// One sub-category: its factors in both periods; their products are its values.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// Name of the sub-category.
    pub name: String,
    /// Factors before, in the order of the factors' names.
    pub before: Vec<f64>,
    /// Factors after, in the same order.
    pub after: Vec<f64>,
}

/// The change and what each factor contributed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Effects {
    /// Value before.
    pub before: f64,
    /// Value after.
    pub after: f64,
    /// Effect of each factor, in the unit of the value.
    pub effects: Vec<f64>,
    /// Effect of each factor by item, in the order of the items.
    pub by_item: Vec<Vec<f64>>,
    /// Change minus the sum of the effects: rounding alone.
    pub rounding: f64,
}

/// Why a decomposition was refused.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum LmdiError {
    /// No items, or an item without factors.
    #[error("there is nothing to decompose")]
    Empty,
    /// Items that do not have the same factors.
    #[error("“{item}” has {before} factors before and {after} after; expected {expected}")]
    Length {
        /// The item.
        item: String,
        /// Factors before.
        before: usize,
        /// Factors after.
        after: usize,
        /// Factors of the first item.
        expected: usize,
    },
    /// A factor that is not finite.
    #[error("factor {factor} of “{item}” is not a finite number")]
    NotFinite {
        /// The item.
        item: String,
        /// Index of the factor.
        factor: usize,
    },
    /// A factor that changes its sign: its logarithmic change does not exist.
    #[error("factor {factor} of “{item}” changes its sign; such a change has no logarithm")]
    Sign {
        /// The item.
        item: String,
        /// Index of the factor.
        factor: usize,
    },
}

/// Splits the change of `Σ Π factors` into the effect of each factor.
///
/// Sums run in the order of the items.
///
/// # Errors
/// [`LmdiError`] where there is nothing to decompose, items differ in length, or a factor is not finite or changes
/// its sign.
pub fn decompose(items: &[Item]) -> Result<Effects, LmdiError> {
    let expected = items.first().map(|i| i.before.len()).filter(|n| *n > 0).ok_or(LmdiError::Empty)?;
    let (mut before, mut after) = (0.0, 0.0);
    let mut effects = vec![0.0; expected];
    let mut by_item = Vec::with_capacity(items.len());
    for item in items {
        let (b, a) = (item.before.len(), item.after.len());
        if (b, a) != (expected, expected) {
            return Err(LmdiError::Length { item: item.name.clone(), before: b, after: a, expected });
        }
        let parts = split(&item.before, &item.after).map_err(|fault| fault.of(&item.name))?;
        for (sum, part) in effects.iter_mut().zip(&parts) {
            *sum += part;
        }
        before += product(&item.before);
        after += product(&item.after);
        by_item.push(parts);
    }
    let sum = effects.iter().fold(0.0, |sum, e| sum + e);
    Ok(Effects { before, after, effects, by_item, rounding: after - before - sum })
}

/// A fault of one factor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    NotFinite(usize),
    Sign(usize),
}

impl Fault {
    fn of(self, item: &str) -> LmdiError {
        let item = item.to_string();
        match self {
            Self::NotFinite(factor) => LmdiError::NotFinite { item, factor },
            Self::Sign(factor) => LmdiError::Sign { item, factor },
        }
    }
}

/// The effects of one item.
pub(super) fn split(before: &[f64], after: &[f64]) -> Result<Vec<f64>, Fault> {
    for (k, (b, a)) in before.iter().zip(after).enumerate() {
        if !(b.is_finite() && a.is_finite()) {
            return Err(Fault::NotFinite(k));
        }
        if (*b < 0.0 && *a > 0.0) || (*b > 0.0 && *a < 0.0) {
            return Err(Fault::Sign(k));
        }
    }
    let (v0, v1) = (product(before), product(after));
    if v0 == 0.0 || v1 == 0.0 {
        return Ok(limits(before, after, v0, v1));
    }
    let mean = logarithmic_mean(v1, v0);
    Ok(before.iter().zip(after).map(|(b, a)| mean * log_ratio(*a, *b)).collect())
}

/// The limits where a value is zero: the whole change belongs to the factors that are zero on that side, in
/// equal parts where there are several (all tend to zero together); where both values are zero nothing changed.
fn limits(before: &[f64], after: &[f64], v0: f64, v1: f64) -> Vec<f64> {
    let zero_side = if v0 == 0.0 { before } else { after };
    // A product can be zero without a zero factor, by underflow; then all factors take part.
    let zeros = zero_side.iter().filter(|x| **x == 0.0).count();
    let share = (v1 - v0) / if zeros == 0 { before.len() } else { zeros } as f64;
    zero_side.iter().map(|x| if zeros == 0 || *x == 0.0 { share } else { 0.0 }).collect()
}

fn product(factors: &[f64]) -> f64 {
    factors.iter().fold(1.0, |product, x| product * x)
}

/// `L(a, b)` for two numbers of the same sign.
pub fn logarithmic_mean(a: f64, b: f64) -> f64 {
    let log = log_ratio(a, b);
    if log == 0.0 { a } else { (a - b) / log }
}

/// `ln(a / b)`, exact to rounding also where the two are nearly equal.
fn log_ratio(a: f64, b: f64) -> f64 {
    let relative = (a - b) / b;
    if relative.abs() < 0.5 { libm::log1p(relative) } else { libm::log(a / b) }
}

#[cfg(test)]
#[path = "lmdi_tests.rs"]
mod tests;
