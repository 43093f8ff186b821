//! Which columns of words tell series apart.

use std::collections::{HashMap, HashSet};

use super::{Column, ColumnKind, Look, Mapping, PeriodFrom, PlaceFrom};
use crate::exchange::{Cell, Sheet};

/// Most members of a column that tells series apart.
const MOST_MEMBERS: usize = 40;

/// The columns of words without which rows would repeat each other.
pub(super) fn split(mapping: &Mapping, look: &Look, sheet: &Sheet, from: usize) -> Vec<usize> {
    let rows: Vec<&Vec<Cell>> = sheet.rows.iter().skip(from).filter(|r| r.len() > 1).collect();
    let mut keys: Vec<usize> = match mapping.place {
        PlaceFrom::Column { column, within, .. } => std::iter::once(column).chain(within).collect(),
        PlaceFrom::Fixed(_) => Vec::new(),
    };
    match mapping.period {
        PeriodFrom::Column { column, .. } => keys.push(column),
        PeriodFrom::YearMonth { year, month } => keys.extend([year, month]),
        PeriodFrom::Fixed(_) => {}
    }
    let repeats = |columns: &[usize]| {
        let mut seen = HashSet::new();
        let key = |row: &&&Vec<Cell>| {
            columns.iter().map(|c| row.get(*c).map(Cell::text).unwrap_or_default()).collect::<Vec<_>>()
        };
        rows.iter().filter(|row| !seen.insert(key(row))).count()
    };
    let mut left = repeats(&keys);
    let mut out = Vec::new();
    let mut open: Vec<usize> = candidates(&look.columns, &rows, &keys);
    while left * 50 > rows.len() && !open.is_empty() && out.len() < 4 {
        let with = |c: usize| repeats(&keys.iter().copied().chain([c]).collect::<Vec<_>>());
        let Some((at, best)) = open.iter().enumerate().map(|(at, c)| (at, with(*c))).min_by_key(|(_, n)| *n)
        else {
            break;
        };
        if best >= left {
            break;
        }
        let column = open.remove(at);
        keys.push(column);
        out.push(column);
        left = best;
    }
    out
}

/// Columns of words with few members.
fn candidates(columns: &[Column], rows: &[&Vec<Cell>], taken: &[usize]) -> Vec<usize> {
    let few = |c: &usize| {
        let mut members: HashMap<String, usize> = HashMap::new();
        for row in rows {
            *members.entry(row.get(*c).map(Cell::text).unwrap_or_default()).or_default() += 1;
        }
        (2..=MOST_MEMBERS).contains(&members.len())
    };
    let of_words =
        |c: &usize| matches!(columns[*c].kind, ColumnKind::Text | ColumnKind::PlaceName | ColumnKind::Unit);
    (0..columns.len()).filter(|c| !taken.contains(c)).filter(of_words).filter(few).collect()
}
