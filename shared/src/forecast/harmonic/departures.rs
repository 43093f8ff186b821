//! What covariates add to the calendar, and what is left of their departures from normal later.

use super::profile::Fitted;

/// What covariates add, and what is left of it later.
#[derive(Debug, Clone)]
pub(super) struct Weather {
    pub(super) fitted: Fitted,
    /// By step ahead: whether the covariates are known there.
    known: Vec<bool>,
    /// By covariate and step ahead: the share of the last departure that is left.
    left: Vec<Vec<f64>>,
}

impl Weather {
    pub(super) fn new(fitted: Fitted, known: Vec<bool>, cut: usize) -> Self {
        let left = |d: &Vec<f64>| (1..=known.len()).map(|h| share_left(&d[..cut], h)).collect();
        let left = fitted.departures.iter().map(left).collect();
        Self { fitted, known, left }
    }

    /// Of a position, all as measured.
    pub(super) fn measured(&self, t: usize) -> f64 {
        let Fitted { calendar, departures, effects, .. } = &self.fitted;
        effects.iter().zip(departures).fold(calendar[t], |sum, (effect, d)| sum + effect * d[t])
    }

    /// Of a step ahead of an origin, from what is known there.
    pub(super) fn ahead(&self, origin: usize, h: usize) -> f64 {
        let t = origin + h - 1;
        if self.known[h - 1] {
            return self.measured(t);
        }
        let Fitted { calendar, effects, .. } = &self.fitted;
        (0..effects.len()).fold(calendar[t], |sum, j| sum + effects[j] * self.rest(j, origin, h))
    }

    /// What is left of a covariate's last departure.
    fn rest(&self, j: usize, origin: usize, h: usize) -> f64 {
        self.left[j][h - 1] * origin.checked_sub(1).map_or(0.0, |t| self.fitted.departures[j][t])
    }

    /// Values of a covariate that the steps ahead of an origin are forecast with.
    pub(super) fn assumed(&self, j: usize, origin: usize) -> Vec<f64> {
        let Fitted { normal, departures, .. } = &self.fitted;
        let departure = |h: usize| match self.known[h - 1] {
            true => departures[j][origin + h - 1],
            false => self.rest(j, origin, h),
        };
        (1..=self.known.len()).map(|h| normal[j][origin + h - 1] + departure(h)).collect()
    }
}

/// Regression through zero of departures on those `h` steps before.
fn share_left(departures: &[f64], h: usize) -> f64 {
    let (mut both, mut one) = (0.0, 0.0);
    for t in h..departures.len() {
        both += departures[t - h] * departures[t];
        one += departures[t - h] * departures[t - h];
    }
    if one > 0.0 { (both / one).clamp(-1.0, 1.0) } else { 0.0 }
}
