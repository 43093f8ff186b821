//! What can be chosen: indicator, series, division, period and place, each from a list.

use leptos::prelude::*;

use super::{Go, Shown, words};
use crate::{
    components::words as common,
    data::catalogue,
    format,
    map::{layers::Layer, scene::Scene, state::MapState},
    t,
};

/// The list of indicators: above the map on a telephone, so that one sees what it does.
#[component]
pub fn IndicatorChoice(
    /// What is shown.
    shown: Shown,
    /// Shows something else.
    go: Go,
) -> impl IntoView {
    view! {
        <div class="map-controls map-indicator">
            <Choice shown name="indicator" label=t!("map.indicator") options=indicators go/>
        </div>
    }
}

/// The other lists. A list with a single entry is not shown.
#[component]
pub fn Choices(
    /// What is shown.
    shown: Shown,
    /// Shows something else.
    go: Go,
) -> impl IntoView {
    view! {
        <div class="map-controls">
            <Choice shown name="series" label=t!("map.series") options=series go/>
            <Choice shown name="level" label=t!("map.level") options=levels go/>
            <Choice shown name="period" label=t!("map.period") options=periods go/>
            <Choice shown name="place" label=t!("map.place") options=places go/>
        </div>
    }
}

/// The lists of the second layer, which has the first one's division and place.
#[component]
pub fn SecondChoices(
    /// What is shown.
    shown: Shown,
    /// Shows something else.
    go: Go,
) -> impl IntoView {
    view! {
        <div class="map-controls">
            <Choice shown name="with" label=t!("map.indicator") options=indicators go/>
            <Choice shown name="with-series" label=t!("map.series") options=series go/>
            <Choice shown name="with-period" label=t!("map.period") options=periods go/>
        </div>
    }
}

/// An entry of a list: its text, where it leads, and whether it is chosen.
#[derive(Debug, Clone, PartialEq)]
struct Entry {
    text: String,
    to: MapState,
    chosen: bool,
}

/// One list with its label.
#[component]
fn Choice(
    /// What is shown.
    shown: Shown,
    /// Name of the field.
    name: &'static str,
    /// Its label.
    label: String,
    /// The entries for a picture.
    options: fn(&Scene) -> Vec<Entry>,
    /// Shows something else.
    go: Go,
) -> impl IntoView {
    let entries = Memo::new(move |_| shown.with(|s| s.as_deref().map(options).unwrap_or_default()));
    let select = NodeRef::<leptos::html::Select>::new();
    // why: a list keeps what a reader chose, and its entries may have changed under it
    Effect::new(move |_| {
        let at = entries.with(|e| e.iter().position(|entry| entry.chosen));
        if let (Some(select), Some(at)) = (select.get(), at) {
            select.set_selected_index(at as i32);
        }
    });
    let choose = move |_| {
        let at = select.get_untracked().map_or(-1, |s| s.selected_index());
        let to =
            entries.with_untracked(|e| usize::try_from(at).ok().and_then(|i| e.get(i)).map(|e| e.to.clone()));
        if let Some(to) = to {
            go.run(to);
        }
    };
    let list = move || {
        let option = |entry: Entry| view! { <option selected=entry.chosen>{entry.text}</option> };
        entries.get().into_iter().map(option).collect_view()
    };
    let id = format!("map-{name}");
    view! {
        <div class=if matches!(name, "period" | "with-period" | "place") { "field" } else { "field field-wide" } hidden=move || entries.with(|e| e.len() < 2)>
            <label for=id.clone()>{label}</label>
            <select class="select" id=id name=name node_ref=select on:change=choose>{list}</select>
        </div>
    }
}

/// Each indicator once, by the layer nearest to the one shown.
fn indicators(scene: &Scene) -> Vec<Entry> {
    distinct(scene, |_| true, |layer| layer.indicator.clone(), |layer| catalogue::name(&layer.indicator))
}

/// The series of the indicator, by their dimensions.
fn series(scene: &Scene) -> Vec<Entry> {
    let now = &scene.layer;
    distinct(
        scene,
        |layer| layer.indicator == now.indicator,
        |layer| common::dims(&layer.dims),
        |layer| common::dims(&layer.dims),
    )
}

/// The divisions the indicator has figures for.
fn levels(scene: &Scene) -> Vec<Entry> {
    let now = &scene.layer;
    distinct(
        scene,
        |layer| layer.indicator == now.indicator,
        |layer| layer.level.as_str().to_owned(),
        |layer| words::level(layer.level),
    )
}

fn periods(scene: &Scene) -> Vec<Entry> {
    let entry = |period: &String| Entry {
        text: format::period(period),
        to: MapState { period: Some(period.clone()), ..scene.state() },
        chosen: *period == scene.period,
    };
    scene.layer.periods.iter().map(entry).collect()
}

/// The whole city, then the places by name. Cells have no names and are chosen on the map or in the table.
fn places(scene: &Scene) -> Vec<Entry> {
    if scene.layer.level == gemeo_shared::geo::Level::Cell {
        return Vec::new();
    }
    let entry = |text: String, place: Option<String>| Entry {
        text,
        chosen: scene.selected == place,
        to: MapState { place, ..scene.state() },
    };
    let mut named: Vec<(String, String)> = scene
        .places
        .places
        .iter()
        .map(|place| (words::place(scene.layer.level, place), place.code.clone()))
        .collect();
    named.sort_by_cached_key(|(name, _)| words::sort_key(name));
    let all = entry(t!("map.place.all"), None);
    std::iter::once(all).chain(named.into_iter().map(|(name, code)| entry(name, Some(code)))).collect()
}

/// Layers with different keys, each by the layer that keeps most of what is shown now.
fn distinct(
    scene: &Scene,
    among: impl Fn(&Layer) -> bool,
    key: impl Fn(&Layer) -> String,
    text: impl Fn(&Layer) -> String,
) -> Vec<Entry> {
    let now = &scene.layer;
    let near = |layer: &Layer| {
        let (level, dims) = (layer.level == now.level, layer.dims == now.dims);
        (level, dims, layer.periods.contains(&scene.period), layer.leads)
    };
    let mut best: Vec<(String, &Layer)> = Vec::new();
    for layer in scene.layers.iter().filter(|layer| among(layer)) {
        let key = key(layer);
        match best.iter_mut().find(|(known, _)| *known == key) {
            Some((_, held)) if near(layer) > near(held) => *held = layer,
            Some(_) => {}
            None => best.push((key, layer)),
        }
    }
    let here = key(now);
    let entry = |(key, layer): (String, &Layer)| {
        let period = Some(&scene.period).filter(|p| layer.periods.contains(p)).or(layer.periods.first());
        let keeps_place = layer.level == now.level;
        Entry {
            text: text(layer),
            chosen: key == here,
            to: MapState {
                place: scene.selected.clone().filter(|_| keeps_place),
                look: if layer.indicator == now.indicator {
                    scene.look.clone()
                } else {
                    scene.look.elsewhere()
                },
                second: scene.second.clone(),
                ..MapState::of(layer, period.map_or("", String::as_str))
            },
        }
    };
    best.into_iter().map(entry).collect()
}
