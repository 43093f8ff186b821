//! What the columns of a table hold, told from their names and cells.

use std::collections::BTreeSet;

use super::{
    Column, ColumnKind, Decimal, Gazetteer, How,
    amount::{Amount, Evidence, amount},
    grid::letters,
    parse::code_of,
    unit_text::unit_of,
    when::{month_of, when},
};
use crate::{
    exchange::{Cell, Sheet},
    geo::Level,
    names::plain,
};

/// Rows above a table that are looked through for its header.
const MAX_ABOVE: usize = 40;
/// Rows of a column that are looked at.
const LOOKED: usize = 400;
/// Different cells of a column that are tried as names of places: a slip costs a walk through all names.
const NAMES_TRIED: usize = 80;
/// Characters of a sample.
const SAMPLE: usize = 40;

/// Columns of periods are called so.
const TIMES: [&str; 16] = [
    "ano",
    "anos",
    "year",
    "years",
    "data",
    "date",
    "periodo",
    "period",
    "time",
    "mes",
    "month",
    "hora",
    "dia",
    "day",
    "trimestre",
    "quarter",
];
/// Columns of codes of places are called so.
const CODES: [&str; 11] =
    ["dtmn", "dtmnfr", "dico", "dicofre", "geocod", "codigo", "cod", "code", "geo", "caop", "lau"];
/// Columns of names of places are called so.
const PLACES: [&str; 14] = [
    "freguesia",
    "freguesias",
    "parish",
    "parishes",
    "concelho",
    "municipio",
    "municipality",
    "city",
    "cidade",
    "local",
    "localizacao",
    "territorio",
    "geografia",
    "place",
];

/// Whether one of the words of a name is in a list.
pub(super) fn has_word(name: &str, list: &[&str]) -> bool {
    plain(name).split(' ').any(|word| list.contains(&word))
}

/// The row of the columns' names: the first one about as wide as the table, of words or years, with figures below it.
pub fn header_row(sheet: &Sheet) -> Option<usize> {
    let filled = |row: &Vec<Cell>| row.iter().filter(|c| !c.is_blank()).count();
    let mut widths: Vec<usize> = sheet.rows.iter().take(200).map(filled).filter(|w| *w > 1).collect();
    widths.sort_unstable();
    let usual = *widths.get(widths.len() / 2)?;
    let is_name = |cell: &Cell| match cell {
        Cell::Text(text) => {
            when(text, false).is_some() || amount(text, Decimal::Point, &[]) == Amount::Neither
        }
        Cell::Number(n) => (1900.0..=2100.0).contains(n) && n.fract() == 0.0,
        _ => false,
    };
    let holds_words = |row: &[Cell]| {
        row.iter().any(|c| matches!(c, Cell::Text(t) if when(t, false).is_none() && !t.trim().is_empty()))
    };
    for (at, row) in sheet.rows.iter().enumerate().take(MAX_ABOVE) {
        let full = filled(row);
        if full < 2 || full * 10 < usual * 6 {
            continue;
        }
        let names = row.iter().filter(|c| !c.is_blank()).filter(|c| is_name(c)).count();
        return (names * 10 >= full * 8 && holds_words(row)).then_some(at);
    }
    None
}

/// Names of the columns; letters where there are none.
pub fn names(sheet: &Sheet, header: Option<usize>) -> Vec<String> {
    let width = sheet.rows.iter().take(200).map(Vec::len).max().unwrap_or(0);
    let name = |column: usize| {
        let text = header.map(|row| sheet.cell(row, column).text()).unwrap_or_default();
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if text.is_empty() { letters(column) } else { text.chars().take(120).collect() }
    };
    (0..width).map(name).collect()
}

/// What the numbers of a table say of the decimal mark.
pub fn evidence(sheet: &Sheet, from: usize) -> Evidence {
    let mut evidence = Evidence::default();
    for cell in sheet.rows.iter().skip(from).take(LOOKED).flatten() {
        if let Cell::Text(text) = cell
            && when(text, false).is_none()
        {
            evidence.see(text);
        }
    }
    evidence
}

