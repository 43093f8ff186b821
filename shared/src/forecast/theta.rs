//! The Theta method (Assimakopoulos & Nikolopoulos 2000) in the form of Hyndman & Billah (2003): simple smoothing of the
//! seasonally adjusted values plus half the slope of their line.

use std::collections::BTreeMap;

use super::{algebra::simplex, ets::line, season::indices};

/// A fitted Theta model.
#[derive(Debug, Clone)]
pub struct Theta {
    alpha: f64,
    level: f64,
    season: Vec<f64>,
    multiplicative: bool,
}

impl Theta {
    /// Estimates the season and the smoothing parameter.
    pub fn fit(y: &[f64], period: usize, seasonal: bool) -> Option<Self> {
        let positive = y.iter().all(|v| v.is_nan() || *v > 0.0);
        let season = if seasonal { indices(y, period, positive) } else { None };
        let season = season.unwrap_or_else(|| vec![if positive { 1.0 } else { 0.0 }]);
        let mut model = Self { alpha: 0.3, level: 0.0, season, multiplicative: positive };
        let adjusted: Vec<f64> = y.iter().enumerate().map(|(t, v)| model.adjust(t, *v)).collect();
        let head = adjusted.len().min(10);
        let (level, slope) = line(&adjusted[..head]);
        model.level = level + slope;
        let (best, sse) =
            simplex(&[0.3], &[(1e-3, 0.999)], 30, &mut |p| errors(&adjusted, p[0], model.level));
        model.alpha = best[0];
        sse.is_finite().then_some(model)
    }

    fn adjust(&self, t: usize, v: f64) -> f64 {
        let s = self.season[t % self.season.len()];
        if self.multiplicative { v / s } else { v - s }
    }

    /// Forecasts from each origin: `y[..origin]` is known; origins rise.
    pub fn paths(&self, y: &[f64], origins: &[usize], horizon: usize) -> Vec<Vec<f64>> {
        let (mut level, mut known) = (self.level, 0);
        let mut line = RunningLine::default();
        origins
            .iter()
            .map(|&origin| {
                for (t, v) in y.iter().enumerate().take(origin).skip(known) {
                    let v = self.adjust(t, *v);
                    if !v.is_nan() {
                        level += self.alpha * (v - level);
                        line.push(t as f64, v);
                    }
                }
                known = origin;
                let half = 0.5 * line.slope();
                let lag = (1.0 - libm::pow(1.0 - self.alpha, origin as f64)) / self.alpha;
                (0..horizon)
                    .map(|h| {
                        let base = level + half * (h as f64 + lag);
                        let s = self.season[(origin + h) % self.season.len()];
                        if self.multiplicative { base * s } else { base + s }
                    })
                    .collect()
            })
            .collect()
    }

    /// Parameters by name.
    pub fn parameters(&self) -> BTreeMap<String, f64> {
        let mut all = BTreeMap::from([("alpha".to_owned(), self.alpha), ("theta".into(), 2.0)]);
        if self.season.len() > 1 {
            all.insert("season".into(), self.season.len() as f64);
        }
        all
    }
}

fn errors(y: &[f64], alpha: f64, start: f64) -> f64 {
    let (mut level, mut sum) = (start, 0.0);
    for v in y.iter().filter(|v| !v.is_nan()) {
        let error = v - level;
        sum += error * error;
        level += alpha * error;
    }
    sum
}

/// Slope of a least-squares line that grows point by point.
#[derive(Default)]
struct RunningLine {
    n: f64,
    t: f64,
    y: f64,
    tt: f64,
    ty: f64,
}

impl RunningLine {
    fn push(&mut self, t: f64, y: f64) {
        self.n += 1.0;
        let (dt, dy) = (t - self.t, y - self.y);
        self.t += dt / self.n;
        self.y += dy / self.n;
        self.tt += dt * (t - self.t);
        self.ty += dt * (y - self.y);
    }

    fn slope(&self) -> f64 {
        if self.tt > 0.0 { self.ty / self.tt } else { 0.0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_the_slope_is_continued() {
        let y: Vec<f64> = (0..40).map(|t| 10.0 + 2.0 * f64::from(t)).collect();
        let path = &Theta::fit(&y, 1, false).expect("a model").paths(&y, &[40], 2)[0];
        assert!((path[1] - path[0] - 1.0).abs() < 1e-9, "{path:?}");
        assert!((path[0] - 90.0).abs() < 1.1, "{path:?}");
    }
}
