//! A first mapping: what the columns most probably mean.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    ColumnKind, Gazetteer, How, Look, Mapping, PeriodFrom, PlaceFrom, PlaceHow, ValueFrom,
    column::has_word,
    parse::code_of,
    split, unit_text,
    when::{self, when},
};
use crate::{
    exchange::{Cell, Sheet},
    geo::{GeoId, Level},
    names::plain,
    period::Period,
};

/// Columns of numbers with such names are no values.
const NO_VALUES: [&str; 15] = [
    "id",
    "cod",
    "codigo",
    "code",
    "lat",
    "lon",
    "latitude",
    "longitude",
    "x",
    "y",
    "objectid",
    "fid",
    "ordem",
    "row",
    "index",
];
/// Most columns of values that are taken unasked.
const MOST_VALUES: usize = 60;

/// A mapping for a sheet that was looked at.
pub fn guess(look: &Look, sheet: &Sheet, known: &Gazetteer, city: &str) -> Mapping {
    let from = look.header.map_or(0, |row| row + 1);
    let place = place(look, sheet, from, known, city);
    let (values, period) = (values(look, &place, sheet), period(look, sheet, from));
    let mut mapping = Mapping {
        sheet: look.sheet.clone(),
        header: look.header,
        delimiter: look.delimiter,
        decimal: look.decimal,
        place,
        period,
        values,
        split: Vec::new(),
        unit: look.columns.iter().position(|c| c.kind == ColumnKind::Unit),
        missing: Vec::new(),
        names: BTreeMap::new(),
    };
    mapping.missing = marks_of_missing(&mapping, sheet, from);
    if mapping.values.len() == 1 || mapping.is_wide() {
        mapping.split = split::split(&mapping, look, sheet, from);
    }
    mapping
}

fn place(look: &Look, sheet: &Sheet, from: usize, known: &Gazetteer, city: &str) -> PlaceFrom {
    let of_kind = |kind| (0..look.columns.len()).filter(move |c| look.columns[*c].kind == kind);
    let finest = |columns: Vec<(usize, Level, usize)>| {
        // The column with the smallest places, then with the most different ones.
        columns.into_iter().max_by_key(|(_, level, different)| (*level > Level::City, *different))
    };
    let codes = of_kind(ColumnKind::PlaceCode).map(|c| {
        let (level, different) = level_of(sheet, from, c, |text, edition| {
            code_of(text, edition, known).filter(|g| known.get(g).is_some())
        });
        (c, level, different)
    });
    let codes = finest(codes.collect());
    let names = of_kind(ColumnKind::PlaceName).map(|c| {
        let (level, different) = level_of(sheet, from, c, |text, edition| {
            known.named(text, edition, None).at.map(|at| known.places[at].geo.clone())
        });
        (c, level, different)
    });
    let names = finest(names.collect());
    let (column, how, edition) = match (codes, names) {
        // why codes only where they are as fine: a table may give codes of municipalities beside names of parishes
        (Some((c, level, _)), Some((_, of_names, _))) if level > Level::City || of_names <= Level::City => {
            (c, PlaceHow::Code, level)
        }
        (_, Some((c, level, _))) => (c, PlaceHow::Name, level),
        (Some((c, level, _)), None) => (c, PlaceHow::Code, level),
        (None, None) => return PlaceFrom::Fixed(GeoId::city(city)),
    };
    let edition = if edition > Level::City { edition } else { Level::Parish2025 };
    let municipal = |c: &usize| {
        *c != column
            && has_word(&look.columns[*c].name, &["concelho", "municipio", "municipality", "cidade", "city"])
    };
    let within = of_kind(ColumnKind::PlaceName).find(municipal).filter(|_| how == PlaceHow::Name);
    PlaceFrom::Column { column, how, edition, within }
}

/// The level and edition that fits most of a column's different cells, and how many those are.
fn level_of(
    sheet: &Sheet,
    from: usize,
    column: usize,
    read: impl Fn(&str, Level) -> Option<GeoId>,
) -> (Level, usize) {
    let cells = sheet.rows.iter().skip(from).filter_map(|row| row.get(column)).map(Cell::text);
    let different: BTreeSet<String> = cells.map(|t| t.trim().to_owned()).take(600).collect();
    let mut counts: BTreeMap<Level, usize> = BTreeMap::new();
    for text in different.iter().take(120) {
        for edition in [Level::Parish2013, Level::Parish2025] {
            match read(text, edition).map(|g| g.level) {
                Some(level) if level == edition => *counts.entry(edition).or_default() += 1,
                Some(Level::City) if edition == Level::Parish2025 => {
                    *counts.entry(Level::City).or_default() += 1
                }
                _ => {}
            }
        }
    }
    // On a tie the edition in force.
    let best = counts.iter().max_by_key(|(level, n)| (**n, **level)).map(|(level, _)| *level);
    (best.unwrap_or(Level::Parish2025), different.len())
}

