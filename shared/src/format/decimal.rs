//! Rounding in decimal digits, half away from zero as Intl rounds (ECMA-402, `halfExpand`).

/// The magnitude of a finite value with exactly `decimals` digits after the point.
///
/// What is rounded is the shortest decimal that names the value, as ICU does: 1.005 with two decimals is 1.01.
pub fn round(value: f64, decimals: usize) -> String {
    let text = format!("{}", value.abs());
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let (keep, rest) = fraction.split_at(decimals.min(fraction.len()));
    let point = if decimals > 0 { "." } else { "" };
    let digits = format!("{whole}{point}{keep:0<decimals$}");
    if rest.as_bytes().first().is_some_and(|d| *d >= b'5') { add_one(&digits) } else { digits }
}

/// The magnitude with two significant digits below one hundred and none after the point above, without
/// trailing zeros: how Intl shortens numbers.
pub fn significant(value: f64) -> String {
    let value = value.abs();
    let mut decimals = 0;
    let mut scaled = value;
    while scaled < 9.95 && decimals < 12 && value > 0.0 {
        scaled *= 10.0;
        decimals += 1;
    }
    let text = round(value, decimals);
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').into() } else { text }
}

/// One more in the last place.
fn add_one(digits: &str) -> String {
    let mut out: Vec<u8> = digits.bytes().collect();
    for digit in out.iter_mut().rev() {
        match digit {
            b'.' => {}
            b'9' => *digit = b'0',
            _ => {
                *digit += 1;
                return out.into_iter().map(char::from).collect();
            }
        }
    }
    std::iter::once('1').chain(out.into_iter().map(char::from)).collect()
}
