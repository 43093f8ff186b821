//! One file from the first look to the last row.

use sha2::{Digest, Sha256};

use super::{
    Dataset, FileKind, Gazetteer, KnownPlace, Look, Mapping, Preview, Refusal, Rows, SAMPLE_ROWS, column,
    file,
    file::{Opened, Source, Stream},
    grid::{self, End},
    guess::guess,
    reader::{Finished, Reader},
};
use crate::{exchange::Sheet, names::plain};

/// How a reader wants a file to be looked at, where what was found is wrong.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Wish {
    /// The sheet.
    pub sheet: Option<String>,
    /// Row of the columns' names, counted from zero.
    pub header: Option<usize>,
    /// What parts the columns.
    pub delimiter: Option<char>,
}

/// A file that is open.
#[derive(Debug, Clone)]
pub struct Session {
    opened: Opened,
    known: Gazetteer,
    at: usize,
    look: Look,
    columns: Vec<String>,
    year: i32,
}

impl Session {
    /// Looks at a file and guesses what its columns mean. `city` is what a table without places is about, `year` the
    /// year it is now.
    ///
    /// # Errors
    /// [`Refusal`] says why it cannot be read.
    pub fn open(
        name: &str,
        source: &mut dyn Source,
        places: Vec<KnownPlace>,
        city: &str,
        wish: &Wish,
        year: i32,
    ) -> Result<(Self, Mapping), Refusal> {
        let opened = file::open(source, wish.delimiter)?;
        let known = Gazetteer::new(places);
        let at = sheet_of(&opened.sheets, wish.sheet.as_deref()).ok_or_else(|| Refusal::new("no_table"))?;
        let sheet = &opened.sheets[at];
        let header = match wish.header {
            Some(row) => Some(row).filter(|row| *row < sheet.rows.len()),
            None if matches!(opened.kind, FileKind::Json | FileKind::Geojson | FileKind::Parquet) => Some(0),
            None => column::header_row(sheet),
        };
        let from = header.map_or(0, |row| row + 1);
        let (decimal, decimal_sure) = column::evidence(sheet, from).mark(opened.delimiter);
        let columns = column::columns(sheet, header, decimal, &known);
        let names: Vec<String> = columns.iter().map(|c| c.name.clone()).collect();
        let has_names = matches!(opened.kind, FileKind::Xlsx);
        let look = Look {
            name: name.into(),
            size: source.size(),
            kind: opened.kind,
            encoding: opened.encoding,
            delimiter: opened.delimiter,
            decimal,
            decimal_sure,
            sheets: if has_names {
                opened.sheets.iter().map(|s| s.name.clone()).collect()
            } else {
                Vec::new()
            },
            sheet: sheet.name.clone(),
            header,
            fingerprint: fingerprint(&names),
            columns,
            left: opened.left,
            rows: opened.whole.then(|| sheet.rows.len().saturating_sub(from) as u64),
        };
        let mapping = guess(&look, sheet, &known, city);
        let session = Self { at, look, columns: names, year, known, opened };
        Ok((session, mapping))
    }

    /// What the file is.
    pub fn look(&self) -> &Look {
        &self.look
    }

    fn sheet(&self) -> &Sheet {
        &self.opened.sheets[self.at]
    }

    /// What a mapping gives of the first rows.
    ///
    /// # Errors
    /// [`Refusal`] where it gives too many series.
    pub fn attempt(&self, mapping: &Mapping) -> Result<Preview, Refusal> {
        let mut reader = Reader::new(mapping, &self.columns, &self.known);
        let from = mapping.header.map_or(0, |row| row + 1);
        let rows = self.sheet().rows.len().saturating_sub(from);
        for row in from..self.sheet().rows.len().min(from + SAMPLE_ROWS) {
            let line = self.opened.lines.get(row).copied().unwrap_or(row as u64 + 1);
            reader.row(line, &grid::values(&self.sheet().rows[row]));
        }
        let Finished { dataset, names, shown, .. } = reader.finish(self.year)?;
        Ok(Preview {
            rows: shown,
            looked: rows.min(SAMPLE_ROWS) as u64,
            whole: self.opened.whole && rows <= SAMPLE_ROWS,
            faults: dataset.faults,
            names,
            report: dataset.report,
        })
    }

