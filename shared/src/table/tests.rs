use super::*;

fn observation(concept: &str, code: &str, year: i32, value: Option<f64>) -> Observation {
    Observation {
        series: Series { concept: concept.into(), unit: "person".into(), dims: BTreeMap::new() },
        geo: GeoId { level: crate::geo::Level::City, code: code.into() },
        period: Period::Year(year),
        value,
        status: if value.is_some() { Status::A } else { Status::L },
        notation: None,
        quality: None,
        uncertainty: None,
        source: "ine".into(),
        note: None,
    }
}

fn some() -> Vec<Observation> {
    vec![
        observation("population", "1106", 2021, Some(545_796.0)),
        observation("population", "1106", 2011, Some(547_733.0)),
        Observation { note: Some("não publicado".into()), ..observation("population", "0308", 2021, None) },
        Observation {
            notation: Some(NotationKey::IE),
            quality: Some(Quality::M),
            ..observation("area", "0308", 2021, None)
        },
        observation("area", "1106", 2021, Some(100.05)),
    ]
}

#[test]
fn order_of_input_does_not_matter() {
    let mut turned = some();
    turned.reverse();
    let (a, b) = (Table::from_rows(some()), Table::from_rows(turned));
    assert!(a.is_ok());
    assert_eq!(a, b);
}

#[test]
fn json_gives_back_the_same_table_and_whole_numbers_have_no_point() {
    let table = Table::from_rows(some()).expect("finite");
    let text = serde_json::to_string(&table).expect("writes");
    assert!(text.contains("545796") && !text.contains("545796.0"), "{text}");
    assert_eq!(serde_json::from_str::<Table>(&text).ok(), Some(table));
}

#[test]
fn a_stated_uncertainty_is_kept_and_what_is_none_refused() {
    let mut rows = some();
    rows[0].uncertainty = Some(2.5);
    let table = Table::from_rows(rows.clone()).expect("sound");
    let text = serde_json::to_string(&table).expect("writes");
    assert!(text.contains("\"uncertainty\":[null,null,null,null,2.5]"), "{text}");
    assert_eq!(serde_json::from_str::<Table>(&text).ok().as_ref(), Some(&table));
    assert_eq!(table.row(4).and_then(|r| r.to_observation().uncertainty), Some(2.5));
    assert!(
        !serde_json::to_string(&Table::from_rows(some()).expect("sound"))
            .expect("writes")
            .contains("uncertainty")
    );
    for wrong in [0.0, -1.0, 1e4, f64::NAN] {
        rows[0].uncertainty = Some(wrong);
        assert_eq!(Table::from_rows(rows.clone()), Err(TableError::Uncertainty { row: 0 }));
    }
    let broken = text.replace("null,2.5]", "null,-2.5]");
    assert!(serde_json::from_str::<Table>(&broken).is_err());
}

#[test]
fn rows_are_sorted_and_carry_their_dictionary_entries() {
    let table = Table::from_rows(some()).expect("finite");
    let seen: Vec<String> =
        table.rows().map(|r| format!("{} {} {}", r.series().concept, r.geo(), r.period())).collect();
    assert_eq!(
        seen,
        [
            "area city/0308 2021",
            "area city/1106 2021",
            "population city/0308 2021",
            "population city/1106 2011",
            "population city/1106 2021"
        ]
    );
    assert_eq!(table.row(2).and_then(|r| r.note()), Some("não publicado"));
    assert_eq!(table.row(2).map(|r| r.value()), Some(None));
}

#[test]
fn an_index_outside_its_dictionary_is_named_with_row_and_column() {
    let table = Table::from_rows(some()).expect("finite");
    let text =
        serde_json::to_string(&table).expect("writes").replace("\"geo\":[0,1,0,1,1]", "\"geo\":[0,9,0,1,1]");
    let raw: RawTable = serde_json::from_str(&text).expect("is JSON of the right shape");
    let error = Table::try_from(raw).expect_err("index 9 of 2");
    assert_eq!(error, TableError::Index { row: 1, column: "geo", index: 9, len: 2 });
    assert_eq!(error.place(), (Some(1), Some("geo")));
}

#[test]
fn short_columns_and_unknown_codes_are_refused() {
    let text = serde_json::to_string(&Table::from_rows(some()).expect("finite")).expect("writes");
    let status = "\"status\":\"LALAA\"";
    assert!(text.contains(status), "{text}");
    for other in ["\"status\":\"LALA\"", "\"status\":\"LALAAA\"", "\"status\":\"LALAZ\""] {
        assert!(serde_json::from_str::<Table>(&text.replace(status, other)).is_err(), "{other}");
    }
}

#[test]
fn what_is_not_finite_is_refused() {
    let error = Table::from_rows(vec![observation("population", "1106", 2021, Some(f64::NAN))]);
    assert_eq!(error, Err(TableError::NotFinite { row: 0 }));
}
