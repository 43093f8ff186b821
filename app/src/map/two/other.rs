//! The picture of the second layer.

use std::{collections::BTreeMap, sync::Arc};

use gemeo_shared::geo::Level;
use leptos::prelude::*;

use super::{Companion, together};
use crate::{
    data::use_store,
    map::{
        layers::{choose, layers},
        parts::{Go, Shown},
        scene::{Scene, base_level},
        second::Second,
        shelf::{self, Known},
        state::MapState,
    },
};

/// The second picture and how it is changed.
#[derive(Clone, Copy)]
pub struct Other {
    /// The picture.
    pub shown: Shown,
    /// Shows something else in it.
    pub go: Go,
}

/// The second layer beside the first: `plain` is the first picture with colours of its own, `city` another city's id.
pub fn other(plain: Shown, go: Go, known: Known, companion: Companion, city: Option<&str>) -> Other {
    let own = plain.with_untracked(|s| s.as_ref().map(|s| s.view.profile.id.clone()).unwrap_or_default());
    let id = city.unwrap_or(&own).to_owned();
    let view = use_store().city(&id);
    if city.is_some() {
        // Its detail comes after its first files, and brings the layers that a map can show.
        shelf::complete(&id);
    }
    let known = if city.is_some() { RwSignal::new(BTreeMap::new()) } else { known };
    let drawable = {
        let view = view.clone();
        Memo::new(move |_| Arc::new(view.with(|v| v.ready().map(|view| layers(view)).unwrap_or_default())))
    };
    let state = Memo::new(move |_| plain.with(|s| s.as_deref().and_then(asked)).unwrap_or_default());
    let needed = Memo::new(move |_| {
        let chosen = choose(&drawable.get(), &state.get()).map(|(layer, _)| layer.level);
        chosen.map(|level| vec![level, base_level(level), Level::City]).unwrap_or_default()
    });
    shelf::fill(&id, needed, known);
    let alone: Shown = Memo::new(move |_| {
        let view = view.with(|v| v.ready().cloned())?;
        let scene = known.with(|known| Scene::new(&view, &drawable.get(), &state.get(), known));
        scene.map(|scene| Arc::new(Scene { is_second: true, ..scene }))
    });
    let shown = Memo::new(move |_| Some(together(&alone.get()?, plain.get().as_ref())));
    Effect::new(move |_| companion.set(alone.get()));
    on_cleanup(move || {
        companion.try_set(None);
    });
    let elsewhere = city.is_some();
    let go = Callback::new(move |chosen: MapState| change(plain, go, &chosen, elsewhere));
    Other { shown, go }
}

/// What the second map is asked to show.
fn asked(first: &Scene) -> Option<MapState> {
    first.second.as_ref().map(|second| second.state(first))
}

/// Takes a choice made in the second map into the address; a place of the same city is chosen in both.
fn change(plain: Shown, go: Go, chosen: &MapState, elsewhere: bool) {
    let Some(first) = plain.get_untracked() else { return };
    let Some(second) = &first.second else { return };
    let own = first.state();
    let place = if elsewhere { own.place.clone() } else { chosen.place.clone() };
    go.run(MapState { place, second: Some(Second::with(second, chosen)), ..own });
}
