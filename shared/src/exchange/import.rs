//! From sheets to rows of an inventory.
//!
//! The header row is found by its headers, in any order of columns. A row that cannot be read is kept with all its
//! cells and its faults, and the others are read; columns that are not of the layout stay with their row;
//! what lies above the header or in sheets without one is named. Nothing is dropped without a word.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{
    Cell, Fault, FaultCode, InventoryRow, Sheet,
    layout::{self, Column},
    sheet::cell_name,
};
use crate::{factor::Gas, geo::GeoId, inventory::reference};

/// Rows of a sheet among which the header is looked for.
const HEADER_WITHIN: usize = 40;

/// What is taken where a sheet has no column for it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Defaults {
    /// The place of every row.
    pub place: Option<GeoId>,
    /// The year of every row.
    pub year: Option<i32>,
}

/// What sheets held.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Import {
    /// Rows that were read, in the order of the sheets.
    pub rows: Vec<InventoryRow>,
    /// Rows that were not, with what is wrong with them.
    pub bad: Vec<BadRow>,
    /// What else was met: sheets and lines that are not part of a table, columns that are not of the layout.
    pub notes: Vec<Fault>,
}

/// A row that could not be read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BadRow {
    /// The sheet.
    pub sheet: String,
    /// The row, counted from 1.
    pub row: usize,
    /// Its cells by header, as text.
    pub cells: BTreeMap<String, String>,
    /// What is wrong, by cell.
    pub faults: Vec<Fault>,
}

/// Reads the inventory that sheets hold.
pub fn import(sheets: &[Sheet], defaults: &Defaults) -> Import {
    let mut result = Import::default();
    let mut found = false;
    for sheet in sheets {
        let Some(header) = find_header(sheet) else {
            note(&mut result, FaultCode::NoHeader, sheet, "", "");
            continue;
        };
        found = true;
        read_sheet(sheet, header, defaults, &mut result);
    }
    if !found && sheets.is_empty() {
        result.notes.push(Fault::new(FaultCode::NoSheet, "", Default::default(), ""));
    }
    result
}

/// The first row that names the GPC reference and two more columns.
fn find_header(sheet: &Sheet) -> Option<usize> {
    sheet.rows.iter().take(HEADER_WITHIN).position(|row| {
        let columns: Vec<Column> = row.iter().filter_map(|c| layout::find(&c.text())).collect();
        columns.contains(&Column::Gpc) && columns.len() >= 3
    })
}

/// A column of a sheet: where it is, its header, and what it is if it is known.
struct Place {
    index: usize,
    header: String,
    column: Option<Column>,
}

fn read_sheet(sheet: &Sheet, header: usize, defaults: &Defaults, result: &mut Import) {
    for (i, row) in
        sheet.rows.iter().take(header).enumerate().filter(|(_, row)| !row.iter().all(Cell::is_blank))
    {
        let text: Vec<String> = row.iter().filter(|c| !c.is_blank()).map(Cell::text).collect();
        note(result, FaultCode::AboveHeader, sheet, &(i + 1).to_string(), &text.join(" | "));
    }
    let places = places(sheet, header, result);
    for index in header + 1..sheet.rows.len() {
        if sheet.rows[index].iter().all(Cell::is_blank) {
            continue;
        }
        let mut reader = RowReader { sheet, places: &places, index, faults: vec![] };
        let row = reader.row(defaults);
        let faults = reader.faults;
        match row {
            Some(row) if faults.is_empty() => result.rows.push(row),
            _ => result.bad.push(BadRow {
                sheet: sheet.name.clone(),
                row: index + 1,
                cells: cells(sheet, index, &places),
                faults,
            }),
        }
    }
}

/// The columns of a sheet; a column without a header or with one met before gets a header of its own.
fn places(sheet: &Sheet, header: usize, result: &mut Import) -> Vec<Place> {
    let width = sheet.rows.iter().skip(header).map(Vec::len).max().unwrap_or(0);
    let mut places: Vec<Place> = vec![];
    for index in 0..width {
        let text = sheet.cell(header, index).text().trim().to_string();
        let filled =
            sheet.rows.iter().skip(header + 1).any(|row| row.get(index).is_some_and(|c| !c.is_blank()));
        if text.is_empty() && !filled {
            continue;
        }
        let at = cell_name(header, index);
        let column = layout::find(&text).filter(|c| !places.iter().any(|p| p.column == Some(*c)));
        let taken = |name: &str| places.iter().any(|p| p.header == name);
        let header =
            if text.is_empty() || taken(&text) { format!("{text} [{at}]").trim().to_string() } else { text };
        if column.is_none() {
            note(result, FaultCode::UnknownColumn, sheet, &at, &header);
        }
        places.push(Place { index, header, column });
    }
    places
}

