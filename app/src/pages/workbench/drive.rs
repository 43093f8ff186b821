//! The database and the editor of the page: started, filled, asked, stopped, ended.

#[path = "take.rs"]
mod take;

use std::{cell::RefCell, sync::Arc};

use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::spawn_local;

use super::{
    begin::{begin, not_started},
    columns::{Cell, Column, Field, SAMPLE},
    engine::{self, Answer, Desk, Editor},
    own,
    state::{Bench, Shown, Stage, TableOf, Trouble, Work},
};
use crate::{assets, browser, t};

pub use take::{map, take};

/// The database that the reader started last, by its address.
const HERE: &str = "workbench.here";
/// What is put before a question to see its plan.
const EXPLAIN: &str = "EXPLAIN ";

/// What the page holds of JavaScript. There is one workbench at a time.
#[derive(Default)]
struct Held {
    desk: Option<Desk>,
    editor: Option<Editor>,
    /// The last result and the question it answers.
    answer: Option<(Answer, String)>,
}

thread_local! {
    static HELD: RefCell<Held> = RefCell::default();
}

fn held<T>(take: impl FnOnce(&mut Held) -> T) -> T {
    HELD.with(|held| take(&mut held.borrow_mut()))
}

/// Whether the reader started this very database before: its files are kept, and it starts at once.
pub fn was_here() -> bool {
    let now = assets::assets().workbench;
    browser::recall(HERE).is_some_and(|kept| kept == now)
}

/// Starts the database and asks what is written.
pub fn start(bench: Bench) {
    bench.share.set(0.0);
    bench.stage.set(Stage::Fetching);
    spawn_local(async move {
        match begin(bench).await {
            Ok(desk) if bench.stage.try_get_untracked().is_some() => {
                held(|h| h.desk = Some(desk));
                browser::remember(HERE, Some(&assets::assets().workbench));
                engine::keep();
                bench.stage.set(Stage::Ready);
                bench.run();
            }
            // why: the reader has gone on to another page
            Ok(desk) => _ = desk.close().await,
            Err(fault) => _ = bench.stage.try_set(Stage::Failed(fault)),
        }
    });
}

/// Looks whether the reader keeps other data by now.
pub fn own_again(bench: Bench) {
    let Some(desk) = held(|h| h.desk.clone()) else { return };
    if bench.stage.try_get_untracked() == Some(Stage::Ready) && !untrack(|| bench.is_busy()) {
        spawn_local(async move { own::again(bench, &desk).await });
    }
}

/// Reads the tables anew, for the page and for the editor.
pub async fn look(bench: Bench, desk: &Desk) {
    let Some(schema) = desk.schema().await.ok().and_then(|s| s.as_string()) else { return };
    if let Some(editor) = held(|h| h.editor.clone()) {
        editor.know(&schema);
    }
    let tables: Vec<TableOf> = gemeo_shared::lean::from_str(&schema).unwrap_or_default();
    let _ = bench.tables.try_set(tables);
}

/// Puts the editor into the page.
pub fn mount(bench: Bench, host: &web_sys::Element) {
    let options = js_sys::Object::new();
    let set = |name: &str, value: &JsValue| _ = js_sys::Reflect::set(&options, &name.into(), value);
    let changed = Closure::<dyn FnMut(String)>::new(move |text| _ = bench.sql.try_set(text));
    let run = Closure::<dyn FnMut()>::new(move || {
        if bench.stage.try_get_untracked().is_some() && !untrack(|| bench.is_busy()) {
            bench.run();
        }
    });
    set("text", &bench.sql.get_untracked().into());
    set("label", &t!("workbench.editor").into());
    set("hint", &t!("workbench.hint").into());
    set("suggestions", &t!("workbench.suggestions").into());
    set("changed", &changed.into_js_value());
    set("run", &run.into_js_value());
    let editor = engine::edit(host, &options);
    held(|h| h.editor = Some(editor));
    if let Some(desk) = held(|h| h.desk.clone()) {
        spawn_local(async move { look(bench, &desk).await });
    }
}

/// Writes into the editor.
pub fn write(sql: &str) {
    if let Some(editor) = held(|h| h.editor.clone()) {
        editor.set(sql);
    }
}

