//! Workbooks: what is written is read, and what is not a workbook is refused without harm.

use std::io::Write;

use proptest::prelude::*;
use zip::{ZipWriter, write::SimpleFileOptions};

use super::*;

fn sheet(rows: Vec<Vec<Cell>>) -> Sheet {
    Sheet { name: "Inventário".into(), rows, decimal_comma: false }
}

fn text(t: &str) -> Cell {
    Cell::Text(t.into())
}

/// A workbook with one sheet of the XML given, as others might write it.
fn by_hand(sheet_xml: &str) -> Vec<u8> {
    with_head("", sheet_xml)
}

fn with_head(head: &str, sheet_xml: &str) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(vec![]));
    let mut put = |name: &str, content: &str| {
        zip.start_file(name, SimpleFileOptions::default()).expect("started");
        zip.write_all(content.as_bytes()).expect("written");
    };
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "http://schemas.openxmlformats.org/package/2006/relationships";
    put(
        "_rels/.rels",
        &format!(
            r#"<Relationships xmlns="{package}"><Relationship Id="r0" Type="{rel}/officeDocument" Target="xl/workbook.xml"/></Relationships>"#
        ),
    );
    put(
        "xl/workbook.xml",
        &format!(
            r#"<workbook xmlns="{main}" xmlns:r="{rel}"><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>"#
        ),
    );
    put(
        "xl/_rels/workbook.xml.rels",
        &format!(
            r#"<Relationships xmlns="{package}"><Relationship Id="r1" Type="{rel}/worksheet" Target="worksheets/s.xml"/></Relationships>"#
        ),
    );
    put(
        "xl/worksheets/s.xml",
        &format!(r#"<worksheet xmlns="{main}">{head}<sheetData>{sheet_xml}</sheetData></worksheet>"#),
    );
    zip.finish().expect("finished").into_inner()
}

#[test]
fn what_is_written_is_read() {
    let rows = vec![
        vec![text("Ano"), text("Emissões"), Cell::Empty, text("=1+1")],
        vec![],
        vec![
            Cell::Number(2019.0),
            Cell::Number(117_883.72),
            Cell::Bool(true),
            text("linha\noutra <&> \"x\""),
        ],
        vec![Cell::Empty, Cell::Number(0.1 + 0.2), Cell::Number(1e-300)],
    ];
    let bytes = write(&[sheet(rows.clone())]).expect("writable");
    assert_eq!(read(&bytes).expect("readable"), [sheet(rows.clone())]);
    assert_eq!(bytes, write(&[sheet(rows)]).expect("writable"), "the same content gives the same bytes");
}

#[test]
fn a_cell_far_out_is_refused_and_not_allocated() {
    let far = by_hand(r#"<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>"#);
    assert_eq!(read(&far), Err(TableError::TooLarge { what: "rows", size: 1_048_576, max: 100_000 }));
    let wide = by_hand(r#"<row r="1"><c r="XFD1"><v>1</v></c></row>"#);
    assert!(matches!(read(&wide), Err(TableError::TooLarge { what: "columns", .. })));
    let near = by_hand(r#"<row r="2"><c r="B2"><v>1.5</v></c></row>"#);
    assert_eq!(read(&near).expect("readable")[0].cell(1, 1), &Cell::Number(1.5));
}

#[test]
fn a_zip_bomb_is_refused() {
    let mut zip = ZipWriter::new(Cursor::new(vec![]));
    zip.start_file("xl/workbook.xml", SimpleFileOptions::default()).expect("started");
    let zeros = vec![b' '; 1 << 20];
    for _ in 0..(MAX_UNPACKED >> 20) + 1 {
        zip.write_all(&zeros).expect("written");
    }
    let bomb = zip.finish().expect("finished").into_inner();
    assert!(bomb.len() < 200_000);
    assert!(matches!(read(&bomb), Err(TableError::TooLarge { what: "bytes when unpacked", .. })));
}

#[test]
fn what_is_no_workbook_is_refused() {
    assert!(matches!(read(b"a,b\n1,2\n"), Err(TableError::Workbook(_))));
    assert!(read(&[]).is_err());
    assert!(write(&[Sheet { name: "a/b:c".into(), ..Sheet::default() }]).is_err());
    let whole = write(&[sheet(vec![vec![text("a")]])]).expect("writable");
    assert!(read(&whole[..whole.len() / 2]).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn damaged_workbooks_do_no_harm(at in 0usize..6000, byte in any::<u8>(), cut in 0usize..6000) {
        let mut bytes = write(&[sheet(vec![vec![text("GPC ref no."), Cell::Number(2.5)]; 20])]).expect("writable");
        let at = at % bytes.len();
        bytes[at] = byte;
        let _ = read(&bytes);
        let _ = read(&bytes[..cut % bytes.len()]);
    }

    #[test]
    fn odd_sheets_do_no_harm(
        head in prop::sample::select(vec![
            "", r#"<dimension ref="A1:XFD1048576"/>"#, r#"<dimension ref="B9:A1"/>"#, r#"<dimension ref="A99999999999"/>"#, "<dimension/>",
        ]),
        parts in prop::collection::vec(prop::sample::select(vec![
            r#"<row r="1">"#, r#"<row r="0">"#, r#"<row r="99999999999">"#, "</row>", r#"<c r="A1">"#, r#"<c r="ZZZZ9">"#,
            r#"<c t="s">"#, r#"<c t="inlineStr">"#, r#"<c t="e">"#, r#"<c t="b" s="99">"#, r#"<c r="é" s="-1">"#, "</c>",
            "<v>7</v>", "<v>-1</v>", "<v>1e999</v>", "<v>x</v>", "<v></v>", "<is><t>a</t></is>", "<f>A1</f>", "<v>", "&#0;", "&x;", "<",
        ]), 0..14)
    ) {
        let _ = read(&with_head(head, &parts.concat()));
    }

    #[test]
    fn any_text_and_number_survives(t in "[^\\p{Cc}\u{fffe}\u{ffff}]{1,40}", n in any::<f64>().prop_filter("finite", |n| n.is_finite())) {
        let rows = vec![vec![text(&t), Cell::Number(n)]];
        let bytes = write(&[sheet(rows.clone())]).expect("writable");
        prop_assert_eq!(&read(&bytes).expect("readable")[0].rows, &rows);
    }
}
