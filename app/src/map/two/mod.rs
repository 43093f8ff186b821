//! A second layer: two maps beside each other or under a movable line, of two years, two indicators or two cities, or
//! one map coloured by both.
//!
//! Two maps move together at the same scale; where both show the same indicator they have the same classes. [`pair`]
//! holds the stages, [`fields`] chooses the second layer, [`other`] makes its picture.

mod fields;
mod other;
mod pair;

use std::sync::Arc;

use leptos::prelude::*;

pub use fields::fields;
pub use other::{Other, other};
pub use pair::{Seconds, pair};

use super::{both::Both, scene::Scene, second::Mode};

/// The picture of the second layer, with colours of its own.
pub type Companion = RwSignal<Option<Arc<Scene>>>;

/// A picture as it is shown with another beside it: with classes that hold both, or coloured by both.
pub fn together(mine: &Arc<Scene>, other: Option<&Arc<Scene>>) -> Arc<Scene> {
    let Some(other) = other else { return mine.clone() };
    if mine.second.as_ref().is_some_and(|s| s.mode == Mode::Both) {
        let both = Both::new(mine, other).map(Arc::new);
        return Arc::new(Scene { both, ..(**mine).clone() });
    }
    if !comparable(mine, other) {
        return mine.clone();
    }
    let values: Vec<f64> = other.snapshot.figures.iter().filter_map(|f| f.value).collect();
    (**mine).clone().beside(Arc::new(values)).map_or_else(|| mine.clone(), Arc::new)
}

/// Whether two pictures can share their classes: the same indicator in the same unit.
fn comparable(a: &Scene, b: &Scene) -> bool {
    (&a.layer.indicator, &a.layer.dims, a.unit().0) == (&b.layer.indicator, &b.layer.dims, b.unit().0)
}
