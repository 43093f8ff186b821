//! Sheets as CSV text: RFC 4180 with commas, decimal points and CRLF.
//!
//! Texts that a spreadsheet would take for a formula are written with an apostrophe before them, which
//! `csv_table::read` takes off again.

use super::{Cell, Sheet};

/// What a spreadsheet may read as the beginning of a formula.
pub(super) const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// A sheet as CSV.
pub fn write(sheet: &Sheet) -> String {
    let mut out = String::new();
    for row in &sheet.rows {
        let cells: Vec<String> = row.iter().map(|c| quoted(&safe(c))).collect();
        // A row of one empty cell would else be a blank line, which readers skip.
        out.push_str(if cells == [""] { "\"\"" } else { "" });
        out.push_str(&cells.join(","));
        out.push_str("\r\n");
    }
    out
}

/// The text of a cell, made safe where a spreadsheet would take it for a formula.
fn safe(cell: &Cell) -> String {
    let text = cell.text();
    let guard = matches!(cell, Cell::Text(_)) && (text.starts_with(FORMULA) || text.starts_with('\''));
    if guard { format!("'{text}") } else { text }
}

fn quoted(text: &str) -> String {
    if text.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.into()
    }
}
