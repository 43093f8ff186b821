//! Reads series from a file or standard input.

use std::{
    fs::File,
    io::{Read, stdin},
    path::Path,
};

use serde::de::DeserializeOwned;
use serde_json::{Value, json};

type Fault = Box<dyn std::error::Error>;

/// Largest input that is read, bytes.
const MAX_INPUT: u64 = 128 << 20;

/// The text of a file; `-` or nothing is standard input.
pub fn read(file: Option<&Path>) -> Result<String, Fault> {
    let mut text = String::new();
    match file.filter(|f| f.as_os_str() != "-") {
        Some(path) => File::open(path)
            .and_then(|f| f.take(MAX_INPUT + 1).read_to_string(&mut text))
            .map_err(|e| format!("{}: {e}", path.display()))?,
        None => stdin().lock().take(MAX_INPUT + 1).read_to_string(&mut text)?,
    };
    if text.len() as u64 > MAX_INPUT {
        return Err(format!("the input is larger than {MAX_INPUT} bytes").into());
    }
    Ok(text)
}

/// A request: as it is, or made of one series or a list of series. Errors name the field.
pub fn series<T: DeserializeOwned>(text: &str) -> Result<T, Fault> {
    let value: Value = serde_json::from_str(text).map_err(|e| {
        let hint = if text.contains("NaN") || text.contains("Infinity") {
            "; JSON knows no NaN and no Infinity, write null where a value is missing"
        } else {
            ""
        };
        format!("input: {e}{hint}")
    })?;
    let request = match value {
        Value::Array(all) => json!({ "series": all }),
        Value::Object(one) if one.contains_key("values") => json!({ "series": [one] }),
        Value::Object(mut request) => {
            if let Some(one) = request.get_mut("series").filter(|s| s.is_object()) {
                *one = json!([one.take()]);
            }
            Value::Object(request)
        }
        _ => return Err("input: give a request, a series or a list of series".into()),
    };
    serde_path_to_error::deserialize(request)
        .map_err(|e| format!("input, {}: {}", e.path(), e.inner()).into())
}
