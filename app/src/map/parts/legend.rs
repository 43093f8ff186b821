//! The legend: each colour with the limits of its class, and the hatch for what was not published.

use leptos::prelude::*;

use super::{Shown, words};
use crate::{
    format,
    map::{classes::palette_slots, scene::Scene},
    t,
};

/// The legend below the map.
#[component]
pub fn Legend(
    /// What is shown.
    shown: Shown,
) -> impl IntoView {
    let list = move || {
        let scene = shown.get()?;
        let title = format!("{} ({})", words::title(&scene), format::unit_label(scene.unit().0));
        let title = if scene.unit().0.is_empty() { words::title(&scene) } else { title };
        Some(view! {
            <p class="map-legend-title" id="map-legend">{title}</p>
            <ul class="legend legend-scale" aria-labelledby="map-legend">{classes(&scene)}{none(&scene)}</ul>
            <p class="map-legend-hint">{t!("map.legend_hint")}</p>
        })
    };
    view! { <div class="map-legend">{list}</div> }
}

fn classes(scene: &Scene) -> impl IntoView + use<> {
    let classes = &scene.snapshot.classes;
    let decimals = scene.unit().1.max(classes.decimals().min(3));
    let slots = palette_slots(classes.len());
    let entry = |((low, high), slot): ((f64, f64), &usize)| {
        let (low, high) = (format::number(low, decimals), format::number(high, decimals));
        let text = if low == high { low } else { t!("map.class", low = low, high = high) };
        view! { <li><span class=format!("swatch swatch-c{slot}")></span>{text}</li> }
    };
    classes.bounds().into_iter().zip(slots).map(entry).collect_view()
}

fn none(scene: &Scene) -> impl IntoView + use<> {
    let missing = scene.snapshot.known < scene.snapshot.figures.len();
    missing.then(|| view! { <li><span class="swatch swatch-none"></span>{t!("map.none")}</li> })
}
