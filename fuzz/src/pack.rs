//! The pack reader: any bytes as one of a pack's files.

use std::{collections::BTreeMap, fmt::Debug};

use gemeo_shared::{
    geo::Level,
    pack::{CORE, DETAIL, Index, MANIFEST, Manifest, Pack, SOURCES, check, file, manifest::sha256},
    table::{RawTable, Table},
    tree::{self, FromTree},
};
use serde::de::DeserializeOwned;
use serde_json::Value;

/// The first byte says which file the rest is; reading, and checking a pack that holds it, must come to an end.
pub fn pack(data: &[u8]) {
    let Some((kind, bytes)) = data.split_first() else { return };
    match kind % 6 {
        0 => {
            drop(Manifest::read(bytes));
            same::<Manifest>(bytes);
        }
        1 => {
            drop(Index::read(bytes));
            same::<Index>(bytes);
        }
        2 => whole(CORE, bytes),
        3 => whole(DETAIL, bytes),
        4 => geography(bytes),
        _ => whole(SOURCES, bytes),
    }
}

/// The browser's way to read a file and serde's take the same files, and the same from them.
fn same<T: DeserializeOwned + FromTree + PartialEq + Debug>(bytes: &[u8]) {
    let Ok(tree) = serde_json::from_slice::<Value>(bytes) else { return };
    let (by_serde, by_tree) = (serde_json::from_value::<T>(tree.clone()), tree::from_tree::<T>(tree.clone()));
    // A list in place of an object is for serde a structure without names; no file of ours has one.
    if !has_list_of_fields(&tree) {
        assert_eq!(by_serde.is_ok(), by_tree.is_ok(), "{:?} {:?}", by_serde.err(), by_tree.err());
    }
    if let (Ok(a), Ok(b)) = (by_serde, by_tree) {
        assert_eq!(a, b);
    }
}

fn has_list_of_fields(tree: &Value) -> bool {
    match tree {
        Value::Array(_) => true,
        Value::Object(fields) => fields.values().any(has_list_of_fields),
        _ => false,
    }
}

/// A pack of this one file, with a manifest that fits, opened and checked.
fn whole(name: &str, bytes: &[u8]) {
    let city = city(bytes);
    let entry = serde_json::json!({"sha256": sha256(bytes), "bytes": bytes.len()});
    let manifest = serde_json::json!({
        "schema": "gemeo-pack/manifest", "version": 1, "city": city, "vintage": "2025", "files": {name: entry}
    });
    let files: BTreeMap<String, Vec<u8>> =
        [(MANIFEST.to_string(), manifest.to_string().into_bytes()), (name.to_string(), bytes.to_vec())]
            .into();
    if let Ok(pack) = Pack::read(&files) {
        assert!(pack.core.rows().count() < 1 << 20, "rows out of nothing");
    }
    let _ = check::check(&files);
    drop(file::detail(bytes, &city));
    drop(file::sources(bytes, &city));
    let by_tree = file::by_tree::<file::Core<RawTable>>(CORE, file::CORE_SCHEMA, bytes);
    if let (Ok(a), Ok(b)) = (file::core(bytes), by_tree) {
        assert_eq!(Table::try_from(b.table).ok(), Some(a.table), "another table");
    }
}

/// The city that a file says it is of, so that reading goes on.
fn city(bytes: &[u8]) -> String {
    let value: Value = serde_json::from_slice(bytes).unwrap_or_default();
    let named = [&value["city"], &value["profile"]["id"]].into_iter().find_map(|v| v.as_str());
    named.unwrap_or("x").to_string()
}

/// Outlines, cells and neighbours of what could be read.
fn geography(bytes: &[u8]) {
    let Ok(read) = file::geography(bytes, &city(bytes)) else { return };
    for level in [Level::City, Level::Parish2013, Level::Parish2025] {
        let _ = read.to_geojson(level);
        let _ = read.neighbours(level);
    }
    let _ = read.bbox();
    if let Some(grid) = read.grid() {
        let ids = grid.ids();
        assert_eq!(grid.centres().len(), ids.len(), "cells and centres differ");
        let _ = grid.hexagons();
    }
}
