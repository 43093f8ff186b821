//! The baselines: last value, last season, the line from first to last, the mean.

/// Which baseline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Baseline {
    /// The last observed value.
    Naive,
    /// The value of the same place in the last season of so many steps.
    Seasonal(usize),
    /// The line from the first to the last value.
    Drift,
    /// The mean of all values.
    Mean,
}

impl Baseline {
    /// Forecasts from each origin: `y[..origin]` is known; origins rise.
    pub fn paths(self, y: &[f64], origins: &[usize], horizon: usize) -> Vec<Vec<f64>> {
        let first = y.iter().position(|v| !v.is_nan()).unwrap_or(0);
        let (mut sum, mut count, mut known) = (0.0, 0usize, 0);
        origins
            .iter()
            .map(|&origin| {
                for v in y[known..origin].iter().filter(|v| !v.is_nan()) {
                    sum += v;
                    count += 1;
                }
                known = origin;
                let last = (0..origin).rev().find(|t| !y[*t].is_nan()).unwrap_or(0);
                let slope = if last > first { (y[last] - y[first]) / (last - first) as f64 } else { 0.0 };
                (1..=horizon)
                    .map(|h| match self {
                        Self::Naive => y[last],
                        Self::Mean => sum / count.max(1) as f64,
                        Self::Drift => y[last] + slope * (origin - 1 + h - last) as f64,
                        Self::Seasonal(m) => same_place(y, origin, h, m).unwrap_or(y[last]),
                    })
                    .collect()
            })
            .collect()
    }
}

/// The latest known value whole seasons before the target.
fn same_place(y: &[f64], origin: usize, h: usize, m: usize) -> Option<f64> {
    let target = origin + h - 1;
    let mut back = h.div_ceil(m) * m;
    // why bounded: after some empty seasons the last value says more
    for _ in 0..60 {
        let t = target.checked_sub(back)?;
        if !y[t].is_nan() {
            return Some(y[t]);
        }
        back += m;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn baselines_do_what_they_say() {
        let y = [1.0, 5.0, 2.0, f64::NAN, 3.0, 7.0];
        let at = |b: Baseline| b.paths(&y, &[6], 3).swap_remove(0);
        assert_eq!(at(Baseline::Naive), [7.0, 7.0, 7.0]);
        assert_eq!(at(Baseline::Seasonal(2)), [3.0, 7.0, 3.0]);
        assert_eq!(
            Baseline::Seasonal(2).paths(&y, &[4], 2)[0],
            [2.0, 5.0],
            "the season before, where one is missing"
        );
        assert!((at(Baseline::Drift)[1] - 9.4).abs() < 1e-12);
        assert!((at(Baseline::Mean)[0] - 3.6).abs() < 1e-12);
    }
}
