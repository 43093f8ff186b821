//! A weighted mean of all models, its weights learnt for each step ahead from the misses known at each origin.
//!
//! Bernstein online aggregation (Wintenberger, Machine Learning 106, 2017) on the gradient of the absolute error, as used
//! for electricity by Gaillard & Goude (2015): weights move by the regret of each model, at a rate of its own that falls
//! as regrets add up. At each origin only misses whose target is already known have been learnt, so the backtest of the
//! blend is as honest as that of one model.

use super::{
    backtest::{Final, Run},
    model::Kind,
};

/// Independent stretches of the past from which learnt models are trusted as much as the calendar.
const STRETCHES: f64 = 100.0;

/// The blend of several runs.
#[derive(Debug, Clone)]
pub struct Blend {
    /// Its forecasts.
    pub run: Run,
    /// The models, in the order of the weights.
    pub kinds: Vec<Kind>,
    /// Weights after the last value, by step ahead.
    pub weights: Vec<Vec<f64>>,
}

/// Blends runs over the same origins; `season` is the steps of the main season.
pub fn blend(y: &[f64], origins: &[usize], runs: &[&Run], season: usize) -> Blend {
    let kinds: Vec<Kind> = runs.iter().map(|r| r.kind).collect();
    let mut paths = runs[0].paths.clone();
    let horizon = paths.first().map_or(0, Vec::len);
    let mut weights = Vec::with_capacity(horizon);
    for h in 1..=horizon {
        let stretches = origins[0] as f64 / h.max(season) as f64;
        let mut mixer = Mixer::new(&kinds, (stretches / STRETCHES).clamp(0.01, 1.0));
        let mut used: Vec<f64> = Vec::with_capacity(origins.len() * kinds.len());
        let mut learnt = 0;
        let mut errors = vec![0.0; kinds.len()];
        let mut learn = |until: usize, used: &[f64], mixer: &mut Mixer| {
            while learnt * kinds.len() < used.len() && origins[learnt] + h <= until {
                let actual = y[origins[learnt] + h - 1];
                errors.iter_mut().zip(runs).for_each(|(e, r)| *e = actual - r.paths[learnt][h - 1]);
                let from = learnt * kinds.len();
                if !actual.is_nan() {
                    mixer.learn(&used[from..from + kinds.len()], &errors);
                }
                learnt += 1;
            }
        };
        for (k, &origin) in origins.iter().enumerate() {
            learn(origin, &used, &mut mixer);
            let now = mixer.weights();
            paths[k][h - 1] = now.iter().zip(runs).map(|(w, r)| w * r.paths[k][h - 1]).sum();
            used.extend(now);
        }
        learn(y.len(), &used, &mut mixer);
        weights.push(mixer.weights());
    }
    let sizes = sizes(runs);
    Blend { run: Run { kind: Kind::Blend, paths, sizes }, kinds, weights }
}

/// Geometric mean of the sizes of misses that the models expect, where any does.
fn sizes(runs: &[&Run]) -> Option<Vec<Vec<f64>>> {
    let all: Vec<&Vec<Vec<f64>>> = runs.iter().filter_map(|r| r.sizes.as_ref()).collect();
    let mut result = (*all.first()?).clone();
    for (k, path) in result.iter_mut().enumerate() {
        for (h, size) in path.iter_mut().enumerate() {
            *size = geometric(all.iter().map(|s| s[k][h]));
        }
    }
    Some(result)
}

fn geometric(values: impl Iterator<Item = f64>) -> f64 {
    let (sum, n) = values.fold((0.0, 0.0), |(s, n), v| (s + libm::log(v), n + 1.0));
    libm::exp(sum / n)
}

impl Blend {
    /// The forecast from the end, of the models' own: in the order of [`Self::kinds`].
    pub fn finish(&self, parts: &[Final]) -> Final {
        let at = |(h, weights): (usize, &Vec<f64>)| {
            weights.iter().zip(parts).map(|(w, p)| w * p.path[h]).sum::<f64>()
        };
        let sized: Vec<&Vec<f64>> = parts.iter().filter_map(|p| p.sizes.as_ref()).collect();
        let size = |h: usize| geometric(sized.iter().map(|s| s[h]));
        let mut parameters = std::collections::BTreeMap::new();
        for (k, kind) in self.kinds.iter().enumerate() {
            let all: f64 = self.weights.iter().map(|w| w[k]).sum();
            parameters.insert(format!("weight.{}", kind.name()), all / self.weights.len().max(1) as f64);
        }
        Final {
            path: self.weights.iter().enumerate().map(at).collect(),
            sizes: (!sized.is_empty()).then(|| (0..self.weights.len()).map(size).collect()),
            label: Kind::Blend.name().into(),
            parameters,
            causes: parts.iter().find(|p| !p.causes.is_empty()).map(|p| p.causes.clone()).unwrap_or_default(),
        }
    }
}

