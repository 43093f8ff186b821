//! Observations as NGSI-LD entities of the Smart Data Models, in key-value form, and back.
//!
//! Hourly air quality becomes `AirQualityObserved`, emissions `CarbonFootprint`, everything else
//! `KeyPerformanceIndicator`. What the models have no attribute for (concept, dimensions, unit, SDMX status, source) goes
//! into attributes of our own under one context, so that nothing is lost on the way back.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::{
    connect::time::Moment,
    observation::{Observation, Series, Status},
    period::Period,
};

/// Address of the context, below the address a twin is served from.
pub const CONTEXT: &str = "context.jsonld";
/// Attributes of `AirQualityObserved` by pollutant.
const POLLUTANTS: [(&str, &str); 8] = [
    ("NO", "no"),
    ("NO2", "no2"),
    ("NOx", "nox"),
    ("O3", "o3"),
    ("PM10", "pm10"),
    ("PM2.5", "pm25"),
    ("CO", "co"),
    ("SO2", "so2"),
];

/// An entity that cannot be read as an observation.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the entity {id} has no readable “{attribute}”")]
pub struct EntityError {
    /// The entity.
    pub id: String,
    /// The attribute that is missing or wrong.
    pub attribute: &'static str,
}

/// The JSON-LD context of our own attributes, mapped to SDMX, SOSA and schema.org.
pub fn context(base: &str) -> Value {
    json!({ "@context": {
        "gemeo": format!("{base}terms/"),
        "concept": "http://purl.org/linked-data/sdmx/2009/metadata#concept",
        "dims": { "@id": "gemeo:dims", "@type": "@json" },
        "unit": "http://purl.org/linked-data/sdmx/2009/attribute#unitMeasure",
        "obsStatus": "http://purl.org/linked-data/sdmx/2009/attribute#obsStatus",
        "refPeriod": "http://purl.org/linked-data/sdmx/2009/dimension#refPeriod",
        "refArea": "http://purl.org/linked-data/sdmx/2009/dimension#refArea",
        "sourceId": "http://purl.org/dc/terms/source"
    }})
}

/// An observation as an entity; `point` is where it was measured, which `AirQualityObserved` asks for.
pub fn entity(o: &Observation, point: Option<[f64; 2]>) -> Value {
    let mut map = own(o);
    let kind = match (o.series.concept.as_str(), attribute(&o.series), point, o.period) {
        ("air_concentration", Some(key), Some(at), Period::Hour(..)) => {
            map.insert("dateObserved".into(), json!(start(o.period)));
            map.insert("location".into(), json!({ "type": "Point", "coordinates": at }));
            map.insert("typeofLocation".into(), json!("outdoor"));
            if let Some(value) = o.value.filter(|v| *v >= 0.0) {
                map.insert(key.into(), json!(value));
            }
            "AirQualityObserved"
        }
        // The model counts tonnes and takes no negative number.
        ("ghg_emissions", ..) if o.series.unit == "tCO2e" && o.value.is_some_and(|v| v >= 0.0) => {
            map.insert("CO2eq".into(), json!(o.value));
            map.insert("emissionDate".into(), json!(start(o.period)));
            map.insert(
                "emissionSource".into(),
                json!(
                    o.series
                        .dims
                        .get("gpc")
                        .or_else(|| o.series.dims.get("sector"))
                        .cloned()
                        .unwrap_or_else(|| "total".into())
                ),
            );
            map.insert(
                "tags".into(),
                json!(o.series.dims.iter().map(|(k, v)| format!("{k}={v}")).collect::<Vec<_>>()),
            );
            "CarbonFootprint"
        }
        _ => {
            map.insert("name".into(), json!(o.series.concept));
            map.insert("category".into(), json!(["quantitative"]));
            map.insert("calculationMethod".into(), json!("automatic"));
            map.insert("area".into(), json!(o.geo.to_string()));
            if let Some((from, to)) = span(o.period) {
                map.insert("calculationPeriod".into(), json!({ "from": from, "to": to }));
            }
            if let Some(value) = o.value {
                map.insert("kpiValue".into(), json!(value));
            }
            "KeyPerformanceIndicator"
        }
    };
    map.insert("type".into(), json!(kind));
    map.insert("id".into(), json!(id(kind, o)));
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
    attributes.into_iter().map(|(k, v)| (k.to_owned(), v)).collect()
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
    let key = match word("type")? {
        "AirQualityObserved" => attribute(&series).ok_or_else(|| fault("dims"))?,
        "CarbonFootprint" => "CO2eq",
        "KeyPerformanceIndicator" => "kpiValue",
        _ => return Err(fault("type")),
    };
    let status: Status = serde_json::from_value(read("obsStatus")?).map_err(|_| fault("obsStatus"))?;
    Ok(Observation {
        value: entity.get(key).and_then(Value::as_f64),
        geo: word("refArea")?.parse().map_err(|_| fault("refArea"))?,
        period: word("refPeriod")?.parse().map_err(|_| fault("refPeriod"))?,
        source: word("sourceId")?.into(),
        series,
        status,
        notation: None,
        quality: None,
        uncertainty: None,
        note: None,
    })
}

