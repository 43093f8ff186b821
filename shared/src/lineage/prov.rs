//! A derivation as W3C PROV-JSON: who made which value from what.
//!
//! The value, its observations, factors and sources are entities, the computation is an activity, the engine an
//! agent, and the formula the plan it followed. Source: PROV-JSON, W3C member submission of 24 April 2013. There is
//! no time of the run in it: the same inputs give the same bytes.

use serde_json::{Map, Value, json};

use super::short;
use crate::view::Explanation;

/// What the names in a document stand for.
const NAMESPACE: &str = "urn:gemeo:";

/// The derivation as one PROV-JSON document.
///
/// `pack` is the SHA-256 of the manifest of the pack that the observations lie in.
pub fn document(e: &Explanation, pack: &str) -> Value {
    let run = short(&e.hash);
    let (value, activity, engine) =
        (name("value", &run), name("computation", &run), name("engine", &e.engine));
    let formula = name("formula", &e.formula_version);
    let mut entities = Map::new();
    entities.insert(value.clone(), of_value(e));
    entities.insert(
        formula.clone(),
        json!({ "prov:type": qualified("prov:Plan"), "prov:value": e.formula.trim() }),
    );
    let collection = name("pack", &short(pack));
    entities.insert(
        collection.clone(),
        json!({ "prov:type": qualified("prov:Collection"), "gemeo:sha256": pack }),
    );
    let (mut used, mut derived, mut members) = (Map::new(), Map::new(), Map::new());
    let mut takes = |entity: &str| {
        let n = used.len() + 1;
        used.insert(format!("_:u{n}"), json!({ "prov:activity": activity, "prov:entity": entity }));
        let link =
            json!({ "prov:generatedEntity": value, "prov:usedEntity": entity, "prov:activity": activity });
        derived.insert(format!("_:d{n}"), link);
    };
    let mut primary = Map::new();
    for input in &e.inputs {
        let entity = name("observation", &input.hash);
        takes(&entity);
        let (n, source) = (members.len() + 1, name("source", &input.source));
        members.insert(format!("_:m{n}"), json!({ "prov:collection": collection, "prov:entity": entity }));
        let link = json!({ "prov:generatedEntity": entity, "prov:usedEntity": source, "prov:type": qualified("prov:PrimarySource") });
        primary.insert(format!("_:s{n}"), link);
        entities.insert(source, json!({ "prov:label": input.source }));
        let mut about = json!({
            "prov:type": qualified("gemeo:Observation"),
            "prov:label": format!("{} {} {}", input.series, input.geo, input.period),
            "gemeo:unit": input.unit,
            "gemeo:status": input.status,
        });
        number(&mut about, "prov:value", input.value);
        number(&mut about, "gemeo:uncertaintyPercent", input.uncertainty_pct);
        for (key, text) in [("gemeo:notationKey", &input.notation), ("gemeo:quality", &input.quality)] {
            if !text.is_empty() {
                about[key] = json!(text);
            }
        }
        entities.insert(entity, about);
    }
    for factor in &e.factors {
        let entity = name("factor", &factor.hash);
        takes(&entity);
        let mut about = json!({
            "prov:type": qualified("gemeo:EmissionFactor"),
            "prov:label": factor.lookup,
            "gemeo:unit": factor.unit,
            "gemeo:rows": factor.rows.join(", "),
        });
        number(&mut about, "prov:value", Some(factor.value));
        if let Some(set) = &factor.gwp {
            about["gemeo:gwpSet"] = json!(set);
        }
        entities.insert(entity, about);
    }
    derived.extend(primary);
    json!({
        "prefix": { "gemeo": NAMESPACE, "prov": "http://www.w3.org/ns/prov#", "xsd": "http://www.w3.org/2001/XMLSchema#" },
        "entity": entities,
        "activity": { activity.clone(): { "prov:type": qualified("gemeo:Computation"), "gemeo:sha256": e.hash } },
        "agent": { engine.clone(): { "prov:type": qualified("prov:SoftwareAgent"), "prov:label": e.engine } },
        "wasGeneratedBy": { "_:g1": { "prov:entity": value, "prov:activity": activity } },
        "wasAssociatedWith": { "_:a1": { "prov:activity": activity, "prov:agent": engine, "prov:plan": formula } },
        "used": used,
        "wasDerivedFrom": derived,
        "hadMember": members,
    })
}

fn of_value(e: &Explanation) -> Value {
    let mut about = json!({
        "prov:type": qualified("gemeo:IndicatorValue"),
        "prov:label": format!("{} {} {}", e.indicator, e.geo, e.period),
        "gemeo:indicator": e.indicator,
        "gemeo:place": e.geo,
        "gemeo:period": e.period,
        "gemeo:unit": e.unit,
        "gemeo:status": e.status,
        "gemeo:sha256": e.hash,
    });
    for (dimension, member) in &e.dims {
        about[format!("gemeo:{dimension}")] = json!(member);
    }
    number(&mut about, "prov:value", e.value);
    number(&mut about, "gemeo:uncertaintyPercent", e.uncertainty.as_ref().map(|u| u.propagated_pct));
    about
}

/// A name in the document; what a qualified name may not hold becomes `-`.
fn name(kind: &str, id: &str) -> String {
    let id: String =
        id.chars().map(|c| if c.is_ascii_alphanumeric() || c == '.' { c } else { '-' }).collect();
    format!("gemeo:{kind}-{id}")
}

fn qualified(name: &str) -> Value {
    json!({ "$": name, "type": "prov:QUALIFIED_NAME" })
}

/// A double, where there is one: a gap has no value.
fn number(about: &mut Value, key: &str, value: Option<f64>) {
    if let Some(value) = value {
        about[key] = json!({ "$": value.to_string(), "type": "xsd:double" });
    }
}
