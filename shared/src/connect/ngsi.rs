//! Porto's urban platform: NGSI v2 entities of air quality.
//!
//! `GET https://broker.fiware.urbanplatform.portodigital.pt/v2/entities?type=AirQualityObserved&limit=1000&options=keyValues`.
//! Traps: entities never expire, a station last observed in 2022 is still listed; the normalised form wraps each value
//! as `{type, value}`; CO has no unit in the answer (µg/m³ by its size).

use serde_json::Value;

use super::{ConnectError, Import, Input, Kind, Place, Warning, json, place, series, time};
use crate::{
    geo::{GeoId, Level},
    observation::Status,
    period::Period,
};

/// Hours after which a reading is no longer live.
const STALE_HOURS: i64 = 24;

/// Whether a file is such an answer.
pub fn claims(_: &Input<'_>, head: &str) -> bool {
    head.contains("\"AirQualityObserved\"") && head.contains("\"dateObserved\"")
}

/// Reads the newest reading of each station; what is older than a day, against the time of fetching or else against the
/// newest of the answer, is left out with a warning.
///
/// # Errors
/// [`ConnectError`] where the answer is no list of entities.
pub fn read(input: &Input<'_>) -> Result<Import, ConnectError> {
    let answer = json::read(input)?;
    let entities = json::any_list(input, &answer, &["entities"])?;
    let mut import = Import::new("porto-urban-platform");
    let newest = entities.iter().filter_map(observed_at).max();
    let now = input.hints.fetched.and_then(time::Moment::of).or(newest);
    for (entity, number) in entities.iter().zip(1u64..) {
        import.records += 1;
        let id = json::text(entity, "id");
        let Some(geo) = station(&id) else {
            import
                .warnings
                .add(Warning::new(Kind::UnknownPlace, "an entity without an id").at(number, "id").found(&id));
            continue;
        };
        let mut about = Place::new("air_sensor", id.clone());
        about.name = value(entity, "name").map(json::scalar).unwrap_or_default();
        let coordinate = |i: usize| {
            value(entity, "location")?.pointer(&format!("/coordinates/{i}")).and_then(json::number)
        };
        about.point = place::point(coordinate(0), coordinate(1));
        about.geo = Some(geo.clone());
        import.places.push(about);
        let stamp = value(entity, "dateObserved").map(json::scalar).unwrap_or_default();
        let (Some(at), Some(now)) = (observed_at(entity), now) else {
            import
                .warnings
                .add(Warning::new(Kind::NotADate, "not a time").at(number, "dateObserved").found(&stamp));
            continue;
        };
        if now.0 - at.0 > STALE_HOURS * 3_600 {
            let days = (now.0 - at.0) / 86_400;
            let message = format!("{id} was last observed {days} days before");
            import.warnings.add(Warning::new(Kind::Stale, message).at(number, "dateObserved").found(&stamp));
            continue;
        }
        if let Some(period) = at.hour() {
            readings(&mut import, entity, &geo, period, at);
        }
    }
    Ok(import)
}

fn readings(import: &mut Import, entity: &Value, geo: &GeoId, period: Period, at: time::Moment) {
    for (key, pollutant) in [
        ("no2", "NO2"),
        ("o3", "O3"),
        ("pm10", "PM10"),
        ("pm25", "PM2.5"),
        ("pm1", "PM1"),
        ("co", "CO"),
        ("so2", "SO2"),
    ] {
        if let Some(reading) = value(entity, key) {
            let value = json::number(reading);
            let status = if value.is_some() { Status::P } else { Status::L };
            let series =
                series("air_concentration", "µg/m3", &[("pollutant", pollutant), ("statistic", "sensor")]);
            import.observed.add_noted(
                &series,
                geo,
                period,
                value,
                status,
                &format!("observado em {0} | observed at {0}", at.iso()),
            );
        }
    }
}

/// An attribute of an entity, in the key-value or the normalised form.
fn value<'v>(entity: &'v Value, key: &str) -> Option<&'v Value> {
    let found = entity.get(key)?;
    let wrapped = found.get("type").is_some() && found.get("coordinates").is_none();
    if wrapped { found.get("value") } else { Some(found) }
}

fn observed_at(entity: &Value) -> Option<time::Moment> {
    value(entity, "dateObserved").map(json::scalar).and_then(|t| time::stamp(&t)).map(time::Stamp::utc)
}

/// A station by the last part of the entity's id.
fn station(id: &str) -> Option<GeoId> {
    let last: String = id.rsplit(':').next()?.chars().filter(char::is_ascii_alphanumeric).take(26).collect();
    (!last.is_empty()).then(|| GeoId { level: Level::Station, code: format!("ngsi{last}") })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::connect::Hints;

    #[test]
    fn stale_entities_are_left_out_and_said_in_both_forms() {
        let text = r#"[{"id":"a:1","type":"AirQualityObserved","dateObserved":"2022-11-18T14:40:00.00Z","no2":29},
          {"id":"a:2","type":"AirQualityObserved","dateObserved":{"type":"DateTime","value":"2026-09-20T18:15:00.00Z"},"no2":{"type":"Number","value":40.3}}]"#;
        let hints = Hints::default();
        let i = read(&Input { name: "x.json", bytes: text.as_bytes(), hints: &hints }).expect("readable");
        assert_eq!(
            (i.observed.len(), i.observed.rows()[0].value, i.warnings.count(Kind::Stale)),
            (1, Some(40.3), 1)
        );
        let late = Hints { fetched: "2026-09-25T00".parse().ok(), ..hints };
        let i = read(&Input { name: "x.json", bytes: text.as_bytes(), hints: &late }).expect("readable");
        assert_eq!((i.observed.len(), i.warnings.count(Kind::Stale)), (0, 2));
    }
}
