use serde_json::{Value, json};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use super::*;

fn ask(request: Value) -> Value {
    serde_json::from_slice(&handle(&request.to_string())).expect("an answer is JSON")
}

#[cfg(target_arch = "wasm32")]
wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);

// why: a browser has no files to read, so the pack is part of the test
const FILES: [(&str, &str); 4] = [
    ("manifest.json", include_str!("../../../public/packs/porto/manifest.json")),
    ("core.json", include_str!("../../../public/packs/porto/core.json")),
    ("detail.json", include_str!("../../../public/packs/porto/detail.json")),
    ("geography.json", include_str!("../../../public/packs/porto/geography.json")),
];

fn file(name: &str) -> String {
    FILES.iter().find(|(known, _)| *known == name).expect("a file of the pack").1.to_owned()
}

fn open(id: u32) -> Value {
    let files = json!({ "manifest.json": file("manifest.json"), "core.json": file("core.json") });
    ask(json!({ "id": id, "op": "open", "city": "porto", "files": files }))
}

#[test]
fn a_city_is_opened_viewed_and_explained() {
    let opened = open(1);
    assert_eq!(opened["id"], 1);
    assert_eq!(opened["ok"]["profile"]["id"], "porto");
    assert_eq!(opened["ok"], ask(json!({ "id": 2, "op": "view", "city": "porto" }))["ok"]);
    let explained = ask(json!({ "id": 3, "op": "explain", "city": "porto", "indicator": "population",
        "geo": "city/1312", "period": "2021", "dims": {} }));
    assert_eq!(explained["ok"]["value"], 231_800.0);
    let none = ask(json!({ "id": 4, "op": "explain", "city": "porto", "indicator": "population",
        "geo": "city/1312", "period": "1999", "dims": {} }));
    assert_eq!(none["error"]["code"], "no-value");
}

#[test]
fn more_files_may_follow() {
    open(1);
    let early = ask(json!({ "id": 2, "op": "geojson", "city": "porto", "level": "parish2025" }));
    assert_eq!(early["error"]["code"], "no-geography");
    let files = json!({ "geography.json": file("geography.json"), "detail.json": file("detail.json") });
    let more = ask(json!({ "id": 3, "op": "open", "city": "porto", "files": files }));
    let population =
        more["ok"]["indicators"].as_array().expect("a list").iter().find(|i| i["id"] == "population");
    let levels = population.expect("population")["series"].as_array().expect("a list").len();
    assert!(levels >= 3, "city and both editions of parishes, not {levels}");
    let map = ask(json!({ "id": 4, "op": "geojson", "city": "porto", "level": "parish2025" }));
    assert_eq!(map["ok"]["features"].as_array().map(Vec::len), Some(7));
}

#[test]
fn a_damaged_file_is_told_and_changes_nothing() {
    open(1);
    let flipped = file("detail.json").replacen('1', "2", 1);
    let answer = ask(json!({ "id": 2, "op": "open", "city": "porto", "files": { "detail.json": flipped } }));
    assert_eq!(
        (&answer["error"]["code"], &answer["error"]["place"]),
        (&json!("hash"), &json!("detail.json"))
    );
    assert_eq!(ask(json!({ "id": 3, "op": "view", "city": "porto" }))["ok"]["profile"]["id"], "porto");
}

#[test]
fn what_is_no_request_is_refused() {
    assert_eq!(ask(json!({ "id": 1, "op": "dance" }))["error"]["code"], "request");
    assert_eq!(ask(json!([1]))["error"]["code"], "request");
    let closed = ask(json!({ "id": 5, "op": "view", "city": "braga" }));
    assert_eq!((&closed["id"], &closed["error"]["code"]), (&json!(5), &json!("not-open")));
}

#[test]
fn a_formula_is_tried_and_its_faults_have_a_place() {
    open(1);
    let tried = |formula: &str, unit: &str| {
        ask(json!({ "id": 2, "op": "try", "city": "porto", "formula": formula, "unit": unit }))
    };
    let sound = tried("per_capita(electricity_billed)", "");
    assert_eq!(sound["ok"]["unit"], "kWh/person");
    assert_eq!(sound["ok"]["dimensions"], json!(["voltage"]));
    assert_eq!(sound["ok"]["indicator"]["availability"]["state"], "computed");
    assert_eq!(
        tried("per_capita(electricity_billed)", "MWh/person")["ok"]["indicator"]["unit"],
        "MWh/person"
    );
    let wrong = tried("population\n + area", "");
    assert_eq!((&wrong["error"]["code"], &wrong["error"]["place"]), (&json!("formula"), &json!("1:1")));
    let message = wrong["error"]["message"].as_str().unwrap_or_default();
    assert!(message.contains("person") && message.contains("km2"), "{message}");
    assert_eq!(tried("population + ", "")["error"]["place"], "1:14");
    assert_eq!(tried("people", "")["error"]["code"], "formula");
    assert_eq!(tried("@draft", "")["error"]["code"], "formula");
}

#[test]
fn own_series_lie_beside_a_pack_and_can_be_named_in_formulas() {
    open(1);
    let own = json!({ "concept": "own_agua", "unit": "m3", "geo": ["city/1312"], "period": ["2021"], "value": [463_600.0] });
    assert_eq!(ask(json!({ "id": 2, "op": "own", "city": "porto", "series": [own] }))["ok"], 1);
    let tried =
        |formula: &str| ask(json!({ "id": 3, "op": "try", "city": "porto", "formula": formula, "unit": "" }));
    let trial = tried("own_agua / population");
    assert_eq!(trial["ok"]["indicator"]["series"][0]["value"], json!([2.0]), "{trial}");
    assert!(tried("own_luz")["error"]["message"].as_str().is_some_and(|m| m.contains("own_luz")));
    assert_eq!(ask(json!({ "id": 4, "op": "own", "city": "porto", "series": [] }))["ok"], 0);
    assert_eq!(tried("own_agua")["error"]["code"], "formula", "it is gone");
    let wrong = ask(json!({ "id": 5, "op": "own", "city": "porto", "series": [{ "concept": "own_x" }] }));
    assert_eq!(wrong["error"]["code"], "request");
}
