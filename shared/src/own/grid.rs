//! Rows of cells, whatever file they come from.

use std::{borrow::Cow, io::Read};

use super::Encoding;
use crate::exchange::{Cell, sheet::cell_name};

/// Bytes of one row of a text; more means a quotation mark without its other half.
const MAX_RECORD: usize = 4 << 20;

/// A cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Value<'a> {
    /// A text, empty where there is nothing.
    Text(Cow<'a, str>),
    /// A number of a workbook or of JSON, which has no decimal mark.
    Number(f64),
}

impl Value<'_> {
    /// The cell as text.
    pub fn text(&self) -> Cow<'_, str> {
        match self {
            Self::Text(text) => Cow::Borrowed(text.trim()),
            Self::Number(number) => Cow::Owned(crate::exchange::sheet::number_text(*number)),
        }
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        matches!(self, Self::Text(text) if text.trim().is_empty())
    }
}

/// Cells of a sheet.
pub fn values(cells: &[Cell]) -> Vec<Value<'_>> {
    let value = |cell: &'_ Cell| match cell {
        Cell::Number(number) => Value::Number(*number),
        other => Value::Text(Cow::Owned(other.text())),
    };
    cells.iter().map(value).collect()
}

/// How reading a text ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// At its end, or because the reader had enough.
    Well,
    /// In a row without an end, which begins on this line.
    Unended(u64),
}

/// Goes through the rows of a text: the line each begins on, and its cells. `take` says whether to go on.
pub fn each(text: impl Read, delimiter: char, mut take: impl FnMut(u64, &[Value<'_>]) -> bool) -> End {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(u8::try_from(delimiter).unwrap_or(b','))
        .buffer_capacity(256 << 10)
        .from_reader(Newlines { text, held: None });
    let mut record = csv::ByteRecord::new();
    let mut first = true;
    while reader.read_byte_record(&mut record).unwrap_or(false) {
        let line = record.position().map_or(0, csv::Position::line);
        if record.as_slice().len() > MAX_RECORD {
            return End::Unended(line);
        }
        let mut cells: Vec<Value<'_>> = record.iter().map(|cell| Value::Text(decode(cell))).collect();
        if first && let Some(Value::Text(cell)) = cells.first_mut() {
            *cell = Cow::Owned(cell.trim_start_matches('\u{feff}').trim_matches('"').to_owned());
        }
        first = false;
        if !take(line, &cells) {
            break;
        }
    }
    End::Well
}

/// A text whose lines end in `\n` alone.
// why: of `\r\n` the reader of CSV ends a row at the first and counts the line at the second, so that each row but the first
// would be told with the line before its own
struct Newlines<R> {
    text: R,
    /// A `\r` at the end of the last piece, of which the next one tells whether it belongs to a `\n`.
    held: Option<u8>,
}

impl<R: Read> Read for Newlines<R> {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        if out.len() < 2 {
            // why: a piece of one byte may be the held one alone; the reader of CSV asks for far more
            return if out.is_empty() { Ok(0) } else { Err(std::io::ErrorKind::InvalidInput.into()) };
        }
        let held = self.held.take();
        let from = usize::from(held.is_some());
        out[..from].fill(b'\r');
        let read = self.text.read(&mut out[from..])?;
        let mut piece = &mut out[..from + read];
        if read > 0 && piece.ends_with(b"\r") {
            self.held = Some(b'\r');
            let whole = piece.len() - 1;
            piece = &mut piece[..whole];
            if whole == 0 {
                return self.read(out);
            }
        }
        if !piece.contains(&b'\r') {
            return Ok(piece.len());
        }
        let mut kept = 0;
        for at in 0..piece.len() {
            if piece[at] != b'\r' || piece.get(at + 1) != Some(&b'\n') {
                piece[kept] = piece[at];
                kept += 1;
            }
        }
        Ok(kept)
    }
}

/// A cell's letters; Windows-1252 where they are not UTF-8, so that one odd cell does not lose the others.
fn decode(bytes: &[u8]) -> Cow<'_, str> {
    std::str::from_utf8(bytes).map_or_else(
        |_| Cow::Owned(bytes.iter().map(|b| crate::connect::text::windows_1252(*b)).collect()),
        Cow::Borrowed,
    )
}

/// How a text's letters are coded, by its beginning.
pub fn encoding(head: &[u8]) -> Encoding {
    if head.starts_with(&[0xff, 0xfe]) || head.starts_with(&[0xfe, 0xff]) {
        return Encoding::Utf16;
    }
    match std::str::from_utf8(head) {
        Ok(_) => Encoding::Utf8,
        // A letter cut in two by the end of the beginning is no fault.
        Err(fault) if fault.error_len().is_none() => Encoding::Utf8,
        Err(_) => Encoding::Windows1252,
    }
}

/// UTF-16 with its mark as UTF-8.
pub fn from_utf16(bytes: &[u8]) -> Vec<u8> {
    let little = bytes.starts_with(&[0xff, 0xfe]);
    let units = bytes.get(2..).unwrap_or_default().as_chunks::<2>().0;
    let units = units.iter().map(|b| if little { u16::from_le_bytes(*b) } else { u16::from_be_bytes(*b) });
    char::decode_utf16(units).map(|c| c.unwrap_or('\u{fffd}')).collect::<String>().into_bytes()
}

/// Letters of a column as a spreadsheet has them.
pub fn letters(column: usize) -> String {
    cell_name(0, column).trim_end_matches('1').to_owned()
}
