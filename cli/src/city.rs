//! Opening the pack of a city from a folder of packs.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use gemeo_shared::pack::{CORE, DETAIL, GEOGRAPHY, Index, MANIFEST, Pack, PackError, SOURCES, index::INDEX};

/// Where the packs lie.
#[derive(Debug, Clone, clap::Args)]
pub struct Packs {
    /// Folder with index.json and a folder for each city.
    #[arg(long, default_value = "public/packs")]
    pub packs: PathBuf,
}

/// Why the pack of a city cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum CityError {
    /// A file cannot be read.
    #[error("{path}: {error}")]
    Read {
        /// The file.
        path: String,
        /// What the system says.
        error: std::io::Error,
    },
    /// No city has this name.
    #[error("there is no city “{city}” in {folder}; there are {}", .known.join(", "))]
    Unknown {
        /// The name asked for.
        city: String,
        /// The folder of packs.
        folder: String,
        /// The cities there are.
        known: Vec<String>,
    },
    /// The pack has a fault.
    #[error("{city}: {error}")]
    Pack {
        /// The city.
        city: String,
        /// What is wrong, with the file.
        error: PackError,
    },
}

impl Packs {
    /// The cities of the folder, by id.
    pub fn cities(&self) -> Result<Vec<String>, CityError> {
        let index = Index::read(&read(&self.packs.join(INDEX))?);
        let index = index.map_err(|error| CityError::Pack { city: INDEX.into(), error })?;
        Ok(index.cities.into_iter().map(|c| c.profile.id).collect())
    }

    /// The whole pack of a city, verified.
    pub fn open(&self, city: &str) -> Result<Pack, CityError> {
        let known = self.cities()?;
        if !known.iter().any(|k| k == city) {
            let folder = self.packs.display().to_string();
            return Err(CityError::Unknown { city: city.into(), folder, known });
        }
        let folder = self.packs.join(city);
        let mut files = BTreeMap::new();
        for name in [MANIFEST, CORE, DETAIL, GEOGRAPHY, SOURCES] {
            files.insert(name.to_string(), read(&folder.join(name))?);
        }
        Pack::read(&files).map_err(|error| CityError::Pack { city: city.into(), error })
    }
}

fn read(path: &Path) -> Result<Vec<u8>, CityError> {
    fs::read(path).map_err(|error| CityError::Read { path: path.display().to_string(), error })
}