fn period(look: &Look, sheet: &Sheet, from: usize) -> PeriodFrom {
    let of_kind = |kind| look.columns.iter().position(|c| c.kind == kind);
    let year_only = |column: usize| {
        let mut cells =
            sheet.rows.iter().skip(from).take(50).filter_map(|r| r.get(column)).filter(|c| !c.is_blank());
        cells.all(|c| matches!(when(c.text().trim(), false), Some(Period::Year(_))))
    };
    match (of_kind(ColumnKind::Period), of_kind(ColumnKind::Month)) {
        (Some(year), Some(month)) if year_only(year) => PeriodFrom::YearMonth { year, month },
        (Some(_), _) => {
            // The finest: a table may have the year beside the day.
            let columns = (0..look.columns.len()).filter(|c| look.columns[*c].kind == ColumnKind::Period);
            let finest = columns.max_by_key(|c| (!year_only(*c), std::cmp::Reverse(*c)));
            let column = finest.unwrap_or_default();
            PeriodFrom::Column { column, month_first: month_first(sheet, from, column) }
        }
        (None, _) => PeriodFrom::Fixed(named_period(look, sheet)),
    }
}

/// Whether dates only make sense with the month before the day.
fn month_first(sheet: &Sheet, from: usize, column: usize) -> bool {
    let cells = || sheet.rows.iter().skip(from).filter_map(|row| row.get(column)).map(Cell::text);
    let (mut day, mut month) = (0, 0);
    for text in cells() {
        day += usize::from(when(text.trim(), false).is_some());
        month += usize::from(when(text.trim(), true).is_some());
    }
    month > day
}

/// The one year that a file's name, its sheet or the lines above the table speak of.
fn named_period(look: &Look, sheet: &Sheet) -> Option<Period> {
    let above = sheet.rows.iter().take(look.header.unwrap_or(0)).flatten().map(Cell::text);
    let texts = [look.name.clone(), look.sheet.clone()].into_iter().chain(above);
    let years: BTreeSet<i32> = texts
        .flat_map(|text| plain(&text).split(' ').filter_map(|w| w.parse::<i32>().ok()).collect::<Vec<_>>())
        .filter(|y| (1990..=2100).contains(y))
        .collect();
    (years.len() == 1).then(|| years.first().map(|y| Period::Year(*y)))?
}

fn values(look: &Look, place: &PlaceFrom, sheet: &Sheet) -> Vec<ValueFrom> {
    let numbers = (0..look.columns.len()).filter(|c| {
        let column = &look.columns[*c];
        let taken = matches!(place, PlaceFrom::Column { column, .. } if column == c);
        column.kind == ColumnKind::Number && !taken && !has_word(&column.name, &NO_VALUES)
    });
    let numbers: Vec<usize> = numbers.take(MOST_VALUES).collect();
    let of_period: Vec<Option<(Period, String)>> =
        numbers.iter().map(|c| when::in_name(&look.columns[*c].name)).collect();
    // why two: one column “Consumo 2019” may stand beside others of no year
    let wide = of_period.iter().flatten().count() >= 2;
    let title = title(look, sheet);
    let value = |(column, period): (&usize, &Option<(Period, String)>)| {
        let full = &look.columns[*column].name;
        let (period, name) = match period.as_ref().filter(|_| wide) {
            Some((period, rest)) => {
                (Some(*period), if rest.is_empty() { title.clone() } else { rest.clone() })
            }
            None if wide => return None,
            None => (None, full.clone()),
        };
        let (unit, name) = unit_text::in_name(&name).unwrap_or((String::new(), name));
        Some(ValueFrom { column: *column, name, unit, period })
    };
    numbers.iter().zip(&of_period).filter_map(value).collect()
}

/// What a wide table is about: the line above it, or the name of its file.
fn title(look: &Look, sheet: &Sheet) -> String {
    let above = sheet.rows.iter().take(look.header.unwrap_or(0)).flatten().map(Cell::text);
    let above = above.map(|t| t.trim().to_owned()).find(|t| t.chars().count() > 3);
    let stem = look.name.rsplit_once('.').map_or(look.name.as_str(), |(stem, _)| stem);
    above.unwrap_or_else(|| stem.replace(['_', '-'], " ")).chars().take(80).collect()
}

/// −99 and its like, where they stand among numbers that are never below zero.
fn marks_of_missing(mapping: &Mapping, sheet: &Sheet, from: usize) -> Vec<String> {
    const LIKELY: [&str; 5] = ["-99", "-999", "-9999", "-99.0", "-99,0"];
    let mut found = BTreeSet::new();
    for value in &mapping.values {
        let cells = sheet.rows.iter().skip(from).filter_map(|row| row.get(value.column)).map(Cell::text);
        let below: BTreeSet<String> =
            cells.map(|t| t.trim().to_owned()).filter(|t| t.starts_with('-') && t.len() > 1).collect();
        if !below.is_empty() && below.iter().all(|t| LIKELY.contains(&t.as_str())) {
            found.extend(below);
        }
    }
    found.into_iter().collect()
}

/// Whether a place was understood well enough not to be shown.
pub(super) fn is_plain(how: How) -> bool {
    how == How::Exactly
}
