//! `gemeo refresh` with recorded answers: what changed is said, and no answer damages a pack.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

use crate::root;

fn mirror(test: &str) -> Option<PathBuf> {
    let folder =
        std::env::var_os("GEMEO_TEST_DATA").map_or_else(|| root().join("../shared/data"), PathBuf::from);
    if folder.is_dir() {
        return Some(folder);
    }
    println!("skipped: {test}: no folder {} (GEMEO_TEST_DATA)", folder.display());
    None
}

pub fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder").flatten() {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::write(&target, fs::read(entry.path()).expect("a file")).expect("writes");
        }
    }
}

/// A city with facts, packs and a mirror of its own, which a test may change.
struct Twin {
    folder: PathBuf,
}

impl Twin {
    fn new(name: &str, data: &Path) -> Self {
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("refresh").join(name);
        let _ = fs::remove_dir_all(&folder);
        copy(&root().join("data/facts"), &folder.join("facts"));
        copy(&root().join("public/packs"), &folder.join("packs"));
        copy(&data.join("eredes"), &folder.join("mirror/eredes"));
        Self { folder }
    }

    fn refresh(&self, city: &str, source: &str, mirror: &Path) -> Output {
        let at = |name: &str| self.folder.join(name).to_str().expect("UTF-8").to_owned();
        let args =
            ["refresh", "--city", city, "--source", source, "--mirror", mirror.to_str().expect("UTF-8")];
        Command::new(env!("CARGO_BIN_EXE_gemeo"))
            .args(args)
            .args(["--facts", &at("facts"), "--out", &at("packs"), "--state", &at("state")])
            .output()
            .expect("gemeo runs")
    }

    /// Every source of a city.
    fn refresh_all(&self, city: &str, mirror: &Path) -> Output {
        let at = |name: &str| self.folder.join(name).to_str().expect("UTF-8").to_owned();
        Command::new(env!("CARGO_BIN_EXE_gemeo"))
            .args(["refresh", "--city", city, "--mirror", mirror.to_str().expect("UTF-8")])
            .args(["--facts", &at("facts"), "--out", &at("packs"), "--state", &at("state")])
            .output()
            .expect("gemeo runs")
    }

    fn pack(&self, city: &str) -> Vec<u8> {
        fs::read(self.folder.join("packs").join(city).join("manifest.json")).expect("a pack")
    }

    fn own_mirror(&self) -> PathBuf {
        self.folder.join("mirror")
    }

    /// The mirror's table of billed electricity, changed.
    fn change(&self, change: impl Fn(String) -> String) {
        let path = self.own_mirror().join("eredes/consumos_mensais_por_concelho_LX_PT_GMR_2024.csv");
        let text = fs::read_to_string(&path).expect("the table");
        fs::write(path, change(text)).expect("writes");
    }
}

pub fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

#[test]
fn figures_that_are_as_they_were_leave_the_pack_alone() {
    let Some(data) = mirror("figures_that_are_as_they_were_leave_the_pack_alone") else { return };
    let twin = Twin::new("same", &data);
    // Five years, five pollutants, a mean and a data capture each. The facts have CO of two years from mg/m³ with two
    // decimals; the hourly readings say it more exactly.
    let first = said(&twin.refresh("porto", "qualar", &data));
    assert!(first.contains(" figures, 50 of them for the facts, 48 as they were there"), "{first}");
    assert!(
        first.contains("revised: air_annual_mean pollutant=CO station/1028 2017: 410 → 409.43 µg/m3"),
        "{first}"
    );
    let before = twin.pack("porto");
    let run = twin.refresh("porto", "qualar", &data);
    let text = said(&run);
    assert!(run.status.success(), "{text}");
    assert!(text.contains(" figures, 50 of them for the facts, 50 as they were there"), "{text}");
    assert_eq!(twin.pack("porto"), before);
}

