//! Open data in: a module a source, each a pure function from bytes to observations and structured warnings.
//!
//! [`import`] finds the connector of a file by its name and beginning and reads it. A row that cannot be read does not
//! lose the file: it becomes a [`Warning`] that names row, column and cell. Everything is bounded in size; nothing here
//! does input or output. The endpoints, formats and traps of each source stand at its module.

mod annual;
mod csv_text;
pub mod eredes;
mod error;
pub mod ine;
mod input;
pub mod json;
pub mod number;
mod observed;
pub mod place;
mod projection;
pub mod qualar;
mod registry;
#[cfg(test)]
mod tests;
pub mod text;
pub mod time;
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
