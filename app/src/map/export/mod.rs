//! What the map shows as files: a drawing with legend, title and sources, a table, and GeoJSON.
//!
//! Two maps come as one file that holds both. Of maps under a curtain both are drawn whole: on paper it cannot be moved.

mod data;
mod legend;
mod shapes;
mod sheet;

use std::sync::Arc;

pub use data::{csv, geojson};
pub use sheet::svg;

use super::scene::Scene;

/// What there is to take away: one picture, or two beside each other.
#[derive(Debug, Clone)]
pub struct Pictures {
    first: Arc<Scene>,
    second: Option<Arc<Scene>>,
}

impl Pictures {
    /// A picture, with the one beside it where there is one.
    pub fn new(first: Arc<Scene>, second: Option<Arc<Scene>>) -> Self {
        // A map coloured by two layers is one picture.
        let second = second.filter(|_| first.both.is_none());
        Self { first, second }
    }

    /// The pictures that are drawn.
    fn drawn(&self) -> Vec<&Scene> {
        std::iter::once(&self.first).chain(&self.second).map(Arc::as_ref).collect()
    }

    /// Every layer that is shown, those that colour one map together apart.
    fn layers(&self) -> Vec<&Scene> {
        let both = self.first.both.as_ref().map(|both| both.other.as_ref());
        std::iter::once(self.first.as_ref()).chain(both).chain(self.second.as_deref()).collect()
    }

    /// A name for a file of what is shown: `lisboa-population_density-2021.csv`.
    pub fn file_name(&self, ending: &str) -> String {
        let name = |s: &Scene| format!("{}-{}-{}", s.view.profile.id, s.layer.indicator, s.period);
        let names: Vec<String> = self.layers().into_iter().map(name).collect();
        format!("{}.{ending}", names.join("_"))
    }
}

/// Each text once, in order.
fn once(texts: impl IntoIterator<Item = String>) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for text in texts {
        if !text.is_empty() && !out.contains(&text) {
            out.push(text);
        }
    }
    out
}