#[test]
fn a_revised_figure_reaches_the_pack_and_keeps_its_history() {
    let Some(data) = mirror("a_revised_figure_reaches_the_pack_and_keeps_its_history") else { return };
    let twin = Twin::new("revised", &data);
    let first = twin.refresh("porto", "eredes", &twin.own_mirror());
    assert!(first.status.success(), "{}", said(&first));
    assert!(said(&first).contains("held back"), "February is incomplete: {}", said(&first));
    let before = twin.pack("porto");
    twin.change(|text| text.replace(";9991384.577;", ";9991999.577;"));
    let second = twin.refresh("porto", "eredes", &twin.own_mirror());
    let text = said(&second);
    assert!(second.status.success(), "{text}");
    assert!(
        text.contains(
            "revised: electricity_billed voltage=low parish2013/131211 2024-01: 9991384.6 → 9991999.577"
        ),
        "{text}"
    );
    assert!(text.contains("the source revised the figure"), "{text}");
    assert_ne!(twin.pack("porto"), before);
    let history = fs::read_to_string(twin.folder.join("state/porto/eredes.json")).expect("a history");
    assert!(history.contains("9991384.577") && history.contains("9991999.577"));
    let check = Command::new(env!("CARGO_BIN_EXE_gemeo"))
        .args(["pack", "check"])
        .arg(twin.folder.join("packs/porto"))
        .output()
        .expect("runs");
    assert!(check.status.success(), "{}", said(&check));
}

/// Every source that has a recorded answer about a city gives its figures, twice the same.
#[test]
fn every_recorded_answer_is_refreshed_from() {
    let Some(data) = mirror("every_recorded_answer_is_refreshed_from") else { return };
    let expected: [(&str, &[&str]); 3] = [
        (
            "lisboa",
            &[
                "qualar",
                "eredes",
                "eredes-meters",
                "eredes-hourly",
                "ine-census",
                "eurostat",
                "c40",
                "ipma-municipal",
                "dgt",
                "lisboa-cycleways",
                "carris-metropolitana",
                "carris-demand",
            ],
        ),
        (
            "porto",
            &[
                "qualar",
                "eredes",
                "eredes-meters",
                "eurostat",
                "ngsi",
                "gtfs-stcp",
                "stcp-stops",
                "dgt",
                "geoapi",
            ],
        ),
        ("guimaraes", &["qualar", "eredes", "eredes-meters", "ine-population", "eurostat", "dgt"]),
    ];
    for (city, sources) in expected {
        let twin = Twin::new(&format!("every-{city}"), &data);
        let run = twin.refresh_all(city, &data);
        let text = said(&run);
        println!("{text}");
        assert_eq!(run.status.code(), Some(0), "{city}: {text}");
        for source in sources {
            let line = text.lines().find(|l| l.starts_with(&format!("{source}: "))).unwrap_or_default();
            assert!(line.contains(" figures"), "{city}, {source}: “{line}” in {text}");
        }
        let before = twin.pack(city);
        let again = twin.refresh_all(city, &data);
        assert_eq!(again.status.code(), Some(0), "{city}: {}", said(&again));
        assert!(!said(&again).contains("\n  new: "), "{city}: {}", said(&again));
        assert_eq!(twin.pack(city), before, "{city}");
    }
}

/// Changes the table of the source.
type Damage = fn(String) -> String;

#[test]
fn no_answer_damages_the_pack() {
    let Some(data) = mirror("no_answer_damages_the_pack") else { return };
    let twin = Twin::new("damaged", &data);
    assert!(twin.refresh("porto", "eredes", &twin.own_mirror()).status.success());
    let (before, good) = (
        twin.pack("porto"),
        fs::read(twin.own_mirror().join("eredes/consumos_mensais_por_concelho_LX_PT_GMR_2024.csv"))
            .expect("the table"),
    );
    let damages: [(&str, Damage); 5] = [
        ("an error page", |_| {
            "<!DOCTYPE html><html><head><title>503 Service Unavailable</title></head></html>".into()
        }),
        ("nothing", |_| String::new()),
        ("another form", |text| text.replace("Energia Ativa (kWh)", "Energia")),
        ("another city", |text| text.replace(";1312;", ";1313;").replace(";1312", ";1313")),
        ("a few rows", |text| text.lines().take(3).map(|l| format!("{l}\n")).collect()),
    ];
    for (what, damage) in damages {
        twin.change(damage);
        let run = twin.refresh("porto", "eredes", &twin.own_mirror());
        let text = said(&run);
        assert_eq!(run.status.code(), Some(1), "{what}: {text}");
        assert!(text.contains("stale") && text.contains("is kept"), "{what}: {text}");
        assert_eq!(twin.pack("porto"), before, "{what}");
        let state = fs::read_to_string(twin.folder.join("state/porto/sources.json")).expect("a state");
        assert!(state.contains("\"stale\": \""), "{what}: {state}");
        fs::write(twin.own_mirror().join("eredes/consumos_mensais_por_concelho_LX_PT_GMR_2024.csv"), &good)
            .expect("writes");
    }
    assert!(twin.refresh("porto", "eredes", &twin.own_mirror()).status.success(), "a good answer ends it");
}
