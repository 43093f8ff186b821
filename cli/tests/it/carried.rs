//! The figures in `data/facts` against the collection they were carried from, where that lies beside the
//! test data (`GEMEO_TEST_DATA`, by default `../shared/data`).

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use crate::root;

/// The collection's folder; none where it is absent.
fn shelf(test: &str) -> Option<PathBuf> {
    let data =
        std::env::var_os("GEMEO_TEST_DATA").map_or_else(|| root().join("../shared/data"), PathBuf::from);
    let data = if data.is_relative() { root().join(data) } else { data };
    let facts = data.join("../facts");
    if facts.join("ghg_inventories.csv").is_file() {
        return Some(facts);
    }
    eprintln!("skipped: {test}: no collection of figures at {}", facts.display());
    None
}

type Row = BTreeMap<String, String>;

fn rows(path: &Path) -> Vec<Row> {
    let mut reader = csv::Reader::from_path(path).expect("a CSV file");
    let header = reader.headers().expect("a header").clone();
    let row = |r: csv::StringRecord| header.iter().zip(r.iter()).map(|(h, c)| (h.into(), c.into())).collect();
    reader.records().map(|r| row(r.expect("a row"))).collect()
}

/// Carried figures by concept, place, period and dimensions.
fn carried(city: &str, topic: &str) -> BTreeMap<(String, String, String, String), String> {
    let path = root().join(format!("data/facts/{city}/series/{topic}.csv"));
    let key = |r: &Row| (r["concept"].clone(), r["geo"].clone(), r["period"].clone(), r["dims"].clone());
    let text = |r: &Row| if r["value"].is_empty() { r["notation"].clone() } else { r["value"].clone() };
    rows(&path).iter().map(|r| (key(r), text(r))).collect()
}

#[test]
fn the_inventory_of_lisboa_is_carried_to_the_digit() {
    let Some(shelf) = shelf("the_inventory_of_lisboa_is_carried_to_the_digit") else { return };
    let mut found: BTreeMap<(String, String), String> = BTreeMap::new();
    for ((concept, _, period, dims), value) in carried("lisboa", "emissions") {
        if concept == "ghg_emissions" {
            let code = dims.split(';').find_map(|d| d.strip_prefix("gpc=")).expect("a GPC code");
            found.insert((code.into(), period), value);
        }
    }
    let published = rows(&shelf.join("ghg_inventories.csv"));
    let mut expected = BTreeMap::new();
    for row in published.iter().filter(|r| r["city"] == "Lisboa") {
        if let Some(code) = row["metric"].strip_prefix("GPC ").filter(|c| !c.starts_with("total")) {
            expected.insert((code.to_owned(), row["year"].clone()), row["value"].clone());
        }
    }
    assert_eq!(found, expected);
    let total: f64 = expected
        .iter()
        .filter(|((code, year), _)| year == "2019" && basic(code))
        .filter_map(|(_, value)| value.parse::<f64>().ok())
        .sum();
    assert!((total - 1_918_206.68).abs() <= 0.05, "{total}");
}

/// In the BASIC total: I and II in scopes 1 and 2, III where the city's own waste is treated (GPC, table 3.2).
fn basic(code: &str) -> bool {
    let parts: Vec<&str> = code.split('.').collect();
    parts.len() == 3 && ["I", "II", "III"].contains(&parts[0]) && ["1", "2"].contains(&parts[2])
}

#[test]
fn population_and_electricity_of_parishes_are_carried_to_the_digit() {
    let Some(shelf) = shelf("population_and_electricity_of_parishes_are_carried_to_the_digit") else {
        return;
    };
    let cities =
        [("Lisboa", "lisboa", 545_796), ("Porto", "porto", 231_800), ("Guimarães", "guimaraes", 156_830)];
    for (name, id, total) in cities {
        let population = carried(id, "population");
        let mut sum = 0;
        for row in rows(&shelf.join("parishes.csv")).iter().filter(|r| r["municipality"] == name) {
            let level = if row["edition"] == "2025" { "parish2025" } else { "parish2013" };
            let key = |level: &str| {
                ("population".into(), format!("{level}/{}", row["dicofre"]), "2021".into(), String::new())
            };
            assert_eq!(population.get(&key(level)), Some(&row["population_2021"]), "{}", row["dicofre"]);
            sum += population.get(&key("parish2013")).and_then(|v| v.parse::<i64>().ok()).unwrap_or(0);
        }
        assert_eq!(sum, total, "{name}");
        let billed: BTreeSet<String> = carried(id, "electricity")
            .into_iter()
            .filter(|((concept, ..), _)| concept == "electricity_billed")
            .map(|(_, value)| value)
            .collect();
        let published = rows(&shelf.join("electricity_eredes_parish_2024.csv"));
        let january = published.iter().filter(|r| r["municipality"] == name && r["period"] == "2024-01");
        assert_eq!(billed, january.map(|r| r["value"].clone()).collect(), "{name}");
    }
}

