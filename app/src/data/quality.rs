//! How good the figures are: findings of the rules and grades by dimension. Loaded on the page of quality only; what other
//! pages say of it are the marks of [`catalogue`](super::catalogue).

use std::{cell::RefCell, collections::BTreeMap, rc::Rc};

use gemeo_shared::set_aside::Aside;
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
    fn a_report_is_read_and_a_page_for_people_is_not() {
        set(r#"{"rules":[{"id":"timely","check":{"kind":"timely","years":6},"severity":"warning"}],
            "cities":{"x":{"grades":[{"dimension":"accuracy","checked":4,"faults":1,"share":0.75}],
            "findings":[{"rule":"timely","geo":"city/1","period":null,"measured":2014.0,"series":{"concept":"c"}}]}}}"#);
        let report = report().expect("it is there");
        assert_eq!((report.rules[0].kind(), report.rules[0].number("years")), ("timely", Some(6.0)));
        assert_eq!(report.cities["x"].findings[0].measured, Some(2014.0));
        set("<!doctype html>");
        assert!(super::report().is_none());
    }
}
