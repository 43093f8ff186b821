//! Reading the catalogue's TOML files, with every text in both languages.

use std::{collections::BTreeMap, fs, path::Path};

use serde_json::{Map, Value, json};

use crate::catalogue::Definition;

/// Keys of an indicator that are for readers, not for the engine.
const FOR_READERS: [&str; 9] =
    ["pt", "en", "references", "align", "responsible", "frequency", "over_space", "over_time", "quality"];

/// What every indicator says in each language.
const TEXTS: [&str; 4] = ["name", "short", "explain", "method"];

/// The catalogue as the build writes it.
pub struct Collected {
    pub definitions: Vec<Definition>,
    pub texts: Value,
}

type Failure = Box<dyn std::error::Error>;

/// Reads all files of a folder, in the order of their names.
pub fn collect(folder: &Path) -> Result<Collected, Failure> {
    let mut files: Vec<_> = fs::read_dir(folder)?.map(|e| e.map(|e| e.path())).collect::<Result<_, _>>()?;
    files.retain(|f| f.extension().is_some_and(|e| e == "toml"));
    files.sort();
    let mut tables: BTreeMap<String, Value> = BTreeMap::new();
    for file in files {
        let text = fs::read_to_string(&file)?;
        let table: Value = toml::from_str(&text).map_err(|e| format!("{}: {e}", file.display()))?;
        tables.insert(file.file_stem().unwrap_or_default().to_string_lossy().into(), table);
    }
    let mut shared = Map::new();
    for name in ["concepts", "domains", "roles", "remarks", "dimensions"] {
        let table = tables.remove(name).ok_or_else(|| format!("catalogue/{name}.toml is missing"))?;
        bilingual(&format!("{name}.toml"), &table)?;
        shared.insert(name.into(), table);
    }
    let mut collected = Collected { definitions: Vec::new(), texts: Value::Null };
    let mut readers = Vec::new();
    for (file, table) in &tables {
        let list = table["indicator"].as_array();
        for item in list.ok_or_else(|| format!("catalogue/{file}.toml has no [[indicator]]"))? {
            let item = item.as_object().ok_or_else(|| format!("catalogue/{file}.toml: not a table"))?;
            let (definition, for_readers) =
                indicator(item, &shared).map_err(|e| format!("catalogue/{file}.toml: {e}"))?;
            collected.definitions.push(definition);
            readers.push(for_readers);
        }
    }
    shared.insert("indicators".into(), Value::Array(readers));
    collected.texts = Value::Object(shared);
    Ok(collected)
}

fn indicator(item: &Map<String, Value>, shared: &Map<String, Value>) -> Result<(Definition, Value), Failure> {
    let (mut engine, mut readers) = (item.clone(), Map::new());
    for key in FOR_READERS {
        if let Some(value) = engine.remove(key) {
            readers.insert(key.into(), value);
        }
    }
    let name = item.get("id").and_then(|i| i.as_str()).unwrap_or("an indicator without id").to_string();
    let definition: Definition =
        serde_json::from_value(Value::Object(engine)).map_err(|e| format!("{name}: {e}"))?;
    let mut readers = Value::Object(readers);
    for language in ["pt", "en"] {
        for text in TEXTS {
            filled(&readers[language][text]).ok_or_else(|| format!("{name}: no {language}.{text}"))?;
        }
    }
    for text in ["over_space", "over_time", "quality"] {
        bilingual(&format!("{name}: {text}"), &readers[text])?;
    }
    let known = |list: &str, key: &str| shared[list].get(key).is_some();
    let responsible = readers["responsible"].as_str().unwrap_or_default().to_string();
    if !known("roles", &responsible) {
        return Err(format!("{name}: the role “{responsible}” is not in roles.toml").into());
    }
    if !known("domains", &definition.domain) {
        return Err(format!("{name}: the domain “{}” is not in domains.toml", definition.domain).into());
    }
    let remarks =
        definition.remarks.iter().map(|r| &r.key).chain(definition.not_comparable.iter().map(|n| &n.key));
    for key in remarks {
        if !known("remarks", key.strip_prefix("remark.").unwrap_or(key)) {
            return Err(format!("{name}: the remark “{key}” is not in remarks.toml").into());
        }
    }
    for dimension in &definition.by {
        if !known("dimensions", dimension) {
            return Err(format!("{name}: the dimension “{dimension}” is not in dimensions.toml").into());
        }
    }
    readers["id"] = json!(definition.id);
    readers["domain"] = json!(definition.domain);
    readers["unit"] = json!(definition.unit);
    readers["formula"] = json!(definition.formula.trim());
    readers["levels"] = json!(definition.levels);
    readers["by"] = json!(definition.by);
    Ok((definition, readers))
}

fn filled(text: &Value) -> Option<&str> {
    text.as_str().filter(|t| !t.trim().is_empty())
}

/// Every text that has one language must have the other.
fn bilingual(place: &str, value: &Value) -> Result<(), Failure> {
    let Value::Object(table) = value else {
        return Err(format!("{place}: texts in pt and en are missing").into());
    };
    if table.contains_key("pt") || table.contains_key("en") {
        for language in ["pt", "en"] {
            if table.get(language).and_then(filled).is_none() {
                return Err(format!("{place}: no text in {language}").into());
            }
        }
    }
    let nested = table.iter().filter(|(key, value)| *key != "pt" && *key != "en" && value.is_object());
    for (key, value) in nested {
        bilingual(&format!("{place}: {key}"), value)?;
    }
    Ok(())
}
