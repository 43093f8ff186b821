//! Harmonic regression with calendar covariates, corrected by what the last errors say about each step ahead.
//!
//! First stage: least squares on [`super::design::Design`]. Second stage, for each step ahead on its own (“direct” forecasts): the error
//! is regressed on the last errors, their fading means and those of the same hour of the day and of the week. Where
//! nothing repeats, the coefficients are near zero and the calendar alone speaks; where only the last week matters, it
//! becomes the seasonal naive forecast. A third regression says how large the miss will be, so that intervals are wide
//! where they must be.
//!
//! Covariates ([`super::drivers`]) stand beside the calendar in the first stage. What is normal for them is a regression on
//! the same calendar; ahead of what is known, each is taken to keep a share of its last departure from that, learnt for
//! each step ahead from the past.

mod departures;
mod profile;

use std::collections::BTreeMap;

pub use profile::Profile;

use super::{
    algebra::{Normal, dot, mad_sd},
    drivers::Ahead as Known,
    time::Frequency,
};
use departures::Weather;

/// Weights of the past: errors fade to a half over so many steps.
const HALF_LIVES_HOURLY: [f64; 4] = [3.0, 24.0, 168.0, 672.0];
const HALF_LIVES_DAILY: [f64; 4] = [2.0, 7.0, 28.0, 91.0];
/// Constant, last two errors, fading means, and three for each cycle.
const FEATURES: usize = 1 + 2 + 4 + 2 * 3;
/// Rows of the second stage; more add nothing but time.
const ROWS: usize = 4_000;
/// Errors beyond so many robust standard deviations are cut for the fit.
const CUT: f64 = 6.0;

/// A fitted model, for forecasts up to its horizon.
#[derive(Debug, Clone)]
pub struct Harmonic {
    /// By calendar and covariates, as measured.
    fitted: Vec<f64>,
    weather: Weather,
    cycles: [usize; 2],
    half_lives: [f64; 4],
    steps: Vec<Ahead>,
    cut: f64,
    persistence: f64,
    width: usize,
    follows: bool,
}

/// Coefficients of one step ahead: of the error and of its size.
#[derive(Debug, Clone)]
struct Ahead {
    error: Vec<f64>,
    size: [f64; 4],
    floor: f64,
}

/// What is known of the errors at each position.
struct Memory {
    errors: Vec<f64>,
    fading: Vec<[f64; 4]>,
    /// Fading means by place of the day and of the week, as known when the position was the last one of its place.
    cycles: [Vec<f64>; 2],
    /// Fading mean of the size of errors.
    size: Vec<f64>,
    size_cycle: Vec<f64>,
}

impl Harmonic {
    /// Fits on `y[..cut]`; the profile keeps what it learnt for the next, later cut. `length` is the last position, with
    /// the horizon, that is asked about. A model that `follows` starts from the same hour of the last week, corrected for
    /// holidays, and knows no level to return to: for series that wander.
    pub fn fit(
        profile: &mut Profile<'_>,
        y: &[f64],
        cut: usize,
        (length, horizon): (usize, usize),
        follows: bool,
    ) -> Option<Self> {
        let hourly = profile.start.frequency == Frequency::Hourly;
        let cycles = if hourly { [24, 168] } else { [7, 7] };
        if y[..cut].iter().filter(|v| !v.is_nan()).count() < 3 * cycles[1] + profile.width() {
            return None;
        }
        profile.learn(y, cut);
        let known = |h: usize| match profile.drivers {
            Some(d) if cut >= d.known => d.given(cut + h - 1),
            Some(d) => d.ahead == Known::Known,
            None => true,
        };
        let weather = Weather::new(profile.fitted(length), (1..=horizon).map(known).collect(), cut);
        let fitted: Vec<f64> = (0..length).map(|t| weather.measured(t)).collect();
        let errors: Vec<f64> = y[..cut].iter().zip(&fitted).map(|(v, f)| v - f).collect();
        let mut model = Self {
            fitted,
            weather,
            cycles,
            half_lives: if hourly { HALF_LIVES_HOURLY } else { HALF_LIVES_DAILY },
            steps: Vec::with_capacity(horizon),
            cut: CUT * mad_sd(&errors).max(1e-9),
            persistence: lag_one(&errors),
            width: profile.width(),
            follows,
        };
        let memory = model.memory(&y[..cut]);
        let first = 2 * cycles[1];
        let stride = ((cut - first) / ROWS).max(1);
        // why: a stride that shares no factor with the week meets every hour of it
        let stride = (stride..).find(|s| s % 2 != 0 && s % 3 != 0 && s % 7 != 0 || *s == 1).unwrap_or(1);
        for h in 1..=horizon {
            let ahead = model.ahead(&memory, &y[..cut], h, (first..cut).step_by(stride))?;
            model.steps.push(ahead);
        }
        Some(model)
    }

