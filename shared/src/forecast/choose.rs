//! Makes a forecast: tries the models on the past, takes the one that was closest, and says how sure it is.

use std::collections::BTreeMap;

use super::{
    backtest::{Bench, Final, Run, plan},
    band::band,
    card::{Verdict, misses},
    clean::{outliers, shifts},
    contest::{Contest, Winner},
    drivers::Drivers,
    influence::{tell, unused, weigh},
    interval::Miss,
    model::Kind,
    season::strength,
    series::{Checked, MIN_OBSERVED, Note, Series},
    simple::Baseline,
};
pub use super::{
    options::{ForecastError, Options},
    result::{Chosen, DataUsed, Forecast, Interval, Oddity},
};

/// Share of the detrended variance from which a season is modelled.
const SEASONAL_FROM: f64 = 0.25;
/// Observed values from which models are tried on the past.
const ENOUGH: usize = 8;

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
    let mut drivers = options.given().beside(series, &checked, steps, horizon)?;
    let cut = shorten(&mut checked);
    if let Some(drivers) = &mut drivers {
        drivers.cut(cut);
    }
    let constant = checked.values.iter().all(|v| v.is_nan() || *v == checked.values[0]);
    let work = Work { series: &checked, drivers: drivers.as_ref(), options, wanted, steps };
    let mut result = if constant { work.constant() } else { work.forecast(progress)? };
    if drivers.is_none() && options.weather.is_some() {
        result.notes.push(unused());
    }
    result.unit = series.unit.clone();
    cut_front(&mut result, checked.trailing);
    Ok(result)
}

/// Leaves out values older than the frequency's window; gives their number.
fn shorten(series: &mut Checked) -> usize {
    let window = series.frequency().window();
    if series.values.len() <= window {
        return 0;
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
    cut
}

/// Steps that only bridge missing values at the end are not asked for.
fn cut_front(forecast: &mut Forecast, trailing: usize) {
    forecast.periods.drain(..trailing);
    forecast.mean.drain(..trailing);
    for interval in &mut forecast.intervals {
        interval.lower.drain(..trailing);
        interval.upper.drain(..trailing);
    }
    for covariate in &mut forecast.covariates {
        covariate.ahead.drain(..trailing);
        covariate.given = covariate.given.saturating_sub(trailing);
    }
    forecast.start = forecast.periods.first().cloned().unwrap_or_default();
}

struct Work<'a> {
    series: &'a Checked,
    drivers: Option<&'a Drivers>,
    options: &'a Options,
    wanted: Option<Kind>,
    steps: usize,
}

impl Work<'_> {
    fn constant(&self) -> Forecast {
        let value = self.series.values[0];
        let last = Final {
            path: vec![value; self.steps],
            sizes: None,
            label: "naive".into(),
            parameters: BTreeMap::new(),
            causes: Vec::new(),
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
        if let Some(drivers) = self.drivers {
            tell(&mut result, drivers, &[]);
        }
        result
    }

    fn forecast(&self, progress: &mut dyn FnMut(usize, usize)) -> Result<Forecast, ForecastError> {
        let series = self.series;
        let seasonal = strength(&series.values, series.frequency().season()) >= SEASONAL_FROM;
        let mut bench = Bench { series, drivers: None, seasonal, horizon: self.steps };
        let influence = self.drivers.filter(|_| self.takes_covariates()).map(|drivers| {
            let plan = plan(series.values.len(), series.frequency());
            let (influence, helped) = weigh(&bench, &plan, drivers);
            bench.drivers = Some(drivers).filter(|_| helped);
            (influence, helped)
        });
        let unfit =
            |kind: Kind| ForecastError::Unfit { id: super::time::clip(&series.id), model: kind.name() };
        let won = self.contest(&bench, progress);
        if let (Some(kind), Some(w)) = (self.wanted, &won)
            && w.kind != kind
        {
            return Err(unfit(kind));
        }
        let short = won.is_none();
        let mut winner =
            won.unwrap_or_else(|| Winner::untried(self.wanted.unwrap_or(Kind::Naive), self.differences()));
        let last = match winner.finish(&bench) {
            Some(last) => last,
            None if self.wanted.is_some() => return Err(unfit(winner.kind)),
            None => {
                winner = Winner::untried(Kind::Naive, self.differences());
                bench.finish(Kind::Naive).ok_or_else(|| unfit(Kind::Naive))?
            }
        };
        let reason = self.reason(&winner);
        let (sizes, causes) = (last.sizes.clone(), last.causes.clone());
        let mut result = self.answer(last, winner.kind, winner.members.clone(), reason);
        band(&mut result, &winner, &self.options.levels, sizes.as_deref(), series.non_negative);
        if short {
            let text = "too few values for a backtest: nothing is known of how good such a forecast is";
            result.notes.push(Note::new("short", text.into()));
        }
        if winner.card.as_ref().is_some_and(|c| c.verdict == Verdict::NoBetterThanNaive) {
            let text = "no better than naive: in the backtest no model did better than repeating past values";
            result.notes.push(Note::new("no_better_than_naive", text.into()));
        }
        result.backtest = winner.card;
        if let Some(drivers) = self.drivers {
            match influence {
                Some((_, false)) => {
                    let text = "harmonic regression was not closer by half a per cent in the backtest with the covariates: they are left out";
                    result.notes.push(Note::new("covariates_no_help", text.into()));
                }
                _ => tell(&mut result, drivers, &causes),
            }
            if let (Some((influence, _)), Some(card)) = (influence, &mut result.backtest) {
                card.covariates = Some(influence);
            }
        }
        self.oddities(&mut result);
        Ok(result)
    }

    /// Whether any model that may be taken knows covariates.
    fn takes_covariates(&self) -> bool {
        let takes = |k: Kind| matches!(k, Kind::Harmonic | Kind::WeeklyChange);
        Kind::Harmonic.suits(self.series.frequency()) && self.wanted.is_none_or(takes)
    }

    fn contest(&self, bench: &Bench<'_>, progress: &mut dyn FnMut(usize, usize)) -> Option<Winner> {
        let plan = plan(self.series.values.len(), self.series.frequency());
        if self.series.observed() < ENOUGH || plan.is_empty() {
            return None;
        }
        Contest { bench, plan: &plan, options: self.options, wanted: self.wanted }.run(progress)
    }

    fn reason(&self, winner: &Winner) -> String {
        match (self.wanted, &winner.card) {
            (Some(_), _) => "asked for".into(),
            (None, None) => "too few values to try models on the past".into(),
            (None, Some(card)) if winner.kind == Kind::Blend => {
                format!("no single one of {} models was better by 2 % in the backtest", card.models.len() - 1)
            }
            (None, Some(card)) if winner.kind == Kind::Combination => {
                format!(
                    "no single one of {} models was better by 15 % in the backtest",
                    card.models.len() - 1
                )
            }
            (None, Some(card)) => format!("smallest MASE of {} models in the backtest", card.models.len()),
        }
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
            covariates: Vec::new(),
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
