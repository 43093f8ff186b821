//! The catalogue: definitions of indicators as data, embedded when the program is built.

mod load;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    formula::{CheckError, Checked, Kind, SyntaxError},
    geo::Level,
    unit::{Unit, UnitError},
    view::Direction,
    wire::{wire_enum, wire_struct},
};

/// One indicator as the catalogue defines it, without its texts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Definition {
    /// Stable id, e.g. `ghg_total`.
    pub id: String,
    /// Domain, e.g. `emissions`.
    pub domain: String,
    /// Unit of the values.
    pub unit: String,
    /// Decimals that make sense when a value is shown.
    pub decimals: u8,
    /// Which direction of change is good.
    pub direction: Direction,
    /// Levels at which values are given, the most important first.
    pub levels: Vec<Level>,
    /// The formula.
    pub formula: String,
    /// Dimensions by which values are given.
    #[serde(default)]
    pub by: Vec<String>,
    /// Members of the series that a card shows.
    #[serde(default)]
    pub prefer: BTreeMap<String, String>,
    /// Whether the formula may interpolate between years.
    #[serde(default)]
    pub interpolate: bool,
    /// Remarks to put beside the values.
    #[serde(default)]
    pub remarks: Vec<RemarkRule>,
    /// What to say where there are figures and yet no value may be computed.
    #[serde(default)]
    pub not_comparable: Option<NotComparable>,
}

/// A remark and the circumstance in which it is made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RemarkRule {
    /// Key of the text, in `remarks.toml`.
    pub key: String,
    /// When the remark is made.
    pub when: When,
}

/// Circumstances that call for a remark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum When {
    /// Whenever there are values.
    Always,
    /// There is more than one series at the level of the headline.
    SeveralSeries,
    /// A value of 2020 is shown.
    Year2020,
    /// A value has status U.
    Doubtful,
}

/// The remark made instead of values where one of some concepts has figures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NotComparable {
    /// Key of the text.
    pub key: String,
    /// Concepts; where all of them have figures the indicator is not without data, but not comparable.
    pub where_known: Vec<String>,
}

/// Every definition, with its checked formula, in the order in which they can be computed.
#[derive(Debug, Clone)]
pub struct Catalogue {
    definitions: Vec<Definition>,
    checked: Vec<Checked>,
    order: Vec<usize>,
    /// A reader's own series by name, with their units: formulas may name them beside the vocabulary.
    own: BTreeMap<String, Unit>,
}

/// Why a catalogue cannot be used.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum CatalogueError {
    /// The embedded catalogue is not what it should be.
    #[error("the catalogue cannot be read: {0}")]
    Unreadable(String),
    /// Two definitions have one id.
    #[error("there are two indicators “{0}”")]
    Twice(String),
    /// The unit of an indicator cannot be read.
    #[error("{id}: {error}")]
    Unit {
        /// The indicator.
        id: String,
        /// What is wrong.
        error: UnitError,
    },
    /// A formula cannot be read.
    #[error("{id}, {error}")]
    Syntax {
        /// The indicator.
        id: String,
        /// What is wrong, with line and column.
        error: SyntaxError,
    },
    /// A formula cannot be computed.
    #[error(transparent)]
    Check(#[from] CheckError),
    /// Indicators refer to each other in a circle.
    #[error("indicators refer to each other in a circle: {}", .0.join(" → "))]
    Cycle(Vec<String>),
}

impl CatalogueError {
    /// The indicator at fault, the first of a circle.
    pub fn indicator(&self) -> Option<&str> {
        match self {
            Self::Unreadable(_) => None,
            Self::Twice(id) | Self::Unit { id, .. } | Self::Syntax { id, .. } => Some(id),
            Self::Check(error) => Some(&error.formula),
            Self::Cycle(ids) => ids.first().map(String::as_str),
        }
    }

    /// Line and column in the formula, counted from 1, where the fault has one.
    pub fn place(&self) -> Option<(usize, usize)> {
        match self {
            Self::Syntax { error, .. } => Some((error.line, error.column)),
            Self::Check(error) => Some((error.line, error.column)),
            _ => None,
        }
    }
}

impl Catalogue {
    /// The definitions, in the order of the catalogue.
    pub fn definitions(&self) -> &[Definition] {
        &self.definitions
    }

    /// The definition of an indicator.
    pub fn definition(&self, id: &str) -> Option<&Definition> {
        self.index(id).map(|at| &self.definitions[at])
    }

    /// The checked formula of an indicator.
    pub fn formula(&self, id: &str) -> Option<&Checked> {
        self.index(id).map(|at| &self.checked[at])
    }

    /// Dimensions and members that formulas add to series.
    pub(crate) fn labels(&self) -> Vec<String> {
        let nodes = self.checked.iter().flat_map(|c| &c.formula.nodes);
        let added = nodes.filter_map(|node| match &node.kind {
            Kind::Label(_, dimension, member) => Some([dimension.clone(), member.clone()]),
            _ => None,
        });
        added.flatten().collect()
    }

    pub(crate) fn index(&self, id: &str) -> Option<usize> {
        self.definitions.iter().position(|d| d.id == id)
    }

    pub(crate) fn entry(&self, at: usize) -> (&Definition, &Checked) {
        (&self.definitions[at], &self.checked[at])
    }

    /// Indices of the definitions, what others refer to first.
    pub(crate) fn order(&self) -> &[usize] {
        &self.order
    }
}

wire_struct! {
    Definition {
        id, domain, unit, decimals, direction, levels, formula, by, prefer, interpolate, remarks, not_comparable,
    }
    RemarkRule { key, when }
    NotComparable { key, where_known }
    Catalogue { definitions, checked, order, own }
}
wire_enum! { When { 0 = Always, 1 = SeveralSeries, 2 = Year2020, 3 = Doubtful } }
