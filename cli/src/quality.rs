//! `gemeo quality --city`: the figures of a city held to the rules of quality.
//!
//! Schema of the JSON: `docs/schema/cli/quality.output.schema.json`.

use std::{collections::BTreeMap, process::ExitCode};

use gemeo_shared::{
    geo::{GeoId, Level},
    pack::Pack,
    quality::{self, Severity},
};
use serde_json::{Value, json};

use crate::{Outcome, city::Packs, dcat};

/// Hold the figures of a city to the rules of quality: what was found, why, and grades by dimension (ISO/IEC 25012).
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The city, e.g. lisboa.
    #[arg(long, required_unless_present = "export")]
    city: Option<String>,
    /// Findings and grades as JSON.
    #[arg(long)]
    json: bool,
    /// The rules, and findings and grades of every city with the names of places, as the page of quality reads them.
    #[arg(long, conflicts_with_all = ["city", "json"])]
    export: bool,
    #[command(flatten)]
    packs: Packs,
}

/// Prints the report; exit code 1 where a row belongs in quarantine.
pub fn run(args: Args) -> Outcome {
    let Some(city) = &args.city else {
        println!("{}", export(&args.packs)?);
        return Ok(ExitCode::SUCCESS);
    };
    let report = dcat::report(&args.packs.open(city)?)?;
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

/// Everything the page of quality shows, in one file. It never fails for what a rule found: the page is where that is seen.
fn export(packs: &Packs) -> Result<Value, Box<dyn std::error::Error>> {
    let mut cities = serde_json::Map::new();
    for id in packs.cities()? {
        let pack = packs.open(&id)?;
        let report = dcat::report(&pack)?;
        let places: BTreeMap<String, String> =
            report.findings.iter().filter_map(|f| Some((f.geo.to_string(), place(&pack, &f.geo)?))).collect();
        let (grades, findings) = (&report.grades, &report.findings);
        cities.insert(id, json!({ "grades": grades, "findings": findings, "places": places }));
    }
    let rules: Vec<Value> = quality::rules()?
        .iter()
        .map(|rule| {
            json!({
                "id": rule.id, "check": rule.check, "concept": rule.concept, "unit": rule.unit,
                "dimension": rule.check.dimension(), "severity": rule.severity,
            })
        })
        .collect();
    Ok(json!({ "rules": rules, "cities": cities }))
}

/// The name of a place of a city; none where its code is all there is.
fn place(pack: &Pack, geo: &GeoId) -> Option<String> {
    let geography = pack.geography.as_ref()?;
    match geo.level {
        Level::City => Some(pack.profile.name.clone()),
        Level::Parish2013 | Level::Parish2025 => {
            geography.parish(geo.level, &geo.code).map(|p| p.name.clone())
        }
        Level::Station => geography.stations().iter().find(|s| s.code == geo.code).map(|s| s.name.clone()),
        _ => None,
    }
}
