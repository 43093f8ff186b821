//! The places a source describes (stations, stops, datasets), kept so that what changed of them is told: a series across such a
//! change may not measure the same thing any more.

use std::{collections::BTreeMap, fs, path::PathBuf};

use gemeo_shared::connect::{Place, place};

use super::{
    Fault,
    apply::{Folders, write},
    city::{AROUND, City},
    table::Source,
};

/// The places a source describes now, and what changed of them.
pub struct Described {
    path: PathBuf,
    text: Option<String>,
    changes: Vec<String>,
}

impl Described {
    /// Keeps them; says what changed.
    ///
    /// # Errors
    /// Where they cannot be written.
    pub fn keep(self) -> Result<Vec<String>, Fault> {
        if let Some(text) = self.text {
            write(&self.path, text.as_bytes())?;
        }
        Ok(self.changes)
    }
}

/// What changed of the places a source describes; none where it describes none of the city.
///
/// # Errors
/// Where what is known of them cannot be read.
pub fn described(
    source: &Source,
    city: &City,
    places: Vec<Place>,
    folders: &Folders<'_>,
) -> Result<Option<Described>, Fault> {
    let nowhere = BTreeMap::new();
    let here = |p: &Place| match (&p.geo, p.point) {
        (_, Some(point)) => city.holds(point, AROUND),
        (Some(geo), None) => source.all || city.concerns(geo, &nowhere),
        (None, None) => true,
    };
    let now: Vec<Place> = places.into_iter().filter(here).collect();
    if !source.places || now.is_empty() {
        return Ok(None);
    }
    let path = folders.state.join(&city.id).join(format!("{}-places.json", source.id));
    let known: Option<Vec<Place>> = if path.is_file() {
        let text = fs::read_to_string(&path)?;
        Some(serde_json::from_str(&text).map_err(|e| format!("{}: {e}", path.display()))?)
    } else {
        None
    };
    let text = if known.as_ref() == Some(&now) { None } else { Some(serde_json::to_string(&now)? + "\n") };
    let changes = known.map(|known| place::changes(&known, &now)).unwrap_or_default();
    Ok(Some(Described { path, text, changes: changes.into_iter().map(|w| w.to_string()).collect() }))
}
