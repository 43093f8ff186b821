use proptest::prelude::*;

use super::{guessed, open};
use crate::own::{ColumnKind, Decimal, Encoding, FileKind};

fn refused(name: &str, bytes: &[u8]) -> String {
    open(name, bytes).map(|_| String::new()).unwrap_or_else(|r| r.code)
}

#[test]
fn what_is_no_table_is_named() {
    for (bytes, code) in [
        (&b""[..], "empty"),
        (b"   \n ", "empty"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "picture"),
        (b"\xff\xd8\xff\xe0", "picture"),
        (b"%PDF-1.7", "pdf"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old_excel"),
        (b"PAR1\x15\x04", if cfg!(feature = "parquet") { "parquet_cut" } else { "parquet" }),
        (b"\x1f\x8b\x08", "archive"),
        (b"PK\x03\x04 and no more", "workbook"),
        (b"<!DOCTYPE html><html>", "web_page"),
        (b"<?xml version=\"1.0\"?>", "xml"),
        (b"a,b\n\0\0,1\n", "binary"),
        (b"just a line of words\nand another\n", "one_column"),
        (b"{\"a\": 1}", "no_records"),
        (b"[1, 2]", "no_records"),
        (b"[{\"a\": 1}, {", "json"),
    ] {
        assert_eq!(refused("consumo.csv", bytes), code, "{}", String::from_utf8_lossy(bytes));
    }
}

#[test]
fn a_text_is_told_whatever_its_coding() {
    let text = "Freguesia;Ano;Consumo (kWh)\nSão Vicente;2019;1.234,5\nBonfim;2020;2,5\n";
    let latin: Vec<u8> = text.chars().map(|c| c as u8).collect();
    let marked = [&b"\xef\xbb\xbf"[..], text.as_bytes()].concat();
    let wide: Vec<u8> =
        std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    for (bytes, encoding) in [
        (text.as_bytes().to_vec(), Encoding::Utf8),
        (marked, Encoding::Utf8),
        (latin, Encoding::Windows1252),
        (wide, Encoding::Utf16),
    ] {
        let (session, mapping, preview) = guessed("c.csv", &bytes);
        let look = session.look();
        assert_eq!((look.encoding, look.delimiter), (Some(encoding), Some(';')));
        assert_eq!((look.decimal, look.decimal_sure), (Decimal::Comma, true));
        assert_eq!(look.columns[0].name, "Freguesia");
        let kinds: Vec<ColumnKind> = look.columns.iter().map(|c| c.kind).collect();
        assert_eq!(kinds, [ColumnKind::PlaceName, ColumnKind::Period, ColumnKind::Number]);
        assert_eq!(mapping.values[0].unit, "kWh");
        assert_eq!(preview.rows[0].value, Some(1234.5), "{encoding:?}");
        assert_eq!(preview.rows[0].place, "São Vicente");
        let mut source = bytes.as_slice();
        let (dataset, rows) = session.read(&mapping, &mut source, &mut |_| {}).expect("readable");
        assert_eq!((rows.len(), dataset.places.len()), (2, 2));
    }
}

#[test]
fn the_delimiter_is_the_one_that_parts_every_row_alike() {
    for (text, delimiter) in [
        ("a;b\n1,5;2,5\n1,5;3,5\n", ';'),
        ("a,b\n1.5,2\n2.5,3\n", ','),
        ("a\tb\n1,5\t2\n", '\t'),
        ("a|b\n1|2\n", '|'),
        ("Título, com vírgula, e mais\n\na;b;c\n1;2;3\n4;5;6\n", ';'),
        ("nome,valor\n\"a;b;c;d\",1\n\"e;f;g;h\",2\n", ','),
    ] {
        assert_eq!(open("t.csv", text.as_bytes()).expect(text).0.look().delimiter, Some(delimiter), "{text}");
    }
}

#[test]
fn the_header_may_stand_below_a_title() {
    let text = "Consumo de energia por freguesia;;\nFonte: própria;;\n\nFreguesia;2019;2020\nBonfim;1,5;2,5\nSão Vicente;3,5;N.D.\nFonte: município;;\n";
    let (session, mapping, preview) = guessed("t.csv", text.as_bytes());
    assert_eq!(session.look().header, Some(2));
    assert!(mapping.is_wide());
    assert_eq!(mapping.values[0].name, "Consumo de energia por freguesia");
    assert_eq!((preview.report.observations, preview.report.missing, preview.report.notes), (4, 1, 1));
    // Blank lines are no records, lines are counted nevertheless.
    assert_eq!(preview.rows[0].row, 5);
    let (session, ..) = guessed("t.csv", b"110654;2019;1,5\n131202;2019;2,5\n");
    assert_eq!(session.look().header, None);
    assert_eq!(session.look().columns[2].name, "C");
}

#[test]
fn json_and_geojson_are_lists_of_records() {
    let json = r#"{"total": 2, "results": [{"freguesia": "Bonfim", "ano": 2019, "v": {"kwh": 1.5}}, {"freguesia": "São Vicente", "ano": 2020, "v": {"kwh": null}}]}"#;
    let (session, _, preview) = guessed("a.json", json.as_bytes());
    assert_eq!(session.look().kind, FileKind::Json);
    assert_eq!(session.look().columns[2].name, "v.kwh");
    assert_eq!((preview.report.observations, preview.report.missing), (2, 1));
    let geo = r#"{"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": {"type": "Point", "coordinates": [1, 2]}, "properties": {"dicofre": "110654", "pop": 10}}, {"type": "Feature", "geometry": null, "properties": {"dicofre": "131202", "pop": 12}}]}"#;
    let (session, mapping, _) = guessed("pop_2021.geojson", geo.as_bytes());
    assert_eq!(session.look().kind, FileKind::Geojson);
    assert_eq!(session.look().columns[0].kind, ColumnKind::PlaceCode);
    assert_eq!(mapping.lacks(), None, "the year is in the name of the file: {:?}", mapping.period);
}

#[test]
fn files_with_the_same_columns_have_the_same_mark() {
    let mark = |text: &str| open("a.csv", text.as_bytes()).expect("a table").0.look().fingerprint.clone();
    assert_eq!(mark("Freguesia;Mês\na;1\n"), mark("FREGUESIA,mes\nb,2\nc,3\n"));
    assert_ne!(mark("Freguesia;Mês\na;1\n"), mark("Freguesia;Ano\na;1\n"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        any_file(&bytes);
    }

    #[test]
    fn anything_like_a_table_is_read_or_refused(text in "([a-zA-ZãÉ0-9 ,.;\t\"'\\-/%€()\\[\\]{}:\n]{0,40}[;,\t\n]){0,30}") {
        any_file(text.as_bytes());
        any_file(&[b"\xff\xfe", text.as_bytes()].concat());
    }
}

fn any_file(bytes: &[u8]) {
    let Ok((session, mapping)) = open("x.csv", bytes) else { return };
    let _ = session.attempt(&mapping);
    let mut source = bytes;
    if let Ok((dataset, rows)) = session.read(&mapping, &mut source, &mut |_| {}) {
        assert_eq!(crate::own::Rows::from_bytes(&rows.to_bytes(), &dataset).map(|r| r.len()), Ok(rows.len()));
        assert!(dataset.csv(&rows).lines().count() > rows.len());
    }
}
