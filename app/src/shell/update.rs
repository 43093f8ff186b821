//! The service worker, a new version that waits, and the state of the connection.

use leptos::prelude::Set;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{Event, ServiceWorkerContainer, ServiceWorkerRegistration, ServiceWorkerState};

use crate::{assets, browser, notice::Notices};

/// How long a page that can be used waits before it fetches for the next visit all that works without connection: what this
/// visit still needs, such as the engine of a map, has line and processor for itself.
const REGISTER_AFTER_MS: i32 = 2000;

/// Registers the service worker and says when a new version waits or the connection goes.
pub fn watch(notices: Notices) {
    connection(notices);
    let Some(container) = container() else { return };
    // why: a first visit is also taken over by the worker and must not load anew; only a chosen update does
    wasm_bindgen_futures::spawn_local(async move {
        browser::sleep(REGISTER_AFTER_MS).await;
        let promise = container.register(&assets::url("sw.js"));
        let Ok(registration) = wasm_bindgen_futures::JsFuture::from(promise).await else { return };
        // why: a browser that blocks service workers may answer with nothing at all
        if let Ok(registration) = registration.dyn_into::<ServiceWorkerRegistration>() {
            follow(registration, container, notices);
        }
    });
}

/// Service workers, where the browser allows them (secure contexts).
fn container() -> Option<ServiceWorkerContainer> {
    let navigator = browser::window().navigator();
    let there = js_sys::Reflect::get(&navigator, &"serviceWorker".into()).is_ok_and(|c| !c.is_undefined());
    there.then(|| navigator.service_worker())
}

fn follow(registration: ServiceWorkerRegistration, container: ServiceWorkerContainer, notices: Notices) {
    // why: without a controller the page was never served by a worker, so nothing is old
    if registration.waiting().is_some() && container.controller().is_some() {
        notices.update.set(true);
    }
    let found = registration.clone();
    on(&registration, "updatefound", move || {
        let Some(worker) = found.installing() else { return };
        let (state, container) = (worker.clone(), container.clone());
        on(&worker, "statechange", move || {
            if state.state() == ServiceWorkerState::Installed && container.controller().is_some() {
                notices.update.set(true);
            }
        });
    });
}

/// Lets the waiting version take over, then loads the page anew.
pub fn take() {
    let Some(container) = container() else { return };
    let again = || {
        let _ = browser::window().location().reload();
    };
    on(&container, "controllerchange", again);
    wasm_bindgen_futures::spawn_local(async move {
        let promise = container.get_registration();
        let Ok(registration) = wasm_bindgen_futures::JsFuture::from(promise).await else { return };
        let waiting = registration.dyn_into::<ServiceWorkerRegistration>().ok().and_then(|r| r.waiting());
        let Some(waiting) = waiting else { return again() };
        let message = js_sys::Object::new();
        let _ = js_sys::Reflect::set(&message, &"type".into(), &"SKIP_WAITING".into());
        let _ = waiting.post_message(&JsValue::from(message));
    });
}

fn connection(notices: Notices) {
    let look = move || notices.offline.set(!browser::window().navigator().on_line());
    look();
    on(&browser::window(), "online", look);
    on(&browser::window(), "offline", look);
}

fn on(target: &web_sys::EventTarget, name: &str, action: impl Fn() + 'static) {
    let closure = Closure::<dyn FnMut(Event)>::new(move |_| action());
    let _ = target.add_event_listener_with_callback(name, closure.as_ref().unchecked_ref());
    closure.forget();
}
