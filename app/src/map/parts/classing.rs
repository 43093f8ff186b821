//! How the map is coloured: classes and their number, own limits, blocks that rise.

use leptos::prelude::*;

use super::{Go, Shown};
use crate::{
    map::{
        look::{Classing, Look},
        state::MapState,
    },
    t,
};

/// Fields for the look of the map, closed at first.
#[component]
pub fn ClassingFields(
    /// What is shown.
    shown: Shown,
    /// Shows something else.
    go: Go,
) -> impl IntoView {
    let look = Memo::new(move |_| shown.with(|s| s.as_ref().map(|s| s.look.clone()).unwrap_or_default()));
    let set = move |look: Look| {
        if let Some(scene) = shown.get_untracked() {
            go.run(MapState { look, ..scene.state() });
        }
    };
    let name = move || {
        look.with(|l| {
            if matches!(l.classing, Classing::Manual(_)) { "manual".into() } else { l.classing.write() }
        })
    };
    let choose = move |event| {
        let chosen = event_target_value(&event);
        let classing = if chosen == "manual" { own_limits(shown) } else { Classing::read(&chosen) };
        set(Look { classing, ..look.get_untracked() });
    };
    let count = move |event| {
        set(Look { count: event_target_value(&event).parse().ok(), ..look.get_untracked() });
    };
    let limits = move |event| {
        let text = event_target_value(&event).replace(',', ".");
        set(Look { classing: Classing::read(&text), ..look.get_untracked() });
    };
    let raise = move |event| set(Look { raised: event_target_checked(&event), ..look.get_untracked() });
    let schemes = move || {
        let names = [
            ("quantile", t!("map.classing.quantile")),
            ("jenks", t!("map.classing.jenks")),
            ("equal", t!("map.classing.equal")),
            ("deviation", t!("map.classing.deviation")),
            ("mean", t!("map.classing.mean")),
            ("manual", t!("map.classing.manual")),
        ];
        let now = name();
        names
            .map(|(value, text)| view! { <option value=value selected=now == value>{text}</option> })
            .collect_view()
    };
    let counts = move || {
        let now = look.with(|l| l.count);
        let automatic = view! { <option value="" selected=now.is_none()>{t!("map.classes.auto")}</option> };
        let rest = (2..=7)
            .map(|n: usize| view! { <option value=n selected=now == Some(n)>{n}</option> })
            .collect_view();
        (automatic, rest)
    };
    let flat = move || {
        shown.with(|s| s.as_ref().is_some_and(|s| s.layer.level == gemeo_shared::geo::Level::Station))
    };
    view! {
        <details class="map-more">
            <summary>{t!("map.look")}</summary>
            <div class="map-controls">
                <div class="field">
                    <label for="map-classing">{t!("map.classing")}</label>
                    <select class="select" id="map-classing" on:change=choose>{schemes}</select>
                </div>
                <div class="field" hidden=move || !look.with(|l| l.classing.counts())>
                    <label for="map-classes">{t!("map.classes")}</label>
                    <select class="select" id="map-classes" on:change=count>{counts}</select>
                </div>
                <div class="field" hidden=move || !look.with(|l| matches!(l.classing, Classing::Manual(_)))>
                    <label for="map-limits">{t!("map.limits")}</label>
                    <input class="input" id="map-limits" inputmode="decimal" on:change=limits
                        prop:value=move || look.with(|l| l.classing.write().replace('~', "; "))/>
                </div>
                <label class="check" hidden=flat>
                    <input type="checkbox" id="map-raised" prop:checked=move || look.with(|l| l.raised) on:change=raise/>
                    {t!("map.raised")}
                </label>
            </div>
        </details>
    }
}

/// The limits now shown, to be changed from there.
fn own_limits(shown: Shown) -> Classing {
    let limits = shown
        .with_untracked(|s| s.as_ref().map(|s| s.snapshot.classes.limits().to_vec()).unwrap_or_default());
    if limits.is_empty() { Classing::default() } else { Classing::Manual(limits) }
}
