//! ARIMA of small orders by the regression of Hannan and Rissanen (Biometrika 69, 1982), orders by AICc.
//!
//! Lags of the season enter where the series has one. Innovations of missing values are taken as zero, that is, the
//! value as predicted. A model whose forecasts would run away is refused.

use std::collections::BTreeMap;

use super::algebra::{Normal, dot, mean};

/// A fitted model.
#[derive(Debug, Clone)]
pub struct Arima {
    /// Differences at lag 1 and at the season.
    d: usize,
    seasonal_d: usize,
    period: usize,
    ar: Vec<(usize, f64)>,
    ma: Vec<(usize, f64)>,
    constant: f64,
    aicc: f64,
}

impl Arima {
    /// Chooses the orders.
    pub fn fit(y: &[f64], period: usize, seasonal: bool) -> Option<Self> {
        let seasonal = seasonal && period > 1 && y.len() >= 3 * period + 10;
        let seasonal_d = usize::from(seasonal);
        let w0 = difference(y, if seasonal { period } else { 0 });
        // why: only a series that wanders or trends is much calmer in its differences; an autoregression of 0.8 is not
        let d = usize::from(spread(&difference(&w0, 1)) < 0.6 * spread(&w0));
        let w = if d == 1 { difference(&w0, 1) } else { w0 };
        let long = (if seasonal { period + 2 } else { 4 }).min(w.len() / 4);
        let innovations = long_autoregression(&w, long)?;
        let mut orders: Vec<(usize, usize)> =
            vec![(0, 0), (1, 0), (2, 0), (0, 1), (1, 1), (2, 1), (0, 2), (1, 2)];
        orders.retain(|(p, q)| p + q + 4 < w.len() / 2);
        let season = if seasonal { period } else { 0 };
        let fits = orders.into_iter().filter_map(|(p, q)| regress(&w, &innovations, (p, q), season, long));
        let mut best = fits.filter(Self::stays).min_by(|a, b| a.aicc.total_cmp(&b.aicc))?;
        (best.d, best.seasonal_d, best.period) = (d, seasonal_d, period);
        // with a difference the constant is a drift for ever; the baselines try that
        if d + seasonal_d == 2 {
            best.constant = 0.0;
        }
        Some(best)
    }

    /// Whether values do not run away of themselves (stationary), and shocks can be told from values (invertible): without
    /// the second, the filter's own errors grow from step to step.
    fn stays(&self) -> bool {
        let turned: Vec<(usize, f64)> = self.ma.iter().map(|(l, c)| (*l, -c)).collect();
        dies_out(&self.ar) && dies_out(&turned)
    }

    /// Forecasts from each origin: `y[..origin]` is known; origins rise.
    pub fn paths(&self, y: &[f64], origins: &[usize], horizon: usize) -> Vec<Vec<f64>> {
        let last = origins.last().copied().unwrap_or(0);
        let mut known = Vec::with_capacity(last + horizon);
        let mut shocks = Vec::with_capacity(last + horizon);
        let mut result = Vec::with_capacity(origins.len());
        let mut next = 0;
        for t in 0..=last {
            while next < origins.len() && origins[next] == t {
                let (mut values, mut errors) = (known.clone(), shocks.clone());
                for _ in 0..horizon {
                    let forecast = self.one_step(&values, &errors);
                    values.push(forecast);
                    errors.push(0.0);
                }
                result.push(values.split_off(t));
                next += 1;
            }
            if t == last {
                break;
            }
            let forecast = self.one_step(&known, &shocks);
            let warm = t > self.d + self.seasonal_d * self.period;
            known.push(if y[t].is_nan() { forecast } else { y[t] });
            shocks.push(if y[t].is_nan() || !warm { 0.0 } else { y[t] - forecast });
        }
        result
    }

    fn one_step(&self, y: &[f64], shocks: &[f64]) -> f64 {
        let t = y.len();
        let m = self.period * self.seasonal_d;
        if t < self.d + m + 1 {
            return y.last().copied().unwrap_or(0.0);
        }
        // a level at t − k of the series before the lag-1 difference
        let w0 = |k: usize| y[t - k] - if m > 0 && t >= k + m { y[t - k - m] } else { 0.0 };
        let w = |k: usize| if self.d == 1 { w0(k) - w0(k + 1) } else { w0(k) };
        let reach = |k: usize| t >= k + m + self.d;
        let ar: f64 = self.ar.iter().filter(|(l, _)| reach(*l)).map(|(l, c)| c * w(*l)).sum();
        let ma: f64 = self.ma.iter().filter(|(l, _)| t >= *l).map(|(l, c)| c * shocks[t - l]).sum();
        let base = if m > 0 { y[t - m] } else { 0.0 } + if self.d == 1 { w0(1) } else { 0.0 };
        self.constant + ar + ma + base
    }

    /// Coefficients by name.
    pub fn parameters(&self) -> BTreeMap<String, f64> {
        let mut all = BTreeMap::from([
            ("d".to_owned(), self.d as f64),
            ("seasonal_d".into(), self.seasonal_d as f64),
            ("constant".into(), self.constant),
        ]);
        all.extend(self.ar.iter().map(|(l, c)| (format!("ar{l}"), *c)));
        all.extend(self.ma.iter().map(|(l, c)| (format!("ma{l}"), *c)));
        all
    }
}

