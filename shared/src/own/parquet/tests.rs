//! The files `duckdb-*` were written by DuckDB 1.4 (`COPY … TO … (FORMAT parquet, COMPRESSION …)`), four rows each.

use std::sync::Arc;

use parquet::{
    basic::{Repetition, Type as Physical},
    data_type::BoolType,
    file::{properties::WriterProperties, writer::SerializedFileWriter},
    schema::types::Type,
};

use super::{
    File,
    thrift::is_bounded,
    write::{Kind, Values, Writer},
};
use crate::exchange::Cell;
use crate::own::{FileKind, Refusal, tests as files};

macro_rules! duckdb {
    ($name:literal) => {
        (
            $name,
            &include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/../fuzz/corpus/parquet/duckdb-", $name))[..],
        )
    };
}

fn rows(bytes: &[u8]) -> Result<Vec<Vec<Cell>>, Refusal> {
    let file = File::open(bytes.to_vec())?;
    let mut rows = Vec::new();
    file.each(|row| {
        rows.push(row);
        true
    })?;
    Ok(rows)
}

fn text(text: &str) -> Cell {
    Cell::Text(text.into())
}

#[test]
fn every_kind_of_column_is_read_whatever_packs_it() {
    for (codec, bytes) in
        [duckdb!("zstd"), duckdb!("gzip"), duckdb!("lz4_raw"), duckdb!("snappy"), duckdb!("uncompressed")]
    {
        let file = File::open(bytes.to_vec()).expect(codec);
        let names = [
            "freguesia",
            "codigo",
            "dia",
            "momento",
            "consumo",
            "preco",
            "certo",
            "pequeno",
            "parte.a",
            "parte.b",
        ];
        assert_eq!((file.names(), file.left), (names.map(String::from).to_vec(), 1), "a list is left out");
        let rows = rows(bytes).expect(codec);
        let first = [
            text("São Vicente"),
            Cell::Number(110_654.0),
            text("2024-01-31"),
            text("2024-01-31"),
            Cell::Number(1234.5),
            Cell::Number(12.25),
            Cell::Bool(true),
            Cell::Number(1.0),
            Cell::Number(1.0),
            text("x"),
        ];
        assert_eq!((rows.len(), rows[0].as_slice()), (4, &first[..]), "{codec}");
        assert_eq!(
            (&rows[1][4], &rows[1][5], &rows[1][7]),
            (&Cell::Empty, &Cell::Number(-0.05), &Cell::Number(255.0))
        );
        assert!(rows[2].iter().all(|cell| *cell == Cell::Empty), "not a number is no number: {:?}", rows[2]);
        assert_eq!(rows[3][2], text("1899-12-31"));
    }
}

#[test]
fn pages_of_the_second_version_and_their_encodings_are_read() {
    let rows = rows(duckdb!("v2").1).expect("readable");
    assert_eq!(rows.len(), 3000);
    let last = [Cell::Number(2999.0), text("linha 2999"), Cell::Number(4498.5), text("2024-05-04T23:30:00Z")];
    assert_eq!(rows[2999], last);
}

#[test]
fn what_is_not_read_is_named() {
    let refused = |bytes: &[u8]| rows(bytes).expect_err("refused");
    let brotli = refused(duckdb!("brotli").1);
    assert_eq!((brotli.code.as_str(), brotli.args["codec"].as_str()), ("parquet_codec", "BROTLI"));
    assert_eq!(brotli.args["column"], "freguesia");
    assert_eq!(refused(duckdb!("list").1).code, "parquet_nested");
    let (_, sound) = duckdb!("snappy");
    assert_eq!(refused(&sound[..sound.len() - 9]).code, "parquet_cut");
    assert_eq!(refused(b"PAR1\xff\xff\xff\xffPAR1").code, "too_large");
    assert_eq!(refused(b"PAR1\x20\x00\x00\x00PAR1").code, "parquet");
    let mut encrypted = sound.to_vec();
    let end = encrypted.len();
    encrypted[end - 4..].copy_from_slice(b"PARE");
    assert_eq!(refused(&encrypted).code, "parquet_encrypted");
}

#[test]
fn no_change_of_a_byte_makes_it_fall_over() {
    for (_, sound) in [duckdb!("zstd"), duckdb!("snappy"), duckdb!("v2")] {
        for at in (0..sound.len()).step_by(sound.len() / 97) {
            for flip in [0x01, 0x80, 0xff] {
                let mut bytes = sound.to_vec();
                bytes[at] ^= flip;
                let Ok(file) = File::open(bytes) else { continue };
                let mut rows = 0;
                let _ = file.each(|row| {
                    assert_eq!(row.len(), file.names().len());
                    rows += 1;
                    rows < 500
                });
                assert!(rows <= file.rows());
            }
        }
    }
}

