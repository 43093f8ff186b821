//! A sheet as an XLSX workbook without a library: for the browser app, which must not carry one.
//!
//! The archive is stored, not compressed (PKWARE APPNOTE 6.3, sections 4.3.7, 4.3.12 and 4.3.16); texts are inline
//! (ECMA-376, part 1, section 18.3.1.53). The same sheet gives the same bytes. `xlsx` reads what is written here.

use std::fmt::Write as _;

use super::{Cell, Sheet, sheet::cell_name};

const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const REL: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
/// 1 January 2000 as MS-DOS writes a date: a fixed one, so that the same content gives the same bytes.
const DATE: u16 = (20 << 9) | (1 << 5) | 1;

/// A workbook of one sheet.
pub fn write(sheet: &Sheet) -> Vec<u8> {
    let types = "application/vnd.openxmlformats-officedocument.spreadsheetml";
    let related = |kind: &str, target: &str| {
        format!(
            "{HEAD}<Relationships xmlns=\"{PACKAGE}/relationships\"><Relationship Id=\"rId1\" Type=\"{REL}/{kind}\" Target=\"{target}\"/></Relationships>"
        )
    };
    let content = format!(
        "{HEAD}<Types xmlns=\"{PACKAGE}/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/><Override PartName=\"/xl/workbook.xml\" ContentType=\"{types}.sheet.main+xml\"/><Override PartName=\"/xl/worksheets/sheet1.xml\" ContentType=\"{types}.worksheet+xml\"/></Types>"
    );
    let book = format!(
        "{HEAD}<workbook xmlns=\"{MAIN}\" xmlns:r=\"{REL}\"><sheets><sheet name=\"{}\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>",
        name(&sheet.name)
    );
    archive(&[
        ("[Content_Types].xml", content),
        ("_rels/.rels", related("officeDocument", "xl/workbook.xml")),
        ("xl/workbook.xml", book),
        ("xl/_rels/workbook.xml.rels", related("worksheet", "worksheets/sheet1.xml")),
        ("xl/worksheets/sheet1.xml", rows(sheet)),
    ])
}

/// A name that a workbook takes: at most 31 characters, none of `[]:*?/\`.
fn name(text: &str) -> String {
    let kept: String = text.chars().filter(|c| !"[]:*?/\\'".contains(*c)).take(31).collect();
    escape(if kept.trim().is_empty() { "Sheet" } else { &kept })
}

fn rows(sheet: &Sheet) -> String {
    let mut out = format!("{HEAD}<worksheet xmlns=\"{MAIN}\"><sheetData>");
    for (r, row) in sheet.rows.iter().enumerate() {
        let _ = write!(out, "<row r=\"{}\">", r + 1);
        for (c, cell) in row.iter().enumerate() {
            let at = cell_name(r, c);
            let _ = match cell {
                Cell::Empty => Ok(()),
                Cell::Bool(value) => write!(out, "<c r=\"{at}\" t=\"b\"><v>{}</v></c>", u8::from(*value)),
                Cell::Number(value) if value.is_finite() => {
                    write!(out, "<c r=\"{at}\"><v>{}</v></c>", super::sheet::number_text(*value))
                }
                other => write!(
                    out,
                    "<c r=\"{at}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{}</t></is></c>",
                    escape(&other.text())
                ),
            };
        }
        out.push_str("</row>");
    }
    out.push_str("</sheetData></worksheet>");
    out
}

/// Text as it stands in XML; what XML 1.0 forbids is dropped, a line end is kept.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\r' => out.push_str("&#13;"),
            '\n' | '\t' => out.push(c),
            '\u{fffe}' | '\u{ffff}' => {}
            c if c < ' ' => {}
            c => out.push(c),
        }
    }
    out
}

/// A zip archive of stored files.
fn archive(files: &[(&str, String)]) -> Vec<u8> {
    let (mut out, mut directory) = (Vec::new(), Vec::new());
    for (name, content) in files {
        let offset = out.len() as u32;
        let mut head = Vec::new();
        // Version 2.0, names in UTF-8, stored; time midnight.
        for field in [20_u16, 0x0800, 0, 0, DATE] {
            head.extend(field.to_le_bytes());
        }
        let size = content.len() as u32;
        for field in [crc32(content.as_bytes()), size, size] {
            head.extend(field.to_le_bytes());
        }
        head.extend((name.len() as u16).to_le_bytes());
        head.extend(0_u16.to_le_bytes());
        out.extend(b"PK\x03\x04");
        out.extend(&head);
        out.extend(name.as_bytes());
        out.extend(content.as_bytes());
        directory.extend(b"PK\x01\x02\x14\x00");
        directory.extend(&head);
        // No comment, first disk, no attributes.
        directory.extend([0; 10]);
        directory.extend(offset.to_le_bytes());
        directory.extend(name.as_bytes());
    }
    let (start, size, count) = (out.len() as u32, directory.len() as u32, files.len() as u16);
    out.extend(directory);
    out.extend(b"PK\x05\x06\x00\x00\x00\x00");
    out.extend(count.to_le_bytes());
    out.extend(count.to_le_bytes());
    out.extend(size.to_le_bytes());
    out.extend(start.to_le_bytes());
    out.extend(0_u16.to_le_bytes());
    out
}

/// CRC-32 of zip (polynomial 0xEDB88320, reflected), bit by bit: files are small.
fn crc32(bytes: &[u8]) -> u32 {
    let step = |crc: u32, byte: &u8| {
        (0..8).fold(
            crc ^ u32::from(*byte),
            |crc, _| if crc & 1 == 1 { (crc >> 1) ^ 0xEDB8_8320 } else { crc >> 1 },
        )
    };
    !bytes.iter().fold(!0, step)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The check value of CRC-32/ISO-HDLC.
    #[test]
    fn the_checksum_is_that_of_zip() {
        assert_eq!(crc32(b"123456789"), 0xCBF4_3926);
        assert_eq!(crc32(b""), 0);
    }

    #[cfg(feature = "tables")]
    #[test]
    fn what_is_written_is_read() {
        let text = |t: &str| Cell::Text(t.into());
        let rows = vec![
            vec![text("GPC ref. no."), text("Emissões <t> & \"x\""), text("=1+1")],
            vec![text("I.1.1"), Cell::Number(113_006.63), Cell::Empty, Cell::Bool(true)],
            vec![],
            vec![text("two\nlines"), Cell::Number(-1.5e-9), Cell::Number(0.1 + 0.2)],
        ];
        let sheet = Sheet { name: "Inventory [1]".into(), rows: rows.clone(), decimal_comma: false };
        let bytes = write(&sheet);
        assert_eq!(bytes, write(&sheet));
        let back = crate::exchange::xlsx::read(&bytes).expect("a workbook");
        assert_eq!(back[0].name, "Inventory 1");
        let trimmed: Vec<Vec<Cell>> = back[0].rows.clone();
        assert_eq!(trimmed, rows);
    }
}
