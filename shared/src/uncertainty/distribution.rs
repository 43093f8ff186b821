//! Distributions of an uncertain quantity, sampled by their quantile function.
//!
//! One uniform number gives one draw, and a larger one never a smaller draw: this keeps draws comparable between
//! scenarios and lets correlations be set by ranks.

use serde::{Deserialize, Serialize};

use super::{UncertaintyError, check, normal_quantile};

/// A probability distribution (IPCC 2006, volume 1, section 3.2.2.4).
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind", deny_unknown_fields)]
pub enum Distribution {
    /// Normal.
    Normal {
        /// Mean.
        mean: f64,
        /// Standard deviation, not negative.
        sd: f64,
    },
    /// Lognormal, by mean and standard deviation of the quantity itself.
    Lognormal {
        /// Mean, above zero.
        mean: f64,
        /// Standard deviation, not negative.
        sd: f64,
    },
    /// Uniform.
    Uniform {
        /// Least value.
        min: f64,
        /// Greatest value.
        max: f64,
    },
    /// Triangular.
    Triangular {
        /// Least value.
        min: f64,
        /// Most likely value.
        mode: f64,
        /// Greatest value.
        max: f64,
    },
    /// PERT: a beta distribution by least, most likely and greatest value, with weight 4 for the mode
    /// (Malcolm and others, “Application of a technique for research and development program evaluation”,
    /// Operations Research 7 (1959) 646–669).
    Pert {
        /// Least value.
        min: f64,
        /// Most likely value.
        mode: f64,
        /// Greatest value.
        max: f64,
    },
}

impl Distribution {
    /// Normal, by the IPCC's uncertainty: half the 95 % interval in per cent of the mean.
    pub fn normal_pct(mean: f64, uncertainty_pct: f64) -> Self {
        // 97.5th percentile of the standard normal distribution.
        Self::Normal { mean, sd: (mean * uncertainty_pct / 100.0).abs() / 1.959_963_984_540_054 }
    }

    /// Whether the parameters are of a distribution.
    ///
    /// # Errors
    /// [`UncertaintyError::Parameter`] names the variable and the parameter.
    pub fn check(&self, name: &str) -> Result<(), UncertaintyError> {
        let field = |part: &'static str| move || format!("{name}: {part}");
        match *self {
            Self::Normal { mean, sd } => {
                check(field("mean"), mean, true, "a finite number")?;
                check(field("sd"), sd, sd >= 0.0, "a number that is not negative")
            }
            Self::Lognormal { mean, sd } => {
                check(field("mean"), mean, mean > 0.0, "a number above zero")?;
                check(field("sd"), sd, sd >= 0.0, "a number that is not negative")
            }
            Self::Uniform { min, max } => {
                check(field("min"), min, true, "a finite number")?;
                check(field("max"), max, max >= min, "a number not below min")
            }
            Self::Triangular { min, mode, max } | Self::Pert { min, mode, max } => {
                check(field("min"), min, true, "a finite number")?;
                check(field("max"), max, max >= min, "a number not below min")?;
                check(field("mode"), mode, (min..=max).contains(&mode), "a number from min to max")
            }
        }
    }

    /// The value that lies above a part `p` of the distribution; `p` between 0 and 1.
    pub fn quantile(&self, p: f64) -> f64 {
        match *self {
            Self::Normal { mean, sd } => mean + sd * normal_quantile(p),
            Self::Lognormal { mean, sd } => {
                let variance = libm::log1p((sd / mean) * (sd / mean));
                libm::exp(libm::log(mean) - variance / 2.0 + libm::sqrt(variance) * normal_quantile(p))
            }
            Self::Uniform { min, max } => min + p * (max - min),
            Self::Triangular { min, mode, max } => triangular(p, min, mode, max),
            Self::Pert { min, mode, max } => pert(p, min, mode, max),
        }
    }

    /// The mean.
    pub fn mean(&self) -> f64 {
        match *self {
            Self::Normal { mean, .. } | Self::Lognormal { mean, .. } => mean,
            Self::Uniform { min, max } => min + (max - min) / 2.0,
            Self::Triangular { min, mode, max } => (min + mode + max) / 3.0,
            Self::Pert { min, mode, max } => (min + 4.0 * mode + max) / 6.0,
        }
    }
}

fn triangular(p: f64, min: f64, mode: f64, max: f64) -> f64 {
    let width = max - min;
    if width <= 0.0 {
        return min;
    }
    if p * width < mode - min {
        min + libm::sqrt(p * width * (mode - min))
    } else {
        max - libm::sqrt((1.0 - p) * width * (max - mode))
    }
}

fn pert(p: f64, min: f64, mode: f64, max: f64) -> f64 {
    let width = max - min;
    if width <= 0.0 {
        return min;
    }
    let (a, b) = (1.0 + 4.0 * (mode - min) / width, 1.0 + 4.0 * (max - mode) / width);
    min + width * beta_quantile(p, a, b)
}

