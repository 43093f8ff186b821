//! The parts of a map page: what can be chosen, the stage with drawing and live map, legend, panel and table.

mod choices;
mod classing;
mod drawing;
mod histogram;
mod legend;
mod panel;
mod settled;
mod stage;
mod table;
mod timeline;
mod tools;
pub mod walk;
pub mod words;

#[cfg(target_arch = "wasm32")]
mod theatre;

use std::sync::Arc;

use leptos::prelude::*;

pub use choices::{Choices, IndicatorChoice, SecondChoices};
pub use classing::ClassingFields;
pub use drawing::Frame;
pub use legend::Legend;
pub use legend::limits;
pub use panel::Panel;
pub use settled::settled;
pub use stage::{Bond, Stage};
pub use table::{Order, SortBy, Table};
pub use timeline::Timeline;
pub use tools::Tools;

use super::{
    classes::{CLASSED, css, token},
    light::Light,
    scene::Scene,
    state::MapState,
};

/// The picture that all parts show.
pub type Shown = Memo<Option<Arc<Scene>>>;

/// Changes what is shown, and the address with it.
pub type Go = Callback<MapState>;

/// What a reader wants to see alone, if anything.
pub type Lit = RwSignal<Option<Light>>;

/// The place under the pointer, and where the pointer is.
pub type Over = RwSignal<Option<(String, [f64; 2])>>;

/// Class and background of the little square that shows a colour; hatched without one.
pub fn swatch(slot: Option<usize>) -> (String, Option<String>) {
    match slot {
        Some(slot) if slot < CLASSED => (format!("swatch swatch-{}", token(slot)), None),
        Some(shade) => ("swatch".into(), Some(css(shade))),
        None => ("swatch swatch-none".into(), None),
    }
}

/// Selects a place of the picture shown, or none.
pub fn select(shown: Shown, go: Go, code: Option<String>) {
    let Some(scene) = shown.get_untracked() else { return };
    if scene.selected != code {
        go.run(MapState { place: code, ..scene.state() });
    }
}
