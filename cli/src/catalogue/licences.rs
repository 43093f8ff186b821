//! `gemeo catalogue licences`: what follows for figures of several sources that are combined.

use std::process::ExitCode;

use gemeo_shared::semantic::licence::mixed;

use crate::{Outcome, city::Packs};

/// Arguments of `licences`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The city whose sources are combined, e.g. lisboa.
    #[arg(long)]
    city: String,
    /// These sources alone, e.g. --source ine-census-2021 --source e-redes-billed.
    #[arg(long)]
    source: Vec<String>,
    #[command(flatten)]
    packs: Packs,
}

/// Prints the licence of a table that mixes the sources, what speaks against it, and whom to name; exit code 1 where it may not be
/// passed on.
pub fn run(args: &Args) -> Outcome {
    let pack = args.packs.open(&args.city)?;
    if let Some(unknown) = args.source.iter().find(|id| !pack.sources.iter().any(|s| s.id == **id)) {
        let known: Vec<&str> = pack.sources.iter().map(|s| s.id.as_str()).collect();
        return Err(format!("{} has no source “{unknown}”; there are {}", args.city, known.join(", ")).into());
    }
    let chosen: Vec<_> = pack
        .sources
        .iter()
        .filter(|s| args.source.is_empty() || args.source.contains(&s.id))
        .cloned()
        .collect();
    let combined = mixed(&chosen);
    match combined.licence {
        Some((address, name)) => {
            println!("a table that mixes these {} sources: {name} ({address})", chosen.len())
        }
        None => println!(
            "a table that mixes these {} sources may not be passed on; figures side by side, each with its source, may be shown",
            chosen.len()
        ),
    }
    for line in &combined.against {
        println!("  because of {line}");
    }
    println!("to be named: {}", combined.attributions.join("; "));
    Ok(ExitCode::from(u8::from(combined.licence.is_none())))
}
