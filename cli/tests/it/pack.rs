//! `gemeo pack` as a person or a build server runs it.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    process::{Command, Output},
};

use serde_json::Value;

use crate::root;

/// A fresh folder under target/ for one test.
fn fresh(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("pack").join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("a folder under target");
    folder
}

fn gemeo(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_gemeo")).args(args).current_dir(root()).output().expect("gemeo runs")
}

fn path(path: &Path) -> &str {
    path.to_str().expect("UTF-8")
}

fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(files(&path).into_iter().map(|(p, b)| (Path::new(&entry.file_name()).join(p), b)));
        } else {
            found.insert(entry.file_name().into(), std::fs::read(&path).expect("a file"));
        }
    }
    found
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder");
    for (name, bytes) in files(from) {
        let path = to.join(name);
        std::fs::create_dir_all(path.parent().expect("inside")).expect("a folder");
        std::fs::write(path, bytes).expect("writes");
    }
}

/// The committed packs are those the facts give, byte for byte.
#[test]
fn the_committed_packs_are_what_the_facts_give() {
    let out = fresh("rebuilt");
    let run = gemeo(&["pack", "build", "--out", path(&out)]);
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    let (built, committed) = (files(&out), files(&root().join("public/packs")));
    assert_eq!(built.keys().collect::<Vec<_>>(), committed.keys().collect::<Vec<_>>());
    for (name, bytes) in &built {
        assert!(Some(bytes) == committed.get(name), "{} differs: run `gemeo pack build`", name.display());
    }
    assert!(!String::from_utf8_lossy(&run.stdout).contains("OVER BUDGET"));
}

/// core.json ≤ 25 kB and a city ≤ 100 kB, compressed with brotli.
#[test]
fn packs_keep_their_budgets() {
    let packs = files(&root().join("public/packs"));
    let mut by_city: BTreeMap<String, usize> = BTreeMap::new();
    for (name, bytes) in packs.iter().filter(|(name, _)| name.components().count() == 2) {
        let params = brotli::enc::BrotliEncoderParams { quality: 11, ..Default::default() };
        let mut out = Vec::new();
        brotli::BrotliCompress(&mut bytes.as_slice(), &mut out, &params).expect("compresses");
        let city = name.parent().expect("a city").display().to_string();
        *by_city.entry(city).or_default() += out.len();
        assert!(!name.ends_with("core.json") || out.len() <= 25_000, "{}: {}", name.display(), out.len());
    }
    assert_eq!(by_city.len(), 3);
    assert!(by_city.values().all(|size| *size <= 100_000), "{by_city:?}");
}

#[test]
fn sound_packs_end_with_0_faults_with_1_and_misuse_with_2() {
    let sound = gemeo(&["pack", "check", "public/packs", "public/packs/lisboa"]);
    assert_eq!(sound.status.code(), Some(0), "{}", String::from_utf8_lossy(&sound.stdout));
    assert_eq!(gemeo(&["pack", "check"]).status.code(), Some(2));
    assert_eq!(gemeo(&["pack", "check", "no/such/folder"]).status.code(), Some(2));
    let empty = fresh("empty");
    let run = gemeo(&["pack", "check", path(&empty)]);
    assert_eq!(run.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&run.stdout).contains("manifest.json: [missing-file]"));
}

#[test]
fn faults_are_listed_with_file_row_and_column_also_as_json() {
    let folder = fresh("edited");
    copy(&root().join("public/packs"), &folder);
    let detail = folder.join("lisboa/detail.json");
    let text = std::fs::read_to_string(&detail).expect("committed");
    let edited = text
        .replace("\"unit\":\"dwelling\"", "\"unit\":\"kWh\"")
        .replace("parish2013/110601", "parish2013/110699");
    assert_ne!(text, edited);
    std::fs::write(&detail, edited).expect("writes");
    let run = gemeo(&["pack", "check", "--json", path(&folder)]);
    assert_eq!(run.status.code(), Some(1));
    let faults: Vec<Value> = serde_json::from_slice(&run.stdout).expect("a JSON array");
    let is = |code: &str, column: Option<&str>| {
        faults.iter().any(|f| {
            f["code"] == code
                && f["column"].as_str() == column
                && f["file"].as_str().is_some_and(|file| file.ends_with("lisboa/detail.json"))
        })
    };
    assert!(is("hash", None) || is("size", None), "{faults:?}");
    assert!(is("unit", Some("unit")) && is("unknown-place", Some("geo")), "{faults:?}");
    let text = gemeo(&["pack", "check", path(&folder.join("lisboa"))]);
    assert!(String::from_utf8_lossy(&text.stdout).contains("[unknown-place]"));
}

