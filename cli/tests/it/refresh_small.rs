//! `gemeo refresh` for a town that does not exist, from answers made by hand (`mirror/`): every source is read, merged and told,
//! and no damage to any of its answers reaches the pack.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

use crate::{
    refresh::{copy, said},
    root,
};

/// The town with facts, packs and a mirror of its own.
struct Town {
    folder: PathBuf,
}

impl Town {
    fn new(name: &str) -> Self {
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("refresh-small").join(name);
        let _ = fs::remove_dir_all(&folder);
        copy(&root().join("e2e/fixtures/cities"), &folder.join("facts"));
        copy(&root().join("cli/tests/it/mirror"), &folder.join("mirror"));
        for table in ["sources.csv", "licences.csv"] {
            let real = fs::read_to_string(root().join("data/facts").join(table)).expect("the table");
            let path = folder.join("facts").join(table);
            let own = fs::read_to_string(&path).expect("the town's table");
            fs::write(path, own + real.split_once('\n').expect("a header").1).expect("writes");
        }
        let town = Self { folder };
        let built = Command::new(env!("CARGO_BIN_EXE_gemeo"))
            .args(["pack", "build", "--facts", &town.at("facts"), "--out", &town.at("packs")])
            .output()
            .expect("gemeo runs");
        assert!(built.status.success(), "{}", said(&built));
        town
    }

    fn at(&self, name: &str) -> String {
        self.folder.join(name).to_str().expect("UTF-8").to_owned()
    }

    fn refresh(&self, more: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_gemeo"))
            .args(["refresh", "--city", "vila-exemplo", "--mirror", &self.at("mirror")])
            .args(["--facts", &self.at("facts"), "--out", &self.at("packs"), "--state", &self.at("state")])
            .args(more)
            .output()
            .expect("gemeo runs")
    }

    /// Every file below a folder.
    fn files(&self, name: &str) -> BTreeMap<PathBuf, Vec<u8>> {
        fn walk(folder: &Path, out: &mut BTreeMap<PathBuf, Vec<u8>>) {
            for entry in fs::read_dir(folder).expect("a folder").flatten() {
                if entry.path().is_dir() {
                    walk(&entry.path(), out);
                } else {
                    out.insert(entry.path(), fs::read(entry.path()).expect("a file"));
                }
            }
        }
        let mut out = BTreeMap::new();
        walk(&self.folder.join(name), &mut out);
        out
    }

    /// What is set aside, as the command lists it.
    fn quarantine(&self) -> serde_json::Value {
        let run = Command::new(env!("CARGO_BIN_EXE_gemeo"))
            .args(["quarantine", "--city", "vila-exemplo", "--json", "--facts", &self.at("facts")])
            .output()
            .expect("gemeo runs");
        assert!(run.status.success(), "{}", said(&run));
        serde_json::from_slice(&run.stdout).expect("JSON")
    }

    fn state(&self) -> serde_json::Value {
        let text = fs::read_to_string(self.folder.join("state/vila-exemplo/sources.json")).expect("a state");
        serde_json::from_str(&text).expect("JSON")
    }
}

#[test]
fn rows_that_cannot_be_read_are_listed_and_reach_the_page_of_quality() {
    let town = Town::new("aside");
    let path = town.folder.join("mirror/eredes/consumos_mensais.csv");
    let good = fs::read_to_string(&path).expect("the table");
    // One cell that is no number: its row gives no figure, the others go on.
    fs::write(&path, good.replacen("285000,0", "muito", 1)).expect("writes");
    let run = town.refresh(&["--source", "eredes"]);
    // A municipality that lacks a part of its sum is not known, and neither is what of it belongs to no parish.
    assert_eq!(run.status.code(), Some(0), "{}", said(&run));
    let listed = town.quarantine();
    let row = listed.as_array().and_then(|l| l.iter().find(|a| a["kind"] == "not_a_number"));
    let row = row.unwrap_or_else(|| panic!("{listed}"));
    assert_eq!((row["by"].as_str(), row["value"].as_str()), (Some("read"), Some("muito")), "{row}");
    assert_eq!(row["file"].as_str(), Some("consumos_mensais.csv"), "{row}");
    assert!(row["row"].as_str().is_some_and(|r| r.parse::<u32>().is_ok()), "{row}");
    // A source that is down leaves the list as it is, and is named itself.
    fs::write(&path, "<html>").expect("writes");
    assert_eq!(town.refresh(&["--source", "eredes"]).status.code(), Some(1));
    assert_eq!(town.quarantine(), listed);
    let export = Command::new(env!("CARGO_BIN_EXE_gemeo"))
        .args(["quality", "--export", "--packs", &town.at("packs"), "--facts", &town.at("facts")])
        .args(["--state", &town.at("state")])
        .output()
        .expect("gemeo runs");
    let export: serde_json::Value = serde_json::from_slice(&export.stdout).expect("JSON");
    let city = &export["cities"]["vila-exemplo"];
    assert_eq!(city["aside"], listed);
    assert_eq!(city["stale"][0]["source"].as_str(), Some("eredes"), "{}", city["stale"]);
}