fn cells(sheet: &Sheet, row: usize, places: &[Place]) -> BTreeMap<String, String> {
    let cell = |p: &Place| (p.header.clone(), sheet.cell(row, p.index).text());
    places.iter().map(cell).filter(|(_, text)| !text.is_empty()).collect()
}

fn note(result: &mut Import, code: FaultCode, sheet: &Sheet, cell: &str, given: &str) {
    result.notes.push(Fault::new(code, &sheet.name, (cell.into(), String::new()), given));
}

/// Reads one row and gathers its faults.
struct RowReader<'a> {
    sheet: &'a Sheet,
    places: &'a [Place],
    index: usize,
    faults: Vec<Fault>,
}

impl RowReader<'_> {
    fn row(&mut self, defaults: &Defaults) -> Option<InventoryRow> {
        let place = self.parsed(Column::Place, FaultCode::Place, |t| t.parse().ok());
        let place =
            self.needed(Column::Place, place.or_else(|| self.default(Column::Place, &defaults.place)));
        let year = self.year().or_else(|| self.default(Column::Year, &defaults.year));
        let year = self.needed(Column::Year, year);
        let gpc = self.parsed(Column::Gpc, FaultCode::Gpc, |t| reference(t).map(|r| r.gpc.to_string()));
        let gpc = self.needed(Column::Gpc, gpc);
        let mut row = InventoryRow::new(
            place.clone().unwrap_or_else(|| GeoId::city("0")),
            year.unwrap_or(0),
            gpc.clone().unwrap_or_default(),
        );
        row.sector = self.text(Column::Sector);
        row.subsector = self.text(Column::Subsector);
        row.scope = self.parsed(Column::Scope, FaultCode::Scope, scope);
        row.notation = self.parsed(Column::Notation, FaultCode::Notation, word);
        row.explanation = self.text(Column::Explanation);
        row.method = self.parsed(Column::Method, FaultCode::Method, |t| t.parse().ok());
        row.activity = self.text(Column::Activity);
        row.activity_value = self.number(Column::ActivityValue);
        row.activity_unit = self.text(Column::ActivityUnit);
        row.factor_value = self.number(Column::FactorValue);
        row.factor_unit = self.text(Column::FactorUnit);
        row.gas = self.parsed(Column::Gas, FaultCode::Gas, gas);
        row.gwp_set = self.parsed(Column::GwpSet, FaultCode::GwpSet, |t| t.parse().ok());
        row.emissions_t = self.number(Column::Emissions);
        row.quality_activity = self.parsed(Column::QualityActivity, FaultCode::Quality, word);
        row.quality_factor = self.parsed(Column::QualityFactor, FaultCode::Quality, word);
        row.source = self.text(Column::Source);
        row.extra = self.extra();
        self.value_or_key(&row);
        (place.is_some() && year.is_some() && gpc.is_some()).then_some(row)
    }

    /// The rule of GPC section 2.2: a value or a notation key, not both, not neither.
    fn value_or_key(&mut self, row: &InventoryRow) {
        let value = row.emissions_t.is_some() || (row.activity_value.is_some() && row.factor_value.is_some());
        // A cell that could not be read has a fault of its own already.
        if !self.faults.is_empty() {
            return;
        }
        match (value, row.notation) {
            (false, None) => self.fault(Column::Emissions, FaultCode::NoValue, ""),
            (true, Some(key)) => {
                self.fault(Column::Notation, FaultCode::ValueAndKey, &format!("{key:?}"));
            }
            _ => {}
        }
    }

    fn place(&self, column: Column) -> Option<&Place> {
        self.places.iter().find(|p| p.column == Some(column))
    }

    fn cell(&self, column: Column) -> &Cell {
        self.place(column).map_or(&Cell::Empty, |p| self.sheet.cell(self.index, p.index))
    }

    fn fault(&mut self, column: Column, code: FaultCode, given: &str) {
        let place = self.place(column);
        let cell = place.map_or_else(|| (self.index + 1).to_string(), |p| cell_name(self.index, p.index));
        let column = place.map_or_else(|| column.header().to_string(), |p| p.header.clone());
        self.faults.push(Fault::new(code, &self.sheet.name, (cell, column), given));
    }

    fn default<T: Clone>(&self, column: Column, default: &Option<T>) -> Option<T> {
        default.clone().filter(|_| self.cell(column).is_blank())
    }

    fn needed<T>(&mut self, column: Column, value: Option<T>) -> Option<T> {
        if value.is_none() && self.cell(column).is_blank() {
            self.fault(column, FaultCode::Missing, "");
        }
        value
    }

    /// The text of a cell, trimmed; an error of the spreadsheet or a control character is a fault.
    fn text(&mut self, column: Column) -> Option<String> {
        let cell = self.cell(column).clone();
        if let Cell::Error { error } = &cell {
            self.fault(column, FaultCode::CellError, error);
            return None;
        }
        let text = clean(&cell.text());
        if text.chars().any(|c| c.is_control() && c != '\n' && c != '\t') {
            self.fault(column, FaultCode::Control, "");
            return None;
        }
        Some(text).filter(|t| !t.is_empty())
    }

    fn parsed<T>(&mut self, column: Column, code: FaultCode, read: impl Fn(&str) -> Option<T>) -> Option<T> {
        let text = self.text(column)?;
        let value = read(&text);
        if value.is_none() {
            self.fault(column, code, &text);
        }
        value
    }

    fn year(&mut self) -> Option<i32> {
        self.parsed(Column::Year, FaultCode::Year, |t| {
            let year: i32 = t.parse().ok()?;
            (1900..=2300).contains(&year).then_some(year)
        })
    }

    fn number(&mut self, column: Column) -> Option<f64> {
        if let Cell::Number(value) = self.cell(column) {
            let value = *value;
            if !value.is_finite() {
                self.fault(column, FaultCode::NotFinite, "");
            }
            return Some(value).filter(|v| v.is_finite());
        }
        let text = self.text(column)?;
        let value = number(&text, self.sheet.decimal_comma);
        if value.is_none() {
            let comma = self.sheet.decimal_comma;
            self.fault(column, if comma { FaultCode::NumberComma } else { FaultCode::Number }, &text);
        }
        value
    }

    fn extra(&mut self) -> BTreeMap<String, String> {
        let unknown = self.places.iter().filter(|p| p.column.is_none());
        let cell = |p: &Place| (p.header.clone(), clean(&self.sheet.cell(self.index, p.index).text()));
        unknown.map(cell).filter(|(_, text)| !text.is_empty()).collect()
    }
}

