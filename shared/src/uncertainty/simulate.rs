//! Approach 2: Monte Carlo through any model.
//!
//! IPCC 2006, volume 1, section 3.2.3.2. Each variable has a random stream of its own, named after it, and each
//! draw an index: adding or reordering variables leaves the draws of the others as they are. Correlations
//! are set by a Gaussian copula: correlated normal scores (Cholesky) give each variable its rank.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Distribution, Summary, UncertaintyError, check, normal_cdf, normal_quantile, random};

/// Variables of one simulation at most.
const MAX_VARIABLES: usize = 256;
/// Draws of one simulation at most.
const MAX_DRAWS: u32 = 1_000_000;

/// What is drawn, how often, and from which seed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Simulation {
    /// The seed; the same seed gives the same draws on every machine.
    pub seed: u64,
    /// How many draws, 1 to 1,000,000.
    pub draws: u32,
    /// The uncertain quantities, in the order in which the model takes them.
    pub variables: Vec<Variable>,
    /// Correlations of normal scores between pairs; pairs not named are independent.
    #[serde(default)]
    pub correlations: Vec<Correlation>,
}

/// An uncertain quantity.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Variable {
    /// Its name, which also names its random stream.
    pub name: String,
    /// Its distribution.
    pub distribution: Distribution,
}

/// How two variables go together.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Correlation {
    /// The one.
    pub a: String,
    /// The other.
    pub b: String,
    /// Correlation of their normal scores, −1 to 1.
    pub rho: f64,
}

impl Simulation {
    /// Draws the variables, runs the model on each draw and summarises what it gives.
    ///
    /// # Errors
    /// [`UncertaintyError`] where a parameter is out of range, a name is repeated or unknown, correlations
    /// contradict each other, or the model gives a value that is not finite.
    pub fn run(&self, model: impl Fn(&[f64]) -> f64) -> Result<Summary, UncertaintyError> {
        let sampler = self.sampler()?;
        let mut values = Vec::with_capacity(self.draws as usize);
        let mut drawn = vec![0.0; self.variables.len()];
        for draw in 0..self.draws {
            sampler.draw(u64::from(draw), &mut drawn);
            let value = model(&drawn);
            if !value.is_finite() {
                return Err(UncertaintyError::Model { draw, value });
            }
            values.push(value);
        }
        Ok(Summary::of(values, self.seed))
    }

    /// Checks the simulation and makes its sampler, for models that run draw by draw.
    ///
    /// # Errors
    /// As [`run`](Self::run), but for the model.
    pub fn sampler(&self) -> Result<Sampler<'_>, UncertaintyError> {
        check(
            || "draws".into(),
            f64::from(self.draws),
            (1..=MAX_DRAWS).contains(&self.draws),
            "1 to 1000000",
        )?;
        let count = self.variables.len();
        if !(1..=MAX_VARIABLES).contains(&count) {
            return Err(UncertaintyError::Length { field: "variables", count, min: 1, max: MAX_VARIABLES });
        }
        let mut places = BTreeMap::new();
        for (i, variable) in self.variables.iter().enumerate() {
            variable.distribution.check(&variable.name)?;
            if places.insert(variable.name.as_str(), i).is_some() {
                return Err(UncertaintyError::Name(variable.name.clone(), "is named twice"));
            }
        }
        let streams = self.variables.iter().map(|v| random::stream(&v.name)).collect();
        Ok(Sampler { simulation: self, streams, scores: self.cholesky(&places)? })
    }

    /// Lower triangle of the correlation matrix; none where there is no correlation.
    ///
    /// Rows are in the order of names, so that the order of the variables does not matter.
    fn cholesky(&self, places: &BTreeMap<&str, usize>) -> Result<Option<Scores>, UncertaintyError> {
        if self.correlations.is_empty() {
            return Ok(None);
        }
        let n = places.len();
        let rank: BTreeMap<&str, usize> =
            crate::order::map(places.keys().enumerate().map(|(i, name)| (*name, i)));
        let mut matrix = vec![vec![0.0; n]; n];
        for (i, row) in matrix.iter_mut().enumerate() {
            row[i] = 1.0;
        }
        for c in &self.correlations {
            let find = |name: &str| {
                rank.get(name)
                    .copied()
                    .ok_or_else(|| UncertaintyError::Name(name.into(), "is not among the variables"))
            };
            let (a, b) = (find(&c.a)?, find(&c.b)?);
            check(
                || format!("rho of {} and {}", c.a, c.b),
                c.rho,
                a != b && c.rho.abs() <= 1.0,
                "from -1 to 1, between two variables",
            )?;
            matrix[a][b] = c.rho;
            matrix[b][a] = c.rho;
        }
        for i in 0..n {
            for j in 0..=i {
                let inner = (0..j).fold(0.0, |sum, k| sum + matrix[i][k] * matrix[j][k]);
                let rest = matrix[i][j] - inner;
                matrix[i][j] = if i == j {
                    if rest < -1e-9 {
                        return Err(contradiction(&rank, i));
                    }
                    libm::sqrt(rest.max(0.0))
                } else if matrix[j][j] > 1e-9 {
                    rest / matrix[j][j]
                } else if rest.abs() < 1e-9 {
                    0.0
                } else {
                    return Err(contradiction(&rank, i));
                };
            }
        }
        Ok(Some(Scores { rows: matrix, places: places.values().copied().collect() }))
    }
}

fn contradiction(rank: &BTreeMap<&str, usize>, row: usize) -> UncertaintyError {
    let name = rank.iter().find(|(_, r)| **r == row).map_or("", |(name, _)| name);
    UncertaintyError::Contradiction(name.into())
}

/// Gives the draws of a checked simulation.
#[derive(Debug)]
pub struct Sampler<'a> {
    simulation: &'a Simulation,
    streams: Vec<u64>,
    scores: Option<Scores>,
}

/// Cholesky factor by rank of name, and the place of each rank among the variables.
#[derive(Debug)]
struct Scores {
    rows: Vec<Vec<f64>>,
    places: Vec<usize>,
}

impl Sampler<'_> {
    /// Writes the values of one draw, in the order of the variables.
    pub fn draw(&self, index: u64, values: &mut [f64]) {
        for (value, stream) in values.iter_mut().zip(&self.streams) {
            *value = random::uniform(self.simulation.seed, *stream, index);
        }
        if let Some(scores) = &self.scores {
            correlate(scores, values);
        }
        for (value, variable) in values.iter_mut().zip(&self.simulation.variables) {
            *value = variable.distribution.quantile(*value);
        }
    }
}

/// Turns independent uniforms into correlated ones.
fn correlate(scores: &Scores, uniforms: &mut [f64]) {
    let normal: Vec<f64> = scores.places.iter().map(|&place| normal_quantile(uniforms[place])).collect();
    for (rank, (row, &place)) in scores.rows.iter().zip(&scores.places).enumerate() {
        // What is above the diagonal still holds the correlation matrix and is not part of the factor.
        let score = row[..=rank].iter().zip(&normal).fold(0.0, |sum, (l, z)| sum + l * z);
        // Far in a tail the probability may round to 0 or 1, where quantiles are infinite.
        uniforms[place] = normal_cdf(score).clamp(f64::MIN_POSITIVE, 1.0 - f64::EPSILON / 2.0);
    }
}

#[cfg(test)]
#[path = "simulate_tests.rs"]
mod tests;
