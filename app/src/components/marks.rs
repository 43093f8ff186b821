//! What marks a figure: its state as the source says it, few hours of measurement, what a rule of quality found. A
//! chart draws such a figure hollow and says in words what the mark is.

use gemeo_shared::{
    order,
    view::{CityView, IndicatorView, SeriesView},
};

use super::words;
use crate::{
    data::catalogue::{self, Mark},
    format,
};

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

/// Every mark of a figure, in words; of a formula that someone is writing, of no city yet, the state alone.
pub fn of(
    view: Option<&CityView>,
    indicator: &IndicatorView,
    series: &SeriesView,
    row: usize,
) -> Vec<String> {
    if series.value[row].is_none() {
        return Vec::new();
    }
    let found = view.map(|view| catalogue::marks(&view.profile.id, &indicator.id, series));
    let own = |m: &Mark| m.place == series.geo[row] && m.period == series.period[row];
    let told = found.into_iter().flatten().filter(own).map(|m| m.text);
    words::status(&series.status[row]).into_iter().chain(told).collect()
}

/// What rules of quality found about whole series, as sentences: that its newest figure is old, that periods lack.
pub fn of_series(view: &CityView, indicator: &IndicatorView, series: &[&SeriesView]) -> Vec<String> {
    let found = series.iter().flat_map(|s| catalogue::marks(&view.profile.id, &indicator.id, s));
    order::set(found.filter(|m| m.period.is_empty()).map(|m| m.text).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_has_the_marks_of_its_state_and_of_its_line_in_the_catalogue() {
        catalogue::set(
            r#"{"marks":{"x/i":"pollutant=NO2\tstation/1\t2020\ttoo few hours\npollutant=NO2\tstation/\t\tThe series is old.\npollutant=O3\tstation/1\t2020\tanother"}}"#,
        );
        let series = SeriesView {
            dims: [("pollutant".into(), "NO2".into())].into(),
            level: "station".into(),
            geo: vec!["1".into(), "1".into(), "2".into()],
            period: vec!["2019".into(), "2020".into(), "2020".into()],
            value: vec![Some(1.0), Some(2.0), Some(3.0)],
            status: vec!["A".into(); 3],
            ..SeriesView::default()
        };
        let found = catalogue::marks("x", "i", &series);
        assert_eq!(
            found.iter().map(|m| m.text.as_str()).collect::<Vec<_>>(),
            ["too few hours", "The series is old."]
        );
        assert_eq!((found[0].place.as_str(), found[0].period.as_str()), ("1", "2020"));
        assert_eq!(catalogue::marks("x", "other", &series), []);
        assert_eq!(catalogue::marks("y", "i", &series), []);
        let another_level = SeriesView { level: "city".into(), ..series };
        assert_eq!(catalogue::marks("x", "i", &another_level), []);
    }

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