    /// Reads all rows; `tell` hears how many bytes were read.
    ///
    /// # Errors
    /// [`Refusal`] where it gives too many series, or nothing at all.
    pub fn read(
        &self,
        mapping: &Mapping,
        source: &mut dyn Source,
        tell: &mut dyn FnMut(u64),
    ) -> Result<(Dataset, Rows), Refusal> {
        let mut reader = Reader::new(mapping, &self.columns, &self.known);
        let from = mapping.header.map_or(0, |row| row + 1);
        match (self.opened.kind, self.opened.delimiter) {
            (FileKind::Text, Some(delimiter)) => {
                let mut at = 0;
                let mut take = |line: u64, cells: &[grid::Value<'_>]| {
                    at += 1;
                    at <= from || reader.row(line, cells)
                };
                let end = match &self.opened.rewritten {
                    Some(text) => grid::each(text.as_slice(), delimiter, &mut take),
                    None => grid::each(Stream::new(source, tell), delimiter, &mut take),
                };
                if let End::Unended(line) = end {
                    reader.unended(line);
                }
            }
            #[cfg(feature = "parquet")]
            (FileKind::Parquet, _) => columnar(source, tell, from, &mut reader)?,
            _ => {
                for (row, cells) in self.sheet().rows.iter().enumerate().skip(from) {
                    if !reader.row(row as u64 + 1, &grid::values(cells)) {
                        break;
                    }
                }
            }
        }
        let Finished { mut dataset, rows, .. } = reader.finish(self.year)?;
        if rows.is_empty() {
            return Err(Refusal::new("nothing"));
        }
        let stem = self.look.name.rsplit_once('.').map_or(self.look.name.as_str(), |(stem, _)| stem);
        dataset.name = stem.chars().take(80).collect();
        dataset.file = self.look.name.clone();
        dataset.fingerprint = self.look.fingerprint.clone();
        Ok((dataset, rows))
    }
}

/// All rows of a Parquet file; its names are row 0.
#[cfg(feature = "parquet")]
fn columnar(
    source: &mut dyn Source,
    tell: &mut dyn FnMut(u64),
    from: usize,
    reader: &mut Reader<'_>,
) -> Result<(), Refusal> {
    let size = source.size();
    let bytes = source.slice(0, size).ok_or_else(|| Refusal::new("gone"))?;
    let file = super::parquet::File::open(bytes)?;
    let all = file.rows().max(1);
    let mut row = 0_u64;
    file.each(|cells| {
        row += 1;
        if row.is_multiple_of(20_000) {
            // why in parts of the size: columns lie one after the other, so that no byte is the last one read
            tell((size as f64 * row as f64 / all as f64) as u64);
        }
        row < from as u64 || reader.row(row + 1, &grid::values(&cells))
    })
}

/// The sheet that is wanted, or the first with a table.
fn sheet_of(sheets: &[Sheet], wanted: Option<&str>) -> Option<usize> {
    let is_table = |s: &Sheet| s.rows.iter().filter(|r| r.len() > 1).count() > 1;
    let named = wanted.and_then(|name| sheets.iter().position(|s| s.name == name));
    named.or_else(|| sheets.iter().position(is_table))
}

/// The same for every file with columns of these names, whatever their case and accents.
fn fingerprint(columns: &[String]) -> String {
    let names: Vec<String> = columns.iter().map(|c| plain(c)).collect();
    let hash = Sha256::digest(names.join("\n").as_bytes());
    hash.iter().take(8).map(|b| format!("{b:02x}")).collect()
}
