//! Places of a city: parishes by edition, their outlines, H3 cells and measuring stations.
//!
//! Outlines are kept as arcs: a boundary between two parishes is stored once, so neighbours never
//! overlap or gape, and an older edition is drawn by leaving out the arcs inside its unions.

mod arcs;
mod basemap;
mod cells;
mod geojson;
mod outline;
#[cfg(test)]
mod tests;
mod tile_host;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use arcs::{Arcs, OUTSIDE, WATER};
pub use basemap::Basemap;
pub use cells::{Grid, ParishCells, Surface, cell_id};
pub use outline::{Outline, Polygon};
pub use tile_host::{TileHost, TileHosts};

use crate::{geo::Level, order, tree_struct};

/// Steps of a stored coordinate to a degree: one step is about a metre.
pub const STEPS_PER_DEG: f64 = 1e5;

/// A parish in one of its editions.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Parish {
    /// Code in that edition: text, since 2025 some contain letters.
    pub code: String,
    /// Full name.
    pub name: String,
    /// Short name, for labels.
    pub short: String,
    /// Code of the 2013 parish this 2025 parish lay in; absent in the 2013 edition itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<String>,
    /// Longitude and latitude for a label, degrees.
    pub label: [f64; 2],
}

/// A station that measures air quality.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Station {
    /// The network's own id.
    pub code: String,
    /// Name.
    pub name: String,
    /// Longitude and latitude, degrees.
    pub at: [f64; 2],
    /// Height above the sea in metres, where known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub altitude_m: Option<f64>,
    /// `urban`, `suburban` or `rural`; empty where not known.
    pub environment: String,
    /// `traffic`, `background` or `industrial`; empty where not known.
    pub influence: String,
    /// Id of the source.
    pub source: String,
}

/// What `geography.json` holds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wire {
    /// Ids of the sources of boundaries, cells and names; their licences must be open.
    pub sources: Vec<String>,
    /// Parishes of the edition in force since 2025, by code: the faces of the arcs, in this order.
    pub parish2025: Vec<Parish>,
    /// Parishes of the 2013–2024 edition, by code.
    pub parish2013: Vec<Parish>,
    /// Boundaries.
    pub arcs: Arcs,
    /// H3 cells by parish and surface.
    pub cells: ParishCells,
    /// Cells that carry figures of their own (a census grid), with their hexagons.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grid: Option<Grid>,
    /// Measuring stations, by code.
    #[serde(default)]
    pub stations: Vec<Station>,
    /// A base map of the city's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basemap: Option<Basemap>,
}

tree_struct! {
    Parish { code, name, short, parent, label }
    Station { code, name, at, altitude_m, environment, influence, source }
}
tree_struct! { strict Wire { sources, parish2025, parish2013, arcs, cells, grid, basemap; stations } }

/// The places of a city, checked.
#[derive(Debug, Clone, PartialEq)]
pub struct Geography {
    wire: Wire,
    /// Index of the 2013 parish of each 2025 parish.
    parents: Vec<u32>,
}

/// Why a geography cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum GeographyError {
    /// A list of one thing is not as long as it must be.
    #[error("“{list}” has {found} entries where {expected} are needed")]
    Length {
        /// The list.
        list: &'static str,
        /// Entries needed.
        expected: usize,
        /// Entries found.
        found: usize,
    },
    /// An entry names something that does not exist.
    #[error("“{list}”, entry {entry}: {message}")]
    Entry {
        /// The list.
        list: &'static str,
        /// The entry, counted from 0.
        entry: usize,
        /// What is wrong with it.
        message: String,
    },
    /// The arcs around a parish do not close.
    #[error("“arcs”: the outline of {parish} does not close")]
    Open {
        /// Code of the parish.
        parish: String,
    },
}

impl TryFrom<Wire> for Geography {
    type Error = GeographyError;

