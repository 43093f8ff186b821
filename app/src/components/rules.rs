//! Rules of quality in words.

use crate::{data::quality, format, t};

/// What a rule asks, with its numbers.
pub fn in_words(rule: &quality::Rule) -> String {
    let number = |name: &str| rule.number(name).map(|n| format::number(n, 0)).unwrap_or_default();
    let decimals = |percent: f64| u8::from((percent - libm::round(percent)).abs() > 1e-6);
    let percent = |n: f64| format::number(n * 100.0, decimals(n * 100.0));
    let share = |name: &str| rule.number(name).map(percent).unwrap_or_default();
    match rule.kind() {
        "range" => t!("quality.kind.range", high = number("max"), low = number("min")),
        "completeness" => t!("quality.kind.completeness", limit = share("min")),
        "capture" => t!("quality.kind.capture", limit = number("min")),
        "unique" => t!("quality.kind.unique"),
        "agree" => t!("quality.kind.agree", limit = share("tolerance")),
        "timely" => t!("quality.kind.timely", limit = number("years")),
        "sum" => t!("quality.kind.sum", limit = share("tolerance")),
        "outlier" => t!("quality.kind.outlier", limit = number("z")),
        "plausible" => t!("quality.kind.plausible", high = number("high"), low = number("low")),
        "step" => t!("quality.kind.step", limit = number("factor")),
        _ => rule.id.clone(),
    }
}