#[test]
fn a_small_file_has_no_millions_of_rows() {
    // One page for all rows, as nothing but its count grows then.
    let of = |rows: usize| {
        let field =
            Type::primitive_type_builder("n", Physical::BOOLEAN).with_repetition(Repetition::OPTIONAL);
        let fields = vec![Arc::new(field.build().expect("a column"))];
        let schema = Type::group_type_builder("table").with_fields(fields).build().expect("a schema");
        let whole = WriterProperties::builder().set_data_page_row_count_limit(usize::MAX).build();
        let mut writer =
            SerializedFileWriter::new(Vec::new(), Arc::new(schema), Arc::new(whole)).expect("a writer");
        let mut group = writer.next_row_group().expect("a group");
        let mut column = group.next_column().expect("a column").expect("the one");
        column.typed::<BoolType>().write_batch(&[], Some(&vec![0; rows]), None).expect("rows");
        column.close().expect("closed");
        group.close().expect("closed");
        writer.into_inner().expect("a file")
    };
    let (few, many) = (of(900_000), of(1_200_000));
    assert!(many.len() < 500, "{} bytes", many.len());
    assert_eq!(File::open(few).expect("readable").rows(), 900_000);
    assert_eq!(File::open(many).map(|_| ()).map_err(|r| r.code), Err("too_many".into()));
}

#[test]
fn lists_are_counted_before_anything_is_made_of_them() {
    // A structure with a list (field 1) of two billion structures.
    let claim = [0x19, 0xfc, 0xff, 0xff, 0xff, 0xff, 0x07, 0x00];
    assert!(!is_bounded(&claim, u32::MAX));
    // Of four empty ones, which are there.
    let four = [0x19, 0x4c, 0, 0, 0, 0, 0];
    assert!(is_bounded(&four, 4));
    assert!(!is_bounded(&four, 3));
    // Structures within each other without end.
    assert!(!is_bounded(&[0x1c; 4096], 100));
}

#[test]
fn what_is_written_is_read_again() {
    let columns = [
        ("n", Kind::Integer),
        ("valor", Kind::Number),
        ("certo", Kind::Boolean),
        ("dia", Kind::Date),
        ("quando", Kind::Moment),
        ("texto", Kind::Text),
        ("texto", Kind::Text),
    ];
    let mut writer = Writer::new(&columns.map(|(n, k)| (n.to_owned(), k))).expect("a schema");
    for start in [0, 1500] {
        let n = || start..start + 1500_i64;
        let some = |v: i64| v % 3 != 0;
        let group = [
            Values::Whole(n().map(Some).collect()),
            Values::Number(n().map(|v| some(v).then_some(v as f64 / 4.0)).collect()),
            Values::Boolean(n().map(|v| Some(v % 2 == 0)).collect()),
            Values::Whole(n().map(Some).collect()),
            Values::Whole(n().map(|v| Some(v * 3_600_000)).collect()),
            Values::Text(n().map(|v| some(v).then(|| format!("ç{v}"))).collect()),
            Values::Text(n().map(|_| None).collect()),
        ];
        writer.group(&group).expect("rows");
    }
    assert!(writer.group(&[]).is_err());
    let bytes = writer.finish().expect("a file");
    assert_eq!(File::open(bytes.clone()).expect("readable").names()[5..], ["texto", "texto_2"]);
    let rows = rows(&bytes).expect("readable");
    assert_eq!(rows.len(), 3000);
    let row = [
        Cell::Number(2999.0),
        Cell::Number(749.75),
        Cell::Bool(false),
        text("1978-03-19"),
        text("1970-05-05T23:00:00"),
        text("ç2999"),
        Cell::Empty,
    ];
    assert_eq!(rows[2999], row);
    assert_eq!(rows[3][1], Cell::Empty);
}

#[test]
fn a_file_is_mapped_and_kept_like_any_table() {
    let (session, mapping, preview) = files::guessed("energia.csv", duckdb!("zstd").1);
    assert_eq!(session.look().kind, FileKind::Parquet);
    assert!(preview.whole);
    assert_eq!(preview.rows[0].place, "São Vicente");
    let mut bytes = duckdb!("zstd").1;
    let (dataset, rows) = session.read(&mapping, &mut bytes, &mut |_| {}).expect("readable");
    assert!(rows.len() >= 3 && dataset.places.iter().any(|p| p.name == "Bonfim"), "{dataset:?}");
}
