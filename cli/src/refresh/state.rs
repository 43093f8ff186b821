//! What is known of each source of a city: its last good vintage, and whether it is stale.

use std::{collections::BTreeMap, fs, path::Path};

use serde::{Deserialize, Serialize};

use super::Fault;

/// The sources of a city.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct State {
    sources: BTreeMap<String, Known>,
}

/// What is known of one source.
#[derive(Debug, Default, Clone, Serialize, Deserialize)]
struct Known {
    /// The day of the last answer that was good.
    last_good: Option<String>,
    /// Figures it gave then.
    figures: usize,
    /// Why it is stale, where it is.
    stale: Option<String>,
}

/// A source that gave no good answer when it was asked last.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Stale {
    /// The source, by its name in the table.
    source: String,
    /// What it is, in words.
    title: String,
    /// The day of the last answer that was good.
    since: Option<String>,
    /// Why.
    why: String,
}

/// The sources of a city that are stale.
///
/// # Errors
/// Where the state or the table cannot be read.
pub fn stale_sources(folder: &Path, city: &str) -> Result<Vec<Stale>, Fault> {
    let titles: BTreeMap<String, String> =
        super::table::sources()?.into_iter().map(|s| (s.id, s.title)).collect();
    let stale = State::read(folder, city)?.sources.into_iter().filter_map(|(source, known)| {
        let title = titles.get(&source).cloned().unwrap_or_default();
        Some(Stale { source, title, since: known.last_good, why: known.stale? })
    });
    Ok(stale.collect())
}

impl State {
    /// Reads the state of a city; nothing is known where there is no file.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn read(folder: &Path, city: &str) -> Result<Self, Fault> {
        let path = folder.join(city).join("sources.json");
        if !path.is_file() {
            return Ok(Self::default());
        }
        serde_json::from_str(&fs::read_to_string(&path)?)
            .map_err(|e| format!("{}: {e}", path.display()).into())
    }

    /// Writes the state.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn write(&self, folder: &Path, city: &str) -> Result<(), Fault> {
        let mut text = serde_json::to_string_pretty(self)?;
        text.push('\n');
        super::apply::write(&folder.join(city).join("sources.json"), text.as_bytes())
    }

    /// A source gave a good answer.
    pub fn good(&mut self, source: &str, day: &str, figures: usize) {
        self.sources.insert(source.into(), Known { last_good: Some(day.into()), figures, stale: None });
    }

    /// A source failed; says what is kept.
    pub fn stale(&mut self, source: &str, why: &str) -> String {
        let known = self.sources.entry(source.into()).or_default();
        known.stale = Some(why.chars().take(500).collect());
        known
            .last_good
            .as_ref()
            .map_or("there is no earlier vintage".into(), |d| format!("the vintage of {d} is kept"))
    }

    /// Figures of the last good answer.
    pub fn figures(&self, source: &str) -> Option<usize> {
        self.sources.get(source).filter(|k| k.last_good.is_some()).map(|k| k.figures)
    }
}
