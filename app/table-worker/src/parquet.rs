//! A table of the workbench as a Parquet file: its columns come group of rows by group of rows.

use std::cell::RefCell;

use gemeo_shared::own::parquet::write::{Kind, Values, Writer};
use js_sys::{Array, BigInt64Array, Float64Array, Uint8Array};
use wasm_bindgen::{JsCast, JsValue, prelude::wasm_bindgen};

thread_local! {
    static FILE: RefCell<Option<(Vec<Kind>, Writer)>> = const { RefCell::new(None) };
}

/// Begins a file; `columns` is a list of `[name, kind]` as JSON.
///
/// # Errors
/// What is wrong, in words.
#[wasm_bindgen]
pub fn parquet_begin(columns: &str) -> Result<(), String> {
    let columns: Vec<(String, Kind)> = serde_json::from_str(columns).map_err(|e| e.to_string())?;
    let writer = Writer::new(&columns).map_err(|e| e.to_string())?;
    let kinds = columns.into_iter().map(|(_, kind)| kind).collect();
    FILE.with(|file| *file.borrow_mut() = Some((kinds, writer)));
    Ok(())
}

/// Adds rows: for each column `[values, known]`, where `known` has a byte a row, 0 where there is no value. Values are an
/// array of 64-bit integers (whole numbers, days, milliseconds), of numbers (numbers and truths) or of texts.
///
/// # Errors
/// What is wrong, in words.
#[wasm_bindgen]
pub fn parquet_group(columns: &Array) -> Result<(), String> {
    FILE.with(|file| {
        let mut file = file.borrow_mut();
        let (kinds, writer) = file.as_mut().ok_or("no file was begun")?;
        let values = kinds.iter().zip(columns.iter()).map(|(kind, column)| values(*kind, &column));
        let values = values.collect::<Option<Vec<_>>>().ok_or("a column of another kind")?;
        writer.group(&values).map_err(|e| e.to_string())
    })
}

/// Ends the file and gives its bytes.
///
/// # Errors
/// What is wrong, in words.
#[wasm_bindgen]
pub fn parquet_end() -> Result<Uint8Array, String> {
    let (_, writer) = FILE.with(RefCell::take).ok_or("no file was begun")?;
    writer.finish().map(|bytes| Uint8Array::from(bytes.as_slice())).map_err(|e| e.to_string())
}

fn values(kind: Kind, column: &JsValue) -> Option<Values> {
    let pair: &Array = column.dyn_ref()?;
    let known = pair.get(1).dyn_into::<Uint8Array>().ok()?.to_vec();
    let values = pair.get(0);
    Some(match kind {
        Kind::Integer | Kind::Date | Kind::Moment => {
            Values::Whole(where_known(values.dyn_into::<BigInt64Array>().ok()?.to_vec(), &known))
        }
        Kind::Number => Values::Number(where_known(values.dyn_into::<Float64Array>().ok()?.to_vec(), &known)),
        Kind::Boolean => {
            let truths = values.dyn_into::<Float64Array>().ok()?.to_vec();
            Values::Boolean(where_known(truths.into_iter().map(|v| v != 0.0).collect(), &known))
        }
        Kind::Text => {
            let texts: &Array = values.dyn_ref()?;
            Values::Text(where_known(
                texts.iter().map(|v| v.as_string().unwrap_or_default()).collect(),
                &known,
            ))
        }
    })
}

fn where_known<T>(values: Vec<T>, known: &[u8]) -> Vec<Option<T>> {
    values.into_iter().zip(known).map(|(value, known)| (*known != 0).then_some(value)).collect()
}
