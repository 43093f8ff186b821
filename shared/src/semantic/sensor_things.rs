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
            "parameters": { "status": o.status },
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
            value: o.get("result")?.as_f64(),
            status,
            notation: None,
            quality: None,
            uncertainty: None,
            source: source.into(),
            note: None,
        })
    };
    datastream.get("Observations")?.as_array()?.iter().map(one).collect()
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
        let rows = vec![row("2011", Some(1.5)), row("2021", None)];
        assert_eq!(datastream(&rows).as_ref().and_then(observations), Some(rows));
        assert_eq!(datastream(&[]), None);
        assert_eq!(observations(&json!({})), None);
    }
}
