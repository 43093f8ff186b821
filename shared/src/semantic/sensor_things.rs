//! Observations as OGC SensorThings entities (18-088, version 1.1): a Datastream with its Thing and Observations, and back.

use serde_json::{Value, json};

use crate::{
    observation::{Observation, Series, Status},
    period::Period,
};

/// The rows of one series at one place as a Datastream with everything it hangs on.
pub fn datastream(rows: &[Observation]) -> Option<Value> {
    let first = rows.first()?;
    let observation = |o: &Observation| {
        json!({
            "phenomenonTime": o.period,
            "resultTime": null,
            "result": o.value,
            "parameters": {
                "status": o.status, "notation": o.notation, "quality": o.quality,
                "uncertainty": o.uncertainty, "note": o.note,
            },
        })
    };
    Some(json!({
        "name": first.series.concept,
        "description": first.series.concept,
        "observationType": "http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_Measurement",
        "unitOfMeasurement": { "name": first.series.unit, "symbol": first.series.unit, "definition": "" },
        "properties": { "dims": first.series.dims, "source": first.source },
        "Thing": { "name": first.geo, "description": first.geo, "properties": { "geo": first.geo } },
        "Sensor": { "name": first.source, "description": first.source, "encodingType": "text/html", "metadata": first.source },
        "ObservedProperty": { "name": first.series.concept, "definition": format!("urn:gemeo:concept:{}", first.series.concept), "description": first.series.concept },
        "Observations": rows.iter().filter(|o| o.series == first.series && o.geo == first.geo).map(observation).collect::<Vec<_>>(),
    }))
}

/// The rows of a Datastream this module wrote; none where it is no such Datastream.
pub fn observations(datastream: &Value) -> Option<Vec<Observation>> {
    let word = |pointer: &str| datastream.pointer(pointer).and_then(Value::as_str);
    let dims = serde_json::from_value(datastream.pointer("/properties/dims")?.clone()).ok()?;
    let series =
        Series { concept: word("/name")?.into(), unit: word("/unitOfMeasurement/symbol")?.into(), dims };
    let (geo, source) = (word("/Thing/properties/geo")?.parse().ok()?, word("/properties/source")?);
    let one = |o: &Value| {
        let period: Period = o.get("phenomenonTime")?.as_str()?.parse().ok()?;
        let status: Status = serde_json::from_value(o.pointer("/parameters/status")?.clone()).ok()?;
        let (series, geo): (Series, crate::geo::GeoId) = (series.clone(), Clone::clone(&geo));
        Some(Observation {
            series,
            geo,
            period,
            value: o.get("result").and_then(Value::as_f64),
            status,
            notation: rare(o, "notation")?,
            quality: rare(o, "quality")?,
            uncertainty: rare(o, "uncertainty")?,
            source: source.into(),
            note: rare(o, "note")?,
        })
    };
    datastream.get("Observations")?.as_array()?.iter().map(one).collect()
}

/// A parameter that need not be there; the outer none where it cannot be read.
#[expect(clippy::option_option, reason = "absent and unreadable are two things")]
fn rare<T: serde::de::DeserializeOwned>(observation: &Value, key: &str) -> Option<Option<T>> {
    let found = observation.get("parameters").and_then(|p| p.get(key));
    found.map_or(Some(None), |v| serde_json::from_value(v.clone()).ok())
}

/// Every series at every place as a Datastream, in the order they are met. Rows of one series and place that come from several
/// sources become several.
pub fn datastreams(rows: &[Observation]) -> Vec<Value> {
    let mut order: Vec<Vec<Observation>> = Vec::new();
    let mut known = std::collections::BTreeMap::new();
    for row in rows {
        let at = *known.entry((&row.series, &row.geo, &row.source)).or_insert_with(|| {
            order.push(Vec::new());
            order.len() - 1
        });
        order[at].push(row.clone());
    }
    order.iter().filter_map(|rows| datastream(rows)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_datastream_comes_back_as_it_was() {
        let row = |period: &str, value| Observation {
            series: crate::connect::series("population", "person", &[("sex", "F")]),
            geo: "city/1106".parse().expect("a place"),
            period: period.parse().expect("a period"),
            value,
            status: if value.is_some() { Status::A } else { Status::M },
            notation: None,
            quality: None,
            uncertainty: None,
            source: "ine".into(),
            note: None,
        };
        let mut rows = vec![row("2011", Some(1.5)), row("2021", None)];
        rows[1].note = Some("Nota | Note".into());
        rows[0].uncertainty = Some(5.0);
        assert_eq!(datastream(&rows).as_ref().and_then(observations), Some(rows));
        assert_eq!(datastream(&[]), None);
        let mut mixed = vec![row("2011", Some(1.0)), row("2012", Some(2.0)), row("2011", Some(3.0))];
        mixed[1].geo = "city/1312".parse().expect("a place");
        mixed[2].source = "other".into();
        let back: Vec<_> = datastreams(&mixed).iter().filter_map(observations).flatten().collect();
        assert_eq!(back, mixed);
        assert_eq!(observations(&json!({})), None);
    }
}
