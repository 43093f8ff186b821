use std::path::PathBuf;

use serde_json::{Value, json};

use super::*;
use crate::pack::{CORE, DETAIL, GEOGRAPHY, MANIFEST, Pack, SOURCES, manifest::sha256};

type Files = BTreeMap<String, Vec<u8>>;

/// The committed pack of Porto: small, and with every kind of file.
fn porto() -> Files {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../public/packs/porto");
    let read = |name: &str| (name.to_owned(), std::fs::read(folder.join(name)).expect("the committed pack"));
    [MANIFEST, CORE, DETAIL, GEOGRAPHY, SOURCES].into_iter().map(read).collect()
}

fn parse(files: &Files, name: &str) -> Value {
    serde_json::from_slice(&files[name]).expect("JSON")
}

/// Changes one file; its hash is then stale.
fn edited(name: &str, edit: impl FnOnce(&mut Value)) -> Files {
    let mut files = porto();
    let mut value = parse(&files, name);
    edit(&mut value);
    files.insert(name.into(), serde_json::to_vec(&value).expect("writes"));
    files
}

/// Gives the manifest the hashes of the files as they are.
fn rehashed(mut files: Files) -> Files {
    let mut manifest = parse(&files, MANIFEST);
    for (name, bytes) in files.iter().filter(|(name, _)| *name != MANIFEST) {
        manifest["files"][name] = json!({ "sha256": sha256(bytes), "bytes": bytes.len() });
    }
    files.insert(MANIFEST.into(), serde_json::to_vec(&manifest).expect("writes"));
    files
}

fn codes(files: &Files) -> Vec<(String, String)> {
    let mut codes: Vec<_> = check(files).into_iter().map(|f| (f.file, f.code)).collect();
    codes.dedup();
    codes
}

/// The fault is told both with a stale hash (and the hash too) and with a right one (and nothing else).
fn told(name: &str, code: &str, edit: impl Fn(&mut Value)) -> Vec<Fault> {
    let both = codes(&edited(name, &edit));
    assert!(both.iter().any(|(f, c)| f == name && (c == "hash" || c == "size")), "{code}: {both:?}");
    let faults = check(&rehashed(edited(name, &edit)));
    assert!(faults.iter().any(|f| f.file == name && f.code == code), "{code}: {faults:?}");
    assert!(faults.iter().all(|f| f.code != "hash" && f.code != "size"), "{faults:?}");
    faults
}

/// Row of the first population of a parish in 2021, in the detail table.
fn parish_row(detail: &Value) -> usize {
    let table = &detail["table"];
    let find = |list: &str, test: &dyn Fn(&Value) -> bool| {
        table[list].as_array().and_then(|l| l.iter().position(test)).expect("is there")
    };
    let series = find("series", &|s| s["concept"] == "population");
    let period = find("period", &|p| p == "2021");
    let rows = table["columns"]["series"].as_array().map_or(0, Vec::len);
    let is = |row: &usize| {
        table["columns"]["series"][*row] == series && table["columns"]["period"][*row] == period
    };
    (0..rows).find(is).expect("a population row")
}

#[test]
fn the_committed_pack_is_sound_and_opens() {
    assert_eq!(check(&porto()), []);
    let pack = Pack::read(&porto()).expect("opens");
    assert_eq!((pack.profile.name.as_str(), pack.profile.code.as_str()), ("Porto", "1312"));
    assert!(pack.geography.is_some() && pack.detail.is_some() && !pack.sources.is_empty());
}

#[test]
fn a_flipped_byte_is_a_wrong_hash() {
    let mut files = porto();
    let bytes = files.get_mut(GEOGRAPHY).expect("there");
    let at = bytes.iter().rposition(u8::is_ascii_digit).expect("a digit");
    bytes[at] ^= 1;
    assert!(codes(&files).contains(&(GEOGRAPHY.into(), "hash".into())));
    assert!(matches!(Pack::read(&files), Err(PackError::Hash { file, .. }) if file == GEOGRAPHY));
}

