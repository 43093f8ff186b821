//! Times as people write them, in Portuguese and English.

use crate::{
    connect::time::{Local, stamp},
    names::plain,
    period::{Period, days_in_month},
};

/// Months by the beginning of their names, Portuguese and English.
const MONTHS: [[&str; 2]; 12] = [
    ["janeiro", "january"],
    ["fevereiro", "february"],
    ["marco", "march"],
    ["abril", "april"],
    ["maio", "may"],
    ["junho", "june"],
    ["julho", "july"],
    ["agosto", "august"],
    ["setembro", "september"],
    ["outubro", "october"],
    ["novembro", "november"],
    ["dezembro", "december"],
];

/// Words that may stand beside a time and add nothing.
const FILL: [&str; 14] =
    ["de", "do", "of", "o", "a", "ano", "year", "mes", "month", "st", "nd", "rd", "th", "em"];

/// A period; `month_first` where 02/01 is the first of February. Times without an offset are on Lisbon clocks.
pub fn when(text: &str, month_first: bool) -> Option<Period> {
    let text = text.trim();
    if text.len() < 4 || text.len() > 40 {
        return None;
    }
    let text = text.strip_suffix(".0").unwrap_or(text);
    // Of what is longer than an hour in SDMX's form none is in that form.
    let known = if text.len() <= "2024-01-31T13".len() { text.parse().ok() } else { None };
    sane(known)
        .or_else(|| sane(compact(text)))
        .or_else(|| sane(moment(text)))
        .or_else(|| sane(in_numbers(text, month_first)).or_else(|| sane(in_words(text))))
}

/// Years that tables of cities have.
fn sane(period: Option<Period>) -> Option<Period> {
    period.filter(|p| (1800..=2200).contains(&p.year()))
}

/// `202401` and `20240131`.
fn compact(text: &str) -> Option<Period> {
    if !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let n = |range: std::ops::Range<usize>| text.get(range)?.parse::<i32>().ok();
    match text.len() {
        6 => month(recent(n(0..4)?)?, n(4..6)?),
        8 => day(recent(n(0..4)?)?, n(4..6)?, n(6..8)?),
        _ => None,
    }
}

/// why: 180112 is a parish of Viseu and no month of 1801; districts end at 18, islands begin at 31
fn recent(year: i32) -> Option<i32> {
    (1950..=2100).contains(&year).then_some(year)
}

/// ISO 8601 and its neighbours.
fn moment(text: &str) -> Option<Period> {
    let stamp = stamp(text)?;
    if text.len() == 10 {
        return stamp.utc().day();
    }
    match stamp.lisbon() {
        Local::Once(moment) => moment.hour(),
        // why none: an hour that occurs twice cannot be told apart
        Local::Twice(..) | Local::Never => None,
    }
}

/// `31/01/2024`, `31.1.24 13:00`, `01/2024`, `2024/1`.
fn in_numbers(text: &str, month_first: bool) -> Option<Period> {
    let (date, clock) = text.split_once([' ', 'T']).map_or((text, None), |(d, c)| (d, Some(c.trim())));
    let parts: Vec<&str> = date.split(['/', '-', '.']).collect();
    if !parts.iter().all(|p| (1..=4).contains(&p.len()) && p.bytes().all(|b| b.is_ascii_digit())) {
        return None;
    }
    let n: Vec<i32> = parts.iter().filter_map(|p| p.parse().ok()).collect();
    let period = match (n.as_slice(), parts.first()?.len(), parts.last()?.len()) {
        ([y, m], 4, 1..=2) | ([m, y], 1..=2, 4) => month(*y, *m),
        ([y, m, d], 4, _) => day(*y, *m, *d),
        ([a, b, y], _, 2 | 4) => {
            let year = if parts[2].len() == 2 { 2000 + *y } else { *y };
            if month_first { day(year, *a, *b) } else { day(year, *b, *a) }
        }
        _ => None,
    }?;
    match (clock, period) {
        (None, period) => Some(period),
        (Some(clock), Period::Day(y, m, d)) => {
            let clock = clock.split(['+', 'Z']).next()?;
            let hour = clock.split(':').next()?;
            let padded = format!("{y:04}-{m:02}-{d:02} {hour:0>2}:{}", clock.split_once(':')?.1);
            moment(&padded)
        }
        _ => None,
    }
}

