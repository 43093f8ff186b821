//! What is known of figures beside their state, in words, for every chart: few hours of measurement, and what rules of
//! quality found. It goes into the file of names, so that the app neither carries rules nor waits for their report.

use std::collections::BTreeMap;

use gemeo_shared::{
    capture, order,
    view::{CityView, IndicatorView, SeriesView},
};

use crate::{
    components::rules,
    data::{
        catalogue,
        quality::{self, Finding, Rule, Series},
    },
    format, t,
};

/// Marks of every figure of the cities by `city/indicator`, as [`catalogue::marks`] reads them; in the language in use, with
/// the report of quality in use.
pub fn all(cities: &[CityView]) -> BTreeMap<String, String> {
    let of = |view: &CityView, indicator: &IndicatorView| {
        let lines: Vec<String> = indicator.series.iter().flat_map(|s| lines(view, indicator, s)).collect();
        (format!("{}/{}", view.profile.id, indicator.id), lines.join("\n"))
    };
    let every = cities.iter().flat_map(|view| view.indicators.iter().map(move |i| of(view, i)));
    order::map(every.filter(|(_, lines)| !lines.is_empty()))
}

fn lines(view: &CityView, indicator: &IndicatorView, series: &SeriesView) -> Vec<String> {
    let dims = catalogue::dims(series);
    let line = |place: &str, period: &str, text: String| {
        // why: a tab or a new line in a text would end its cell
        let text = text.replace(['\t', '\n'], " ");
        format!("{dims}\t{}/{place}\t{period}\t{text}", series.level)
    };
    let whole = about_series(&view.profile.id, &indicator.id, series);
    let whole = order::set(whole.iter().map(|r| t!("mark.series", rule = rules::in_words(r))).collect());
    let rows = (0..series.value.len()).filter(|row| series.value[*row].is_some()).flat_map(|row| {
        let told = of_figure(view, indicator, series, row).into_iter();
        told.map(move |text| (row, text)).collect::<Vec<_>>()
    });
    let rows = rows.map(|(row, text)| line(&series.geo[row], &series.period[row], text));
    whole.into_iter().map(|text| line("", "", text)).chain(rows).collect()
}

fn of_figure(view: &CityView, indicator: &IndicatorView, series: &SeriesView, row: usize) -> Vec<String> {
    let share = capture::low(view, series, row).map(|s| t!("mark.capture", share = format::percent(s, 0)));
    let found = about(&view.profile.id, &indicator.id, series, row);
    // why not both: the share says what the rule found
    let found = found.iter().filter(|r| !(share.is_some() && r.kind() == "capture"));
    let rules = found.map(|r| t!("mark.rule", rule = rules::in_words(r)));
    share.clone().into_iter().chain(rules).collect()
}

/// The rules that found something about a figure of an indicator, or about one that it is made of.
fn about(city: &str, indicator: &str, series: &SeriesView, row: usize) -> Vec<Rule> {
    let (code, period) = (series.geo[row].as_str(), series.period[row].as_str());
    found(city, indicator, series, |f| {
        f.period.as_deref() == Some(period) && is_at(f, &series.level, |c| c == code)
    })
}

/// The rules that found something about a whole series.
fn about_series(city: &str, indicator: &str, series: &SeriesView) -> Vec<Rule> {
    let is_here = |code: &str| series.geo.iter().any(|g| g == code);
    found(city, indicator, series, |f| f.period.is_none() && is_at(f, &series.level, is_here))
}

fn found(city: &str, indicator: &str, series: &SeriesView, is: impl Fn(&Finding) -> bool) -> Vec<Rule> {
    let Some(report) = quality::report() else { return Vec::new() };
    let (Some(city), Some(concepts)) = (report.cities.get(city), report.concepts.get(indicator)) else {
        return Vec::new();
    };
    // why of shared dimensions only: a formula drops some and adds others
    let fits = |s: &Series| s.dims.iter().all(|(d, m)| series.dims.get(d).is_none_or(|own| own == m));
    let about =
        city.findings.iter().filter(|f| concepts.contains(&f.series.concept) && fits(&f.series) && is(f));
    let named = about.filter_map(|f| report.rules.iter().find(|r| r.id == f.rule));
    let mut rules: Vec<Rule> = named.cloned().collect();
    rules.dedup();
    rules
}

fn is_at(finding: &Finding, level: &str, is: impl Fn(&str) -> bool) -> bool {
    finding.geo.split_once('/').is_some_and(|(own, code)| own == level && is(code))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_found_about_a_figure_is_known_by_concept_place_period_and_dimensions() {
        quality::set(
            r#"{"rules":[{"id":"outlier","check":{"kind":"outlier","z":8}},{"id":"timely","check":{"kind":"timely","years":6}}],
            "concepts":{"i":["c"]},"cities":{"x":{"findings":[
            {"rule":"outlier","geo":"station/1","period":"2020","series":{"concept":"c","dims":{"pollutant":"NO2"}}},
            {"rule":"timely","geo":"station/1","series":{"concept":"c","dims":{"pollutant":"NO2"}}}]}}}"#,
        );
        let series = |pollutant: &str| SeriesView {
            dims: [("pollutant".into(), pollutant.into()), ("standard".into(), "EU".into())].into(),
            level: "station".into(),
            geo: vec!["1".into(), "1".into(), "2".into()],
            period: vec!["2019".into(), "2020".into(), "2020".into()],
            ..SeriesView::default()
        };
        let of = |pollutant: &str, row| about("x", "i", &series(pollutant), row).len();
        assert_eq!((of("NO2", 0), of("NO2", 1), of("NO2", 2), of("PM10", 1)), (0, 1, 0, 0));
        assert_eq!(about("x", "other", &series("NO2"), 1), []);
        assert_eq!(about_series("x", "i", &series("NO2"))[0].kind(), "timely");
        assert_eq!(about_series("x", "i", &series("PM10")), []);
    }
}
