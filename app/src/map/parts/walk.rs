//! Walking over the map with the arrow keys, from place to place, each one told.

use leptos::prelude::*;

use super::{Go, Shown, select, words};
use crate::{map::places::Direction, notice, t};

/// A button that is seen when it has the focus; arrows go to the neighbour on that side, Home and End to the highest
/// and the lowest value, Escape clears the choice.
#[component]
pub fn Walk(
    /// What is shown.
    shown: Shown,
    /// Shows something else.
    go: Go,
) -> impl IntoView {
    let key = move |event: web_sys::KeyboardEvent| {
        let Some(scene) = shown.get_untracked() else { return };
        let extreme = |high: bool| {
            scene.snapshot.extremes().map(|(h, l)| if high { h.code.to_string() } else { l.code.to_string() })
        };
        let towards =
            |direction| scene.places.towards(scene.selected.as_deref(), direction).map(|p| p.code.clone());
        let code = match event.key().as_str() {
            "ArrowUp" => towards(Direction::North),
            "ArrowDown" => towards(Direction::South),
            "ArrowLeft" => towards(Direction::West),
            "ArrowRight" => towards(Direction::East),
            "Home" => extreme(true),
            "End" => extreme(false),
            "Escape" => {
                select(shown, go, None);
                return;
            }
            _ => return,
        };
        event.prevent_default();
        match code {
            Some(code) => {
                select(shown, go, Some(code));
                tell(shown);
            }
            None => notice::announce(t!("map.walk_end")),
        }
    };
    view! { <button class="map-walk" type="button" on:keydown=key>{t!("map.walk")}</button> }
}

/// Says the selected place, its figure and its rank.
pub fn tell(shown: Shown) {
    let Some(Some(scene)) = shown.try_get_untracked() else { return };
    if let Some((place, figure)) = scene.chosen() {
        let name = words::place(scene.layer.level, place);
        let parts = [Some(words::figure(&scene, figure)), words::rank(&scene, figure), words::status(figure)];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        notice::announce(format!("{name}: {}", parts.join("; ")));
    }
}
