//! The catalogue that is embedded when the program is built, by `shared/build.rs`.

use super::{Catalogue, CatalogueError};
use crate::wire;

impl Catalogue {
    /// The catalogue of `shared/catalogue`.
    ///
    /// # Errors
    /// None in a program that was built: the build checks the same catalogue.
    pub fn embedded() -> Result<Self, CatalogueError> {
        wire::from_bytes(include_bytes!(concat!(env!("OUT_DIR"), "/catalogue.bin")))
            .map_err(|e| CatalogueError::Unreadable(e.to_string()))
    }
}

/// Texts and metadata of the catalogue as JSON, in both languages; the worker does not carry them.
///
/// Form: `{"domains": …, "roles": …, "remarks": …, "dimensions": …, "indicators": […]}`; see docs/indicators.md.
pub fn texts() -> &'static str {
    include_str!(concat!(env!("OUT_DIR"), "/catalogue-texts.json"))
}
