//! What the engine hands to a screen: plain values, already computed, never a formula.
//!
//! The same structures are made natively (prerender, `gemeo`) and in the browser's worker.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    exchange::InventoryRow,
    source::Source,
    tree_struct,
    wire::{self, Reader, Wire, wire_enum, wire_struct},
};

/// A code of a code list, a place or a period: a text so short that it needs no memory of its own, which counts
/// where every value of a city has four.
pub type Code = smol_str::SmolStr;

/// A text in the twin's two languages.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Text {
    /// European Portuguese.
    pub pt: String,
    /// English.
    pub en: String,
}

impl Text {
    /// The two languages of a note in a pack, which are parted by ` | `; one text stands for both.
    pub fn of_note(note: &str) -> Self {
        let (pt, en) = note.split_once(" | ").unwrap_or((note, note));
        Self { pt: pt.into(), en: en.into() }
    }
}

/// A city as a card and a page head show it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Profile {
    /// Folder name and address of the city, e.g. `lisboa`.
    pub id: String,
    /// Municipality code, e.g. `1106`.
    pub code: String,
    /// Name in its own language.
    pub name: String,
    /// ISO 3166-1 alpha-2 code of the country.
    pub country: String,
    /// Longitude and latitude of the middle, degrees (WGS 84).
    pub centre: [f64; 2],
    /// West, south, east, north, degrees.
    pub bbox: [f64; 4],
}

/// What a city has promised.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Target {
    /// Stable id, e.g. `ccc-2030`.
    pub id: String,
    /// Title of the plan or contract.
    pub title: Text,
    /// Reduction against the base year in per cent; `None` where no percentage was published.
    pub reduction_pct: Option<f64>,
    /// Emissions in the base year, tCO2e.
    pub base_emissions_t: Option<f64>,
    /// The base year.
    pub base_year: Option<i32>,
    /// The year of the promise.
    pub target_year: i32,
    /// Whether the promise is climate neutrality.
    pub neutrality: bool,
    /// Whether this is the promise in force (others are superseded).
    pub current: bool,
    /// Source ids.
    pub sources: Vec<String>,
    /// What a reader must know.
    pub note: Option<Text>,
}

impl Target {
    /// Emissions that the target leaves in its year, tCO2e; none without percentage or base emissions.
    pub fn remaining_t(&self) -> Option<f64> {
        Some(self.base_emissions_t? * (1.0 - self.reduction_pct? / 100.0))
    }
}

/// All that the pages of one city show.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CityView {
    /// Who the city is.
    pub profile: Profile,
    /// Its promises, the one in force first.
    pub targets: Vec<Target>,
    /// Every indicator of the catalogue, those with data first.
    pub indicators: Vec<IndicatorView>,
    /// Rows of its inventories by the GPC, by year and reference; empty where none was published.
    #[serde(default, skip_serializing_if = "Rows::is_empty")]
    pub inventory: Rows,
    /// Sources by id, of all figures shown.
    pub sources: Vec<Source>,
    /// Vintage of the pack (newest figure's edition) and the SHA-256 of its manifest.
    pub pack_vintage: String,
    /// SHA-256 of the pack's manifest.
    pub pack_hash: String,
    /// Version of the engine that computed the view.
    pub engine: String,
}

/// Rows of inventories as their bytes, read when they are asked for.
// why so late: one page of many needs them, and their twenty columns would weigh on the first visit to all
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(from = "Vec<InventoryRow>", into = "Vec<InventoryRow>")]
pub struct Rows(Vec<u8>);

impl Rows {
    /// These rows.
    pub fn new(rows: Vec<InventoryRow>) -> Self {
        Self(if rows.is_empty() { Vec::new() } else { wire::to_bytes(&rows) })
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The rows; none where the bytes are damaged, which the engine never writes.
    pub fn read(&self) -> Vec<InventoryRow> {
        wire::from_bytes(&self.0).unwrap_or_default()
    }
}

impl From<Vec<InventoryRow>> for Rows {
    fn from(rows: Vec<InventoryRow>) -> Self {
        Self::new(rows)
    }
}

impl From<Rows> for Vec<InventoryRow> {
    fn from(rows: Rows) -> Self {
        rows.read()
    }
}

impl Wire for Rows {
    fn put(&self, to: &mut Vec<u8>) {
        self.0.put(to);
    }

    fn take(from: &mut Reader<'_>) -> Self {
        Self(Wire::take(from))
    }
}

/// One indicator of one city.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct IndicatorView {
    /// Catalogue id, e.g. `ghg_total`.
    pub id: String,
    /// Domain, e.g. `emissions`; see the catalogue.
    pub domain: String,
    /// Unit of the values, e.g. `tCO2e/person`.
    pub unit: String,
    /// Decimals that make sense when the value is shown.
    pub decimals: u8,
    /// `up`, `down` or `none`: which direction is good.
    pub direction: Direction,
    /// Whether there is anything to show, and if not why.
    pub availability: Availability,
    /// The figure a card shows: newest value of the preferred series at city level.
    pub headline: Option<Headline>,
    /// Every series, one per combination of dimensions; a chart never joins two.
    pub series: Vec<SeriesView>,
    /// Remarks on comparability and method that belong beside the number, as locale keys with values.
    pub remarks: Vec<Remark>,
}

