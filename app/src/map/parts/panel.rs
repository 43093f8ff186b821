//! The panel: the figures of the selected place, or the summary of the city.

use leptos::prelude::*;

use super::{Go, Shown, select, words};
use crate::{format, map::scene::Scene, t, tn};

/// Beside or below the map: what is known about the selected place.
#[component]
pub fn Panel(
    /// What is shown.
    shown: Shown,
    /// Shows something else.
    go: Go,
) -> impl IntoView {
    // Who compares places wants the list of the next one too.
    let listed = RwSignal::new(false);
    let content = move || {
        let scene = shown.get()?;
        Some(match scene.chosen() {
            Some(_) => place(&scene, shown, go, listed).into_any(),
            None => city(&scene).into_any(),
        })
    };
    view! { <aside class="map-panel" aria-labelledby="map-panel">{content}</aside> }
}

fn city(scene: &Scene) -> impl IntoView + use<> {
    view! {
        <h2 id="map-panel">{scene.view.profile.name.clone()}</h2>
        <p>{t!("map.choose")}</p>
        {notes(scene)}
    }
}

fn place(scene: &Scene, shown: Shown, go: Go, listed: RwSignal<bool>) -> impl IntoView + use<> {
    let (place, figure) = scene.chosen()?;
    let shows = [words::rank(scene, figure), words::status(figure)];
    let full = (place.name != place.short && place.name != place.code).then(|| place.name.clone());
    Some(view! {
        <h2 id="map-panel">{words::place(scene.layer.level, place)}</h2>
        {full.map(|name| view! { <p class="muted small">{name}</p> })}
        <p class="map-figure">
            <span class="map-figure-name">{words::title(scene)}</span>
            <strong>{words::figure(scene, figure)}</strong>
            {shows.into_iter().flatten().map(|text| view! { <span class="muted small">{text}</span> }).collect_view()}
        </p>
        {facts(scene, listed)}
        {notes(scene)}
        <p><button class="button button-plain" type="button" on:click=move |_| select(shown, go, None)>
            {t!("map.clear")}
        </button></p>
    })
}

/// Every other figure of the place: there are dozens, so that they are listed when asked for.
fn facts(scene: &Scene, listed: RwSignal<bool>) -> impl IntoView + use<> {
    let code = scene.selected.clone().unwrap_or_default();
    let others = scene.figures_of(&code).into_iter().filter(|(layer, ..)| **layer != scene.layer);
    let facts = others.map(|(layer, indicator, period, value)| {
        let name = format!("{}, {}", words::layer(layer), format::period(period));
        let value = format::quantity(value, indicator.decimals, &indicator.unit);
        view! { <dt>{name}</dt><dd>{value}</dd> }
    });
    let facts: Vec<_> = facts.collect();
    (!facts.is_empty()).then(|| {
        view! {
            <details class="map-more" open=listed.get_untracked()>
                <summary on:click=move |_| listed.update(|listed| *listed = !*listed)>{tn!("map.others", facts.len())}</summary>
                <dl class="facts">{facts}</dl>
            </details>
        }
    })
}

/// Which boundaries, and whose figures.
fn notes(scene: &Scene) -> impl IntoView + use<> {
    let sources = words::attributions(&scene.sources());
    let found = words::found(scene).into_iter().map(|text| view! { <p class="small">{text}</p> });
    view! {
        {words::count(scene).map(|text| view! { <p class="small">{text}</p> })}
        {found.collect_view()}
        {words::edition(scene).map(|text| view! { <p class="small muted">{text}</p> })}
        {(!sources.is_empty()).then(|| view! { <p class="small muted">{t!("map.sources", names = sources)}</p> })}
    }
}
