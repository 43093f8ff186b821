//! Features of a GeoPackage (OGC 12-128r18): an SQLite file with tables of features and what they are in.

use std::path::Path;

use rusqlite::{Connection, OpenFlags, types::ValueRef};

use super::{Feature, read::CODE, wkb};

/// Longitude and latitude: WGS 84 and ETRS89, which differ by less than a metre.
const DEGREES: [i64; 2] = [4326, 4258];

/// A table of features.
struct Layer {
    table: String,
    geometry: String,
    srs: i64,
    code: Option<String>,
}

/// The features of the file's layer of parishes.
pub(super) fn features(path: &Path) -> Result<Vec<Feature>, String> {
    // why read only: SQLite would make a missing file, and a city's boundaries are never written
    let file = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY).map_err(fault)?;
    let layer = layer(&file)?;
    if !DEGREES.contains(&layer.srs) {
        let name = srs_name(&file, layer.srs);
        return Err(format!(
            "the coordinates of layer “{}” are in “{name}”; reproject them to longitude and latitude (EPSG:4326)",
            layer.table
        ));
    }
    let code = layer.code.as_deref().map_or_else(|| "NULL".to_owned(), quoted);
    let (geometry, table) = (quoted(&layer.geometry), quoted(&layer.table));
    let mut rows =
        file.prepare(&format!("SELECT {code}, {geometry} FROM {table} ORDER BY rowid")).map_err(fault)?;
    let found = rows
        .query_map([], |row| Ok(Feature { code: text(row.get_ref(0)?), shape: shape(row.get_ref(1)?) }))
        .map_err(fault)?;
    found.collect::<Result<_, _>>().map_err(fault)
}

fn fault(error: rusqlite::Error) -> String {
    format!("is not a GeoPackage: {error}")
}

/// The one layer of features; of several the one with a code.
fn layer(file: &Connection) -> Result<Layer, String> {
    let mut listed = file
        .prepare("SELECT table_name, column_name, srs_id FROM gpkg_geometry_columns ORDER BY 1")
        .map_err(fault)?;
    let rows = listed.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).map_err(fault)?;
    let mut layers = Vec::new();
    for row in rows {
        let (table, geometry, srs): (String, String, i64) = row.map_err(fault)?;
        let code = code_column(file, &table)?;
        layers.push(Layer { table, geometry, srs, code });
    }
    if layers.len() > 1 && layers.iter().any(|layer| layer.code.is_some()) {
        layers.retain(|layer| layer.code.is_some());
    }
    match layers.len() {
        0 => Err("has no layer of features".into()),
        1 => Ok(layers.remove(0)),
        _ => {
            let names: Vec<String> = layers.into_iter().map(|layer| layer.table).collect();
            Err(format!("has several layers ({}); keep the one with the parishes", names.join(", ")))
        }
    }
}

fn code_column(file: &Connection, table: &str) -> Result<Option<String>, String> {
    let mut columns = file.prepare("SELECT name FROM pragma_table_info(?1)").map_err(fault)?;
    let names = columns.query_map([table], |row| row.get::<_, String>(0)).map_err(fault)?;
    let names: Vec<String> = names.collect::<Result<_, _>>().map_err(fault)?;
    Ok(CODE.iter().find(|code| names.iter().any(|name| name == *code)).map(|code| (*code).to_owned()))
}

/// `EPSG:3763`, or the number in the file where it has no name.
fn srs_name(file: &Connection, srs: i64) -> String {
    let name = file.query_row(
        "SELECT organization || ':' || organization_coordsys_id FROM gpkg_spatial_ref_sys WHERE srs_id = ?1",
        [srs],
        |row| row.get(0),
    );
    // Only a name for a message: the number says the same.
    name.unwrap_or_else(|_| srs.to_string())
}

/// A name in SQL, whatever it holds.
fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

fn text(value: ValueRef<'_>) -> Option<String> {
    match value {
        ValueRef::Text(text) => Some(String::from_utf8_lossy(text).into_owned()),
        // A code is text; a number has lost its leading zero.
        ValueRef::Integer(number) => Some(format!("{number:06}")),
        ValueRef::Null | ValueRef::Real(_) | ValueRef::Blob(_) => None,
    }
}

fn shape(value: ValueRef<'_>) -> Result<super::Polygons, String> {
    match value {
        ValueRef::Blob(blob) => wkb::polygons(blob),
        _ => Err("has no geometry".into()),
    }
}

#[cfg(test)]
#[path = "geopackage_tests.rs"]
mod tests;