/// Sources that have an answer about the town, and the file it is in.
const SOURCES: [(&str, &str); 11] = [
    ("eredes", "eredes/consumos_mensais.csv"),
    ("eredes-meters", "eredes/contadores.csv"),
    ("ine-population", "ine/pindica_0004167.json"),
    ("open-meteo", "open_meteo/vila-exemplo.json"),
    ("osm", "osm/vila-exemplo.json"),
    ("dgt", "municipalities_small_caop2025.geojson"),
    ("eurostat", "api_samples/eurostat_jsonstat_une_rt_m.json"),
    ("qualar", "api_samples/qualar_medicoes_2024-09-28.json"),
    ("ipma-observations", "api_samples/ipma_station_observations.json"),
    ("dados-gov", "udata/9901.json"),
    ("eea", "eea/no2.parquet"),
];

#[test]
fn every_source_is_read_and_what_changed_is_told() {
    let town = Town::new("all");
    let run = town.refresh(&[]);
    let text = said(&run);
    assert_eq!(run.status.code(), Some(0), "{text}");
    for line in [
        // The census gives 2021; the other sex and the other town are not the figure.
        "new: population  city/9901 2022: 2512 person",
        "new: population  city/9901 2023: 2534 person",
        "new: supply_points meter=smart city/9901 2024-04: 1200 point",
        "new: supply_points meter=other city/9901 2024-04: 90 point",
        "new: hot_days  city/9901 2024: 5 day",
        "new: area extent=legal city/9901 2025: 12.345 km2",
        "new: cycle_network kind=dedicated city/9901 2024: 1.11",
        "new: green_area  city/9901 2024: ",
        "new: electricity_billed voltage=low parish2013/990101 2024-02: 285000 kWh",
        "new: electricity_unallocated voltage=medium_high city/9901 2024-02: 47500 kWh",
        "new: electricity_unallocated voltage=low city/9901 2024-02: 0 kWh",
        // A year of hours on clocks of UTC+1, a tenth of them not valid.
        "new: air_annual_mean pollutant=NO2 station/9001 2023: 20.56 µg/m3",
        "new: air_data_capture pollutant=NO2 station/9001 2023: 90 %",
        "eurostat: 2 figures",
        "1 figures left out: of other places",
    ] {
        assert!(text.contains(line), "no “{line}” in {text}");
    }
    assert!(!text.contains("2490"), "{text}");
    for (source, _) in SOURCES {
        assert!(text.lines().any(|l| l.starts_with(&format!("{source}: "))), "{source} in {text}");
        assert!(town.state()["sources"][source]["stale"].is_null(), "{source}");
    }
    let history =
        fs::read_to_string(town.folder.join("state/vila-exemplo/ipma-observations.json")).expect("kept");
    // Hours of humidity are missing (−99): the day has 16 of 24 and gives no mean; 20 + 11.5/2 is the mean temperature.
    assert!(history.contains("25.75") && !history.contains("relative_humidity"), "{history}");

    let before = (town.files("packs"), town.files("facts"));
    let again = town.refresh(&[]);
    assert_eq!(again.status.code(), Some(0), "{}", said(&again));
    assert!(!said(&again).contains("new: ") && !said(&again).contains("revised: "), "{}", said(&again));
    assert_eq!((town.files("packs"), town.files("facts")), before);
}

