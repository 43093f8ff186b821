//! Readings of an answer: for each series and place the newest that its source gave.

use std::collections::BTreeMap;

use gemeo_shared::{
    connect::{
        self, ConnectError, Connector, Hints, Import, Input,
        time::{self, Local, Moment},
    },
    live::Reading,
    period::Period,
};

/// Reads an answer of a source: for each series and place its newest reading with a value.
///
/// # Errors
/// What the parser says.
pub fn readings(
    source: &str,
    connector: &Connector,
    name: &str,
    bytes: &[u8],
    received: i64,
    replay: bool,
) -> Result<Vec<Reading>, ConnectError> {
    // A recorded answer is of the day its name says, a live one of today.
    let (day, fetched) = match replay {
        true => (None, None),
        false => (local_day(received), Moment(received).hour()),
    };
    let hints = Hints { day, fetched, ..Hints::default() };
    let import = connect::import(&Input { name, bytes, hints: &hints }, Some(connector))?;
    Ok(newest(source, &import, received, replay))
}

/// The day on clocks of mainland Portugal, where the sources of these parsers count their days.
fn local_day(now: i64) -> Option<Period> {
    let summer = match time::lisbon(now + 3600) {
        Local::Once(moment) | Local::Twice(moment, _) => moment.0 == now,
        Local::Never => false,
    };
    Moment(if summer { now + 3600 } else { now }).day()
}

fn newest(source: &str, import: &Import, received: i64, replay: bool) -> Vec<Reading> {
    let names: BTreeMap<String, &str> = import
        .places
        .iter()
        .filter_map(|place| Some((place.geo.as_ref()?.to_string(), place.name.as_str())))
        .collect();
    let observed = &import.observed;
    let mut newest = BTreeMap::new();
    for row in observed.rows() {
        let Some(value) = row.value.filter(|value| value.is_finite()) else { continue };
        let place = newest.entry((row.place, row.series)).or_insert((row, value));
        if row.period > place.0.period {
            *place = (row, value);
        }
    }
    let reading = |(row, value): (&connect::Row, f64)| {
        let place = observed.places()[row.place as usize].to_string();
        Reading {
            source: source.to_owned(),
            series: observed.series()[row.series as usize].clone(),
            name: names.get(&place).map(|name| (*name).to_owned()).unwrap_or_default(),
            place,
            period: row.period,
            value,
            status: row.status,
            received,
            replay,
        }
    };
    newest.into_values().map(reading).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_is_that_of_clocks_in_lisbon() {
        let day = |text: &str| {
            let moment = time::stamp(text).expect("a time").utc().0;
            local_day(moment).map(|day| day.to_string())
        };
        assert_eq!(day("2026-07-01T22:59:59Z").as_deref(), Some("2026-07-01"));
        assert_eq!(day("2026-07-01T23:00:00Z").as_deref(), Some("2026-07-02"));
        assert_eq!(day("2026-01-01T23:59:59Z").as_deref(), Some("2026-01-01"));
        assert_eq!(day("2026-10-25T00:30:00Z").as_deref(), Some("2026-10-25"));
    }
}
