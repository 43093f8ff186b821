//! `gemeo bench`: how long the engine takes natively.
//!
//! Schema of the JSON: `docs/schema/cli/bench-compute.output.schema.json`.

use std::{process::ExitCode, time::Instant};

use gemeo_shared::{
    indicator::{Catalogue, Engine},
    view::CityView,
};
use serde_json::json;

use crate::{Outcome, city::Packs};

/// Measure how long the engine takes.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// All indicators × places × periods of every city of a folder of packs.
    Compute {
        #[command(flatten)]
        packs: Packs,
        /// How often; the median counts.
        #[arg(long, default_value_t = 11, value_parser = clap::value_parser!(u32).range(1..=10_000))]
        runs: u32,
    },
}

/// Prints the median in milliseconds and how many values were computed, as JSON.
pub fn run(args: Args) -> Outcome {
    let Command::Compute { packs, runs } = args.command;
    let engine = Engine::new(Catalogue::embedded()?);
    let opened: Vec<_> = packs.cities()?.iter().map(|c| packs.open(c)).collect::<Result<_, _>>()?;
    let mut times = Vec::new();
    let mut values = 0;
    for _ in 0..runs {
        let start = Instant::now();
        let views: Vec<CityView> = opened.iter().map(|pack| engine.city_view(pack)).collect();
        times.push(start.elapsed().as_secs_f64() * 1000.0);
        values = views.iter().map(count).sum();
    }
    times.sort_by(f64::total_cmp);
    let median = times[times.len() / 2];
    println!("{}", json!({ "cities": opened.len(), "values": values, "runs": runs, "median_ms": median }));
    Ok(ExitCode::SUCCESS)
}

fn count(view: &CityView) -> usize {
    let series = view.indicators.iter().flat_map(|i| &i.series);
    series.map(|s| s.value.iter().flatten().count()).sum()
}
