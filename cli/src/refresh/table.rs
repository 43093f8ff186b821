//! The table of sources that are refreshed, `sources.toml`: one entry a source, no code.

use std::collections::BTreeMap;

use gemeo_shared::{geo::Level, observation::Status, period::Period};
use serde::Deserialize;

use super::Fault;

const TABLE: &str = include_str!("sources.toml");

/// Every source, in the order they are refreshed.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    source: Vec<Source>,
}

/// What is asked of a source, and what of its answers is kept.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Short name, for `--source`.
    pub id: String,
    /// What it is, in words.
    pub title: String,
    /// Its id in the facts (`data/facts/sources.csv`), where some of its figures go there.
    pub cited: Option<String>,
    /// Codes of the cities it is about; every city where there are none.
    #[serde(default)]
    pub cities: Vec<String>,
    /// Whether each refresh gives everything there is: what is missing then is lost.
    #[serde(default)]
    pub whole: bool,
    /// Whether everything in an answer concerns the city, because it was asked for it.
    #[serde(default)]
    pub all: bool,
    /// Whether figures of several answers about the same thing are parts of a sum.
    #[serde(default)]
    pub parts: bool,
    /// Whether the facts hear of series alone that they have: the source says more than a pack is made for.
    #[serde(default)]
    pub known: bool,
    /// Whether changes of the places it describes are told: stations, stops, datasets.
    #[serde(default)]
    pub places: bool,
    /// What is asked.
    pub answers: Vec<Answer>,
    /// What becomes of its figures; a figure of the city that no rule is for is kept as it is.
    #[serde(default)]
    pub figures: Vec<Figure>,
}

/// One kind of answer of a source.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answer {
    /// Which connector reads it.
    pub connector: String,
    /// Name of the file, which tells what it is; placeholders are filled.
    #[serde(default)]
    pub name: String,
    /// Where recorded answers lie below the mirror, with `*` for any part of a name.
    #[serde(default)]
    pub recorded: Vec<String>,
    /// The address; placeholders such as `{code}` are filled.
    pub address: Option<String>,
    /// What is sent, where the source wants a POST.
    pub post: Option<String>,
    /// Over what it is asked again and again.
    #[serde(default)]
    pub each: Vec<Each>,
    /// Days back from today that are asked for where `--from` says nothing.
    #[serde(default = "yesterday")]
    pub back: i64,
    /// Records a page; the address then has `{offset}`.
    pub page: Option<u64>,
    /// The place its rows are about, where they do not say.
    pub place: Option<String>,
    /// The answer lists addresses, and those hold the data.
    pub follow: Option<Follow>,
    /// What is computed of its figures before the rules.
    pub derive: Option<Derive>,
}

const fn yesterday() -> i64 {
    1
}

/// Addresses that an answer lists.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Follow {
    /// Which connector reads what lies there.
    pub connector: String,
    /// What the addresses begin with; others are not asked.
    pub begin: Vec<String>,
    /// What the addresses hold or end with, in small letters.
    #[serde(default)]
    pub contain: String,
    /// Whether the newest alone is asked for, by the day the answer gives.
    #[serde(default)]
    pub newest: bool,
}

/// Over what an address is asked again and again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Each {
    /// Every day from `--from` to yesterday.
    Day,
    /// Every air quality station of the city.
    Station,
}

/// What is computed of an answer's figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Derive {
    /// Annual means and data capture of hourly readings.
    AnnualMeans,
    /// The municipality's total, with what is given to no parish.
    MunicipalTotals,
    /// Sums of the census by parish and by H3 cell of resolution 9.
    Census,
}

/// What becomes of some figures.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Figure {
    /// The concept, as the connector calls it.
    pub concept: String,
    /// Dimensions they have; an empty text where they must not have it.
    #[serde(default)]
    pub is: BTreeMap<String, String>,
    /// Levels of place; every level where there are none.
    #[serde(default)]
    pub levels: Vec<Level>,
    /// Not before this period.
    pub from: Option<Period>,
    /// Whether they go into the facts and the pack; else they are kept beside them, by vintage.
    #[serde(default)]
    pub pack: bool,
    /// What the facts call them.
    pub named: Option<String>,
    /// The unit they are told in, where the source's word for it is another.
    pub unit: Option<String>,
    /// Dimensions that stay; all of them without it.
    pub dims: Option<Vec<String>>,
    /// Dimensions that are added.
    #[serde(default)]
    pub set: BTreeMap<String, String>,
    /// Their status, where the source's is not the right one.
    pub status: Option<Status>,
    /// Whether the figures of places are summed to the city's.
    #[serde(default)]
    pub to_city: bool,
    /// How short periods become long ones.
    pub fold: Option<Fold>,
}

/// How the figures of short periods become one of a long period.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fold {
    /// The long period.
    pub period: Span,
    /// What is computed.
    pub by: By,
    /// For `days_from`: the value from which a day counts.
    #[serde(default)]
    pub at: f64,
    /// Share of the short periods that must have a value.
    pub least: f64,
}

/// A length of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Span {
    /// A day of 24 hours in UTC.
    Day,
    /// A month.
    Month,
    /// A year.
    Year,
}

/// What is computed of the figures of a long period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum By {
    /// Their sum.
    Sum,
    /// Their mean.
    Mean,
    /// The largest.
    Max,
    /// How many are not below a value.
    CountFrom,
}

/// The table.
///
/// # Errors
/// Where it is no table of sources; a test reads it.
pub fn sources() -> Result<Vec<Source>, Fault> {
    let table: Table = toml::from_str(TABLE).map_err(|e| format!("sources.toml: {e}"))?;
    Ok(table.source)
}

/// The sources of a city, or of them the one named.
///
/// # Errors
/// Where no source is called so.
pub fn chosen(code: &str, only: Option<&str>) -> Result<Vec<Source>, Fault> {
    let all = sources()?;
    if let Some(only) = only.filter(|only| !all.iter().any(|s| s.id == *only)) {
        let known: Vec<&str> = all.iter().map(|s| s.id.as_str()).collect();
        return Err(format!("there is no source “{only}”; there are {}", known.join(", ")).into());
    }
    let of_city = |s: &Source| s.cities.is_empty() || s.cities.iter().any(|c| c == code);
    Ok(all.into_iter().filter(|s| only.map_or(of_city(s), |only| s.id == only)).collect())
}

#[cfg(test)]
#[path = "table_tests.rs"]
mod tests;
