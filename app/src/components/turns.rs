//! Parts of a long page, drawn one a task while the prerendered page is still shown: a telephone can answer a finger between
//! two of them.

#[cfg(target_arch = "wasm32")]
use std::cell::Cell;

use leptos::prelude::*;

/// A part of a page, as it is drawn when its turn comes.
pub type Part = Box<dyn Fn() -> AnyView + Send>;

#[cfg(target_arch = "wasm32")]
thread_local! {
    static UNDER_WAY: Cell<usize> = const { Cell::new(0) };
}

/// Draws the parts in order; at once where the reader sees them come, and natively, where pages are written.
pub fn in_turns(parts: Vec<Part>) -> impl IntoView {
    let drawn = RwSignal::new(if is_seen() { parts.len() } else { 0 });
    #[cfg(target_arch = "wasm32")]
    if !is_seen() {
        advance(drawn, parts.len());
    }
    let part = |(at, part): (usize, Part)| {
        let here = Memo::new(move |_| drawn.get() > at);
        move || here.get().then(&part)
    };
    parts.into_iter().enumerate().map(part).collect::<Vec<_>>()
}

/// Whether the app has taken the place of the prerendered page: then a page that grew by and by would lose the place it was
/// scrolled to.
fn is_seen() -> bool {
    #[cfg(target_arch = "wasm32")]
    return crate::browser::document().document_element().is_none_or(|root| root.has_attribute("data-ready"));
    #[cfg(not(target_arch = "wasm32"))]
    true
}

#[cfg(target_arch = "wasm32")]
fn advance(drawn: RwSignal<usize>, parts: usize) {
    UNDER_WAY.set(UNDER_WAY.get() + 1);
    wasm_bindgen_futures::spawn_local(async move {
        for at in 1..=parts {
            crate::browser::sleep(0).await;
            // why try: the reader may have gone on to another page
            if drawn.try_set(at).is_some() {
                break;
            }
        }
        UNDER_WAY.set(UNDER_WAY.get() - 1);
    });
}

/// Waits until every part that was begun is drawn.
#[cfg(target_arch = "wasm32")]
pub async fn settled() {
    while UNDER_WAY.get() > 0 {
        crate::browser::sleep(0).await;
    }
}
