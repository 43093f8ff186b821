//! The stage: a drawing first, the live map over it when it is ready.

use std::sync::Arc;

use leptos::{html::Div, prelude::*};
use wasm_bindgen::JsCast;

use super::{
    Go, Lit, Over, Shown,
    drawing::Drawing,
    select,
    walk::{self, Walk},
    words,
};
use crate::{
    map::{camera::Camera, reader::View, scene::Scene},
    t,
};

/// What the live map does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(not(target_arch = "wasm32"), expect(dead_code, reason = "a live map is in browsers only"))]
pub enum Act {
    /// On its way; the drawing is seen.
    Waiting,
    /// Seen.
    Live,
    /// There is no WebGL2; the drawing stays.
    NoWebGl,
    /// The engine did not start; the drawing stays.
    Failed,
}

/// What stage and live map share.
#[derive(Clone, Copy)]
pub struct Backstage {
    /// Where the live map goes.
    pub canvas: NodeRef<Div>,
    /// What it does.
    pub act: RwSignal<Act>,
    /// The place under the pointer, and where the pointer is.
    pub over: Over,
    /// What is lit.
    #[cfg_attr(not(target_arch = "wasm32"), expect(dead_code, reason = "a live map is in browsers only"))]
    pub lit: Lit,
    /// What it shares with the other map.
    #[cfg_attr(not(target_arch = "wasm32"), expect(dead_code, reason = "a live map is in browsers only"))]
    pub bond: Bond,
}

/// Keeps two maps looking at the same: what was looked at last, and by which of them.
#[derive(Clone, Copy)]
pub struct Bond {
    /// The map that was moved, and where to.
    pub looked: RwSignal<Option<(u8, Camera)>>,
    /// Which of the two this one is.
    pub id: u8,
    /// What the address says is looked at; told when a reader moves the map.
    pub view: View,
}

/// The map with its tooltip.
#[component]
pub fn Stage(
    /// What is shown.
    shown: Shown,
    /// Shows something else.
    go: Go,
    /// What is lit.
    lit: Lit,
    /// The place under the pointer.
    over: Over,
    /// What it shares with the other map.
    bond: Bond,
) -> impl IntoView {
    let act = RwSignal::new(Act::Waiting);
    let stage = Backstage { canvas: NodeRef::new(), act, over, lit, bond };
    #[cfg(target_arch = "wasm32")]
    super::theatre::open(stage, shown, go);
    // The drawing answers a finger too: it is there long before the live map, and stays where there is none.
    let hover = move |event: web_sys::PointerEvent| over.set(touched(&event));
    let press = move |event: web_sys::MouseEvent| {
        let touched = touched(&event);
        select(shown, go, touched.as_ref().map(|(code, _)| code.clone()));
        over.set(touched);
        walk::tell(shown);
    };
    let notice = move || {
        let text = match stage.act.get() {
            Act::NoWebGl => t!("map.no_webgl"),
            Act::Failed => t!("map.failed"),
            Act::Waiting | Act::Live => return None,
        };
        Some(view! { <div class="notice notice-warn" role="status"><p>{text}</p></div> })
    };
    view! {
        <div class="map" class:is-live=move || stage.act.get() == Act::Live>
            <div class="map-still" on:pointermove=hover on:pointerleave=move |_| over.set(None) on:click=press aria-hidden=move || (stage.act.get() == Act::Live).then_some("true")>
                <Drawing shown=drawn(shown, act)/>
            </div>
            <div class="map-canvas"><div class="map-live" node_ref=stage.canvas></div></div>
            <Walk shown go/>
            {move || tooltip(stage, shown)}
        </div>
        {notice}
    }
}

/// What the drawing shows. Under a live map it is seen in print alone: where places are many it stays as it was until then.
fn drawn(shown: Shown, act: RwSignal<Act>) -> Shown {
    const MANY: usize = 200;
    let printing = RwSignal::new(false);
    #[cfg(target_arch = "wasm32")]
    for (event, on) in [("beforeprint", true), ("afterprint", false)] {
        let handle = window_event_listener_untyped(event, move |_| {
            printing.try_set(on);
        });
        on_cleanup(move || handle.remove());
    }
    let many = Memo::new(move |_| shown.with(|s| s.as_ref().is_some_and(|s| s.places.places.len() > MANY)));
    Memo::new(move |before: Option<&Option<Arc<Scene>>>| {
        let kept = before
            .and_then(Option::as_ref)
            .filter(|_| act.get() == Act::Live && many.get() && !printing.get());
        match kept {
            Some(kept) => Some(kept.clone()),
            None => shown.get(),
        }
    })
}

fn tooltip(stage: Backstage, shown: Shown) -> Option<impl IntoView + use<>> {
    let (code, at) = stage.over.get()?;
    let scene = shown.get()?;
    let width = stage.canvas.get().map_or(0, |canvas| canvas.client_width());
    let place = scene.places.get(&code)?;
    let figure = scene.snapshot.figure(&code)?;
    let lines = [
        Some(words::figure(&scene, figure)),
        words::rank(&scene, figure),
        words::status(figure),
        words::second(&scene, &code),
        sources(&scene),
    ];
    let (is_left, is_below) = (at[0] > f64::from(width) / 2.0, at[1] <= 90.0);
    let (x, y, wide) = (format!("{:.0}px", at[0]), format!("{:.0}px", at[1]), format!("{width}px"));
    Some(view! {
        <div class="map-tooltip" class:is-left=is_left class:is-below=is_below
            style=("--x", x) style=("--y", y) style=("--wide", wide) aria-hidden="true">
            <strong>{words::place(scene.layer.level, place)}</strong>
            {lines.into_iter().flatten().map(|line| view! { <span>{line}</span> }).collect_view()}
        </div>
    })
}

/// The place of the drawing that an event is about, and where it is, in CSS pixels from the map's corner.
fn touched(event: &web_sys::MouseEvent) -> Option<(String, [f64; 2])> {
    let shape: web_sys::Element = event.target()?.dyn_into().ok()?;
    let code = shape.get_attribute("data-code")?;
    let corner = shape.closest(".map").ok().flatten()?.get_bounding_client_rect();
    Some((code, [f64::from(event.client_x()) - corner.left(), f64::from(event.client_y()) - corner.top()]))
}

fn sources(scene: &Scene) -> Option<String> {
    let mut publishers: Vec<&str> = scene.sources().iter().map(|s| s.publisher.as_str()).collect();
    publishers.sort_unstable();
    publishers.dedup();
    (!publishers.is_empty()).then(|| publishers.join("; "))
}
