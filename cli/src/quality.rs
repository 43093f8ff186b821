//! `gemeo quality --city`: the figures of a city held to the rules of quality.
//!
//! Schema of the JSON: `docs/schema/cli/quality.output.schema.json`.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    process::ExitCode,
};

use gemeo_shared::{
    geo::{GeoId, Level},
    indicator::Catalogue,
    pack::Pack,
    quality::{self, Severity},
};
use serde_json::{Value, json};

use crate::{Outcome, city::Packs, dcat, quarantine::Quarantine, refresh};

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
    /// With --export: folder of the facts, whose cities say what a refresh set aside.
    #[arg(long, default_value = "data/facts")]
    facts: PathBuf,
    /// With --export: folder of the vintages, which say what source is stale.
    #[arg(long, default_value = "data/vintages")]
    state: PathBuf,
    #[command(flatten)]
    packs: Packs,
}

/// Prints the report; exit code 1 where a row belongs in quarantine.
pub fn run(args: Args) -> Outcome {
    let Some(city) = &args.city else {
        println!("{}", export(&args.packs, (&args.facts, &args.state))?);
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
fn export(packs: &Packs, (facts, state): (&Path, &Path)) -> Result<Value, Box<dyn std::error::Error>> {
    let mut cities = serde_json::Map::new();
    for id in packs.cities()? {
        let pack = packs.open(&id)?;
        let report = dcat::report(&pack)?;
        let aside = Quarantine::read(facts, &id)?;
        let stale = refresh::stale_sources(state, &id)?;
        let set_aside = aside.list().iter().filter_map(|a| a.geo.parse().ok());
        let named = report.findings.iter().map(|f| f.geo.clone()).chain(set_aside);
        let places: BTreeMap<String, String> =
            named.filter_map(|geo: GeoId| Some((geo.to_string(), place(&pack, &geo)?))).collect();
        let mut city = json!({ "grades": report.grades, "findings": report.findings, "places": places });
        // why left out where empty: the file is fetched with the page
        if !aside.list().is_empty() {
            city["aside"] = json!(aside.list());
        }
        if !stale.is_empty() {
            city["stale"] = json!(stale);
        }
        cities.insert(id, city);
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
    let catalogue = Catalogue::embedded()?;
    let ids = catalogue.definitions().iter().map(|d| &d.id);
    let concepts: BTreeMap<&String, _> = ids.map(|id| (id, catalogue.concepts_of(id))).collect();
    Ok(json!({ "rules": rules, "cities": cities, "concepts": concepts }))
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
