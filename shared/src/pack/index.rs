//! `index.json`: the cities there are, for home and for the `gemeo` command.

use serde::{Deserialize, Serialize};

use super::{PackError, file};
use crate::{standing::Standing, tree_struct, view::Profile};

/// Schema name of the index.
pub const SCHEMA: &str = "gemeo-pack/index";
/// Name of the index beside the packs' folders.
pub const INDEX: &str = "index.json";

/// The list of cities.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Index {
    /// Always [`SCHEMA`].
    pub schema: String,
    /// Version of the pack schema.
    pub version: u32,
    /// The cities, by id.
    pub cities: Vec<IndexEntry>,
}

/// One city of the index.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct IndexEntry {
    /// Who the city is.
    pub profile: Profile,
    /// Folder of the pack, relative to the index, e.g. `lisboa`.
    pub path: String,
    /// SHA-256 of the pack's manifest.
    pub manifest: String,
    /// Newest period of any figure in the pack.
    pub vintage: String,
    /// Where the city stands against its promise, as the engine computed it when the pack was built.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub standing: Option<Standing>,
    /// The city's outline as SVG path data in a box of 1600 × 1000, north up; empty where there is none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub outline: String,
}

impl Index {
    /// Reads an index.
    ///
    /// # Errors
    /// [`PackError`]; a path that is not a plain folder name is refused as [`PackError::Unlisted`].
    pub fn read(bytes: &[u8]) -> Result<Self, PackError> {
        let index: Self = file::json(INDEX, SCHEMA, bytes)?;
        match index.cities.iter().find(|c| !is_folder_name(&c.path)) {
            Some(city) => Err(PackError::Unlisted { file: city.path.clone() }),
            None => Ok(index),
        }
    }
}

/// Whether a text can be a city's folder and id: small letters, digits and hyphens.
pub fn is_folder_name(text: &str) -> bool {
    (1..=64).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        && !text.starts_with('-')
}

tree_struct! {
    Index { schema, version, cities }
    IndexEntry { profile, path, manifest, vintage, standing; outline }
}
