//! Indicators: from the observations of a pack to the values of the catalogue, with their lineage.
//!
//! [`Catalogue`] holds the definitions, checked for units before any data is read; [`Engine`] computes
//! them: [`Engine::city_view`] for a screen, [`Engine::explain`] for the derivation of one value,
//! [`coverage`] for what is known of which year.

mod catalogue;
mod coverage;
mod embedded;
mod engine;
mod eval;
mod frame;
mod headline;
mod remark;
mod series;
mod store;
#[cfg(test)]
mod tests;
mod trace;
mod trial;
mod uncertain;

pub use catalogue::{Catalogue, CatalogueError, Definition, NotComparable, RemarkRule, When};
pub use coverage::{Coverage, coverage, csv as coverage_csv};
pub use embedded::texts;
pub use engine::{Engine, ExplainError};
pub use trace::Wanted;
pub use trial::Draft;
pub use uncertain::DRAWS;

/// Version of the engine, part of every value's lineage.
///
/// It changes when the same formula and observations would give another value.
pub const ENGINE: &str = concat!("gemeo-engine ", env!("CARGO_PKG_VERSION"));
