//! Numbers, units and periods as a reader of the language in use writes them.
//!
//! In the browser Intl formats numbers; natively the domain's own formatter does, with the same result.
//! [`Local`] is the formatter that charts are given.

use gemeo_shared::format::{Native, NumberFormat};

use crate::i18n::{self, Lang};

#[cfg(not(target_arch = "wasm32"))]
#[path = "format/native.rs"]
mod platform;
#[cfg(target_arch = "wasm32")]
#[path = "format/intl.rs"]
mod platform;

/// The formatter of the language in use.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Local;

impl NumberFormat for Local {
    fn number(&self, value: f64, decimals: u8) -> String {
        platform::number(value, decimals)
    }

    fn compact(&self, value: f64) -> String {
        platform::compact(value)
    }

    fn period(&self, sdmx: &str) -> String {
        words().period(sdmx)
    }

    fn percent(&self, value: f64, decimals: u8) -> String {
        crate::t!("format.percent", n = self.number(value, decimals))
    }
}

/// What Intl does not say: periods in words.
fn words() -> Native {
    Native(match i18n::lang() {
        Lang::Pt => gemeo_shared::format::Lang::Pt,
        Lang::En => gemeo_shared::format::Lang::En,
    })
}

/// A number with a fixed count of decimals.
pub fn number(value: f64, decimals: u8) -> String {
    Local.number(value, decimals)
}

/// A number with its sign, for changes: `+2.1`, `−3`.
pub fn signed(value: f64, decimals: u8) -> String {
    Local.signed(value, decimals)
}

/// A value in per cent.
pub fn percent(value: f64, decimals: u8) -> String {
    Local.percent(value, decimals)
}

/// A number with its unit as the language writes it: `36.2%`, `12.4 µg/m³`.
pub fn quantity(value: f64, decimals: u8, unit: &str) -> String {
    let number = number(value, decimals);
    match unit {
        "" | "1" => number,
        "%" => crate::t!("format.percent", n = number),
        _ => format!("{number}\u{a0}{}", unit_label(unit)),
    }
}

/// A unit in words or signs: `tCO2e/person` is “tCO₂e per inhabitant”.
pub fn unit_label(unit: &str) -> String {
    i18n::by_name_if(&format!("unit.{unit}"))
        .unwrap_or_else(|| unit.replace("CO2", "CO₂").replace("m3", "m³").replace("km2", "km²"))
}

/// A period in words: `2019`, “January 2024”, “1st quarter of 2024”.
pub fn period(sdmx: &str) -> String {
    Local.period(sdmx)
}

/// The year it is, for the age of a figure.
pub fn this_year() -> i32 {
    platform::this_year()
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    /// What was prerendered stays as it is when the app takes over: the browser's Intl and the native formatter agree.
    #[test]
    fn numbers_are_the_same_in_the_browser_and_natively() {
        for lang in Lang::ALL {
            i18n::set_embedded(lang);
            for value in
                [0.0, -0.04, 0.5, 1.005, 12.44, 999.5, 1234.5, -12_345.678, 545_796.0, 1_918_206.68, 2.5e9]
            {
                for decimals in 0..=3 {
                    assert_eq!(
                        number(value, decimals),
                        words().number(value, decimals),
                        "{value} {decimals}"
                    );
                }
                assert_eq!(Local.compact(value), words().compact(value), "{value}");
            }
        }
    }

    #[test]
    fn units_and_numbers_read_like_a_sentence() {
        i18n::set_embedded(Lang::Pt);
        assert_eq!(period("2024-01"), "janeiro de 2024");
        assert_eq!(quantity(36.2, 1, "%"), "36,2\u{a0}%");
        i18n::set_embedded(Lang::En);
        assert_eq!(period("2024-01"), "January 2024");
        assert_eq!(quantity(12.44, 1, "ug/m3"), "12.4\u{a0}µg/m³");
        assert_eq!(signed(-0.01, 1), "0.0");
    }
}
