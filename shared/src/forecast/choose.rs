//! Makes a forecast: tries the models on the past, takes the one that was closest, and says how sure it is.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{
    algebra::mean,
    backtest::{Bench, Block, Final, Run, combine, plan},
    card::{Card, Material, Score, misses, scale, score},
    clean::{outliers, shifts},
    interval::{Basis, Calibrator, Miss, Tails},
    model::Kind,
    season::strength,
    series::{Checked, MIN_OBSERVED, Note, Series, SeriesError},
    simple::Baseline,
};

/// Share of the detrended variance from which a season is modelled.
const SEASONAL_FROM: f64 = 0.25;

/// What to forecast and how.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Options {
    /// Steps ahead; by default five years, twelve months, 28 days or 168 hours.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub horizon: Option<usize>,
    /// Levels of the intervals, percent.
    #[serde(default = "default_levels")]
    pub levels: Vec<f64>,
    /// One model by its name, or `auto`.
    #[serde(default = "default_model")]
    pub model: String,
    /// Whether the card lists every step.
    #[serde(default)]
    pub every_step: bool,
}

fn default_levels() -> Vec<f64> {
    vec![80.0, 95.0]
}

fn default_model() -> String {
    "auto".into()
}

impl Default for Options {
    fn default() -> Self {
        Self { horizon: None, levels: default_levels(), model: default_model(), every_step: false }
    }
}

/// Why no forecast was made.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum ForecastError {
    /// The series is at fault.
    #[error(transparent)]
    Series(#[from] SeriesError),
    /// A horizon that is not answered.
    #[error("horizon {horizon} is not between 1 and {max} for frequency {frequency}")]
    Horizon {
        /// What was asked.
        horizon: usize,
        /// Longest.
        max: usize,
        /// Frequency.
        frequency: &'static str,
    },
    /// Levels that are no percentages.
    #[error("levels: give one to five different percentages between 1 and 99.5, not {levels:?}")]
    Levels {
        /// What was asked.
        levels: Vec<f64>,
    },
    /// An unknown model.
    #[error("there is no model “{name}”; there are auto, {known}")]
    Model {
        /// What was asked.
        name: String,
        /// What there is.
        known: String,
    },
    /// The chosen model does not suit the series.
    #[error("series “{id}”: the model {model} cannot be fitted to it; ask for auto")]
    Unfit {
        /// The series.
        id: String,
        /// The model.
        model: &'static str,
    },
}

/// Bounds of one level.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Interval {
    /// Level in percent.
    pub level: f64,
    /// Lower bounds.
    pub lower: Vec<f64>,
    /// Upper bounds.
    pub upper: Vec<f64>,
    /// How the bounds came about, the weakest over all steps.
    pub method: String,
}

/// The chosen model.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Chosen {
    /// Its name.
    pub name: Kind,
    /// Its variant in the field's notation.
    pub label: String,
    /// Parameters by name.
    pub parameters: BTreeMap<String, f64>,
    /// The models whose mean it is, for a combination.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub members: Vec<Kind>,
    /// Why this one.
    pub reason: String,
}

/// What the forecast rests on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DataUsed {
    /// First period.
    pub first: String,
    /// Last period.
    pub last: String,
    /// Observed values.
    pub observed: usize,
    /// Missing values in between.
    pub missing: usize,
}

/// Something odd in the data.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Oddity {
    /// `outlier` or `level_shift`.
    pub kind: String,
    /// Where.
    pub period: String,
    /// Distance from what was expected, or new level minus old.
    pub size: f64,
}

/// A forecast.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Forecast {
    /// The series.
    pub id: String,
    /// A, M, D or H.
    pub frequency: super::time::Frequency,
    /// Unit, passed through.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// First period forecast.
    pub start: String,
    /// The periods forecast.
    pub periods: Vec<String>,
    /// Point forecasts.
    pub mean: Vec<f64>,
    /// Intervals by level; empty where nothing supports one.
    pub intervals: Vec<Interval>,
    /// The model.
    pub model: Chosen,
    /// How good past answers were; absent where the series is too short.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub backtest: Option<Card>,
    /// Data used.
    pub data: DataUsed,
    /// Outliers and level shifts; the largest 50.
    pub oddities: Vec<Oddity>,
    /// What a reader must know.
    pub notes: Vec<Note>,
}

