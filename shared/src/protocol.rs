//! What a page asks of the model worker, and what it answers: JSON both ways.
//!
//! A request is `{"id": 7, "op": "open", …}`, an answer `{"id": 7, "ok": …}` or `{"id": 7, "error": {…}}`. The worker keeps
//! the packs that were opened; every other request names its city.

use std::collections::BTreeMap;

use serde::{
    Deserialize, Serialize,
    de::{self, DeserializeOwned},
};
use serde_json::Value;

use crate::lean::{self, LeanError};

/// What can be asked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "op", rename_all = "snake_case")]
pub enum Request {
    /// Opens a city's pack, or adds files to one that is open; answered with its
    /// [`CityView`](crate::view::CityView), computed from all files so far.
    Open {
        /// Id of the city.
        city: String,
        /// Texts of the pack's files by name; `manifest.json` and `core.json` the first time.
        files: BTreeMap<String, String>,
    },
    /// The view of an open city again.
    View {
        /// Id of the city.
        city: String,
    },
    /// How one value came about; answered with an [`Explanation`](crate::view::Explanation).
    Explain {
        /// Id of the city.
        city: String,
        /// Catalogue id of the indicator.
        indicator: String,
        /// Place, e.g. `city/1106`.
        geo: String,
        /// Period (SDMX).
        period: String,
        /// Dimensions of the series, as its view gives them.
        dims: BTreeMap<String, String>,
    },
    /// How sure the values of some series at one place are, over time; answered with a list of
    /// [`Interval`](crate::view::Interval)s for each.
    Intervals {
        /// Id of the city.
        city: String,
        /// Catalogue id of the indicator.
        indicator: String,
        /// Place, e.g. `city/1106`.
        geo: String,
        /// Dimensions of each series, as its view gives them.
        series: Vec<BTreeMap<String, String>>,
    },
    /// An indicator that someone is writing, computed for an open city; answered with a
    /// [`Trial`](crate::view::Trial), or with an error of code `formula` whose place is `line:column`.
    Try {
        /// Id of the city.
        city: String,
        /// The formula.
        formula: String,
        /// The unit of the result; empty takes that of the formula.
        unit: String,
        /// Whether `interpolate` may be used.
        #[serde(default)]
        interpolate: bool,
    },
    /// Lays a reader's own series beside an open pack, in place of those that lie there, so that [`Request::Try`] may
    /// name them; answered with the number of rows.
    Own {
        /// Id of the city.
        city: String,
        /// The series: [`OwnSeries`](crate::own::in_city::OwnSeries) each.
        // why not read here: the first part of the worker would carry the reader of a shape it never uses
        series: Vec<Value>,
    },
    /// Splits the difference of two years of a city's inventory; answered with a
    /// [`Reconciliation`](crate::decompose::Reconciliation).
    Reconcile {
        /// Id of the city.
        city: String,
        /// The first year.
        from: i32,
        /// The second year.
        to: i32,
    },
    /// The places of a level as GeoJSON (needs `geography.json`); answered with the object.
    Geojson {
        /// Id of the city.
        city: String,
        /// `city`, `parish2013`, `parish2025`, `cell` or `station`.
        level: String,
    },
}

/// A request with the number its answer will carry.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Envelope {
    /// Number of the request.
    pub id: u32,
    /// What is asked.
    #[serde(flatten)]
    pub request: Request,
}

impl Envelope {
    /// Reads an envelope from its JSON.
    ///
    /// The derived reader does the same; it keeps a copy of what it has read until it knows the operation, and
    /// that code would be half of what the worker has to carry.
    ///
    /// # Errors
    /// [`LeanError`]: not JSON, an unknown operation, or a field that is missing or of another type.
    pub fn read(text: &str) -> Result<Self, LeanError> {
        let mut tree = lean::tree(text)?;
        let t = &mut tree;
        let (id, op, city) = (field(t, "id")?, field::<String>(t, "op")?, field(t, "city")?);
        let request = match op.as_str() {
            "open" => Request::Open { city, files: field(t, "files")? },
            "view" => Request::View { city },
            "explain" => Request::Explain {
                city,
                indicator: field(t, "indicator")?,
                geo: field(t, "geo")?,
                period: field(t, "period")?,
                dims: optional(t, "dims")?,
            },
            "intervals" => Request::Intervals {
                city,
                indicator: field(t, "indicator")?,
                geo: field(t, "geo")?,
                series: field(t, "series")?,
            },
            "try" => Request::Try {
                city,
                formula: field(t, "formula")?,
                unit: field(t, "unit")?,
                interpolate: optional(t, "interpolate")?,
            },
            "own" => Request::Own { city, series: field(t, "series")? },
            "reconcile" => Request::Reconcile { city, from: field(t, "from")?, to: field(t, "to")? },
            "geojson" => Request::Geojson { city, level: field(t, "level")? },
            _ => return Err(de::Error::unknown_variant(&op, &[])),
        };
        Ok(Self { id, request })
    }
}

