use gemeo_shared::{
    geo::{GeoId, Level},
    own::in_city::OwnSeries,
    period::Period,
    protocol::answered,
    view::{Availability, CityView, Explanation, Trial},
    wire::Wire,
};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use super::*;

fn ask<T: Wire>(request: Request) -> Result<T, Failure> {
    let id = 7;
    let bytes = handle(&wire::to_bytes(&Envelope { id, request }));
    let (answered_id, answer) = answered(&bytes).expect("an answer");
    assert_eq!(answered_id, id);
    answer.map(|bytes| wire::from_bytes(bytes).expect("what was asked for"))
}

fn refusal<T: Wire>(request: Request) -> Failure {
    match ask::<T>(request) {
        Ok(_) => panic!("it was not refused"),
        Err(failure) => failure,
    }
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

fn text(name: &str) -> &'static str {
    FILES.iter().find(|(known, _)| *known == name).expect("a file of the pack").1
}

fn city() -> String {
    "porto".into()
}

fn add(files: &[(&str, &str)]) -> Result<CityView, Failure> {
    let files = files.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
    ask(Request::Open { city: city(), files })
}

fn open() -> CityView {
    add(&["manifest.json", "core.json"].map(|name| (name, text(name)))).expect("it opens")
}

fn explain(period: &str) -> Result<Explanation, Failure> {
    let (indicator, geo, period) = ("population".into(), "city/1312".into(), period.into());
    ask(Request::Explain { city: city(), indicator, geo, period, dims: BTreeMap::new() })
}

fn shapes() -> Request {
    Request::Geojson { city: city(), level: "parish2025".into() }
}

fn tried(formula: &str, unit: &str) -> Result<Trial, Failure> {
    ask(Request::Try { city: city(), formula: formula.into(), unit: unit.into(), interpolate: false })
}

#[test]
fn a_city_is_opened_viewed_and_explained() {
    let opened = open();
    assert_eq!(opened.profile.id, "porto");
    assert_eq!(ask(Request::View { city: city() }), Ok(opened));
    assert_eq!(explain("2021").map(|e| e.value), Ok(Some(231_800.0)));
    assert_eq!(explain("1999").map_err(|e| e.code), Err("no-value".into()));
}

#[test]
fn more_files_may_follow() {
    open();
    assert_eq!(refusal::<String>(shapes()).code, "no-geography");
    let more =
        add(&["geography.json", "detail.json"].map(|name| (name, text(name)))).expect("they are added");
    let population = more.indicators.iter().find(|i| i.id == "population").expect("population");
    assert!(population.series.len() >= 3, "city and both editions of parishes");
    let map: serde_json::Value =
        serde_json::from_str(&ask::<String>(shapes()).expect("shapes")).expect("GeoJSON");
    assert_eq!(map["features"].as_array().map(Vec::len), Some(7));
}

#[test]
fn a_damaged_file_is_told_and_changes_nothing() {
    open();
    for name in ["detail.json", "geography.json"] {
        let flipped = text(name).replacen('1', "2", 1);
        let failure = add(&[(name, &flipped)]).map(|_| ()).expect_err("it is refused");
        assert_eq!((failure.code.as_str(), failure.place.as_deref()), ("hash", Some(name)));
    }
    assert_eq!(ask::<CityView>(Request::View { city: city() }).map(|v| v.profile.id), Ok(city()));
}

#[test]
fn what_is_no_request_is_refused() {
    for bytes in [&b""[..], &[1, 99], b"{\"op\": \"view\"}"] {
        let answer = handle(bytes);
        let (id, answer) = answered(&answer).expect("an answer");
        assert_eq!((id, answer.map_err(|e| e.code)), (0, Err("request".into())));
    }
    assert_eq!(refusal::<CityView>(Request::View { city: "braga".into() }).code, "not-open");
}

#[test]
fn a_formula_is_tried_and_its_faults_have_a_place() {
    open();
    let sound = tried("per_capita(electricity_billed)", "").expect("sound");
    assert_eq!((sound.unit.as_str(), &sound.dimensions[..]), ("kWh/person", &["voltage".to_owned()][..]));
    assert_eq!(sound.indicator.availability, Availability::Computed);
    let other = tried("per_capita(electricity_billed)", "MWh/person");
    assert_eq!(other.map(|t| t.indicator.unit), Ok("MWh/person".into()));
    let wrong = tried("population\n + area", "").expect_err("units that do not fit");
    assert_eq!((wrong.code.as_str(), wrong.place.as_deref()), ("formula", Some("1:1")));
    assert!(wrong.message.contains("person") && wrong.message.contains("km2"), "{}", wrong.message);
    assert_eq!(tried("population + ", "").map_err(|e| e.place), Err(Some("1:14".into())));
    assert_eq!(tried("people", "").map_err(|e| e.code), Err("formula".into()));
    assert_eq!(tried("@draft", "").map_err(|e| e.code), Err("formula".into()));
}

#[test]
fn own_series_lie_beside_a_pack_and_can_be_named_in_formulas() {
    open();
    let own = OwnSeries {
        concept: "own_agua".into(),
        unit: "m3".into(),
        geo: vec![GeoId { level: Level::City, code: "1312".into() }],
        period: vec![Period::Year(2021)],
        value: vec![Some(463_600.0)],
    };
    let lay = |series| ask::<usize>(Request::Own { city: city(), series });
    assert_eq!(lay(vec![own.clone()]), Ok(1));
    let trial = tried("own_agua / population", "").expect("it is known");
    assert_eq!(trial.indicator.series[0].value, [Some(2.0)]);
    assert!(tried("own_luz", "").is_err_and(|e| e.message.contains("own_luz")));
    assert_eq!(lay(Vec::new()), Ok(0));
    assert_eq!(tried("own_agua", "").map_err(|e| e.code), Err("formula".into()), "it is gone");
    let uneven = OwnSeries { value: Vec::new(), ..own };
    assert_eq!(lay(vec![uneven]).map_err(|e| e.code), Err("own".into()));
}
