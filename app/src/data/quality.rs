//! How good the figures are: findings of the rules and grades by dimension. Loaded on the page of quality only.

use std::{cell::RefCell, collections::BTreeMap, rc::Rc};

use gemeo_shared::{set_aside::Aside, view::SeriesView};
use leptos::prelude::*;
use serde::Deserialize;

/// A rule that figures are held to.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(default)]
pub struct Rule {
    /// Short name.
    pub id: String,
    /// What it looks at, with its numbers.
    pub check: BTreeMap<String, serde_json::Value>,
    /// The concept it is about; all where there is none.
    pub concept: Option<String>,
    /// The unit it is about; all where there is none.
    pub unit: Option<String>,
    /// Dimension of ISO/IEC 25012.
    pub dimension: String,
    /// `quarantine` or `warning`.
    pub severity: String,
}

/// How often the rules of a dimension held.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(default)]
pub struct Grade {
    /// Dimension of ISO/IEC 25012.
    pub dimension: String,
    /// What was looked at.
    pub checked: u32,
    /// What was found fault with.
    pub faults: u32,
    /// The share that held, 0 to 1.
    pub share: f64,
}

/// What is measured: a concept by its dimensions.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default, Deserialize)]
#[serde(default)]
pub struct Series {
    /// The concept.
    pub concept: String,
    /// The unit of its values.
    pub unit: String,
    /// Dimensions and their members.
    pub dims: BTreeMap<String, String>,
}

/// What a rule found.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(default)]
pub struct Finding {
    /// The rule.
    pub rule: String,
    /// The series.
    pub series: Series,
    /// The place, e.g. `station/3072`.
    pub geo: String,
    /// The period; none where it is about the whole series.
    pub period: Option<String>,
    /// The number that did not meet the rule.
    pub measured: Option<f64>,
}

/// The quality of one city's figures.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(default)]
pub struct City {
    /// Grades by dimension.
    pub grades: Vec<Grade>,
    /// Findings, sorted by rule.
    pub findings: Vec<Finding>,
    /// Names of the places.
    pub places: BTreeMap<String, String>,
    /// What a refresh set aside.
    pub aside: Vec<Aside>,
    /// Sources that gave no good answer when they were asked last.
    pub stale: Vec<Stale>,
}

/// A source that gave no good answer when it was asked last.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(default)]
pub struct Stale {
    /// What it is.
    pub title: String,
    /// The day of the last good answer.
    pub since: Option<String>,
    /// Why, in English.
    pub why: String,
}

/// The whole report.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(default)]
pub struct Report {
    /// The rules.
    pub rules: Vec<Rule>,
    /// By id of the city.
    pub cities: BTreeMap<String, City>,
    /// The concepts that an indicator is made of, by its id.
    pub concepts: BTreeMap<String, Vec<String>>,
}

impl Rule {
    /// The kind of check, e.g. `capture`.
    pub fn kind(&self) -> &str {
        self.check.get("kind").and_then(serde_json::Value::as_str).unwrap_or_default()
    }

    /// A number of the check.
    pub fn number(&self, name: &str) -> Option<f64> {
        self.check.get(name).and_then(serde_json::Value::as_f64)
    }
}

thread_local! {
    static CURRENT: RefCell<Option<Rc<Report>>> = const { RefCell::new(None) };
}

/// Reads the report; a file that cannot be read is as one that is not there.
pub fn set(json: &str) {
    let report = gemeo_shared::lean::from_str::<Report>(json).ok();
    CURRENT.with(|c| *c.borrow_mut() = report.map(Rc::new));
}

/// The report, once it is here.
pub fn report() -> Option<Rc<Report>> {
    CURRENT.with(|c| c.borrow().clone())
}

/// The rules that found something about a figure of an indicator, or about one that it is made of.
pub fn about(city: &str, indicator: &str, series: &SeriesView, row: usize) -> Vec<Rule> {
    let (geo, period) = (format!("{}/{}", series.level, series.geo[row]), &series.period[row]);
    found(city, indicator, series, |f| f.geo == geo && f.period.as_ref() == Some(period))
}

/// The rules that found something about a whole series.
pub fn about_series(city: &str, indicator: &str, series: &SeriesView) -> Vec<Rule> {
    let of_place = |geo: &str| {
        geo.split_once('/')
            .is_some_and(|(level, code)| level == series.level && series.geo.iter().any(|g| g == code))
    };
    found(city, indicator, series, |f| f.period.is_none() && of_place(&f.geo))
}

fn found(city: &str, indicator: &str, series: &SeriesView, is: impl Fn(&Finding) -> bool) -> Vec<Rule> {
    let Some(report) = report() else { return Vec::new() };
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

/// Loads the report, once.
///
/// # Errors
/// [`DataError`](super::DataError), when the file is not to be had or is no report.
#[cfg(target_arch = "wasm32")]
pub async fn load() -> Result<(), super::DataError> {
    if report().is_some() {
        return Ok(());
    }
    let file = crate::assets::assets().quality;
    set(&super::text(&file).await?);
    let broken = || super::DataError::Network { file, message: "it is no report of quality".into() };
    report().map(|_| ()).ok_or_else(broken)
}

/// A signal that changes once the report is here, which is asked for now: what shows marks is drawn again then.
pub fn told() -> RwSignal<()> {
    let told = RwSignal::new(());
    #[cfg(target_arch = "wasm32")]
    if report().is_none() {
        wasm_bindgen_futures::spawn_local(async move {
            // why nothing where it does not come: a chart without these marks is still right, and the page of quality says it
            if load().await.is_ok() {
                told.try_set(());
            }
        });
    }
    told
}

/// Waits for the report, or until it is known not to come.
#[cfg(target_arch = "wasm32")]
pub async fn whenever() {
    // why: the page that needs it says so itself when it does not come
    let _ = load().await;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_found_about_a_figure_is_known_by_concept_place_period_and_dimensions() {
        set(
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

    #[test]
    fn a_report_is_read_and_a_page_for_people_is_not() {
        set(r#"{"rules":[{"id":"timely","check":{"kind":"timely","years":6},"severity":"warning"}],
            "cities":{"x":{"grades":[{"dimension":"accuracy","checked":4,"faults":1,"share":0.75}],
            "findings":[{"rule":"timely","geo":"city/1","period":null,"measured":2014.0,"series":{"concept":"c"}}]}}}"#);
        let report = report().expect("it is there");
        assert_eq!((report.rules[0].kind(), report.rules[0].number("years")), ("timely", Some(6.0)));
        assert_eq!(report.cities["x"].findings[0].measured, Some(2014.0));
        assert_eq!(about_series("x", "i", &SeriesView::default()), [], "an indicator of no known concept");
        set("<!doctype html>");
        assert!(super::report().is_none());
    }
}