#[test]
fn a_file_far_too_large_is_told_and_not_read() {
    let folder = fresh("giant");
    copy(&root().join("public/packs/porto"), &folder);
    let core = std::fs::OpenOptions::new().write(true).open(folder.join("core.json")).expect("there");
    core.set_len(20 << 30).expect("a sparse file");
    let run = gemeo(&["pack", "check", path(&folder)]);
    drop(core);
    std::fs::remove_file(folder.join("core.json")).expect("removes");
    assert_eq!(run.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&run.stdout).contains("core.json: [too-large]"));
}

/// A city that the code has never heard of is a folder of data.
#[test]
fn a_made_up_town_builds_and_checks_without_a_change_of_code() {
    let out = fresh("vila");
    let run = gemeo(&["pack", "build", "--facts", "e2e/fixtures/cities", "--out", path(&out)]);
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    let check = gemeo(&["pack", "check", path(&out)]);
    assert_eq!(check.status.code(), Some(0), "{}", String::from_utf8_lossy(&check.stdout));
    let index: Value = serde_json::from_slice(&files(&out)[Path::new("index.json")]).expect("JSON");
    assert_eq!(index["cities"][0]["profile"]["name"], "Vila Exemplo");
}

#[test]
fn a_fault_in_the_facts_is_told_with_file_row_and_column() {
    let (facts, out) = (fresh("facts"), fresh("facts-out"));
    copy(&root().join("e2e/fixtures/cities"), &facts);
    let population = facts.join("vila-exemplo/series/population.csv");
    let text = std::fs::read_to_string(&population).expect("there");
    let build = |text: &str| {
        std::fs::write(&population, text).expect("writes");
        gemeo(&["pack", "build", "--facts", path(&facts), "--out", path(&out)])
    };
    let said = |run: &Output| String::from_utf8_lossy(&run.stderr).into_owned();
    let run = build(&text.replace(",2500,", ",many,"));
    assert_eq!(run.status.code(), Some(1));
    assert!(said(&run).contains("population.csv, row 2, column “value”"), "{}", said(&run));
    let run = build(&text.replace(",2500,", ",2400,"));
    assert_eq!(run.status.code(), Some(1));
    assert!(said(&run).contains("add up to 2500, not to 2400"), "{}", said(&run));
    let run = gemeo(&["pack", "build", "--facts", path(&facts), "--out", path(&out), "--city", "atlantis"]);
    assert!(said(&run).contains("atlantis"), "{}", said(&run));
}

/// The schemas name the keys the files have.
#[test]
fn the_schemas_know_every_key_of_the_files() {
    for name in ["manifest", "core", "detail", "geography", "sources"] {
        let read = |path: PathBuf| -> Value {
            serde_json::from_slice(&std::fs::read(path).expect("there")).expect("JSON")
        };
        let schema = read(root().join(format!("docs/schema/pack/{name}.json")));
        let file = read(root().join(format!("public/packs/lisboa/{name}.json")));
        let known = schema["properties"].as_object().expect("properties");
        let keys: Vec<&String> = file.as_object().expect("an object").keys().collect();
        assert!(keys.iter().all(|k| known.contains_key(*k)), "{name}: {keys:?}");
        assert_eq!(schema["properties"]["version"]["const"], file["version"], "{name}");
    }
}
