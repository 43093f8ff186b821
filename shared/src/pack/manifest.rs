//! The manifest: which files a pack has, how large they are and what their SHA-256 is.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{CORE, DETAIL, GEOGRAPHY, MANIFEST, PackError, SOURCES, file};
use crate::tree_struct;

/// Schema name of a manifest.
pub const SCHEMA: &str = "gemeo-pack/manifest";

/// The list of a pack's files.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// Always [`SCHEMA`].
    pub schema: String,
    /// Version of the pack schema.
    pub version: u32,
    /// Id of the city, the name of its folder.
    pub city: String,
    /// Newest period of any figure in the pack (SDMX), e.g. `2025`.
    pub vintage: String,
    /// The files by name.
    pub files: BTreeMap<String, FileEntry>,
}

/// What the manifest says of one file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileEntry {
    /// SHA-256 of the bytes, lower-case hexadecimal.
    pub sha256: String,
    /// Size in bytes, uncompressed.
    pub bytes: u64,
}

/// SHA-256 in lower-case hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|b| format!("{b:02x}")).collect()
}

/// The largest size of a file, or none where the name is not one of a pack's.
///
/// Bounded so that a wrong or hostile pack cannot fill a phone's memory.
pub fn limit(name: &str) -> Option<u64> {
    match name {
        MANIFEST => Some(64 << 10),
        CORE => Some(1 << 20),
        DETAIL => Some(8 << 20),
        GEOGRAPHY => Some(4 << 20),
        SOURCES => Some(1 << 20),
        _ => None,
    }
}

impl Manifest {
    /// Reads a manifest.
    ///
    /// # Errors
    /// [`PackError`]: too large, not UTF-8, not JSON, another schema, a newer version, or a file that no
    /// pack has (which also bars names that lead out of the folder).
    pub fn read(bytes: &[u8]) -> Result<Self, PackError> {
        within(MANIFEST, bytes.len() as u64)?;
        let manifest: Self = file::json(MANIFEST, SCHEMA, bytes)?;
        for (name, entry) in &manifest.files {
            if name == MANIFEST {
                return Err(PackError::Unlisted { file: name.clone() });
            }
            within(name, entry.bytes)?;
        }
        Ok(manifest)
    }

    /// Whether these bytes are the file the manifest lists.
    ///
    /// # Errors
    /// [`PackError::Unlisted`], [`PackError::TooLarge`], [`PackError::Size`] or [`PackError::Hash`].
    pub fn verify(&self, name: &str, bytes: &[u8]) -> Result<(), PackError> {
        let entry = self.files.get(name).ok_or_else(|| PackError::Unlisted { file: name.into() })?;
        let (file, found) = (name.to_owned(), bytes.len() as u64);
        within(name, found)?;
        if found != entry.bytes {
            return Err(PackError::Size { file, expected: entry.bytes, found });
        }
        let found = sha256(bytes);
        if found != entry.sha256 {
            return Err(PackError::Hash { file, expected: entry.sha256.clone(), found });
        }
        Ok(())
    }
}

fn within(name: &str, bytes: u64) -> Result<(), PackError> {
    let limit = limit(name).ok_or_else(|| PackError::Unlisted { file: name.into() })?;
    if bytes > limit { Err(PackError::TooLarge { file: name.into(), bytes, limit }) } else { Ok(()) }
}

tree_struct! {
    strict Manifest { schema, version, city, vintage, files }
    strict FileEntry { sha256, bytes }
}
