//! What covariates did to a forecast: whether they helped in the past, what a unit of each does, what was assumed ahead.

use serde::{Deserialize, Serialize};

use super::{
    backtest::{Bench, Block, Cause},
    card::{misses, scale, score},
    drivers::{Ahead, Drivers},
    model::Kind,
    result::Forecast,
    series::Note,
};

/// How much closer the backtest must be with covariates: a little may be luck.
const HELPS: f64 = 0.995;

/// A covariate of a forecast.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Used {
    /// Its name.
    pub id: String,
    /// Unit, passed through.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// Where it is from, passed through.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Change of the series a unit of it, beside the calendar and the other covariates.
    pub effect: f64,
    /// Values that the steps ahead are forecast with.
    pub ahead: Vec<f64>,
    /// How many of these were given; the others are what is left of the last departure from normal.
    pub given: usize,
}

/// What a card says of covariates.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Influence {
    /// Their names.
    pub ids: Vec<String>,
    /// What the backtest knew of them at the steps ahead.
    pub ahead: Ahead,
    /// The same in words.
    pub rule: String,
    /// MASE of harmonic regression with them; absent where it could not be fitted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mase: Option<f64>,
    /// The same without them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mase_without: Option<f64>,
}

fn rule(ahead: Ahead) -> &'static str {
    match ahead {
        Ahead::Unknown => {
            "covariates were known up to each origin only; after it each keeps the share of its last departure from what is normal for hour, weekday and season that the past shows for that step ahead"
        }
        Ahead::Known => {
            "covariates of the steps ahead were taken as measured later, as if their own forecast had been perfect; that forecast's misses are not in the intervals"
        }
    }
}

/// MASE of harmonic regression with these covariates, every step ahead weighing the same.
fn mase(bench: &Bench<'_>, plan: &[Block], drivers: Option<&Drivers>) -> Option<f64> {
    let bench = Bench { drivers, ..*bench };
    let y = &bench.series.values;
    let run = bench.run(Kind::Harmonic, plan)?;
    let origins: Vec<usize> = plan.iter().flat_map(|b| b.origins.iter().copied()).collect();
    let scale = scale(&y[..*origins.first()?], bench.series.frequency().season());
    let all = misses(y, &origins, &run);
    Some(score(y, Kind::Harmonic, &all, bench.horizon, scale).mase)
}

/// What the past says of covariates, and whether they helped by half a per cent. Where all steps ahead are given, the forecast knows them:
/// what counts is then whether knowing them helps.
pub fn weigh(bench: &Bench<'_>, plan: &[Block], drivers: &Drivers) -> (Influence, bool) {
    let with = mase(bench, plan, Some(drivers));
    let without = mase(bench, plan, None);
    let n = bench.series.values.len();
    let given = (n..n + bench.horizon).all(|t| drivers.given(t));
    let as_known = Drivers { ahead: Ahead::Known, ..drivers.clone() };
    let decides =
        if given && drivers.ahead == Ahead::Unknown { mase(bench, plan, Some(&as_known)) } else { with };
    let helped = decides.zip(without).is_none_or(|(with, without)| with < HELPS * without);
    let influence = Influence {
        ids: drivers.columns.iter().map(|c| c.id.clone()).collect(),
        ahead: drivers.ahead,
        rule: rule(drivers.ahead).into(),
        mase: with,
        mase_without: without,
    };
    (influence, helped)
}

/// Where covariates were given to a model without a place for them.
pub fn unused() -> Note {
    let text = "the model of this forecast takes no covariates: only harmonic regression, weekly change and blends of them do, for days and hours";
    Note::new("covariates_unused", text.into())
}

/// Writes into a forecast what covariates did; `steps` of them lie ahead of the series.
pub fn tell(result: &mut Forecast, drivers: &Drivers, causes: &[Cause]) {
    let n = drivers.known;
    if causes.is_empty() {
        result.notes.push(unused());
        return;
    }
    let used = drivers.columns.iter().zip(causes).map(|(column, (effect, ahead))| Used {
        id: column.id.clone(),
        unit: column.unit.clone(),
        source: column.source.clone(),
        effect: *effect,
        ahead: ahead.clone(),
        given: column.x[n..].iter().filter(|v| !v.is_nan()).count(),
    });
    result.covariates = used.collect();
    let known = (n..n + result.mean.len()).filter(|t| drivers.given(*t)).count();
    let text = match (drivers.ahead, known) {
        (Ahead::Known, _) => rule(Ahead::Known).to_owned(),
        (_, 0) => {
            "covariates are not known ahead: each keeps a share of its last departure from normal".into()
        }
        (_, k) => format!(
            "covariates are given for {k} of {} steps ahead; the backtest did without, so that intervals of these steps are rather too wide",
            result.mean.len()
        ),
    };
    result.notes.push(Note::new("covariates", text));
    for column in &drivers.columns {
        let (past, ahead) = column.x.split_at(n);
        let missing = past.iter().filter(|v| v.is_nan()).count();
        if missing > 0 {
            let text =
                format!("{missing} of {n} values of “{}” are missing and were taken as normal", column.id);
            result.notes.push(Note::new("covariate_missing", text));
        }
        let seen = |f: fn(f64, f64) -> f64| past.iter().copied().filter(|v| !v.is_nan()).reduce(f);
        let (low, high) = (seen(f64::min).unwrap_or(0.0), seen(f64::max).unwrap_or(0.0));
        let beyond = ahead.iter().filter(|v| **v < low || **v > high).count();
        if beyond > 0 {
            let text = format!(
                "{beyond} values ahead of “{}” lie outside {low} to {high}, what the past has seen: effects are taken to go on in a line",
                column.id
            );
            result.notes.push(Note::new("covariate_beyond", text));
        }
    }
}