/// Weights of one step ahead.
struct Mixer {
    prior: Vec<f64>,
    regret: Vec<f64>,
    square: Vec<f64>,
    rate: f64,
}

impl Mixer {
    /// `trust`, up to 1, is how much learnt models weigh at first against the calendar, and how fast weights move: with
    /// few independent stretches of the past, misses teach little.
    fn new(kinds: &[Kind], trust: f64) -> Self {
        let first = |kind: &Kind| match kind {
            Kind::LikeDay => 1.0,
            Kind::WeeklyNaive => 0.3,
            k if k.is_naive() => 0.3 * trust,
            _ => trust,
        };
        let prior = kinds.iter().map(|k| libm::log(first(k))).collect();
        Self { prior, regret: vec![0.0; kinds.len()], square: vec![0.0; kinds.len()], rate: trust }
    }

    fn weights(&self) -> Vec<f64> {
        let width = libm::log(self.prior.len() as f64).sqrt();
        let power = |k: usize| {
            let pull = if self.square[k] > 0.0 { self.regret[k] / self.square[k].sqrt() } else { 0.0 };
            self.prior[k] + self.rate * width * pull
        };
        let powers: Vec<f64> = (0..self.prior.len()).map(power).collect();
        let top = powers.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let raw: Vec<f64> = powers.iter().map(|p| libm::exp(p - top)).collect();
        let sum: f64 = raw.iter().sum();
        raw.into_iter().map(|w| w / sum).collect()
    }

    fn learn(&mut self, used: &[f64], errors: &[f64]) {
        let mixed: f64 = used.iter().zip(errors).map(|(w, e)| w * e).sum();
        let sign = if mixed < 0.0 { -1.0 } else { 1.0 };
        for (k, e) in errors.iter().enumerate() {
            let gain = sign * (mixed - e);
            self.regret[k] += gain;
            self.square[k] += gain * gain;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::uncertainty::random::uniform;

    #[test]
    fn errors_that_cancel_are_blended_and_bad_models_fade() {
        let y = vec![10.0; 600];
        let origins: Vec<usize> = (200..590).collect();
        let run = |kind: Kind, bias: f64, seed: u64| Run {
            kind,
            paths: origins
                .iter()
                .map(|&o| (0..2).map(|h| 10.0 + bias + 4.0 * (uniform(seed, h, o as u64) - 0.5)).collect())
                .collect(),
            sizes: None,
        };
        let runs =
            [run(Kind::Harmonic, 2.0, 1), run(Kind::WeeklyChange, -2.0, 2), run(Kind::StlEts, 30.0, 3)];
        let blend = blend(&y, &origins, &runs.iter().collect::<Vec<_>>(), 24);
        let miss = |run: &Run| run.paths[200..].iter().map(|p| (p[1] - 10.0).abs()).sum::<f64>();
        assert!(miss(&blend.run) < 0.7 * miss(&runs[0]).min(miss(&runs[1])));
        // why not zero: a little of the third also takes away a bias that the other two leave
        for weights in &blend.weights {
            assert!((weights.iter().sum::<f64>() - 1.0).abs() < 1e-12 && weights[2] < 0.1, "{weights:?}");
        }
    }

    #[test]
    fn nothing_is_known_before_its_time() {
        // the future changes: what was said before it stays the same
        let origins: Vec<usize> = (50..90).collect();
        let run = |kind: Kind, v: f64| Run { kind, paths: vec![vec![v; 10]; origins.len()], sizes: None };
        let runs = [run(Kind::Naive, 1.0), run(Kind::LikeDay, 2.0)];
        let runs: Vec<&Run> = runs.iter().collect();
        let mut y: Vec<f64> = (0..100).map(|t| uniform(5, 1, t)).collect();
        let before = blend(&y, &origins, &runs, 1).run;
        y[70..].fill(9.0);
        let after = blend(&y, &origins, &runs, 1).run;
        assert_eq!(before.paths[..21], after.paths[..21]);
        assert_ne!(before.paths[21..], after.paths[21..]);
    }
}
