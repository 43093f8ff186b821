//! What lies on the page: a file that is open, and what is kept.

use std::sync::Arc;

use gemeo_shared::own::{Dataset, KnownPlace, Look, Mapping, Preview, Refusal, Rows};
use leptos::prelude::*;

use crate::data::{Store, own::Listed, use_store};

/// How far a file is.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(not(target_arch = "wasm32"), expect(dead_code, reason = "a file is opened in browsers only"))]
pub enum State {
    /// None is open.
    Free,
    /// It is being looked at.
    Looking,
    /// Its columns are given a meaning.
    Open,
    /// All of it is being read.
    Reading,
    /// It cannot be read.
    Refused(Refusal),
}

/// Signals of the page. Copied freely.
#[derive(Clone, Copy)]
pub struct Desk {
    /// How far the file is.
    pub state: RwSignal<State>,
    /// Name and bytes of the file.
    pub file: RwSignal<(String, f64)>,
    /// Bytes that were read.
    pub done: RwSignal<f64>,
    /// What the file is.
    pub look: RwSignal<Option<Arc<Look>>>,
    /// What its columns mean.
    pub mapping: RwSignal<Option<Mapping>>,
    /// What that gives.
    pub preview: RwSignal<Option<Arc<Preview>>>,
    /// Whether the mapping is that of an earlier file.
    pub reused: RwSignal<bool>,
    /// Places known by name.
    pub places: RwSignal<Arc<Vec<KnownPlace>>>,
    /// What is kept; none until it is known.
    pub kept: RwSignal<Option<Arc<Listed>>>,
    /// Why nothing can be kept.
    pub trouble: RwSignal<Option<String>>,
    /// The dataset that is shown, with its rows.
    pub shown: RwSignal<Option<Shown>>,
    /// The cities.
    pub store: Store,
}

/// A dataset with its rows.
#[derive(Debug, Clone)]
pub struct Shown {
    /// Its key.
    pub id: String,
    /// Its lists.
    pub dataset: Arc<Dataset>,
    /// Its observations.
    pub rows: Arc<Rows>,
}

impl Desk {
    /// An empty one.
    pub fn new() -> Self {
        Self {
            state: RwSignal::new(State::Free),
            file: RwSignal::new((String::new(), 0.0)),
            done: RwSignal::new(0.0),
            look: RwSignal::new(None),
            mapping: RwSignal::new(None),
            preview: RwSignal::new(None),
            reused: RwSignal::new(false),
            places: RwSignal::new(Arc::default()),
            kept: RwSignal::new(None),
            trouble: RwSignal::new(None),
            shown: RwSignal::new(None),
            store: use_store(),
        }
    }

    /// Changes the mapping and looks at what comes of it.
    pub fn change(self, change: impl FnOnce(&mut Mapping)) {
        self.mapping.update(|mapping| {
            if let Some(mapping) = mapping {
                change(mapping);
            }
        });
        super::hands::attempt(self);
    }

    /// Code and name of each city.
    pub fn cities(self) -> Vec<(String, String)> {
        let index = self.store.index().get_untracked();
        let cities = index
            .ready()
            .map(|i| i.cities.iter().map(|c| (c.profile.code.clone(), c.profile.name.clone())).collect());
        cities.unwrap_or_default()
    }
}
