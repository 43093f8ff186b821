//! Screens of another density: a window moved to another screen, a page zoomed. The map's place stays as large, so nothing else tells.

use wasm_bindgen::{JsCast, closure::Closure};
use wasm_bindgen_futures::spawn_local;
use web_sys::MediaQueryList;

use super::Inner;
use crate::browser::window;

/// Hears when the density is no longer what it was.
pub(super) struct Density {
    query: MediaQueryList,
    follow: Closure<dyn FnMut()>,
}

impl Drop for Density {
    fn drop(&mut self) {
        let _ =
            self.query.remove_event_listener_with_callback("change", self.follow.as_ref().unchecked_ref());
    }
}

/// Draws anew at each change.
pub(super) fn follow(inner: &Inner) {
    let now = format!("(resolution: {}dppx)", window().device_pixel_ratio());
    let Ok(Some(query)) = window().match_media(&now) else { return };
    let weak = inner.me.clone();
    let follow = Closure::<dyn FnMut()>::new(move || {
        let weak = weak.clone();
        // why later: what listens is replaced, which it cannot be while it runs
        spawn_local(async move {
            if let Some(inner) = weak.upgrade() {
                inner.map.resize();
                follow(&inner);
            }
        });
    });
    let _ = query.add_event_listener_with_callback("change", follow.as_ref().unchecked_ref());
    inner.density.replace(Some(Density { query, follow }));
}
