//! The catalogue against the shapes of DCAT-AP 3.0.1, and entities against the Smart Data Models.
//!
//! The validators are Python's (pyshacl, jsonschema), put into an environment under target/ on first use.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use gemeo_shared::{
    connect::series,
    observation::{Observation, Series, Status},
    semantic::ngsi_ld,
};
use serde_json::Value;

use crate::root;

/// The folder of standards and a Python with the validators, or none with a line that says why.
fn validators(test: &str) -> Option<(PathBuf, PathBuf)> {
    let data =
        std::env::var_os("GEMEO_TEST_DATA").map_or_else(|| root().join("../shared/data"), PathBuf::from);
    let skip = |why: &str| println!("skipped: {test}: {why}");
    if !data.join("standards").is_dir() {
        skip(&format!("no folder {} (GEMEO_TEST_DATA)", data.join("standards").display()));
        return None;
    }
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("validators");
    let python = folder.join("bin/python");
    if !folder.join("ready").is_file() {
        let made = Command::new("python3").args(["-m", "venv"]).arg(&folder).output();
        if !made.is_ok_and(|o| o.status.success()) {
            skip("no python3 with venv");
            return None;
        }
        let got = Command::new(&python)
            .args(["-m", "pip", "install", "--quiet", "pyshacl==0.40.1", "jsonschema==4.26.0"])
            .output();
        if !got.is_ok_and(|o| o.status.success()) {
            skip("pyshacl and jsonschema cannot be installed");
            return None;
        }
        fs::write(folder.join("ready"), "").expect("writes");
    }
    Some((data.join("standards"), python))
}

