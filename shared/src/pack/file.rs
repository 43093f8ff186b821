//! The data files of a pack: what each holds, and reading one from its bytes.

#[cfg(not(target_arch = "wasm32"))]
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{CORE, DETAIL, GEOGRAPHY, Geography, PackError, SOURCES, VERSION, geography};
use crate::{
    geo::Level,
    lean::{self, LeanError},
    source::Source,
    table::{RawTable, Table},
    tree::{self, FromTree},
    tree_struct,
    view::{Profile, Target},
};

/// Schema name of `core.json`.
pub const CORE_SCHEMA: &str = "gemeo-pack/core";
/// Schema name of `detail.json`.
pub const DETAIL_SCHEMA: &str = "gemeo-pack/detail";
/// Schema name of `geography.json`.
pub const GEOGRAPHY_SCHEMA: &str = "gemeo-pack/geography";
/// Schema name of `sources.json`.
pub const SOURCES_SCHEMA: &str = "gemeo-pack/sources";

/// Whether figures of such places are in `core.json`, which is what a city opens with.
///
/// Stations are few, and the city's own air quality is made of theirs: without them a page that has only the
/// core would say that there are no figures.
pub fn in_core(level: Level) -> bool {
    matches!(level, Level::City | Level::Country | Level::Station)
}

/// The head every file of a pack begins with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// What kind of file it is, e.g. `gemeo-pack/core`.
    pub schema: String,
    /// Version of the pack schema.
    pub version: u32,
}

/// `core.json`, with its table as `T`.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Core<T> {
    /// Schema name.
    pub schema: String,
    /// Version of the pack schema.
    pub version: u32,
    /// Who the city is.
    pub profile: Profile,
    /// Its promises, the one in force first.
    pub targets: Vec<Target>,
    /// Series of the city, its stations and its country.
    pub table: T,
}

/// `detail.json`, with its table as `T`.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Detail<T> {
    /// Schema name.
    pub schema: String,
    /// Version of the pack schema.
    pub version: u32,
    /// Id of the city.
    pub city: String,
    /// Series of parishes, cells and stations.
    pub table: T,
}

/// `geography.json`.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct GeographyFile {
    /// Schema name.
    pub schema: String,
    /// Version of the pack schema.
    pub version: u32,
    /// Id of the city.
    pub city: String,
    /// Places, outlines and cells.
    pub geography: geography::Wire,
}

/// `sources.json`.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SourcesFile {
    /// Schema name.
    pub schema: String,
    /// Version of the pack schema.
    pub version: u32,
    /// Id of the city.
    pub city: String,
    /// The sources of every figure of the pack, by id.
    pub sources: Vec<Source>,
}

tree_struct! {
    Core<T> { schema, version, profile, targets, table }
    Detail<T> { schema, version, city, table }
    GeographyFile { schema, version, city, geography }
    SourcesFile { schema, version, city, sources }
}

/// Reads `core.json`.
///
/// # Errors
/// [`PackError`] with line and column, or row and column of the table.
pub fn core(bytes: &[u8]) -> Result<Core<Table>, PackError> {
    let core: Core<RawTable> = json(CORE, CORE_SCHEMA, bytes)?;
    let table = table(CORE, core.table)?;
    Ok(Core {
        schema: core.schema,
        version: core.version,
        profile: core.profile,
        targets: core.targets,
        table,
    })
}

/// Reads `detail.json` of this city.
///
/// # Errors
/// [`PackError`] with line and column, or row and column of the table.
pub fn detail(bytes: &[u8], city: &str) -> Result<Table, PackError> {
    let detail: Detail<RawTable> = json(DETAIL, DETAIL_SCHEMA, bytes)?;
    same_city(DETAIL, city, detail.city)?;
    table(DETAIL, detail.table)
}