/// Which direction of change is good.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// More is better.
    Up,
    /// Less is better.
    Down,
    /// Neither.
    None,
}

/// Whether an indicator has values for a city.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Availability {
    /// There are values.
    Computed,
    /// No figure was published; `needs` names the concepts a city would bring.
    NoData {
        /// Concepts that are missing.
        needs: Vec<String>,
    },
    /// Figures exist, and may not be compared or combined; `reason` is a remark that says why.
    NotComparable {
        /// Why.
        reason: Remark,
    },
}

/// A sentence for the reader: the key of a locale text and the values in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remark {
    /// Key of the text, e.g. `remark.month_only`.
    pub key: String,
    /// Values by placeholder name.
    #[serde(default)]
    pub args: BTreeMap<String, String>,
}

/// The figure a card shows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Headline {
    /// The value in the indicator's unit.
    pub value: f64,
    /// Its period (SDMX).
    pub period: String,
    /// SDMX status code.
    pub status: String,
    /// Index into the indicator's series.
    pub series: usize,
    /// The value before it in the same series, with its period.
    pub previous: Option<(f64, String)>,
    /// Source ids.
    pub sources: Vec<String>,
}

impl Headline {
    /// Change against the value before it, in per cent of that value's size; none where there is no such
    /// value or it is zero.
    pub fn change_pct(&self) -> Option<f64> {
        let (before, _) = self.previous.as_ref()?;
        (*before != 0.0).then(|| 100.0 * (self.value - before) / before.abs())
    }
}

/// One series: values of one indicator for one combination of dimensions, over places and periods.
///
/// `geo`, `period`, `value`, `status` and `notation` are columns of equal length, sorted by place and period.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct SeriesView {
    /// Dimensions, e.g. `method: GPC`, `sector: I`, `voltage: low`.
    pub dims: BTreeMap<String, String>,
    /// Level of the places: `city`, `parish2013`, `parish2025`, `cell`, `station`, `country`.
    pub level: String,
    /// Codes of the places.
    pub geo: Vec<Code>,
    /// Periods (SDMX).
    pub period: Vec<Code>,
    /// Values; `None` is not zero.
    pub value: Vec<Option<f64>>,
    /// SDMX status codes.
    pub status: Vec<Code>,
    /// GPC notation keys, empty text where none.
    pub notation: Vec<Code>,
    /// Source ids of the whole series.
    pub sources: Vec<String>,
}

/// How one value came about.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Explanation {
    /// The indicator.
    pub indicator: String,
    /// Place, period and dimensions of the value.
    pub geo: String,
    /// Period (SDMX).
    pub period: String,
    /// Dimensions.
    pub dims: BTreeMap<String, String>,
    /// The value, or none.
    pub value: Option<f64>,
    /// Its unit.
    pub unit: String,
    /// SDMX status code of the value.
    #[serde(default)]
    pub status: String,
    /// GPC notation key, or empty.
    #[serde(default)]
    pub notation: String,
    /// How sure the value is; none where its inputs have no uncertainty or there is no value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub uncertainty: Option<Uncertainty>,
    /// The formula as written in the catalogue.
    pub formula: String,
    /// Each part of the formula with its value, from the outermost to the smallest, as a tree in order.
    pub steps: Vec<Step>,
    /// The observations that went in.
    pub inputs: Vec<Input>,
    /// The emission factors and potentials the formula looked up.
    #[serde(default)]
    pub factors: Vec<FactorUsed>,
    /// Version of the formula (hash of its text).
    pub formula_version: String,
    /// Version of the engine.
    pub engine: String,
    /// SHA-256 over inputs, formula, engine and value: the same inputs give the same hash anywhere.
    pub hash: String,
}

/// An indicator that someone is writing, computed for one city.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Trial {
    /// Unit of the result as the formula gives it.
    pub unit: String,
    /// Dimensions in which its series differ.
    pub dimensions: Vec<String>,
    /// What came out.
    pub indicator: IndicatorView,
}

/// One part of a formula with its value.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Step {
    /// Depth in the tree, the whole formula is 0.
    pub depth: u8,
    /// The part as text.
    pub expr: String,
    /// Its value.
    pub value: Option<f64>,
    /// Its unit.
    pub unit: String,
    /// What it is.
    #[serde(default)]
    pub kind: StepKind,
    /// The observations it read: positions in [`Explanation::inputs`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub inputs: Vec<u32>,
}

/// What a part of a formula is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StepKind {
    /// An operation on the parts below it.
    #[default]
    Part,
    /// Observations.
    Data,
    /// A factor looked up in a table.
    Factor,
    /// The result of another indicator, whose formula follows below it.
    Indicator,
}

