//! What the real files give against what was published and computed from them before.

use std::collections::BTreeMap;

use h3o::Resolution;

use super::{Hints, data, facts, imported};
use crate::{
    connect::{annual_means, eredes::billed, ine::bgri, series},
    geo::{GeoId, Level},
    observation::Status,
    period::Period,
};

#[test]
fn annual_means_of_the_hourly_exports_are_those_of_the_facts() {
    let Some(folder) = data("annual_means_of_the_hourly_exports_are_those_of_the_facts") else { return };
    let mut means = BTreeMap::new();
    for station in ["Av.Liberdade", "Entrecampos", "F.SaCarneiro"] {
        for year in 2014..=2018 {
            let import =
                imported(&folder, &format!("qualar_hourly/{station}-{year}.tsv.gz"), &Hints::default());
            for mean in annual_means(&import.observed) {
                let pollutant = mean.series.dims["pollutant"].clone();
                means.insert((mean.place.code.clone(), mean.year, pollutant), mean);
            }
        }
    }
    let mut compared = 0;
    for fact in facts(&folder, "air_quality_annual_means.csv") {
        let (station, year) = (fact["station_id"].clone(), fact["year"].parse::<i32>().expect("a year"));
        if !(2014..=2018).contains(&year) || station == "3071" {
            continue;
        }
        let key = (station, year, fact["pollutant"].clone());
        let mean = means.remove(&key).unwrap_or_else(|| panic!("no mean of {key:?}"));
        let scale = if fact["unit"] == "mg/m3" { 1000.0 } else { 1.0 };
        let expected: f64 = fact["annual_mean"].parse().expect("a number");
        assert!(
            (mean.mean / scale - expected).abs() <= 0.005 + 1e-9,
            "{key:?}: {} against {expected}",
            mean.mean / scale
        );
        assert_eq!(mean.hours.to_string(), fact["hours_valid"], "{key:?}");
        let capture: f64 = fact["data_capture"].parse().expect("a number");
        assert!(
            (mean.capture - capture).abs() <= 0.0005 + 1e-9,
            "{key:?}: {} against {capture}",
            mean.capture
        );
        compared += 1;
    }
    assert!(means.is_empty(), "not among the facts: {:?}", means.keys());
    assert_eq!(compared, 95);
}

#[test]
fn parishes_and_unallocated_electricity_are_the_municipality() {
    let Some(folder) = data("parishes_and_unallocated_electricity_are_the_municipality") else { return };
    let import =
        imported(&folder, "eredes/consumos_mensais_por_concelho_LX_PT_GMR_2024.csv", &Hints::default());
    let mut observed = import.observed;
    billed::municipal_totals(&mut observed);
    let names = BTreeMap::from([("Lisboa", "1106"), ("Porto", "1312"), ("Guimarães", "0308")]);
    let mut compared = 0;
    for fact in facts(&folder, "electricity_eredes_parish_2024.csv").iter().filter(|f| f["parish"].is_empty())
    {
        let place = GeoId::city(names[&*fact["municipality"]]);
        let voltage = if fact["voltage"] == "Baixa Tensão" { "low" } else { "medium_high" };
        let period: Period = fact["period"].parse().expect("a period");
        let total = observed
            .value(&series(billed::CONCEPT, "kWh", &[("voltage", voltage)]), &place, period)
            .expect("a total");
        let expected: f64 = fact["value"].parse().expect("a number");
        assert!((total - expected).abs() <= 0.051, "{place} {voltage} {period}: {total} against {expected}");
        compared += 1;
    }
    assert!(compared >= 12, "only {compared}");
    let part = |code: &str, period: &str| {
        let series = series(billed::CONCEPT, "kWh", &[("voltage", "medium_high"), ("part", "unallocated")]);
        observed.value(&series, &GeoId::city(code), period.parse().expect("a period"))
    };
    assert_eq!(part("1106", "2024-01"), Some(192_603.38));
    assert_eq!(part("1312", "2024-01"), Some(1_722_378.246));
    // February is incomplete in the source, and every row of it says so.
    let february = Period::Month(2024, 2);
    assert!(observed.rows().iter().filter(|r| r.period == february).all(|r| r.status == Status::P));
    assert!(observed.rows().iter().filter(|r| r.period != february).all(|r| r.status == Status::A));
}

#[test]
fn subsections_sum_to_the_census_and_to_the_cells() {
    let Some(folder) = data("subsections_sum_to_the_census_and_to_the_cells") else { return };
    let import = imported(&folder, "ine/BGRI2021_1106.csv.gz", &Hints::default());
    let year = Period::Year(2021);
    let parishes = bgri::by_parish(&import);
    let measure = |concept: &str, unit: &str| series(concept, unit, &[]);
    let of_parish = [
        ("N_INDIVIDUOS", measure("population", "person")),
        ("N_ALOJAMENTOS_TOTAL", measure("dwellings", "dwelling")),
        ("N_EDIFICIOS_CLASSICOS", measure("buildings", "building")),
    ];
    let mut people = 0.0;
    let census = facts(&folder, "lisboa_census2021_by_parish.csv");
    assert_eq!(census.len(), 24);
    for fact in &census {
        let place = GeoId { level: Level::Parish2013, code: fact["dicofre"].clone() };
        for (column, series) in &of_parish {
            let sum = parishes.value(series, &place, year).expect("a sum");
            assert_eq!(sum.to_string(), fact[*column], "{place} {column}");
        }
        people += parishes.value(&of_parish[0].1, &place, year).expect("a sum");
    }
    assert_eq!(people, 545_796.0, "census 2021, Lisboa");
    let (cells, left_out) = bgri::by_cell(&import, Resolution::Nine);
    assert_eq!(left_out, 0);
    let built = |range: &str| series("buildings", "building", &[("built", range)]);
    let of_cell = [
        ("population", measure("population", "person")),
        ("population_0_14", measure("population_0_14", "person")),
        ("population_65_plus", measure("population_65_plus", "person")),
        ("dwellings", measure("dwellings", "dwelling")),
        ("dwellings_vacant_or_secondary", measure("dwellings_vacant", "dwelling")),
        ("dwellings_rented", measure("dwellings_rented", "dwelling")),
        ("buildings", measure("buildings", "building")),
        ("buildings_before_1945", built("before_1946")),
        ("buildings_1981_2000", built("1981_2000")),
        ("buildings_needing_repair", measure("buildings_needing_repair", "building")),
    ];
    let expected = facts(&folder, "lisboa_census2021_h3_res9.csv");
    assert_eq!(expected.len(), cells.places().len());
    for fact in &expected {
        let place = GeoId { level: Level::Cell, code: fact["h3_cell"].clone() };
        for (column, series) in &of_cell {
            let sum = cells.value(series, &place, year).unwrap_or_else(|| panic!("no {column} of {place}"));
            assert_eq!(sum.to_string(), fact[*column], "{place} {column}");
        }
    }
}
