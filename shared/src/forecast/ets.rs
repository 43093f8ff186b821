//! Exponential smoothing in error-correction form (Hyndman, Koehler, Ord & Snyder, “Forecasting with Exponential
//! Smoothing”, Springer 2008, table 2.2): level, optionally a trend that may fade, and a season that adds or multiplies.
//!
//! A missing value leaves the state as predicted. Starting states are not searched but backcast (Box & Jenkins 1976; for
//! smoothing: Svetunkov, “Forecasting and Analytics with ADAM”, 2023, 11.4): the filter runs to the end and back, and
//! starts where that leads.

use std::collections::BTreeMap;

use super::{
    algebra::{mean, simplex},
    season::indices,
};

/// Kind of trend.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trend {
    /// Level only: simple smoothing.
    None,
    /// Holt's linear trend.
    Linear,
    /// A trend that fades (Gardner & McKenzie 1985).
    Damped,
}

/// Kind of season.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Season {
    /// None.
    None,
    /// Holt-Winters, additive.
    Additive,
    /// Holt-Winters, multiplicative: for positive series whose season grows with the level.
    Multiplicative,
}

/// Which member of the family.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spec {
    /// Trend.
    pub trend: Trend,
    /// Season.
    pub season: Season,
    /// Steps of the season.
    pub period: usize,
}

/// A model with its parameters.
#[derive(Debug, Clone)]
pub struct Ets {
    /// Which member.
    pub spec: Spec,
    alpha: f64,
    beta: f64,
    gamma: f64,
    phi: f64,
    level: f64,
    trend: f64,
    seasonal: Vec<f64>,
    /// Akaike's criterion, corrected for small samples.
    pub aicc: f64,
}

/// Longest series whose starting states are backcast; in longer ones they are forgotten.
const BACKCAST: usize = 2_000;

/// What the filter knows after some values.
#[derive(Debug, Clone)]
struct State {
    level: f64,
    trend: f64,
    seasonal: Vec<f64>,
    /// Place of the next value in `seasonal`.
    phase: usize,
}

impl Ets {
    /// Simple smoothing with a given α and starting level.
    pub fn simple(alpha: f64, level: f64) -> Self {
        let spec = Spec { trend: Trend::None, season: Season::None, period: 1 };
        Self {
            spec,
            alpha,
            beta: 0.0,
            gamma: 0.0,
            phi: 1.0,
            level,
            trend: 0.0,
            seasonal: vec![0.0],
            aicc: f64::NAN,
        }
    }

    /// Estimates the parameters by least squares of the one-step errors.
    pub fn fit(y: &[f64], spec: Spec) -> Option<Self> {
        let mut model = Self::start(y, spec)?;
        let (low, high) = (1e-4, 0.9999);
        let mut start = vec![0.3];
        let mut bounds = vec![(low, high)];
        let seasonal = spec.season != Season::None;
        if spec.trend != Trend::None {
            start.push(0.1);
            bounds.push((low, high));
        }
        if seasonal {
            start.push(0.15);
            bounds.push((low, high));
        }
        if spec.trend == Trend::Damped {
            start.push(0.95);
            bounds.push((0.8, 0.98));
        }
        let free = start.len();
        let end = model.end(y);
        let tried = |model: &mut Self, p: &[f64]| {
            model.set(p);
            model.backcast(y, &end);
            model.sum_of_squares(y)
        };
        let (best, sse) = simplex(&start, &bounds, 25 + 20 * free, &mut |p| tried(&mut model, p));
        tried(&mut model, &best);
        let n = y.iter().filter(|v| !v.is_nan()).count() as f64;
        let states = 1 + usize::from(spec.trend != Trend::None) + if seasonal { spec.period - 1 } else { 0 };
        let k = (free + states + 1) as f64;
        if n <= k + 2.0 || !sse.is_finite() {
            return None;
        }
        model.aicc = n * libm::log((sse / n).max(1e-300)) + 2.0 * k * n / (n - k - 1.0);
        Some(model)
    }

    /// The best member by AICc among those that suit the series.
    pub fn choose(y: &[f64], period: usize, seasonal: bool) -> Option<Self> {
        let positive = y.iter().all(|v| v.is_nan() || *v > 0.0);
        let seasons: &[Season] = match (seasonal, positive) {
            (false, _) => &[Season::None],
            (true, false) => &[Season::Additive],
            (true, true) => &[Season::Additive, Season::Multiplicative],
        };
        let specs = seasons.iter().flat_map(|&season| {
            [Trend::None, Trend::Linear, Trend::Damped].map(|trend| Spec { trend, season, period })
        });
        let models = specs.filter_map(|spec| Self::fit(y, spec));
        models.min_by(|a, b| a.aicc.total_cmp(&b.aicc))
    }

