//! `gemeo pack build`: facts to packs. The same facts give the same bytes.

mod files;
mod home;
mod report;

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use gemeo_shared::pack::{
    CORE, DETAIL, GEOGRAPHY, Index, IndexEntry, MANIFEST, Manifest, SOURCES, VERSION,
    check::{self, Fault},
    file,
    index::{self, INDEX},
    manifest,
};

use super::{
    dissolve::DissolveError,
    facts::{Facts, FactsError},
    json,
};

/// A pack as files by name.
pub type Files = BTreeMap<String, Vec<u8>>;

/// Why packs cannot be built.
#[derive(Debug, thiserror::Error)]
pub enum BuildError {
    /// The facts cannot be read.
    #[error(transparent)]
    Facts(#[from] FactsError),
    /// The cells of a city cannot be dissolved.
    #[error("{city}/cells.csv: {error}")]
    Dissolve {
        /// The city.
        city: String,
        /// Why not.
        error: DissolveError,
    },
    /// The facts of a city break a rule that no single row shows.
    #[error("{city}: {message}")]
    City {
        /// The city.
        city: String,
        /// What is wrong.
        message: String,
    },
    /// A pack that was built has faults: its facts do.
    #[error("{} faults in what the facts say of {city}:\n{}", faults.len(), lines(faults))]
    Faults {
        /// The city.
        city: String,
        /// Its faults.
        faults: Vec<Fault>,
    },
    /// A file cannot be written.
    #[error("{}: {error}", path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// What the system says.
        error: std::io::Error,
    },
    /// A value cannot be JSON.
    #[error("cannot write JSON: {0}")]
    Json(#[from] serde_json::Error),
}

fn lines(faults: &[Fault]) -> String {
    faults.iter().map(super::check::line).collect::<Vec<_>>().join("\n")
}

/// Builds the packs of all cities, or of one, writes them, and prints their sizes.
///
/// # Errors
/// [`BuildError`]; packs of cities before the one at fault have then been written.
pub fn run(facts: &Path, out: &Path, only: Option<&str>) -> Result<(), BuildError> {
    let facts = Facts::read(facts, only)?;
    for city in &facts.cities {
        let pack = files::build(city, &facts)?;
        let faults = check::check(&pack);
        if !faults.is_empty() {
            return Err(BuildError::Faults { city: city.file.id.clone(), faults });
        }
        let folder = out.join(&city.file.id);
        for (name, bytes) in &pack {
            write(&folder.join(name), bytes)?;
        }
        println!("{}", report::sizes(&city.file.id, &pack));
    }
    write(&out.join(INDEX), &json::bytes(&index(out)?)?)
}

/// The index of the packs in a folder.
fn index(out: &Path) -> Result<Index, BuildError> {
    let io = |error| BuildError::Write { path: out.into(), error };
    let mut cities = Vec::new();
    let entries: Result<Vec<_>, _> = std::fs::read_dir(out).map_err(io)?.collect();
    let folders: BTreeSet<PathBuf> = entries.map_err(io)?.into_iter().map(|e| e.path()).collect();
    for folder in folders.into_iter().filter(|f| f.join(MANIFEST).is_file()) {
        let read = |name: &str| {
            let path = folder.join(name);
            std::fs::read(&path).map_err(|error| BuildError::Write { path, error })
        };
        let (bytes, core) = (read(MANIFEST)?, read(CORE)?);
        let fault = |error: gemeo_shared::pack::PackError| BuildError::City {
            city: folder.display().to_string(),
            message: error.to_string(),
        };
        let manifest = Manifest::read(&bytes).map_err(fault)?;
        let (standing, outline) = home::of(&folder)?;
        cities.push(IndexEntry {
            standing: Some(standing),
            outline,
            profile: file::core(&core).map_err(fault)?.profile,
            path: manifest.city.clone(),
            manifest: manifest::sha256(&bytes),
            vintage: manifest.vintage,
        });
    }
    Ok(Index { schema: index::SCHEMA.into(), version: VERSION, cities })
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), BuildError> {
    let to = |error| BuildError::Write { path: path.into(), error };
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(to)?;
    }
    std::fs::write(path, bytes).map_err(to)
}

/// The data files in the order they are told.
pub const DATA: [&str; 4] = [CORE, DETAIL, GEOGRAPHY, SOURCES];
