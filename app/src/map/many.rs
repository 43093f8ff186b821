//! Small multiples: the same places once for each period or each indicator, to be seen at a glance and chosen from.

use std::sync::Arc;

use gemeo_shared::geo::Level;
use leptos::prelude::*;

use super::{
    classes::css,
    layers::Layer,
    parts::{Frame, Go, Shown, words},
    scene::Scene,
};
use crate::{components::words as common, data::catalogue, format, t};

/// Steps across the city in a small map; a step is less than a pixel.
const STEPS: f64 = 320.0;
/// Most small maps of one kind: more are not seen at a glance.
const MOST: usize = 60;

/// A fold with small maps, drawn when it is opened; of parishes alone, for hundreds of cells cannot be seen so small.
pub fn many(shown: Shown, go: Go) -> AnyView {
    let open = RwSignal::new(false);
    // why: a selection changes nothing here
    let picture = Memo::new(move |_| {
        let scene = shown.get().filter(|_| open.get())?;
        Some(Scene { selected: None, ..(*scene).clone() })
    });
    let drawable = move || {
        shown.with(|s| {
            s.as_ref().is_some_and(|s| matches!(s.layer.level, Level::Parish2013 | Level::Parish2025))
        })
    };
    let toggle = move |event| {
        let fold: web_sys::HtmlDetailsElement = event_target(&event);
        open.set(fold.open());
    };
    let content = move || {
        let scene = picture.get()?;
        Some(view! { {shapes(&scene)}{periods(&scene, go)}{indicators(&scene, go)} })
    };
    view! {
        <details class="map-more map-many" hidden=move || !drawable() on:toggle=toggle>
            <summary>{t!("map.many")}</summary>
            {content}
        </details>
    }
    .into_any()
}

/// One small map.
struct Small {
    scene: Scene,
    name: String,
    now: bool,
}

/// The shapes, once for all small maps.
fn shapes(scene: &Scene) -> AnyView {
    let frame = Frame::of(scene.view.profile.bbox, STEPS);
    let shape = |place: &super::places::Place| {
        view! { <path id=id(&place.code) d=frame.path(&place.polygons)/> }
    };
    let shapes: Vec<_> = scene.places.places.iter().map(shape).collect();
    view! { <svg class="map-shapes" width="0" height="0" aria-hidden="true"><defs>{shapes}</defs></svg> }
        .into_any()
}

fn id(code: &str) -> String {
    format!("small-{code}")
}

/// Every period of the layer, all with the same classes.
fn periods(scene: &Scene, go: Go) -> Option<AnyView> {
    let own: Vec<&String> = scene.layer.periods.iter().rev().take(MOST).collect();
    let scenes: Vec<Scene> = own.iter().filter_map(|period| scene.sibling(&scene.layer, period)).collect();
    if scenes.len() < 2 {
        return None;
    }
    let values = scenes.iter().flat_map(|s| s.snapshot.figures.iter().filter_map(|f| f.value));
    let all: Arc<Vec<f64>> = Arc::new(values.collect());
    let small = |one: Scene| {
        let (name, now) = (format::period(&one.period), one.period == scene.period);
        Some(Small { scene: one.beside(all.clone())?, name, now })
    };
    Some(group(t!("map.many.periods"), scenes.into_iter().filter_map(small).collect(), go))
}

/// Every other series of this division, at the period shown or the newest it has.
fn indicators(scene: &Scene, go: Go) -> Option<AnyView> {
    let layers = scene.layers.iter().filter(|layer| layer.level == scene.layer.level).take(MOST);
    let small = |layer: &Layer| {
        let same = layer.periods.iter().find(|period| **period == scene.period);
        let one = scene.sibling(layer, same.or(layer.periods.first())?)?;
        let name =
            [catalogue::name(&layer.indicator), common::dims(&layer.dims), format::period(&one.period)];
        let name = name.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ");
        Some(Small { scene: one, name, now: *layer == scene.layer })
    };
    let maps: Vec<Small> = layers.filter_map(small).collect();
    (maps.len() > 1).then(|| group(t!("map.many.indicators"), maps, go))
}

fn group(title: String, maps: Vec<Small>, go: Go) -> AnyView {
    let maps = maps.into_iter().map(|small| view! { <li>{button(small, go)}</li> }).collect_view();
    view! { <h3>{title}</h3><ul class="map-smalls">{maps}</ul> }.into_any()
}

fn button(small: Small, go: Go) -> AnyView {
    let Small { scene, name, now } = small;
    let [wide, high] = Frame::of(scene.view.profile.bbox, STEPS).size();
    let shapes = scene.snapshot.figures.iter().zip(scene.slots()).map(|(figure, slot)| {
        let fill = slot.map_or_else(|| "var(--nodata)".to_owned(), css);
        view! { <use href=format!("#{}", id(&figure.code)) fill=fill/> }
    });
    let shapes: Vec<_> = shapes.collect();
    let said = words::summary(&scene);
    let to = scene.state();
    view! {
        <button class="map-small" type="button" aria-current=now.then_some("true") title=said on:click=move |_| go.run(to.clone())>
            <svg viewBox=format!("0 0 {wide} {high}") aria-hidden="true">{shapes}</svg>
            <span>{name}</span>
        </button>
    }
    .into_any()
}
