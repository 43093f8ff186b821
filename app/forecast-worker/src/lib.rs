//! The forecast worker: forecasts and trends of `shared` behind one message function.
//!
//! Its own WebAssembly, so that the model worker, which a first visit loads, stays small.

use gemeo_shared::forecast::report::{Ask, report};
use serde::Serialize;
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};

/// What is sent back.
#[derive(Debug, Serialize)]
#[serde(rename_all = "snake_case")]
enum Said<T> {
    Ok(T),
    Error(String),
}

/// Answers one question; `progress` is called with the number of models tried and to try.
#[wasm_bindgen]
pub fn handle(question: &str, progress: &js_sys::Function) -> String {
    answer(question, &mut |done, all| {
        // why: a page that hears nothing of the progress still gets its answer
        let _ = progress.call2(&JsValue::NULL, &(done as u32).into(), &(all as u32).into());
    })
}

/// The same without a browser.
pub fn answer(question: &str, progress: &mut dyn FnMut(usize, usize)) -> String {
    let said = match serde_json::from_str::<Ask>(question) {
        Ok(ask) => match report(&ask, progress) {
            Ok(report) => Said::Ok(report),
            Err(error) => Said::Error(error.to_string()),
        },
        Err(error) => Said::Error(format!("question: {error}")),
    };
    serde_json::to_string(&said).unwrap_or_else(|e| format!(r#"{{"error":{:?}}}"#, e.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_gets_a_forecast_with_its_trend() {
        let question = r#"{"series":{"id":"x","frequency":"A","start":"2010","values":[1,2,3,2,4,5,5,6,7,8]},"horizon":3}"#;
        let mut heard = 0;
        let said = answer(question, &mut |_, _| heard += 1);
        assert!(said.starts_with(r#"{"ok":"#) && said.contains("\"mann_kendall\"") && heard > 3, "{said}");
        assert!(answer("{\"horizon\":", &mut |_, _| {}).starts_with(r#"{"error":"question: "#));
    }
}
