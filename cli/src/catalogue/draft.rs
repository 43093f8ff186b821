//! `gemeo catalogue try` and `check`: formulas that are being written.

use std::{collections::BTreeMap, fs, path::PathBuf, process::ExitCode};

use gemeo_shared::indicator::{Catalogue, CatalogueError, Definition, Draft, Engine};
use serde::Deserialize;

use crate::{Outcome, city::Packs, fail};

/// A formula and the city it is computed for.
#[derive(Debug, clap::Args)]
pub struct TryArgs {
    /// The city, e.g. lisboa.
    city: String,
    /// The formula, e.g. "per_capita(electricity_billed)".
    formula: String,
    /// The unit of the result; that of the formula where none is named.
    #[arg(long, default_value = "")]
    unit: String,
    /// Allow interpolate(…).
    #[arg(long)]
    interpolate: bool,
    #[command(flatten)]
    packs: Packs,
    /// As JSON.
    #[arg(long)]
    json: bool,
}

/// Definitions to check.
#[derive(Debug, clap::Args)]
pub struct CheckArgs {
    /// TOML files with [[indicator]] tables; they may refer to the catalogue's indicators and to each other.
    #[arg(required = true)]
    files: Vec<PathBuf>,
}

/// Prints what a formula gives.
pub fn run(args: &TryArgs) -> Outcome {
    let engine = Engine::new(Catalogue::embedded()?);
    let pack = args.packs.open(&args.city)?;
    let draft =
        Draft { formula: args.formula.clone(), unit: args.unit.clone(), interpolate: args.interpolate };
    let trial = match engine.trial(&pack, &draft) {
        Ok(trial) => trial,
        Err(error) => return Ok(refused(&error, "formula")),
    };
    if args.json {
        println!("{}", serde_json::to_string_pretty(&trial)?);
        return Ok(ExitCode::SUCCESS);
    }
    println!("unit {}; dimensions {}", trial.unit, trial.dimensions.join(", "));
    for series in &trial.indicator.series {
        let dims: Vec<String> = series.dims.iter().map(|(d, m)| format!("{d}={m}")).collect();
        for (i, value) in series.value.iter().enumerate() {
            let value = value.map_or_else(|| series.notation[i].to_string(), |v| v.to_string());
            let (level, geo, period, status) =
                (&series.level, &series.geo[i], &series.period[i], &series.status[i]);
            println!("{level}/{geo}\t{period}\t{value}\t{status}\t{}", dims.join(", "));
        }
    }
    Ok(ExitCode::SUCCESS)
}

#[derive(Deserialize)]
struct File {
    indicator: Vec<toml::Table>,
}

/// What the engine reads of a definition; its texts are for people.
const FOR_ENGINE: [&str; 12] = [
    "id",
    "domain",
    "unit",
    "decimals",
    "direction",
    "levels",
    "formula",
    "by",
    "prefer",
    "interpolate",
    "remarks",
    "not_comparable",
];

/// Checks the definitions together with the catalogue: units, references, circles.
pub fn check(args: &CheckArgs) -> Outcome {
    let mut all = Catalogue::embedded()?.definitions().to_vec();
    let known = all.len();
    let mut from: BTreeMap<String, String> = BTreeMap::new();
    for path in &args.files {
        let shown = path.display();
        let text = fs::read_to_string(path).map_err(|e| format!("{shown}: {e}"))?;
        let file: File = toml::from_str(&text).map_err(|e| format!("{shown}: {e}"))?;
        for mut table in file.indicator {
            table.retain(|key, _| FOR_ENGINE.contains(&key));
            let definition: Definition = table.try_into().map_err(|e| format!("{shown}: {e}"))?;
            from.insert(definition.id.clone(), shown.to_string());
            all.push(definition);
        }
    }
    let sound = all.len() - known;
    if let Err(error) = Catalogue::new(all) {
        let file = error.indicator().and_then(|id| from.get(id)).map_or("catalogue", String::as_str);
        return Ok(refused(&error, file));
    }
    println!("{sound} definitions are sound");
    Ok(ExitCode::SUCCESS)
}

fn refused(error: &CatalogueError, of: &str) -> ExitCode {
    let place = error.place().map(|(line, column)| format!("{of}:{line}:{column}"));
    fail::say("formula", place, &error.to_string(), 1)
}
