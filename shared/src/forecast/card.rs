//! The forecast card: how good the past answers were, measured against the naive ones.

use serde::{Deserialize, Serialize};

use super::{
    backtest::{Block, Run},
    influence::Influence,
    interval::Miss,
    judge::{Judge, tally},
    model::Kind,
    series::Checked,
};

/// Worst misses that are shown.
const WORST: usize = 5;

/// How one model did over all steps.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Score {
    /// The model.
    pub model: Kind,
    /// Mean absolute scaled error (Hyndman & Koehler 2006): 1 is the mean error of the seasonal naive method one season
    /// ahead within the data before the test.
    pub mase: f64,
    /// Symmetric mean absolute percentage error, 0 to 200 %.
    pub smape: f64,
    /// Root mean squared error, in the unit.
    pub rmse: f64,
    /// Mean absolute error, in the unit.
    pub mae: f64,
}

/// How often an interval held what it promised.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Coverage {
    /// Promise in percent.
    pub level: f64,
    /// Share of actual values inside, percent.
    pub coverage: f64,
    /// Mean width, in the unit.
    pub width: f64,
    /// Values judged.
    pub n: usize,
}

/// How the chosen model did at one step ahead.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StepScore {
    /// Steps ahead.
    pub step: usize,
    /// Values judged.
    pub n: usize,
    /// Mean absolute error.
    pub mae: f64,
    /// Root mean squared error.
    pub rmse: f64,
    /// Scaled error.
    pub mase: f64,
    /// Symmetric percentage error.
    pub smape: f64,
    /// Scaled error of each naive method at this step.
    pub naive_mase: Vec<NaiveScore>,
    /// Intervals.
    pub coverage: Vec<Coverage>,
}

/// Scaled error of a naive method.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NaiveScore {
    /// Which.
    pub model: Kind,
    /// Its scaled error.
    pub mase: f64,
}

/// A miss that was large.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WorstMiss {
    /// Last period that was known.
    pub known_until: String,
    /// The period forecast.
    pub period: String,
    /// Steps ahead.
    pub step: usize,
    /// What came.
    pub actual: f64,
    /// What was said.
    pub forecast: f64,
}

/// Whether the chosen model is worth more than a naive one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// At least 5 % smaller errors than the best naive method.
    Better,
    /// Smaller errors, by less than 5 %.
    SlightlyBetter,
    /// No better than the best naive method.
    NoBetterThanNaive,
}

/// The backtest of one series.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Card {
    /// The model that was chosen.
    pub chosen: Kind,
    /// Whether it is worth more than a naive one.
    pub verdict: Verdict,
    /// Its scaled error divided by that of the best naive method.
    pub against_naive: f64,
    /// Number of origins.
    pub origins: usize,
    /// Last period known at the first origin.
    pub first_origin: String,
    /// Last period known at the last origin.
    pub last_origin: String,
    /// Steps ahead.
    pub horizon: usize,
    /// Mean absolute error that scaled errors are divided by.
    pub scale: f64,
    /// Every model that was tried, best first.
    pub models: Vec<Score>,
    /// The chosen model by step ahead.
    pub steps: Vec<StepScore>,
    /// Intervals over all steps; each judged on origins after those it was made from.
    pub coverage: Vec<Coverage>,
    /// The largest misses, each period once.
    pub worst: Vec<WorstMiss>,
    /// What was known of covariates, and whether they helped; absent where none were used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub covariates: Option<Influence>,
}

/// Misses of a run.
pub fn misses(y: &[f64], origins: &[usize], run: &Run) -> Vec<Miss> {
    let mut all = Vec::new();
    for (k, &origin) in origins.iter().enumerate() {
        for (h, v) in run.paths[k].iter().enumerate() {
            let Some(actual) = y.get(origin + h).filter(|a| !a.is_nan()) else { continue };
            let size = run.sizes.as_ref().map_or(1.0, |s| s[k][h]);
            all.push(Miss { origin, step: h + 1, error: actual - v, size });
        }
    }
    all
}

/// Scale of MASE: mean absolute seasonal difference of the values before the first origin.
pub fn scale(y: &[f64], season: usize) -> f64 {
    let differences = |m: usize| {
        let all = (m..y.len()).map(|t| (y[t] - y[t - m]).abs()).filter(|d| !d.is_nan());
        let (sum, n) = all.fold((0.0, 0.0), |(s, n), d| (s + d, n + 1.0));
        if n > 0.0 { sum / n } else { 0.0 }
    };
    let seasonal = differences(season);
    if seasonal > 0.0 { seasonal } else { differences(1) }
}

/// Sums over misses.
#[derive(Default, Clone)]
struct Sums {
    n: f64,
    abs: f64,
    square: f64,
    smape: f64,
}

impl Sums {
    fn add(&mut self, actual: f64, error: f64) {
        let forecast = actual - error;
        let size = actual.abs() + forecast.abs();
        self.n += 1.0;
        self.abs += error.abs();
        self.square += error * error;
        self.smape += if size > 0.0 { 200.0 * error.abs() / size } else { 0.0 };
    }
}

/// Mean absolute error by step; NaN where there is none.
fn by_step(y: &[f64], misses: &[Miss], horizon: usize) -> Vec<Sums> {
    let mut sums = vec![Sums::default(); horizon];
    for miss in misses {
        sums[miss.step - 1].add(y[miss.origin + miss.step - 1], miss.error);
    }
    sums
}

