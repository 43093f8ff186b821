//! `gemeo indicators`: every indicator of a city, as a table or as JSON.
//!
//! Schema of the JSON: `docs/schema/cli/indicators.output.schema.json`.

use std::process::ExitCode;

use gemeo_shared::{
    indicator::{Catalogue, Engine, coverage, coverage_csv},
    view::{Availability, IndicatorView},
};

use crate::{Outcome, city::Packs, fail};

/// Compute the indicators of a city.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The city, e.g. lisboa.
    #[arg(long)]
    city: String,
    #[command(flatten)]
    packs: Packs,
    /// Only this indicator.
    #[arg(long)]
    indicator: Option<String>,
    /// The whole view as JSON.
    #[arg(long)]
    json: bool,
    /// How many values are known, by indicator, level and period, as CSV.
    #[arg(long, conflicts_with_all = ["json", "indicator"])]
    coverage: bool,
}

/// Prints the indicators.
pub fn run(args: Args) -> Outcome {
    let engine = Engine::new(Catalogue::embedded()?);
    if let Some(id) = args.indicator.as_deref().filter(|id| engine.catalogue().definition(id).is_none()) {
        let message = format!("there is no indicator “{id}”; `gemeo catalogue list` lists them");
        return Ok(fail::say("indicator", None, &message, 2));
    }
    let pack = args.packs.open(&args.city)?;
    if args.coverage {
        print!("{}", coverage_csv(&coverage(&engine.city_view(&pack))));
        return Ok(ExitCode::SUCCESS);
    }
    match (args.json, &args.indicator) {
        (true, None) => println!("{}", serde_json::to_string_pretty(&engine.city_view(&pack))?),
        (true, only) => {
            println!("{}", serde_json::to_string_pretty(&engine.indicators(&pack, only.as_deref()))?)
        }
        (false, only) => engine.indicators(&pack, only.as_deref()).iter().for_each(print),
    }
    Ok(ExitCode::SUCCESS)
}

fn print(indicator: &IndicatorView) {
    match (&indicator.availability, &indicator.headline) {
        (Availability::Computed, Some(headline)) => {
            let decimals = usize::from(indicator.decimals);
            let dims = &indicator.series[headline.series].dims;
            let dims = dims.iter().map(|(d, m)| format!("{d}={m}")).collect::<Vec<_>>().join(", ");
            let (id, value, unit) = (&indicator.id, headline.value, &indicator.unit);
            println!("{id}\t{value:.decimals$} {unit}\t{}\t{}\t{dims}", headline.period, headline.status);
        }
        (Availability::Computed, None) => {
            println!("{}\t{} series, none for the city as a whole", indicator.id, indicator.series.len());
        }
        (Availability::NoData { needs }, _) => {
            println!("{}\tno data published; needs {}", indicator.id, needs.join(", "));
        }
        (Availability::NotComparable { reason }, _) => {
            println!("{}\tnot computed: {}", indicator.id, reason.key);
        }
    }
}
