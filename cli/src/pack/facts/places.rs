//! `parishes.csv`, `cells.csv` and `stations.csv`.

use std::{collections::BTreeSet, path::Path};

use gemeo_shared::pack::geography::{Arcs, Parish, Station, Surface};
use h3o::CellIndex;

use super::{FactsError, rows};
use crate::pack::boundaries;

/// The places of a city.
#[derive(Debug, Default)]
pub struct Places {
    /// Parishes of the edition in force since 2025, by code.
    pub parish2025: Vec<Parish>,
    /// Parishes of the 2013–2024 edition, by code.
    pub parish2013: Vec<Parish>,
    /// Code of the 2025 parish, surface and H3 cell.
    pub cells: Vec<(String, Surface, CellIndex)>,
    /// Boundaries that were published as such; without, they are drawn from the cells.
    pub arcs: Option<Arcs>,
    /// Measuring stations, by code.
    pub stations: Vec<Station>,
    /// Ids of the sources of boundaries and names.
    pub sources: BTreeSet<String>,
}

impl Places {
    pub(super) fn read(folder: &Path) -> Result<Self, FactsError> {
        let mut places = Self::default();
        let path = folder.join("parishes.csv");
        for (edition, parish, sources) in rows::read(&path, parish)?.unwrap_or_default() {
            places.sources.extend(sources);
            if edition == "2025" {
                // A parish that was not changed in 2025 is one of the 2013 edition too.
                if parish.parent.is_none() {
                    places.parish2013.push(parish.clone());
                }
                places.parish2025.push(parish);
            } else {
                places.parish2013.push(parish);
            }
        }
        places.parish2013.sort_by(|a, b| a.code.cmp(&b.code));
        places.parish2025.sort_by(|a, b| a.code.cmp(&b.code));
        places.cells = rows::read(&folder.join("cells.csv"), cell)?.unwrap_or_default();
        let files = boundaries::FILES.map(|name| folder.join(name));
        let here: Vec<_> = files.into_iter().filter(|path| path.is_file()).collect();
        match here.as_slice() {
            [] => {}
            [path] => places.read_boundaries(path)?,
            [path, ..] => {
                let message =
                    format!("is one of two files of boundaries ({}); keep one", boundaries::FILES.join(", "));
                return Err(FactsError::File { path: path.clone(), message });
            }
        }
        places.stations = rows::read(&folder.join("stations.csv"), station)?.unwrap_or_default();
        places.stations.sort_by(|a, b| a.code.cmp(&b.code));
        Ok(places)
    }

    /// Official boundaries: outlines come from them, and cells where there is no cells.csv.
    fn read_boundaries(&mut self, path: &Path) -> Result<(), FactsError> {
        let codes: Vec<&str> = self.parish2025.iter().map(|p| p.code.as_str()).collect();
        let found = boundaries::boundaries(path, &codes).map_err(|findings| {
            let message = findings.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
            FactsError::File { path: path.into(), message }
        })?;
        if self.cells.is_empty() {
            let of = |(parish, cell): (u32, CellIndex)| {
                (self.parish2025[parish as usize].code.clone(), Surface::Land, cell)
            };
            self.cells = found.cells.into_iter().map(of).collect();
        }
        self.arcs = Some(found.arcs);
        Ok(())
    }
}

fn parish(row: &rows::Row<'_>) -> Result<(String, Parish, Vec<String>), FactsError> {
    let edition = row.needed("edition")?;
    if edition != "2025" && edition != "2013" {
        return Err(row.fault("edition", "is neither 2013 nor 2025"));
    }
    let parish = Parish {
        code: row.needed("code")?,
        name: row.needed("name")?,
        short: row.needed("short")?,
        parent: row.optional("parent")?,
        // Found from the cells when the pack is built.
        label: [0.0; 2],
    };
    let sources = row.needed("source")?.split_whitespace().map(Into::into).collect();
    Ok((edition, parish, sources))
}

fn cell(row: &rows::Row<'_>) -> Result<(String, Surface, CellIndex), FactsError> {
    let surface =
        row.code("surface")?.ok_or_else(|| row.fault("surface", "is empty; write land or water"))?;
    let text = row.needed("cell")?;
    let cell = read_cell(&text).ok_or_else(|| row.fault("cell", &format!("“{text}” is not an H3 cell")))?;
    Ok((row.needed("parish2025")?, surface, cell))
}

/// An H3 cell from its index in hexadecimal.
pub fn read_cell(text: &str) -> Option<CellIndex> {
    CellIndex::try_from(u64::from_str_radix(text, 16).ok()?).ok()
}

fn station(row: &rows::Row<'_>) -> Result<Station, FactsError> {
    Ok(Station {
        code: row.needed("code")?,
        name: row.needed("name")?,
        at: [row.value("lon")?, row.value("lat")?],
        altitude_m: row.optional("altitude_m")?,
        environment: row.text("environment").into(),
        influence: row.text("influence").into(),
        source: row.needed("source")?,
    })
}
