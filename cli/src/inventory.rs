//! `gemeo inventory`: totals by GPC rules, and inventories read, written, checked and compared.
//!
//! Schema of the JSON of `total`: `docs/schema/cli/inventory-total.output.schema.json`.

use std::{collections::BTreeMap, process::ExitCode};

use gemeo_shared::inventory::{Level, Total, inventories, total};
use serde::Serialize;

use crate::{Outcome, city::Packs, exchange};

/// Greenhouse gas inventories: totals, reading, writing, checking, comparing.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Compute the total of a city's inventory from its cells, by the rules of the GPC.
    Total(TotalArgs),
    #[command(flatten)]
    Exchange(exchange::Command),
}

#[derive(Debug, clap::Args)]
struct TotalArgs {
    /// The city, e.g. lisboa.
    #[arg(long)]
    city: String,
    /// The inventory year.
    #[arg(long)]
    year: i32,
    /// BASIC, BASIC+ or territorial.
    #[arg(long, default_value = "BASIC", value_parser = level)]
    level: Level,
    #[command(flatten)]
    packs: Packs,
    /// The totals as JSON.
    #[arg(long)]
    json: bool,
}

fn level(text: &str) -> Result<Level, String> {
    let found = Level::ALL.into_iter().find(|l| l.as_str().eq_ignore_ascii_case(text));
    found.ok_or_else(|| "write BASIC, BASIC+ or territorial".into())
}

/// The total of one inventory: of a method, boundary and gases.
#[derive(Debug, Serialize)]
struct Totalled {
    city: String,
    year: i32,
    dims: BTreeMap<String, String>,
    #[serde(flatten)]
    total: Total,
}

/// Runs one of the inventory commands.
pub fn run(args: Args) -> Outcome {
    match args.command {
        Command::Total(args) => run_total(&args),
        Command::Exchange(command) => exchange::run(command),
    }
}

fn run_total(args: &TotalArgs) -> Outcome {
    let pack = args.packs.open(&args.city)?;
    let totals = inventories(&pack, args.year)
        .into_iter()
        .map(|inventory| {
            let total = total(&inventory.parts, args.level)?;
            Ok(Totalled { city: args.city.clone(), year: args.year, dims: inventory.dims, total })
        })
        .collect::<Result<Vec<_>, gemeo_shared::inventory::InventoryError>>()?;
    if totals.is_empty() {
        return Err(format!("{} has no inventory of {} in its pack", args.city, args.year).into());
    }
    if args.json {
        println!("{}", serde_json::to_string_pretty(&totals)?);
    } else {
        totals.iter().for_each(print);
    }
    Ok(ExitCode::SUCCESS)
}

fn print(totalled: &Totalled) {
    let dims = totalled.dims.iter().map(|(d, m)| format!("{d}={m}")).collect::<Vec<_>>().join(", ");
    let total = &totalled.total;
    let value = |v: Option<f64>| v.map_or("–".into(), |v| format!("{v:.2}"));
    println!("{} {} {} ({dims})", totalled.city, totalled.year, total.level.as_str());
    println!("total\t{} {}", value(total.total), total.unit);
    for sector in &total.sectors {
        println!("{}\t{}", sector.sector, value(sector.total));
    }
    for cell in &total.left_out {
        let why = cell.notation.map_or("not reported".into(), |n| format!("{n:?}"));
        println!("left out\t{}\t{why}", cell.gpc);
    }
}
