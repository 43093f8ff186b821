//! The regression on season, trend and weather, and the series without what was unusual in the weather.

use serde::{Deserialize, Serialize};

use super::causes::{Cause, Causes, daily};
use crate::{
    forecast::{
        algebra::{Normal, dot},
        line::{Line, changes_of, line},
        outlook::monthly,
        policy::{Change, Policy},
        series::Checked,
        time::{Frequency, Step, weekday},
    },
    uncertainty::normal_quantile,
};

/// Months from which days and hours are looked at as monthly means.
const MONTHS: usize = 24;
/// Steps more than unknowns that a regression needs.
const SPARE: usize = 10;

/// What a unit of weather does to the series.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Effect {
    /// `heating_degree_days`, `cooling_degree_days` or `log_wind`.
    pub name: String,
    /// Unit of the cause; effects are in the series' unit by it.
    pub unit: String,
    /// Change of the series a unit.
    pub effect: f64,
    /// Lower bound, 95 %.
    pub lower: f64,
    /// Upper bound, 95 %.
    pub upper: f64,
}

/// The series as it would have been in normal weather, and its trend.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Normalised {
    /// `weather_regression`.
    pub method: String,
    /// Where the weather is from, as given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// First and last day of weather that normals are made from.
    pub normal_first: String,
    /// Last such day.
    pub normal_last: String,
    /// Frequency of `values`: months for long series of days and hours, else days.
    pub step: Frequency,
    /// First period of `values`.
    pub start: String,
    /// Values in normal weather; null where the series or its weather is not known.
    pub values: Vec<Option<f64>>,
    /// Steps the regression was made from.
    pub used: usize,
    /// Effects of the causes that varied.
    pub effects: Vec<Effect>,
    /// Share of the variance beyond season and trend that weather explains, percent.
    pub explained: f64,
    /// The trend of the normalised series.
    pub trend: Line,
    /// Changes since dated measures, of the normalised series.
    pub changes: Vec<Change>,
}

/// A series in steps that weather is compared at.
struct Steps {
    start: Step,
    values: Vec<f64>,
}

fn steps(series: &Checked) -> Steps {
    if matches!(series.frequency(), Frequency::Annual | Frequency::Monthly) {
        return Steps { start: series.start, values: series.values.clone() };
    }
    let (start, values) = monthly(series);
    if values.iter().filter(|v| !v.is_nan()).count() >= MONTHS {
        return Steps { start, values };
    }
    let (number, values) = daily(series);
    Steps { start: Step { frequency: Frequency::Daily, number }, values }
}

/// Season and trend of a step: a constant, a line, and months or weekdays apart.
fn usual(step: Step, at: f64, row: &mut Vec<f64>) {
    row.clear();
    row.extend([1.0, at]);
    let (place, places) = match step.frequency {
        Frequency::Monthly => (usize::try_from(step.civil().1 - 1).unwrap_or(0), 12),
        Frequency::Daily => (weekday(step.number), 7),
        _ => (0, 1),
    };
    row.extend((1..places).map(|k| f64::from(k == place)));
}

