//! Files: told apart by their first bytes, whatever their names say, and read as sheets of cells.

use std::io::Read;

use super::{
    Encoding, FileKind, HEAD_BYTES, MAX_COLUMNS, MAX_TEXT_BYTES, MAX_WHOLE_BYTES, Refusal, SAMPLE_ROWS, grid,
    records,
};
use crate::exchange::{Cell, MAX_FILE, MAX_TEXT, Sheet, xlsx};

/// Bytes read at a time.
const SLICE: u64 = 1 << 20;

/// A file, read in slices.
pub trait Source {
    /// Bytes.
    fn size(&self) -> u64;
    /// The bytes from one place up to another; none where the file cannot be read any more.
    fn slice(&mut self, from: u64, to: u64) -> Option<Vec<u8>>;
}

impl Source for &[u8] {
    fn size(&self) -> u64 {
        self.len() as u64
    }

    fn slice(&mut self, from: u64, to: u64) -> Option<Vec<u8>> {
        self.get(from as usize..(to as usize).min(self.len())).map(<[u8]>::to_vec)
    }
}

/// A source as a stream; `tell` hears how many bytes were read.
pub struct Stream<'s> {
    source: &'s mut dyn Source,
    tell: &'s mut dyn FnMut(u64),
    next: u64,
    buffer: Vec<u8>,
    at: usize,
}

impl<'s> Stream<'s> {
    /// From the beginning.
    pub fn new(source: &'s mut dyn Source, tell: &'s mut dyn FnMut(u64)) -> Self {
        Self { source, tell, next: 0, buffer: Vec::new(), at: 0 }
    }
}

impl Read for Stream<'_> {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        if self.at == self.buffer.len() {
            let (size, from) = (self.source.size(), self.next);
            if from >= size {
                return Ok(0);
            }
            let to = (from + SLICE).min(size);
            let gone = || std::io::Error::other("the file is no longer there");
            self.buffer = self.source.slice(from, to).filter(|b| !b.is_empty()).ok_or_else(gone)?;
            (self.at, self.next) = (0, from + self.buffer.len() as u64);
            (self.tell)(self.next);
        }
        let count = out.len().min(self.buffer.len() - self.at);
        out[..count].copy_from_slice(&self.buffer[self.at..self.at + count]);
        self.at += count;
        Ok(count)
    }
}

/// A file as far as it was read.
#[derive(Debug, Clone)]
pub struct Opened {
    /// What it is.
    pub kind: FileKind,
    /// How its letters are coded.
    pub encoding: Option<Encoding>,
    /// What parts its columns.
    pub delimiter: Option<char>,
    /// Its sheets, or the first rows of a text.
    pub sheets: Vec<Sheet>,
    /// The line each of those rows begins on, of a text.
    pub lines: Vec<u64>,
    /// Whether those are all rows.
    pub whole: bool,
    /// A text that had to be written anew in UTF-8.
    pub rewritten: Option<Vec<u8>>,
    /// Columns that are no cells and were left out.
    pub left: usize,
}

/// Looks at a file; a text by its beginning, others whole.
///
/// # Errors
/// [`Refusal`] says why it cannot be read.
pub fn open(source: &mut dyn Source, delimiter: Option<char>) -> Result<Opened, Refusal> {
    let size = source.size();
    let gone = || Refusal::new("gone");
    let head = source.slice(0, size.min(HEAD_BYTES)).ok_or_else(gone)?;
    if let Some(code) = other_kind(&head) {
        return Err(Refusal::new(code));
    }
    let mut whole = |most: u64| {
        if size > most {
            return Err(too_large(size, most));
        }
        source.slice(0, size).ok_or_else(gone)
    };
    #[cfg(feature = "parquet")]
    if head.starts_with(b"PAR1") {
        return columnar(whole(super::parquet::MAX_BYTES)?);
    }
    if head.starts_with(b"PK\x03\x04") {
        return workbook(&whole(MAX_FILE as u64)?);
    }
    let encoding = grid::encoding(&head);
    if encoding == Encoding::Utf16 {
        let text = grid::from_utf16(&whole(MAX_WHOLE_BYTES)?);
        return table(&text, text.len() as u64, Encoding::Utf16, delimiter, Some(text.clone()));
    }
    if head.contains(&0) {
        return Err(Refusal::new("binary"));
    }
    let text = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&head).trim_ascii_start();
    if text.starts_with(b"{") || text.starts_with(b"[") {
        return records::read(&whole(MAX_WHOLE_BYTES)?);
    }
    if size > MAX_TEXT_BYTES {
        return Err(too_large(size, MAX_TEXT_BYTES));
    }
    table(&head, size, encoding, delimiter, None)
}

fn too_large(size: u64, most: u64) -> Refusal {
    Refusal::new("too_large").with("size", size.div_ceil(1 << 20)).with("most", most >> 20)
}