#[test]
fn a_revised_answer_keeps_what_was_said_before_and_changes_of_places_are_told() {
    let town = Town::new("revised");
    assert_eq!(town.refresh(&[]).status.code(), Some(0));
    let edit = |path: &str, from: &str, to: &str| {
        let path = town.folder.join("mirror").join(path);
        let text = fs::read_to_string(&path).expect("an answer");
        assert!(text.contains(from), "{from}");
        fs::write(path, text.replace(from, to)).expect("writes");
    };
    edit("ine/pindica_0004167.json", "2534", "2540");
    edit("api_samples/qualar_medicoes_2024-09-28.json", "40.001", "40.011");
    edit(
        "udata/9901.json",
        "\"last_modified\": \"2024-05-01T00:00:00\",\n   \"organization\"",
        "\"last_modified\": \"2024-06-01T00:00:00\",\n   \"organization\"",
    );
    let run = town.refresh(&[]);
    let text = said(&run);
    assert_eq!(run.status.code(), Some(0), "{text}");
    assert!(text.contains("revised: population  city/9901 2023: 2534 → 2540 person"), "{text}");
    assert!(text.contains("the source revised the figure"), "{text}");
    assert!(text.contains("air_station 9001 moved by 1112 m"), "{text}");
    let kept =
        fs::read_to_string(town.folder.join("state/vila-exemplo/ine-population.json")).expect("a history");
    assert!(kept.contains("2534") && kept.contains("2540"), "{kept}");
}

/// What becomes of an answer.
type Damage = fn(&[u8]) -> Option<Vec<u8>>;

