//! `city.toml` and `targets.csv`.

use std::path::Path;

use gemeo_shared::{
    pack::geography::Basemap,
    view::{Target, Text},
};
use serde::Deserialize;

use super::{FactsError, rows};

/// Who a city is, as its folder says.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CityFile {
    /// The folder's name.
    pub id: String,
    /// Municipality code, text.
    pub code: String,
    /// Name in its own language.
    pub name: String,
    /// ISO 3166-1 alpha-2 code of the country.
    pub country: String,
    /// Longitude and latitude of the middle; computed from the outlines where not given.
    pub centre: Option<[f64; 2]>,
    /// West, south, east, north; computed from the outlines where not given.
    pub bbox: Option<[f64; 4]>,
    /// A base map of the city's own.
    pub basemap: Option<Basemap>,
}

impl CityFile {
    pub(super) fn read(path: &Path) -> Result<Self, FactsError> {
        let text =
            std::fs::read_to_string(path).map_err(|error| FactsError::Io { path: path.into(), error })?;
        let fault = |message: String| FactsError::File { path: path.into(), message };
        let city: Self = toml::from_str(&text).map_err(|e| fault(e.to_string()))?;
        if let Some(basemap) = &city.basemap {
            basemap.check().map_err(|message| fault(format!("[basemap] {message}")))?;
        }
        Ok(city)
    }
}

/// Reads the promises, the one in force first; none where there is no file.
pub(super) fn targets(path: &Path) -> Result<Vec<Target>, FactsError> {
    let mut targets = rows::read(path, target)?.unwrap_or_default();
    targets.sort_by_key(|t| !t.current);
    Ok(targets)
}

fn target(row: &rows::Row<'_>) -> Result<Target, FactsError> {
    Ok(Target {
        id: row.needed("id")?,
        title: Text { pt: row.needed("title_pt")?, en: row.needed("title_en")? },
        reduction_pct: row.optional("reduction_pct")?,
        base_emissions_t: row.optional("base_emissions_t")?,
        base_year: row.optional("base_year")?,
        target_year: row.value("target_year")?,
        neutrality: row.yes("neutrality")?,
        current: row.yes("current")?,
        sources: row.needed("sources")?.split_whitespace().map(Into::into).collect(),
        note: match (row.text("note_pt"), row.text("note_en")) {
            ("", "") => None,
            (pt, en) => Some(Text { pt: pt.into(), en: en.into() }),
        },
    })
}
