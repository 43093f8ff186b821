//! The factors carried here against the published tables they were taken from.

use std::path::PathBuf;

use super::{Gas, GwpSet, fuel, gwp};
use crate::exchange::csv_table;

/// Rows of a table of published facts by header, or none where the tables are absent.
fn facts(test: &str, file: &str) -> Option<Vec<Vec<String>>> {
    let data = std::env::var("GEMEO_TEST_DATA").unwrap_or_else(|_| "../../shared/data".into());
    let Ok(bytes) = std::fs::read(PathBuf::from(data).join("../facts").join(file)) else {
        println!("skipped: {test}: no {file} beside GEMEO_TEST_DATA");
        return None;
    };
    let sheet = csv_table::read(file, &bytes).expect("a table");
    Some(sheet.rows.iter().skip(1).map(|row| row.iter().map(|c| c.text()).collect()).collect())
}

#[test]
fn every_published_potential_is_carried() {
    let Some(rows) = facts("every_published_potential_is_carried", "gwp.csv") else { return };
    let mut compared = 0;
    for row in &rows {
        let gas: Gas = row[0].parse().expect("a gas");
        for (set, text) in GwpSet::ALL.into_iter().zip(&row[1..]) {
            assert_eq!(gwp(gas, set), text.parse().ok(), "{gas} {set}");
            compared += 1;
        }
    }
    assert_eq!(compared, 5 * Gas::ALL.len());
}

#[test]
fn every_published_fuel_factor_is_carried() {
    let name = "every_published_fuel_factor_is_carried";
    let Some(rows) = facts(name, "fuel_emission_factors.csv") else { return };
    let mut compared = 0;
    for row in &rows {
        let Some(id) = row[6].split("EF ID ").nth(1) else { continue };
        let id: u32 = id.chars().take_while(char::is_ascii_digit).collect::<String>().parse().expect("an id");
        let Some(factor) = fuel::factors().iter().find(|f| f.efdb_id == id) else { continue };
        assert_eq!(
            (factor.name, factor.value, factor.unit),
            (row[0].as_str(), row[4].parse().expect("a number"), row[5].as_str()),
            "{id}"
        );
        compared += 1;
    }
    assert_eq!(compared, fuel::factors().len(), "every factor has its row");
}
