//! Parts of a long page, drawn one a task: a telephone can answer a finger between two of them.

#[cfg(target_arch = "wasm32")]
use std::cell::Cell;

use leptos::prelude::*;

/// A part of a page, as it is drawn when its turn comes.
pub type Part = Box<dyn Fn() -> AnyView + Send>;

#[cfg(target_arch = "wasm32")]
thread_local! {
    static UNDER_WAY: Cell<usize> = const { Cell::new(0) };
}

/// Draws the parts in order; natively, where pages are written, at once.
pub fn in_turns(parts: Vec<Part>) -> impl IntoView {
    let drawn = RwSignal::new(if cfg!(target_arch = "wasm32") { 0 } else { parts.len() });
    #[cfg(target_arch = "wasm32")]
    advance(drawn, parts.len());
    let part = |(at, part): (usize, Part)| {
        let here = Memo::new(move |_| drawn.get() > at);
        move || here.get().then(&part)
    };
    parts.into_iter().enumerate().map(part).collect::<Vec<_>>()
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
