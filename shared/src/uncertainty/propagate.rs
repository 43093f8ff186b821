//! Approach 1: propagation of error through sums and products.
//!
//! IPCC 2006, volume 1, section 3.2.3.1. An uncertainty is half the 95 % confidence interval in per cent of the
//! value. The formulas hold for small, symmetric, normal errors; beyond about 30 % or where errors are skewed,
//! approach 2 ([`super::simulate`]) is the one to take.

use serde::{Deserialize, Serialize};

use super::{UncertaintyError, check};

/// Most quantities that are combined at once.
const MAX: usize = 10_000;

/// How the errors of quantities go together.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Together {
    /// Not at all: the quantities are independent (equations 3.1 and 3.2).
    #[default]
    Independent,
    /// By one coefficient between each pair, −1 to 1; 1 where all take the same factor.
    Correlated(f64),
}

impl Together {
    fn coefficient(self, count: usize) -> Result<f64, UncertaintyError> {
        let Self::Correlated(rho) = self else { return Ok(0.0) };
        // With n variables one coefficient for all pairs cannot lie below −1 / (n − 1).
        let least = -1.0 / (count.max(2) - 1) as f64;
        let expected = "from −1/(n − 1) to 1, n being the number of quantities";
        check(|| "correlation".into(), rho, (least - 1e-12..=1.0).contains(&rho), expected)?;
        Ok(rho)
    }
}

/// Uncertainty of a product of quantities, %: `√ΣU²` where they are independent (equation 3.1).
///
/// # Errors
/// [`UncertaintyError`] where an uncertainty is negative or not finite, or the list is empty.
pub fn product(uncertainties_pct: &[f64], together: Together) -> Result<f64, UncertaintyError> {
    combine(uncertainties_pct, together)
}

/// Uncertainty of a sum, % of the sum: `√Σ(U·x)² / |Σx|` where independent (equation 3.2).
///
/// Each term is (value, uncertainty in %); values may be negative (removals).
///
/// # Errors
/// [`UncertaintyError`] where a term is not finite, an uncertainty is negative, or the sum is zero.
pub fn sum(terms: &[(f64, f64)], together: Together) -> Result<f64, UncertaintyError> {
    let mut parts = Vec::with_capacity(terms.len());
    let mut total = 0.0;
    for (i, &(value, uncertainty)) in terms.iter().enumerate() {
        check(|| format!("terms[{i}] value"), value, true, "a finite number")?;
        check(
            || format!("terms[{i}] uncertainty"),
            uncertainty,
            uncertainty >= 0.0,
            "a per cent not negative",
        )?;
        // The sign stays: correlated errors of an emission and a removal cancel.
        parts.push(value * uncertainty);
        total += value;
    }
    let absolute = spread(&parts, together)?;
    if total == 0.0 {
        return Err(UncertaintyError::ZeroSum);
    }
    Ok(absolute / total.abs())
}

fn combine(parts: &[f64], together: Together) -> Result<f64, UncertaintyError> {
    for (i, &part) in parts.iter().enumerate() {
        check(|| format!("uncertainties[{i}]"), part, part >= 0.0, "a per cent not negative")?;
    }
    spread(parts, together)
}

/// `√(ΣΣ ρ·a·b)` with ρ = 1 on the diagonal, as `√((1 − ρ)·Σa² + ρ·(Σa)²)`.
fn spread(parts: &[f64], together: Together) -> Result<f64, UncertaintyError> {
    let count = parts.len();
    if !(1..=MAX).contains(&count) {
        return Err(UncertaintyError::Length { field: "quantities", count, min: 1, max: MAX });
    }
    let rho = together.coefficient(count)?;
    let squares = parts.iter().fold(0.0, |sum, p| sum + p * p);
    let plain = parts.iter().fold(0.0, |sum, p| sum + p);
    Ok(libm::sqrt(((1.0 - rho) * squares + rho * plain * plain).max(0.0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALONE: Together = Together::Independent;

    #[test]
    fn product_by_equation_3_1() {
        // √(5² + 10²) = 11.1803…; √(3² + 4²) = 5.
        assert!((product(&[5.0, 10.0], ALONE).expect("valid") - 11.180_339_887_498_949).abs() < 1e-12);
        assert_eq!(product(&[3.0, 4.0], ALONE), Ok(5.0));
        assert_eq!(product(&[3.0, 4.0], Together::Correlated(1.0)), Ok(7.0));
    }

    #[test]
    fn sum_by_equation_3_2() {
        // √((100·10 %)² + (200·5 %)²) / 300 = √200 / 300 = 4.714 %.
        let terms = [(100.0, 10.0), (200.0, 5.0)];
        assert!((sum(&terms, ALONE).expect("valid") - 4.714_045_207_910_317).abs() < 1e-12);
        // The same factor in both: (10 + 10) / 300.
        assert!((sum(&terms, Together::Correlated(1.0)).expect("valid") - 20.0 / 3.0).abs() < 1e-12);
    }

    #[test]
    fn a_removal_with_the_same_error_cancels() {
        let terms = [(100.0, 10.0), (-50.0, 20.0)];
        assert_eq!(sum(&terms, Together::Correlated(1.0)), Ok(0.0));
        // √((100·10)² + (50·20)²) / 50 = 1414.2… / 50.
        assert!((sum(&terms, ALONE).expect("valid") - libm::sqrt(2e6) / 50.0).abs() < 1e-9);
    }

    #[test]
    fn what_cannot_be_is_refused() {
        assert_eq!(sum(&[(1.0, 5.0), (-1.0, 5.0)], ALONE), Err(UncertaintyError::ZeroSum));
        assert!(matches!(product(&[], ALONE), Err(UncertaintyError::Length { .. })));
        let error = product(&[1.0, -2.0], ALONE).expect_err("negative").to_string();
        assert_eq!(error, "uncertainties[1] is -2; expected a per cent not negative");
        // Three quantities cannot all be opposed to each other.
        assert!(product(&[1.0; 3], Together::Correlated(-1.0)).is_err());
    }

    proptest::proptest! {
        #[test]
        fn independent_lies_between_largest_and_full_correlation(us in proptest::collection::vec(0.0..200.0f64, 1..20)) {
            let largest = us.iter().copied().fold(0.0, f64::max);
            let alone = product(&us, ALONE).expect("valid");
            let full = product(&us, Together::Correlated(1.0)).expect("valid");
            proptest::prop_assert!(alone >= largest - 1e-9 && alone <= full + 1e-9);
        }
    }
}
