//! Observations as NGSI-LD entities of the Smart Data Models, in key-value form, and back.
//!
//! Hourly air quality becomes `AirQualityObserved`, emissions `CarbonFootprint`, trips of vehicles on a route
//! `TrafficFlowObserved`, energy of the sun `SolarEnergy`, charging points of a station `EVChargingStation`, everything else,
//! values of indicators too, `KeyPerformanceIndicator`. What the models have no attribute for (concept, dimensions, unit, SDMX status, source) goes
//! into attributes of our own under one context, so that nothing is lost on the way back.

mod models;
mod span;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::observation::{Observation, Series, Status};
use models::Model;

/// Address of the context, below the address a twin is served from.
pub const CONTEXT: &str = "context.jsonld";
/// An entity that cannot be read as an observation.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the entity {id} has no readable “{attribute}”")]
pub struct EntityError {
    /// The entity.
    pub id: String,
    /// The attribute that is missing or wrong.
    pub attribute: &'static str,
}

/// The JSON-LD context of our own attributes, mapped to SDMX, SOSA and schema.org. Where the address is relative, terms are
/// named by a URN: a context is resolved against whoever reads it, not against itself (JSON-LD 1.1 §4.1.3).
pub fn context(base: &str) -> Value {
    let terms = if base.starts_with("../") { "urn:gemeo:terms:".into() } else { format!("{base}terms/") };
    json!({ "@context": {
        "gemeo": terms,
        "concept": "http://purl.org/linked-data/sdmx/2009/metadata#concept",
        "dims": { "@id": "gemeo:dims", "@type": "@json" },
        "unit": "http://purl.org/linked-data/sdmx/2009/attribute#unitMeasure",
        "obsStatus": "http://purl.org/linked-data/sdmx/2009/attribute#obsStatus",
        "refPeriod": "http://purl.org/linked-data/sdmx/2009/dimension#refPeriod",
        "refArea": "http://purl.org/linked-data/sdmx/2009/dimension#refArea",
        "sourceId": "http://purl.org/dc/terms/source",
        "notationKey": "gemeo:notationKey",
        "dataQuality": "gemeo:dataQuality",
        "uncertainty": "gemeo:uncertainty",
        "note": "http://www.w3.org/2004/02/skos/core#note"
    }})
}

/// An observation as an entity; `point` is where it was measured, which `AirQualityObserved` and `EVChargingStation` ask for.
pub fn entity(o: &Observation, point: Option<[f64; 2]>) -> Value {
    let model = Model::of(o, point);
    let mut map = own(o);
    model.fill(o, point, &mut map);
    map.insert("type".into(), json!(model.name()));
    map.insert("id".into(), json!(id(model.name(), o)));
    Value::Object(map)
}

/// The attributes of our own.
fn own(o: &Observation) -> Map<String, Value> {
    let attributes = [
        ("concept", json!(o.series.concept)),
        ("unit", json!(o.series.unit)),
        ("dims", json!(o.series.dims)),
        ("refArea", json!(o.geo)),
        ("refPeriod", json!(o.period)),
        ("obsStatus", json!(o.status)),
        ("sourceId", json!(o.source)),
    ];
    let mut map: Map<String, Value> = attributes.into_iter().map(|(k, v)| (k.to_owned(), v)).collect();
    let rare = [
        ("notationKey", json!(o.notation)),
        ("dataQuality", json!(o.quality)),
        ("uncertainty", json!(o.uncertainty)),
        ("note", json!(o.note)),
    ];
    map.extend(rare.into_iter().filter(|(_, v)| !v.is_null()).map(|(k, v)| (k.to_owned(), v)));
    map
}

/// An observation from an entity this module wrote.
///
/// # Errors
/// [`EntityError`] names the attribute that is missing.
pub fn observation(entity: &Value) -> Result<Observation, EntityError> {
    let id = entity.get("id").and_then(Value::as_str).unwrap_or_default();
    let fault = |attribute| EntityError { id: id.chars().take(120).collect(), attribute };
    let word = |key: &'static str| entity.get(key).and_then(Value::as_str).ok_or_else(|| fault(key));
    let read = |key: &'static str| entity.get(key).cloned().ok_or_else(|| fault(key));
    let dims: BTreeMap<String, String> = serde_json::from_value(read("dims")?).map_err(|_| fault("dims"))?;
    let series = Series { concept: word("concept")?.into(), unit: word("unit")?.into(), dims };
    let model = Model::called(word("type")?).ok_or_else(|| fault("type"))?;
    let key = model.attribute(&series).ok_or_else(|| fault("dims"))?;
    let status: Status = serde_json::from_value(read("obsStatus")?).map_err(|_| fault("obsStatus"))?;
    Ok(Observation {
        value: entity.get(key).and_then(Value::as_f64),
        geo: word("refArea")?.parse().map_err(|_| fault("refArea"))?,
        period: word("refPeriod")?.parse().map_err(|_| fault("refPeriod"))?,
        source: word("sourceId")?.into(),
        series,
        status,
        notation: rare(entity, "notationKey").ok_or_else(|| fault("notationKey"))?,
        quality: rare(entity, "dataQuality").ok_or_else(|| fault("dataQuality"))?,
        uncertainty: rare(entity, "uncertainty").ok_or_else(|| fault("uncertainty"))?,
        note: rare(entity, "note").ok_or_else(|| fault("note"))?,
    })
}

/// An attribute that need not be there; the outer none where it cannot be read.
#[expect(clippy::option_option, reason = "absent and unreadable are two things")]
fn rare<T: serde::de::DeserializeOwned>(entity: &Value, key: &str) -> Option<Option<T>> {
    entity.get(key).map_or(Some(None), |v| serde_json::from_value(v.clone()).ok())
}

/// An id of letters, digits and the signs that the pattern of NGSI-LD ids allows.
fn id(kind: &str, o: &Observation) -> String {
    let dims: String = o.series.dims.values().map(|v| format!(":{v}")).collect();
    let rest = format!("{}{dims}:{}:{}", o.series.concept, o.geo, o.period);
    let clean =
        |c: char| if c.is_ascii_alphanumeric() || matches!(c, ':' | '-' | '.' | '_') { c } else { '-' };
    format!("urn:ngsi-ld:{kind}:{}", rest.chars().map(clean).take(180).collect::<String>())
}
