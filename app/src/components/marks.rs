//! What marks a figure: its state as the source says it, few hours of measurement, what a rule of quality found. A
//! chart draws such a figure hollow and says in words what the mark is.

use gemeo_shared::{
    capture, order,
    view::{CityView, IndicatorView, SeriesView},
};

use super::words;
use crate::{data::quality, format, t};

/// Most periods of a mark that are named one by one.
const NAMED: usize = 4;

/// Marks in words, each with the period of a figure that has it.
// why a list and not a table by mark: the cards of a first visit have few, and a table would weigh on it
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Marks(Vec<(String, String)>);

impl Marks {
    /// Adds a figure's marks.
    pub fn add(&mut self, period: &str, marks: impl IntoIterator<Item = String>) {
        marks.into_iter().for_each(|mark| self.0.push((mark, period.to_owned())));
    }

    /// Each mark once.
    fn names(&self) -> Vec<String> {
        order::set(self.0.iter().map(|(mark, _)| mark.clone()).collect())
    }

    /// What a hollow point means, for the key of a chart: “estimated, provisional”.
    pub fn key(&self) -> String {
        self.names().join(", ")
    }

    /// Which figure has which mark, for those who do not see the chart: “estimated: 2004, 2005; provisional: 2023”.
    pub fn said(&self) -> String {
        let periods = |name: &String| {
            let of = self.0.iter().filter(|(mark, _)| mark == name);
            listed(&order::set(of.map(|(_, period)| period.clone()).collect()))
        };
        let lines: Vec<String> = self.names().iter().map(|n| format!("{n}: {}", periods(n))).collect();
        lines.join("; ")
    }

    /// A text with the marks said after it.
    pub fn after(&self, text: &str) -> String {
        let said = self.said();
        if text.is_empty() || said.is_empty() { format!("{text}{said}") } else { format!("{text} {said}") }
    }
}

/// Periods in order; of many the first, the last and how many there are.
fn listed(periods: &[String]) -> String {
    match periods {
        [first, .., last] if periods.len() > NAMED => {
            format!("{} … {} ({})", format::period(first), format::period(last), periods.len())
        }
        few => few.iter().map(|p| format::period(p)).collect::<Vec<_>>().join(", "),
    }
}

/// Every mark of a figure, in words. What rules of quality found is among them once their report is here; of a formula
/// that someone is writing, of no city yet, the state alone.
pub fn of(
    view: Option<&CityView>,
    indicator: &IndicatorView,
    series: &SeriesView,
    row: usize,
) -> Vec<String> {
    if series.value[row].is_none() {
        return Vec::new();
    }
    let state = words::status(&series.status[row]);
    let Some(view) = view else { return state.into_iter().collect() };
    let share = capture::low(view, series, row).map(|s| t!("mark.capture", share = format::percent(s, 0)));
    let found = quality::about(&view.profile.id, &indicator.id, series, row);
    // why not both: the share says what the rule found
    let rules = found.iter().filter(|r| !(share.is_some() && r.kind() == "capture")).map(rule_in_words);
    let rules = rules.map(|r| t!("mark.rule", rule = r));
    state.into_iter().chain(share.clone()).chain(rules).collect()
}

/// What rules of quality found about whole series, as sentences: that its newest figure is old, that periods lack.
pub fn of_series(view: &CityView, indicator: &IndicatorView, series: &[&SeriesView]) -> Vec<String> {
    let found = series.iter().flat_map(|s| quality::about_series(&view.profile.id, &indicator.id, s));
    let mut said: Vec<String> = found.map(|r| t!("mark.series", rule = rule_in_words(&r))).collect();
    said.sort_unstable();
    said.dedup();
    said
}

/// What a rule asks, with its numbers.
pub fn rule_in_words(rule: &quality::Rule) -> String {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_said_with_their_periods() {
        let mut marks = Marks::default();
        for year in ["2004", "2006", "2005"] {
            marks.add(year, ["estimado".to_owned()]);
        }
        for year in 2010..2020 {
            marks.add(&year.to_string(), ["provisório".to_owned()]);
        }
        marks.add("2006", ["estimado".to_owned()]);
        assert_eq!(marks.said(), "estimado: 2004, 2005, 2006; provisório: 2010 … 2019 (10)");
        assert_eq!(marks.key(), "estimado, provisório");
        assert_eq!(
            (marks.after("Desce."), Marks::default().after("Desce.")),
            (format!("Desce. {}", marks.said()), "Desce.".into())
        );
    }
}
