//! `gemeo inventory base-year`: must a base year be recalculated?

use std::process::ExitCode;

use gemeo_shared::inventory::base_year::{THRESHOLD_PCT, assess};

use crate::{
    Outcome,
    exchange::{self, Reading},
};

/// Arguments of `base-year`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The base year as published: FILE or CITY:YEAR.
    published: String,
    /// The same year restated: FILE or CITY:YEAR.
    restated: String,
    /// Changes of this size or more, per cent of the base year, make a recalculation necessary.
    #[arg(long, default_value_t = THRESHOLD_PCT)]
    threshold: f64,
    /// The assessment as JSON.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    reading: Reading,
}

pub fn run(args: &Args) -> Outcome {
    let published = exchange::read(&args.published, &args.reading)?;
    let restated = exchange::read(&args.restated, &args.reading)?;
    let result = assess(&published.rows, &restated.rows, args.threshold)?;
    if args.json {
        println!("{}", serde_json::to_string_pretty(&result)?);
        return Ok(ExitCode::SUCCESS);
    }
    println!("base year {}\t{:.2} → {:.2} tCO2e", result.year, result.published_t, result.restated_t);
    for effect in &result.effects {
        let name = format!("{:?}", effect.trigger).to_lowercase();
        println!("{name}\t{:+.2} tCO2e\t{:.2} % in size", effect.effect_t, effect.size_pct);
    }
    let verdict = if result.recalculate { "recalculate" } else { "keep" };
    println!("{verdict}\t{:.2} % against a threshold of {} %", result.size_pct, result.threshold_pct);
    Ok(ExitCode::SUCCESS)
}