/// Asks; with `plan` how DuckDB would answer.
pub fn run(bench: Bench, sql: &str, plan: bool) {
    let Some(desk) = held(|h| h.desk.clone()) else { return };
    if untrack(|| bench.is_busy()) {
        return;
    }
    bench.work.set(Work::Busy);
    mark(None, "");
    let asked = if plan { format!("{EXPLAIN}{sql}") } else { sql.to_owned() };
    spawn_local(async move {
        let said = desk.run(&asked).await;
        let work = match said {
            Ok(answer) if plan => plan_of(answer.unchecked_into()),
            Ok(answer) => shown(answer.unchecked_into(), asked.clone()),
            Err(fault) => match trouble(&fault, if plan { EXPLAIN.len() } else { 0 }) {
                Some(trouble) => Work::Wrong(trouble),
                // why: whoever stopped it says so
                None => return,
            },
        };
        let _ = bench.work.try_set(work);
        let lower = asked.to_lowercase();
        if ["create", "drop", "alter"].iter().any(|word| lower.contains(word)) {
            look(bench, &desk).await;
        }
    });
}

fn plan_of(answer: Answer) -> Work {
    let rows = cells(&answer, 0, 100);
    let text = |row: &Vec<Cell>| match row.last() {
        Some(Cell::Text(text)) => text.clone(),
        _ => String::new(),
    };
    Work::Plan(rows.iter().map(text).collect::<Vec<_>>().join("\n"))
}

fn shown(answer: Answer, asked: String) -> Work {
    let fields: Vec<Field> = gemeo_shared::lean::from_str(&answer.columns()).unwrap_or_default();
    let sample = cells(&answer, 0, SAMPLE);
    let column = |(at, field): (usize, Field)| {
        let values: Vec<Cell> = sample.iter().map(|row| row[at].clone()).collect();
        Column::of(field, &values)
    };
    let columns = fields.into_iter().enumerate().map(column).collect();
    let (count, complete, millis) = (answer.count() as usize, answer.complete(), answer.millis());
    held(|h| h.answer = Some((answer, asked)));
    Work::Rows(Arc::new(Shown { columns, count, complete, millis }))
}

/// Rows of the last result.
pub fn rows(from: usize, to: usize) -> Vec<Vec<Cell>> {
    held(|h| h.answer.clone()).map(|(answer, _)| cells(&answer, from, to)).unwrap_or_default()
}

fn cells(answer: &Answer, from: usize, to: usize) -> Vec<Vec<Cell>> {
    let cell = |value: JsValue| match (value.as_f64(), value.as_string()) {
        (Some(n), _) => Cell::Number(n),
        (_, Some(text)) => Cell::Text(text),
        _ if value.is_null() || value.is_undefined() => Cell::Null,
        _ => Cell::Text(value.as_bool().map_or_else(String::new, |b| b.to_string())),
    };
    let row = |row: JsValue| js_sys::Array::from(&row).iter().map(cell).collect();
    answer.rows(from as u32, to as u32).iter().map(row).collect()
}

/// What is wrong; none where the question was stopped.
fn trouble(fault: &JsValue, before: usize) -> Option<Trouble> {
    let part = |name: &str| js_sys::Reflect::get(fault, &name.into()).unwrap_or_default();
    let kind = part("kind").as_string().unwrap_or_else(|| "query".into());
    if kind == "cancelled" {
        return None;
    }
    let message = part("message").as_string().unwrap_or_else(|| words(fault));
    let place = part("from").as_f64().and_then(|from| mark(Some(from - before as f64), &message));
    Some(Trouble { kind, message, place })
}

/// Marks a place in the editor, and gives its line and column.
fn mark(from: Option<f64>, message: &str) -> Option<(u32, u32)> {
    let editor = held(|h| h.editor.clone())?;
    let place = js_sys::Array::from(&editor.mark(&from.map_or(JsValue::NULL, JsValue::from), message));
    Some((place.get(0).as_f64()? as u32, place.get(1).as_f64()? as u32))
}

/// Stops the question under way.
pub fn stop(bench: Bench) {
    let Some(desk) = held(|h| h.desk.clone()) else { return };
    bench.work.set(Work::Stopping);
    spawn_local(async move {
        let ended = desk.cancel().await;
        // why: it may have been answered in the meantime, or the page is gone
        if !bench.work.try_with_untracked(|w| matches!(w, Work::Stopping)).unwrap_or(false) {
            return;
        }
        match ended {
            Ok(anew) => bench.work.set(Work::Stopped(anew.is_truthy())),
            Err(error) => bench.stage.set(Stage::Failed(not_started(words(&error)))),
        }
    });
}

/// Ends the database and takes the editor away.
pub fn close() {
    let Held { desk, editor, .. } = held(std::mem::take);
    if let Some(editor) = editor {
        editor.leave();
    }
    if let Some(desk) = desk {
        spawn_local(async move { _ = desk.close().await });
    }
}

/// The words of an error.
pub fn words(error: &JsValue) -> String {
    let message = js_sys::Reflect::get(error, &"message".into()).ok().and_then(|m| m.as_string());
    message.unwrap_or_else(|| error.as_string().unwrap_or_else(|| "no words".into()))
}