fn attribute(series: &Series) -> Option<&'static str> {
    let pollutant = series.dims.get("pollutant")?;
    POLLUTANTS.iter().find(|(p, _)| p == pollutant).map(|(_, key)| *key)
}

/// An id of letters, digits and the signs that the pattern of NGSI-LD ids allows.
fn id(kind: &str, o: &Observation) -> String {
    let dims: String = o.series.dims.values().map(|v| format!(":{v}")).collect();
    let rest = format!("{}{dims}:{}:{}", o.series.concept, o.geo, o.period);
    let clean =
        |c: char| if c.is_ascii_alphanumeric() || matches!(c, ':' | '-' | '.' | '_') { c } else { '-' };
    format!("urn:ngsi-ld:{kind}:{}", rest.chars().map(clean).take(180).collect::<String>())
}

/// First and last day of a period.
fn span(period: Period) -> Option<(String, String)> {
    let begin = Moment::of(first(period)?)?;
    let next = Moment::of(first(following(period)?)?)?;
    let day = |m: Moment| m.iso().chars().take(10).collect::<String>();
    Some((day(begin), day(Moment(next.0 - 1))))
}

fn first(period: Period) -> Option<Period> {
    Some(match period {
        Period::Semester(y, s) => Period::Month(y, 6 * (s - 1) + 1),
        Period::Quarter(y, q) => Period::Month(y, 3 * (q - 1) + 1),
        Period::Week(..) => return None,
        other => other,
    })
}

fn following(period: Period) -> Option<Period> {
    Some(match period {
        Period::Year(y) => Period::Year(y + 1),
        Period::Semester(y, 1) => Period::Month(y, 7),
        Period::Quarter(y, q) if q < 4 => Period::Month(y, 3 * q + 1),
        Period::Semester(y, _) | Period::Quarter(y, _) => Period::Year(y + 1),
        Period::Month(y, 12) => Period::Year(y + 1),
        Period::Month(y, m) => Period::Month(y, m + 1),
        Period::Week(..) => return None,
        Period::Day(..) => Moment(Moment::of(period)?.0 + 86_400).day()?,
        Period::Hour(..) => Moment(Moment::of(period)?.0 + 3_600).hour()?,
    })
}

/// The moment a period begins, in ISO 8601.
fn start(period: Period) -> Option<String> {
    first(period).and_then(Moment::of).map(Moment::iso)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::connect::series;

    /// One observation of each model, and one without a value.
    pub(crate) fn samples() -> Vec<(Observation, Option<[f64; 2]>)> {
        let o = |series, geo: &str, period: &str, value| Observation {
            series,
            geo: geo.parse().expect("a place"),
            period: period.parse().expect("a period"),
            value,
            status: if value.is_some() { Status::A } else { Status::L },
            notation: None,
            quality: None,
            uncertainty: None,
            source: "s".into(),
            note: None,
        };
        vec![
            (
                o(
                    series("air_concentration", "µg/m3", &[("pollutant", "PM2.5"), ("statistic", "hour")]),
                    "station/3072",
                    "2026-09-28T13",
                    Some(8.5),
                ),
                Some([-9.149, 38.7486]),
            ),
            (
                o(
                    series("ghg_emissions", "tCO2e", &[("gpc", "I.1.1"), ("method", "GPC")]),
                    "city/1106",
                    "2019",
                    Some(113_006.6),
                ),
                None,
            ),
            (
                o(
                    series("electricity_billed", "kWh", &[("voltage", "low")]),
                    "parish2025/0308FA",
                    "2024-02",
                    Some(1.5),
                ),
                None,
            ),
            (o(series("population", "person", &[]), "city/1312", "2021", None), None),
            (o(series("x", "%", &[]), "city/1312", "2024-Q4", Some(2.0)), None),
        ]
    }

    #[test]
    fn entities_come_back_as_they_were() {
        for (o, point) in samples() {
            let entity = entity(&o, point);
            assert_eq!(observation(&entity).as_ref(), Ok(&o), "{entity}");
        }
        let bare = json!({"id": "urn:x", "type": "KeyPerformanceIndicator"});
        assert_eq!(observation(&bare).map_err(|e| e.attribute), Err("dims"));
    }

    #[test]
    fn periods_have_first_and_last_days() {
        for (period, from, to) in [
            ("2024-02", "2024-02-01", "2024-02-29"),
            ("2024-Q4", "2024-10-01", "2024-12-31"),
            ("2024-12-31", "2024-12-31", "2024-12-31"),
            ("2019", "2019-01-01", "2019-12-31"),
        ] {
            assert_eq!(span(period.parse().expect("a period")), Some((from.into(), to.into())), "{period}");
        }
    }
}
