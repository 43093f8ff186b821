//! What a page asks of the model worker, and what it answers: JSON both ways.
//!
//! A request is `{"id": 7, "op": "open", …}`, an answer `{"id": 7, "ok": …}` or `{"id": 7, "error": {…}}`. The worker keeps
//! the packs that were opened; every other request names its city.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

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
