//! The bridge to the table worker: started for one file, ended with its answer.

use std::{cell::RefCell, rc::Rc};

use gemeo_shared::{
    exchange::opened::{Ask, Said},
    own::Refusal,
};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{Event, MessageEvent, Worker, WorkerOptions, WorkerType};

use crate::assets;

/// The reader of files did not do its work; why is for who looks at it closer.
fn broken(why: impl ToString) -> Said {
    Said::Refused(Refusal::new("broken").with("why", why))
}

/// Hands a file's bytes to the worker; `heard` is called once.
pub fn ask(question: &Ask, bytes: JsValue, heard: impl FnOnce(Said) + 'static) {
    let heard = Rc::new(RefCell::new(Some(heard)));
    let say = move |said: Said| {
        if let Some(heard) = heard.borrow_mut().take() {
            heard(said);
        }
    };
    let (Some(worker), Ok(text)) = (start(), serde_json::to_string(question)) else {
        return say(broken("no worker"));
    };
    let (ended, answered) = (worker.clone(), say.clone());
    let message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        let text = event.data().as_string().unwrap_or_default();
        ended.terminate();
        answered(gemeo_shared::lean::from_str(&text).unwrap_or_else(broken));
    });
    worker.set_onmessage(Some(message.as_ref().unchecked_ref()));
    message.forget();
    let ended = worker.clone();
    let error = Closure::<dyn FnMut(Event)>::new(move |event: Event| {
        event.prevent_default();
        ended.terminate();
        say(broken("the file broke its reader"));
    });
    worker.set_onerror(Some(error.as_ref().unchecked_ref()));
    error.forget();
    let _ = worker.post_message(&js_sys::Array::of2(&text.into(), &bytes));
}

fn start() -> Option<Worker> {
    let options = WorkerOptions::new();
    options.set_type(WorkerType::Module);
    options.set_name("gemeo-tables");
    Worker::new_with_options(&assets::url(&assets::assets().table_worker), &options).ok()
}
