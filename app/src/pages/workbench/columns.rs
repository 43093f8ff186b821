//! Columns of a result: what they hold, and how it is written in the reader's language.

use serde::Deserialize;

use crate::format;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Whole numbers.
    Integer,
    /// Numbers.
    Number,
    /// Texts.
    Text,
    /// Yes and no.
    Boolean,
    /// Days.
    Date,
    /// Days with a time.
    Moment,
    /// Lists, structures, intervals.
    Other,
}

/// A column as DuckDB names it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Field {
    /// Its name.
    pub name: String,
    /// What it holds.
    pub kind: Kind,
}

/// One value.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// NULL.
    Null,
    /// A number.
    Number(f64),
    /// Anything else, as text.
    Text(String),
}

/// A column with how its values are written.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// What it holds.
    pub kind: Kind,
    /// Decimals of its numbers.
    pub decimals: u8,
    /// Whether its numbers are years, which no language groups.
    pub years: bool,
    /// Room that it takes, in characters.
    pub width: usize,
}

/// Rows that a column's look is decided by.
pub const SAMPLE: usize = 200;

impl Column {
    /// A column by its name and its first values.
    pub fn of(field: Field, values: &[Cell]) -> Self {
        let numbers: Vec<f64> = values.iter().filter_map(number).collect();
        let Field { name, kind } = field;
        let years = kind == Kind::Integer
            && !numbers.is_empty()
            && numbers.iter().all(|n| (1800.0..=2200.0).contains(n));
        let mut column = Self { name, kind, decimals: decimals(kind, &numbers), years, width: 0 };
        let longest = values.iter().map(|v| column.text(v).chars().count()).max().unwrap_or(0);
        column.width = longest.max(column.name.chars().count()).clamp(4, 42) + 2;
        column
    }

    /// Whether values stand to the right.
    pub fn is_number(&self) -> bool {
        matches!(self.kind, Kind::Integer | Kind::Number)
    }

    /// A value as it is written.
    pub fn text(&self, cell: &Cell) -> String {
        match cell {
            Cell::Null => "—".into(),
            Cell::Text(text) => text.clone(),
            Cell::Number(n) if !n.is_finite() => n.to_string(),
            Cell::Number(n) if self.years => n.to_string(),
            Cell::Number(n) => format::number(*n, self.decimals),
        }
    }
}

/// The number in a cell.
pub fn number(cell: &Cell) -> Option<f64> {
    match cell {
        Cell::Number(n) => Some(*n).filter(|n| n.is_finite()),
        _ => None,
    }
}

/// As few decimals as show every value, and no more than its size makes sense of.
fn decimals(kind: Kind, numbers: &[f64]) -> u8 {
    if kind != Kind::Number {
        return 0;
    }
    let largest = numbers.iter().fold(0.0, |a: f64, n| a.max(n.abs()));
    let most = if largest >= 100.0 {
        2
    } else if largest >= 1.0 {
        4
    } else {
        6
    };
    let whole = |scale: f64| numbers.iter().all(|n| ((n * scale).round() - n * scale).abs() < 1e-6);
    let mut scale = 1.0;
    for places in 0..most {
        if whole(scale) {
            return places;
        }
        scale *= 10.0;
    }
    most
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::{self, Lang};

    fn column(kind: Kind, values: &[f64]) -> Column {
        let cells: Vec<Cell> = values.iter().map(|n| Cell::Number(*n)).collect();
        Column::of(Field { name: "x".into(), kind }, &cells)
    }

    #[test]
    fn years_are_not_grouped_and_numbers_are() {
        i18n::set_embedded(Lang::En);
        assert_eq!(column(Kind::Integer, &[2018.0, 2020.0]).text(&Cell::Number(2019.0)), "2019");
        assert_eq!(column(Kind::Integer, &[2018.0, 545_796.0]).text(&Cell::Number(545_796.0)), "545,796");
    }

    #[test]
    fn decimals_are_as_many_as_the_values_have() {
        assert_eq!(column(Kind::Number, &[1_918_206.68, 2.5]).decimals, 2);
        assert_eq!(column(Kind::Number, &[3.0, 4.0]).decimals, 0);
        assert_eq!(column(Kind::Number, &[3.5]).decimals, 1);
        assert_eq!(column(Kind::Number, &[1.0 / 3.0]).decimals, 6);
        assert_eq!(column(Kind::Number, &[4.0 / 3.0]).decimals, 4);
    }

    #[test]
    fn what_is_no_number_is_said() {
        let column = column(Kind::Number, &[1.5]);
        assert_eq!(column.text(&Cell::Null), "—");
        assert_eq!(column.text(&Cell::Number(f64::NAN)), "NaN");
        assert_eq!(column.text(&Cell::Text("9007199254740993".into())), "9007199254740993");
    }
}
