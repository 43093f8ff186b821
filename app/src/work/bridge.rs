//! The worker itself: started on the first question, again after a crash.

use std::{
    cell::RefCell,
    future::poll_fn,
    task::{Poll, Waker},
};

use gemeo_shared::{
    protocol::{self, Envelope, Failure, Request},
    wire::{self, Wire},
};
use js_sys::{Array, Uint8Array};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{Event, MessageEvent, Worker, WorkerOptions, WorkerType};

use crate::{assets, data::DataError, notice, t};

/// An answer on its way: who waits for it, and what came.
enum Slot {
    Waiting(Option<Waker>),
    Here(Result<Vec<u8>, Failure>),
    Lost,
}

#[derive(Default)]
struct Bridge {
    worker: Option<Worker>,
    next: u32,
    /// By number; few at a time.
    slots: Vec<(u32, Slot)>,
    crashes: u32,
}

impl Bridge {
    fn take(&mut self, id: u32) -> Option<Slot> {
        let at = self.slots.iter().position(|(of, _)| *of == id)?;
        Some(self.slots.swap_remove(at).1)
    }
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
pub async fn ask<T: Wire>(request: Request) -> Result<T, DataError> {
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
        && settled(&open).await.is_err()
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

async fn once<T: Wire>(request: &Request) -> Result<T, WorkError> {
    wire::from_bytes(&settled(request).await?).map_err(|e| WorkError::Broken(e.to_string()))
}

/// What the engine answers to a question, as bytes. The same for every type, so not written anew for each.
async fn settled(request: &Request) -> Result<Vec<u8>, WorkError> {
    send(request)?.await.ok_or(WorkError::Crashed)?.map_err(WorkError::Said)
}

/// Sends a question; the future gives the answer, or none after a crash.
fn send(
    request: &Request,
) -> Result<impl Future<Output = Option<Result<Vec<u8>, Failure>>> + use<>, WorkError> {
    let (worker, id) = BRIDGE.with(|b| {
        let mut bridge = b.borrow_mut();
        bridge.next += 1;
        let id = bridge.next;
        bridge.slots.push((id, Slot::Waiting(None)));
        let worker = bridge.worker.get_or_insert_with(start).clone();
        (worker, id)
    });
    let envelope = Envelope { id, request: request.clone() };
    let bytes = Uint8Array::from(wire::to_bytes(&envelope).as_slice());
    let given = Array::of1(&bytes.buffer());
    worker.post_message_with_transfer(&bytes, &given).map_err(|_| WorkError::Crashed)?;
    Ok(poll_fn(move |cx| {
        BRIDGE.with(|b| {
            let mut bridge = b.borrow_mut();
            match bridge.take(id) {
                Some(Slot::Here(answer)) => Poll::Ready(Some(answer)),
                Some(Slot::Waiting(_)) => {
                    bridge.slots.push((id, Slot::Waiting(Some(cx.waker().clone()))));
                    Poll::Pending
                }
                Some(Slot::Lost) | None => Poll::Ready(None),
            }
        })
    }))
}

/// The worker that the page began before the app was here (`app/boot.js`); once.
fn begun() -> Option<Worker> {
    let (global, name) = (js_sys::global(), JsValue::from_str("gemeoEngine"));
    let worker = js_sys::Reflect::get(&global, &name).ok()?.dyn_into().ok()?;
    let _ = js_sys::Reflect::delete_property(&global, &name);
    Some(worker)
}

#[expect(clippy::expect_used, reason = "module workers are in every browser that runs this WebAssembly")]
fn new_worker() -> Worker {
    let options = WorkerOptions::new();
    options.set_type(WorkerType::Module);
    options.set_name("gemeo-engine");
    let url = assets::url(&assets::assets().worker);
    Worker::new_with_options(&url, &options).expect("a module worker")
}

fn start() -> Worker {
    let worker = begun().unwrap_or_else(new_worker);
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
    match protocol::answered(&bytes.to_vec()) {
        Ok((id, answer)) => fill(id, Slot::Here(answer.map(<[u8]>::to_vec))),
        Err(_) => crash(),
    }
}

fn fill(id: u32, content: Slot) {
    // why none: nobody waits any more
    let Some(before) = BRIDGE.with(|b| b.borrow_mut().take(id)) else { return };
    BRIDGE.with(|b| b.borrow_mut().slots.push((id, content)));
    if let Slot::Waiting(Some(waker)) = before {
        waker.wake();
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
        bridge.slots.iter().map(|(id, _)| *id).collect()
    });
    for id in lost {
        fill(id, Slot::Lost);
    }
    if BRIDGE.with(|b| b.borrow().crashes) == 1 {
        notice::toast(t!("engine.restarted"));
    }
}
