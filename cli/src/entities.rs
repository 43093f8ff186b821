//! `gemeo entities --city`: figures and indicators of a city as NGSI-LD entities or SensorThings Datastreams.

use std::process::ExitCode;

use gemeo_shared::{
    geo::GeoId,
    indicator::{Catalogue, Engine},
    observation::{Observation, Series},
    pack::Pack,
    semantic::{dcat::web_address, ngsi_ld, sensor_things},
    view::{IndicatorView, SeriesView},
};
use serde_json::{Value, json};

use crate::{Outcome, city::Packs};

type Fault = Box<dyn std::error::Error>;

/// Write the figures of a city as NGSI-LD entities (Smart Data Models, key-value form) or as SensorThings Datastreams.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The city, e.g. lisboa.
    #[arg(long)]
    city: String,
    /// This concept or indicator alone, e.g. ghg_emissions.
    #[arg(long)]
    concept: Option<String>,
    /// The values of the indicators in place of the observations they are computed from.
    #[arg(long)]
    indicators: bool,
    /// ngsi-ld or sensor-things.
    #[arg(long = "as", default_value = "ngsi-ld", value_parser = ["ngsi-ld", "sensor-things"])]
    form: String,
    /// Address of the JSON-LD context, put into each entity: context.jsonld of the site.
    #[arg(long)]
    context: Option<String>,
    #[command(flatten)]
    packs: Packs,
}

/// Prints the entities as a JSON array.
pub fn run(args: Args) -> Outcome {
    if let Some(context) = &args.context {
        web_address(context)?;
    }
    let pack = args.packs.open(&args.city)?;
    let mut rows = if args.indicators { computed(&pack)? } else { published(&pack) };
    rows.retain(|o| args.concept.as_ref().is_none_or(|c| *c == o.series.concept));
    let points = |geo: &GeoId| {
        let stations = pack.geography.as_ref().map(|g| g.stations()).unwrap_or_default();
        stations.iter().find(|s| geo.to_string() == format!("station/{}", s.code)).map(|s| s.at)
    };
    let entities = match args.form.as_str() {
        "sensor-things" => sensor_things::datastreams(&rows),
        _ => rows
            .iter()
            .map(|o| with_context(ngsi_ld::entity(o, points(&o.geo)), args.context.as_deref()))
            .collect(),
    };
    println!("{}", serde_json::to_string_pretty(&entities)?);
    Ok(ExitCode::SUCCESS)
}

fn with_context(mut entity: Value, context: Option<&str>) -> Value {
    if let (Some(context), Some(map)) = (context, entity.as_object_mut()) {
        map.insert("@context".into(), json!(context));
    }
    entity
}

/// Every observation of the pack.
fn published(pack: &Pack) -> Vec<Observation> {
    let rows = pack.core.rows().chain(pack.detail.iter().flat_map(|t| t.rows()));
    rows.map(|r| r.to_observation()).collect()
}

/// Every value of every indicator that the city has figures for.
fn computed(pack: &Pack) -> Result<Vec<Observation>, Fault> {
    let engine = Engine::new(Catalogue::embedded()?);
    let mut out = Vec::new();
    for indicator in engine.indicators(pack, None) {
        for series in &indicator.series {
            for row in 0..series.value.len() {
                out.push(value(&indicator, series, row)?);
            }
        }
    }
    Ok(out)
}

fn value(indicator: &IndicatorView, series: &SeriesView, row: usize) -> Result<Observation, Fault> {
    let word = |text: &str| if text.is_empty() { Value::Null } else { json!(text) };
    Ok(Observation {
        series: Series {
            concept: indicator.id.clone(),
            unit: indicator.unit.clone(),
            dims: series.dims.clone(),
        },
        geo: format!("{}/{}", series.level, series.geo[row]).parse()?,
        period: series.period[row].parse()?,
        value: series.value[row],
        status: serde_json::from_value(json!(series.status[row]))?,
        notation: serde_json::from_value(word(&series.notation[row]))?,
        quality: None,
        uncertainty: None,
        source: series.sources.join(" "),
        note: None,
    })
}