    /// Starting states: season by classical decomposition, level and trend by a line through the first values.
    fn start(y: &[f64], spec: Spec) -> Option<Self> {
        let m = spec.period.max(1);
        let multiplicative = spec.season == Season::Multiplicative;
        let seasonal = match spec.season {
            Season::None => vec![0.0],
            _ => indices(&y[..y.len().min(5 * m)], m, multiplicative)?,
        };
        let head = y.len().min((2 * m).max(10));
        let adjusted: Vec<f64> = y[..head]
            .iter()
            .enumerate()
            .map(|(t, v)| if multiplicative { v / seasonal[t % m] } else { v - seasonal[t % seasonal.len()] })
            .collect();
        let (level, slope) = line(&adjusted);
        let flat = spec.trend == Trend::None && spec.season != Season::None;
        let mut model = Self::simple(0.3, if flat { mean(&adjusted) } else { level });
        model.spec = spec;
        model.trend = if spec.trend == Trend::None { 0.0 } else { slope };
        model.seasonal = seasonal;
        model.level.is_finite().then_some(model)
    }

    fn set(&mut self, p: &[f64]) {
        let mut next = p.iter().copied();
        let mut take = |or: f64| next.next().unwrap_or(or);
        self.alpha = take(0.3);
        self.beta = if self.spec.trend == Trend::None { 0.0 } else { self.alpha * take(0.1) };
        self.gamma = if self.spec.season == Season::None { 0.0 } else { (1.0 - self.alpha) * take(0.1) };
        self.phi = if self.spec.trend == Trend::Damped { take(0.95) } else { 1.0 };
    }

    fn begin(&self) -> State {
        State { level: self.level, trend: self.trend, seasonal: self.seasonal.clone(), phase: 0 }
    }

    /// Takes a value in and gives the error of its forecast.
    fn step(&self, s: &mut State, y: f64) -> f64 {
        let before = s.level + self.phi * s.trend;
        let season = s.seasonal[s.phase];
        let mut error = 0.0;
        if self.spec.season == Season::Multiplicative {
            if !y.is_nan() {
                error = y - before * season;
            }
            let (by_season, by_level) = (season.abs().max(1e-9), before.abs().max(1e-9));
            s.level = before + self.alpha * error / by_season;
            s.trend = self.phi * s.trend + self.beta * error / by_season;
            s.seasonal[s.phase] = (season + self.gamma * error / by_level).clamp(1e-6, 1e6);
        } else {
            if !y.is_nan() {
                error = y - before - season;
            }
            s.level = before + self.alpha * error;
            s.trend = self.phi * s.trend + self.beta * error;
            s.seasonal[s.phase] = season + self.gamma * error;
        }
        s.phase += 1;
        if s.phase == s.seasonal.len() {
            s.phase = 0;
        }
        error
    }

    /// What is known after all values, turned round in time: the trend has the other sign and the season the other order.
    fn end(&self, y: &[f64]) -> State {
        let mut state = self.begin();
        y.iter().for_each(|v| {
            self.step(&mut state, *v);
        });
        let level = state.level + self.phi * state.trend;
        State { level, trend: -state.trend, seasonal: turned(&state.seasonal, y.len()), phase: 0 }
    }

    /// Starting states: from the end of the values back to before the first.
    fn backcast(&mut self, y: &[f64], end: &State) {
        if y.len() > BACKCAST {
            return;
        }
        let mut state = end.clone();
        y.iter().rev().for_each(|v| {
            self.step(&mut state, *v);
        });
        self.level = state.level + self.phi * state.trend;
        self.trend = -state.trend;
        self.seasonal = turned(&state.seasonal, y.len());
    }

    fn sum_of_squares(&self, y: &[f64]) -> f64 {
        let mut state = self.begin();
        y.iter().fold(0.0, |sum, v| {
            let error = self.step(&mut state, *v);
            sum + error * error
        })
    }

    fn ahead(&self, s: &State, horizon: usize) -> Vec<f64> {
        let (mut damp, mut sum) = (1.0, 0.0);
        (0..horizon)
            .map(|h| {
                damp *= self.phi;
                sum += damp;
                let base = s.level + sum * s.trend;
                let season = s.seasonal[(s.phase + h) % s.seasonal.len()];
                if self.spec.season == Season::Multiplicative { base * season } else { base + season }
            })
            .collect()
    }

    /// Forecasts from each origin: `y[..origin]` is known; origins rise.
    pub fn paths(&self, y: &[f64], origins: &[usize], horizon: usize) -> Vec<Vec<f64>> {
        let mut state = self.begin();
        let mut known = 0;
        origins
            .iter()
            .map(|&origin| {
                for v in &y[known..origin] {
                    self.step(&mut state, *v);
                }
                known = origin;
                self.ahead(&state, horizon)
            })
            .collect()
    }