impl Options {
    /// Checks the options against a series' frequency.
    fn check(&self, series: &Series) -> Result<(usize, Option<Kind>), ForecastError> {
        let frequency = series.frequency;
        let (horizon, max) = (self.horizon.unwrap_or(frequency.default_horizon()), frequency.max_horizon());
        if horizon == 0 || horizon > max {
            return Err(ForecastError::Horizon { horizon, max, frequency: frequency.code() });
        }
        let sane = self.levels.iter().all(|l| (1.0..=99.5).contains(l));
        let twice = self.levels.iter().enumerate().any(|(k, l)| self.levels[..k].contains(l));
        if !sane || twice || self.levels.is_empty() || self.levels.len() > 5 {
            return Err(ForecastError::Levels { levels: self.levels.iter().copied().take(6).collect() });
        }
        if self.model == "auto" {
            return Ok((horizon, None));
        }
        let unknown = || ForecastError::Model {
            name: super::time::clip(&self.model),
            known: Kind::ALL.map(Kind::name).join(", "),
        };
        let kind = Kind::named(&self.model).filter(|k| *k != Kind::Combination).ok_or_else(unknown)?;
        if !kind.suits(frequency) {
            return Err(ForecastError::Unfit { id: super::time::clip(&series.id), model: kind.name() });
        }
        Ok((horizon, Some(kind)))
    }
}

/// Forecasts a series.
///
/// # Errors
/// Where the series or the options are at fault; never because a model fails in automatic choice.
pub fn forecast(series: &Series, options: &Options) -> Result<Forecast, ForecastError> {
    forecast_reporting(series, options, &mut |_, _| {})
}

/// As [`forecast`], telling after each model how many of how many are done.
///
/// # Errors
/// As [`forecast`].
pub fn forecast_reporting(
    series: &Series,
    options: &Options,
    progress: &mut dyn FnMut(usize, usize),
) -> Result<Forecast, ForecastError> {
    let (horizon, wanted) = options.check(series)?;
    let mut checked = series.check(MIN_OBSERVED)?;
    let max = checked.frequency().max_horizon();
    if horizon + checked.trailing > max {
        let text =
            "too many values are missing at the end: the forecast begins right after the last observed one";
        checked.notes.push(Note::new("old", text.into()));
        checked.trailing = 0;
    }
    let steps = horizon + checked.trailing;
    shorten(&mut checked);
    let constant = checked.values.iter().all(|v| v.is_nan() || *v == checked.values[0]);
    let work = Work { series: &checked, options, wanted, steps };
    let mut result = if constant { work.constant() } else { work.forecast(progress)? };
    result.unit = series.unit.clone();
    cut_front(&mut result, checked.trailing);
    Ok(result)
}

/// Leaves out values older than the frequency's window.
fn shorten(series: &mut Checked) {
    let window = series.frequency().window();
    if series.values.len() <= window {
        return;
    }
    let mut cut = series.values.len() - window;
    while series.values[cut].is_nan() {
        cut += 1;
    }
    let text =
        format!("only the latest values are used, from {}; {cut} older ones are left out", series.at(cut));
    series.notes.push(Note::new("window", text));
    series.start = series.at(cut);
    series.values.drain(..cut);
}

/// Steps that only bridge missing values at the end are not asked for.
fn cut_front(forecast: &mut Forecast, trailing: usize) {
    forecast.periods.drain(..trailing);
    forecast.mean.drain(..trailing);
    for interval in &mut forecast.intervals {
        interval.lower.drain(..trailing);
        interval.upper.drain(..trailing);
    }
    forecast.start = forecast.periods.first().cloned().unwrap_or_default();
}

struct Work<'a> {
    series: &'a Checked,
    options: &'a Options,
    wanted: Option<Kind>,
    steps: usize,
}

/// The winner of the backtest.
struct Winner {
    kind: Kind,
    members: Vec<Kind>,
    misses: Vec<Miss>,
    card: Option<Card>,
    /// Tails that the intervals learnt, by step and level.
    tails: Vec<Vec<Tails>>,
}

