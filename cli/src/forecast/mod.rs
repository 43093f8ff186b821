//! `gemeo forecast|backtest|trend|anomalies`: series as JSON in, answers as JSON out.
//!
//! Schemas of input and output lie in `docs/schema/cli/`.

mod input;

use std::{path::PathBuf, process::ExitCode};

use gemeo_shared::forecast::{
    anomaly::{Anomalies, AnomalyRequest, anomalies},
    card::Card,
    choose::{DataUsed, Forecast},
    outlook::{Asked, Trend, TrendRequest, trend},
    record::{self, Record},
    request::{Failed, MAX_SERIES, Request, Response, answer},
    series::{Note, Series, distinct},
    time::Frequency,
    weather::Weather,
};
use serde::Serialize;

use crate::Outcome;

/// Arguments of `forecast` and `backtest`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// JSON file: a request, one series, or a list of series; `-` or nothing reads standard input.
    file: Option<PathBuf>,
    /// Steps ahead; goes before the request's.
    #[arg(long)]
    horizon: Option<usize>,
    /// Levels of the intervals in percent, e.g. 80,95.
    #[arg(long, value_delimiter = ',')]
    levels: Option<Vec<f64>>,
    /// One model instead of the automatic choice.
    #[arg(long)]
    model: Option<String>,
}

/// Arguments of `backtest`.
#[derive(Debug, clap::Args)]
pub struct BacktestArgs {
    #[command(flatten)]
    args: Args,
    /// Also write the figures, without data, to this file: the record that the validation page shows.
    #[arg(long)]
    store: Option<PathBuf>,
}

/// What `gemeo backtest` writes.
#[derive(Debug, Serialize)]
struct Backtests {
    version: u32,
    backtests: Vec<Backtest>,
    failed: Vec<Failed>,
}

#[derive(Debug, Serialize)]
struct Backtest {
    id: String,
    frequency: Frequency,
    #[serde(skip_serializing_if = "Option::is_none")]
    unit: Option<String>,
    data: DataUsed,
    #[serde(skip_serializing_if = "Option::is_none")]
    backtest: Option<Card>,
    notes: Vec<Note>,
}

/// Runs `gemeo forecast`.
pub fn run(args: Args) -> Outcome {
    let response = respond(&args, false)?;
    print(&response, response.failed.len())
}

/// Runs `gemeo backtest`.
pub fn run_backtest(args: BacktestArgs) -> Outcome {
    let response = respond(&args.args, true)?;
    if let Some(path) = &args.store {
        let entries = response.forecasts.iter().filter_map(record::entry).collect();
        let text = serde_json::to_string(&Record { version: 1, entries })? + "\n";
        std::fs::write(path, text.replace("{\"id\"", "\n{\"id\""))
            .map_err(|e| format!("{}: {e}", path.display()))?;
    }
    let failed = response.failed.len();
    print(&backtests(response), failed)
}

fn backtests(response: Response) -> Backtests {
    let backtest = |f: Forecast| Backtest {
        id: f.id,
        frequency: f.frequency,
        unit: f.unit,
        data: f.data,
        backtest: f.backtest,
        notes: f.notes,
    };
    let backtests = response.forecasts.into_iter().map(backtest).collect();
    Backtests { version: 1, backtests, failed: response.failed }
}

fn respond(args: &Args, every_step: bool) -> Result<Response, Box<dyn std::error::Error>> {
    let mut request: Request = input::series(&input::read(args.file.as_deref())?)?;
    request.horizon = args.horizon.or(request.horizon);
    request.levels = args.levels.clone().or(request.levels);
    request.model = args.model.clone().or(request.model);
    Ok(answer(&request, every_step, &mut |_, _| {})?)
}

/// Writes an answer; exit code 1 where a series failed.
fn print<T: Serialize>(answer: &T, failed: usize) -> Outcome {
    println!("{}", serde_json::to_string(answer)?);
    if failed > 0 {
        eprintln!("gemeo: {failed} series failed; see `failed`");
    }
    Ok(ExitCode::from(u8::from(failed > 0)))
}

/// Arguments of `trend` and `anomalies`.
#[derive(Debug, clap::Args)]
pub struct FileArgs {
    /// JSON file: a request, one series, or a list of series; `-` or nothing reads standard input.
    file: Option<PathBuf>,
}

#[derive(Debug, Serialize)]
struct Trends {
    version: u32,
    trends: Vec<Trend>,
    failed: Vec<Failed>,
}

#[derive(Debug, Serialize)]
struct Streams {
    version: u32,
    streams: Vec<Anomalies>,
    failed: Vec<Failed>,
}

/// Runs `gemeo trend`.
pub fn run_trend(args: FileArgs) -> Outcome {
    let request: TrendRequest = input::series(&input::read(args.file.as_deref())?)?;
    let causes = request.weather.as_ref().map(Weather::check).transpose()?;
    let asked = Asked {
        policies: &request.policies,
        pollutant: request.pollutant.as_deref(),
        weather: causes.as_ref(),
    };
    let one = |s: &Series| trend(s, asked).map_err(|e| e.to_string());
    let (trends, failed) = each(&request.series, one)?;
    let count = failed.len();
    print(&Trends { version: 1, trends, failed }, count)
}

/// Runs `gemeo anomalies`.
pub fn run_anomalies(args: FileArgs) -> Outcome {
    let request: AnomalyRequest = input::series(&input::read(args.file.as_deref())?)?;
    let (streams, failed) = each(&request.series, |s| anomalies(s).map_err(|e| e.to_string()))?;
    let count = failed.len();
    print(&Streams { version: 1, streams, failed }, count)
}

type Split<T> = (Vec<T>, Vec<Failed>);

/// Runs a report on each series; the fault of an only series is the command's.
fn each<T>(
    series: &[Series],
    run: impl Fn(&Series) -> Result<T, String>,
) -> Result<Split<T>, Box<dyn std::error::Error>> {
    if series.is_empty() || series.len() > MAX_SERIES {
        return Err(format!("give 1 to {MAX_SERIES} series, not {}", series.len()).into());
    }
    distinct(series)?;
    let (mut done, mut failed) = (Vec::new(), Vec::new());
    for one in series {
        match run(one) {
            Ok(report) => done.push(report),
            Err(error) if series.len() == 1 => return Err(error.into()),
            Err(error) => failed.push(Failed { id: one.id.clone(), error }),
        }
    }
    Ok((done, failed))
}

#[cfg(test)]
mod edge_tests;
#[cfg(test)]
mod tests;
