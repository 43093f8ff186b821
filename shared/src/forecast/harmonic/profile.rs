//! The first stage: least squares on calendar and covariates, and what is normal for each covariate.

use crate::forecast::{
    algebra::{Normal, dot, mean},
    design::Design,
    drivers::Drivers,
    time::{Frequency, Step},
};

/// The first stage, that takes in values as time goes on.
#[derive(Debug, Clone)]
pub struct Profile<'d> {
    pub(super) start: Step,
    known: usize,
    pub(super) drivers: Option<&'d Drivers>,
    /// Taken off the covariates, so that their level is no matter of the ridge: their means before the first cut.
    centres: Vec<f64>,
    /// On the series' own clock, and for hours also on Lisboa's.
    clocks: Vec<Clock>,
    squares: f64,
}

/// Least squares on one clock.
#[derive(Debug, Clone)]
struct Clock {
    design: Design,
    normal: Normal,
    /// What is normal for each covariate.
    normals: Vec<Normal>,
}

/// What the first stage says of each position.
#[derive(Debug, Clone)]
pub(super) struct Fitted {
    /// By the calendar, in normal weather.
    pub(super) calendar: Vec<f64>,
    /// What is normal for each covariate, in its unit.
    pub(super) normal: Vec<Vec<f64>>,
    /// Departure of each covariate from normal; none where it is not known.
    pub(super) departures: Vec<Vec<f64>>,
    /// Change of the series a unit of each covariate.
    pub(super) effects: Vec<f64>,
}

/// How much better Lisboa's clock must explain the past before hours are shifted to it.
const SHIFT_FROM: f64 = 0.998;

impl<'d> Profile<'d> {
    /// For a series with this start and length, and its covariates.
    pub fn new(start: Step, length: usize, drivers: Option<&'d Drivers>) -> Self {
        let count = drivers.map_or(0, |d| d.columns.len());
        let clock = |local: bool| {
            let design = Design::new(start.frequency, length, local);
            let normals = vec![Normal::new(design.width); count];
            Clock { design, normal: Normal::new(design.width + count), normals }
        };
        let hourly = start.frequency == Frequency::Hourly;
        let clocks = if hourly { vec![clock(false), clock(true)] } else { vec![clock(false)] };
        Self { start, known: 0, drivers, centres: Vec::new(), clocks, squares: 0.0 }
    }

    /// Regressors of the calendar.
    pub(super) fn width(&self) -> usize {
        self.clocks[0].design.width
    }

    fn columns(&self) -> impl Iterator<Item = &'d [f64]> + use<'d> {
        self.drivers.into_iter().flat_map(|d| d.columns.iter().map(|c| c.x.as_slice()))
    }

    /// Takes in values up to a position.
    pub(super) fn learn(&mut self, y: &[f64], until: usize) {
        let columns: Vec<&[f64]> = self.columns().collect();
        if self.centres.len() < columns.len() {
            self.centres = columns.iter().map(|x| centre(&x[..until])).collect();
        }
        let width = self.width();
        let mut row = vec![0.0; width + columns.len()];
        for (t, v) in y.iter().enumerate().take(until).skip(self.known) {
            let known = columns.iter().all(|x| !x[t].is_nan()) && !v.is_nan();
            if !known && columns.is_empty() {
                continue;
            }
            for clock in &mut self.clocks {
                clock.design.fill(self.start.plus(t as i64), &mut row[..width]);
                for (x, normal) in columns.iter().zip(&mut clock.normals).filter(|(x, _)| !x[t].is_nan()) {
                    normal.push(&row[..width], x[t]);
                }
                if known {
                    let apart = columns.iter().zip(&self.centres).map(|(x, c)| x[t] - c);
                    row[width..].iter_mut().zip(apart).for_each(|(r, x)| *r = x);
                    clock.normal.push(&row, *v);
                }
            }
            if known {
                self.squares += v * v;
            }
        }
        self.known = self.known.max(until);
    }

    /// What the calendar says for positions up to `length`, on the clock that explains the past. Without a change of the
    /// clock in the data there is no telling, and the series' own is kept: some publishers stamp local hours as UTC.
    pub(super) fn fitted(&self, length: usize) -> Fitted {
        let solved: Vec<(&Clock, Vec<f64>, f64)> = self
            .clocks
            .iter()
            .map(|c| {
                let b = c.normal.solve(1e-4);
                let rest = self.squares - c.normal.explained(&b);
                (c, b, rest)
            })
            .collect();
        let (own, best) = (&solved[0], &solved[solved.len() - 1]);
        let (clock, b, _) = if best.2 < SHIFT_FROM * own.2 { best } else { own };
        let (calendar, effects) = b.split_at(clock.design.width);
        let usual: Vec<Vec<f64>> = clock.normals.iter().map(|n| n.solve(1e-4)).collect();
        let columns: Vec<&[f64]> = self.columns().collect();
        let mut fitted = Fitted {
            calendar: Vec::with_capacity(length),
            normal: vec![Vec::with_capacity(length); effects.len()],
            departures: vec![Vec::with_capacity(length); effects.len()],
            effects: effects.to_vec(),
        };
        let mut row = vec![0.0; clock.design.width];
        for t in 0..length {
            clock.design.fill(self.start.plus(t as i64), &mut row);
            let mut level = dot(&row, calendar);
            for (j, effect) in effects.iter().enumerate() {
                let normal = dot(&row, &usual[j]);
                level += effect * (normal - self.centres[j]);
                let value = columns[j].get(t).filter(|v| !v.is_nan()).unwrap_or(&normal);
                fitted.departures[j].push(value - normal);
                fitted.normal[j].push(normal);
            }
            fitted.calendar.push(level);
        }
        fitted
    }
}

/// Mean of what is known; zero where nothing is.
fn centre(x: &[f64]) -> f64 {
    let middle = mean(x);
    if middle.is_nan() { 0.0 } else { middle }
}
