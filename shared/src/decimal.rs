//! Decimal numbers read exactly, without the tables that any number at all would take (10 kB in the browser).

/// Powers of ten that a double holds exactly.
const TENS: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18,
    1e19, 1e20, 1e21, 1e22,
];

/// Most digits of a number that is read here.
pub const DIGITS: usize = 15;

/// `mantissa` times ten to the `power`: the double nearest to it, as both are exact and their one division or product rounds
/// correctly (Clinger 1990, the fast way). None where they are not: a mantissa of more than [`DIGITS`] digits, a power beyond 22.
pub fn scaled(mantissa: u64, power: i32) -> Option<f64> {
    let ten = *TENS.get(power.unsigned_abs() as usize)?;
    let whole = (mantissa < 1_000_000_000_000_000).then_some(mantissa as f64)?;
    Some(if power < 0 { whole / ten } else { whole * ten })
}

/// Reads `-12.5` or `3.6e-3`; none where it is no such number, or one of more digits or a larger power than [`scaled`] takes.
pub fn exact(text: &str) -> Option<f64> {
    let (number, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let (negative, number) = number.strip_prefix('-').map_or((false, number), |rest| (true, rest));
    let (whole, part) = number.split_once('.').unwrap_or((number, ""));
    let digits = || whole.bytes().chain(part.bytes());
    let sane = whole.len() + part.len() <= 2 * DIGITS && digits().all(|b| b.is_ascii_digit());
    if !sane || digits().next().is_none() {
        return None;
    }
    let mantissa = digits().try_fold(0_u64, |m, b| m.checked_mul(10)?.checked_add(u64::from(b - b'0')))?;
    let power = exponent.parse::<i32>().ok()?.checked_sub(part.len() as i32)?;
    let value = scaled(mantissa, power)?;
    Some(if negative { -value } else { value })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn numbers_are_those_of_the_standard_library_and_what_is_none_is_none() {
        for text in
            ["0", "-0", "28", "27.9", "0.067", "3.6e-3", "1e22", "999999999999999", "000.50", "5.", ".5"]
        {
            assert_eq!(exact(text).map(f64::to_bits), text.parse::<f64>().ok().map(f64::to_bits), "{text}");
        }
        for text in [
            "",
            "-",
            ".",
            "+1",
            "1e",
            "1e23",
            "1e-23",
            "1000000000000000",
            "1,5",
            "1.2.3",
            "0x1",
            "inf",
            "nan",
            " 1",
        ] {
            assert_eq!(exact(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn every_number_of_fifteen_digits_is_the_nearest(m in 0_u64..1_000_000_000_000_000, p in -22_i32..=22) {
            let text = format!("{m}e{p}");
            prop_assert_eq!(exact(&text).map(f64::to_bits), text.parse::<f64>().ok().map(f64::to_bits));
        }
    }
}
