//! `gemeo inventory total`, of a city's pack or of a file.

use std::{collections::BTreeMap, process::ExitCode};

use gemeo_shared::{
    exchange::observed,
    inventory::{DocumentTotal, InventoryError, Level, Part, Total, inventories, total, totals},
};
use serde::Serialize;

use super::ChoiceArgs;
use crate::{
    Outcome,
    city::Packs,
    exchange::{self, Reading},
};

/// Arguments of `total`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The city, e.g. lisboa.
    #[arg(long, required_unless_present = "file", conflicts_with = "file", requires = "year")]
    city: Option<String>,
    /// An inventory as .json, .csv or .xlsx in place of a city.
    #[arg(long)]
    file: Option<String>,
    /// The inventory year; without one, every year of the file.
    #[arg(long)]
    year: Option<i32>,
    /// BASIC, BASIC+ or territorial.
    #[arg(long, default_value = "BASIC", value_parser = level)]
    level: Level,
    #[command(flatten)]
    choice: ChoiceArgs,
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

/// The total of one inventory of a city: of a method, boundary and gases.
#[derive(Debug, Serialize)]
struct OfCity {
    city: String,
    year: i32,
    dims: BTreeMap<String, String>,
    #[serde(flatten)]
    total: Total,
    cells: Vec<Part>,
}

pub fn run(args: &Args) -> Outcome {
    match (&args.city, args.year, &args.file) {
        (Some(city), Some(year), _) => of_city(args, city, year),
        (_, _, Some(file)) => {
            let rows = exchange::read(file, &Reading::plain())?.rows;
            let rows = rows.into_iter().filter(|r| args.year.is_none_or(|y| y == r.year)).collect::<Vec<_>>();
            print_documents(args, &totals(&rows, args.level, args.choice.choice())?, file)
        }
        _ => Err("give --city and --year, or --file".into()),
    }
}

fn of_city(args: &Args, city: &str, year: i32) -> Outcome {
    let pack = args.packs.open(city)?;
    let choice = args.choice.choice();
    if choice != gemeo_shared::inventory::Choice::default() {
        let rows = observed::rows(&pack.core, year);
        return print_documents(args, &totals(&rows, args.level, choice)?, city);
    }
    let one = |inventory: gemeo_shared::inventory::Inventory| {
        let total = total(&inventory.parts, args.level)?;
        Ok(OfCity { city: city.into(), year, dims: inventory.dims, total, cells: inventory.parts })
    };
    let found = inventories(&pack, year).into_iter().map(one).collect::<Result<Vec<_>, InventoryError>>()?;
    if found.is_empty() {
        return Err(format!("{city} has no inventory of {year} in its pack").into());
    }
    if args.json {
        println!("{}", serde_json::to_string_pretty(&found)?);
    } else {
        for OfCity { city, year, dims, total, .. } in &found {
            let dims = dims.iter().map(|(d, m)| format!("{d}={m}")).collect::<Vec<_>>().join(", ");
            print(&format!("{city} {year} {} ({dims})", total.level.as_str()), total);
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn print_documents(args: &Args, found: &[DocumentTotal], name: &str) -> Outcome {
    if found.is_empty() {
        return Err(format!("{name} has no rows of that year").into());
    }
    if args.json {
        println!("{}", serde_json::to_string_pretty(&found)?);
        return Ok(ExitCode::SUCCESS);
    }
    for document in found {
        let sets = document.gwp.iter().map(|s| s.as_str()).collect::<Vec<_>>().join(", ");
        let sets = if sets.is_empty() { "GWP set not stated".into() } else { sets };
        let head = format!("{} {} {} ({sets})", document.place, document.year, document.total.level.as_str());
        print(&head, &document.total);
        for (what, shares) in [("activity", &document.quality.activity), ("factor", &document.quality.factor)]
        {
            for (quality, share) in shares {
                println!("quality of {what}\t{quality}\t{share:.1} %");
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn print(head: &str, total: &Total) {
    let value = |v: Option<f64>| v.map_or("–".into(), |v| format!("{v:.2}"));
    println!("{head}");
    println!("total\t{} {}", value(total.total), total.unit);
    for sector in &total.sectors {
        println!("{}\t{}", sector.sector, value(sector.total));
    }
    for cell in &total.left_out {
        let why = cell.notation.map_or("not reported".into(), |n| format!("{n:?}"));
        println!("left out\t{}\t{why}", cell.gpc);
    }
}
