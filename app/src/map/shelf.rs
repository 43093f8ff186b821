//! Shapes of a city's places, asked of the engine once and kept.

use std::{collections::BTreeMap, sync::Arc};

use gemeo_shared::geo::Level;
use leptos::prelude::*;

use super::places::Places;

/// The places of each level, as they come.
pub type Known = RwSignal<BTreeMap<Level, Arc<Places>>>;

/// Gives shapes where pages are rendered natively: a function of city and level, in the context.
#[derive(Clone)]
pub struct Shapes(pub Arc<Give>);

/// Places of a level of a city.
pub type Give = dyn Fn(&str, Level) -> Option<Places> + Send + Sync;

/// Brings the places of the levels needed into `known`.
pub fn fill(city: &str, needed: Memo<Vec<Level>>, known: Known) {
    let city = city.to_owned();
    #[cfg(target_arch = "wasm32")]
    let store = crate::data::use_store();
    #[cfg(target_arch = "wasm32")]
    Effect::new(move |_| {
        let wanted = needed.get().into_iter();
        let levels: Vec<Level> =
            wanted.filter(|level| known.with_untracked(|known| !known.contains_key(level))).collect();
        if levels.is_empty() {
            return;
        }
        let city = city.clone();
        wasm_bindgen_futures::spawn_local(async move {
            // why: shapes are in a file that comes after the first ones; `complete` tells of its fault
            if store.detail(&city).await.is_err() {
                return;
            }
            for level in levels {
                match browser::places(&city, level).await {
                    Ok(places) => {
                        known.try_update(|known| known.insert(level, places));
                    }
                    Err(error) => web_sys::console::warn_1(&error.to_string().into()),
                }
            }
        });
    });
    #[cfg(not(target_arch = "wasm32"))]
    if let Some(Shapes(give)) = use_context::<Shapes>() {
        for level in needed.get_untracked() {
            if let Some(places) = give(&city, level) {
                known.update(|known| {
                    known.insert(level, Arc::new(places));
                });
            }
        }
    }
}

/// Whether all files of a city have been read, so that what is missing is missing.
pub fn complete(city: &str) -> ReadSignal<bool> {
    let (complete, set) = signal(cfg!(not(target_arch = "wasm32")));
    #[cfg(target_arch = "wasm32")]
    {
        let (store, city) = (crate::data::use_store(), city.to_owned());
        let view = store.city(&city);
        // why follow: a pack renewed behind the page begins with its first files again
        Effect::new(move |_| {
            if view.with(|view| matches!(view, crate::notice::Load::Failed(_))) {
                return;
            }
            let city = city.clone();
            wasm_bindgen_futures::spawn_local(async move {
                if let Err(error) = store.detail(&city).await {
                    store.city(&city).set(crate::notice::Load::Failed(error.fault()));
                }
                set.try_set(true);
            });
        });
    }
    #[cfg(not(target_arch = "wasm32"))]
    let _ = (city, set);
    complete
}

#[cfg(target_arch = "wasm32")]
pub use browser::settle;

#[cfg(target_arch = "wasm32")]
mod browser {
    use std::{
        cell::RefCell,
        collections::{BTreeMap, BTreeSet},
        sync::Arc,
    };

    use gemeo_shared::{geo::Level, protocol::Request};
    use leptos::prelude::*;

    use super::Places;
    use crate::{
        browser::{MOMENT_MS, sleep},
        data::{DataError, Store},
        map::{
            layers::{choose, layers},
            scene::base_level,
            state::MapState,
        },
        nav::{history, param_of},
        work,
    };

    type Key = (String, Level);

    thread_local! {
        static KEPT: RefCell<BTreeMap<Key, Arc<Places>>> = const { RefCell::new(BTreeMap::new()) };
        static ASKED: RefCell<BTreeSet<Key>> = const { RefCell::new(BTreeSet::new()) };
    }

    /// The places of a level of a city whose geography is open.
    pub async fn places(city: &str, level: Level) -> Result<Arc<Places>, DataError> {
        let key = (city.to_owned(), level);
        // why wait: the page and the one who waits for its first drawing ask for the same shapes
        while ASKED.with(|asked| asked.borrow().contains(&key)) {
            sleep(MOMENT_MS).await;
        }
        if let Some(kept) = KEPT.with(|kept| kept.borrow().get(&key).cloned()) {
            return Ok(kept);
        }
        ASKED.with(|asked| asked.borrow_mut().insert(key.clone()));
        let answer = ask(city, level).await;
        ASKED.with(|asked| asked.borrow_mut().remove(&key));
        let places = Arc::new(answer?);
        KEPT.with(|kept| kept.borrow_mut().insert(key, places.clone()));
        Ok(places)
    }

    async fn ask(city: &str, level: Level) -> Result<Places, DataError> {
        let request = Request::Geojson { city: city.into(), level: level.as_str().into() };
        let geojson: String = work::ask(request).await?;
        Places::read(level, &geojson).map_err(|e| DataError::Engine(e.to_string()))
    }

    /// Waits until a map page can show its first drawing, so that it takes the prerendered one's place.
    pub async fn settle(store: Store, city: &str) {
        if store.detail(city).await.is_err() {
            return;
        }
        let Some(view) = store.city(city).with_untracked(|c| c.ready().cloned()) else { return };
        let (_, query) = history::here();
        let state = MapState::read(|name| param_of(&query, name));
        let Some(level) = choose(&layers(&view), &state).map(|(layer, _)| layer.level) else { return };
        for level in [level, base_level(level), Level::City] {
            // A fault is the page's to tell: it asks for the same.
            let _ = places(city, level).await;
        }
        // One turn for the page to take them.
        sleep(MOMENT_MS).await;
    }
}