    fn try_from(wire: Wire) -> Result<Self, GeographyError> {
        let by_code: BTreeMap<&str, u32> =
            order::map(wire.parish2013.iter().enumerate().map(|(i, p)| (p.code.as_str(), i as u32)));
        let mut parents = Vec::with_capacity(wire.parish2025.len());
        for (entry, parish) in wire.parish2025.iter().enumerate() {
            // A parish that was not split keeps its code.
            let parent = parish.parent.as_deref().unwrap_or(&parish.code);
            let message = || format!("{} has no parish “{parent}” of 2013 to lie in", parish.code);
            parents.push(*by_code.get(parent).ok_or_else(|| GeographyError::Entry {
                list: "parish2025",
                entry,
                message: message(),
            })?);
        }
        wire.arcs.check(wire.parish2025.len())?;
        wire.cells.check(wire.parish2025.len())?;
        wire.grid.as_ref().map_or(Ok(()), Grid::check)?;
        if let Some(message) = wire.basemap.as_ref().and_then(|basemap| basemap.check().err()) {
            return Err(GeographyError::Entry { list: "basemap", entry: 0, message });
        }
        let geography = Self { wire, parents };
        for level in [Level::Parish2025, Level::Parish2013, Level::City] {
            outline::check(&geography, level)?;
        }
        outline::water(&geography)?;
        Ok(geography)
    }
}

impl Geography {
    /// Parishes of an edition, by code; empty for a level that is not an edition.
    pub fn parishes(&self, edition: Level) -> &[Parish] {
        match edition {
            Level::Parish2025 => &self.wire.parish2025,
            Level::Parish2013 => &self.wire.parish2013,
            _ => &[],
        }
    }

    /// One parish of an edition.
    pub fn parish(&self, edition: Level, code: &str) -> Option<&Parish> {
        self.parishes(edition).iter().find(|p| p.code == code)
    }

    /// Which 2013 parish each 2025 parish lay in: pairs of codes (2025, 2013), by 2025 code.
    pub fn crosswalk(&self) -> Vec<(&str, &str)> {
        let wire = &self.wire;
        let parent = |i: &u32| wire.parish2013[*i as usize].code.as_str();
        wire.parish2025.iter().zip(&self.parents).map(|(p, i)| (p.code.as_str(), parent(i))).collect()
    }

    /// Ids of the sources of boundaries, cells and names, for the attribution on a map.
    pub fn sources(&self) -> &[String] {
        &self.wire.sources
    }

    /// Measuring stations, by code.
    pub fn stations(&self) -> &[Station] {
        &self.wire.stations
    }

    /// Cells that carry figures of their own, where the city has any.
    pub fn grid(&self) -> Option<&Grid> {
        self.wire.grid.as_ref()
    }

    /// The geography as `geography.json` holds it.
    pub fn wire(&self) -> &Wire {
        &self.wire
    }

    /// West, south, east and north end of the outlines, degrees; none where nothing is drawn.
    pub fn bbox(&self) -> Option<[f64; 4]> {
        self.wire.arcs.bbox()
    }

    /// The parishes that share a boundary, by code: each parish of the edition with its neighbours.
    pub fn neighbours(&self, edition: Level) -> BTreeMap<&str, Vec<&str>> {
        let parishes = self.parishes(edition);
        let mut found: BTreeMap<&str, Vec<&str>> =
            parishes.iter().map(|p| (p.code.as_str(), Vec::new())).collect();
        for (left, right) in self.wire.arcs.sides() {
            let side = |face: i32| self.region(edition, face).and_then(|i| parishes.get(i as usize));
            let (Some(a), Some(b)) = (side(left), side(right)) else { continue };
            if a.code != b.code {
                found.entry(a.code.as_str()).or_default().push(&b.code);
                found.entry(b.code.as_str()).or_default().push(&a.code);
            }
        }
        for list in found.values_mut() {
            list.sort_unstable();
            list.dedup();
        }
        found
    }

    /// The H3 cells of a 2025 parish on one surface, compacted, in order; empty where there are none.
    pub fn cells(&self, code: &str, surface: Surface) -> Vec<u64> {
        let parish = self.wire.parish2025.iter().position(|p| p.code == code);
        parish.map(|i| self.wire.cells.of(i, surface)).unwrap_or_default()
    }

    /// Index of the region of a level that a face (a 2025 parish) lies in; none outside the city.
    fn region(&self, level: Level, face: i32) -> Option<u32> {
        let face = usize::try_from(face).ok()?;
        match level {
            Level::Parish2025 => Some(face as u32),
            Level::Parish2013 => self.parents.get(face).copied(),
            _ => Some(0),
        }
    }
}
