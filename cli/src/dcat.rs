//! `gemeo catalogue dcat`: every pack, source and indicator as DCAT-AP 3.0.1, with the quality of packs in DQV.

use gemeo_shared::{
    indicator::texts,
    observation::Observation,
    pack::Pack,
    quality::{self, Report, dqv},
    semantic::{
        dcat::{self, Indicator, Publisher},
        scheme,
    },
};
use serde_json::Value;

use crate::{Outcome, city::Packs};

/// Arguments of `dcat`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Address the twin is served from, e.g. https://gemeo.example.org/.
    #[arg(long)]
    base: String,
    /// Name of who runs the twin.
    #[arg(long)]
    publisher: String,
    /// Web page or mail address (mailto:…) for questions.
    #[arg(long)]
    contact: String,
    /// turtle or json-ld.
    #[arg(long, default_value = "turtle", value_parser = ["turtle", "json-ld"])]
    format: String,
    /// This city alone.
    #[arg(long)]
    city: Option<String>,
    /// Also the concepts (SKOS) and the structure of the data (SDMX, RDF Data Cube).
    #[arg(long)]
    concepts: bool,
    #[command(flatten)]
    packs: Packs,
}

/// Prints the catalogue.
pub fn run(args: Args) -> Outcome {
    let base = dcat::web_address(&args.base)?;
    let cities = args.city.map_or_else(|| args.packs.cities(), |c| Ok(vec![c]))?;
    let packs: Vec<Pack> = cities.iter().map(|c| args.packs.open(c)).collect::<Result<_, _>>()?;
    let publisher = Publisher { base: base.clone(), name: args.publisher, contact: args.contact };
    let mut graph = dcat::catalogue(&publisher, &packs, &indicators()?);
    for pack in &packs {
        let dataset = format!("{base}catalogue/pack/{}", pack.manifest.city);
        graph.extend(dqv::measurements(&report(pack)?, &dataset, &base));
    }
    if args.concepts {
        graph.extend(scheme::scheme(&base));
    }
    if args.format == "turtle" {
        print!("{}", graph.to_turtle());
    } else {
        println!("{}", serde_json::to_string_pretty(&graph.to_json_ld())?);
    }
    Ok(std::process::ExitCode::SUCCESS)
}

/// The figures of a pack held to the rules, as of the newest year it has figures of.
pub fn report(pack: &Pack) -> Result<Report, serde_json::Error> {
    let rows: Vec<Observation> = pack
        .core
        .rows()
        .chain(pack.detail.iter().flat_map(|t| t.rows()))
        .map(|r| r.to_observation())
        .collect();
    let year = pack.manifest.vintage.get(..4).and_then(|y| y.parse().ok()).unwrap_or_default();
    Ok(quality::assess(&rows, &quality::rules()?, year))
}

/// Names and explanations of the indicators.
fn indicators() -> Result<Vec<Indicator>, Box<dyn std::error::Error>> {
    let all: Value = serde_json::from_str(texts())?;
    let list = all["indicators"].as_array().ok_or("the catalogue of indicators is empty")?;
    let both = |item: &Value, key: &str| {
        ["pt", "en"].map(|lang| item[lang][key].as_str().unwrap_or_default().to_owned())
    };
    let one = |item: &Value| Indicator {
        id: item["id"].as_str().unwrap_or_default().into(),
        name: both(item, "name"),
        about: both(item, "explain"),
    };
    Ok(list.iter().map(one).collect())
}