const DAMAGES: [(&str, Damage); 6] = [
    ("went away", |_| None),
    ("nothing", |_| Some(vec![])),
    ("a page for people", |_| {
        Some(
            b"<!DOCTYPE html><html><head><title>503</title></head><body>Volte mais tarde</body></html>"
                .to_vec(),
        )
    }),
    ("another page", |_| Some("\u{feff}\n <html lang=\"pt\"><body>Erro</body></html>".into())),
    ("an error as JSON", |_| {
        Some(br#"{"error":true,"reason":"rate limit","error_code":"TooMany"}"#.to_vec())
    }),
    ("cut off", |bytes| Some(bytes[..bytes.len() * 3 / 5].to_vec())),
];

#[test]
fn no_damage_to_any_answer_reaches_the_pack() {
    let town = Town::new("damaged");
    assert_eq!(town.refresh(&[]).status.code(), Some(0));
    let before = (town.files("packs"), town.files("facts"));
    for (source, file) in SOURCES {
        let path = town.folder.join("mirror").join(file);
        let good = fs::read(&path).expect("an answer");
        for (what, damage) in DAMAGES {
            match damage(&good) {
                Some(bytes) => fs::write(&path, bytes).expect("writes"),
                None => fs::remove_file(&path).expect("removed"),
            }
            let run = town.refresh(&["--source", source]);
            let text = said(&run);
            assert_eq!(run.status.code(), Some(1), "{source}, {what}: {text}");
            assert!(
                text.contains(&format!("{source}: stale: ")) && text.contains("is kept"),
                "{source}, {what}: {text}"
            );
            assert_eq!((town.files("packs"), town.files("facts")), before, "{source}, {what}");
            let state = &town.state()["sources"][source];
            assert!(
                state["stale"].is_string() && state["last_good"].is_string(),
                "{source}, {what}: {state}"
            );
        }
        fs::write(&path, &good).expect("writes");
        let run = town.refresh(&["--source", source]);
        assert_eq!(run.status.code(), Some(0), "{source}: a good answer ends it: {}", said(&run));
        assert!(town.state()["sources"][source]["stale"].is_null(), "{source}");
    }
    // One that is down does not keep the others from their new figures.
    fs::write(town.folder.join("mirror/udata/9901.json"), "<html>").expect("writes");
    let path = town.folder.join("mirror/ine/pindica_0004167.json");
    let text = fs::read_to_string(&path).expect("an answer").replace("2534", "2541");
    fs::write(path, text).expect("writes");
    let run = town.refresh(&[]);
    assert_eq!(run.status.code(), Some(1));
    assert!(
        said(&run).contains("2534 → 2541") && said(&run).contains("stale: dados-gov\n"),
        "{}",
        said(&run)
    );
}

#[test]
fn another_unit_and_impossible_figures_are_held_back() {
    let town = Town::new("units");
    assert_eq!(town.refresh(&[]).status.code(), Some(0));
    let before = town.files("packs");
    let path = town.folder.join("mirror/eredes/consumos_mensais.csv");
    let good = fs::read_to_string(&path).expect("the table");
    // Kilowatt-hours that became megawatt-hours: every figure a thousandth.
    let thousandth: String = good
        .lines()
        .map(|line| {
            let cells: Vec<String> = line.split(';').map(str::to_owned).collect();
            let number = cells[7].replace(',', ".").parse::<f64>();
            let cell =
                number.map_or_else(|_| cells[7].clone(), |v| (v / 1000.0).to_string().replace('.', ","));
            [&cells[..7], &[cell], &cells[8..]].concat().join(";") + "\n"
        })
        .collect();
    fs::write(&path, thousandth).expect("writes");
    let run = town.refresh(&["--source", "eredes"]);
    assert_eq!(run.status.code(), Some(1), "{}", said(&run));
    assert!(said(&run).contains("may have changed a unit"), "{}", said(&run));
    assert_eq!(town.files("packs"), before);
    // A negative consumption is put in quarantine with its reason; the others go on.
    fs::write(&path, good.replace("285000,0", "-285000,0")).expect("writes");
    let run = town.refresh(&["--source", "eredes"]);
    let text = said(&run);
    assert_eq!(run.status.code(), Some(0), "{text}");
    assert!(
        text.contains("in quarantine: electricity_billed parish2013/990101 2024-02: -285000 lies outside"),
        "{text}"
    );
    let facts =
        fs::read_to_string(town.folder.join("facts/vila-exemplo/series/refreshed-e-redes-billed.csv"))
            .expect("facts");
    let listed = town.quarantine();
    let aside = listed.as_array().and_then(|l| l.iter().find(|a| a["by"] == "electricity-range"));
    let aside = aside.unwrap_or_else(|| panic!("{listed}"));
    assert_eq!(
        (aside["source"].as_str(), aside["value"].as_str()),
        (Some("eredes"), Some("-285000")),
        "{aside}"
    );
    assert_eq!(
        (aside["geo"].as_str(), aside["period"].as_str()),
        (Some("parish2013/990101"), Some("2024-02")),
        "{aside}"
    );
    assert!(aside["reason"].as_str().is_some_and(|r| r.starts_with("-285000 lies outside")), "{aside}");
    assert!(text.contains("`gemeo quarantine --city vila-exemplo` says what and why"), "{text}");
    assert!(facts.contains("parish2013/990101,2024-02,285000,") && !facts.contains("-285000"), "{facts}");
    assert!(
        facts.contains("city/9901,2024-02,570000,"),
        "a sum does not rest on what is in quarantine: {facts}"
    );
    // Once the source has mended it nothing is set aside any more.
    fs::write(&path, &good).expect("writes");
    assert_eq!(town.refresh(&["--source", "eredes"]).status.code(), Some(0));
    let listed = town.quarantine();
    assert!(listed.as_array().is_some_and(|l| l.iter().all(|a| a["by"] != "electricity-range")), "{listed}");
}

#[test]
fn what_cannot_be_asked_for_is_said() {
    let town = Town::new("asked");
    let unknown = town.refresh(&["--source", "eurostatt"]);
    assert_eq!(unknown.status.code(), Some(1));
    assert!(said(&unknown).contains("there is no source “eurostatt”"), "{}", said(&unknown));
    let month = town.refresh(&["--from", "2026-11"]);
    assert!(said(&month).contains("is not a day; write --from 2026-11-01"), "{}", said(&month));
    assert_eq!(town.refresh(&["--nothing"]).status.code(), Some(2));
    let list = Command::new(env!("CARGO_BIN_EXE_gemeo")).args(["refresh", "--list"]).output().expect("runs");
    assert!(list.status.success() && said(&list).contains("eredes-meters"), "{}", said(&list));
}
