//! Notifications of context brokers: NGSI-LD (ETSI GS CIM 009 §5.3.1) and NGSI v2.
//!
//! Both hold the entities in `data`. An entity is handed to the parser in its key-value form, whichever form it came
//! in: normalised (`{"type": "Property", "value": …}`), concise (`{"value": …}`), or key-values.

use std::collections::BTreeMap;

use gemeo_shared::connect::time;
use serde_json::{Map, Value as Json, json};

use super::Piece;

/// Entities of one notification.
const MOST_ENTITIES: usize = 1000;

/// Why a notification is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoNotification {
    /// Not JSON.
    #[error("expected JSON")]
    Json,
    /// No list of entities.
    #[error("expected a notification with a list `data` of at most 1000 entities that have an id and a type")]
    Shape,
}

/// The entities of a notification.
///
/// # Errors
/// [`NoNotification`] where it is none; one entity that is none spoils all, for it is not known what was meant.
pub fn pieces(body: &[u8]) -> Result<Vec<Piece>, NoNotification> {
    let said: Json = serde_json::from_slice(body).map_err(|_| NoNotification::Json)?;
    let data = said.get("data").and_then(Json::as_array).ok_or(NoNotification::Shape)?;
    if data.len() > MOST_ENTITIES {
        return Err(NoNotification::Shape);
    }
    data.iter().map(|entity| piece(entity).ok_or(NoNotification::Shape)).collect()
}

fn piece(entity: &Json) -> Option<Piece> {
    let entity = entity.as_object()?;
    let about = entity.get("id")?.as_str()?.to_owned();
    entity.get("type").filter(|kind| kind.is_string() || kind.is_array())?;
    // Sorted by name, so that the same entity is the same bytes.
    let mut plain = BTreeMap::new();
    for (name, value) in entity {
        plain.insert(name.clone(), plain_value(name, value));
    }
    let at = observed_at(entity, &plain);
    if let (false, Some(at)) = (plain.contains_key("dateObserved"), attribute_time(entity)) {
        plain.insert("dateObserved".to_owned(), json!(at));
    }
    let bytes = serde_json::to_vec(&json!([plain])).ok()?;
    Some(Piece { about, at, bytes })
}

/// The value of an attribute; `location` keeps its geometry.
fn plain_value(name: &str, attribute: &Json) -> Json {
    let Some(wrapped) = attribute.as_object().filter(|_| !matches!(name, "id" | "type" | "@context")) else {
        return attribute.clone();
    };
    let inner = wrapped.get("value").or_else(|| wrapped.get("object")).unwrap_or(attribute);
    // JSON-LD typed values: {"@type": "DateTime", "@value": "…"}.
    inner.get("@value").unwrap_or(inner).clone()
}

/// When an attribute says it was observed: the newest of them.
fn attribute_time(entity: &Map<String, Json>) -> Option<String> {
    let times = entity.values().filter_map(|attribute| attribute.get("observedAt")?.as_str());
    times.max_by_key(|text| millis(text)).map(str::to_owned)
}

fn observed_at(entity: &Map<String, Json>, plain: &BTreeMap<String, Json>) -> Option<i64> {
    let stated = plain.get("dateObserved").and_then(Json::as_str).and_then(millis);
    stated.or_else(|| attribute_time(entity).as_deref().and_then(millis))
}

/// Milliseconds since 1970: two observations of one second keep their order.
fn millis(text: &str) -> Option<i64> {
    let seconds = time::stamp(text)?.utc().0;
    let part = text.split_once('.').map_or("", |(_, part)| part);
    let digits: String = part.chars().take_while(char::is_ascii_digit).chain("000".chars()).take(3).collect();
    Some(seconds.checked_mul(1000)? + digits.parse::<i64>().unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(entity: &str) -> Piece {
        let body = format!(r#"{{"id":"urn:n:1","type":"Notification","data":[{entity}]}}"#);
        pieces(body.as_bytes()).expect("a notification").remove(0)
    }

    #[test]
    fn every_form_gives_the_same_entity() {
        let plain = one(
            r#"{"id":"a:1","type":"AirQualityObserved","dateObserved":"2026-09-20T18:15:00Z","no2":40.3}"#,
        );
        let v2 = one(
            r#"{"id":"a:1","type":"AirQualityObserved","dateObserved":{"type":"DateTime","value":"2026-09-20T18:15:00Z","metadata":{}},
               "no2":{"type":"Number","value":40.3,"metadata":{}}}"#,
        );
        let ld = one(
            r#"{"id":"a:1","type":"AirQualityObserved","dateObserved":{"type":"Property","value":{"@type":"DateTime","@value":"2026-09-20T18:15:00Z"}},
               "no2":{"type":"Property","value":40.3,"observedAt":"2026-09-20T18:15:00Z"}}"#,
        );
        let concise = one(
            r#"{"id":"a:1","type":"AirQualityObserved","no2":{"value":40.3,"observedAt":"2026-09-20T18:15:00Z"}}"#,
        );
        assert_eq!(plain, v2);
        assert_eq!(plain, ld);
        assert_eq!(plain, concise);
        assert_eq!((plain.about.as_str(), plain.at), ("a:1", Some(1_789_928_100_000)));
    }

    #[test]
    fn parts_of_a_second_count() {
        let at = |stamp: &str| one(&format!(r#"{{"id":"a","type":"T","dateObserved":"{stamp}"}}"#)).at;
        assert_eq!(at("2026-09-20T18:15:00.5Z"), Some(1_789_928_100_500));
        assert_eq!(at("2026-09-20T18:15:00.123456Z"), Some(1_789_928_100_123));
        assert_eq!(at("yesterday"), None);
    }

    #[test]
    fn what_is_no_notification_is_refused() {
        for (body, fault) in [
            ("", NoNotification::Json),
            ("{", NoNotification::Json),
            ("[]", NoNotification::Shape),
            ("{}", NoNotification::Shape),
            (r#"{"data":{}}"#, NoNotification::Shape),
            (r#"{"data":[1]}"#, NoNotification::Shape),
            (r#"{"data":[{"id":"a"}]}"#, NoNotification::Shape),
            (r#"{"data":[{"id":7,"type":"T"}]}"#, NoNotification::Shape),
            (r#"{"data":[{"id":"a","type":"T"},null]}"#, NoNotification::Shape),
        ] {
            assert_eq!(pieces(body.as_bytes()), Err(fault), "{body}");
        }
        let many = format!(r#"{{"data":[{}]}}"#, vec![r#"{"id":"a","type":"T"}"#; 1001].join(","));
        assert_eq!(pieces(many.as_bytes()), Err(NoNotification::Shape));
        assert_eq!(pieces(br#"{"data":[]}"#), Ok(Vec::new()));
    }
}
