//! A result as a chart, by its columns: lines over time where there is a time, bars otherwise.

use std::collections::BTreeMap;

use gemeo_shared::{
    chart::{
        bars::{Bar, Bars},
        lines::{Line, Lines},
    },
    period::Period,
};

use super::columns::{Cell, Column, Kind, number};

/// Rows that a chart looks at.
pub const MOST_ROWS: usize = 5000;
/// Lines that can be told apart.
const MOST_LINES: usize = 6;
/// Bars that a screen has room for.
const MOST_BARS: usize = 24;
/// Names that a column of times has, in the app's languages.
const TIMES: [&str; 8] = ["year", "period", "date", "month", "ano", "período", "data", "mês"];

/// A drawing of a result.
#[derive(Debug, Clone, PartialEq)]
pub enum Picture {
    /// Values over time, a line for each combination of texts.
    Lines(Lines, LeftOut),
    /// A bar a row.
    Bars(Bars, LeftOut),
}

/// How many lines or bars there was no room for.
pub type LeftOut = usize;

/// Columns that can be drawn: those with numbers that are no times.
pub fn drawable(columns: &[Column]) -> Vec<usize> {
    let time = time_of(columns);
    (0..columns.len())
        .filter(|at| Some(*at) != time && columns[*at].is_number() && !columns[*at].years)
        .collect()
}

/// Draws one column; none where there is nothing to draw.
pub fn picture(columns: &[Column], rows: &[Vec<Cell>], value: usize) -> Option<Picture> {
    if rows.iter().all(|row| number(&row[value]).is_none()) {
        return None;
    }
    let time = time_of(columns);
    time.and_then(|time| over_time(columns, rows, time, value)).or_else(|| beside(columns, rows, value))
}

/// The column of times.
pub fn time_of(columns: &[Column]) -> Option<usize> {
    let named = |c: &Column| TIMES.contains(&c.name.to_lowercase().as_str());
    let by_name = columns.iter().position(|c| named(c) && c.kind != Kind::Number);
    by_name.or_else(|| columns.iter().position(|c| c.years || matches!(c.kind, Kind::Date | Kind::Moment)))
}

/// Lines, where each name has one value a time and some name has two times.
fn over_time(columns: &[Column], rows: &[Vec<Cell>], time: usize, value: usize) -> Option<Picture> {
    let mut series: BTreeMap<String, Vec<(f64, Option<f64>)>> = BTreeMap::new();
    for row in rows {
        series
            .entry(name(columns, row, Some(time)))
            .or_default()
            .push((moment(&row[time])?, number(&row[value])));
    }
    for points in series.values_mut() {
        points.sort_by(|a, b| a.0.total_cmp(&b.0));
        if points.windows(2).any(|pair| pair[0].0 >= pair[1].0) {
            return None;
        }
    }
    if series.values().all(|points| points.len() < 2) {
        return None;
    }
    let left_out = series.len().saturating_sub(MOST_LINES);
    let mut longest: Vec<_> = series.into_iter().collect();
    longest.sort_by_key(|(_, points)| std::cmp::Reverse(points.len()));
    let lines = longest.into_iter().take(MOST_LINES).zip(1..);
    let lines = lines.map(|((label, points), category)| Line { label, category, points }).collect();
    let data = Lines {
        unit: columns[value].name.clone(),
        decimals: columns[value].decimals,
        lines,
        ..Lines::default()
    };
    Some(Picture::Lines(data, left_out))
}

fn beside(columns: &[Column], rows: &[Vec<Cell>], value: usize) -> Option<Picture> {
    let shown = rows.iter().filter(|row| number(&row[value]).is_some());
    let all = shown.clone().count();
    let bars: Vec<Bar> = shown
        .take(MOST_BARS)
        .map(|row| Bar { label: label(columns, row, value), value: number(&row[value]), ..Bar::default() })
        .collect();
    let data = Bars {
        unit: columns[value].name.clone(),
        decimals: columns[value].decimals,
        bars,
        parts: Vec::new(),
    };
    (all > 0).then_some(Picture::Bars(data, all.saturating_sub(MOST_BARS)))
}

/// The texts of a row: two rows that differ in one are never joined.
fn name(columns: &[Column], row: &[Cell], but: Option<usize>) -> String {
    let texts =
        columns.iter().zip(row).enumerate().filter(|(at, (c, _))| Some(*at) != but && c.kind == Kind::Text);
    let texts: Vec<String> = texts.map(|(_, (c, cell))| c.text(cell)).filter(|t| t != "—").collect();
    texts.join(" · ")
}

/// What a bar is called: its texts and its time, else its first number.
fn label(columns: &[Column], row: &[Cell], value: usize) -> String {
    let time = time_of(columns).filter(|at| columns[*at].kind != Kind::Text);
    let texts = name(columns, row, None);
    let parts = [Some(texts).filter(|t| !t.is_empty()), time.map(|at| columns[at].text(&row[at]))];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    if !parts.is_empty() {
        return parts.join(" · ");
    }
    (0..columns.len()).find(|at| *at != value).map(|at| columns[at].text(&row[at])).unwrap_or_default()
}

/// A time as a year with its fraction.
fn moment(cell: &Cell) -> Option<f64> {
    let text = match cell {
        Cell::Null => return None,
        Cell::Number(year) => return Some(*year),
        Cell::Text(text) => text.get(..10).filter(|_| text.len() > 10).unwrap_or(text),
    };
    let period: Period = text.parse().ok()?;
    let part = match period {
        Period::Year(_) => 0.0,
        Period::Semester(_, s) => (f64::from(s) - 1.0) / 2.0,
        Period::Quarter(_, q) => (f64::from(q) - 1.0) / 4.0,
        Period::Month(_, m) => (f64::from(m) - 1.0) / 12.0,
        Period::Week(_, w) => (f64::from(w) - 1.0) / 53.0,
        Period::Day(_, m, d) | Period::Hour(_, m, d, _) => {
            (f64::from(m) - 1.0 + (f64::from(d) - 1.0) / 31.0) / 12.0
        }
    };
    Some(f64::from(period.year()) + part)
}

#[cfg(test)]
#[path = "picture_tests.rs"]
mod tests;
