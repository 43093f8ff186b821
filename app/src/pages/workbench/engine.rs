//! The binding to `app/workbench`, only what the page uses of it.
//!
//! `workbench.mjs` leaves itself as `gemeoWorkbench`; nothing here may be called before [`load`] has finished.

use wasm_bindgen::prelude::*;

use crate::{assets, browser};

#[wasm_bindgen]
extern "C" {
    /// A database in a worker: a [`Desk`]. `heard` is told the share of DuckDB that has come.
    #[wasm_bindgen(js_namespace = gemeoWorkbench, catch)]
    pub async fn open(size: f64, heard: &JsValue) -> Result<JsValue, JsValue>;

    /// Puts packs into its tables, makes them known and locks it.
    #[wasm_bindgen(js_namespace = gemeoWorkbench, catch)]
    pub async fn fill(desk: &Desk, packs: &str, words: &str) -> Result<JsValue, JsValue>;

    /// Puts the reader's own datasets, each as its lists (JSON) and the bytes of its rows, beside them, in place of
    /// those that are there.
    #[wasm_bindgen(js_namespace = gemeoWorkbench, catch)]
    pub async fn own(desk: &Desk, datasets: &js_sys::Array) -> Result<JsValue, JsValue>;

    /// An editor in an element: `{text, label, hint, suggestions, changed, run}`.
    #[wasm_bindgen(js_namespace = gemeoWorkbench)]
    pub fn edit(host: &web_sys::Element, options: &JsValue) -> Editor;

    /// Keeps its files for visits without connection.
    #[wasm_bindgen(js_namespace = gemeoWorkbench)]
    pub fn keep();

    /// The database.
    #[derive(Debug, Clone)]
    pub type Desk;

    /// Asks; an [`Answer`], or what is wrong as `{kind, message, from}`.
    #[wasm_bindgen(method, catch)]
    pub async fn run(this: &Desk, sql: &str) -> Result<JsValue, JsValue>;

    /// Every row of a question, at most so many.
    #[wasm_bindgen(method, catch)]
    pub async fn every(this: &Desk, sql: &str, most: f64) -> Result<JsValue, JsValue>;

    /// Stops the question under way; true where the database had to be started anew.
    #[wasm_bindgen(method, catch)]
    pub async fn cancel(this: &Desk) -> Result<JsValue, JsValue>;

    /// Its tables, as JSON.
    #[wasm_bindgen(method, catch)]
    pub async fn schema(this: &Desk) -> Result<JsValue, JsValue>;

    /// Ends it.
    #[wasm_bindgen(method, catch)]
    pub async fn close(this: &Desk) -> Result<JsValue, JsValue>;

    /// A result.
    #[derive(Debug, Clone)]
    pub type Answer;

    /// Its columns, as JSON.
    #[wasm_bindgen(method)]
    pub fn columns(this: &Answer) -> String;

    /// Its rows, some of them.
    #[wasm_bindgen(method)]
    pub fn rows(this: &Answer, from: u32, to: u32) -> js_sys::Array;

    /// It as a file, a `Blob`; Parquet is written by the worker at an address.
    #[wasm_bindgen(method, catch)]
    pub async fn file(this: &Answer, format: &str, worker: &str) -> Result<JsValue, JsValue>;

    /// How many rows it has.
    #[wasm_bindgen(method, getter)]
    pub fn count(this: &Answer) -> f64;

    /// Whether these are all.
    #[wasm_bindgen(method, getter)]
    pub fn complete(this: &Answer) -> bool;

    /// How long it took.
    #[wasm_bindgen(method, getter)]
    pub fn millis(this: &Answer) -> f64;

    /// The editor.
    #[derive(Debug, Clone)]
    pub type Editor;

    /// Writes another text.
    #[wasm_bindgen(method)]
    pub fn set(this: &Editor, text: &str);

    /// Tables and columns to offer, as [`Desk::schema`] gives them.
    #[wasm_bindgen(method)]
    pub fn know(this: &Editor, schema: &str);

    /// Marks a position as wrong and gives line and column; null takes the mark away.
    #[wasm_bindgen(method)]
    pub fn mark(this: &Editor, from: &JsValue, message: &str) -> JsValue;

    /// Takes it out of the page.
    #[wasm_bindgen(method, js_name = close)]
    pub fn leave(this: &Editor);
}

/// Loads the module once for the page; later calls return at once.
///
/// # Errors
/// What did not load.
pub async fn load() -> Result<(), String> {
    if is_here() {
        return Ok(());
    }
    let module = assets::url(&assets::assets().workbench);
    browser::element("script", &[("type", "module"), ("src", &module)]).await?;
    is_here().then_some(()).ok_or_else(|| "the workbench's module did not start".into())
}

fn is_here() -> bool {
    js_sys::Reflect::has(&js_sys::global(), &"gemeoWorkbench".into()).unwrap_or(false)
}