/// Text without space around it and with plain line ends.
fn clean(text: &str) -> String {
    text.trim().replace("\r\n", "\n").replace('\r', "\n")
}

/// A number: sign, digits, one decimal separator, an exponent; never a thousands separator.
fn number(text: &str, comma: bool) -> Option<f64> {
    let allowed = |c: char| {
        c.is_ascii_digit() || matches!(c, '+' | '-' | 'e' | 'E') || c == if comma { ',' } else { '.' }
    };
    if !text.chars().all(allowed) || !text.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    text.replace(',', ".").parse().ok().filter(|v: &f64| v.is_finite())
}

fn scope(text: &str) -> Option<u8> {
    let lower = text.to_lowercase();
    let digit = lower.trim_start_matches("scope").trim_start_matches("âmbito").trim();
    digit.parse().ok().filter(|s| (1..=3).contains(s))
}

/// A code that serde knows by its name, in either case.
fn word<T: serde::de::DeserializeOwned>(text: &str) -> Option<T> {
    serde_json::from_value(serde_json::Value::String(text.to_uppercase())).ok()
}

fn gas(text: &str) -> Option<String> {
    let plain: String = text
        .chars()
        .map(|c| match c {
            '₂' => '2',
            '₄' => '4',
            c => c,
        })
        .collect();
    if ["co2e", "co2eq", "co2-eq", "tco2e"].contains(&plain.to_lowercase().as_str()) {
        return Some("CO2e".into());
    }
    plain.parse::<Gas>().ok().map(|g| g.as_str().into())
}

#[cfg(test)]
#[path = "import_tests.rs"]
mod tests;
