//! What pages ask for cities: the list, and one city's view.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};

use gemeo_shared::{pack::Index, view::CityView};
use leptos::prelude::*;

use crate::notice::Load;

type Waiting<T> = ArcRwSignal<Load<Arc<T>>>;

/// All that was loaded. Copied freely; every page finds it in the context.
#[derive(Clone, Copy)]
pub struct Store(StoredValue<Arc<Inner>>);

struct Inner {
    index: Waiting<Index>,
    cities: Mutex<BTreeMap<String, Waiting<CityView>>>,
}

/// The store of the app.
pub fn use_store() -> Store {
    expect_context::<Store>()
}

impl Default for Store {
    fn default() -> Self {
        Self::new()
    }
}

impl Store {
    /// Nothing loaded yet.
    pub fn new() -> Self {
        let inner = Inner { index: ArcRwSignal::new(Load::Waiting), cities: Mutex::default() };
        let store = Self(StoredValue::new(Arc::new(inner)));
        #[cfg(target_arch = "wasm32")]
        store.load_index();
        store
    }

    fn inner(self) -> Arc<Inner> {
        self.0.get_value()
    }

    /// The list of cities, as it comes.
    pub fn index(self) -> ArcRwSignal<Load<Arc<Index>>> {
        self.inner().index.clone()
    }

    /// A city's view, as it comes; the first question starts loading it.
    pub fn city(self, id: &str) -> ArcRwSignal<Load<Arc<CityView>>> {
        let inner = self.inner();
        let Ok(mut cities) = inner.cities.lock() else { return ArcRwSignal::new(Load::Waiting) };
        if let Some(signal) = cities.get(id) {
            return signal.clone();
        }
        let signal: Waiting<CityView> = ArcRwSignal::new(Load::Waiting);
        cities.insert(id.into(), signal.clone());
        drop(cities);
        #[cfg(target_arch = "wasm32")]
        self.load_city(id);
        signal
    }

    /// Puts a list of cities and views in place, for pages rendered natively.
    pub fn fill(self, index: Index, views: impl IntoIterator<Item = CityView>) {
        self.inner().index.set(Load::Ready(Arc::new(index)));
        if let Ok(mut cities) = self.inner().cities.lock() {
            for view in views {
                let id = view.profile.id.clone();
                cities.insert(id, ArcRwSignal::new(Load::Ready(Arc::new(view))));
            }
        }
    }

    /// Tries again to load the list and, where one is named, a city.
    pub fn retry(self, city: Option<&str>) {
        #[cfg(target_arch = "wasm32")]
        {
            if self.index().with_untracked(|i| i.ready().is_none()) {
                // why first: a city waits for the list, and must not find the fault of before in its place
                self.index().set(Load::Waiting);
                self.load_index();
            }
            if let Some(id) = city {
                self.city(id).set(Load::Waiting);
                self.load_city(id);
            }
        }
        #[cfg(not(target_arch = "wasm32"))]
        let _ = city;
    }
}

#[cfg(target_arch = "wasm32")]
#[path = "store_browser.rs"]
mod browser;
#[cfg(target_arch = "wasm32")]
pub(crate) use browser::reopen;
