//! The intervals of a forecast, from what its model's misses taught.

use super::{
    contest::Winner,
    interval::{Basis, Calibrator},
    result::{Forecast, Interval},
    series::Note,
};

/// Adds an interval for each level; `sizes` are the misses that the model expects by step.
pub fn band(
    result: &mut Forecast,
    winner: &Winner,
    levels: &[f64],
    sizes: Option<&[f64]>,
    non_negative: bool,
) {
    let calibrator = Calibrator::new(winner.misses.iter(), result.mean.len());
    let floor = if non_negative { 0.0 } else { f64::NEG_INFINITY };
    let bounds = |k: usize, h: usize| {
        let size = sizes.map_or(1.0, |s| s[h]);
        match winner.learnt.get(h).and_then(|l| l.get(k)) {
            Some(bound) => Some((-bound * size, bound * size, Basis::Adaptive)),
            None => calibrator.bounds(h + 1, levels[k], size),
        }
    };
    for (k, &level) in levels.iter().enumerate() {
        let mut basis = Basis::Adaptive;
        let mut interval = Interval { level, lower: Vec::new(), upper: Vec::new(), method: String::new() };
        for (h, v) in result.mean.iter().enumerate() {
            let Some((low, high, from)) = bounds(k, h) else { break };
            basis = basis.max(from);
            interval.lower.push((v + low).max(floor));
            interval.upper.push((v + high).max(floor));
        }
        if interval.lower.len() == result.mean.len() {
            interval.method = basis.name().into();
            result.intervals.push(interval);
        }
    }
    if result.intervals.is_empty() {
        let text = "too few misses to say how far off the forecast may be: no intervals";
        result.notes.push(Note::new("no_intervals", text.into()));
    }
}