/// How sure the value of one period is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Interval {
    /// Period (SDMX).
    pub period: String,
    /// Lower end of the 95 % interval by propagation (IPCC approach 1).
    pub lower: f64,
    /// Upper end.
    pub upper: f64,
    /// Whether any input took a default for want of a statement or a rating in its source.
    pub has_defaults: bool,
}

/// A factor that a formula looked up.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FactorUsed {
    /// The lookup as written in a formula.
    pub lookup: String,
    /// The value.
    pub value: f64,
    /// Its unit.
    pub unit: String,
    /// Rows of the tables it was made of, e.g. `EFDB 117446`.
    pub rows: Vec<String>,
    /// The set of global warming potentials, where one was used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gwp: Option<String>,
    /// Half the 95 % interval of the factor, in per cent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub uncertainty_pct: Option<f64>,
    /// Key of the rule that gave it; see `uncertainty::default`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub uncertainty_rule: String,
    /// Version of the factor: hash of rows, set and value.
    pub hash: String,
}

/// How sure a value is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Uncertainty {
    /// Half the 95 % interval in per cent of the value, by propagation (IPCC approach 1).
    pub propagated_pct: f64,
    /// Lower end of that interval.
    pub lower: f64,
    /// Upper end.
    pub upper: f64,
    /// The interval by Monte Carlo (IPCC approach 2).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub simulated: Option<Simulated>,
    /// Why each input has the uncertainty it has: keys of the rules, sorted.
    pub rules: Vec<String>,
    /// Whether any input took a default for want of a statement or a rating in its source.
    pub has_defaults: bool,
}

/// A Monte Carlo interval.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Simulated {
    /// How many draws.
    pub draws: u32,
    /// The seed.
    pub seed: u64,
    /// Mean of the draws.
    pub mean: f64,
    /// 2.5th percentile.
    pub lower: f64,
    /// 97.5th percentile.
    pub upper: f64,
}

/// One observation that went into a value.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Input {
    /// Concept and dimensions as text, e.g. `ghg_emissions{scope=1, subsector=I.1}`.
    pub series: String,
    /// Place, e.g. `city/1106`.
    pub geo: String,
    /// Period (SDMX).
    pub period: String,
    /// The value, or none.
    pub value: Option<f64>,
    /// Unit.
    pub unit: String,
    /// SDMX status code.
    pub status: String,
    /// GPC notation key, or empty.
    pub notation: String,
    /// Data quality as the source rates it (GPC: H, M, L), or empty.
    #[serde(default)]
    pub quality: String,
    /// Half the 95 % interval in per cent, where the figure is uncertain.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub uncertainty_pct: Option<f64>,
    /// Key of the rule that gave it; see `uncertainty::default`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub uncertainty_rule: String,
    /// Source id.
    pub source: String,
    /// Remark of the source on this figure.
    pub note: Option<String>,
    /// First 16 hexadecimal digits of the SHA-256 of the observation's canonical text.
    pub hash: String,
}

wire_struct! {
    Text { pt, en }
    Profile { id, code, name, country, centre, bbox }
    Target {
        id, title, reduction_pct, base_emissions_t, base_year, target_year, neutrality, current, sources, note,
    }
    CityView { profile, targets, indicators, inventory, sources, pack_vintage, pack_hash, engine }
    IndicatorView { id, domain, unit, decimals, direction, availability, headline, series, remarks }
    Remark { key, args }
    Headline { value, period, status, series, previous, sources }
    SeriesView { dims, level, geo, period, value, status, notation, sources }
    Explanation {
        indicator, geo, period, dims, value, unit, status, notation, uncertainty, formula, steps, inputs, factors,
        formula_version, engine, hash,
    }
    Trial { unit, dimensions, indicator }
    Step { depth, expr, value, unit, kind, inputs }
    Interval { period, lower, upper, has_defaults }
    FactorUsed { lookup, value, unit, rows, gwp, uncertainty_pct, uncertainty_rule, hash }
    Uncertainty { propagated_pct, lower, upper, simulated, rules, has_defaults }
    Simulated { draws, seed, mean, lower, upper }
    Input {
        series, geo, period, value, unit, status, notation, quality, uncertainty_pct, uncertainty_rule, source, note,
        hash,
    }
}

wire_enum! {
    Direction { 0 = Up, 1 = Down, 2 = None }
    Availability { 0 = Computed, 1 = NoData { needs }, 2 = NotComparable { reason } }
    StepKind { 0 = Part, 1 = Data, 2 = Factor, 3 = Indicator }
}

tree_struct! {
    Text { pt, en }
    Profile { id, code, name, country, centre, bbox }
    Target {
        id, title, reduction_pct, base_emissions_t, base_year, target_year, neutrality, current, sources, note,
    }
    Remark { key; args }
}