    /// Smoothing parameters by name.
    pub fn parameters(&self) -> BTreeMap<String, f64> {
        let mut all = BTreeMap::from([("alpha".to_owned(), self.alpha)]);
        if self.spec.trend != Trend::None {
            all.insert("beta".into(), self.beta);
        }
        if self.spec.trend == Trend::Damped {
            all.insert("phi".into(), self.phi);
        }
        if self.spec.season != Season::None {
            all.insert("gamma".into(), self.gamma);
            all.insert("season".into(), self.spec.period as f64);
        }
        all
    }

    /// What it is, in the field's notation.
    pub fn label(&self) -> String {
        let trend = match self.spec.trend {
            Trend::None => "N",
            Trend::Linear => "A",
            Trend::Damped => "Ad",
        };
        let season = match self.spec.season {
            Season::None => "N",
            Season::Additive => "A",
            Season::Multiplicative => "M",
        };
        format!("ETS(A,{trend},{season})")
    }
}

/// Seasonal figures of `n` values in the order of time turned round; done twice, it changes nothing.
fn turned(seasonal: &[f64], n: usize) -> Vec<f64> {
    let m = seasonal.len();
    (0..m).map(|j| seasonal[(n % m + 2 * m - 1 - j) % m]).collect()
}

/// Least-squares line through the values that are there, as value just before the first and slope.
pub fn line(y: &[f64]) -> (f64, f64) {
    let points = || y.iter().enumerate().filter(|(_, v)| !v.is_nan()).map(|(t, v)| ((t + 1) as f64, *v));
    let n = points().count() as f64;
    let (mt, my) = points().fold((0.0, 0.0), |(a, b), (t, v)| (a + t / n, b + v / n));
    let (sxy, sxx) =
        points().fold((0.0, 0.0), |(a, b), (t, v)| (a + (t - mt) * (v - my), b + (t - mt) * (t - mt)));
    let slope = if sxx > 0.0 { sxy / sxx } else { 0.0 };
    (my - slope * mt, slope)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Saudi oil production 1996–2007, million tonnes: data set `oil` of the R package fpp (Hyndman & Athanasopoulos), as
    /// in statsmodels' tests of Holt-Winters.
    const OIL: [f64; 12] = [
        446.656_522_9,
        454.473_306_5,
        455.662_974_0,
        423.632_238_8,
        456.271_327_9,
        440.588_050_1,
        425.332_520_1,
        485.149_447_9,
        506.048_162_1,
        526.791_983_3,
        514.268_889_0,
        494.211_019_3,
    ];

    #[test]
    fn simple_smoothing_agrees_with_statsmodels() {
        // statsmodels, SimpleExpSmoothing(oil).fit(α, optimized=False), starting from the first value
        for (alpha, published) in [(0.2, 484.802_468), (0.6, 501.837_461)] {
            let forecast = Ets::simple(alpha, OIL[0]).paths(&OIL, &[12], 3);
            assert!((forecast[0][0] - published).abs() < 1e-6, "{alpha}: {}", forecast[0][0]);
            assert_eq!(forecast[0][0].to_bits(), forecast[0][2].to_bits(), "flat");
        }
    }

    #[test]
    fn a_line_and_a_season_are_continued() {
        let y: Vec<f64> =
            (0..72).map(|t| 100.0 + 2.0 * f64::from(t) + [5.0, -3.0, -2.0, 0.0][t as usize % 4]).collect();
        let model = Ets::choose(&y, 4, true).expect("a model");
        let path = &model.paths(&y, &[72], 8)[0];
        for (h, v) in path.iter().enumerate() {
            let truth = 100.0 + 2.0 * (72 + h) as f64 + [5.0, -3.0, -2.0, 0.0][h % 4];
            assert!((v - truth).abs() < 0.5, "{h}: {v} {truth}");
        }
    }

    #[test]
    fn starting_states_are_found_backwards() {
        // a guess from the first values alone would start from the outliers there
        let season = [5.0, -3.0, -2.0, 0.0];
        let mut y: Vec<f64> = (0..61).map(|t| 50.0 + 1.5 * f64::from(t) + season[t as usize % 4]).collect();
        y[1] += 40.0;
        let spec = Spec { trend: Trend::Linear, season: Season::Additive, period: 4 };
        let model = Ets::fit(&y, spec).expect("a model");
        assert!((model.trend - 1.5).abs() < 0.5, "{model:?}");
        assert_eq!(turned(&turned(&season, 61), 61), season);
    }

    #[test]
    fn a_missing_value_is_stepped_over() {
        let with = [1.0, 2.0, f64::NAN, 4.0, 5.0];
        let path = Ets::simple(0.5, 1.0).paths(&with, &[5], 1);
        assert!((path[0][0] - 3.875).abs() < 1e-12, "{path:?}");
    }
}