impl Work<'_> {
    fn constant(&self) -> Forecast {
        let value = self.series.values[0];
        let last = Final {
            path: vec![value; self.steps],
            sizes: None,
            label: "naive".into(),
            parameters: BTreeMap::new(),
        };
        let reason = "all observed values are equal".into();
        let mut result = self.answer(last, Kind::Naive, Vec::new(), reason);
        let flat = |&level: &f64| Interval {
            level,
            lower: vec![value; self.steps],
            upper: vec![value; self.steps],
            method: "none: the series never moved".into(),
        };
        result.intervals = self.options.levels.iter().map(flat).collect();
        let text = "all observed values are equal: the data say nothing of how far off a forecast may be";
        result.notes.push(Note::new("constant", text.into()));
        result
    }

    fn forecast(&self, progress: &mut dyn FnMut(usize, usize)) -> Result<Forecast, ForecastError> {
        let series = self.series;
        let frequency = series.frequency();
        let seasonal = strength(&series.values, frequency.season()) >= SEASONAL_FROM;
        let bench = Bench { series, seasonal, horizon: self.steps };
        let plan = plan(series.values.len(), frequency);
        let enough = series.observed() >= 8 && !plan.is_empty();
        let mut winner = if enough { self.contest(&bench, &plan, progress) } else { None };
        let unfit =
            |kind: Kind| ForecastError::Unfit { id: super::time::clip(&series.id), model: kind.name() };
        if let (Some(kind), Some(w)) = (self.wanted, &winner)
            && w.kind != kind
        {
            return Err(unfit(kind));
        }
        let mut short = false;
        let mut winner = winner.take().unwrap_or_else(|| {
            short = true;
            let kind = self.wanted.unwrap_or(Kind::Naive);
            Winner { kind, members: Vec::new(), misses: self.differences(), card: None, tails: Vec::new() }
        });
        let last = match self.finish(&bench, &winner) {
            Some(last) => last,
            None if self.wanted.is_some() => return Err(unfit(winner.kind)),
            None => {
                winner = Winner {
                    kind: Kind::Naive,
                    members: Vec::new(),
                    misses: self.differences(),
                    card: None,
                    tails: Vec::new(),
                };
                bench.finish(Kind::Naive).ok_or_else(|| unfit(Kind::Naive))?
            }
        };
        let reason = match (self.wanted, &winner.card) {
            (Some(_), _) => "asked for".to_owned(),
            (None, Some(card)) => format!("smallest MASE of {} models in the backtest", card.models.len()),
            (None, None) => "too few values to try models on the past".to_owned(),
        };
        let sizes = last.sizes.clone();
        let mut result = self.answer(last, winner.kind, winner.members, reason);
        self.intervals(&mut result, &winner.misses, &winner.tails, sizes.as_deref());
        if short {
            let text = "too few values for a backtest: nothing is known of how good such a forecast is";
            result.notes.push(Note::new("short", text.into()));
        }
        if winner.card.as_ref().is_some_and(|c| c.verdict == super::card::Verdict::NoBetterThanNaive) {
            let text = "no better than naive: in the backtest no model did better than repeating past values";
            result.notes.push(Note::new("no_better_than_naive", text.into()));
        }
        result.backtest = winner.card;
        self.oddities(&mut result);
        Ok(result)
    }

    /// Tries the models from every origin and picks the one with the smallest MASE.
    fn contest(
        &self,
        bench: &Bench<'_>,
        plan: &[Block],
        progress: &mut dyn FnMut(usize, usize),
    ) -> Option<Winner> {
        let y = &self.series.values;
        let frequency = self.series.frequency();
        let origins: Vec<usize> = plan.iter().flat_map(|b| b.origins.iter().copied()).collect();
        let tried: Vec<Kind> = Kind::ALL
            .into_iter()
            .filter(|k| k.suits(frequency) && *k != Kind::Combination)
            .filter(|k| self.wanted.is_none_or(|w| w == *k || k.is_naive()))
            .collect();
        let scale = scale(&y[..origins[0]], frequency.season());
        let mut runs: Vec<(Run, Vec<Miss>, Score)> = Vec::new();
        let judged = |run: Run| {
            let missed = misses(y, &origins, &run);
            let score = score(y, run.kind, &missed, self.steps, scale);
            (run, missed, score)
        };
        for (done, &kind) in tried.iter().enumerate() {
            if let Some(run) = bench.run(kind, plan) {
                runs.push(judged(run));
            }
            progress(done + 1, tried.len() + 1);
        }
        let order =
            |runs: &mut Vec<(Run, Vec<Miss>, Score)>| runs.sort_by(|a, b| a.2.mase.total_cmp(&b.2.mase));
        order(&mut runs);
        let mut members = Vec::new();
        if self.wanted.is_none() {
            let best: Vec<&Run> = runs.iter().map(|r| &r.0).filter(|r| !r.kind.is_naive()).take(3).collect();
            if best.len() == 3 {
                members = best.iter().map(|r| r.kind).collect();
                let together = judged(combine(&best));
                runs.push(together);
                order(&mut runs);
            }
        }
        if runs.iter().all(|r| r.1.is_empty()) {
            return None;
        }
        let kind = match self.wanted {
            Some(wanted) => runs.iter().find(|r| r.0.kind == wanted)?.0.kind,
            None => runs[0].0.kind,
        };
        let missed = runs.iter().find(|r| r.0.kind == kind)?.1.clone();
        let naive = runs.iter().filter(|r| r.0.kind.is_naive()).map(|r| (r.0.kind, r.1.clone())).collect();
        let material = Material {
            series: self.series,
            plan,
            scores: runs.iter().map(|r| r.2.clone()).collect(),
            chosen: &missed,
            naive,
            kind,
            horizon: self.steps,
            scale,
            levels: &self.options.levels,
            every_step: self.options.every_step,
        };
        let (card, tails) = material.card();
        if kind != Kind::Combination {
            members.clear();
        }
        Some(Winner { kind, members, misses: missed, card: Some(card), tails })
    }

    fn finish(&self, bench: &Bench<'_>, winner: &Winner) -> Option<Final> {
        if winner.kind != Kind::Combination {
            return bench.finish(winner.kind);
        }
        let parts: Vec<Final> = winner.members.iter().filter_map(|k| bench.finish(*k)).collect();
        if parts.len() != winner.members.len() {
            return None;
        }
        let at = |h: usize| mean(&parts.iter().map(|p| p.path[h]).collect::<Vec<_>>());
        let parameters = parts
            .iter()
            .zip(&winner.members)
            .flat_map(|(p, k)| p.parameters.iter().map(move |(n, v)| (format!("{}.{n}", k.name()), *v)));
        Some(Final {
            path: (0..self.steps).map(at).collect(),
            sizes: parts.iter().find_map(|p| p.sizes.clone()),
            label: parts.iter().map(|p| p.label.as_str()).collect::<Vec<_>>().join(" + "),
            parameters: parameters.collect(),
        })
    }

    /// Misses of the naive forecast from every origin of a short series.
    fn differences(&self) -> Vec<Miss> {
        let y = &self.series.values;
        let origins: Vec<usize> = (1..y.len()).collect();
        let paths = Baseline::Naive.paths(y, &origins, self.steps);
        misses(y, &origins, &Run { kind: Kind::Naive, paths, sizes: None })
    }

    fn answer(&self, last: Final, kind: Kind, members: Vec<Kind>, reason: String) -> Forecast {
        let series = self.series;
        let n = series.values.len();
        let periods: Vec<String> = (n..n + self.steps).map(|t| series.at(t).to_string()).collect();
        Forecast {
            id: series.id.clone(),
            frequency: series.frequency(),
            unit: None,
            start: String::new(),
            periods,
            mean: last.path,
            intervals: Vec::new(),
            model: Chosen { name: kind, label: last.label, parameters: last.parameters, members, reason },
            backtest: None,
            data: DataUsed {
                first: series.start.to_string(),
                last: series.at(n - 1).to_string(),
                observed: series.observed(),
                missing: n - series.observed(),
            },
            oddities: Vec::new(),
            notes: series.notes.clone(),
        }
    }

    fn intervals(&self, result: &mut Forecast, missed: &[Miss], tails: &[Vec<Tails>], sizes: Option<&[f64]>) {
        let calibrator = Calibrator::new(missed.iter(), self.steps);
        let floor = if self.series.non_negative { 0.0 } else { f64::NEG_INFINITY };
        for (k, &level) in self.options.levels.iter().enumerate() {
            let mut basis = Basis::Step;
            let mut interval =
                Interval { level, lower: Vec::new(), upper: Vec::new(), method: String::new() };
            for (h, v) in result.mean.iter().enumerate() {
                let size = sizes.map_or(1.0, |s| s[h]);
                let tails = tails.get(h).and_then(|t| t.get(k)).copied().unwrap_or(Tails::of(level));
                let Some((low, high, from)) = calibrator.bounds_at(h + 1, tails, level, size) else { break };
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

    fn oddities(&self, result: &mut Forecast) {
        let (y, frequency) = (&self.series.values, self.series.frequency());
        let period = |at: usize| self.series.at(at).to_string();
        let mut odd: Vec<Oddity> = shifts(y, frequency)
            .into_iter()
            .map(|s| Oddity { kind: "level_shift".into(), period: period(s.at), size: s.size })
            .collect();
        let spikes = outliers(y, frequency).into_iter().map(|o| Oddity {
            kind: "outlier".into(),
            period: period(o.at),
            size: y[o.at] - o.expected,
        });
        odd.extend(spikes);
        let count = odd.len();
        odd.sort_by(|a, b| b.size.abs().total_cmp(&a.size.abs()).then(a.period.cmp(&b.period)));
        odd.truncate(50);
        odd.sort_by(|a, b| a.period.cmp(&b.period));
        if count > 0 {
            let text = format!("{count} outliers and level shifts were found; the largest are listed");
            result.notes.push(Note::new("oddities", text));
        }
        result.oddities = odd;
    }
}
