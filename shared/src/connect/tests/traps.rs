//! Traps of the notes on the sources that have no test at their module: each with a small text, through the front door, so that
//! the file is told apart as well.

use super::{Hints, Import, Input, import};
use crate::connect::{ConnectError, Kind};

fn read(name: &str, text: &str) -> Import {
    asked(name, text, &Hints::default()).unwrap_or_else(|e| panic!("{name}: {e}"))
}

fn asked(name: &str, text: &str, hints: &Hints) -> Result<Import, ConnectError> {
    import(&Input { name, bytes: text.as_bytes(), hints }, None)
}

fn values(import: &Import) -> Vec<(String, String, Option<f64>)> {
    import.observed.observations().map(|o| (o.geo.to_string(), o.period.to_string(), o.value)).collect()
}

#[test]
fn prices_are_texts_with_a_comma_on_lisbon_clocks() {
    let station = |id: u32, price: &str, at: &str| {
        format!(
            r#"{{"Id":{id},"Nome":"P","Preco":"{price}","Combustivel":"Gasolina simples 95","DataAtualizacao":"{at}","Latitude":41.1,"Longitude":-8.6}}"#
        )
    };
    let text = format!(
        r#"{{"resultado":[{},{},{}]}}"#,
        // Half past midnight in summer is the evening before in UTC.
        station(1, "1,889 €", "2026-09-02 00:30"),
        station(2, "", "2026-09-01 11:15"),
        station(3, "1,7 €", "ontem")
    );
    let i = read("fuel.json", &text);
    assert_eq!(
        values(&i),
        [
            ("station/dgeg1".into(), "2026-09-01".into(), Some(1.889)),
            ("station/dgeg2".into(), "2026-09-01".into(), None)
        ]
    );
    assert_eq!((i.warnings.count(Kind::NotANumber), i.warnings.count(Kind::NotADate)), (1, 1));
}

