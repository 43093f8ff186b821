//! XLSX workbooks.
//!
//! A workbook is a zip archive, so its size says little of what it unpacks to, and a single cell far out makes
//! a dense sheet huge. Both are bounded before and while cells are read: the archive is unpacked once without
//! being kept, counting what comes out, and cells are then read one by one.

use std::io::{Cursor, Read};

use calamine::{DataRef, ExcelDateTime, Reader, Xlsx};
use rust_xlsxwriter::{DocProperties, ExcelDateTime as WriteDate, Format, Workbook, XlsxError};
use zip::ZipArchive;

use super::{
    Cell, MAX_CELLS, MAX_COLUMNS, MAX_FILE, MAX_PARTS, MAX_ROWS, MAX_SHEETS, MAX_TEXT, MAX_UNPACKED, Sheet,
    TableError,
};

/// Reads every sheet of a workbook, in the order of the workbook.
///
/// Formulas give the value the spreadsheet stored with them.
///
/// # Errors
/// [`TableError`] where the file is not a workbook, is damaged, or goes beyond a limit of this module.
pub fn read(bytes: &[u8]) -> Result<Vec<Sheet>, TableError> {
    limit("bytes", bytes.len() as u64, MAX_FILE as u64)?;
    inspect(bytes)?;
    // What the reader of the format may still stumble over is a damaged file, not the end of the program.
    let caught = std::panic::catch_unwind(|| read_sheets(bytes));
    caught.unwrap_or_else(|_| Err(TableError::Workbook("its structure is damaged".into())))
}

fn read_sheets(bytes: &[u8]) -> Result<Vec<Sheet>, TableError> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|e| broken(&e))?;
    let names = book.sheet_names();
    limit("sheets", names.len() as u64, MAX_SHEETS as u64)?;
    let mut cells = 0;
    names.into_iter().map(|name| sheet(&mut book, name, &mut cells)).collect()
}

fn sheet(book: &mut Xlsx<Cursor<&[u8]>>, name: String, cells: &mut usize) -> Result<Sheet, TableError> {
    let mut reader = book.worksheet_cells_reader(&name).map_err(|e| broken(&e))?;
    let mut rows: Vec<Vec<Cell>> = vec![];
    while let Some(found) = reader.next_cell().map_err(|e| broken(&e))? {
        let value = cell(found.get_value())?;
        if value == Cell::Empty {
            continue;
        }
        let (row, column) = found.get_position();
        limit("rows", u64::from(row) + 1, u64::from(MAX_ROWS))?;
        limit("columns", u64::from(column) + 1, u64::from(MAX_COLUMNS))?;
        *cells += 1;
        limit("cells", *cells as u64, MAX_CELLS as u64)?;
        let (row, column) = (row as usize, column as usize);
        rows.resize(rows.len().max(row + 1), vec![]);
        let line = &mut rows[row];
        line.resize(line.len().max(column + 1), Cell::Empty);
        line[column] = value;
    }
    Ok(Sheet { name, rows, decimal_comma: false })
}

fn cell(value: &DataRef<'_>) -> Result<Cell, TableError> {
    let text = |text: &str| {
        limit("characters in a cell", text.chars().count() as u64, MAX_TEXT as u64)?;
        Ok(if text.is_empty() { Cell::Empty } else { Cell::Text(text.into()) })
    };
    match value {
        DataRef::Int(n) => Ok(Cell::Number(*n as f64)),
        DataRef::Float(n) => Ok(Cell::Number(*n)),
        DataRef::String(t) | DataRef::DateTimeIso(t) | DataRef::DurationIso(t) => text(t),
        DataRef::SharedString(t) => text(t),
        DataRef::Bool(b) => Ok(Cell::Bool(*b)),
        DataRef::DateTime(date) => Ok(Cell::Text(iso(date))),
        DataRef::Error(error) => Ok(Cell::Error { error: error.to_string() }),
        DataRef::Empty => Ok(Cell::Empty),
    }
}

/// A date in ISO 8601, without the time where that is midnight; a duration stays a number of days.
fn iso(date: &ExcelDateTime) -> String {
    if date.is_duration() {
        return super::sheet::number_text(date.as_f64());
    }
    let (year, month, day, hour, minute, second, _) = date.to_ymd_hms_milli();
    let date = format!("{year:04}-{month:02}-{day:02}");
    if (hour, minute, second) == (0, 0, 0) {
        date
    } else {
        format!("{date}T{hour:02}:{minute:02}:{second:02}")
    }
}

/// Unpacks the archive once and refuses it where too much comes out, or where rows or cells have numbers that no
/// sheet has; sizes stated in the archive are not believed.
fn inspect(bytes: &[u8]) -> Result<(), TableError> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|e| broken(&e))?;
    limit("parts", archive.len() as u64, MAX_PARTS as u64)?;
    let mut total = 0;
    let mut content = vec![];
    for index in 0..archive.len() {
        content.clear();
        let part = archive.by_index(index).map_err(|e| broken(&e))?;
        part.take(MAX_UNPACKED - total + 1).read_to_end(&mut content).map_err(|e| broken(&e))?;
        total += content.len() as u64;
        limit("bytes when unpacked", total, MAX_UNPACKED)?;
        super::xlsx_scan::positions(&content).map_err(TableError::Workbook)?;
    }
    Ok(())
}

/// Writes a workbook: the first row of each sheet bold and fixed. The same sheets give the same bytes.
///
/// # Errors
/// [`TableError::Write`] where a sheet's name or a text is not one that a workbook can hold.
pub fn write(sheets: &[Sheet]) -> Result<Vec<u8>, TableError> {
    build(sheets).map_err(|e| TableError::Write(e.to_string()))
}

fn build(sheets: &[Sheet]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    // A fixed date, so that the same content gives the same bytes.
    let created = WriteDate::from_ymd(2000, 1, 1)?;
    book.set_properties(&DocProperties::new().set_creation_datetime(&created));
    let bold = Format::new().set_bold();
    for sheet in sheets {
        let page = book.add_worksheet();
        page.set_name(&sheet.name)?;
        page.set_freeze_panes(1, 0)?;
        for (r, row) in sheet.rows.iter().enumerate() {
            for (c, cell) in row.iter().enumerate() {
                let (r, c) = (r as u32, c as u16);
                match cell {
                    Cell::Empty => continue,
                    Cell::Bool(value) => page.write_boolean(r, c, *value)?,
                    Cell::Number(value) => page.write_number(r, c, *value)?,
                    Cell::Text(text) if r == 0 => page.write_string_with_format(r, c, text, &bold)?,
                    Cell::Text(text) | Cell::Error { error: text } => page.write_string(r, c, text)?,
                };
            }
        }
    }
    book.save_to_buffer()
}

fn broken(error: &dyn std::fmt::Display) -> TableError {
    TableError::Workbook(error.to_string())
}

fn limit(what: &'static str, size: u64, max: u64) -> Result<(), TableError> {
    if size > max { Err(TableError::TooLarge { what, size, max }) } else { Ok(()) }
}

#[cfg(test)]
#[path = "xlsx_tests.rs"]
mod tests;
