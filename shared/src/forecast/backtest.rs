//! Rolling origins: what a model would have said in the past, and how far off it was (Tashman 2000).
//!
//! Parameters are estimated on the values before a block of origins; within the block the model only takes new values in.
//! So a forecast never knows anything from after its origin.

use super::{
    arima::Arima,
    clean::cleaned,
    drivers::Drivers,
    ets::Ets,
    harmonic::{Harmonic, Profile},
    like_day,
    model::Kind,
    series::Checked,
    simple::Baseline,
    stl::StlEts,
    theta::Theta,
    time::Frequency,
};

/// Origins whose parameters are estimated at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// Values that parameters are estimated on.
    pub cut: usize,
    /// Origins: numbers of values known.
    pub origins: Vec<usize>,
}

/// Origins of a series; empty where it is too short.
pub fn plan(n: usize, frequency: Frequency) -> Vec<Block> {
    let (least, longest, most, blocks) = match frequency {
        Frequency::Annual => (6, 15, 15, 5),
        Frequency::Monthly => (8, 42, 42, 1),
        Frequency::Daily => (28, 730, 240, 3),
        Frequency::Hourly => (500, 17_544, 1_300, 4),
    };
    if n < least + 2 {
        return Vec::new();
    }
    let test = longest.min(n / 2).min(n - least);
    let step = (test / most).max(1);
    // why: a stride that shares no factor with the week meets every hour and weekday
    let step =
        if step == 1 { 1 } else { (step..).find(|s| s % 2 != 0 && s % 3 != 0 && s % 7 != 0).unwrap_or(step) };
    let origins: Vec<usize> = (n - test..n).step_by(step).collect();
    let size = origins.len().div_ceil(blocks);
    origins.chunks(size.max(1)).map(|o| Block { cut: o[0], origins: o.to_vec() }).collect()
}

/// Forecasts of one model from all origins.
#[derive(Debug, Clone)]
pub struct Run {
    /// Which model.
    pub kind: Kind,
    /// Paths, one an origin.
    pub paths: Vec<Vec<f64>>,
    /// Expected sizes of misses, where the model says.
    pub sizes: Option<Vec<Vec<f64>>>,
}

/// A model fitted on all values, and what describes it.
#[derive(Debug, Clone)]
pub struct Final {
    /// Forecasts.
    pub path: Vec<f64>,
    /// Expected sizes of misses.
    pub sizes: Option<Vec<f64>>,
    /// Name with its variant, e.g. ETS(A,Ad,N).
    pub label: String,
    /// Parameters by name.
    pub parameters: std::collections::BTreeMap<String, f64>,
    /// For each covariate its effect a unit and the values ahead; empty where the model knows none.
    pub causes: Vec<Cause>,
}

/// The effect of a covariate, and its values ahead.
pub type Cause = (f64, Vec<f64>);

/// What models are run on.
#[derive(Clone, Copy)]
pub struct Bench<'s> {
    /// The series.
    pub series: &'s Checked,
    /// Its covariates.
    pub drivers: Option<&'s Drivers>,
    /// Whether the season is worth modelling.
    pub seasonal: bool,
    /// Steps ahead.
    pub horizon: usize,
}