fn field<T: DeserializeOwned>(tree: &mut Value, name: &'static str) -> Result<T, LeanError> {
    match tree.get_mut(name) {
        Some(value) => lean::from_value(value.take()),
        None => Err(de::Error::missing_field(name)),
    }
}

fn optional<T: DeserializeOwned + Default>(tree: &mut Value, name: &'static str) -> Result<T, LeanError> {
    tree.get_mut(name).map_or_else(|| Ok(T::default()), |value| lean::from_value(value.take()))
}

/// An answer; exactly one of `ok` and `error` is there.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Answer<T> {
    /// Number of the request.
    pub id: u32,
    /// What was asked for.
    #[serde(default = "Option::default", skip_serializing_if = "Option::is_none")]
    pub ok: Option<T>,
    /// Why it could not be given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<Failure>,
}

/// Why a request could not be answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("{message}")]
pub struct Failure {
    /// Short stable code, e.g. `hash`, `newer-version`, `not-open`, `request`.
    pub code: String,
    /// The file, row or series at fault, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// What is wrong and what to do, in English, for a report.
    pub message: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One of each; a new operation makes this list incomplete and the match below fail to build.
    fn every() -> Vec<Request> {
        let (city, text) = (|| "porto".to_owned(), |t: &str| t.to_owned());
        let all = vec![
            Request::Open { city: city(), files: [(text("core.json"), text("{}"))].into() },
            Request::View { city: city() },
            Request::Explain {
                city: city(),
                indicator: text("population"),
                geo: text("city/1312"),
                period: text("2021"),
                dims: [(text("sector"), text("I"))].into(),
            },
            Request::Intervals {
                city: city(),
                indicator: text("population"),
                geo: text("city/1312"),
                series: vec![[(text("sector"), text("I"))].into(), BTreeMap::new()],
            },
            Request::Try { city: city(), formula: text("a + b"), unit: text("t"), interpolate: true },
            Request::Own { city: city(), series: vec![serde_json::json!({"concept": "own_x"})] },
            Request::Reconcile { city: city(), from: 2018, to: 2019 },
            Request::Geojson { city: city(), level: text("cell") },
        ];
        for request in &all {
            match request {
                Request::Open { .. }
                | Request::View { .. }
                | Request::Explain { .. }
                | Request::Intervals { .. }
                | Request::Try { .. }
                | Request::Own { .. }
                | Request::Reconcile { .. }
                | Request::Geojson { .. } => {}
            }
        }
        all
    }

    #[test]
    fn every_request_is_read_as_it_was_written() {
        for (id, request) in (0..).zip(every()) {
            let envelope = Envelope { id, request };
            let text = serde_json::to_string(&envelope).expect("it is written");
            assert_eq!(Envelope::read(&text), Ok(envelope.clone()));
            assert_eq!(serde_json::from_str::<Envelope>(&text).ok(), Some(envelope));
        }
    }

    #[test]
    fn what_may_be_left_out_may_be_left_out() {
        let read = |text: &str| Envelope::read(text).map(|e| e.request);
        let tried = read(r#"{"id":1,"op":"try","city":"a","formula":"x","unit":""}"#);
        assert!(matches!(tried, Ok(Request::Try { interpolate: false, .. })), "{tried:?}");
        assert!(read(r#"{"id":1,"op":"dance","city":"a"}"#).is_err());
        assert!(read(r#"{"id":-1,"op":"view","city":"a"}"#).is_err());
        assert!(read(r#"{"op":"view","city":"a"}"#).is_err());
    }
}
