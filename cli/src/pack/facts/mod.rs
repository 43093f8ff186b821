//! Reading facts: a folder of CSV and TOML files, each fault told with file, row and column.

mod city;
mod observations;
mod places;
mod rows;
mod sources;

use std::path::{Path, PathBuf};

use gemeo_shared::{observation::Observation, pack::index::is_folder_name, source::Source, view::Target};

pub use city::CityFile;
pub use places::{Places, read_cell};

/// All facts of a folder.
#[derive(Debug)]
pub struct Facts {
    /// Every source, by id.
    pub sources: Vec<Source>,
    /// Observations about the country, for every city.
    pub common: Vec<Observation>,
    /// The cities, by id.
    pub cities: Vec<City>,
}

/// The facts of one city.
#[derive(Debug)]
pub struct City {
    /// Who it is.
    pub file: CityFile,
    /// Its promises, the one in force first.
    pub targets: Vec<Target>,
    /// Observations of all topics.
    pub observations: Vec<Observation>,
    /// Parishes, cells and stations.
    pub places: Places,
}

/// Why facts cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum FactsError {
    /// A file or folder cannot be read.
    #[error("{}: {error}", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the system says.
        error: std::io::Error,
    },
    /// A cell of a table cannot be understood.
    #[error("{}, row {row}, column “{column}”: {message}", path.display())]
    Cell {
        /// The file.
        path: PathBuf,
        /// Line in the file, counted from 1 with the header.
        row: u64,
        /// Column by its header.
        column: String,
        /// What is wrong.
        message: String,
    },
    /// A file as a whole cannot be understood.
    #[error("{}: {message}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        message: String,
    },
}

impl Facts {
    /// Reads a folder of facts, or of it the city `only`.
    ///
    /// # Errors
    /// The first [`FactsError`] met: facts with a fault are corrected, not built.
    pub fn read(root: &Path, only: Option<&str>) -> Result<Self, FactsError> {
        let sources = sources::read(root)?;
        let common = observations::folder(&root.join("common/series"))?;
        let mut cities = Vec::new();
        for folder in folders(root)? {
            let id = folder.file_name().and_then(|n| n.to_str()).unwrap_or_default().to_owned();
            if folder.join("city.toml").is_file() && only.is_none_or(|only| only == id) {
                cities.push(read_city(&folder, &id)?);
            }
        }
        if let Some(only) = only.filter(|_| cities.is_empty()) {
            let message = format!("there is no folder “{only}” with a city.toml");
            return Err(FactsError::File { path: root.into(), message });
        }
        Ok(Self { sources, common, cities })
    }
}

fn read_city(folder: &Path, id: &str) -> Result<City, FactsError> {
    let file = CityFile::read(&folder.join("city.toml"))?;
    if file.id != id || !is_folder_name(id) {
        let message =
            format!("the id is “{}”; use the folder's name, in small letters, digits and hyphens", file.id);
        return Err(FactsError::File { path: folder.join("city.toml"), message });
    }
    Ok(City {
        file,
        targets: city::targets(&folder.join("targets.csv"))?,
        observations: observations::folder(&folder.join("series"))?,
        places: Places::read(folder)?,
    })
}

fn folders(root: &Path) -> Result<Vec<PathBuf>, FactsError> {
    let mut found: Vec<PathBuf> = entries(root)?.into_iter().filter(|p| p.is_dir()).collect();
    found.sort();
    Ok(found)
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>, FactsError> {
    let io = |error| FactsError::Io { path: folder.into(), error };
    let entries = std::fs::read_dir(folder).map_err(io)?;
    entries.map(|e| e.map(|e| e.path()).map_err(io)).collect()
}
