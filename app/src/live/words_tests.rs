//! Words in both languages.

use std::collections::BTreeMap;

use super::*;
use crate::i18n::Lang;

fn of(concept: &str, unit: &str, dims: &[(&str, &str)]) -> Series {
    let dims: BTreeMap<String, String> = dims.iter().map(|(d, m)| ((*d).into(), (*m).into())).collect();
    Series { concept: concept.into(), unit: unit.into(), dims }
}

fn utc(_: i64) -> i32 {
    0
}

fn summer(_: i64) -> i32 {
    60
}

#[test]
fn every_series_that_sources_give_has_a_name() {
    let known: &[(&str, &[(&str, &str)])] = &[
        ("temperature", &[]),
        ("temperature_max", &[]),
        ("temperature_mean", &[]),
        ("temperature_min", &[]),
        ("relative_humidity", &[]),
        ("precipitation", &[]),
        ("precipitation_probability", &[]),
        ("wind_speed", &[]),
        ("solar_radiation", &[]),
        ("electricity_hourly", &[]),
        ("fuel_price", &[]),
        ("waiting_time", &[]),
        ("vehicles_running", &[]),
        ("derived_carbon_intensity", &[]),
        ("derived_renewable_share", &[]),
        ("derived_vehicles", &[]),
        ("electricity_power", &[("kind", "consumption_+_storage")]),
        ("electricity_power", &[("kind", "non_renewable")]),
        ("electricity_power", &[("kind", "hydro_run_of_river"), ("direction", "generation")]),
        ("electricity_power", &[("kind", "hydro_pumped_storage"), ("direction", "consumption")]),
    ];
    for lang in Lang::ALL {
        i18n::set_embedded(lang);
        for (concept, dims) in known {
            let name = series(&of(concept, "x", dims));
            assert!(!name.contains('_') && name != *concept && name != spaced(concept), "{lang:?}: {name}");
        }
        for domain_of in Domain::MAIN {
            assert!(domain(domain_of).len() > 3);
        }
    }
    assert_eq!(series(&of("electricity_power", "MW", &[("kind", "B25")])), "B25");
}

#[test]
fn values_are_written_as_people_read_them() {
    i18n::set_embedded(Lang::Pt);
    assert_eq!(quantity(413.0, "s"), ("6,9".into(), "min".into()));
    assert_eq!(quantity(12.04, "degC"), ("12,0".into(), "°C".into()));
    assert_eq!(quantity(5526.9, "MW"), ("5527".into(), "MW".into()));
    assert_eq!(quantity(7.0, "vehicle"), ("7".into(), "veículos".into()));
    i18n::set_embedded(Lang::En);
    assert_eq!(quantity(40.3, "µg/m3"), ("40.3".into(), "µg/m³".into()));
}

#[test]
fn time_is_that_of_the_readers_clocks() {
    i18n::set_embedded(Lang::Pt);
    let (hour, begin) = (Period::Hour(2026, 9, 7, 14), 1_788_789_600);
    assert_eq!(when(hour, begin + 4000, utc), "14:00–15:00");
    assert_eq!(when(hour, begin + 4000, summer), "15:00–16:00");
    assert_eq!(when(hour, begin + 90_000, summer), "7 de setembro de 2026, 15:00–16:00");
    assert_eq!(at(begin + 65, begin + 4000, summer), "15:01");
    assert_eq!(age(Age::Minutes(12)), "há 12\u{a0}min");
    i18n::set_embedded(Lang::En);
    assert_eq!((age(Age::Days(1)), age(Age::Days(3))), ("1 day ago".into(), "3 days ago".into()));
}