/// Reads `geography.json` of this city.
///
/// # Errors
/// [`PackError`] with line and column, or the entry at fault.
pub fn geography(bytes: &[u8], city: &str) -> Result<Geography, PackError> {
    let read: GeographyFile = json(GEOGRAPHY, GEOGRAPHY_SCHEMA, bytes)?;
    same_city(GEOGRAPHY, city, read.city)?;
    Geography::try_from(read.geography)
        .map_err(|error| PackError::Geography { file: GEOGRAPHY.into(), error })
}

/// Reads `sources.json` of this city.
///
/// # Errors
/// [`PackError`] with line and column.
pub fn sources(bytes: &[u8], city: &str) -> Result<Vec<Source>, PackError> {
    let read: SourcesFile = json(SOURCES, SOURCES_SCHEMA, bytes)?;
    same_city(SOURCES, city, read.city)?;
    Ok(read.sources)
}

/// Reads one JSON file of the pack and checks its schema and version.
///
/// # Errors
/// [`PackError::Utf8`], [`PackError::NewerVersion`], [`PackError::Schema`] or [`PackError::Json`]. A file
/// of a newer version is told as such even where its form is not understood.
#[cfg(not(target_arch = "wasm32"))]
pub fn json<T: DeserializeOwned>(file: &str, schema: &str, bytes: &[u8]) -> Result<T, PackError> {
    let text = utf8(file, bytes)?;
    head(file, schema, serde_json::from_str(text).map_err(|e| json_error(file, &e))?)?;
    serde_json::from_str(text).map_err(|e| json_error(file, &e))
}

/// The same with little code, as the browser does it: a fault is told by its path instead of line and column.
///
/// # Errors
/// As [`json`].
pub fn by_tree<T: FromTree>(file: &str, schema: &str, bytes: &[u8]) -> Result<T, PackError> {
    tree::from_tree(opened(file, schema, bytes)?).map_err(|e| broken(file, &e))
}

#[cfg(target_arch = "wasm32")]
pub(super) use by_tree as json;

/// The tree of a file of this schema and of a version that is known.
fn opened(file: &str, schema: &str, bytes: &[u8]) -> Result<Value, PackError> {
    let tree = lean::tree(utf8(file, bytes)?).map_err(|e| broken(file, &e))?;
    let version = tree.get("version").and_then(Value::as_u64).and_then(|v| u32::try_from(v).ok());
    let (Some(version), Some(named)) = (version, tree.get("schema").and_then(Value::as_str)) else {
        return Err(broken(file, &LeanError::new(&["“schema” or “version” is missing"])));
    };
    head(file, schema, Head { schema: named.into(), version })?;
    Ok(tree)
}

fn broken(file: &str, error: &LeanError) -> PackError {
    PackError::Json { file: file.into(), line: 0, column: 0, message: error.to_string() }
}

fn utf8<'a>(file: &str, bytes: &'a [u8]) -> Result<&'a str, PackError> {
    std::str::from_utf8(bytes).map_err(|e| PackError::Utf8 { file: file.into(), offset: e.valid_up_to() })
}

/// Whether a file is of this schema and of a version that is known.
fn head(file: &str, schema: &str, head: Head) -> Result<(), PackError> {
    if head.version > VERSION {
        return Err(PackError::NewerVersion { file: file.into(), found: head.version, known: VERSION });
    }
    if head.schema != schema {
        let expected = schema.into();
        return Err(PackError::Schema { file: file.into(), expected, found: head.schema });
    }
    Ok(())
}

#[cfg(not(target_arch = "wasm32"))]
fn json_error(file: &str, error: &serde_json::Error) -> PackError {
    PackError::Json {
        file: file.into(),
        line: error.line(),
        column: error.column(),
        message: error.to_string(),
    }
}

fn table(file: &str, raw: RawTable) -> Result<Table, PackError> {
    Table::try_from(raw).map_err(|error| PackError::Table { file: file.into(), error })
}

fn same_city(file: &str, expected: &str, found: String) -> Result<(), PackError> {
    if found == expected {
        return Ok(());
    }
    Err(PackError::OtherCity { file: file.into(), expected: expected.into(), found })
}
