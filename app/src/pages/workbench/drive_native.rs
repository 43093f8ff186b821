//! Natively there is no database: pages are rendered as they open.

use super::{
    columns::Cell,
    state::{Bench, Shown},
};

/// Whether the reader started it before.
pub fn was_here() -> bool {
    false
}

/// Starts the database.
pub fn start(_bench: Bench) {}

/// Looks whether the reader keeps other data by now.
pub fn own_again(_bench: Bench) {}

/// Puts the editor into the page.
pub fn mount(_bench: Bench, _host: &web_sys::HtmlDivElement) {}

/// Writes into the editor.
pub fn write(_sql: &str) {}

/// Asks.
pub fn run(_bench: Bench, _sql: &str, _plan: bool) {}

/// Stops the question under way.
pub fn stop(_bench: Bench) {}

/// Rows of the last result.
pub fn rows(_from: usize, _to: usize) -> Vec<Vec<Cell>> {
    Vec::new()
}

/// Offers the last result as a file.
pub fn take(_bench: Bench, _format: &'static str) {}

/// Shows a column of the last result on the map of its city.
pub fn map(_bench: Bench, _shown: &Shown, _value: usize) {}

/// Ends the database.
pub fn close() {}
