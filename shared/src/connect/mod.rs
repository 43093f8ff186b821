//! Open data in: a module a source, each a pure function from bytes to observations and structured warnings.
//!
//! [`import`] finds the connector of a file by its name and beginning and reads it. A row that cannot be read does not
//! lose the file: it becomes a [`Warning`] that names row, column and cell. Everything is bounded in size; nothing here
//! does input or output. The endpoints, formats and traps of each source stand at its module.

mod annual;
pub mod c40;
pub mod carris;
pub mod catalogue;
mod csv_text;
pub mod dgeg;
#[cfg(feature = "parquet")]
pub mod eea;
pub mod entsoe;
pub mod eredes;
mod error;
pub mod eurostat;
pub mod generic;
pub mod geojson;
pub mod gtfs;
pub mod ine;
mod input;
pub mod ipma;
pub mod json;
pub mod metro_lisboa;
pub mod ngsi;
pub mod number;
mod observed;
pub mod open_meteo;
pub mod osm;
#[cfg(feature = "parquet")]
pub mod parquet;
pub mod place;
mod projection;
pub mod qualar;
mod registry;
pub mod ren;
#[cfg(test)]
mod tests;
pub mod text;
pub mod time;
pub mod vintage;
mod warning;

pub use annual::{Annual, annual_means};
pub use csv_text::{Cells, Csv};
pub use error::ConnectError;
pub use input::{Hints, Import, Input, MAX_BYTES, unpack};
pub use observed::{MAX_ROWS, Observed, Row, series};
pub use place::Place;
pub use projection::from_tm06;
pub use registry::{CONNECTORS, Connector, by_id, claimant, import};
pub use warning::{Kind, MAX_KEPT, Warning, Warnings};
