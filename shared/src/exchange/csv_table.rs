//! CSV: RFC 4180, with comma, semicolon or tab.
//!
//! A semicolon brings a decimal comma, as spreadsheets in Portuguese write it. Texts that a spreadsheet would
//! take for a formula are written with an apostrophe before them, which reading takes off again.

pub use super::csv_text::write;
use super::{
    Cell, MAX_CELLS, MAX_COLUMNS, MAX_FILE, MAX_ROWS, MAX_TEXT, Sheet, TableError, csv_text::FORMULA,
};

/// Reads a CSV of UTF-8 text. Every cell is a text.
///
/// # Errors
/// [`TableError`] where the file is too large or not UTF-8.
pub fn read(name: &str, bytes: &[u8]) -> Result<Sheet, TableError> {
    limit("bytes", bytes.len() as u64, MAX_FILE as u64)?;
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = std::str::from_utf8(bytes).map_err(|e| {
        let line = 1 + bytes[..e.valid_up_to()].iter().filter(|b| **b == b'\n').count();
        TableError::NotUtf8 { line }
    })?;
    let delimiter = delimiter(text);
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(text.as_bytes());
    let mut rows: Vec<Vec<Cell>> = vec![];
    let mut cells = 0;
    let mut record = csv::StringRecord::new();
    while reader.read_record(&mut record).map_err(|e| TableError::Workbook(e.to_string()))? {
        // The reader skips blank lines; a spreadsheet counts them as rows, and a record of several lines as one.
        let start = record.position().map_or(text.len(), |p| p.byte() as usize);
        let blank = blank_lines(text, start);
        let row = rows.len() + blank;
        limit("rows", row as u64 + 1, u64::from(MAX_ROWS))?;
        limit("columns", record.len() as u64, u64::from(MAX_COLUMNS))?;
        cells += record.len();
        limit("cells", cells as u64, MAX_CELLS as u64)?;
        rows.resize(row, vec![]);
        rows.push(record.iter().map(cell).collect::<Result<_, _>>()?);
    }
    let mut sheet = Sheet { name: name.into(), rows, decimal_comma: false };
    sheet.decimal_comma = delimiter == b';' && uses_comma(&sheet);
    Ok(sheet)
}

fn cell(text: &str) -> Result<Cell, TableError> {
    limit("characters in a cell", text.chars().count() as u64, MAX_TEXT as u64)?;
    let plain = match text.strip_prefix('\'') {
        Some(rest) if rest.starts_with(FORMULA) || rest.starts_with('\'') => rest,
        _ => text,
    };
    Ok(if plain.is_empty() { Cell::Empty } else { Cell::Text(plain.into()) })
}

/// The delimiter that occurs most in the first lines, outside quotes.
fn delimiter(text: &str) -> u8 {
    let mut counts = [(b',', 0), (b';', 0), (b'\t', 0)];
    let mut quoted = false;
    let mut lines = 0;
    for byte in text.bytes() {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' if !quoted => lines += 1,
            _ if quoted => {}
            _ => counts.iter_mut().filter(|(d, _)| *d == byte).for_each(|(_, n)| *n += 1),
        }
        if lines >= 30 {
            break;
        }
    }
    // On a tie the comma wins, being last among equals of `max_by_key` when the list is turned.
    counts.iter().rev().max_by_key(|(_, n)| *n).map_or(b',', |(d, _)| *d)
}

/// Line ends from a position to the first other character; the second half of a CRLF belongs to the row before.
fn blank_lines(text: &str, start: usize) -> usize {
    let bytes = text.as_bytes();
    let half = start > 0 && bytes.get(start - 1) == Some(&b'\r') && bytes.get(start) == Some(&b'\n');
    let rest = bytes.get(start + usize::from(half)..).unwrap_or_default();
    rest.iter().take_while(|b| matches!(b, b'\n' | b'\r')).filter(|b| **b == b'\n').count()
}

