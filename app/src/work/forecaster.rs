//! The bridge to the forecast worker: one question at a time, the newest wins.

use std::cell::RefCell;

use gemeo_shared::forecast::report::{Ask, Report};
use serde::Deserialize;
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{Event, MessageEvent, Worker, WorkerOptions, WorkerType};

use crate::assets;

/// What a question leads to, in order: progress, then an answer or an error.
pub enum Heard {
    /// Models tried, and to try.
    Progress(u32, u32),
    /// The answer.
    Answer(Box<Report>),
    /// Why there is none, in the worker's words.
    Error(String),
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Said {
    Progress(u32, u32),
    Ok(Box<Report>),
    Error(String),
}

thread_local! {
    static WORKER: RefCell<Option<Worker>> = const { RefCell::new(None) };
}

/// Asks; an earlier question that is still being worked on is dropped with its worker.
pub fn ask(question: &Ask, busy: bool, heard: impl Fn(Heard) + 'static) {
    let Ok(text) = serde_json::to_string(question) else { return };
    let old = WORKER.with(|w| w.borrow_mut().take());
    let worker = match old {
        Some(worker) if !busy => worker,
        old => {
            if let Some(worker) = old {
                worker.terminate();
            }
            let Some(worker) = start() else { return heard(Heard::Error("no worker".into())) };
            worker
        }
    };
    listen(&worker, heard);
    let _ = worker.post_message(&text.into());
    WORKER.with(|w| *w.borrow_mut() = Some(worker));
}

fn start() -> Option<Worker> {
    let options = WorkerOptions::new();
    options.set_type(WorkerType::Module);
    options.set_name("gemeo-forecast");
    Worker::new_with_options(&assets::url(&assets::assets().forecast_worker), &options).ok()
}

fn listen(worker: &Worker, heard: impl Fn(Heard) + 'static) {
    let heard = std::rc::Rc::new(heard);
    let on_message = {
        let heard = heard.clone();
        Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            let text = event.data().as_string().unwrap_or_default();
            heard(match gemeo_shared::lean::from_str(&text) {
                Ok(Said::Progress(done, all)) => Heard::Progress(done, all),
                Ok(Said::Ok(report)) => Heard::Answer(report),
                Ok(Said::Error(words)) => Heard::Error(words),
                Err(error) => Heard::Error(error.to_string()),
            });
        })
    };
    worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    on_message.forget();
    let on_error = Closure::<dyn FnMut(Event)>::new(move |event: Event| {
        event.prevent_default();
        if let Some(worker) = WORKER.with(|w| w.borrow_mut().take()) {
            worker.terminate();
        }
        heard(Heard::Error("the worker stopped".into()));
    });
    worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
    on_error.forget();
}
