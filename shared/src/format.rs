//! Numbers and periods as readers of European Portuguese and British English write them.
//!
//! Charts take a [`NumberFormat`]. [`Native`] writes what the browser's Intl writes for pt-PT and en-GB
//! (CLDR 44), with a true minus sign; an app may plug in Intl itself.

use crate::period::Period;

mod decimal;

/// A language of the twin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Lang {
    /// European Portuguese.
    Pt,
    /// British English.
    En,
}

/// Writes numbers and periods for a reader. Values that are not finite are written as a dash.
pub trait NumberFormat {
    /// A number with exactly so many decimals: `1918,2`.
    fn number(&self, value: f64, decimals: u8) -> String;

    /// A number in few characters: `1,9 M`, `1.9m`.
    fn compact(&self, value: f64) -> String;

    /// A period in words, from its SDMX text: `2019`, `janeiro de 2024`. Unknown text stays as it is.
    fn period(&self, sdmx: &str) -> String;

    /// A value in per cent: `36,2 %`, `36.2%`.
    fn percent(&self, value: f64, decimals: u8) -> String;

    /// A change with its sign: `+2,1`, `−3,0`; what rounds to nothing has none.
    fn signed(&self, value: f64, decimals: u8) -> String {
        let text = self.number(value, decimals);
        let something = value.is_finite() && text.bytes().any(|b| (b'1'..=b'9').contains(&b));
        if value > 0.0 && something { format!("+{text}") } else { text }
    }
}

/// [`NumberFormat`] without a browser.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Native(pub Lang);

const NONE: &str = "–";
/// Names of 10³, 10⁶, 10⁹ and 10¹² in short numbers (CLDR 44, compact short).
const PT: [&str; 4] = ["\u{a0}mil", "\u{a0}M", "\u{a0}mM", "\u{a0}Bi"];
const EN: [&str; 4] = ["k", "m", "bn", "tn"];

impl NumberFormat for Native {
    fn number(&self, value: f64, decimals: u8) -> String {
        if !value.is_finite() {
            return NONE.into();
        }
        let digits = decimal::round(value, usize::from(decimals));
        // why: what rounds to zero has no sign
        let minus = value < 0.0 && digits.bytes().any(|b| (b'1'..=b'9').contains(&b));
        format!(
            "{}{}",
            if minus { "−" } else { "" },
            self.grouped(&digits, if self.0 == Lang::Pt { 5 } else { 4 })
        )
    }

    fn compact(&self, value: f64) -> String {
        if !value.is_finite() {
            return NONE.into();
        }
        let names = if self.0 == Lang::Pt { PT } else { EN };
        let mut scaled = value.abs();
        let mut name = "";
        for next in names {
            // why: 999.5 thousand rounds to a million and must be called so
            if scaled < 999.5 {
                break;
            }
            scaled /= 1000.0;
            name = next;
        }
        let text = self.grouped(&decimal::significant(scaled), 5);
        let minus = value < 0.0 && text.bytes().any(|b| (b'1'..=b'9').contains(&b));
        format!("{}{text}{name}", if minus { "−" } else { "" })
    }

    fn period(&self, sdmx: &str) -> String {
        match sdmx.parse::<Period>() {
            Ok(period) => self.period_words(period).unwrap_or_else(|| sdmx.into()),
            Err(_) => sdmx.into(),
        }
    }

    fn percent(&self, value: f64, decimals: u8) -> String {
        let number = self.number(value, decimals);
        match self.0 {
            // why: Portuguese typography keeps a space before the sign (SI brochure 5.4.7)
            Lang::Pt => format!("{number}\u{a0}%"),
            Lang::En => format!("{number}%"),
        }
    }
}

impl Native {
    /// Puts the language's decimal sign and thousands into plain digits, grouping numbers of `from` digits on.
    ///
    /// CLDR: minimumGroupingDigits is 2 in pt-PT, so 1234 but 12 345; short numbers use 2 in both languages.
    fn grouped(&self, digits: &str, from: usize) -> String {
        let (point, group) = match self.0 {
            Lang::Pt => (',', '\u{a0}'),
            Lang::En => ('.', ','),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let mut out = String::with_capacity(digits.len() * 2);
        for (i, digit) in whole.chars().enumerate() {
            if i > 0 && (whole.len() - i).is_multiple_of(3) && whole.len() >= from {
                out.push(group);
            }
            out.push(digit);
        }
        if !fraction.is_empty() {
            out.push(point);
            out.push_str(fraction);
        }
        out
    }

    fn period_words(&self, period: Period) -> Option<String> {
        let pt = self.0 == Lang::Pt;
        let month = |m: u8| {
            let names = if pt { MONTHS_PT } else { MONTHS_EN };
            names.get(usize::from(m.saturating_sub(1))).copied()
        };
        Some(match period {
            Period::Year(y) => y.to_string(),
            Period::Semester(y, n) if pt => format!("{n}.º semestre de {y}"),
            Period::Semester(y, n) => format!("{} half of {y}", ordinal(n)),
            Period::Quarter(y, n) if pt => format!("{n}.º trimestre de {y}"),
            Period::Quarter(y, n) => format!("{} quarter of {y}", ordinal(n)),
            Period::Month(y, m) if pt => format!("{} de {y}", month(m)?),
            Period::Month(y, m) => format!("{} {y}", month(m)?),
            Period::Week(y, w) if pt => format!("semana {w} de {y}"),
            Period::Week(y, w) => format!("week {w} of {y}"),
            Period::Day(y, m, d) if pt => format!("{d} de {} de {y}", month(m)?),
            Period::Day(y, m, d) => format!("{d} {} {y}", month(m)?),
            Period::Hour(y, m, d, h) if pt => format!("{d} de {} de {y}, {h:02}:00 UTC", month(m)?),
            Period::Hour(y, m, d, h) => format!("{d} {} {y}, {h:02}:00 UTC", month(m)?),
        })
    }
}

fn ordinal(n: u8) -> &'static str {
    ["1st", "2nd", "3rd", "4th"].get(usize::from(n.saturating_sub(1))).copied().unwrap_or("")
}

const MONTHS_PT: [&str; 12] = [
    "janeiro",
    "fevereiro",
    "março",
    "abril",
    "maio",
    "junho",
    "julho",
    "agosto",
    "setembro",
    "outubro",
    "novembro",
    "dezembro",
];
const MONTHS_EN: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

#[cfg(test)]
mod tests;