    fn ahead(
        &self,
        memory: &Memory,
        y: &[f64],
        h: usize,
        origins: impl Iterator<Item = usize>,
    ) -> Option<Ahead> {
        let mut normal = Normal::new(FEATURES);
        let mut rows = Vec::new();
        for origin in origins {
            let Some(v) = y.get(origin + h - 1).filter(|v| !v.is_nan()) else { continue };
            let (x, base) = self.features(memory, origin, h);
            let target = self.cut_around(v - self.weather.ahead(origin, h), memory.fading[origin][1]) - base;
            normal.push(&x, target);
            rows.push((x, target, base, origin));
        }
        if normal.rows < 4 * FEATURES {
            return self.steps.last().cloned();
        }
        // why: errors that follow one another hold no more than one new fact in each stretch of the horizon; with few
        // such facts the last week alone is the safer guess
        let facts = y.len() as f64 / h.max(self.cycles[0]) as f64;
        let far = 1.0 + h as f64 / (0.5 * self.cycles[1] as f64);
        let error = normal.solve(if self.follows { far * FEATURES as f64 / facts } else { 1e-3 });
        let mut sizes = Normal::new(4);
        let mut total = 0.0;
        for (x, target, base, origin) in &rows {
            let miss = (target - dot(x, &error)).abs();
            total += miss;
            sizes.push(&self.size_features(memory, *origin, h, base + dot(x, &error)), miss);
        }
        let b = sizes.solve(1e-2);
        let floor = 0.25 * total / rows.len() as f64;
        Some(Ahead { error, size: [b[0], b[1], b[2], b[3]], floor })
    }

    /// An error, cut where it is far from the last level: a spike says little, a new level much.
    fn cut_around(&self, error: f64, level: f64) -> f64 {
        level + (error - level).clamp(-self.cut, self.cut)
    }

    /// Walks through the values and notes what was known at each position.
    fn memory(&self, y: &[f64]) -> Memory {
        let n = y.len();
        let rates = self.half_lives.map(|l| 1.0 - libm::exp2(-1.0 / l));
        let mut memory = Memory {
            errors: Vec::with_capacity(n),
            fading: Vec::with_capacity(n + 1),
            cycles: [Vec::with_capacity(n), Vec::with_capacity(n)],
            size: Vec::with_capacity(n + 1),
            size_cycle: Vec::with_capacity(n),
        };
        let (mut fading, mut size) = ([0.0; 4], self.cut / CUT);
        memory.fading.push(fading);
        memory.size.push(size);
        for t in 0..n {
            let seen = !y[t].is_nan();
            let before = memory.errors.last().copied().unwrap_or(0.0);
            let error = if seen {
                self.cut_around(y[t] - self.fitted[t], fading[1])
            } else {
                // a missing value is taken as what the last error and the week's mean lead to expect
                fading[2] + self.persistence * (before - fading[2])
            };
            if seen {
                for (f, rate) in fading.iter_mut().zip(rates) {
                    *f += rate * (error - *f);
                }
                size += rates[1] * ((error - fading[0]).abs() - size);
            }
            for (cycle, m) in memory.cycles.iter_mut().zip(self.cycles) {
                let old = t.checked_sub(m).map_or(0.0, |p| cycle[p]);
                cycle.push(if seen { old + 0.35 * (error - old) } else { old });
            }
            let old = t.checked_sub(self.cycles[0]).map_or(self.cut / CUT, |p| memory.size_cycle[p]);
            memory.size_cycle.push(if seen { old + 0.1 * ((error - fading[1]).abs() - old) } else { old });
            memory.errors.push(error);
            memory.fading.push(fading);
            memory.size.push(size);
        }
        memory
    }

