//! The stages of one map or of two.

use leptos::prelude::*;

use super::{Companion, Other, other};
use crate::{
    map::{
        parts::{Bond, Go, Legend, Lit, Shown, Stage, Timeline, words},
        reader::View,
        scene::Scene,
        second::Mode,
        shelf::Known,
    },
    t,
};

/// What the second layer's parts share.
#[derive(Clone, Copy)]
pub struct Seconds {
    /// Its picture with colours of its own.
    pub companion: Companion,
    /// Its picture as shown, and how it is changed, while there is a second layer.
    pub other: RwSignal<Option<Other>>,
}

/// The first map, and the second one where it is asked for. `plain` is the first picture with colours of its own.
pub fn pair(
    shown: Shown,
    plain: Shown,
    go: Go,
    lit: Lit,
    known: Known,
    second: Seconds,
    view: View,
) -> AnyView {
    // What the address asks for is looked at as if another map had been moved there.
    let looked = RwSignal::new(view.get_untracked().map(|camera| (u8::MAX, camera)));
    let asked =
        Memo::new(move |_| plain.with(|s| s.as_ref()?.second.as_ref().map(|s| (s.mode, s.city.clone()))));
    let mode = move || asked.get().map(|(mode, _)| mode);
    let over = RwSignal::new(None);
    // How far from the left the line of the second map is, in per cent.
    let line = RwSignal::new(50.0_f64);
    let second = move || {
        let (mode, city) = asked.get()?;
        let city = city.filter(|_| mode != Mode::Both);
        let other = other(plain, go, known, second.companion, city.as_deref());
        second.other.set(Some(other));
        on_cleanup(move || {
            second.other.try_set(None);
        });
        (mode != Mode::Both).then(|| beside(mode, other, Bond { looked, id: 1, view }, line))
    };
    view! {
        <div class="map-pair" class:is-side=move || mode() == Some(Mode::Side) class:is-swipe=move || mode() == Some(Mode::Swipe)>
            <div class="map-one">
                {caption(shown, Signal::derive(move || mode().is_some_and(|m| m != Mode::Both)))}
                <Stage shown go lit over bond=Bond { looked, id: 0, view }/>
                <Timeline shown go/>
                <Legend shown lit over/>
            </div>
            {second}
        </div>
    }
    .into_any()
}

fn beside(mode: Mode, other: Other, bond: Bond, line: RwSignal<f64>) -> AnyView {
    let (lit, over) = (RwSignal::new(None), RwSignal::new(None));
    let clip = move || (mode == Mode::Swipe).then(|| format!("inset(0 0 0 {}%)", line.get()));
    let slide = move |event| {
        if let Ok(at) = event_target_value(&event).parse() {
            line.set(at);
        }
    };
    let slider = (mode == Mode::Swipe).then(|| {
        view! {
            <div class="map-line" aria-hidden="true" style:left=move || format!("{}%", line.get())></div>
            <input class="map-swipe" type="range" min="0" max="100" step="1" aria-label=t!("map.swipe")
                prop:value=move || line.get().to_string() on:input=slide/>
        }
    });
    view! {
        <div class="map-two">
            {caption(other.shown, Signal::stored(true))}
            <div class="map-clip" style:clip-path=clip><Stage shown=other.shown go=other.go lit over bond/></div>
            {slider}
            <Legend shown=other.shown lit over/>
        </div>
    }
    .into_any()
}

/// What is shown, and of which city where there are two maps.
fn caption(shown: Shown, is_one_of_two: Signal<bool>) -> AnyView {
    let text = move |scene: &Scene| match &scene.both {
        Some(both) => format!("{} · {}", words::title(scene), words::title(&both.other)),
        None if is_one_of_two.get() => format!("{}: {}", scene.view.profile.name, words::title(scene)),
        None => words::title(scene),
    };
    view! { <p class="map-caption">{move || shown.with(|s| s.as_deref().map(text))}</p> }.into_any()
}