/// Whether a unit pulse through `x[t] = Σ c x[t − l]` does not grow.
fn dies_out(lags: &[(usize, f64)]) -> bool {
    let longest = lags.iter().map(|(l, _)| *l).max().unwrap_or(1);
    let reach = 4 * longest + 20;
    let mut pulse = vec![1.0; 1];
    for t in 1..reach {
        pulse.push(lags.iter().filter(|(l, _)| *l <= t).map(|(l, c)| c * pulse[t - l]).sum::<f64>());
    }
    pulse[reach / 2..].iter().all(|v| v.abs() <= 1.0)
}

/// `y[t] − y[t − lag]`; lag 0 gives the series itself.
fn difference(y: &[f64], lag: usize) -> Vec<f64> {
    if lag == 0 { y.to_vec() } else { (lag..y.len()).map(|t| y[t] - y[t - lag]).collect() }
}

fn spread(y: &[f64]) -> f64 {
    let m = mean(y);
    let (sum, n) =
        y.iter().filter(|v| !v.is_nan()).fold((0.0, 0.0), |(s, n), v| (s + (v - m) * (v - m), n + 1.0));
    (sum / f64::max(n, 1.0)).sqrt()
}

/// Residuals of a long autoregression: the first guess of the innovations.
fn long_autoregression(w: &[f64], order: usize) -> Option<Vec<f64>> {
    if w.len() < 2 * order + 6 {
        return None;
    }
    let mut normal = Normal::new(order + 1);
    let row = |t: usize| {
        let mut x = vec![1.0];
        x.extend((1..=order).map(|l| w[t - l]));
        x
    };
    for t in order..w.len() {
        let x = row(t);
        if !w[t].is_nan() && x.iter().all(|v| !v.is_nan()) {
            normal.push(&x, w[t]);
        }
    }
    if normal.rows < order + 4 {
        return None;
    }
    let b = normal.solve(1e-4);
    let residual = |t: usize| {
        if t < order {
            return 0.0;
        }
        let e = w[t] - dot(&row(t), &b);
        if e.is_nan() { 0.0 } else { e }
    };
    Some((0..w.len()).map(residual).collect())
}

/// Second stage: regression on lags of the values and of the innovations.
fn regress(w: &[f64], shocks: &[f64], (p, q): (usize, usize), season: usize, skip: usize) -> Option<Arima> {
    let ar: Vec<usize> = (1..=p).collect();
    let mut ma: Vec<usize> = (1..=q).collect();
    if season > 0 {
        ma.push(season);
        if q > 0 {
            ma.push(season + 1);
        }
    }
    let first = skip.max(p).max(ma.iter().copied().max().unwrap_or(0));
    let k = 1 + ar.len() + ma.len();
    let mut normal = Normal::new(k);
    let mut rows = Vec::new();
    for t in first..w.len() {
        let mut x = vec![1.0];
        x.extend(ar.iter().map(|l| w[t - l]));
        x.extend(ma.iter().map(|l| shocks[t - l]));
        if !w[t].is_nan() && x.iter().all(|v| !v.is_nan()) {
            normal.push(&x, w[t]);
            rows.push((x, w[t]));
        }
    }
    let n = rows.len() as f64;
    if n < k as f64 + 4.0 {
        return None;
    }
    let b = normal.solve(1e-4);
    let sse: f64 = rows.iter().map(|(x, y)| (y - dot(x, &b)) * (y - dot(x, &b))).sum();
    let k = k as f64 + 1.0;
    let aicc = n * libm::log((sse / n).max(1e-300)) + 2.0 * k * n / (n - k - 1.0).max(1.0);
    let (_, rest) = b.split_at(1);
    let (by_ar, by_ma) = rest.split_at(ar.len());
    let pairs = |lags: &[usize], c: &[f64]| lags.iter().copied().zip(c.iter().copied()).collect::<Vec<_>>();
    Some(Arima {
        d: 0,
        seasonal_d: 0,
        period: 1,
        ar: pairs(&ar, by_ar),
        ma: pairs(&ma, by_ma),
        constant: b[0],
        aicc,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::uncertainty::{normal_quantile, random::uniform};

    #[test]
    fn what_would_run_away_is_told_from_what_stays() {
        assert!(dies_out(&[]) && dies_out(&[(1, 0.97)]) && dies_out(&[(1, 1.3), (2, -0.4)]));
        assert!(!dies_out(&[(1, 1.05)]) && !dies_out(&[(1, -1.2)]) && !dies_out(&[(1, 0.7), (2, 0.4)]));
        // each coefficient is below one, and yet 1 + 0.05 B + … has a root inside the circle
        assert!(!dies_out(&[(1, 0.05), (2, 0.39), (12, 0.56), (13, 0.41)]));
    }

    #[test]
    fn an_autoregression_is_recovered() {
        let mut y = vec![0.0];
        for t in 1..2000 {
            let z = normal_quantile(uniform(3, 1, t));
            y.push(5.0 * 0.3 + 0.7 * y[y.len() - 1] + z);
        }
        let model = Arima::fit(&y, 1, false).expect("a model");
        let path = &model.paths(&y, &[2000], 50)[0];
        assert!((path[0] - 5.0 - 0.7 * (y[1999] - 5.0)).abs() < 0.3, "{} {}", path[0], y[1999]);
        assert!((path[49] - 5.0).abs() < 0.4, "returns to the mean: {}", path[49]);
    }
}