/// How a model did; every step weighs the same.
pub fn score(y: &[f64], kind: Kind, misses: &[Miss], horizon: usize, scale: f64) -> Score {
    let steps = by_step(y, misses, horizon);
    let used: Vec<&Sums> = steps.iter().filter(|s| s.n > 0.0).collect();
    let average =
        |f: &dyn Fn(&Sums) -> f64| used.iter().map(|s| f(s)).sum::<f64>() / used.len().max(1) as f64;
    let mae = average(&|s| s.abs / s.n);
    let rmse = average(&|s| s.square / s.n).sqrt();
    Score { model: kind, mase: scaled(mae, scale), smape: average(&|s| s.smape / s.n), rmse, mae }
}

fn scaled(mae: f64, scale: f64) -> f64 {
    if scale > 0.0 { mae / scale } else { mae }
}

/// What a card is made from.
pub struct Material<'a> {
    /// The series.
    pub series: &'a Checked,
    /// Origins in blocks.
    pub plan: &'a [Block],
    /// Scores, best first.
    pub scores: Vec<Score>,
    /// Misses of the chosen model.
    pub chosen: &'a [Miss],
    /// Misses of the naive ones.
    pub naive: Vec<(Kind, Vec<Miss>)>,
    /// The chosen model.
    pub kind: Kind,
    /// Steps ahead.
    pub horizon: usize,
    /// Scale of MASE.
    pub scale: f64,
    /// Levels in percent.
    pub levels: &'a [f64],
    /// Whether every step is reported.
    pub every_step: bool,
}

impl Material<'_> {
    /// Makes the card, and the bounds that intervals learnt, by step and level.
    pub fn card(self) -> (Card, Vec<Vec<f64>>) {
        let y = &self.series.values;
        let of = |kind: Kind| self.scores.iter().find(|s| s.model == kind).map_or(f64::NAN, |s| s.mase);
        let best_naive =
            self.scores.iter().filter(|s| s.model.is_naive()).map(|s| s.mase).fold(f64::INFINITY, f64::min);
        let ratio = if best_naive > 0.0 { of(self.kind) / best_naive } else { 1.0 };
        let verdict = match ratio {
            r if self.kind.is_naive() || r.is_nan() || r >= 0.995 => Verdict::NoBetterThanNaive,
            r if r > 0.95 => Verdict::SlightlyBetter,
            _ => Verdict::Better,
        };
        let origins: Vec<usize> = self.plan.iter().flat_map(|b| b.origins.iter().copied()).collect();
        let known = |o: Option<&usize>| o.map_or_else(String::new, |o| self.series.at(o - 1).to_string());
        let judge = Judge {
            series: self.series,
            origins: &origins,
            misses: self.chosen,
            horizon: self.horizon,
            levels: self.levels,
        };
        let (held, learnt) = judge.judge();
        let sums = by_step(y, self.chosen, self.horizon);
        let naive: Vec<(Kind, Vec<Sums>)> =
            self.naive.iter().map(|(k, m)| (*k, by_step(y, m, self.horizon))).collect();
        let steps =
            (1..=self.horizon).filter(|h| self.every_step || shown(*h, self.horizon)).filter_map(|h| {
                let s = &sums[h - 1];
                (s.n > 0.0).then(|| StepScore {
                    step: h,
                    n: s.n as usize,
                    mae: s.abs / s.n,
                    rmse: (s.square / s.n).sqrt(),
                    mase: scaled(s.abs / s.n, self.scale),
                    smape: s.smape / s.n,
                    naive_mase: naive
                        .iter()
                        .filter(|(_, n)| n[h - 1].n > 0.0)
                        .map(|(k, n)| NaiveScore {
                            model: *k,
                            mase: scaled(n[h - 1].abs / n[h - 1].n, self.scale),
                        })
                        .collect(),
                    coverage: tally(&held, self.levels, |step| step == h),
                })
            });
        let card = Card {
            chosen: self.kind,
            verdict,
            against_naive: ratio,
            origins: origins.len(),
            first_origin: known(origins.first()),
            last_origin: known(origins.last()),
            horizon: self.horizon,
            scale: self.scale,
            steps: steps.collect(),
            coverage: tally(&held, self.levels, |_| true),
            worst: self.worst(),
            models: self.scores,
            covariates: None,
        };
        (card, learnt)
    }

    fn worst(&self) -> Vec<WorstMiss> {
        let mut order: Vec<&Miss> = self.chosen.iter().collect();
        order.sort_by(|a, b| b.error.abs().total_cmp(&a.error.abs()).then(a.step.cmp(&b.step)));
        let mut seen = Vec::new();
        let mut worst = Vec::new();
        for miss in order {
            let at = miss.origin + miss.step - 1;
            if worst.len() == WORST {
                break;
            }
            if seen.contains(&at) {
                continue;
            }
            seen.push(at);
            let actual = self.series.values[at];
            worst.push(WorstMiss {
                known_until: self.series.at(miss.origin - 1).to_string(),
                period: self.series.at(at).to_string(),
                step: miss.step,
                actual,
                forecast: actual - miss.error,
            });
        }
        worst
    }
}

/// Steps that a card lists where it does not list all.
fn shown(step: usize, horizon: usize) -> bool {
    horizon <= 36 || matches!(step, 1 | 2 | 3 | 6 | 12) || step.is_multiple_of(24) || step == horizon
}
