//! Decomposition into trend, seasons and remainder by loess: STL (Cleveland et al., Journal of Official Statistics 6,
//! 1990), for several seasons as MSTL (Bandara, Hyndman & Bergmeir 2021). Seasons are taken as periodic within the window.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{
    algebra::{mean, median},
    ets::{Ets, Season, Spec, Trend},
};

/// A series in parts; they add up to the values, where those are known.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Decomposition {
    /// First position of the series that is decomposed.
    pub from: usize,
    /// Slow movement.
    pub trend: Vec<f64>,
    /// One season for each period, in order.
    pub seasons: Vec<SeasonPart>,
    /// What is left; null where the value is missing.
    pub remainder: Vec<Option<f64>>,
}

/// One season of a decomposition.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SeasonPart {
    /// Its length in steps.
    pub period: usize,
    /// One figure for each step of the series' window.
    pub values: Vec<f64>,
}

/// Longest window that is decomposed.
const WINDOW: usize = 4_368;

/// Decomposes the end of a series; missing values are bridged for the fit and stay missing in the remainder.
pub fn decompose(y: &[f64], periods: &[usize]) -> Decomposition {
    let from = y.len().saturating_sub(WINDOW);
    let known = &y[from..];
    let filled = bridge(known);
    let usable: Vec<usize> = periods.iter().copied().filter(|m| *m > 1 && filled.len() >= 2 * m).collect();
    let mut seasons: Vec<Vec<f64>> = vec![vec![0.0; filled.len()]; usable.len()];
    let longest = usable.iter().copied().max().unwrap_or(1);
    let window = (3 * longest / 2).max(7) | 1;
    let mut trend = loess(&filled, window);
    for _ in 0..3 {
        for (k, &m) in usable.iter().enumerate() {
            let rest = |t: usize| {
                let others: f64 = (0..usable.len()).filter(|o| *o != k).map(|o| seasons[o][t]).sum();
                filled[t] - trend[t] - others
            };
            let detrended: Vec<f64> = (0..filled.len()).map(rest).collect();
            seasons[k] = cycle(&detrended, m);
        }
        let adjusted: Vec<f64> =
            (0..filled.len()).map(|t| filled[t] - seasons.iter().map(|s| s[t]).sum::<f64>()).collect();
        trend = loess(&adjusted, window);
    }
    let remainder = known
        .iter()
        .enumerate()
        .map(|(t, v)| (!v.is_nan()).then(|| v - trend[t] - seasons.iter().map(|s| s[t]).sum::<f64>()))
        .collect();
    let seasons = usable.iter().zip(seasons).map(|(&period, values)| SeasonPart { period, values }).collect();
    Decomposition { from, trend, seasons, remainder }
}

/// The mean of each place in the season, later seasons weighing more, centred on zero.
fn cycle(y: &[f64], m: usize) -> Vec<f64> {
    let count = y.len().div_ceil(m);
    let mut figures = vec![0.0; m];
    for (place, figure) in figures.iter_mut().enumerate() {
        let (mut sum, mut weight, mut w) = (0.0, 0.0, 1.0);
        for k in (0..count).rev() {
            if let Some(v) = y.get(k * m + place) {
                sum += w * v;
                weight += w;
                w *= 0.9;
            }
        }
        *figure = sum / f64::max(weight, 1e-12);
    }
    let centre = mean(&figures);
    (0..y.len()).map(|t| figures[t % m] - centre).collect()
}

/// Straight lines over missing values.
fn bridge(y: &[f64]) -> Vec<f64> {
    let mut filled = y.to_vec();
    let mut last: Option<usize> = None;
    for t in 0..y.len() {
        if y[t].is_nan() {
            continue;
        }
        match last {
            Some(l) => {
                for k in l + 1..t {
                    filled[k] = y[l] + (y[t] - y[l]) * (k - l) as f64 / (t - l) as f64;
                }
            }
            None => filled[..t].fill(y[t]),
        }
        last = Some(t);
    }
    let end = last.map_or(0.0, |l| y[l]);
    filled[last.map_or(0, |l| l + 1)..].fill(end);
    filled
}

