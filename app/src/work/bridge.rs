//! The worker itself: started on the first question, again after a crash.

use std::{
    cell::RefCell,
    collections::BTreeMap,
    future::poll_fn,
    task::{Poll, Waker},
};

use gemeo_shared::{
    lean,
    protocol::{Envelope, Failure, Request},
};
use js_sys::Uint8Array;
use serde::de::DeserializeOwned;
use serde_json::Value;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{Event, MessageEvent, Worker, WorkerOptions, WorkerType};

use crate::{assets, data::DataError, notice, t};

/// An answer on its way: who waits for it, and its tree once it is here.
enum Slot {
    Waiting(Option<Waker>),
    Here(Value),
    Lost,
}

#[derive(Default)]
struct Bridge {
    worker: Option<Worker>,
    next: u32,
    slots: BTreeMap<u32, Slot>,
    crashes: u32,
}

thread_local! {
    static BRIDGE: RefCell<Bridge> = RefCell::default();
}

enum WorkError {
    Crashed,
    Said(Failure),
    Broken(String),
}

/// Asks the engine. After a crash, or where the engine lost a city, the city is opened again and the
/// question repeated once.
///
/// # Errors
/// [`DataError::Engine`] with the engine's words.
pub async fn ask<T: DeserializeOwned>(request: Request) -> Result<T, DataError> {
    let words = match once(&request).await {
        Ok(answer) => return Ok(answer),
        Err(WorkError::Crashed) => "the engine stopped".into(),
        Err(WorkError::Said(f)) if f.code == "not-open" => f.message,
        Err(WorkError::Said(f)) if f.code == "newer-version" => return Err(DataError::Newer(f.message)),
        Err(WorkError::Said(f)) => return Err(DataError::Engine(f.message)),
        Err(WorkError::Broken(words)) => return Err(DataError::Engine(words)),
    };
    if !matches!(request, Request::Open { .. })
        && let Some(open) = crate::data::reopen(city_of(&request)).await
        && once::<serde::de::IgnoredAny>(&open).await.is_err()
    {
        return Err(DataError::Engine(words));
    }
    match once(&request).await {
        Ok(answer) => Ok(answer),
        Err(WorkError::Said(f)) => Err(DataError::Engine(f.message)),
        Err(WorkError::Crashed | WorkError::Broken(_)) => Err(DataError::Engine(words)),
    }
}

fn city_of(request: &Request) -> &str {
    match request {
        Request::Open { city, .. }
        | Request::View { city }
        | Request::Explain { city, .. }
        | Request::Intervals { city, .. }
        | Request::Try { city, .. }
        | Request::Own { city, .. }
        | Request::Reconcile { city, .. }
        | Request::Geojson { city, .. } => city,
    }
}

async fn once<T: DeserializeOwned>(request: &Request) -> Result<T, WorkError> {
    lean::from_value(settled(request).await?).map_err(|e| WorkError::Broken(e.to_string()))
}

/// What the engine answers to a question: the tree of its answer. The same for every type, so not written anew
/// for each.
async fn settled(request: &Request) -> Result<Value, WorkError> {
    let mut answer = send(request)?.await.ok_or(WorkError::Crashed)?;
    let mut part = |name| answer.get_mut(name).map(Value::take).filter(|v| !v.is_null());
    match (part("ok"), part("error")) {
        (_, Some(error)) => Err(match lean::from_value::<Failure>(error) {
            Ok(failure) => WorkError::Said(failure),
            Err(error) => WorkError::Broken(error.to_string()),
        }),
        (ok, None) => Ok(ok.unwrap_or_default()),
    }
}

/// Sends a question; the future gives the answer, or none after a crash.
fn send(request: &Request) -> Result<impl Future<Output = Option<Value>> + use<>, WorkError> {
    let (worker, id) = BRIDGE.with(|b| {
        let mut bridge = b.borrow_mut();
        bridge.next += 1;
        let id = bridge.next;
        bridge.slots.insert(id, Slot::Waiting(None));
        let worker = bridge.worker.get_or_insert_with(start).clone();
        (worker, id)
    });
    let envelope = Envelope { id, request: request.clone() };
    let text = serde_json::to_string(&envelope).map_err(|e| WorkError::Broken(e.to_string()))?;
    worker.post_message(&text.into()).map_err(|_| WorkError::Crashed)?;
    Ok(poll_fn(move |cx| {
        BRIDGE.with(|b| {
            let slots = &mut b.borrow_mut().slots;
            match slots.remove(&id) {
                Some(Slot::Here(answer)) => Poll::Ready(Some(answer)),
                Some(Slot::Waiting(_)) => {
                    slots.insert(id, Slot::Waiting(Some(cx.waker().clone())));
                    Poll::Pending
                }
                Some(Slot::Lost) | None => Poll::Ready(None),
            }
        })
    }))
}

#[expect(clippy::expect_used, reason = "module workers are in every browser that runs this WebAssembly")]
fn start() -> Worker {
    let options = WorkerOptions::new();
    options.set_type(WorkerType::Module);
    options.set_name("gemeo-engine");
    let url = assets::url(&assets::assets().worker);
    let worker = Worker::new_with_options(&url, &options).expect("a module worker");
    let message = Closure::<dyn FnMut(MessageEvent)>::new(|event: MessageEvent| receive(event.data()));
    worker.set_onmessage(Some(message.as_ref().unchecked_ref()));
    message.forget();
    let error = Closure::<dyn FnMut(Event)>::new(|event: Event| {
        event.prevent_default();
        crash();
    });
    worker.set_onerror(Some(error.as_ref().unchecked_ref()));
    error.forget();
    worker
}

fn receive(data: JsValue) {
    let Ok(bytes) = data.dyn_into::<Uint8Array>() else { return };
    let bytes = bytes.to_vec();
    let answer = std::str::from_utf8(&bytes).ok().and_then(|text| lean::tree(text).ok());
    let Some(answer) = answer else { return crash() };
    let id = answer.get("id").and_then(Value::as_u64).and_then(|id| u32::try_from(id).ok());
    let Some(id) = id else { return crash() };
    fill(id, Slot::Here(answer));
}

fn fill(id: u32, content: Slot) {
    let before = BRIDGE.with(|b| b.borrow_mut().slots.insert(id, content));
    match before {
        Some(Slot::Waiting(Some(waker))) => waker.wake(),
        Some(_) => {}
        // why: nobody waits any more
        None => {
            BRIDGE.with(|b| b.borrow_mut().slots.remove(&id));
        }
    }
}

/// Ends a worker that fell over; the next question starts another one.
fn crash() {
    let lost: Vec<u32> = BRIDGE.with(|b| {
        let mut bridge = b.borrow_mut();
        bridge.crashes += 1;
        if let Some(worker) = bridge.worker.take() {
            worker.terminate();
        }
        bridge.slots.keys().copied().collect()
    });
    for id in lost {
        fill(id, Slot::Lost);
    }
    if BRIDGE.with(|b| b.borrow().crashes) == 1 {
        notice::toast(t!("engine.restarted"));
    }
}