#[test]
fn no_train_is_no_waiting_time_and_a_platform_without_news_is_not_live() {
    let platform = |cais: &str, hora: &str, wait: &str| {
        format!(r#"{{"stop_id":"X","cais":"{cais}","hora":"{hora}","tempoChegada1":{wait},"destino":"54"}}"#)
    };
    let text = format!(
        r#"{{"resposta":[{},{},{}]}}"#,
        platform("AL4", "20260914003953", "413"),
        platform("CS6", "20260914003950", "\"--\""),
        platform("RM1", "20260823070234", "12")
    );
    let i = read("wait.json", &text);
    // 00:39 in Lisboa in September is 23:39 UTC of the day before.
    assert_eq!(
        values(&i),
        [
            ("station/mlAL4".into(), "2026-09-13T23".into(), Some(413.0)),
            ("station/mlCS6".into(), "2026-09-13T23".into(), None)
        ]
    );
    assert_eq!((i.warnings.count(Kind::MissingMark), i.warnings.count(Kind::Stale)), (1, 1));
}

#[test]
fn a_field_called_hectares_that_holds_square_kilometres_is_not_used() {
    let text = r#"{"codigoine":"1312","areaha":"41.29","geojson":{"properties":{"Area_T_ha":4145.6}},"censos2021":{"N_INDIVIDUOS":231800}}"#;
    let i = read("municipio.json", text);
    assert!(values(&i).contains(&("city/1312".into(), "2024".into(), Some(41.456))), "{:?}", values(&i));
    assert_eq!(i.warnings.count(Kind::ImplausibleUnit), 1);
}

#[test]
fn pages_that_are_not_all_are_said() {
    let line = r#"{"type":"Feature","properties":{"OBJECTID":1,"FREGUESIA":"Benfica","COMP_KM":0.1,"SITUACAO":"Executado","ANO":"2023"},"geometry":{"type":"LineString","coordinates":[[-9.2,38.7],[-9.2,38.7009]]}}"#;
    let planned = line.replace("Executado", "Planeado").replace("\"OBJECTID\":1", "\"OBJECTID\":2");
    let page = |more: &str| format!(r#"{{"type":"FeatureCollection",{more}"features":[{line},{planned}]}}"#);
    for more in [
        r#""exceededTransferLimit":true,"#,
        r#""properties":{"exceededTransferLimit":true},"#,
        r#""numberMatched":9,"#,
    ] {
        assert_eq!(read("a.geojson", &page(more)).warnings.count(Kind::Partial), 1, "{more}");
    }
    let i = read("a.geojson", &page(""));
    assert_eq!(
        (i.warnings.count(Kind::Partial), i.warnings.count(Kind::Skipped)),
        (0, 1),
        "one is only planned"
    );
    // Without the day it was asked for, the network holds for the year of its newest part.
    assert_eq!(values(&i), [("city/1106".into(), "2023".into(), Some(0.1))]);
    let hints = Hints { fetched: "2026-11-28T10".parse().ok(), ..Hints::default() };
    assert_eq!(values(&asked("a.geojson", &page(""), &hints).expect("readable"))[0].1, "2026");
    let records = r#"{"total_count":7,"results":[{"data":"2026-03-01T00:00:00+00:00","codigo_concelho":"1312","nivel_tensao":"BT","energia":5}]}"#;
    assert_eq!(read("upac.json", records).warnings.count(Kind::Partial), 1);
}

#[test]
fn codes_with_dashes_are_what_is_kept_secret() {
    let record = |code: &str| {
        format!(
            r#"{{"data":"2026-03-01T00:00:00+00:00","codigo_concelho":{code},"nivel_tensao":"MT/AT","energia":5.5}}"#
        )
    };
    let text = format!(
        r#"{{"results":[{},{},{},{}]}}"#,
        record("null"),
        record("\"02----\""),
        record("\"04--\""),
        record("\"9?\"")
    );
    let i = read("upac.json", &text);
    let places: Vec<String> = values(&i).into_iter().map(|v| v.0).collect();
    assert_eq!(places, ["country/PT", "district/02", "district/04"]);
    assert!(i.observed.series().iter().all(|s| s.dims["part"] == "suppressed"));
    assert_eq!((i.warnings.count(Kind::Suppressed), i.warnings.count(Kind::UnknownPlace)), (3, 1));
}

#[test]
fn catalogues_say_what_has_no_licence_and_that_they_failed() {
    let package = |licence: &str| {
        format!(
            r#"{{"help":"package_show","success":true,"result":{{"name":"gtfs","title":"GTFS","license_id":{licence},"resources":[{{"id":"r","name":"f.zip","format":"ZIP","url":"https://x.pt/f.zip"}}]}}}}"#
        )
    };
    let free = read("p.json", &package("\"CC0-1.0\""));
    assert_eq!((free.places.len(), free.warnings.count(Kind::Skipped)), (2, 0));
    assert_eq!(free.places[1].about["address"], "https://x.pt/f.zip");
    // Metro do Porto's timetable is published without one.
    for none in ["null", "\"notspecified\""] {
        assert_eq!(read("p.json", &package(none)).warnings.count(Kind::Skipped), 1, "{none}");
    }
    let failed =
        r#"{"help":"package_show","success":false,"error":{"message":"Não encontrado"},"result":null}"#;
    let error = asked("p.json", failed, &Hints::default()).expect_err("it failed").to_string();
    assert!(error.contains("Não encontrado"), "{error}");
}

#[test]
fn numbers_of_forecasts_are_texts() {
    let text = r#"{"owner":"IPMA","forecastDate":"2026-09-07","data":[{"precipitaProb":"12.0","tMin":17,"tMax":25,"longitude":"-8.6535","latitude":"40.6413","globalIdLocal":1010500}]}"#;
    let i = read("f.json", text);
    assert_eq!(i.places[0].point, Some([-8.6535, 40.6413]));
    assert!(
        values(&i).contains(&("station/ipma1010500".into(), "2026-09-07".into(), Some(12.0))),
        "{:?}",
        values(&i)
    );
}

#[test]
fn hours_by_postal_code_have_an_offset_and_may_come_from_a_statistics_program() {
    let own = "\u{feff}Data/Hora;Código Postal;Energia ativa (kWh)\n2022-11-01T01:00:00+01:00;1150;6 521,5\n2022-11-01T01:00:00+00:00;115;1\n";
    let other =
        "\"Date.Time\",\"Zip.Code\",\"Active.Energy..kWh.\"\n\"2022-11-01T00:00:00+00:00\",1150,6521.5\n";
    assert_eq!(values(&read("a.csv", own)), values(&read("b.csv", other)));
    assert_eq!(values(&read("a.csv", own)), [("postcode/1150".into(), "2022-11-01T00".into(), Some(6521.5))]);
    assert_eq!(read("a.csv", own).warnings.count(Kind::UnknownPlace), 1);
}

#[test]
fn pages_for_people_are_refused_whatever_they_are_called() {
    for page in [
        "<!DOCTYPE html><html><title>Erro 503</title>",
        "\u{feff}\n<HTML><head></head>",
        "  <html lang=\"pt\">",
        "<html>",
    ] {
        for name in ["a.json", "a.csv", "a.tsv"] {
            let error = asked(name, page, &Hints::default()).expect_err("no data");
            assert!(matches!(error, ConnectError::ErrorPage { .. }), "{name}: {error}");
        }
    }
}
