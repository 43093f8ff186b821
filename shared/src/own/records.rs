//! JSON: a list of records, or features with their properties.

use serde::{Deserialize, de::IgnoredAny};
use serde_json::{Map, Value as Json};

use super::{Encoding, FileKind, MAX_COLUMNS, Refusal, file::Opened};
use crate::exchange::{Cell, MAX_TEXT, Sheet};

/// Cells of a JSON file.
const MAX_JSON_CELLS: usize = 4_000_000;

#[derive(Deserialize)]
struct Collection {
    features: Vec<Feature>,
}

#[derive(Deserialize)]
struct Feature {
    #[serde(default)]
    properties: Option<Map<String, Json>>,
    #[serde(default, rename = "geometry")]
    _geometry: Option<IgnoredAny>,
}

/// A list of records as a sheet: their fields as columns, in the order they are first met.
pub(super) fn read(bytes: &[u8]) -> Result<Opened, Refusal> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let (kind, items) = match serde_json::from_slice::<Collection>(bytes) {
        Ok(found) => {
            let items = found.features.into_iter().filter_map(|f| f.properties);
            (FileKind::Geojson, items.collect::<Vec<_>>())
        }
        Err(_) => {
            let tree: Json = serde_json::from_slice(bytes)
                .map_err(|e| Refusal::new("json").with("line", e.line()).with("column", e.column()))?;
            (FileKind::Json, list(tree).ok_or_else(|| Refusal::new("no_records"))?)
        }
    };
    let mut header: Vec<String> = Vec::new();
    let mut places = std::collections::HashMap::new();
    let mut rows = vec![Vec::new()];
    let mut cells = 0;
    for item in items {
        let mut row = Vec::new();
        for (name, value) in flat(item) {
            let at = *places.entry(name).or_insert_with_key(|name| {
                header.push(name.clone());
                header.len() - 1
            });
            if at >= MAX_COLUMNS {
                return Err(Refusal::new("too_wide").with("most", MAX_COLUMNS));
            }
            row.resize(row.len().max(at + 1), Cell::Empty);
            row[at] = value;
        }
        cells += row.len();
        if cells > MAX_JSON_CELLS {
            return Err(Refusal::new("too_many").with("size", cells).with("most", MAX_JSON_CELLS));
        }
        rows.push(row);
    }
    if rows.len() < 2 || header.is_empty() {
        return Err(Refusal::new("no_records"));
    }
    rows[0] = header.into_iter().map(Cell::Text).collect();
    let sheet = Sheet { rows, ..Sheet::default() };
    let (encoding, delimiter) = (Some(Encoding::Utf8), None);
    Ok(Opened {
        kind,
        encoding,
        delimiter,
        sheets: vec![sheet],
        lines: Vec::new(),
        whole: true,
        rewritten: None,
        left: 0,
    })
}

/// The list of records in an answer: itself, or the longest list of objects under one of its keys.
fn list(tree: Json) -> Option<Vec<Map<String, Json>>> {
    let objects = |list: Vec<Json>| {
        let objects =
            list.into_iter().filter_map(|item| if let Json::Object(map) = item { Some(map) } else { None });
        objects.collect::<Vec<_>>()
    };
    let found = match tree {
        Json::Array(list) => objects(list),
        Json::Object(map) => {
            let lists = map
                .into_iter()
                .filter_map(|(_, v)| if let Json::Array(list) = v { Some(objects(list)) } else { None });
            lists.max_by_key(Vec::len)?
        }
        _ => return None,
    };
    (!found.is_empty()).then_some(found)
}

/// Fields of a record; those of an object within it after a dot.
fn flat(item: Map<String, Json>) -> Vec<(String, Cell)> {
    let mut out = Vec::new();
    for (name, value) in item {
        match value {
            Json::Object(inner) => {
                out.extend(
                    inner.into_iter().filter_map(|(key, v)| Some((format!("{name}.{key}"), cell(v)?))),
                );
            }
            other => out.extend(cell(other).map(|c| (name, c))),
        }
    }
    out
}

fn cell(value: Json) -> Option<Cell> {
    Some(match value {
        Json::Null => Cell::Empty,
        Json::Bool(b) => Cell::Bool(b),
        Json::Number(n) => Cell::Number(n.as_f64()?),
        Json::String(text) => Cell::Text(text.chars().take(MAX_TEXT).collect()),
        Json::Array(_) | Json::Object(_) => return None,
    })
}
