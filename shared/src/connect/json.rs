//! JSON answers: bounded, out of the wrapping of a recording, and read by the way to a value.

use serde_json::Value;

use super::{ConnectError, Input, number};

/// Bytes of a JSON answer: read whole, it takes several times as much memory.
pub const MAX_JSON: usize = 128 << 20;

/// Reads an answer; what a recording wrapped as `{_provenance, body}` is unwrapped.
///
/// # Errors
/// [`ConnectError`] where it is too large or no JSON.
pub fn read(input: &Input<'_>) -> Result<Value, ConnectError> {
    if input.bytes.len() > MAX_JSON {
        return Err(ConnectError::TooLarge {
            file: input.name.into(),
            what: "bytes of JSON",
            max: MAX_JSON as u64,
        });
    }
    let bytes = input.bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(input.bytes);
    let mut value: Value =
        serde_json::from_slice(bytes).map_err(|e| input.shape(format!("no JSON ({e})"), "a JSON answer"))?;
    if value.get("_provenance").is_some()
        && let Some(body) = value.get_mut("body")
    {
        value = body.take();
    }
    Ok(value)
}

/// The list under a key.
///
/// # Errors
/// [`ConnectError::Shape`] where there is none.
pub fn list<'v>(input: &Input<'_>, value: &'v Value, key: &str) -> Result<&'v Vec<Value>, ConnectError> {
    value
        .get(key)
        .and_then(Value::as_array)
        .ok_or_else(|| input.shape(format!("no list “{key}”"), format!("an answer with a list “{key}”")))
}

/// The first list under one of these keys, or the value itself where it is a list.
///
/// # Errors
/// [`ConnectError::Shape`] where there is none.
pub fn any_list<'v>(
    input: &Input<'_>,
    value: &'v Value,
    keys: &[&str],
) -> Result<&'v Vec<Value>, ConnectError> {
    let found = value.as_array().or_else(|| keys.iter().find_map(|k| value.get(k)?.as_array()));
    found.ok_or_else(|| {
        input.shape("no list of records", format!("an answer with a list “{}”", keys.join("” or “")))
    })
}

/// The text under a key; of a number, its digits; empty where there is neither.
pub fn text(value: &Value, key: &str) -> String {
    value.get(key).map(scalar).unwrap_or_default()
}

/// A text, number or truth value as text; empty for anything else.
pub fn scalar(value: &Value) -> String {
    match value {
        Value::String(text) => text.trim().into(),
        Value::Number(number) => number.to_string(),
        Value::Bool(truth) => truth.to_string(),
        _ => String::new(),
    }
}

/// A number, also one written as text.
pub fn number(value: &Value) -> Option<f64> {
    match value {
        Value::Number(n) => n.as_f64().filter(|v| v.is_finite()),
        Value::String(text) => number::written(text),
        _ => None,
    }
}

/// The number under a key.
pub fn number_of(value: &Value, key: &str) -> Option<f64> {
    value.get(key).and_then(number)
}
