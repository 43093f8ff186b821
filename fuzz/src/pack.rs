//! The pack reader: any bytes as one of a pack's files.

use std::collections::BTreeMap;

use gemeo_shared::{
    geo::Level,
    pack::{CORE, DETAIL, Index, MANIFEST, Manifest, Pack, SOURCES, check, file, manifest::sha256},
};

/// The first byte says which file the rest is; reading, and checking a pack that holds it, must come to an end.
pub fn pack(data: &[u8]) {
    let Some((kind, bytes)) = data.split_first() else { return };
    match kind % 6 {
        0 => drop(Manifest::read(bytes)),
        1 => drop(Index::read(bytes)),
        2 => whole(CORE, bytes),
        3 => whole(DETAIL, bytes),
        4 => geography(bytes),
        _ => whole(SOURCES, bytes),
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
}

/// The city that a file says it is of, so that reading goes on.
fn city(bytes: &[u8]) -> String {
    let value: serde_json::Value = serde_json::from_slice(bytes).unwrap_or_default();
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
