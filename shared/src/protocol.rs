//! What a page asks of the model worker, and what it answers, in the form of [`crate::wire`] both ways.
//!
//! A request is an [`Envelope`]; an answer carries its number ([`answer`], [`answered`]). The worker keeps the packs that
//! were opened; every other request names its city.

use std::collections::BTreeMap;

use crate::{
    own::in_city::OwnSeries,
    wire::{self, Reader, Wire, WireError, wire_enum, wire_struct},
};

/// What can be asked.
#[derive(Debug, Clone, PartialEq)]
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
        interpolate: bool,
    },
    /// Lays a reader's own series beside an open pack, in place of those that lie there, so that [`Request::Try`] may
    /// name them; answered with the number of rows.
    Own {
        /// Id of the city.
        city: String,
        /// The series.
        series: Vec<OwnSeries>,
    },
    /// Splits the difference of two years of a city's inventory; answered with a
    /// [`Reconciliation`](crate::decompose::Reconciliation).
    Reconcile {
        /// Id of the city.
        city: String,
        /// The first year.
        from_year: i32,
        /// The second year.
        to_year: i32,
    },
    /// The places of a level as GeoJSON (needs `geography.json`); answered with its text.
    Geojson {
        /// Id of the city.
        city: String,
        /// `city`, `parish2013`, `parish2025`, `cell` or `station`.
        level: String,
    },
}

/// A request with the number its answer will carry.
#[derive(Debug, Clone, PartialEq)]
pub struct Envelope {
    /// Number of the request.
    pub id: u32,
    /// What is asked.
    pub request: Request,
}

/// Why a request could not be answered.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Failure {
    /// Short stable code, e.g. `hash`, `newer-version`, `not-open`, `request`.
    pub code: String,
    /// The file, row or series at fault, where there is one.
    pub place: Option<String>,
    /// What is wrong and what to do, in English, for a report.
    pub message: String,
}

wire_struct! {
    Envelope { id, request }
    Failure { code, place, message }
}

wire_enum! {
    Request {
        0 = Open { city, files }, 1 = View { city }, 2 = Explain { city, indicator, geo, period, dims },
        3 = Intervals { city, indicator, geo, series }, 4 = Try { city, formula, unit, interpolate },
        5 = Own { city, series }, 6 = Reconcile { city, from_year, to_year }, 7 = Geojson { city, level },
    }
}

/// The bytes of an answer: the number of its request, 0 and what was asked for, or 1 and the [`Failure`].
pub fn answer<T: Wire>(id: u32, result: &Result<T, Failure>) -> Vec<u8> {
    let mut bytes = Vec::new();
    id.put(&mut bytes);
    match result {
        Ok(value) => {
            bytes.push(0);
            value.put(&mut bytes);
        }
        Err(failure) => {
            bytes.push(1);
            failure.put(&mut bytes);
        }
    }
    bytes
}

/// Parts an answer: the number of its request, and the bytes of what was asked for or why there is none.
///
/// # Errors
/// [`WireError`] where it is no answer.
pub fn answered(bytes: &[u8]) -> Result<(u32, Result<&[u8], Failure>), WireError> {
    let mut reader = Reader::new(bytes);
    let id = u32::take(&mut reader);
    match reader.byte() {
        0 if !reader.failed() => Ok((id, Ok(reader.rest()))),
        1 => Ok((id, Err(wire::from_bytes(reader.rest())?))),
        _ => Err(WireError),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{geo::GeoId, period::Period};

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
            Request::Own {
                city: city(),
                series: vec![OwnSeries {
                    concept: text("own_x"),
                    unit: text("t"),
                    geo: vec![GeoId::city("1312")],
                    period: vec![Period::Month(2024, 5)],
                    value: vec![None],
                }],
            },
            Request::Reconcile { city: city(), from_year: 2018, to_year: 2019 },
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
            assert_eq!(wire::from_bytes(&wire::to_bytes(&envelope)), Ok(envelope));
        }
    }

    #[test]
    fn an_answer_carries_its_number_and_a_value_or_a_failure() {
        let bytes = answer(7, &Ok("here".to_owned()));
        assert_eq!(answered(&bytes), Ok((7, Ok(&[4, b'h', b'e', b'r', b'e'][..]))));
        let failure = Failure { code: "request".into(), place: Some("1:2".into()), message: "why".into() };
        let bytes = answer::<u32>(300, &Err(failure.clone()));
        assert_eq!(answered(&bytes), Ok((300, Err(failure))));
        for damaged in [&b""[..], &[7], &[7, 2], &[7, 1, 9], &bytes[..bytes.len() - 1]] {
            assert_eq!(answered(damaged), Err(WireError), "{damaged:?}");
        }
    }
}