/// Quantile of the beta distribution for `a`, `b` from 1 to 5, by bisection: 53 halvings settle every bit.
fn beta_quantile(p: f64, a: f64, b: f64) -> f64 {
    let scale = libm::exp(libm::lgamma(a + b) - libm::lgamma(a) - libm::lgamma(b));
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..53 {
        let middle = 0.5 * (low + high);
        if beta_cdf(middle, a, b, scale) < p { low = middle } else { high = middle }
    }
    0.5 * (low + high)
}

/// Regularised incomplete beta function, by the continued fraction of DLMF 8.17.22 (Lentz's method).
fn beta_cdf(x: f64, a: f64, b: f64, scale: f64) -> f64 {
    let front = scale * libm::pow(x, a) * libm::pow(1.0 - x, b);
    if x < (a + 1.0) / (a + b + 2.0) {
        front * beta_fraction(x, a, b) / a
    } else {
        1.0 - front * beta_fraction(1.0 - x, b, a) / b
    }
}

fn beta_fraction(x: f64, a: f64, b: f64) -> f64 {
    const TINY: f64 = 1e-300;
    let keep = |v: f64| if v.abs() < TINY { TINY } else { v };
    let mut c = 1.0;
    let mut d = 1.0 / keep(1.0 - (a + b) * x / (a + 1.0));
    let mut h = d;
    for step in 1..=200 {
        let m = f64::from(step);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        d = 1.0 / keep(1.0 + even * d);
        c = keep(1.0 + even / c);
        h *= d * c;
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        d = 1.0 / keep(1.0 + odd * d);
        c = keep(1.0 + odd / c);
        h *= d * c;
        if (d * c - 1.0).abs() < 1e-16 {
            break;
        }
    }
    h
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all() -> [Distribution; 5] {
        [
            Distribution::Normal { mean: 10.0, sd: 2.0 },
            Distribution::Lognormal { mean: 10.0, sd: 4.0 },
            Distribution::Uniform { min: 4.0, max: 16.0 },
            Distribution::Triangular { min: 4.0, mode: 8.0, max: 18.0 },
            Distribution::Pert { min: 4.0, mode: 9.0, max: 20.0 },
        ]
    }

    #[test]
    fn quantiles_average_to_the_mean() {
        for distribution in all() {
            let n = 20_000;
            let sum: f64 = (0..n).map(|i| distribution.quantile((f64::from(i) + 0.5) / f64::from(n))).sum();
            let mean = sum / f64::from(n);
            assert!((mean - distribution.mean()).abs() < 2e-3, "{distribution:?}: {mean}");
        }
    }

    #[test]
    fn quantiles_rise_and_stay_in_bounds() {
        for distribution in all() {
            let values: Vec<f64> = (1..200).map(|i| distribution.quantile(f64::from(i) / 200.0)).collect();
            assert!(values.windows(2).all(|w| w[0] < w[1]), "{distribution:?}");
        }
        let pert = Distribution::Pert { min: 4.0, mode: 9.0, max: 20.0 };
        assert!(pert.quantile(1e-15) >= 4.0 && pert.quantile(1.0 - 1e-15) <= 20.0);
    }

    #[test]
    fn beta_by_closed_forms() {
        // A symmetric PERT is beta(3, 3): its median is the middle; P(x ≤ ¼) = 53/512.
        let pert = Distribution::Pert { min: 0.0, mode: 0.5, max: 1.0 };
        assert!((pert.quantile(0.5) - 0.5).abs() < 1e-14);
        assert!((pert.quantile(53.0 / 512.0) - 0.25).abs() < 1e-13);
        // Mode at an end: beta(1, 5), whose quantile is 1 − (1 − p)^(1/5).
        let end = Distribution::Pert { min: 0.0, mode: 0.0, max: 1.0 };
        assert!((end.quantile(0.3) - (1.0 - libm::pow(0.7, 0.2))).abs() < 1e-13);
    }

    #[test]
    fn a_degenerate_distribution_is_a_number() {
        for distribution in [
            Distribution::Normal { mean: 3.0, sd: 0.0 },
            Distribution::Lognormal { mean: 3.0, sd: 0.0 },
            Distribution::Uniform { min: 3.0, max: 3.0 },
            Distribution::Triangular { min: 3.0, mode: 3.0, max: 3.0 },
            Distribution::Pert { min: 3.0, mode: 3.0, max: 3.0 },
        ] {
            assert_eq!(distribution.check("x"), Ok(()));
            assert!((distribution.quantile(0.9) - 3.0).abs() < 1e-12, "{distribution:?}");
        }
    }

    #[test]
    fn errors_name_variable_and_parameter() {
        let error = Distribution::Lognormal { mean: 0.0, sd: 1.0 }.check("ef").expect_err("refused");
        assert_eq!(error.to_string(), "ef: mean is 0; expected a number above zero");
        assert!(Distribution::Triangular { min: 1.0, mode: 3.0, max: 2.0 }.check("x").is_err());
        assert!(Distribution::Uniform { min: f64::NEG_INFINITY, max: 2.0 }.check("x").is_err());
    }
}
