//! CSV with a header line: columns asked for by name, rows one at a time.

use super::{ConnectError, Input, text::plain};

/// Columns of one file.
const MAX_COLUMNS: usize = 2_000;

/// A reader of CSV text whose columns are found by their names.
pub struct Csv<'t> {
    text: &'t [u8],
    reader: csv::Reader<&'t [u8]>,
    header: Vec<String>,
    record: csv::StringRecord,
    row: u64,
}

impl<'t> Csv<'t> {
    /// Reads the header; the separator is the one the first line has most of.
    ///
    /// # Errors
    /// [`ConnectError::Shape`] where there is no header.
    pub fn new(input: &Input<'_>, text: &'t str) -> Result<Self, ConnectError> {
        let first = text.lines().next().unwrap_or_default();
        let count = |c: u8| first.bytes().filter(|b| *b == c).count();
        let separator = [b'\t', b';', b','].into_iter().max_by_key(|c| count(*c)).unwrap_or(b',');
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(separator)
            .from_reader(text.as_bytes());
        let mut record = csv::StringRecord::new();
        let read =
            reader.read_record(&mut record).map_err(|e| input.shape(e.to_string(), "a header line"))?;
        if !read || record.len() < 2 || record.len() > MAX_COLUMNS {
            return Err(input.shape(format!("{} columns", record.len()), "a table with a header line"));
        }
        let header = record.iter().map(|c| c.trim().to_owned()).collect();
        Ok(Self { text: text.as_bytes(), reader, header, record, row: 1 })
    }

    /// The names of the columns, as written.
    pub fn header(&self) -> &[String] {
        &self.header
    }

    /// The place of the first column with one of these names, compared without accents and signs.
    pub fn find(&self, names: &[&str]) -> Option<usize> {
        names.iter().find_map(|name| self.header.iter().position(|h| plain(h) == plain(name)))
    }

    /// As [`find`](Self::find), for a column that must be there.
    ///
    /// # Errors
    /// [`ConnectError::Shape`] names the columns there are.
    pub fn need(&self, input: &Input<'_>, names: &[&str]) -> Result<usize, ConnectError> {
        let found: Vec<&str> = self.header.iter().map(String::as_str).take(20).collect();
        self.find(names).ok_or_else(|| {
            input.shape(
                format!("columns {}", found.join(", ")),
                format!("a column “{}”", names.join("” or “")),
            )
        })
    }

    /// The next row, or none at the end.
    ///
    /// # Errors
    /// [`ConnectError::Shape`] where the text is no CSV.
    pub fn next(&mut self, input: &Input<'_>) -> Result<Option<Cells<'_>>, ConnectError> {
        let more =
            self.reader.read_record(&mut self.record).map_err(|e| input.shape(e.to_string(), "CSV text"))?;
        if !more {
            return Ok(None);
        }
        self.row = self.record.position().map_or(self.row + 1, |p| {
            // why: of `\r\n` the reader ends a row at the first and counts the line at the second
            let ended = usize::try_from(p.byte()).is_ok_and(|at| self.text.get(at) == Some(&b'\n'));
            p.line() + u64::from(ended)
        });
        Ok(Some(Cells { record: &self.record, row: self.row }))
    }
}

/// One row.
#[derive(Debug, Clone, Copy)]
pub struct Cells<'r> {
    record: &'r csv::StringRecord,
    /// Line in the file, counted from 1.
    pub row: u64,
}

impl<'r> Cells<'r> {
    /// The text of a cell without space around it; empty beyond the end.
    pub fn text(&self, column: usize) -> &'r str {
        self.record.get(column).unwrap_or_default().trim()
    }

    /// The text of a cell whose column may be absent.
    pub fn text_of(&self, column: Option<usize>) -> &'r str {
        column.map_or("", |c| self.text(c))
    }

    /// How many cells there are.
    pub fn len(&self) -> usize {
        self.record.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.record.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::connect::Hints;

    #[test]
    fn a_row_has_the_line_it_stands_on_whatever_ends_lines() {
        for text in ["a;b\n1;2\n3;4\n", "a;b\r\n1;2\r\n3;4\r\n"] {
            let hints = Hints::default();
            let input = Input { name: "x.csv", bytes: text.as_bytes(), hints: &hints };
            let mut csv = Csv::new(&input, text).expect("a header");
            let mut rows = Vec::new();
            while let Some(cells) = csv.next(&input).expect("rows") {
                rows.push(cells.row);
            }
            assert_eq!(rows, [2, 3]);
        }
    }
}
