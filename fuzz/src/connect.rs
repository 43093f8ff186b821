//! Open data: any bytes as an answer of any source. No panic, bounded rows, every value finite, every warning with its advice.

use gemeo_shared::{
    connect::{self, Hints, Input, MAX_ROWS, generic::Mapping},
    geo::GeoId,
};

/// Reads bytes by the connector of an id, and asks every connector whether it claims them.
///
/// # Panics
/// Where a promise is broken, or no connector is called so.
pub fn connect(id: &str, data: &[u8]) {
    let connector = connect::by_id(id).unwrap_or_else(|| panic!("no connector is called {id}"));
    let hints = hints();
    let Ok((name, bytes)) = connect::unpack("3072-2017-06-30.csv", data) else { return };
    for name in [name.as_str(), "answer.json", "table.xlsx"] {
        let input = Input { name, bytes: &bytes, hints: &hints };
        let _ = connect::claimant(&input);
        let Ok(import) = connect::import(&input, Some(connector)) else { continue };
        assert!(import.observed.len() <= MAX_ROWS, "{id}: {} rows", import.observed.len());
        assert!(import.observed.rows().iter().all(|r| r.value.is_none_or(f64::is_finite)), "{id}: a value");
        assert!(import.warnings.list.iter().all(|w| !w.advice.is_empty()), "{id}: a warning without advice");
        for o in import.observed.observations().take(100) {
            let again = o.geo.to_string().parse::<GeoId>();
            assert_eq!(again, Ok(o.geo), "{id}: a place that cannot be read again");
            assert_eq!(
                o.period.to_string().parse(),
                Ok(o.period),
                "{id}: a period that cannot be read again"
            );
        }
    }
}

fn hints() -> Hints {
    let mapping: Mapping = serde_json::from_str(
        r#"{"source":"s","place":{"column":"place"},"period":{"column":"when","lisbon":true},"dims":{"kind":"kind"},
            "values":[{"column":"v","concept":"x","unit":"kWh"}],"missing":["s.d."]}"#,
    )
    .expect("a mapping");
    Hints {
        place: "station/3072".parse().ok(),
        day: "2026-10-25".parse().ok(),
        fetched: "2026-09-28T13".parse().ok(),
        mapping: Some(mapping),
    }
}

/// The ids of every connector.
pub fn connectors() -> impl Iterator<Item = &'static str> {
    connect::CONNECTORS.iter().map(|c| c.id)
}