/// “janeiro de 2024”, “Jan-24”, “1.º trimestre de 2024”, “T1 2024”, “2024 Q1”, “Ano 2019”.
fn in_words(text: &str) -> Option<Period> {
    let tokens = tokens(text);
    let (mut numbers, mut kind, mut named): (Vec<(i32, usize)>, Option<char>, Option<u8>) =
        (vec![], None, None);
    let mut filled = false;
    for token in &tokens {
        let token = token.as_str();
        if let Ok(n) = token.parse::<i32>() {
            numbers.push((n, token.len()));
        } else if let Some(m) = month_name(token) {
            named = named.is_none().then_some(m).map(Some)?;
        } else if FILL.contains(&token) {
            filled = true;
        } else {
            let which = match token {
                "t" | "q" | "tri" | "trim" | "trimestre" | "quarter" => 'q',
                "s" | "sem" | "semestre" | "semester" | "h" => 's',
                "w" | "semana" | "week" => 'w',
                _ => return None,
            };
            kind = kind.is_none().then_some(which).map(Some)?;
        }
    }
    let at = numbers.iter().position(|(n, long)| *long == 4 && (1800..=2200).contains(n));
    let year = match at {
        Some(at) => numbers.remove(at).0,
        // “jan-24”: a year of two digits stands last
        None if named.is_some() => numbers.pop().filter(|(_, long)| *long == 2).map(|(n, _)| 2000 + n)?,
        None => return None,
    };
    let rest: Vec<i32> = numbers.iter().map(|(n, _)| *n).collect();
    match (kind, named, rest.as_slice()) {
        (None, Some(m), []) => month(year, i32::from(m)),
        (None, Some(m), [d]) => day(year, i32::from(m), *d),
        (None, None, []) if filled => Some(Period::Year(year)),
        (Some('q'), None, [n @ 1..=4]) => Some(Period::Quarter(year, *n as u8)),
        (Some('s'), None, [n @ 1..=2]) => Some(Period::Semester(year, *n as u8)),
        (Some('w'), None, [n @ 1..=53]) => Some(Period::Week(year, *n as u8)),
        _ => None,
    }
}

/// Runs of letters and runs of digits, in small letters without accents.
fn tokens(text: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut digit = None;
    for c in plain(text).chars() {
        if c == ' ' {
            digit = None;
            continue;
        }
        let is_digit = c.is_ascii_digit();
        if digit != Some(is_digit) {
            out.push(String::new());
        }
        digit = Some(is_digit);
        if let Some(last) = out.last_mut() {
            last.push(c);
        }
    }
    out
}

/// A month by its name or an abbreviation of three letters or more.
fn month_name(word: &str) -> Option<u8> {
    if word.len() < 3 || !word.is_ascii() {
        return None;
    }
    let fits = |names: &[&str; 2]| names.iter().any(|n| n.starts_with(word));
    MONTHS.iter().position(fits).map(|at| at as u8 + 1)
}

/// A month in a column of its own: a number or a name.
pub fn month_of(text: &str) -> Option<u8> {
    let word = plain(text.trim().strip_suffix(".0").unwrap_or(text.trim()));
    match word.parse::<u8>() {
        Ok(n) => (1..=12).contains(&n).then_some(n),
        Err(_) => month_name(&word),
    }
}

/// The one period that a column's name holds, and the rest of the name.
pub fn in_name(name: &str) -> Option<(Period, String)> {
    if let Some(period) = when(name, false) {
        return Some((period, String::new()));
    }
    let words: Vec<&str> = name.split_whitespace().collect();
    let bare = |w: &str| w.trim_matches(|c: char| !c.is_alphanumeric()).to_owned();
    let years: Vec<usize> = (0..words.len())
        .filter(|at| matches!(when(&bare(words[*at]), false), Some(p) if (1950..=2100).contains(&p.year())))
        .collect();
    let [at] = years.as_slice() else { return None };
    let period = when(&bare(words[*at]), false)?;
    let rest = words.iter().enumerate().filter(|(n, _)| n != at).map(|(_, w)| *w);
    Some((period, rest.collect::<Vec<_>>().join(" ")))
}

fn month(y: i32, m: i32) -> Option<Period> {
    (1..=12).contains(&m).then_some(Period::Month(y, m as u8))
}

fn day(y: i32, m: i32, d: i32) -> Option<Period> {
    let m = u8::try_from(m).ok().filter(|m| (1..=12).contains(m))?;
    let d = u8::try_from(d).ok().filter(|d| (1..=days_in_month(y, m)).contains(d))?;
    Some(Period::Day(y, m, d))
}
