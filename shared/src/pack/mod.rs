//! City packs: a versioned folder of columnar JSON that holds all the twin knows of one city.
//!
//! [`manifest`] lists the files with hash and size; [`Pack`] reads them, whole or one by one, and trusts
//! none before its hash, size, schema and version are right; [`geography`] draws the parishes;
//! [`check`] goes on where reading stops and lists every fault. The format is described in docs/pack.md.

pub mod check;
pub mod error;
pub mod file;
pub mod geography;
pub mod index;
pub mod manifest;
pub mod vocabulary;

use std::collections::BTreeMap;

pub use error::PackError;
pub use geography::Geography;
pub use index::{Index, IndexEntry};
pub use manifest::{FileEntry, Manifest};

use crate::{
    source::Source,
    table::Table,
    view::{Profile, Target},
};

/// Name of the manifest in a pack's folder.
pub const MANIFEST: &str = "manifest.json";
/// Profile, targets and city-level series: what a first visit loads.
pub const CORE: &str = "core.json";
/// Series of parishes, cells and stations.
pub const DETAIL: &str = "detail.json";
/// Parishes, outlines, cells and stations.
pub const GEOGRAPHY: &str = "geography.json";
/// Sources and licences of every figure.
pub const SOURCES: &str = "sources.json";

/// The newest version of the pack schema this program reads.
pub const VERSION: u32 = 1;

/// A city's pack, as far as its files were added.
#[derive(Debug, Clone)]
pub struct Pack {
    /// The files and their hashes.
    pub manifest: Manifest,
    /// SHA-256 of the manifest's bytes, in hexadecimal: it stands for the whole pack.
    pub hash: String,
    /// Who the city is.
    pub profile: Profile,
    /// Its promises, the one in force first.
    pub targets: Vec<Target>,
    /// City-level and country-level series.
    pub core: Table,
    /// Series of parishes, cells and stations, once loaded.
    pub detail: Option<Table>,
    /// A reader's own series, which formulas being written may name; no pack has any.
    pub own: Option<Table>,
    /// Places and outlines, once loaded.
    pub geography: Option<Geography>,
    /// Sources, once loaded.
    pub sources: Vec<Source>,
}

impl Pack {
    /// Reads a pack from its files by name; the manifest and core must be there, the others may follow
    /// with [`add`](Self::add).
    ///
    /// # Errors
    /// [`PackError`] names the file and what to do; nothing of a pack with a fault is used.
    pub fn read(files: &BTreeMap<String, Vec<u8>>) -> Result<Self, PackError> {
        let get = |name: &str| {
            files.get(name).map(Vec::as_slice).ok_or_else(|| PackError::Missing { file: name.into() })
        };
        let mut pack = Self::open(get(MANIFEST)?, get(CORE)?)?;
        for (name, bytes) in files {
            if name != MANIFEST && name != CORE {
                pack.add(name, bytes)?;
            }
        }
        Ok(pack)
    }

    /// Opens a pack with the two files a first visit loads.
    ///
    /// # Errors
    /// [`PackError`] names the file and what to do.
    pub fn open(manifest: &[u8], core: &[u8]) -> Result<Self, PackError> {
        let hash = manifest::sha256(manifest);
        let manifest = Manifest::read(manifest)?;
        manifest.verify(CORE, core)?;
        let core = file::core(core)?;
        if core.profile.id != manifest.city {
            let (expected, found) = (manifest.city, core.profile.id);
            return Err(PackError::OtherCity { file: CORE.into(), expected, found });
        }
        Ok(Self {
            manifest,
            hash,
            profile: core.profile,
            targets: core.targets,
            core: core.table,
            detail: None,
            own: None,
            geography: None,
            sources: Vec::new(),
        })
    }

    /// Adds one more file of the pack, after verifying it against the manifest.
    ///
    /// # Errors
    /// [`PackError`]; the pack is then as it was before.
    pub fn add(&mut self, name: &str, bytes: &[u8]) -> Result<(), PackError> {
        if name == GEOGRAPHY { self.add_geography(bytes) } else { self.add_figures(name, bytes) }
    }

    /// Adds `geography.json`.
    // why apart: its reader is the largest, and who looks at figures alone needs none of it
    ///
    /// # Errors
    /// As [`add`](Self::add).
    pub fn add_geography(&mut self, bytes: &[u8]) -> Result<(), PackError> {
        self.manifest.verify(GEOGRAPHY, bytes)?;
        self.geography = Some(file::geography(bytes, &self.manifest.city)?);
        Ok(())
    }

    /// Adds any file but `geography.json`.
    ///
    /// # Errors
    /// As [`add`](Self::add).
    pub fn add_figures(&mut self, name: &str, bytes: &[u8]) -> Result<(), PackError> {
        self.manifest.verify(name, bytes)?;
        let city = &self.manifest.city;
        match name {
            DETAIL => self.detail = Some(file::detail(bytes, city)?),
            SOURCES => self.sources = file::sources(bytes, city)?,
            // The core came with `open`; the manifest cannot list itself.
            _ => {}
        }
        Ok(())
    }

    /// The source with this id, once sources are loaded.
    pub fn source(&self, id: &str) -> Option<&Source> {
        self.sources.iter().find(|s| s.id == id)
    }
}
