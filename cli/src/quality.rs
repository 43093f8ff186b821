//! `gemeo quality --city`: the figures of a city held to the rules of quality.
//!
//! Schema of the JSON: `docs/schema/cli/quality.output.schema.json`.

use std::process::ExitCode;

use gemeo_shared::quality::Severity;

use crate::{Outcome, city::Packs, dcat};

/// Hold the figures of a city to the rules of quality: what was found, why, and grades by dimension (ISO/IEC 25012).
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The city, e.g. lisboa.
    #[arg(long)]
    city: String,
    /// Findings and grades as JSON.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    packs: Packs,
}

/// Prints the report; exit code 1 where a row belongs in quarantine.
pub fn run(args: Args) -> Outcome {
    let report = dcat::report(&args.packs.open(&args.city)?)?;
    if args.json {
        println!("{}", serde_json::to_string_pretty(&report)?);
    } else {
        for f in &report.findings {
            let severity = if f.severity == Severity::Quarantine { "quarantine" } else { "warning" };
            let period = f.period.map(|p| p.to_string()).unwrap_or_default();
            let dims: Vec<&str> = f.series.dims.values().map(String::as_str).collect();
            println!(
                "{severity}: {}: {} {} {} {period}: {}",
                f.rule,
                f.series.concept,
                dims.join("·"),
                f.geo,
                f.reason
            );
        }
        for g in &report.grades {
            println!(
                "{}: {} of {} checks held ({:.1} %)",
                g.dimension.name(),
                g.checked - g.faults,
                g.checked,
                g.share * 100.0
            );
        }
    }
    Ok(ExitCode::from(u8::from(!report.quarantined.is_empty())))
}