#[test]
fn a_cut_off_file_a_missing_file_and_a_stranger_are_told() {
    let mut files = porto();
    files.get_mut(CORE).expect("there").truncate(1000);
    files.remove(SOURCES);
    files.insert("notes.txt".into(), b"hello".to_vec());
    let codes = codes(&files);
    for (file, code) in
        [(CORE, "size"), (CORE, "json"), (SOURCES, "missing-file"), ("notes.txt", "unlisted-file")]
    {
        assert!(codes.contains(&(file.into(), code.into())), "{file} {code}: {codes:?}");
    }
}

#[test]
fn a_wrong_unit_names_row_and_column() {
    let faults = told(DETAIL, "unit", |d| {
        let list = d["table"]["series"].as_array_mut().expect("a list");
        let series = list.iter_mut().find(|s| s["concept"] == "population").expect("population");
        series["unit"] = "km2".into();
    });
    let fault = faults.iter().find(|f| f.code == "unit").expect("told");
    assert!(fault.row.is_some() && fault.column.as_deref() == Some("unit"), "{fault:?}");
    assert!(fault.message.contains("person") && fault.message.contains("km2"), "{fault:?}");
    told(DETAIL, "unit", |d| d["table"]["series"][0]["unit"] = "parsecs".into());
    told(DETAIL, "concept", |d| d["table"]["series"][0]["concept"] = "popullation".into());
}

#[test]
fn an_unknown_parish_is_told_and_the_one_left_out_too() {
    let faults = told(DETAIL, "unknown-place", |d| {
        let geo = d["table"]["geo"].as_array_mut().expect("a list");
        *geo.iter_mut().find(|g| *g == "parish2013/131202").expect("Bonfim") = "parish2013/131299".into();
    });
    assert!(faults.iter().any(|f| f.code == "missing-row" && f.message.contains("131202")), "{faults:?}");
}

#[test]
fn a_duplicate_a_negative_and_a_wrong_total_are_told() {
    let faults = told(DETAIL, "negative", |d| {
        let row = parish_row(d);
        d["table"]["columns"]["value"][row] = json!(-5);
    });
    assert!(faults.iter().any(|f| f.code == "total"), "{faults:?}");
    let fault = faults.iter().find(|f| f.code == "negative").expect("told");
    assert_eq!(fault.column.as_deref(), Some("value"));
    let faults = told(DETAIL, "duplicate", |d| {
        let row = parish_row(d);
        let geo = d["table"]["columns"]["geo"][row].clone();
        d["table"]["columns"]["geo"][row + 1] = geo;
        let period = d["table"]["columns"]["period"][row].clone();
        d["table"]["columns"]["period"][row + 1] = period;
    });
    assert!(faults.iter().any(|f| f.code == "duplicate" && f.row.is_some()));
}

#[test]
fn a_value_beside_a_reason_for_none_and_none_without_a_reason_are_told() {
    told(DETAIL, "missing-value", |d| {
        let row = parish_row(d);
        d["table"]["columns"]["value"][row] = Value::Null;
    });
    told(DETAIL, "notation", |d| {
        let rows = d["table"]["columns"]["series"].as_array().map_or(0, Vec::len);
        d["table"]["columns"]["notation"] = json!(vec![Some("NE"); rows]);
    });
    told(DETAIL, "status", |d| {
        let status = d["table"]["columns"]["status"].as_str().map(|s| "L".repeat(s.len()));
        d["table"]["columns"]["status"] = status.into();
    });
}

#[test]
fn indices_that_lead_nowhere_and_text_that_is_none_are_told() {
    let faults = told(DETAIL, "table", |d| d["table"]["columns"]["period"][3] = json!(99));
    let fault = faults.iter().find(|f| f.code == "table").expect("told");
    assert_eq!((fault.row, fault.column.as_deref()), (Some(3), Some("period")));
    told(GEOGRAPHY, "geography", |g| g["geography"]["arcs"]["left"][0] = json!(70));
    told(GEOGRAPHY, "geography", |g| g["geography"]["arcs"]["points"][0][0] = json!(7));
    let mut files = porto();
    files.get_mut(CORE).expect("there")[40] = 0xff;
    assert!(codes(&rehashed(files)).contains(&(CORE.into(), "utf8".into())));
}

