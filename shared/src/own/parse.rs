//! Codes of places as tables write them: with leading zeros lost, with decimals of a spreadsheet, of two editions.

use super::Gazetteer;
use crate::{
    connect::place::by_code,
    geo::{GeoId, Level},
};

/// A place by its code. A parish code of digits alone is taken to be of `edition`, unless only the other one has it.
pub fn code_of(text: &str, edition: Level, known: &Gazetteer) -> Option<GeoId> {
    let text = text.trim().trim_start_matches('\'');
    let text = text.strip_suffix(".0").unwrap_or(text).to_ascii_uppercase();
    // why: a spreadsheet takes 030801 for the number 30801
    let padded = match text.len() {
        3 | 5 if text.bytes().next().is_some_and(|b| b.is_ascii_digit()) => format!("0{text}"),
        _ => text,
    };
    let geo = by_code(&padded)?;
    if !matches!(geo.level, Level::Parish2013 | Level::Parish2025) {
        return Some(geo);
    }
    let has_letter = geo.code.bytes().any(|b| b.is_ascii_uppercase());
    let as_level = |level| GeoId { level, code: geo.code.clone() };
    if has_letter {
        return Some(as_level(Level::Parish2025));
    }
    let other = if edition == Level::Parish2025 { Level::Parish2013 } else { Level::Parish2025 };
    let (wanted, other) = (as_level(edition), as_level(other));
    Some(if known.get(&wanted).is_none() && known.get(&other).is_some() { other } else { wanted })
}
