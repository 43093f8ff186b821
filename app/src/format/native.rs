//! Numbers without a browser.

use gemeo_shared::format::NumberFormat;

/// A number with a fixed count of decimals.
pub fn number(value: f64, decimals: u8) -> String {
    super::words().number(value, decimals)
}

/// A number in few characters.
pub fn compact(value: f64) -> String {
    super::words().compact(value)
}

/// The year by the machine's clock.
pub fn this_year() -> i32 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    // why: a mean year of the Gregorian calendar is right but for the hours around New Year
    1970 + (since.map_or(0, |d| d.as_secs()) / 31_556_952) as i32
}
