//! Seasonal figures by classical decomposition, and whether there is a season at all.

use super::algebra::mean;

/// Figures of one season, additive (sum 0) or multiplicative (mean 1); none with fewer than two seasons.
pub fn indices(y: &[f64], m: usize, multiplicative: bool) -> Option<Vec<f64>> {
    if m < 2 || y.len() < 2 * m {
        return None;
    }
    let trend = centred_mean(y, m);
    let mut sums = vec![(0.0, 0usize); m];
    for (t, (v, trend)) in y.iter().zip(&trend).enumerate() {
        let part = if multiplicative { v / trend } else { v - trend };
        if part.is_finite() {
            sums[t % m].0 += part;
            sums[t % m].1 += 1;
        }
    }
    let raw: Vec<f64> = sums.iter().map(|(s, n)| s / (*n).max(1) as f64).collect();
    if sums.iter().any(|(_, n)| *n == 0) {
        return None;
    }
    let centre = mean(&raw);
    let index = |v: &f64| if multiplicative { (v / centre).max(1e-6) } else { v - centre };
    Some(raw.iter().map(index).collect())
}

/// Moving mean over one season, centred, weights ½ at the ends of an even one; NaN near the borders.
pub fn centred_mean(y: &[f64], m: usize) -> Vec<f64> {
    let half = m / 2;
    let (mut sums, mut counts) = (vec![0.0; y.len() + 1], vec![0usize; y.len() + 1]);
    for (t, v) in y.iter().enumerate() {
        sums[t + 1] = sums[t] + if v.is_nan() { 0.0 } else { *v };
        counts[t + 1] = counts[t] + usize::from(!v.is_nan());
    }
    let window = |a: usize, b: usize| (sums[b] - sums[a], (counts[b] - counts[a]) as f64);
    (0..y.len())
        .map(|t| {
            if t < half || t + half >= y.len() {
                return f64::NAN;
            }
            let (s, n) = if m % 2 == 1 {
                window(t - half, t + half + 1)
            } else {
                let (a, b) = (window(t - half, t + half), window(t - half + 1, t + half + 1));
                (0.5 * (a.0 + b.0), 0.5 * (a.1 + b.1))
            };
            // why: with more than half of a season missing its mean says nothing
            if n * 2.0 < m as f64 { f64::NAN } else { s / n }
        })
        .collect()
}

/// Share of the detrended variance that a fixed season explains (Wang, Smith & Hyndman 2006), from 0 to 1.
pub fn strength(y: &[f64], m: usize) -> f64 {
    let Some(season) = indices(y, m, false) else { return 0.0 };
    let trend = centred_mean(y, m);
    let (mut rest, mut all) = (Vec::new(), Vec::new());
    for (t, (v, trend)) in y.iter().zip(&trend).enumerate() {
        if (v - trend).is_finite() {
            all.push(v - trend);
            rest.push(v - trend - season[t % m]);
        }
    }
    let variance = |x: &[f64]| {
        let m = mean(x);
        x.iter().map(|v| (v - m) * (v - m)).sum::<f64>()
    };
    // what m free figures explain of pure noise is taken off: n − 1 degrees of freedom against n − m
    let n = all.len() as f64;
    if n <= m as f64 + 1.0 || variance(&all) <= 0.0 {
        return 0.0;
    }
    (1.0 - variance(&rest) * (n - 1.0) / (variance(&all) * (n - m as f64))).clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_season_is_found_and_noise_is_not() {
        let season: Vec<f64> = (0..60).map(|t| f64::from(t) + [4.0, 0.0, -4.0][t as usize % 3]).collect();
        let found = indices(&season, 3, false).expect("three figures");
        assert!((found[0] - 4.0).abs() < 1e-9 && found[1].abs() < 1e-9, "{found:?}");
        assert!(strength(&season, 3) > 0.99);
        let noise: Vec<f64> = (0..120).map(|t| crate::uncertainty::random::uniform(7, 1, t)).collect();
        assert!(strength(&noise, 12) < 0.2, "{}", strength(&noise, 12));
        assert!(indices(&season[..5], 3, false).is_none());
    }
}
