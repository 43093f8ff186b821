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
    semantic::{ngsi_ld, sensor_things},
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
    published("https://gemeo.example.org/", extra)
}

fn published(base: &str, extra: &[&str]) -> String {
    let args = [
        "catalogue",
        "dcat",
        "--base",
        base,
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
    // Addresses relative to the file, as the site publishes it.
    let relative = published("../", &["--city", "porto"]);
    assert!(relative.contains("<../catalogue/pack/porto>") && !relative.contains("gemeo.example.org"));
    let mut files = vec![
        write("all.ttl", &catalogue(&["--concepts"])),
        write("one.ttl", &one),
        write("relative.ttl", &relative),
    ];
    for (i, (what, from, to)) in MUTATIONS.iter().enumerate() {
        assert!(one.contains(from), "{what}: “{from}” is not in the catalogue");
        files.push(write(&format!("mutation-{i}.ttl"), &one.replace(from, to)));
    }
    let shapes = ["shapes.ttl", "dcat-ap-SHACL.ttl"]
        .map(|n| standards.join("dcat-ap-3.0.1").join(n).to_str().expect("UTF-8").to_owned());
    let mut args = vec!["shacl".to_owned(), shapes.join(",")];
    args.extend(files.clone());
    let result = run(&python, &args.iter().map(String::as_str).collect::<Vec<_>>());
    for file in &files[..3] {
        assert_eq!(result[file], serde_json::json!([true, true]), "{file}");
    }
    for ((what, ..), file) in MUTATIONS.iter().zip(&files[3..]) {
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
    let mut entities = written(&["--city", "lisboa"]);
    assert!(entities.len() > 1000, "{}", entities.len());
    let indicators = written(&["--city", "lisboa", "--indicators"]);
    assert!(indicators.iter().any(|e| e["concept"] == "population_density"), "indicators are entities too");
    entities.extend(indicators);
    entities.extend(of_rare_models());
    let models = [
        "AirQualityObserved",
        "CarbonFootprint",
        "EVChargingStation",
        "KeyPerformanceIndicator",
        "SolarEnergy",
        "TrafficFlowObserved",
    ];
    for model in models {
        let of_model: Vec<&Value> = entities.iter().filter(|e| e["type"] == model).collect();
        assert!(!of_model.is_empty(), "no {model}");
        let path = folder.join(format!("{model}.json"));
        fs::write(&path, serde_json::to_string(&of_model).expect("JSON")).expect("writes");
        let schema = standards.join("smart-data-models").join(model).join("schema.json");
        let errors =
            run(&python, &["schema", schema.to_str().expect("UTF-8"), path.to_str().expect("UTF-8")]);
        assert_eq!(errors, serde_json::json!([]), "{model}");
        for entity in &of_model {
            ngsi_ld::observation(entity).unwrap_or_else(|e| panic!("{e}"));
        }
        // A value that is a text and a type that is another are noticed.
        let mut broken = of_model[0].clone();
        broken["type"] = serde_json::json!("Other");
        fs::write(&path, serde_json::json!([broken]).to_string()).expect("writes");
        let errors =
            run(&python, &["schema", schema.to_str().expect("UTF-8"), path.to_str().expect("UTF-8")]);
        let free = model == "CarbonFootprint"; // its schema leaves the type open
        assert!(free || errors.as_array().is_some_and(|e| !e.is_empty()), "{model}: {errors}");
    }
    // A model that is broken is noticed.
    let path = folder.join("broken.json");
    fs::write(&path, r#"[{"id": "urn:x", "type": "AirQualityObserved", "no2": "forty"}]"#).expect("writes");
    let schema = standards.join("smart-data-models/AirQualityObserved/schema.json");
    let errors = run(&python, &["schema", schema.to_str().expect("UTF-8"), path.to_str().expect("UTF-8")]);
    assert!(errors.as_array().is_some_and(|e| e.len() >= 2), "{errors}");
}

/// What `gemeo entities` writes.
fn written(args: &[&str]) -> Vec<Value> {
    let output = Command::new(env!("CARGO_BIN_EXE_gemeo"))
        .arg("entities")
        .args(args)
        .current_dir(root())
        .output()
        .expect("gemeo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("entities")
}

/// Every observation and every value of an indicator, as NGSI-LD and as SensorThings, comes back the same from both.
#[test]
fn both_forms_say_the_same_of_every_figure() {
    for city in ["guimaraes", "porto"] {
        for more in [&[][..], &["--indicators"]] {
            let args: Vec<&str> = ["--city", city].iter().chain(more).copied().collect();
            let entities = written(&args);
            let key = |o: &Observation| serde_json::to_string(o).expect("JSON");
            let mut ngsi: Vec<String> = entities
                .iter()
                .map(|e| key(&ngsi_ld::observation(e).unwrap_or_else(|e| panic!("{e}"))))
                .collect();
            let streams = written(&[&args[..], &["--as", "sensor-things"]].concat());
            let read = |s: &Value| sensor_things::observations(s).expect("a Datastream");
            let mut sensors: Vec<String> = streams.iter().flat_map(read).map(|o| key(&o)).collect();
            assert!(ngsi.len() > 100, "{city}: {}", ngsi.len());
            ngsi.sort();
            sensors.sort();
            assert_eq!(ngsi, sensors, "{city} {more:?}");
        }
    }
}

#[test]
fn licences_that_do_not_go_together_are_told() {
    let licences = |args: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_gemeo"))
            .args(["catalogue", "licences", "--city", "lisboa"])
            .args(args)
            .current_dir(root())
            .output()
            .expect("gemeo runs");
        let text = [output.stdout, output.stderr].concat();
        (output.status.code(), String::from_utf8(text).expect("UTF-8"))
    };
    let open = licences(&["--source", "ine-census-2021", "--source", "e-redes-billed"]);
    assert_eq!(open.0, Some(0), "{}", open.1);
    assert!(
        open.1.contains("CC BY 4.0") && open.1.contains("to be named: E-REDES Open Data; Instituto Nacional"),
        "{}",
        open.1
    );
    let all = licences(&[]);
    assert_eq!(all.0, Some(1), "{}", all.1);
    assert!(all.1.contains("c40-gpc"), "{}", all.1);
    assert!(licences(&["--source", "nobody"]).1.contains("no source “nobody”"));
}

/// Entities of models that no city of ours has figures for.
fn of_rare_models() -> Vec<Value> {
    let air = [("pollutant", "PM2.5"), ("statistic", "hour")];
    let point = Some([-9.149_012, 38.748_566]);
    let of = |series: Series, geo: &str, period: &str, value: f64| {
        let o = Observation {
            series,
            geo: geo.parse().expect("a place"),
            period: period.parse().expect("a period"),
            value: Some(value),
            status: Status::P,
            notation: None,
            quality: None,
            uncertainty: None,
            source: "apa-qualar-hourly".into(),
            note: None,
        };
        ngsi_ld::entity(&o, point)
    };
    vec![
        of(series("air_concentration", "µg/m3", &air), "station/3072", "2026-09-28T13", 8.5),
        of(series("transit_trips", "trip", &[("mode", "bus")]), "station/route200", "2026-09-14", 16.0),
        of(series("traffic_intensity", "vehicle", &[]), "station/vci1", "2026-09-14T08", 4210.0),
        of(
            series("electricity_produced_renewable", "MWh", &[("technology", "pv")]),
            "city/1312",
            "2024",
            12.5,
        ),
        of(series("pv_capacity", "kW", &[]), "city/1312", "2024", 980.0),
        of(
            series("ev_charge_points", "point", &[("socket", "Type2"), ("vehicle", "car")]),
            "station/ev1",
            "2024",
            4.0,
        ),
    ]
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
