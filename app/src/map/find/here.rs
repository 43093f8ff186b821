//! Where the reader is, asked of the device when the reader presses the button and never before.

use leptos::prelude::*;

use crate::{
    map::parts::{Go, Shown},
    t,
};

/// A button that selects the place the reader stands in.
pub fn button(shown: Shown, go: Go) -> AnyView {
    #[cfg(target_arch = "wasm32")]
    let press = move |_| browser::ask(shown, go);
    #[cfg(not(target_arch = "wasm32"))]
    let press = move |_| {
        let _ = (shown, go);
    };
    view! {
        <button class="button button-plain button-icon" type="button" aria-label=t!("map.here") title=t!("map.here") on:click=press>
            <svg class="icon" viewBox="0 0 20 20" aria-hidden="true"><path d="M10 4.500a5.500 5.500 0 1 0 0 11 5.500 5.500 0 0 0 0-11zM10 1.500v3M10 15.500v3M1.500 10h3M15.500 10h3"/></svg>
        </button>
    }
    .into_any()
}

#[cfg(target_arch = "wasm32")]
mod browser {
    use js_sys::{Function, Reflect};
    use leptos::prelude::*;
    use wasm_bindgen::{JsCast, JsValue};
    use wasm_bindgen_futures::{JsFuture, spawn_local};

    use crate::{
        browser::window,
        format,
        map::{
            find::hits,
            parts::{Go, Shown, walk},
        },
        notice, t,
    };

    /// How long the device may search, and how old its answer may be: 15 s.
    const PATIENCE: &str = r#"{"timeout": 15000, "maximumAge": 15000}"#;
    /// `GeolocationPositionError.PERMISSION_DENIED`.
    const DENIED: f64 = 1.0;

    pub fn ask(shown: Shown, go: Go) {
        notice::announce(t!("map.here_asking"));
        spawn_local(async move {
            match position().await {
                Ok(position) => take(shown, go, &position),
                Err(error) => {
                    let denied = number(&error, "code") == DENIED;
                    notice::toast(if denied { t!("map.here_denied") } else { t!("map.here_failed") });
                }
            }
        });
    }

    /// What the device answers: its `coords`.
    async fn position() -> Result<JsValue, JsValue> {
        let device = get(&window().navigator(), "geolocation");
        let ask: Function = get(&device, "getCurrentPosition").dyn_into()?;
        let options = js_sys::JSON::parse(PATIENCE)?;
        let answer = js_sys::Promise::new(&mut |found, failed| {
            if let Err(error) = ask.call3(&device, &found, &failed, &options) {
                let _ = failed.call1(&JsValue::NULL, &error);
            }
        });
        Ok(get(&JsFuture::from(answer).await?, "coords"))
    }

    fn get(object: &JsValue, name: &str) -> JsValue {
        Reflect::get(object, &name.into()).unwrap_or_default()
    }

    fn number(object: &JsValue, name: &str) -> f64 {
        get(object, name).as_f64().unwrap_or(f64::NAN)
    }

    fn take(shown: Shown, go: Go, at: &JsValue) {
        // The reader may have left the page meanwhile.
        let Some(Some(scene)) = shown.try_get_untracked() else { return };
        let Some(hit) = hits::place_at(&scene, [number(at, "longitude"), number(at, "latitude")]) else {
            notice::toast(t!("map.here_outside", name = scene.view.profile.name));
            return;
        };
        let metres = format::number(number(at, "accuracy"), 0);
        notice::toast(t!("map.here_found", name = hit.name, metres = metres));
        go.run(hit.to);
        walk::tell(shown);
    }
}