/// Takes what was unusual in the weather off a series; in words why not where there is too little to learn from.
///
/// # Errors
/// The reason, for a note.
pub fn normalise(series: &Checked, causes: &Causes, policies: &[Policy]) -> Result<Normalised, String> {
    let Steps { start, values } = steps(series);
    let step = |t: usize| start.plus(i64::try_from(t).unwrap_or(0));
    let weather: Vec<Vec<(f64, f64)>> =
        (0..values.len()).map(|t| causes.all.iter().map(|c| c.over(step(t))).collect()).collect();
    let known =
        |t: &usize| !values[*t].is_nan() && weather[*t].iter().all(|w| !w.0.is_nan() && !w.1.is_nan());
    let used: Vec<usize> = (0..values.len()).filter(known).collect();
    let varies = |k: &usize| used.windows(2).any(|w| weather[w[0]][*k].0 != weather[w[1]][*k].0);
    let kept: Vec<usize> = (0..causes.all.len()).filter(varies).collect();
    let mut row = Vec::new();
    usual(start, 0.0, &mut row);
    let needed = row.len() + kept.len() + SPARE;
    if used.len() < needed || kept.is_empty() {
        return Err(format!(
            "weather is known for {} of the steps, {needed} are needed: it is not taken out",
            used.len()
        ));
    }
    let rows: Vec<Vec<f64>> = used
        .iter()
        .map(|&t| {
            let mut row = Vec::new();
            usual(step(t), t as f64 / values.len() as f64, &mut row);
            row.extend(kept.iter().map(|k| weather[t][*k].0));
            row
        })
        .collect();
    let y: Vec<f64> = used.iter().map(|&t| values[t]).collect();
    let fit = Fit::new(&rows, &y, row.len());
    let cleared: Vec<f64> = (0..values.len())
        .map(|t| {
            let beyond =
                |(j, k): (usize, &usize)| fit.b[row.len() + j] * (weather[t][*k].0 - weather[t][*k].1);
            values[t] - kept.iter().enumerate().map(beyond).sum::<f64>()
        })
        .collect();
    let cause = |k: &usize| -> &Cause { &causes.all[*k] };
    let effect = |(j, k): (usize, &usize)| {
        let (effect, far) = (fit.b[row.len() + j], normal_quantile(0.975) * fit.errors[j]);
        let (name, unit) = (cause(k).name.into(), cause(k).unit.into());
        Effect { name, unit, effect, lower: effect - far, upper: effect + far }
    };
    let too_few = || "too few steps with known weather for a trend: it is not taken out".to_owned();
    let trend = line(start, &cleared).ok_or_else(too_few)?;
    let changes = changes_of(start, &cleared, policies).map_err(|e| e.to_string())?;
    Ok(Normalised {
        method: "weather_regression".into(),
        source: causes.source.clone(),
        normal_first: causes.first.clone(),
        normal_last: causes.last.clone(),
        step: start.frequency,
        start: start.to_string(),
        values: cleared.iter().map(|v| (!v.is_nan()).then_some(*v)).collect(),
        used: used.len(),
        effects: kept.iter().enumerate().map(effect).collect(),
        explained: fit.explained,
        trend,
        changes,
    })
}

/// Least squares with errors widened for autocorrelation, as for changes at dates ([`super::super::policy`]).
struct Fit {
    b: Vec<f64>,
    /// Standard errors of the weather's coefficients.
    errors: Vec<f64>,
    explained: f64,
}

impl Fit {
    /// The first `usual` regressors are season and trend, the rest weather.
    fn new(rows: &[Vec<f64>], y: &[f64], usual: usize) -> Self {
        let width = rows[0].len();
        let (b, rests) = regress(rows, y, |_| true);
        let square = |r: &[f64]| dot(r, r);
        let (_, before) = regress(rows, y, |j| j < usual);
        let explained = 100.0 * (1.0 - square(&rests) / square(&before).max(1e-300)).clamp(0.0, 1.0);
        let lagged: f64 = rests.windows(2).map(|w| w[0] * w[1]).sum();
        let rho = (lagged / square(&rests).max(1e-300)).clamp(0.0, 0.9);
        let variance = square(&rests) / (y.len() - width) as f64 * (1.0 + rho) / (1.0 - rho);
        let error = |j: usize| {
            let own: Vec<f64> = rows.iter().map(|r| r[j]).collect();
            let (_, left) = regress(rows, &own, |i| i != j);
            (variance / square(&left).max(1e-300)).sqrt()
        };
        Self { errors: (usual..width).map(error).collect(), b, explained }
    }
}

/// Coefficients and residuals on the regressors that are taken.
fn regress(rows: &[Vec<f64>], y: &[f64], takes: impl Fn(usize) -> bool) -> (Vec<f64>, Vec<f64>) {
    let taken: Vec<usize> = (0..rows[0].len()).filter(|j| takes(*j)).collect();
    let short = |row: &Vec<f64>| taken.iter().map(|j| row[*j]).collect::<Vec<f64>>();
    let mut normal = Normal::new(taken.len());
    rows.iter().zip(y).for_each(|(row, v)| normal.push(&short(row), *v));
    let b = normal.solve(0.0);
    let rests = rows.iter().zip(y).map(|(row, v)| v - dot(&short(row), &b)).collect();
    (b, rests)
}
