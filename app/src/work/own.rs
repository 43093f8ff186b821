//! The bridge to the table worker for a reader's own file: one worker as long as the file is open.

use gemeo_shared::own::{Ask, Refusal, Said};
use js_sys::Array;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{Event, File, MessageEvent, Worker, WorkerOptions, WorkerType};

use crate::assets;

/// What comes from the worker.
pub enum Heard {
    /// So many bytes were read.
    Read(f64),
    /// An answer, with the bytes of rows beside it or nothing.
    Said(Said, JsValue),
}

/// A worker with a file; dropping it ends what it is doing.
pub struct Clerk {
    worker: Worker,
    _message: Closure<dyn FnMut(MessageEvent)>,
    _error: Closure<dyn FnMut(Event)>,
}

impl Clerk {
    /// Starts a worker; `heard` is told all it says.
    pub fn start(heard: impl Fn(Heard) + Clone + 'static) -> Option<Self> {
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        options.set_name("gemeo-own");
        let worker = Worker::new_with_options(&assets::url(&assets::assets().table_worker), &options).ok()?;
        let tell = heard.clone();
        let message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            let data = event.data();
            if let Some(done) = data.as_f64() {
                return tell(Heard::Read(done));
            }
            let parts: Array = data.unchecked_into();
            let text = parts.get(0).as_string().unwrap_or_default();
            let said = gemeo_shared::lean::from_str(&text).unwrap_or_else(|error| {
                web_sys::console::warn_1(&error.to_string().into());
                broken()
            });
            tell(Heard::Said(said, parts.get(1)));
        });
        worker.set_onmessage(Some(message.as_ref().unchecked_ref()));
        let error = Closure::<dyn FnMut(Event)>::new(move |event: Event| {
            event.prevent_default();
            heard(Heard::Said(broken(), JsValue::UNDEFINED));
        });
        worker.set_onerror(Some(error.as_ref().unchecked_ref()));
        Some(Self { worker, _message: message, _error: error })
    }

    /// Asks something; the file goes with the first question.
    pub fn ask(&self, question: &Ask, file: Option<&File>) {
        let text = serde_json::to_string(question).unwrap_or_default();
        let file = file.map_or(JsValue::UNDEFINED, |f| f.clone().into());
        let _ = self.worker.post_message(&Array::of2(&text.into(), &file));
    }
}

/// The reader of files ended without a word: a file it cannot bear, or no memory left.
fn broken() -> Said {
    Said::Refused(Refusal::new("broken"))
}

impl Drop for Clerk {
    fn drop(&mut self) {
        self.worker.set_onmessage(None);
        self.worker.set_onerror(None);
        self.worker.terminate();
    }
}
