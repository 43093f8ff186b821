//! Numbers as sources write them: decimal comma or point, spaces between thousands.

use crate::decimal::{DIGITS, scaled};

/// A number with decimal comma or point and no thousands, times a power of ten; none where it is none.
///
/// Up to 15 digits the result is the double nearest to the decimal number (see [`scaled`]). Longer ones go by the standard library.
pub fn decimal(text: &[u8], shift: i32) -> Option<f64> {
    let text = text.trim_ascii();
    let (negative, digits) = match text.first()? {
        b'-' => (true, &text[1..]),
        _ => (false, text),
    };
    let mut mantissa: u64 = 0;
    let mut count = 0;
    let mut point: Option<usize> = None;
    for (i, byte) in digits.iter().enumerate() {
        match byte {
            b'0'..=b'9' => {
                count += 1;
                if count > DIGITS {
                    return long(text, shift);
                }
                mantissa = mantissa * 10 + u64::from(byte - b'0');
            }
            b',' | b'.' if point.is_none() => point = Some(i),
            b'e' | b'E' if count > 0 => return long(text, shift),
            _ => return None,
        }
    }
    if count == 0 {
        return None;
    }
    let decimals = point.map_or(0, |p| digits.len() - p - 1) as i32 - shift;
    let value = scaled(mantissa, -decimals)?;
    Some(if negative { 0.0 - value } else { value })
}

/// The long way, for many digits or an exponent.
fn long(text: &[u8], shift: i32) -> Option<f64> {
    let text = std::str::from_utf8(text).ok()?.replacen(',', ".", 1);
    let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((&text, "0"));
    let plain =
        mantissa.bytes().all(|b| b.is_ascii_digit() || b == b'.' || b == b'-') && mantissa.len() <= 40;
    let exponent = exponent.parse::<i32>().ok().filter(|e| e.abs() <= 300)?;
    let value: f64 = format!("{mantissa}e{}", exponent + shift).parse().ok().filter(|_| plain)?;
    value.is_finite().then_some(value)
}

/// A number a person wrote: spaces or points between thousands, a decimal comma, a currency or unit after a space.
pub fn written(text: &str) -> Option<f64> {
    let text: String =
        text.trim().chars().filter(|c| !c.is_whitespace() && !matches!(c, '\u{a0}' | '\u{202f}')).collect();
    let text = text.trim_end_matches(|c: char| c.is_alphabetic() || matches!(c, '€' | '%'));
    let thousands = text.contains(',') && text.contains('.');
    match (thousands, text.rfind(','), text.rfind('.')) {
        (true, Some(comma), Some(point)) if comma > point => decimal(text.replace('.', "").as_bytes(), 0),
        (true, ..) => decimal(text.replace(',', "").as_bytes(), 0),
        _ => decimal(text.as_bytes(), 0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn comma_and_point_give_the_nearest_double() {
        for (text, value) in [
            ("41,300", 41.3),
            ("0.1", 0.1),
            ("-99", -99.0),
            ("9991384.577", 9_991_384.577),
            ("7866.8538", 7_866.853_8),
        ] {
            assert_eq!(decimal(text.as_bytes(), 0), Some(value), "{text}");
        }
        assert_eq!(decimal(b"0,548", 3), Some(548.0));
        assert_eq!(decimal(b"1.5e3", 0), Some(1500.0));
    }

    #[test]
    fn what_is_no_number_is_none() {
        for text in ["", " ", "N.D.", "--", "1,2,3", "NaN", "inf", "-", ",", "1 2", "e5", "0x1", "1e999"] {
            assert_eq!(decimal(text.as_bytes(), 0), None, "{text}");
        }
    }

    #[test]
    fn numbers_of_people_are_read() {
        for (text, value) in [
            ("1,889 €", 1.889),
            ("46 425", 46_425.0),
            ("1.234,5", 1234.5),
            ("1,234.5", 1234.5),
            ("12 %", 12.0),
        ] {
            assert_eq!(written(text), Some(value), "{text}");
        }
        assert_eq!(written("N.D."), None);
    }

    proptest! {
        #[test]
        fn agrees_with_the_standard_library(whole in -99_999_999i64..99_999_999, part in 0u32..999_999) {
            let text = format!("{whole}.{part:06}");
            prop_assert_eq!(decimal(text.as_bytes(), 0), text.parse().ok());
        }

        #[test]
        fn never_panics(bytes in proptest::collection::vec(any::<u8>(), 0..40), shift in -6i32..7) {
            let _ = decimal(&bytes, shift);
        }
    }
}
