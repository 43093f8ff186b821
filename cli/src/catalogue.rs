//! `gemeo catalogue`: the definitions of indicators, what is known of which, and a formula that is being written.
//!
//! Schemas of the JSON: `docs/schema/cli/catalogue-*.output.schema.json`.

mod cover;
mod draft;
mod licences;
mod list;

use std::process::ExitCode;

use gemeo_shared::{
    indicator::{ENGINE, texts},
    semantic::{dcat::web_address, ngsi_ld},
};
use serde_json::{Map, Value, json};

use crate::Outcome;

/// The catalogue of indicators.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Check definitions in a file of the catalogue's form: formulas, units, references, circles.
    Check(draft::CheckArgs),
    /// What is known of each indicator by city, level and period, as CSV.
    Coverage(cover::Args),
    /// The JSON-LD context that entities are read with.
    Context {
        /// Address the twin is served from; ../ where it is not known.
        #[arg(long)]
        base: String,
    },
    /// Packs, sources and indicators as DCAT-AP 3.0.1, for other portals to harvest.
    Dcat(crate::dcat::Args),
    /// The knowledge model as OWL and SKOS, and cities in its terms (SOSA, RDF Data Cube).
    Model(crate::rdf_model::Args),
    /// What follows for figures of several sources that are combined: licence, conflicts, attributions.
    Licences(licences::Args),
    /// Every indicator: id, domain, unit, name.
    List(list::ListArgs),
    /// One indicator in full.
    Show(list::ShowArgs),
    /// Compute a formula for a city without adding it to the catalogue.
    Try(draft::TryArgs),
    /// Names, explanations and methods of all indicators, and names of domains, dimensions and remarks.
    Export {
        /// The language: pt or en.
        #[arg(long, value_parser = ["pt", "en"])]
        lang: String,
        /// `names` for what every page needs, `methods` for what a method page adds, `all` for both.
        #[arg(long, default_value = "all", value_parser = ["names", "methods", "all"])]
        part: String,
    },
}

/// Keys of an indicator that only a method page needs.
const METHOD: [&str; 9] = [
    "explain",
    "method",
    "quality",
    "over_space",
    "over_time",
    "references",
    "align",
    "formula",
    "frequency",
];

/// Runs a subcommand.
pub fn run(args: Args) -> Outcome {
    match args.command {
        Command::Check(args) => draft::check(&args),
        Command::Context { base } => context(&base),
        Command::Coverage(args) => cover::run(&args),
        Command::Dcat(args) => crate::dcat::run(args),
        Command::Export { lang, part } => export(&lang, &part),
        Command::Licences(args) => licences::run(&args),
        Command::List(args) => list::list(&args),
        Command::Model(args) => crate::rdf_model::run(args),
        Command::Show(args) => list::show(&args),
        Command::Try(args) => draft::run(&args),
    }
}

/// Prints the context.
fn context(base: &str) -> Outcome {
    println!("{}", serde_json::to_string_pretty(&ngsi_ld::context(&web_address(base)?))?);
    Ok(ExitCode::SUCCESS)
}

/// Prints the texts.
fn export(lang: &str, part: &str) -> Outcome {
    let all: Value = serde_json::from_str(texts())?;
    let names = part != "methods";
    let mut out = Map::new();
    out.insert("lang".into(), json!(lang));
    out.insert("engine".into(), json!(ENGINE));
    for list in ["domains", "roles", "remarks"].into_iter().filter(|_| names) {
        out.insert(list.into(), in_language(&all[list], lang));
    }
    if names {
        out.insert("dimensions".into(), dimensions(&all["dimensions"], lang));
    }
    out.insert("concepts".into(), concepts(&all["concepts"], lang, part));
    let items = all["indicators"].as_array().into_iter().flatten();
    let indicators: Map<String, Value> = items.map(|item| indicator(item, lang, part)).collect();
    out.insert("indicators".into(), Value::Object(indicators));
    println!("{}", serde_json::to_string(&Value::Object(out))?);
    Ok(ExitCode::SUCCESS)
}

/// Texts of one language in place of those of both.
fn in_language(value: &Value, lang: &str) -> Value {
    match value {
        Value::Object(table) if table.contains_key(lang) => table[lang].clone(),
        Value::Object(table) => table.iter().map(|(k, v)| (k.clone(), in_language(v, lang))).collect(),
        other => other.clone(),
    }
}

/// Concepts by name; a method page adds who usually has them.
fn concepts(value: &Value, lang: &str, part: &str) -> Value {
    let one = |concept: &Value| match part {
        "names" => concept[lang].clone(),
        "methods" => concept["bring"][lang].clone(),
        _ => json!({ "name": concept[lang], "bring": concept["bring"][lang] }),
    };
    Value::Object(value.as_object().into_iter().flatten().map(|(id, c)| (id.clone(), one(c))).collect())
}

fn dimensions(value: &Value, lang: &str) -> Value {
    let named = |(id, dimension): (&String, &Value)| {
        let mut out = Map::from_iter([("name".to_string(), dimension[lang].clone())]);
        if let Some(members) = dimension.get("members") {
            out.insert("members".into(), in_language(members, lang));
        }
        (id.clone(), Value::Object(out))
    };
    Value::Object(value.as_object().into_iter().flatten().map(named).collect())
}

fn indicator(item: &Value, lang: &str, part: &str) -> (String, Value) {
    let mut out = Map::new();
    for (key, value) in item.as_object().into_iter().flatten() {
        match key.as_str() {
            "id" | "pt" | "en" => {}
            _ => {
                out.insert(key.clone(), in_language(value, lang));
            }
        }
    }
    for (key, text) in item[lang].as_object().into_iter().flatten() {
        out.insert(key.clone(), text.clone());
    }
    out.retain(|key, _| part == "all" || METHOD.contains(&key.as_str()) == (part == "methods"));
    (item["id"].as_str().unwrap_or_default().into(), Value::Object(out))
}
