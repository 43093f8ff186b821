//! Tables: any file as CSV or XLSX, to rows of an inventory and back.

use std::io::{Cursor, Write};

use gemeo_shared::{
    exchange::{
        Inventory, Sheet,
        check::check,
        csv_table,
        diff::diff,
        export::{export, export_bad},
        import::{Defaults, Import, import},
        xlsx as workbook,
    },
    factor::GwpSet,
    geo::GeoId,
    inventory::{Choice, Level, totals},
};
use zip::{ZipWriter, result::ZipError, write::SimpleFileOptions};

/// Reads a file as CSV; the rows that were read come back from what is written.
pub fn csv(data: &[u8]) {
    let Ok(sheet) = csv_table::read("t", data) else { return };
    let result = imported(&[sheet]);
    let text = csv_table::write(&export(&result.rows));
    let back = import(
        &[csv_table::read("t", text.as_bytes()).expect("what was written is read")],
        &Defaults::default(),
    );
    assert!(back.bad.is_empty() && back.rows == result.rows, "CSV lost something");
}

/// Reads a file as XLSX. A first byte of 0 is followed by the file; any other by the XML of a sheet, which is put in
/// a workbook, so that what is tried gets beyond the archive.
pub fn xlsx(data: &[u8]) {
    let Some((kind, rest)) = data.split_first() else { return };
    let built = if *kind == 0 { Ok(rest.to_vec()) } else { around(rest) };
    let Ok(sheets) = workbook::read(&built.expect("an archive in memory")) else { return };
    let result = imported(&sheets);
    if !result.rows.is_empty() {
        let bytes = workbook::write(&[export(&result.rows)]).expect("rows can be written");
        let back = import(&workbook::read(&bytes).expect("what was written is read"), &Defaults::default());
        assert!(back.bad.is_empty() && back.rows == result.rows, "XLSX lost something");
    }
}

/// Imports, and uses the rows as the program does.
fn imported(sheets: &[Sheet]) -> Import {
    let defaults = Defaults { place: Some(GeoId::city("1106")), year: Some(2019) };
    let result = import(sheets, &defaults);
    let _ = export_bad(&result.bad);
    let _ = check(&Inventory::new(result.rows.clone()));
    let _ = totals(&result.rows, Level::BasicPlus, Choice { gwp: Some(GwpSet::Ar6), ..Choice::default() });
    if let Ok(split) = diff(&result.rows, &[]) {
        assert_eq!(split.parts.boundary_t, split.difference_t, "parts do not sum");
    }
    result
}

/// A workbook with one sheet of this XML, as others might write it.
fn around(sheet: &[u8]) -> Result<Vec<u8>, ZipError> {
    const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    const REL: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
    let related = |kind: &str, target: &str| {
        format!(
            r#"<Relationships xmlns="{PACKAGE}"><Relationship Id="r1" Type="{REL}/{kind}" Target="{target}"/></Relationships>"#
        )
    };
    let book = format!(
        r#"<workbook xmlns="{MAIN}" xmlns:r="{REL}"><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>"#
    );
    let mut zip = ZipWriter::new(Cursor::new(vec![]));
    let stored = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    let mut put = |name: &str, content: &[u8]| {
        zip.start_file(name, stored)?;
        zip.write_all(content).map_err(ZipError::from)
    };
    put("_rels/.rels", related("officeDocument", "xl/workbook.xml").as_bytes())?;
    put("xl/workbook.xml", book.as_bytes())?;
    put("xl/_rels/workbook.xml.rels", related("worksheet", "worksheets/s.xml").as_bytes())?;
    put("xl/worksheets/s.xml", sheet)?;
    Ok(zip.finish()?.into_inner())
}
