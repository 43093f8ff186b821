//! A visitor's own series: a table of periods and values as text.

use super::{
    series::Series,
    time::{Frequency, clip},
};

/// Largest text that is read, bytes.
const MAX_TEXT: usize = 32 << 20;

/// Why a table cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PasteError {
    /// Too large.
    #[error("the file is larger than 32 MB")]
    Large,
    /// No rows.
    #[error(
        "no row with a period and a value was found; the first column is the period (2020, 2020-01, 2020-01-31 or 2020-01-31T05:00), the second the value"
    )]
    Empty,
    /// A row that cannot be read.
    #[error("line {line}: “{text}” is not a number; leave the cell empty where a value is missing")]
    Number {
        /// Line, from 1.
        line: usize,
        /// The cell.
        text: String,
    },
}

/// Reads a table: period and value, parted by tab, semicolon or comma; a header is skipped, a decimal comma understood.
///
/// # Errors
/// Where the text holds no such table.
pub fn read(id: &str, text: &str) -> Result<Series, PasteError> {
    if text.len() > MAX_TEXT {
        return Err(PasteError::Large);
    }
    let text = text.trim_start_matches('\u{feff}');
    let head = text.lines().next().unwrap_or_default();
    let comma = !head.contains(['\t', ';']);
    let (mut periods, mut values) = (Vec::new(), Vec::new());
    for (line, row) in text.lines().enumerate().filter(|(_, r)| !r.trim().is_empty()) {
        let mut cells = row.split(|c| c == '\t' || c == ';' || (comma && c == ','));
        let mut cell = || cells.next().unwrap_or_default().trim().trim_matches('"').to_owned();
        let (period, value) = (cell(), cell());
        if line == 0 && !period.starts_with(|c: char| c.is_ascii_digit()) {
            continue;
        }
        let number = match value.as_str() {
            "" | "NA" | "null" | "-" => None,
            v => {
                let fault = || PasteError::Number { line: line + 1, text: clip(v) };
                Some(v.replace(',', ".").parse::<f64>().map_err(|_| fault())?)
            }
        };
        periods.push(period.replace('/', "-"));
        values.push(number);
    }
    let Some(first) = periods.first() else { return Err(PasteError::Empty) };
    let frequency = match first.len() {
        0..=4 => Frequency::Annual,
        5..=7 => Frequency::Monthly,
        8..=10 => Frequency::Daily,
        _ => Frequency::Hourly,
    };
    let (unit, non_negative) = (None, None);
    Ok(Series { id: id.into(), frequency, start: None, values, periods: Some(periods), unit, non_negative })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_of_many_hands_are_read() {
        let read =
            |text: &str| read("mine", text).map(|s| (s.frequency, s.values, s.periods.unwrap_or_default()));
        let (frequency, values, periods) =
            read("\u{feff}mês;valor\n2020-01;1,5\n2020-02;\n").expect("a table");
        assert_eq!((frequency, values), (Frequency::Monthly, vec![Some(1.5), None]));
        assert_eq!(periods, ["2020-01", "2020-02"]);
        assert_eq!(read("2020/01/01 00:00,3\n").expect("a table").0, Frequency::Hourly);
        assert_eq!(read("year,v\n2020,x\n"), Err(PasteError::Number { line: 2, text: "x".into() }));
        assert_eq!(read("nothing\n"), Err(PasteError::Empty));
    }
}
