//! How good the figures are: declarative rules for each series, findings with reasons, grades by dimension.
//!
//! Dimensions are those of ISO/IEC 25012; [`dqv`] publishes the measurements in the W3C's Data Quality Vocabulary. A rule
//! never hides a row: what it puts in quarantine is listed with the reason.

mod check;
pub mod dqv;
mod line;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    geo::GeoId,
    observation::{Observation, Series},
    period::Period,
};

/// The rules every city is held to.
const RULES: &str = include_str!("rules.json");

/// What a rule looks at.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Check {
    /// A value lies between two numbers.
    Range {
        /// The least.
        min: f64,
        /// The most.
        max: f64,
    },
    /// A share of the rows of a series at a place has values.
    Completeness {
        /// The least share, 0 to 1.
        min: f64,
    },
    /// Another series gives the share of hours measured, and it is enough.
    Capture {
        /// The concept that gives it.
        concept: String,
        /// The least, in per cent.
        min: f64,
    },
    /// A series, place and period has one row of a source.
    Unique,
    /// Sources that say something of the same figure agree.
    Agree {
        /// The largest difference, as a share of the larger.
        tolerance: f64,
    },
    /// The newest figure is not older than so many years.
    Timely {
        /// The years.
        years: i32,
    },
    /// Parishes sum to the city.
    Sum {
        /// A concept of the city that belongs to no parish.
        #[serde(default)]
        plus: Option<String>,
        /// The largest difference, as a share of the city's figure.
        tolerance: f64,
    },
    /// A value is not far from the others of its series and place, by the modified z-score (Iglewicz and Hoaglin 1993).
    Outlier {
        /// The largest score.
        z: f64,
    },
    /// The median of a series and place fits its unit.
    Plausible {
        /// The least.
        low: f64,
        /// The most.
        high: f64,
    },
    /// A value is not so many times the one before, or a part of it as small.
    Step {
        /// How many times.
        factor: f64,
    },
}

/// A dimension of ISO/IEC 25012.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Dimension {
    /// Values are close to what is measured.
    Accuracy,
    /// Values are there.
    Completeness,
    /// Values do not contradict each other.
    Consistency,
    /// Values can be believed.
    Credibility,
    /// Values are of the right age.
    Currentness,
}

/// What follows from a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// The row should not be used.
    Quarantine,
    /// The row may be used; a reader should know.
    Warning,
}

/// A rule: for every series, or for those of a concept, unit and dimensions.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Short name.
    pub id: String,
    /// The concept.
    #[serde(default)]
    pub concept: Option<String>,
    /// The unit.
    #[serde(default)]
    pub unit: Option<String>,
    /// Dimensions and their members.
    #[serde(default)]
    pub dims: BTreeMap<String, String>,
    /// Concepts it says nothing of: a limit or a base year is not out of date for being old.
    #[serde(default)]
    pub except: Vec<String>,
    /// What it looks at.
    pub check: Check,
    /// What follows.
    pub severity: Severity,
}

/// What a rule found.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Finding {
    /// The rule.
    pub rule: String,
    /// The dimension of quality.
    pub dimension: Dimension,
    /// What follows.
    pub severity: Severity,
    /// What is measured.
    pub series: Series,
    /// Where.
    pub geo: GeoId,
    /// When; none where it is about the whole series.
    pub period: Option<Period>,
    /// The value.
    pub value: Option<f64>,
    /// The number that did not meet the rule: the share measured, the sum, the year, the score.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub measured: Option<f64>,
    /// The number it was held to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expected: Option<f64>,
    /// The reason in words.
    pub reason: String,
}

/// How often the rules of a dimension held.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Grade {
    /// The dimension.
    pub dimension: Dimension,
    /// What was looked at.
    pub checked: usize,
    /// What was found fault with.
    pub faults: usize,
    /// The share that held, 0 to 1.
    pub share: f64,
}

/// The findings about the figures of a city.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Report {
    /// What was found, sorted.
    pub findings: Vec<Finding>,
    /// The grades.
    pub grades: Vec<Grade>,
    /// Rows that should not be used: their places in the list that was checked.
    pub quarantined: Vec<usize>,
}

/// The rules every city is held to; a test reads them.
///
/// # Errors
/// Where the file of rules is no list of rules.
pub fn rules() -> Result<Vec<Rule>, serde_json::Error> {
    serde_json::from_str(RULES)
}

impl Check {
    /// The dimension a rule measures.
    pub fn dimension(&self) -> Dimension {
        match self {
            Self::Range { .. } | Self::Outlier { .. } => Dimension::Accuracy,
            Self::Completeness { .. } | Self::Capture { .. } => Dimension::Completeness,
            Self::Unique | Self::Agree { .. } | Self::Sum { .. } => Dimension::Consistency,
            Self::Plausible { .. } | Self::Step { .. } => Dimension::Credibility,
            Self::Timely { .. } => Dimension::Currentness,
        }
    }
}

impl Rule {
    /// Whether the rule is about a series.
    pub fn covers(&self, series: &Series) -> bool {
        self.concept.as_ref().is_none_or(|c| *c == series.concept)
            && !self.except.contains(&series.concept)
            && self.unit.as_ref().is_none_or(|u| *u == series.unit)
            && self.dims.iter().all(|(dim, member)| series.dims.get(dim) == Some(member))
    }
}

/// Holds figures to rules. `year` is the year it is now.
pub fn assess(rows: &[Observation], rules: &[Rule], year: i32) -> Report {
    let mut found = check::Found::default();
    for rule in rules {
        check::run(rule, rows, year, &mut found);
    }
    found.report()
}
