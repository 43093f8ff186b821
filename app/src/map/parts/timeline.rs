//! The timeline: periods under the thumb, how many places have a figure in each, and a button that plays them.

use leptos::prelude::*;

use super::{Go, Shown};
use crate::{
    format,
    map::{scene::Scene, state::MapState},
    t,
};

/// How long a period stays while playing, in milliseconds.
const STAY_MS: i32 = 1100;

/// Periods of the layer, oldest first; nothing where there is one alone.
#[component]
pub fn Timeline(
    /// What is shown.
    shown: Shown,
    /// Shows something else.
    go: Go,
) -> impl IntoView {
    let playing = RwSignal::new(false);
    on_cleanup(move || playing.set(false));
    let periods = Memo::new(move |_| shown.with(|s| s.as_deref().map(periods).unwrap_or_default()));
    let at = Memo::new(move |_| {
        shown
            .with(|s| s.as_ref().and_then(|s| periods.with(|p| p.iter().position(|(p, _)| *p == s.period))))
            .unwrap_or(0)
    });
    let show = move |index: usize| {
        let period = periods.with_untracked(|p| p.get(index).map(|(period, _)| period.clone()));
        if let (Some(scene), Some(period)) = (shown.get_untracked(), period) {
            go.run(MapState { period: Some(period), ..scene.state() });
        }
    };
    let slide = move |event| {
        playing.set(false);
        if let Ok(index) = event_target_value(&event).parse() {
            show(index);
        }
    };
    let play = move |_| {
        let start = !playing.get_untracked();
        playing.set(start);
        if !start {
            return;
        }
        // why: a reader who presses play at the end wants to see it from the beginning
        if at.get_untracked() + 1 >= periods.with_untracked(Vec::len) {
            show(0);
        }
        leptos::task::spawn_local(async move {
            loop {
                crate::browser::sleep(STAY_MS).await;
                let next = at.try_get_untracked().map(|at| at + 1);
                let more = next.filter(|n| periods.try_with_untracked(|p| *n < p.len()) == Some(true));
                match more.filter(|_| playing.try_get_untracked() == Some(true)) {
                    Some(next) => show(next),
                    None => break,
                }
            }
            playing.try_set(false);
        });
    };
    let label = move || {
        periods.with(|p| p.get(at.get()).map(|(period, _)| format::period(period)).unwrap_or_default())
    };
    let said = move || shown.with(|s| s.as_deref().map(coverage).unwrap_or_default());
    let last = move || periods.with(|p| p.len().saturating_sub(1)).to_string();
    view! {
        <div class="map-time" hidden=move || periods.with(|p| p.len() < 2)>
            <button class="button button-plain button-icon" type="button" on:click=play
                aria-label=move || if playing.get() { t!("map.pause") } else { t!("map.play") }>
                {move || sign(playing.get())}
            </button>
            <div class="map-years">
                {move || bars(&periods.get(), at.get())}
                <input type="range" min="0" max=last step="1" aria-label=t!("map.period")
                    aria-valuetext=said prop:value=move || at.get().to_string() on:input=slide/>
            </div>
            <output class="map-now">{label}</output>
        </div>
    }
}

fn sign(playing: bool) -> impl IntoView {
    let path = if playing { "M6 4h3v12H6zM11 4h3v12h-3z" } else { "M6 3.500v13l10-6.500z" };
    view! { <svg class="icon icon-solid" viewBox="0 0 20 20" aria-hidden="true"><path d=path/></svg> }
}

/// Periods, oldest first, with the number of places that have a figure.
fn periods(scene: &Scene) -> Vec<(String, usize)> {
    let layer = &scene.layer;
    layer.periods.iter().cloned().zip(layer.coverage.iter().copied()).rev().collect()
}

fn coverage(scene: &Scene) -> String {
    let (known, total) = (scene.snapshot.known.to_string(), scene.snapshot.figures.len().to_string());
    format!("{}. {}", format::period(&scene.period), t!("map.coverage", known = known, total = total))
}

/// A bar for each period, as high as its share of places with a figure.
fn bars(periods: &[(String, usize)], now: usize) -> impl IntoView + use<> {
    let most = periods.iter().map(|(_, n)| *n).max().unwrap_or(1).max(1);
    let bar = |(at, (_, known)): (usize, &(String, usize))| {
        let high = (*known as f64 / most as f64 * 18.0).max(1.0);
        let class = if at == now { "map-bar is-now" } else { "map-bar" };
        view! { <rect class=class x=at * 10 + 2 y=format!("{:.1}", 20.0 - high) width="6" height=format!("{high:.1}")/> }
    };
    let bars: Vec<_> = periods.iter().enumerate().map(bar).collect();
    view! {
        <svg class="map-bars" viewBox=format!("0 0 {} 20", periods.len() * 10) preserveAspectRatio="none" aria-hidden="true">{bars}</svg>
    }
}
