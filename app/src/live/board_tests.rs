//! What stands where.

use super::*;
use crate::live::panel::tests::reading;

fn board(
    events: impl IntoIterator<Item = (&'static str, &'static [(&'static str, &'static str)], &'static str, f64)>,
) -> Board {
    let mut panel = Panel::default();
    for (concept, dims, place, value) in events {
        panel.take(false, reading(concept, dims, place, 3, value));
    }
    Board::of(&panel)
}

fn concepts(board: &Board, station: &Station) -> Vec<String> {
    station
        .rows
        .iter()
        .map(|id| &board.rows[id].key.series)
        .map(|series| series.dims.get("pollutant").unwrap_or(&series.concept).clone())
        .collect()
}

#[test]
fn readings_stand_by_domain_and_station_in_a_known_order() {
    let board = board([
        ("temperature", &[][..], "station/ipma1", 20.0),
        ("air_concentration", &[("pollutant", "O3")], "station/3072", 50.0),
        ("air_concentration", &[("pollutant", "C6H6")], "station/3072", 1.0),
        ("air_concentration", &[("pollutant", "NO2")], "station/3072", 40.0),
        ("relative_humidity", &[], "station/ipma1", 60.0),
        ("electricity_power", &[("kind", "consumption")], "country/PT", 5000.0),
        ("parking_free", &[], "station/p1", 12.0),
    ]);
    let shown: Vec<(Domain, usize)> = board.domains.iter().map(|(d, s)| (*d, s.len())).collect();
    use Domain::{Emissions, Energy, Environment, Mobility, Other};
    assert_eq!(shown, [(Emissions, 0), (Mobility, 0), (Energy, 1), (Environment, 2), (Other, 1)]);
    let air = &board.stations(Environment)[0];
    assert_eq!(concepts(&board, air), ["NO2", "O3", "C6H6"]);
    assert_eq!((air.name.as_str(), air.place.as_deref()), ("Avenida", Some("station/3072")));
}

#[test]
fn the_main_domains_are_there_without_readings() {
    let empty = Board::of(&Panel::default());
    assert_eq!(empty.domains.keys().copied().collect::<Vec<_>>(), Domain::MAIN);
    assert_eq!(empty.count(), 0);
}

#[test]
fn lines_and_platforms_stand_together_and_their_sum_first() {
    let lines = ["1703", "1704", "1705"].map(|line| {
        let dims: &'static [(&'static str, &'static str)] = Box::leak(Box::new([("line", line)]));
        ("vehicles_running", dims, "region/1B0", 2.0)
    });
    let board = board(lines);
    let stations = board.stations(Domain::Mobility);
    assert_eq!((stations.len(), stations[0].place.as_deref(), stations[0].rows.len()), (1, None, 4));
    let first = &board.rows[&stations[0].rows[0]];
    assert_eq!((first.derived, first.value), (Some(Derived::Vehicles), 6.0));
}

#[test]
fn ids_stay_as_long_as_the_series_does_and_differ_between_series() {
    let one = board([("temperature", &[][..], "station/a", 20.0), ("temperature", &[], "station/b", 20.0)]);
    let other = board([("temperature", &[][..], "station/b", 25.0)]);
    assert_eq!(one.rows.len(), 2);
    assert!(other.rows.keys().all(|id| one.rows.contains_key(id)));
    assert!(one.rows.keys().all(|id| id.bytes().all(|b| b.is_ascii_alphanumeric())));
}
