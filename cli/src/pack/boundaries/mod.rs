//! Official parish boundaries, for cities that may publish them: GeoJSON or GeoPackage to arcs, and to cells.
//!
//! [`geojson`] and [`geopackage`] take the file apart, [`read`] finds what is wrong with single features; [`plane`] puts their edges together,
//! finds overlaps and gaps, and draws arcs that both sides share; [`cells`] finds the H3 cells of each parish.

mod cells;
mod geojson;
mod geopackage;
mod plane;
mod read;
#[cfg(test)]
mod tests;
mod wkb;

use std::{collections::BTreeMap, fmt, path::Path};

use gemeo_shared::pack::geography::Arcs;
use h3o::CellIndex;

use super::dissolve::Step;

/// Names of the file in a city's folder, of which it has one.
pub const FILES: [&str; 2] = ["parishes.geojson", "parishes.gpkg"];

/// What a file of boundaries gives.
#[derive(Debug)]
pub struct Boundaries {
    /// Boundaries between parishes, by their index in the list of codes.
    pub arcs: Arcs,
    /// Cells of each parish, compacted, with its index.
    pub cells: Vec<(u32, CellIndex)>,
}

/// One thing that is wrong, with the feature and the place.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// Number of the feature, counted from 0 as in the file.
    pub feature: Option<usize>,
    /// Code of the parish, where it has one.
    pub code: String,
    /// Longitude and latitude, where there is a place.
    pub at: Option<[f64; 2]>,
    /// What is wrong and what to do.
    pub message: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut parts = Vec::new();
        if let Some(feature) = self.feature {
            parts.push(format!("feature {feature}"));
        }
        if !self.code.is_empty() {
            parts.push(format!("parish {}", self.code));
        }
        if let Some([lng, lat]) = self.at {
            parts.push(format!("at {lng:.5}, {lat:.5}"));
        }
        if parts.is_empty() {
            f.write_str(&self.message)
        } else {
            write!(f, "{}: {}", parts.join(", "), self.message)
        }
    }
}

/// A parish's rings in steps: outer ones run counter-clockwise, holes clockwise, without the closing point.
struct Face {
    feature: usize,
    code: String,
    rings: Vec<Vec<Step>>,
}

/// Reads the boundaries of the parishes with these codes, in this order.
///
/// # Errors
/// Everything that is wrong with the file, in order of its features.
pub fn boundaries(path: &Path, codes: &[&str]) -> Result<Boundaries, Vec<Finding>> {
    let features = if path.extension().is_some_and(|ending| ending == "gpkg") {
        geopackage::features(path)
    } else {
        let text = std::fs::read_to_string(path).map_err(|e| e.to_string());
        text.and_then(|text| geojson::features(&text))
    };
    from_features(features.map_err(|message| vec![of_file(message)])?, codes)
}

/// A fault of the whole file.
fn of_file(message: String) -> Finding {
    Finding { feature: None, code: String::new(), at: None, message }
}

/// Polygons with their rings, longitude and latitude in degrees.
type Polygons = Vec<Vec<Vec<[f64; 2]>>>;

/// One feature as its file has it.
struct Feature {
    /// Its code, where it has one.
    code: Option<String>,
    /// Its shape, or what is wrong with it.
    shape: Result<Polygons, String>,
}

fn from_features(features: Vec<Feature>, codes: &[&str]) -> Result<Boundaries, Vec<Finding>> {
    let index: BTreeMap<&str, u32> = codes.iter().enumerate().map(|(i, code)| (*code, i as u32)).collect();
    let faces = read::faces(features, &index)?;
    let arcs = plane::arcs(&faces, &index)?;
    let cells = faces.iter().flat_map(|face| cells::of(face, index[face.code.as_str()])).collect();
    Ok(Boundaries { arcs, cells })
}