    /// Regressors, and the error that a model which follows starts from.
    fn features(&self, memory: &Memory, origin: usize, h: usize) -> ([f64; FEATURES], f64) {
        let mut x = [0.0; FEATURES];
        x[0] = 1.0;
        let error = |t: Option<usize>| t.and_then(|t| memory.errors.get(t)).copied().unwrap_or(0.0);
        x[1] = error(origin.checked_sub(1));
        x[2] = error(origin.checked_sub(2));
        x[3..7].copy_from_slice(&memory.fading[origin]);
        for (k, m) in self.cycles.into_iter().enumerate() {
            let same = (origin + h - 1).checked_sub(h.div_ceil(m) * m);
            x[7 + 3 * k] = error(same);
            x[8 + 3 * k] = same.map_or(0.0, |t| memory.cycles[k][t]);
            x[9 + 3 * k] = error(same.and_then(|t| t.checked_sub(m)));
        }
        if !self.follows {
            return (x, 0.0);
        }
        // why: as differences from the last week the weights add up to one, whatever the level
        let base = x[10];
        x[1..].iter_mut().for_each(|v| *v -= base);
        x[0] = 0.0;
        (x, base)
    }

    fn size_features(&self, memory: &Memory, origin: usize, h: usize, error: f64) -> [f64; 4] {
        let m = self.cycles[0];
        let same = (origin + h - 1).checked_sub(h.div_ceil(m) * m);
        let level = self.weather.ahead(origin, h) + error;
        [1.0, memory.size[origin], same.map_or(0.0, |t| memory.size_cycle[t]), level]
    }

    /// Forecasts and the expected size of their miss from each origin: `y[..origin]` is known; origins rise.
    pub fn paths(&self, y: &[f64], origins: &[usize], horizon: usize) -> Vec<Vec<(f64, f64)>> {
        let until = origins.last().copied().unwrap_or(0).min(y.len());
        let memory = self.memory(&y[..until]);
        let ahead = |origin: usize, (k, step): (usize, &Ahead)| {
            let (x, base) = self.features(&memory, origin, k + 1);
            let error = base + dot(&x, &step.error);
            let size = dot(&self.size_features(&memory, origin, k + 1, error), &step.size);
            (self.weather.ahead(origin, k + 1) + error, size.max(step.floor).max(1e-12))
        };
        let steps = || self.steps.iter().take(horizon).enumerate();
        origins.iter().map(|origin| steps().map(|step| ahead(*origin, step)).collect()).collect()
    }

    /// For each covariate, the change of the series a unit of it, and the values that the steps ahead of an origin are
    /// forecast with.
    pub fn causes(&self, origin: usize) -> Vec<(f64, Vec<f64>)> {
        let effects = self.weather.fitted.effects.iter().enumerate();
        effects.map(|(j, effect)| (*effect, self.weather.assumed(j, origin))).collect()
    }

    /// Some parameters by name.
    pub fn parameters(&self) -> BTreeMap<String, f64> {
        let mut all = BTreeMap::from([
            ("calendar_regressors".to_owned(), self.width as f64),
            ("error_lag1".into(), self.persistence),
        ]);
        if let Some(first) = self.steps.first() {
            all.insert("next_step_weight_of_last_error".into(), first.error[1]);
        }
        all
    }
}

/// Correlation of neighbours.
fn lag_one(errors: &[f64]) -> f64 {
    let (mut both, mut one) = (0.0, 0.0);
    for pair in errors.windows(2).filter(|p| !p[0].is_nan() && !p[1].is_nan()) {
        both += pair[0] * pair[1];
        one += pair[0] * pair[0];
    }
    if one > 0.0 { (both / one).clamp(0.0, 0.99) } else { 0.0 }
}