/// Local lines with tricube weights over `window` points, at every tenth of the window, straight between.
fn loess(y: &[f64], window: usize) -> Vec<f64> {
    let n = y.len();
    let window = window.min(n).max(2);
    let jump = (window / 10).max(1);
    let fit = |t: usize| {
        let left = t.saturating_sub(window / 2).min(n - window);
        let reach = (t - left).max(left + window - 1 - t).max(1) as f64 + 1.0;
        let (mut sw, mut sx, mut sy, mut sxx, mut sxy) = (0.0, 0.0, 0.0, 0.0, 0.0);
        for (k, v) in y.iter().enumerate().take(left + window).skip(left) {
            let x = k as f64 - t as f64;
            let u = x.abs() / reach;
            let c = 1.0 - u * u * u;
            let w = c * c * c;
            (sw, sx, sy) = (sw + w, sx + w * x, sy + w * v);
            (sxx, sxy) = (sxx + w * x * x, sxy + w * x * v);
        }
        let det = sw * sxx - sx * sx;
        if det.abs() > 1e-9 * sw * sw { (sxx * sy - sx * sxy) / det } else { sy / sw }
    };
    let mut knots: Vec<usize> = (0..n).step_by(jump).collect();
    if knots.last() != Some(&(n - 1)) {
        knots.push(n - 1);
    }
    let values: Vec<f64> = knots.iter().map(|t| fit(*t)).collect();
    let mut smooth = vec![values[0]; n];
    for (k, pair) in knots.windows(2).enumerate() {
        for t in pair[0]..=pair[1] {
            let share = (t - pair[0]) as f64 / (pair[1] - pair[0]) as f64;
            smooth[t] = values[k] + share * (values[k + 1] - values[k]);
        }
    }
    smooth
}

/// Seasons by decomposition, the rest by exponential smoothing.
#[derive(Debug, Clone)]
pub struct StlEts {
    from: usize,
    /// The last cycle of each season, beginning at `from`.
    cycles: Vec<Vec<f64>>,
    inner: Ets,
}

impl StlEts {
    /// Fits on all that is given.
    pub fn fit(y: &[f64], periods: &[usize]) -> Option<Self> {
        let parts = decompose(y, periods);
        if parts.seasons.is_empty() {
            return None;
        }
        let cycles: Vec<Vec<f64>> = parts.seasons.iter().map(|s| s.values[..s.period].to_vec()).collect();
        let mut model = Self { from: parts.from, cycles, inner: Ets::simple(0.3, median(y)) };
        let adjusted = model.adjust(y);
        let inner = [Trend::None, Trend::Damped]
            .into_iter()
            .filter_map(|trend| Ets::fit(&adjusted, Spec { trend, season: Season::None, period: 1 }));
        model.inner = inner.min_by(|a, b| a.aicc.total_cmp(&b.aicc))?;
        Some(model)
    }

    fn season(&self, t: usize) -> f64 {
        self.cycles.iter().map(|c| c[(t - self.from) % c.len()]).sum()
    }

    fn adjust(&self, y: &[f64]) -> Vec<f64> {
        (self.from..y.len()).map(|t| y[t] - self.season(t)).collect()
    }

    /// Forecasts from each origin: `y[..origin]` is known; origins rise.
    pub fn paths(&self, y: &[f64], origins: &[usize], horizon: usize) -> Vec<Vec<f64>> {
        let adjusted = self.adjust(y);
        let shifted: Vec<usize> = origins.iter().map(|o| o.saturating_sub(self.from)).collect();
        let mut paths = self.inner.paths(&adjusted, &shifted, horizon);
        for (path, &origin) in paths.iter_mut().zip(origins) {
            for (h, v) in path.iter_mut().enumerate() {
                *v += self.season(origin + h);
            }
        }
        paths
    }

    /// Parameters by name.
    pub fn parameters(&self) -> BTreeMap<String, f64> {
        let mut all = self.inner.parameters();
        all.extend(self.cycles.iter().map(|c| (format!("season{}", c.len()), c.len() as f64)));
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_found_and_add_up() {
        let truth =
            |t: usize| 0.1 * t as f64 + [3.0, 0.0, -1.0, -2.0][t % 4] + if t % 12 < 6 { 1.0 } else { -1.0 };
        let mut y: Vec<f64> = (0..120).map(truth).collect();
        y[50] = f64::NAN;
        let parts = decompose(&y, &[4, 12]);
        for t in 0..120 {
            let sum = parts.trend[t] + parts.seasons.iter().map(|s| s.values[t]).sum::<f64>();
            match parts.remainder[t] {
                Some(rest) => assert!((sum + rest - y[t]).abs() < 1e-9),
                None => assert_eq!(t, 50),
            }
            assert!((sum - truth(t)).abs() < 0.6, "{t}: {sum} {}", truth(t));
        }
        let model = StlEts::fit(&y, &[4, 12]).expect("a model");
        let path = &model.paths(&y, &[120], 12)[0];
        let worst = (0..12).map(|h| (path[h] - truth(120 + h)).abs()).fold(0.0, f64::max);
        assert!(worst < 1.5, "{worst}");
    }
}