/// Files that are no tables, or of a kind that is not read.
fn other_kind(head: &[u8]) -> Option<&'static str> {
    let text = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    let begins = |marks: &[&[u8]]| marks.iter().any(|m| head.starts_with(m));
    let small: Vec<u8> = text.iter().take(20).map(u8::to_ascii_lowercase).collect();
    if text.is_empty() {
        Some("empty")
    } else if cfg!(not(feature = "parquet")) && begins(&[b"PAR1"]) {
        Some("parquet")
    } else if begins(&[b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM\x00", b"II*\x00", b"MM\x00*"])
        || (begins(&[b"RIFF"]) && head.get(8..12) == Some(b"WEBP"))
    {
        Some("picture")
    } else if begins(&[b"%PDF"]) {
        Some("pdf")
    } else if begins(&[b"\xd0\xcf\x11\xe0"]) {
        Some("old_excel")
    } else if begins(&[b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!"]) {
        Some("archive")
    } else if begins(&[b"PK"])
        && head.windows(39).take(200).any(|w| w == b"application/vnd.oasis.opendocument.spre")
    {
        Some("ods")
    } else if small.starts_with(b"<!doctype html") || small.starts_with(b"<html") {
        Some("web_page")
    } else if small.starts_with(b"<") {
        Some("xml")
    } else {
        None
    }
}

fn workbook(bytes: &[u8]) -> Result<Opened, Refusal> {
    let sheets = xlsx::read(bytes).map_err(Refusal::from)?;
    Ok(Opened {
        kind: FileKind::Xlsx,
        encoding: None,
        delimiter: None,
        sheets,
        lines: Vec::new(),
        whole: true,
        rewritten: None,
        left: 0,
    })
}

/// The first rows of a Parquet file.
#[cfg(feature = "parquet")]
fn columnar(bytes: Vec<u8>) -> Result<Opened, Refusal> {
    let file = super::parquet::File::open(bytes)?;
    let mut rows = vec![file.names().into_iter().map(Cell::Text).collect::<Vec<_>>()];
    file.each(|row| {
        rows.push(row);
        rows.len() <= SAMPLE_ROWS
    })?;
    let whole = file.rows() < rows.len() as u64;
    let sheet = Sheet { rows, ..Sheet::default() };
    let sheets = vec![sheet];
    let (kind, lines) = (FileKind::Parquet, Vec::new());
    Ok(Opened {
        kind,
        encoding: None,
        delimiter: None,
        sheets,
        lines,
        whole,
        rewritten: None,
        left: file.left,
    })
}

/// The beginning of a text as rows.
fn table(
    head: &[u8],
    size: u64,
    encoding: Encoding,
    delimiter: Option<char>,
    rewritten: Option<Vec<u8>>,
) -> Result<Opened, Refusal> {
    let all = head.len() as u64 >= size;
    // why: half a row at the end of the beginning would look like a fault
    let end =
        if all { head.len() } else { head.iter().rposition(|b| *b == b'\n').map_or(head.len(), |at| at + 1) };
    let head = &head[..end];
    let delimiter = delimiter.unwrap_or_else(|| best_delimiter(head));
    let mut sheet = Sheet::default();
    let mut lines = Vec::new();
    let mut more = false;
    let mut too_wide = false;
    grid::each(head, delimiter, |line, cells| {
        more = sheet.rows.len() >= SAMPLE_ROWS;
        too_wide |= cells.len() > MAX_COLUMNS;
        if more || too_wide {
            return false;
        }
        let text = |v: &grid::Value<'_>| {
            let text: String = v.text().chars().take(MAX_TEXT).collect();
            if text.is_empty() { Cell::Empty } else { Cell::Text(text) }
        };
        sheet.rows.push(cells.iter().map(text).collect());
        lines.push(line);
        true
    });
    if too_wide {
        return Err(Refusal::new("too_wide").with("most", MAX_COLUMNS));
    }
    if sheet.rows.iter().all(|row| row.len() < 2) {
        return Err(Refusal::new("one_column"));
    }
    Ok(Opened {
        kind: FileKind::Text,
        encoding: Some(encoding),
        delimiter: Some(delimiter),
        sheets: vec![sheet],
        lines,
        whole: all && !more,
        rewritten,
        left: 0,
    })
}

/// The sign by which most rows have the same number of columns.
fn best_delimiter(head: &[u8]) -> char {
    let score = |delimiter: char| {
        let mut widths: Vec<usize> = Vec::new();
        grid::each(head, delimiter, |_, cells| {
            widths.push(cells.len());
            widths.len() < 60
        });
        let most = widths
            .iter()
            .copied()
            .filter(|w| *w > 1)
            .max_by_key(|w| (widths.iter().filter(|other| *other == w).count(), *w));
        let count = most.map_or(0, |w| widths.iter().filter(|other| **other == w).count());
        (count * 100 / widths.len().max(1), most.unwrap_or(0))
    };
    // On a tie of both the earlier one.
    let mut best = (',', (0, 0));
    for delimiter in [';', '\t', ',', '|'] {
        let found = score(delimiter);
        if found > best.1 {
            best = (delimiter, found);
        }
    }
    best.0
}
