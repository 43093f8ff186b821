//! Official parish boundaries, for cities that may publish them: GeoJSON to arcs, and to cells.
//!
//! [`read`] takes the file apart and finds what is wrong with single features; [`plane`] puts their edges together,
//! finds overlaps and gaps, and draws arcs that both sides share; [`cells`] finds the H3 cells of each parish.

mod cells;
mod plane;
mod read;
#[cfg(test)]
mod tests;

use std::{collections::BTreeMap, fmt, path::Path};

use gemeo_shared::pack::geography::Arcs;
use h3o::CellIndex;

use super::dissolve::Step;

/// Name of the file in a city's folder.
pub const FILE: &str = "parishes.geojson";

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
    let whole = |message: String| Finding { feature: None, code: String::new(), at: None, message };
    let text = std::fs::read_to_string(path).map_err(|e| vec![whole(e.to_string())])?;
    from_text(&text, codes)
}

fn from_text(text: &str, codes: &[&str]) -> Result<Boundaries, Vec<Finding>> {
    let index: BTreeMap<&str, u32> = codes.iter().enumerate().map(|(i, code)| (*code, i as u32)).collect();
    let faces = read::faces(text, &index)?;
    let arcs = plane::arcs(&faces, &index)?;
    let cells = faces.iter().flat_map(|face| cells::of(face, index[face.code.as_str()])).collect();
    Ok(Boundaries { arcs, cells })
}