/// Whether some cell is a number with a decimal comma.
fn uses_comma(sheet: &Sheet) -> bool {
    let number = |text: &str| {
        let (whole, part) = text.trim().trim_start_matches('-').split_once(',').unwrap_or(("", ""));
        let digits = |t: &str| !t.is_empty() && t.bytes().all(|b| b.is_ascii_digit());
        digits(&whole.replace(['.', ' '], "")) && digits(part)
    };
    sheet.rows.iter().flatten().any(|cell| matches!(cell, Cell::Text(text) if number(text)))
}

fn limit(what: &'static str, size: u64, max: u64) -> Result<(), TableError> {
    if size > max { Err(TableError::TooLarge { what, size, max }) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(sheet: &Sheet) -> Vec<Vec<String>> {
        sheet.rows.iter().map(|row| row.iter().map(Cell::text).collect()).collect()
    }

    #[test]
    fn commas_semicolons_and_tabs_are_told_apart() {
        for (text, comma) in
            [("a,b\r\n1.5,\"x;y\"\r\n", false), ("a;b\n1,5;\"x;y\"\n", true), ("a\tb\n1.5\tx;y", false)]
        {
            let sheet = read("t", text.as_bytes()).expect("readable");
            assert_eq!(sheet.rows.len(), 2, "{text}");
            assert_eq!(sheet.cell(1, 1).text(), "x;y", "{text}");
            assert_eq!(sheet.decimal_comma, comma, "{text}");
        }
        assert!(!read("t", b"a;b\n1.5;2\n").expect("readable").decimal_comma);
    }

    #[test]
    fn rows_are_numbered_as_in_a_spreadsheet() {
        for text in ["a,b\n\n\n1,2\n\"x\ny\",3\nz,4\n", "a,b\r\n\r\n\r\n1,2\r\n\"x\ny\",3\r\nz,4\r\n"] {
            rows_are_where_they_should_be(&read("t", text.as_bytes()).expect("readable"));
        }
    }

    fn rows_are_where_they_should_be(sheet: &Sheet) {
        assert_eq!(sheet.cell(3, 0).text(), "1");
        assert_eq!(sheet.cell(4, 0).text(), "x\ny");
        assert_eq!(sheet.cell(5, 0).text(), "z");
    }

    #[test]
    fn formulas_are_disarmed_and_come_back() {
        let cells = ["=1+1", "'=1", "'quoted", "+351", "@x", "plain", "it's", "-"];
        let row: Vec<Cell> = cells.iter().map(|c| Cell::Text((*c).into())).collect();
        let sheet = Sheet { name: "t".into(), rows: vec![row], decimal_comma: false };
        let text = write(&sheet);
        assert!(text.starts_with("'=1+1,''=1,''quoted,'+351,"), "{text}");
        assert_eq!(texts(&read("t", text.as_bytes()).expect("readable")), texts(&sheet));
        let number = Sheet { rows: vec![vec![Cell::Number(-5.0), Cell::Empty]], ..sheet };
        assert_eq!(write(&number), "-5,\r\n");
        let blank = Sheet { rows: vec![vec![Cell::Empty], vec![Cell::Text("a\n\"b\",".into())]], ..number };
        assert_eq!(write(&blank), "\"\"\r\n\"a\n\"\"b\"\",\"\r\n");
    }

    #[test]
    fn what_is_no_text_is_refused_with_its_line() {
        assert_eq!(read("t", b"a,b\n\xe7,1"), Err(TableError::NotUtf8 { line: 2 }));
        assert_eq!(read("t", "\u{feff}á,b".as_bytes()).expect("readable").cell(0, 0).text(), "á");
        let wide = ",".repeat(300);
        assert!(matches!(read("t", wide.as_bytes()), Err(TableError::TooLarge { what: "columns", .. })));
        let long = "\n".repeat(200_000) + "a";
        assert!(matches!(read("t", long.as_bytes()), Err(TableError::TooLarge { what: "rows", .. })));
    }
}
