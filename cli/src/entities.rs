//! `gemeo entities --city`: the figures of a city as NGSI-LD entities, or the context they are read with.

use std::process::ExitCode;

use gemeo_shared::semantic::ngsi_ld;

use crate::{Outcome, city::Packs};

/// Write the figures of a city as NGSI-LD entities (Smart Data Models, key-value form).
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The city, e.g. lisboa.
    #[arg(long)]
    city: String,
    /// This concept alone, e.g. ghg_emissions.
    #[arg(long)]
    concept: Option<String>,
    /// Address of the JSON-LD context, put into each entity.
    #[arg(long)]
    context: Option<String>,
    #[command(flatten)]
    packs: Packs,
}

/// Prints the entities as a JSON array.
pub fn run(args: Args) -> Outcome {
    let pack = args.packs.open(&args.city)?;
    let rows = pack.core.rows().chain(pack.detail.iter().flat_map(|t| t.rows()));
    let wanted = rows.filter(|r| args.concept.as_ref().is_none_or(|c| *c == r.series().concept));
    let mut entities: Vec<_> = wanted.map(|r| ngsi_ld::entity(&r.to_observation(), None)).collect();
    if let Some(context) = &args.context {
        for map in entities.iter_mut().filter_map(|e| e.as_object_mut()) {
            map.insert("@context".into(), context.as_str().into());
        }
    }
    println!("{}", serde_json::to_string_pretty(&entities)?);
    Ok(ExitCode::SUCCESS)
}
