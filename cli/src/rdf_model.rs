//! `gemeo catalogue model`: the knowledge model as OWL with the concepts as SKOS, the indicators, and cities in its terms.

use std::collections::BTreeSet;

use gemeo_shared::{
    indicator::texts,
    pack::vocabulary::CONCEPTS,
    semantic::{
        dcat::web_address,
        instances::instances,
        ontology::{ontology, term},
        rdf::{Graph, text, thing, typed},
        scheme::scheme,
    },
};
use serde_json::Value;

use crate::{Outcome, city::Packs};

/// Arguments of `model`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Address the twin is served from, e.g. https://gemeo.example.org/.
    #[arg(long)]
    base: String,
    /// turtle or json-ld.
    #[arg(long, default_value = "turtle", value_parser = ["turtle", "json-ld"])]
    format: String,
    /// Also this city: its places, promises and every observation of its pack. May be given several times.
    #[arg(long)]
    city: Vec<String>,
    #[command(flatten)]
    packs: Packs,
}

/// Prints the model.
pub fn run(args: Args) -> Outcome {
    let base = web_address(&args.base)?;
    let mut graph = ontology(&base);
    graph.extend(scheme(&base));
    graph.extend(indicators(&base)?);
    for city in &args.city {
        graph.extend(instances(&base, &args.packs.open(city)?));
    }
    if args.format == "turtle" {
        print!("{}", graph.to_turtle());
    } else {
        println!("{}", serde_json::to_string_pretty(&graph.to_json_ld())?);
    }
    Ok(std::process::ExitCode::SUCCESS)
}

/// The indicators with their domain, unit, and the concepts their formulas use.
fn indicators(base: &str) -> Result<Graph, Box<dyn std::error::Error>> {
    let all: Value = serde_json::from_str(texts())?;
    let mut graph = Graph::default();
    for item in all["indicators"].as_array().ok_or("the catalogue of indicators is empty")? {
        let word = |key: &str| item[key].as_str().unwrap_or_default();
        let id = format!("{base}catalogue/indicator/{}", word("id"));
        graph.a(&id, &term(base, "Indicator"));
        for lang in ["pt", "en"] {
            graph.add(&id, "rdfs:label", text(item[lang]["name"].as_str().unwrap_or_default(), lang));
        }
        graph.add(&id, &term(base, "domain"), typed(word("domain"), "string"));
        graph.add(&id, "sdmx-a:unitMeasure", typed(word("unit"), "string"));
        let formula = word("formula");
        let words: BTreeSet<&str> = formula.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').collect();
        for concept in CONCEPTS.iter().filter(|c| words.contains(c.id)) {
            graph.add(&id, &term(base, "uses"), thing(&term(base, concept.id)));
        }
    }
    Ok(graph)
}