/// Counts over the filled cells of a column.
#[derive(Default)]
struct Counts {
    filled: usize,
    numbers: usize,
    missing: usize,
    periods: usize,
    months: usize,
    codes: usize,
    known_codes: usize,
    units: usize,
}

/// Every column as it was found.
pub fn columns(sheet: &Sheet, header: Option<usize>, mark: Decimal, known: &Gazetteer) -> Vec<Column> {
    let from = header.map_or(0, |row| row + 1);
    let names = names(sheet, header);
    let of = |(column, name): (usize, String)| {
        let cells = (from..sheet.rows.len().min(from + LOOKED)).map(|row| sheet.cell(row, column));
        let cells: Vec<&Cell> = cells.filter(|c| !c.is_blank()).collect();
        let kind = kind(&name, &cells, mark, known);
        let mut samples: Vec<String> = Vec::new();
        for cell in &cells {
            let text: String = cell.text().trim().chars().take(SAMPLE).collect();
            if samples.len() < 3 && !samples.contains(&text) {
                samples.push(text);
            }
        }
        Column { name, kind, samples }
    };
    names.into_iter().enumerate().map(of).collect()
}

fn kind(name: &str, cells: &[&Cell], mark: Decimal, known: &Gazetteer) -> ColumnKind {
    let counts = count(cells, mark, known);
    let n = counts.filled;
    if n == 0 {
        return ColumnKind::Empty;
    }
    let most = |count: usize| count * 10 >= n * 8;
    if has_word(name, &["mes", "month"]) && most(counts.months) && !most(counts.periods) {
        return ColumnKind::Month;
    }
    if most(counts.periods) && (counts.known_codes * 2 < n || has_word(name, &TIMES)) {
        return ColumnKind::Period;
    }
    let called_code = has_word(name, &CODES);
    if counts.known_codes * 2 >= n || (called_code && most(counts.codes)) {
        return ColumnKind::PlaceCode;
    }
    if (has_word(name, &["unidade", "unit", "units", "unidades"])) && counts.units * 2 >= n {
        return ColumnKind::Unit;
    }
    if counts.numbers > 0 && (counts.numbers + counts.missing) * 10 >= n * 6 {
        return ColumnKind::Number;
    }
    let (tried, found) = names_known(cells, known);
    let called_place = has_word(name, &PLACES);
    if found > 0 && (found * 10 >= tried * 4 || (called_place && found * 10 >= tried)) {
        return ColumnKind::PlaceName;
    }
    if most(counts.units) && counts.numbers == 0 { ColumnKind::Unit } else { ColumnKind::Text }
}

fn count(cells: &[&Cell], mark: Decimal, known: &Gazetteer) -> Counts {
    let mut counts = Counts { filled: cells.len(), ..Counts::default() };
    for cell in cells {
        let text = cell.text();
        let text = text.trim();
        match (cell, amount(text, mark, &[])) {
            (Cell::Number(_), _) | (_, Amount::Number(_)) => counts.numbers += 1,
            (_, Amount::Missing) => counts.missing += 1,
            _ => {}
        }
        counts.periods += usize::from(when(text, false).or_else(|| when(text, true)).is_some());
        counts.months += usize::from(month_of(text).is_some());
        counts.units += usize::from(unit_of(text).is_some());
        if let Some(geo) = code_of(text, Level::Parish2025, known) {
            counts.codes += 1;
            counts.known_codes += usize::from(known.get(&geo).is_some());
        }
    }
    counts
}

/// How many different names were tried, and how many of them are places.
fn names_known(cells: &[&Cell], known: &Gazetteer) -> (usize, usize) {
    let texts = cells.iter().filter_map(|c| if let Cell::Text(text) = c { Some(text.trim()) } else { None });
    let different: BTreeSet<&str> = texts.filter(|t| t.chars().any(char::is_alphabetic)).collect();
    let tried: Vec<&str> = different.into_iter().take(NAMES_TRIED).collect();
    let fits = |name: &&&str| known.named(name, Level::Parish2025, None).how != How::Unknown;
    (tried.len(), tried.iter().filter(fits).count())
}