#[test]
fn a_newer_version_says_so_and_an_older_reader_stops() {
    for name in [CORE, DETAIL, GEOGRAPHY, SOURCES] {
        let faults = told(name, "newer-version", |v| {
            *v = json!({ "schema": v["schema"], "version": 2, "other": "form" });
        });
        assert!(faults.iter().any(|f| f.message.contains("newer")), "{faults:?}");
    }
    let files = edited(MANIFEST, |m| m["version"] = json!(99));
    assert!(codes(&files).contains(&(MANIFEST.into(), "newer-version".into())));
    assert!(matches!(Pack::read(&files), Err(PackError::NewerVersion { found: 99, .. })));
}

#[test]
fn sizes_beyond_reason_and_names_that_lead_elsewhere_are_refused() {
    let giant = edited(MANIFEST, |m| m["files"][CORE]["bytes"] = json!(u64::MAX));
    assert!(codes(&giant).contains(&(CORE.into(), "too-large".into())));
    for name in ["../../etc/passwd", "/etc/passwd", "..", "core.json/../x", "manifest.json"] {
        let files = edited(MANIFEST, |m| m["files"][name] = m["files"][CORE].clone());
        assert!(codes(&files).contains(&(name.into(), "unlisted-file".into())), "{name}");
        assert!(Pack::read(&files).is_err());
    }
}

#[test]
fn sources_without_a_licence_and_figures_without_a_source_are_told() {
    told(SOURCES, "licence", |s| s["sources"][0]["licence"] = "".into());
    told(SOURCES, "json", |s| s["sources"][0]["reuse"] = "whatever".into());
    told(CORE, "source", |c| c["table"]["source"][0] = "rumour".into());
    told(GEOGRAPHY, "licence", |g| g["geography"]["sources"][0] = "apa-qualar-stations".into());
}

#[test]
fn the_index_is_compared_with_the_packs() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../public/packs");
    let bytes = std::fs::read(folder.join("index.json")).expect("committed");
    let read = |id: &str| (id.to_owned(), std::fs::read(folder.join(id).join(MANIFEST)).expect("committed"));
    let mut manifests: BTreeMap<_, _> = ["guimaraes", "lisboa", "porto"].into_iter().map(read).collect();
    assert_eq!(index(&bytes, &manifests), []);
    manifests.remove("porto");
    manifests.insert("braga".into(), Vec::new());
    let codes: Vec<_> = index(&bytes, &manifests).into_iter().map(|f| f.code).collect();
    assert_eq!(codes, ["missing-file", "unlisted-file"]);
    let text =
        String::from_utf8(bytes).expect("UTF-8").replace("\"path\":\"porto\"", "\"path\":\"../porto\"");
    assert_eq!(index(text.as_bytes(), &manifests)[0].code, "unlisted-file");
}

/// Random damage, with stale and with right hashes, never panics and is never taken for a sound pack
/// when the hashes are stale.
#[test]
fn random_damage_never_panics() {
    let sound = porto();
    let names = [MANIFEST, CORE, DETAIL, GEOGRAPHY, SOURCES];
    // Knuth's MMIX generator: the same damage in every run.
    let mut state = 2_026_u64;
    let mut random = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % below.max(1)
    };
    for _ in 0..150 {
        let mut files = sound.clone();
        let name = names[random(names.len())];
        let bytes = files.get_mut(name).expect("there");
        for _ in 0..=random(4) {
            let at = random(bytes.len());
            match random(5) {
                0 => bytes[at] = random(256) as u8,
                1 => bytes[at] = b"0123456789-[]{},\"e."[random(19)],
                2 => drop(bytes.drain(at..(at + random(50)).min(bytes.len()))),
                3 => bytes.truncate(at.max(1)),
                _ => bytes.insert(at, b'9'),
            }
        }
        if files == sound {
            continue;
        }
        let changed = name != MANIFEST;
        assert!(!changed || !check(&files).is_empty());
        let _ = Pack::read(&files);
        if changed {
            let files = rehashed(files);
            let faults = check(&files);
            assert!(faults.len() <= MAX_FAULTS + 1);
            if let Ok(pack) = Pack::read(&files) {
                let shown = pack.geography.map(|g| g.to_geojson(crate::geo::Level::Parish2013));
                assert!(shown.is_some());
            }
        }
    }
}
