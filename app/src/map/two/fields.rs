//! Choosing the second layer: how it is shown, and which one of which city.

use leptos::prelude::*;

use super::Other;
use crate::{
    data::use_store,
    map::{
        parts::{Go, SecondChoices, Shown},
        second::{Mode, Second},
        state::MapState,
    },
    t,
};

/// Fields for the second layer, closed at first. `other` is there while a second layer is.
pub fn fields(plain: Shown, go: Go, other: RwSignal<Option<Other>>) -> AnyView {
    let second = Memo::new(move |_| plain.with(|s| s.as_ref().and_then(|s| s.second.clone())));
    let set = Callback::new(move |second: Option<Second>| {
        if let Some(scene) = plain.get_untracked() {
            go.run(MapState { second, ..scene.state() });
        }
    });
    let choose = move |event| {
        let mode = Mode::read(&event_target_value(&event));
        let before = second.get_untracked();
        set.run(mode.map(|mode| Second { mode, ..before.unwrap_or(Second::new(mode)) }));
    };
    let modes = move || {
        let now = second.with(|s| s.as_ref().map(|s| s.mode));
        let names = [
            (Mode::Side, t!("map.beside.side")),
            (Mode::Swipe, t!("map.beside.swipe")),
            (Mode::Both, t!("map.beside.both")),
        ];
        let none = view! { <option value="" selected=now.is_none()>{t!("map.beside.none")}</option> };
        let rest = names.map(|(mode, text)| {
            view! { <option value=mode.name() selected=now == Some(mode)>{text}</option> }
        });
        (none, rest.into_iter().collect_view())
    };
    let lists = move || other.get().map(|other| view! { <SecondChoices shown=other.shown go=other.go/> });
    view! {
        <details class="map-more" open=second.get_untracked().is_some()>
            <summary>{t!("map.beside")}</summary>
            <div class="map-controls">
                <div class="field field-wide">
                    <label for="map-beside">{t!("map.beside.how")}</label>
                    <select class="select" id="map-beside" on:change=choose>{modes}</select>
                </div>
                {move || city(plain, second, set)}
            </div>
            {lists}
        </details>
    }
    .into_any()
}

/// The city of the second map: this one or another.
fn city(plain: Shown, second: Memo<Option<Second>>, set: Callback<Option<Second>>) -> Option<AnyView> {
    let now = second.get().filter(|s| s.mode != Mode::Both)?;
    let own = plain.with_untracked(|s| s.as_ref().map(|s| s.view.profile.id.clone()))?;
    let choose = move |event| {
        let chosen = event_target_value(&event);
        let own = plain.with_untracked(|s| s.as_ref().is_some_and(|s| s.view.profile.id == chosen));
        let before = second.get_untracked();
        set.run(before.map(|s| Second { city: (!own).then_some(chosen), ..s }));
    };
    let index = use_store().index().get();
    let cities = index.ready().map(|index| index.cities.clone()).unwrap_or_default();
    let options: Vec<_> = cities
        .into_iter()
        .map(|city| (city.profile.id, city.profile.name))
        .map(|(id, name)| {
            let chosen = now.city.as_ref().unwrap_or(&own) == &id;
            view! { <option value=id selected=chosen>{name}</option> }
        })
        .collect();
    Some(
        view! {
            <div class="field field-wide">
                <label for="map-with-city">{t!("map.beside.city")}</label>
                <select class="select" id="map-with-city" on:change=choose>{options}</select>
            </div>
        }
        .into_any(),
    )
}
