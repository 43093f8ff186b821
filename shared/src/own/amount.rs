//! Numbers as people write them, with a decimal mark that is known, and the marks that stand for no number.

use super::Decimal;
use crate::connect::number::decimal;

/// What a cell of values holds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Amount {
    /// A number.
    Number(f64),
    /// A mark that says that there is none.
    Missing,
    /// Neither.
    Neither,
}

/// Marks for a missing value, in small letters: Portuguese and English habits, Eurostat's colon, INE's signs.
const MARKS: [&str; 27] = [
    "-",
    "--",
    "---",
    "–",
    "—",
    ".",
    "..",
    "...",
    "…",
    ":",
    "x",
    "nd",
    "n.d.",
    "n.d",
    "n/d",
    "na",
    "n.a.",
    "n/a",
    "#n/a",
    "nan",
    "null",
    "none",
    "s.d.",
    "s/d",
    "sem dados",
    "no data",
    "confidencial",
];

/// Reads a cell.
pub fn amount(text: &str, mark: Decimal, missing: &[String]) -> Amount {
    let text = text.trim();
    if text.is_empty() || missing.iter().any(|m| m == text) {
        return Amount::Missing;
    }
    if let Some(number) = number(text, mark) {
        return Amount::Number(number);
    }
    let small = text.to_lowercase();
    if MARKS.contains(&small.as_str()) { Amount::Missing } else { Amount::Neither }
}

/// A number with spaces or the other sign between thousands, a sign of money or per cent, or a unit after a space.
pub fn number(text: &str, mark: Decimal) -> Option<f64> {
    if text.len() > 60 {
        return None;
    }
    if is_plain(text.as_bytes(), mark) {
        return decimal(text.as_bytes(), 0);
    }
    let mut digits = String::with_capacity(text.len());
    let trimmed = text.trim().trim_start_matches(['€', '+']).trim_end_matches(['%', '€', '‰']).trim();
    let trimmed = without_unit(trimmed);
    let (point, thousands) = match mark {
        Decimal::Comma => (',', '.'),
        Decimal::Point => ('.', ','),
    };
    let (whole, part) = trimmed.split_once(point).map_or((trimmed, None), |(w, p)| (w, Some(p)));
    let (negative, whole) = match whole.strip_prefix(['-', '−', '\u{2013}']) {
        Some(rest) => (true, rest.trim_start()),
        None => (false, whole),
    };
    let groups: Vec<&str> =
        whole.split(|c: char| c == thousands || c == '\'' || c.is_whitespace() || c == '\u{202f}').collect();
    let sound = |at: usize, g: &str| {
        let long = if at == 0 { (1..=3).contains(&g.len()) } else { g.len() == 3 };
        long && g.bytes().all(|b| b.is_ascii_digit())
    };
    if groups.len() > 1 && !groups.iter().enumerate().all(|(at, g)| sound(at, g)) {
        return None;
    }
    if negative {
        digits.push('-');
    }
    digits.extend(groups);
    if let Some(part) = part {
        digits.push('.');
        digits.push_str(part);
    }
    // why: an exponent is a way of programs, and they write a point
    decimal(digits.as_bytes(), 0)
}

/// Digits with at most one decimal mark between them, as nearly every cell of a file has them.
fn is_plain(text: &[u8], mark: Decimal) -> bool {
    let point = if mark == Decimal::Comma { b',' } else { b'.' };
    let text = text.strip_prefix(b"-").unwrap_or(text);
    let mut parts = text.split(|b| *b == point);
    let digits =
        |part: Option<&[u8]>| part.is_some_and(|p| !p.is_empty() && p.iter().all(u8::is_ascii_digit));
    digits(parts.next()) && parts.next().is_none_or(|part| digits(Some(part))) && parts.next().is_none()
}

/// A number without the word after it: “12 kWh”.
fn without_unit(text: &str) -> &str {
    let Some((before, last)) = text.rsplit_once(char::is_whitespace) else { return text };
    let is_word = last.chars().next().is_some_and(char::is_alphabetic);
    if is_word && before.bytes().any(|b| b.is_ascii_digit()) { before.trim_end() } else { text }
}

/// What the numbers of a file say of its decimal mark.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Evidence {
    comma: u32,
    point: u32,
    /// `1.234`, which may be either.
    point_of_three: u32,
    /// `1,234`.
    comma_of_three: u32,
}

impl Evidence {
    /// Takes a cell in.
    pub fn see(&mut self, text: &str) {
        let text = text.trim().trim_start_matches(['-', '+', '−']);
        let is_number =
            text.chars().all(|c| c.is_ascii_digit() || matches!(c, ',' | '.' | ' ' | '\u{a0}' | '\u{202f}'));
        if text.len() < 3 || !is_number {
            return;
        }
        let count = |sign: char| text.matches(sign).count();
        match (count(','), count('.')) {
            (0, 0) => {}
            (1, 0) => Self::alone(text, ',', &mut self.comma, &mut self.comma_of_three),
            (0, 1) => Self::alone(text, '.', &mut self.point, &mut self.point_of_three),
            // Several of one sign part thousands.
            (0, _) => self.comma += 1,
            (_, 0) => self.point += 1,
            _ if text.rfind(',') > text.rfind('.') => self.comma += 1,
            _ => self.point += 1,
        }
    }

    fn alone(text: &str, sign: char, sure: &mut u32, open: &mut u32) {
        let (whole, part) = text.split_once(sign).unwrap_or_default();
        let may_be_thousands = part.len() == 3 && (1..=3).contains(&whole.len()) && !whole.starts_with('0');
        *if may_be_thousands { open } else { sure } += 1;
    }

    /// The mark, and whether that is certain. Columns parted by semicolons come from machines that write a comma.
    pub fn mark(&self, delimiter: Option<char>) -> (Decimal, bool) {
        let semicolon = delimiter == Some(';');
        match (self.comma, self.point) {
            (0, 0) if self.comma_of_three > 0 => {
                (if semicolon { Decimal::Comma } else { Decimal::Point }, false)
            }
            (0, 0) if self.point_of_three > 0 => {
                (if semicolon { Decimal::Comma } else { Decimal::Point }, false)
            }
            (0, 0) => (if semicolon { Decimal::Comma } else { Decimal::Point }, true),
            (comma, point) if comma > point => (Decimal::Comma, point == 0),
            (comma, _) => (Decimal::Point, comma == 0),
        }
    }
}
