//! Small tables, read by a mapping in every format.

use super::*;
use crate::connect::Hints;

fn mapping() -> Mapping {
    serde_json::from_value(serde_json::json!({
        "source": "own", "place": {"column": "Freguesia", "names": {"São Vicente": "parish2013/110654"}},
        "period": {"column": "Mês"}, "dims": {"kind": "Tipo"}, "missing": ["s.d."],
        "values": [{"column": "Consumo (kWh)", "concept": "electricity", "unit": "kWh"}]
    }))
    .expect("a mapping")
}

fn import(name: &str, bytes: &[u8]) -> Result<Import, ConnectError> {
    let hints = Hints { mapping: Some(mapping()), ..Hints::default() };
    read(&Input { name, bytes, hints: &hints })
}

#[test]
fn csv_json_and_workbooks_give_the_same() {
    let csv = "\u{feff}Freguesia;Mês;Tipo;Consumo (kWh)\nSAO VICENTE;2024-01;A;1 234,5\n110601;2024-01;A;s.d.\nNenhures;2024-01;A;1\n110601;ontem;A;1\n110602;2024-02;A;x\n";
    let a = import("a.csv", csv.as_bytes()).expect("readable");
    let json = r#"[{"Freguesia":"São Vicente","Mês":"2024-01","Tipo":"A","Consumo (kWh)":1234.5},{"Freguesia":"110601","Mês":"2024-01","Tipo":"A","Consumo (kWh)":"s.d."}]"#;
    let b = import("b.json", json.as_bytes()).expect("readable");
    let rows = |i: &Import| {
        i.observed.observations().take(2).map(|o| (o.geo.to_string(), o.value, o.status)).collect::<Vec<_>>()
    };
    assert_eq!(rows(&a), rows(&b));
    assert_eq!(rows(&a)[0], ("parish2013/110654".into(), Some(1234.5), Status::A));
    let count = |kind| a.warnings.count(kind);
    assert_eq!((count(Kind::UnknownPlace), count(Kind::NotADate), count(Kind::NotANumber)), (1, 1, 1));
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (c, name) in ["Freguesia", "Mês", "Tipo", "Consumo (kWh)"].iter().enumerate() {
        sheet.write(0, c as u16, *name).expect("writable");
    }
    for (c, text) in ["São Vicente", "2024-01", "A"].iter().enumerate() {
        sheet.write(1, c as u16, *text).expect("writable");
    }
    sheet.write(1, 3, 1234.5).expect("writable");
    let c = import("c.xlsx", &book.save_to_buffer().expect("a workbook")).expect("readable");
    assert_eq!(rows(&c)[0], rows(&a)[0]);
}

/// As the Directorate-General for Energy (DGEG) lays out its yearly workbooks: a title above the names of the columns, a row a
/// municipality by its name, a column a kind of consumer.
#[test]
fn a_table_below_a_title_is_read_from_the_row_that_names_its_columns() {
    let mapping: Mapping = serde_json::from_value(serde_json::json!({
        "source": "dgeg-electricity", "header": 4,
        "place": {"column": "Município", "names": {"Porto": "city/1312", "Guimarães": "city/0308"}},
        "period": {"fixed": "2023"},
        "values": [
            {"column": "Doméstico", "concept": "final_energy", "unit": "kWh", "dims": {"carrier": "electricity", "sector": "residential"}},
            {"column": "Indústria", "concept": "final_energy", "unit": "kWh", "dims": {"carrier": "electricity", "sector": "industry"}, "factor": 1000.0}
        ]
    }))
    .expect("a mapping");
    let hints = Hints { mapping: Some(mapping), ..Hints::default() };
    let rows = [
        ["Consumo de energia elétrica", "", ""],
        ["Unidade: kWh", "", ""],
        ["", "", ""],
        ["Município", "Doméstico", "Indústria"],
        ["GUIMARAES", "1 000", "2 000"],
        ["Nenhures", "1", "2"],
        ["Porto", "3 000", "…"],
    ];
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (r, row) in rows.iter().enumerate() {
        for (c, text) in row.iter().enumerate() {
            sheet.write(r as u32, c as u16, *text).expect("writable");
        }
    }
    let workbook = book.save_to_buffer().expect("a workbook");
    let text = rows.map(|row| row.join(";")).join("\r\n");
    for (name, bytes) in [("2023.xlsx", workbook.as_slice()), ("2023.csv", text.as_bytes())] {
        let i = read(&Input { name, bytes, hints: &hints }).expect("readable");
        let found: Vec<_> = i.observed.observations().map(|o| (o.geo.to_string(), o.value)).collect();
        let guimaraes = || "city/0308".to_owned();
        assert_eq!(found.len(), 4, "{name}");
        assert!(
            found.contains(&(guimaraes(), Some(1000.0))) && found.contains(&(guimaraes(), Some(2_000_000.0)))
        );
        let said: Vec<_> =
            i.warnings.list.iter().map(|w| (w.kind, w.row, w.found.as_deref().unwrap_or_default())).collect();
        assert!(said.contains(&(Kind::UnknownPlace, Some(6), "Nenhures")), "{name}: {said:?}");
        assert!(said.contains(&(Kind::NotANumber, Some(7), "…")), "{name}: {said:?}");
    }
}

#[cfg(feature = "parquet")]
#[test]
fn parquet_gives_the_same_as_text() {
    use crate::connect::parquet::written::{Column, file};
    let bytes = file(&[
        ("Outra", Column::Whole(&[1, 2])),
        ("Freguesia", Column::Texts(&["São Vicente", "110601"])),
        ("Mês", Column::Texts(&["2024-01", "2024-02-29"])),
        ("Tipo", Column::Texts(&["A", "B"])),
        ("Consumo (kWh)", Column::Numbers(&[Some(1234.5), None])),
    ]);
    let i = import("a.parquet", &bytes).expect("readable");
    let rows: Vec<_> = i
        .observed
        .observations()
        .map(|o| (o.geo.to_string(), o.period.to_string(), o.value, o.status))
        .collect();
    assert_eq!(rows[0], ("parish2013/110654".into(), "2024-01".into(), Some(1234.5), Status::A));
    assert_eq!(rows[1], ("parish2013/110601".into(), "2024-02-29".into(), None, Status::L));
    let error = import("a.parquet", &file(&[("x", Column::Whole(&[1]))])).expect_err("columns are missing");
    assert!(error.to_string().contains("Consumo (kWh)"), "{error}");
}

#[test]
fn a_column_that_is_not_there_and_an_unknown_unit_are_named() {
    let error = import("a.csv", b"Freguesia;x\n1;2\n").expect_err("columns are missing").to_string();
    assert!(error.contains("Consumo (kWh)"), "{error}");
    let mut wrong = mapping();
    wrong.values[0].unit = "furlong".into();
    let hints = Hints { mapping: Some(wrong), ..Hints::default() };
    assert!(read(&Input { name: "a.csv", bytes: b"a,b\n", hints: &hints }).is_err());
}