impl Bench<'_> {
    /// Runs a model from all origins of the plan; none where it cannot be fitted.
    pub fn run(&self, kind: Kind, plan: &[Block]) -> Option<Run> {
        let mut run = Run { kind, paths: Vec::new(), sizes: None };
        let mut profile = Profile::new(self.series.start, self.series.values.len(), self.drivers);
        for block in plan {
            let (paths, sizes) = self.block(kind, &mut profile, block.cut, &block.origins)?.paths;
            run.paths.extend(paths);
            if let Some(sizes) = sizes {
                run.sizes.get_or_insert_default().extend(sizes);
            }
        }
        let sane = run.paths.iter().flatten().all(|v| v.is_finite());
        if self.series.non_negative {
            run.paths.iter_mut().flatten().for_each(|v| *v = v.max(0.0));
        }
        sane.then_some(run)
    }

    /// Fits a model on all values and forecasts from their end.
    pub fn finish(&self, kind: Kind) -> Option<Final> {
        let n = self.series.values.len();
        let mut profile = Profile::new(self.series.start, n, self.drivers);
        let Fitted { paths: (mut paths, sizes), label, parameters, causes } =
            self.block(kind, &mut profile, n, &[n])?;
        let mut path = paths.pop()?;
        if self.series.non_negative {
            path.iter_mut().for_each(|v| *v = v.max(0.0));
        }
        let sane = path.iter().all(|v| v.is_finite());
        sane.then(|| Final { path, sizes: sizes.and_then(|mut s| s.pop()), label, parameters, causes })
    }

    fn block(&self, kind: Kind, profile: &mut Profile<'_>, cut: usize, origins: &[usize]) -> Option<Fitted> {
        let frequency = self.series.frequency();
        let y = &self.series.values;
        let (season, horizon) = (frequency.season(), self.horizon);
        let plain = |paths, label: &str, parameters| {
            Some(Fitted { paths: (paths, None), label: label.to_owned(), parameters, causes: Vec::new() })
        };
        let baseline = |b: Baseline| {
            let parameters = match b {
                Baseline::Seasonal(m) => [("season".to_owned(), m as f64)].into(),
                _ => Default::default(),
            };
            plain(b.paths(y, origins, horizon), kind.name(), parameters)
        };
        // few values: one odd one moves everything
        let clean = |y: &[f64]| match frequency {
            Frequency::Annual | Frequency::Monthly => {
                let mut all = cleaned(&y[..cut], frequency);
                all.extend_from_slice(&y[cut..]);
                all
            }
            _ => y.to_vec(),
        };
        match kind {
            Kind::Naive => baseline(Baseline::Naive),
            Kind::SeasonalNaive => baseline(Baseline::Seasonal(season)),
            Kind::WeeklyNaive => baseline(Baseline::Seasonal(frequency.long_season()?)),
            Kind::Drift => baseline(Baseline::Drift),
            Kind::Mean => baseline(Baseline::Mean),
            Kind::Ets => {
                let y = clean(y);
                let model = Ets::choose(&y[..cut], season, self.seasonal)?;
                plain(model.paths(&y, origins, horizon), &model.label(), model.parameters())
            }
            Kind::Theta => {
                let y = clean(y);
                let model = Theta::fit(&y[..cut], season, self.seasonal)?;
                plain(model.paths(&y, origins, horizon), kind.name(), model.parameters())
            }
            Kind::Arima => {
                let y = clean(y);
                let model = Arima::fit(&y[..cut], season, self.seasonal)?;
                plain(model.paths(&y, origins, horizon), kind.name(), model.parameters())
            }
            Kind::StlEts => {
                let y = clean(y);
                let periods: Vec<usize> =
                    [Some(season), frequency.long_season()].into_iter().flatten().collect();
                let model = StlEts::fit(&y[..cut], &periods)?;
                plain(model.paths(&y, origins, horizon), kind.name(), model.parameters())
            }
            Kind::Harmonic | Kind::WeeklyChange => {
                let follows = kind == Kind::WeeklyChange;
                let model = Harmonic::fit(profile, y, cut, (y.len() + horizon, horizon), follows)?;
                let both = model.paths(y, origins, horizon);
                let part =
                    |f: fn(&(f64, f64)) -> f64| both.iter().map(|p| p.iter().map(f).collect()).collect();
                Some(Fitted {
                    paths: (part(|p| p.0), Some(part(|p| p.1))),
                    label: kind.name().to_owned(),
                    parameters: model.parameters(),
                    causes: if cut == y.len() { model.causes(cut) } else { Vec::new() },
                })
            }
            Kind::LikeDay => {
                plain(like_day::paths(self.series, origins, horizon), kind.name(), Default::default())
            }
            Kind::Combination | Kind::Blend => None,
        }
    }
}

type Paths = (Vec<Vec<f64>>, Option<Vec<Vec<f64>>>);

/// A model's forecasts from some origins, and what describes it.
struct Fitted {
    paths: Paths,
    label: String,
    parameters: std::collections::BTreeMap<String, f64>,
    causes: Vec<Cause>,
}

/// Weighted mean of the paths of several runs; weights add up to one.
pub fn combine(runs: &[&Run], weights: &[f64]) -> Run {
    let mut paths = runs[0].paths.clone();
    for (k, path) in paths.iter_mut().enumerate() {
        for (h, v) in path.iter_mut().enumerate() {
            *v = runs.iter().zip(weights).map(|(r, w)| w * r.paths[k][h]).sum();
        }
    }
    Run { kind: Kind::Combination, paths, sizes: runs.iter().find_map(|r| r.sizes.clone()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn origins_lie_in_the_past_and_meet_every_hour() {
        let blocks = plan(43_824, Frequency::Hourly);
        let origins: Vec<usize> = blocks.iter().flat_map(|b| b.origins.clone()).collect();
        assert!(blocks.iter().all(|b| b.cut <= b.origins[0]) && origins.len() > 1_000);
        let hours: std::collections::BTreeSet<usize> = origins.iter().map(|o| o % 168).collect();
        assert_eq!(hours.len(), 168);
        assert!(plan(6, Frequency::Annual).is_empty());
        assert_eq!(plan(10, Frequency::Annual)[0].origins[0], 6);
    }
}