fn run(python: &Path, args: &[&str]) -> Value {
    let script = root().join("tools/testing/shacl.py");
    let output = Command::new(python).arg(script).args(args).output().expect("python runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    eprintln!("{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("JSON")
}

fn catalogue(extra: &[&str]) -> String {
    let args = [
        "catalogue",
        "dcat",
        "--base",
        "https://gemeo.example.org/",
        "--publisher",
        "Município",
        "--contact",
        "mailto:dados@example.org",
    ];
    let output = Command::new(env!("CARGO_BIN_EXE_gemeo"))
        .args(args)
        .args(extra)
        .current_dir(root())
        .output()
        .expect("gemeo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("UTF-8")
}

/// What is wrong, what is looked for and what is put in its place.
const MUTATIONS: [(&str, &str, &str); 10] = [
    (
        "a catalogue without a title",
        "dcterms:title \"Catalogue of the digital twin\"@en ;\n    dcterms:title \"Catálogo do gémeo digital\"@pt ;",
        "",
    ),
    ("a title that is a thing", "dcterms:title \"Data of Porto\"@en", "dcterms:title <https://x.pt/t>"),
    ("a size that is no number", "^^xsd:nonNegativeInteger", "^^xsd:string"),
    (
        "an access address that is a text",
        "dcat:accessURL <https://gemeo.example.org/packs/porto/core.json>",
        "dcat:accessURL \"core.json\"",
    ),
    ("a checksum that is no hexBinary", "^^xsd:hexBinary", "^^xsd:string"),
    ("a checksum without an algorithm", "spdx:algorithm spdx:checksumAlgorithm_sha256 ;", ""),
    (
        "a publisher that is a text",
        "dcterms:publisher <https://gemeo.example.org/publisher>",
        "dcterms:publisher \"x\"",
    ),
    ("an agent without a name", "foaf:name \"Município\"@pt", "foaf:nick \"m\"@pt"),
    (
        "a contact that is a text",
        "dcat:contactPoint <https://gemeo.example.org/contact>",
        "dcat:contactPoint \"x\"",
    ),
    ("a media type of another class", "a dcterms:MediaType .", "a skos:Collection ."),
];

#[test]
fn the_catalogue_passes_both_sets_of_shapes_and_mutations_fail() {
    let Some((standards, python)) = validators("the_catalogue_passes_both_sets_of_shapes_and_mutations_fail")
    else {
        return;
    };
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("dcat");
    fs::create_dir_all(&folder).expect("a folder");
    let write = |name: &str, text: &str| {
        let path = folder.join(name);
        fs::write(&path, text).expect("writes");
        path.to_str().expect("UTF-8").to_owned()
    };
    let one = catalogue(&["--city", "porto"]);
    // Shapes take an empty title for one.
    assert!(!one.contains("\"\"@"), "a text is empty");
    assert!(one.contains("dcterms:title \"Qualidade do ar: média anual\"@pt"), "indicators have their names");
    let mut files = vec![write("all.ttl", &catalogue(&["--concepts"])), write("one.ttl", &one)];
    for (i, (what, from, to)) in MUTATIONS.iter().enumerate() {
        assert!(one.contains(from), "{what}: “{from}” is not in the catalogue");
        files.push(write(&format!("mutation-{i}.ttl"), &one.replace(from, to)));
    }
    let shapes = ["shapes.ttl", "dcat-ap-SHACL.ttl"]
        .map(|n| standards.join("dcat-ap-3.0.1").join(n).to_str().expect("UTF-8").to_owned());
    let mut args = vec!["shacl".to_owned(), shapes.join(",")];
    args.extend(files.clone());
    let result = run(&python, &args.iter().map(String::as_str).collect::<Vec<_>>());
    for file in &files[..2] {
        assert_eq!(result[file], serde_json::json!([true, true]), "{file}");
    }
    for ((what, ..), file) in MUTATIONS.iter().zip(&files[2..]) {
        let held = result[file].as_array().expect("a list");
        assert!(held.iter().any(|h| h == false), "{what} was not noticed");
    }
}

#[test]
fn entities_validate_against_the_smart_data_models() {
    let Some((standards, python)) = validators("entities_validate_against_the_smart_data_models") else {
        return;
    };
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("entities");
    fs::create_dir_all(&folder).expect("a folder");
    let output = Command::new(env!("CARGO_BIN_EXE_gemeo"))
        .args(["entities", "--city", "lisboa"])
        .current_dir(root())
        .output()
        .expect("gemeo runs");
    let mut entities: Vec<Value> = serde_json::from_slice(&output.stdout).expect("entities");
    assert!(entities.len() > 1000, "{}", entities.len());
    entities.push(air(series(
        "air_concentration",
        "µg/m3",
        &[("pollutant", "PM2.5"), ("statistic", "hour")],
    )));
    for model in ["AirQualityObserved", "CarbonFootprint", "KeyPerformanceIndicator"] {
        let of_model: Vec<&Value> = entities.iter().filter(|e| e["type"] == model).collect();
        assert!(!of_model.is_empty(), "no {model}");
        let path = folder.join(format!("{model}.json"));
        fs::write(&path, serde_json::to_string(&of_model).expect("JSON")).expect("writes");
        let schema = standards.join("smart-data-models").join(model).join("schema.json");
        let errors =
            run(&python, &["schema", schema.to_str().expect("UTF-8"), path.to_str().expect("UTF-8")]);
        assert_eq!(errors, serde_json::json!([]), "{model}");
        for entity in of_model {
            ngsi_ld::observation(entity).unwrap_or_else(|e| panic!("{e}"));
        }
    }
    // A model that is broken is noticed.
    let path = folder.join("broken.json");
    fs::write(&path, r#"[{"id": "urn:x", "type": "AirQualityObserved", "no2": "forty"}]"#).expect("writes");
    let schema = standards.join("smart-data-models/AirQualityObserved/schema.json");
    let errors = run(&python, &["schema", schema.to_str().expect("UTF-8"), path.to_str().expect("UTF-8")]);
    assert!(errors.as_array().is_some_and(|e| e.len() >= 2), "{errors}");
}

/// The competency questions of the knowledge model (`docs/questions`), answered by rdflib from what `gemeo` writes.
#[test]
fn the_model_answers_its_questions() {
    let Some((_, python)) = validators("the_model_answers_its_questions") else { return };
    let args = ["catalogue", "model", "--base", "https://gemeo.example.org"];
    let cities = ["--city", "lisboa", "--city", "porto", "--city", "guimaraes"];
    let output = Command::new(env!("CARGO_BIN_EXE_gemeo"))
        .args(args.iter().chain(&cities))
        .current_dir(root())
        .output()
        .expect("gemeo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let file = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("model.ttl");
    fs::write(&file, output.stdout).expect("writes");
    let mut questions: Vec<String> = fs::read_dir(root().join("docs/questions"))
        .expect("the questions")
        .map(|e| e.expect("an entry").path().to_str().expect("UTF-8").to_owned())
        .collect();
    questions.sort();
    let mut call = vec!["sparql", file.to_str().expect("UTF-8")];
    call.extend(questions.iter().map(String::as_str));
    let answers = run(&python, &call);
    let rows = |name: &str| {
        let list = answers[format!("{name}.rq")].as_array().unwrap_or_else(|| panic!("no answer to {name}"));
        let cell = |c: &Value| c.as_str().unwrap_or_default().to_owned();
        list.iter()
            .map(|r| r.as_array().expect("a row").iter().map(cell).collect())
            .collect::<Vec<Vec<String>>>()
    };
    let number = |text: &str| text.parse::<f64>().expect("a number");
    assert_eq!(
        rows("01-sum-of-parishes"),
        [["Guimarães", "156830"], ["Lisboa", "545796"], ["Porto", "231800"]],
        "Census 2021"
    );
    let transport = rows("02-emissions-of-transport");
    assert_eq!(transport.iter().map(|r| r[0].as_str()).collect::<Vec<_>>(), ["2018", "2019", "2020"]);
    assert!(transport.iter().all(|r| number(&r[1]) > 100_000.0), "{transport:?}");
    let above = rows("03-above-the-limit");
    assert!(above.iter().any(|r| r[0].contains("Liberdade")), "{above:?}");
    assert!(above.iter().all(|r| number(&r[1]) > 40.0), "{above:?}");
    let promised = rows("04-promises");
    for city in ["Guimarães", "Lisboa", "Porto"] {
        assert!(promised.contains(&vec![city.into(), "2030".into()]), "{promised:?}");
    }
    let keys = rows("05-notation-keys");
    assert!(
        !keys.is_empty() && keys.iter().all(|r| ["IE", "NE", "NO", "C"].contains(&r[1].as_str())),
        "{keys:?}"
    );
    assert!(rows("06-who-uses-population").iter().any(|r| r[0] == "Population density (land area)"));
    assert!(rows("07-known-everywhere").iter().any(|r| r[0].ends_with("/terms/population")));
    assert!(number(&rows("08-in-the-terms-of-saref")[0][0]) >= 60.0);
}

fn air(series: Series) -> Value {
    let hour = Observation {
        series,
        geo: "station/3072".parse().expect("a place"),
        period: "2026-09-28T13".parse().expect("a period"),
        value: Some(8.5),
        status: Status::P,
        notation: None,
        quality: None,
        uncertainty: None,
        source: "apa-qualar-hourly".into(),
        note: None,
    };
    ngsi_ld::entity(&hour, Some([-9.149_012, 38.748_566]))
}
