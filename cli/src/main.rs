//! `gemeo`: builds and checks city packs and runs the engine without a browser.
//!
//! Each subcommand lives in its own file and is a struct with clap's `Args` and a `run` that gives an
//! [`Outcome`]. Exit codes: 0 done, 1 faults were found or the work failed, 2 the command was misused.

mod bench;
mod catalogue;
mod city;
mod dcat;
mod entities;
mod exchange;
mod explain;
mod fail;
mod forecast;
mod import;
mod indicators;
mod inventory;
mod pack;
mod quality;
mod quarantine;
mod rdf_model;
mod refresh;
mod waste;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Builds and checks city packs, and runs every model of the twin headless.
#[derive(Debug, Parser)]
#[command(name = "gemeo", version, propagate_version = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Find spikes, drift and stuck sensors in series, with the reason in words.
    Anomalies(forecast::FileArgs),
    /// Try forecasts on the past of series: how often they were right.
    Backtest(forecast::BacktestArgs),
    /// Measure how long the engine takes.
    Bench(bench::Args),
    /// The catalogue of indicators.
    Catalogue(catalogue::Args),
    /// Write the figures of a city as NGSI-LD entities.
    Entities(entities::Args),
    /// Show how a value came about: each part of its formula and every observation.
    Explain(explain::Args),
    /// Forecast series, with intervals and the record of past answers.
    Forecast(forecast::Args),
    /// Read one file of open data and write its observations, with what was wrong.
    Import(import::Args),
    /// Compute the indicators of a city.
    Indicators(indicators::Args),
    /// Totals of the greenhouse gas inventory by GPC rules.
    Inventory(inventory::Args),
    /// Build city packs from facts, and check them.
    Pack(pack::Args),
    /// Hold the figures of a city to the rules of quality.
    Quality(quality::Args),
    /// Show what a refresh of a city set aside, and why.
    Quarantine(quarantine::Args),
    /// Bring a city's figures up to date from its sources, and rebuild its pack.
    Refresh(refresh::Args),
    /// Trends of series: Mann-Kendall, Sen's slope, changes since dates, limits for air.
    Trend(forecast::FileArgs),
    /// Compute emissions of waste: landfill, biological treatment, burning, wastewater.
    Waste(waste::Args),
}

/// How a subcommand ended; an `Err` is printed and means exit code 1.
pub type Outcome = Result<ExitCode, Box<dyn std::error::Error>>;

/// Ends quietly when whoever reads our output went away (`gemeo … | head`): that is no fault.
fn end_with_the_reader() {
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        let words = info.payload().downcast_ref::<String>();
        if words.is_some_and(|w| w.starts_with("failed printing to stdout")) {
            std::process::exit(0);
        }
        usual(info);
    }));
}

fn main() -> ExitCode {
    end_with_the_reader();
    let outcome = match Cli::parse().command {
        Command::Anomalies(args) => forecast::run_anomalies(args),
        Command::Backtest(args) => forecast::run_backtest(args),
        Command::Bench(args) => bench::run(args),
        Command::Catalogue(args) => catalogue::run(args),
        Command::Entities(args) => entities::run(args),
        Command::Explain(args) => explain::run(args),
        Command::Forecast(args) => forecast::run(args),
        Command::Import(args) => import::run(args),
        Command::Indicators(args) => indicators::run(args),
        Command::Inventory(args) => inventory::run(args),
        Command::Pack(args) => pack::run(args),
        Command::Quality(args) => quality::run(args),
        Command::Quarantine(args) => quarantine::run(args),
        Command::Refresh(args) => refresh::run(args),
        Command::Trend(args) => forecast::run_trend(args),
        Command::Waste(args) => waste::run(args),
    };
    outcome.unwrap_or_else(|error| fail::say("failed", None, &error.to_string(), 1))
}