#[test]
fn census_cells_and_air_quality_are_carried() {
    let Some(shelf) = shelf("census_cells_and_air_quality_are_carried") else { return };
    let cells = carried("lisboa", "census_cells");
    for row in rows(&shelf.join("lisboa_census2021_h3_res9.csv")) {
        for (concept, dims, column) in [
            ("population", "", "population"),
            ("dwellings_vacant", "", "dwellings_vacant_or_secondary"),
            ("buildings", "built=1946_1980", "buildings_1946_1980"),
        ] {
            let key = (concept.into(), format!("cell/{}", row["h3_cell"]), "2021".into(), dims.into());
            assert_eq!(cells.get(&key), Some(&row[column]), "{key:?}");
        }
    }
    for (name, id) in [("Lisboa", "lisboa"), ("Porto", "porto")] {
        let air = carried(id, "air");
        for row in rows(&shelf.join("air_quality_annual_means.csv")).iter().filter(|r| r["city"] == name) {
            let dims = format!("pollutant={}", row["pollutant"]);
            let key = (
                "air_annual_mean".into(),
                format!("station/{}", row["station_id"]),
                row["year"].clone(),
                dims,
            );
            let number = |text: &str| text.parse::<f64>().expect("a number");
            let scale = if row["unit"] == "mg/m3" { 1000.0 } else { 1.0 };
            let (found, published) = (number(&air[&key]), number(&row["annual_mean"]) * scale);
            assert!((found - published).abs() < 1e-9, "{key:?}: {found} {published}");
        }
    }
}

/// The totals of the inventory, computed from its sub-sector rows by rule, against the totals that were published.
#[test]
fn totals_of_lisboa_from_its_rows_are_those_published() {
    let Some(shelf) = shelf("totals_of_lisboa_from_its_rows_are_those_published") else { return };
    let published = rows(&shelf.join("ghg_inventories.csv"));
    for (metric, indicator) in [
        ("GPC total BASIC", "ghg_total"),
        ("GPC total BASIC+", "ghg_total_basic_plus"),
        ("GPC total Territorial", "ghg_territorial"),
    ] {
        let run = std::process::Command::new(env!("CARGO_BIN_EXE_gemeo"))
            .args(["indicators", "--city", "lisboa", "--indicator", indicator, "--json"])
            .current_dir(root())
            .output()
            .expect("gemeo runs");
        let view: serde_json::Value = serde_json::from_slice(&run.stdout).expect("JSON");
        let series = &view[0]["series"][0];
        let own = published.iter().filter(|r| r["city"] == "Lisboa" && r["metric"] == metric);
        let expected: BTreeMap<&str, f64> =
            own.map(|r| (r["year"].as_str(), r["value"].parse().expect("a number"))).collect();
        assert_eq!(expected.keys().copied().collect::<Vec<_>>(), ["2018", "2019", "2020"], "{metric}");
        for (i, period) in series["period"].as_array().expect("periods").iter().enumerate() {
            let (value, year) =
                (series["value"][i].as_f64().expect("a value"), period.as_str().expect("text"));
            assert!((value - expected[year]).abs() <= 0.05, "{metric} {year}: {value} {}", expected[year]);
        }
        assert_eq!(series["period"].as_array().map(Vec::len), Some(3), "{metric}");
    }
}

/// Every carried row names a source that is listed, with a licence that is listed.
#[test]
fn every_source_has_a_licence() {
    let facts = root().join("data/facts");
    let ids = |path: &str| -> BTreeSet<String> {
        rows(&facts.join(path)).iter().map(|r| r["id"].clone()).collect()
    };
    let licences = ids("licences.csv");
    for row in rows(&facts.join("sources.csv")) {
        assert!(licences.contains(&row["licence"]), "{}", row["id"]);
    }
    let sources = ids("sources.csv");
    for row in rows(&facts.join("common/gwp.csv")) {
        assert!(sources.contains(&row["source"]), "{}", row["source"]);
    }
}
