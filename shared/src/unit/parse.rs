//! Reading a unit: symbols with an exponent, joined by `·`, `*` and `/`.

use std::str::FromStr;

use super::{MAX_EXPONENT, Unit, UnitError, symbol::SYMBOLS};

/// Longer text is no unit.
const MAX_LENGTH: usize = 80;

impl FromStr for Unit {
    type Err = UnitError;

    /// Reads `tCO2e/person`, `µg/m3` (also `ug/m3`, `µg/m³`), `kWh/m2/year`, `%`, `1`.
    fn from_str(text: &str) -> Result<Self, UnitError> {
        let refuse = |symbol: &str| UnitError::Unknown {
            text: text.chars().take(MAX_LENGTH).collect(),
            symbol: symbol.chars().take(MAX_LENGTH).collect(),
        };
        if text.len() > MAX_LENGTH {
            return Err(refuse(text));
        }
        let mut unit = Self::one();
        for (i, part) in text.split('/').enumerate() {
            let sign = if i == 0 { 1 } else { -1 };
            for factor in part.split(['·', '*']) {
                let factor = factor.trim();
                if factor == "1" && i == 0 {
                    continue;
                }
                let (symbol, exponent) = power(factor).ok_or_else(|| refuse(factor))?;
                unit.multiply(symbol, sign * exponent);
            }
        }
        let large = unit.factors.iter().any(|(_, e)| e.abs() > MAX_EXPONENT);
        if large { Err(UnitError::TooLarge(unit.to_string())) } else { Ok(unit) }
    }
}

/// A symbol with its exponent, 1 to 6.
fn power(text: &str) -> Option<(u8, i8)> {
    if let Some(symbol) = find(text) {
        return Some((symbol, 1));
    }
    let (at, last) = text.char_indices().next_back()?;
    let exponent = match last {
        '2' | '²' => 2,
        '3' | '³' => 3,
        '4'..='6' => last as i8 - b'0' as i8,
        _ => return None,
    };
    Some((find(text[..at].trim_end_matches('^'))?, exponent))
}

fn find(text: &str) -> Option<u8> {
    let text = match text {
        // The micro sign has two code points, and many keyboards have neither.
        "ug" | "\u{3bc}g" => "µg",
        "°C" => "degC",
        _ => text,
    };
    SYMBOLS.iter().position(|s| s.text == text).map(|i| i as u8)
}
