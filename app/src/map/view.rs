//! What is in sight as it stands in the address, once a reader has moved the map: `view=1200~-340~12.35~0~0`.

use leptos::prelude::*;

use super::camera::Camera;
use crate::nav::Nav;

/// Name of the parameter.
const NAME: &str = "view";

/// What the address asks to look at and, from then on, what the reader looks at; none for the whole city.
pub type View = RwSignal<Option<Camera>>;

/// Reads it from the address, and keeps the address in step with it.
pub fn view(nav: Nav) -> View {
    let view = RwSignal::new(nav.param(NAME).get_untracked().and_then(|text| Camera::read(&text)));
    #[cfg(target_arch = "wasm32")]
    follow(nav, view);
    view
}

/// A query with what is in sight after the rest.
pub fn with_view(query: String, view: View) -> String {
    let Some(camera) = view.get_untracked() else { return query };
    let mark = if query.is_empty() { '?' } else { '&' };
    format!("{query}{mark}{NAME}={}", camera.write())
}

/// Writes it down when the map rests: browsers refuse an address that changes with every frame.
#[cfg(target_arch = "wasm32")]
fn follow(nav: Nav, view: View) {
    const REST_MS: i32 = 400;
    Effect::new(move |before: Option<Option<Camera>>| {
        let now = view.get();
        if before.is_some_and(|before| before != now) {
            leptos::task::spawn_local(async move {
                crate::browser::sleep(REST_MS).await;
                if view.try_get_untracked() == Some(now) {
                    nav.set_param(NAME, now.map(|camera| camera.write()).as_deref());
                }
            });
        }
        now
    });
}
