//! Outliers and level shifts: found by medians, which a few odd values cannot move, and reported.

use serde::{Deserialize, Serialize};

use super::{
    algebra::{mad_sd, median},
    season::centred_mean,
    time::Frequency,
};

/// A value far from its neighbours.
#[derive(Debug, Clone, PartialEq)]
pub struct Outlier {
    /// Position.
    pub at: usize,
    /// What the neighbours and the season lead to expect.
    pub expected: f64,
}

/// A lasting step of the level.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Shift {
    /// First position of the new level.
    pub at: usize,
    /// New level minus old level.
    pub size: f64,
}

/// Steps on each side that a level is judged from.
fn reach(frequency: Frequency) -> usize {
    match frequency {
        Frequency::Annual => 4,
        Frequency::Monthly => 12,
        Frequency::Daily => 28,
        Frequency::Hourly => 336,
    }
}

/// What is left of values without their season.
fn adjusted(y: &[f64], frequency: Frequency) -> (Vec<f64>, Vec<f64>) {
    let m = frequency.season();
    let season = seasonal_medians(y, m).unwrap_or_else(|| vec![0.0]);
    (y.iter().enumerate().map(|(t, v)| v - season[t % season.len()]).collect(), season)
}

/// Seasonal figures that one spike cannot move.
fn seasonal_medians(y: &[f64], m: usize) -> Option<Vec<f64>> {
    if m < 2 || y.len() < 2 * m {
        return None;
    }
    let trend = centred_mean(y, m);
    let detrended: Vec<f64> = y.iter().zip(&trend).map(|(v, t)| v - t).collect();
    let place = |k: usize| median(&detrended.iter().skip(k).step_by(m).copied().collect::<Vec<_>>());
    let figures: Vec<f64> = (0..m).map(place).collect();
    figures.iter().all(|f| f.is_finite()).then_some(figures)
}

/// Values further than six robust standard deviations from the median of their neighbours.
pub fn outliers(y: &[f64], frequency: Frequency) -> Vec<Outlier> {
    let (plain, season) = adjusted(y, frequency);
    let side = if frequency == Frequency::Hourly { 12 } else { 3 };
    let local: Vec<f64> = (0..plain.len())
        .map(|t| median(&plain[t.saturating_sub(side)..(t + side + 1).min(plain.len())]))
        .collect();
    let distance: Vec<f64> = plain.iter().zip(&local).map(|(v, l)| v - l).collect();
    let typical = mad_sd(&distance);
    if plain.len() < 10 || typical.is_nan() || typical <= 0.0 {
        return Vec::new();
    }
    let odd = (0..plain.len()).filter(|t| distance[*t].abs() > 6.0 * typical);
    odd.map(|at| Outlier { at, expected: local[at] + season[at % season.len()] }).collect()
}

/// Steps of the level: where the medians of the stretch before and the stretch after differ far more than they
/// do elsewhere in the series.
pub fn shifts(y: &[f64], frequency: Frequency) -> Vec<Shift> {
    let w = reach(frequency);
    if y.len() < 3 * w {
        return Vec::new();
    }
    let (plain, _) = adjusted(y, frequency);
    let every = if frequency == Frequency::Hourly { 24 } else { 1 };
    let places: Vec<usize> = (w..=plain.len() - w).step_by(every).collect();
    let differences: Vec<f64> =
        places.iter().map(|&t| median(&plain[t..t + w]) - median(&plain[t - w..t])).collect();
    let usual = median(&differences);
    let within: Vec<f64> = places
        .iter()
        .flat_map(|&t| {
            let middle = median(&plain[t - w..t]);
            plain[t - w..t].iter().step_by(every).map(move |v| v - middle).collect::<Vec<_>>()
        })
        .collect();
    let limit = (8.0 * mad_sd(&differences)).max(3.0 * mad_sd(&within)).max(1e-9 * mad_sd(&plain));
    let mut found: Vec<Shift> = Vec::new();
    let mut order: Vec<usize> =
        (0..places.len()).filter(|k| (differences[*k] - usual).abs() > limit).collect();
    order.sort_by(|a, b| (differences[*b] - usual).abs().total_cmp(&(differences[*a] - usual).abs()));
    for k in order {
        if found.iter().all(|s| s.at.abs_diff(places[k]) >= w) {
            let at = sharpest(&plain, places[k], w);
            found.push(Shift { at, size: differences[k] - usual });
        }
    }
    found.sort_by_key(|s| s.at);
    found
}

/// The place within half a stretch where the value jumps most.
fn sharpest(plain: &[f64], around: usize, w: usize) -> usize {
    let jump = |t: usize| {
        let a = median(&plain[t.saturating_sub(3)..t]);
        let b = median(&plain[t..(t + 3).min(plain.len())]);
        if (b - a).is_nan() { 0.0 } else { (b - a).abs() }
    };
    let (from, to) = ((around - w / 2).max(1), (around + w / 2).min(plain.len() - 1));
    (from..=to).fold(around, |best, t| if jump(t) > jump(best) + 1e-12 { t } else { best })
}

/// The values as models of few points should see them: outliers at what was expected, earlier levels moved to the last.
pub fn cleaned(y: &[f64], frequency: Frequency) -> Vec<f64> {
    let mut clean = y.to_vec();
    for shift in shifts(y, frequency) {
        for v in &mut clean[..shift.at] {
            *v += shift.size;
        }
    }
    for outlier in outliers(&clean, frequency) {
        clean[outlier.at] = outlier.expected;
    }
    clean
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::uncertainty::random::uniform;

    fn noise(n: u64) -> Vec<f64> {
        (0..n).map(|t| 10.0 + uniform(5, 2, t) + [2.0, -2.0, 0.0][t as usize % 3]).collect()
    }

    #[test]
    fn a_spike_and_a_step_are_found_and_nothing_else() {
        let mut y = noise(96);
        assert_eq!((outliers(&y, Frequency::Monthly), shifts(&y, Frequency::Monthly)), (vec![], vec![]));
        y[40] += 60.0;
        for v in &mut y[70..] {
            *v += 9.0;
        }
        let steps = shifts(&y, Frequency::Monthly);
        assert_eq!(steps.len(), 1, "{steps:?}");
        assert!(steps[0].at.abs_diff(70) <= 1 && (steps[0].size - 9.0).abs() < 1.5, "{steps:?}");
        let clean = cleaned(&y, Frequency::Monthly);
        assert!((clean[40] - 19.0).abs() < 6.0, "{}", clean[40]);
        let line: Vec<f64> = (0..60).map(|t| 3.0 * f64::from(t)).collect();
        assert!(shifts(&line, Frequency::Annual).is_empty(), "a trend is no step");
    }
}
