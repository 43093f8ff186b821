//! Two layers that colour one map: each value is low, middle or high of its own, nine colours in all.

use std::sync::Arc;

use super::{
    classes::{Classes, STEPS, Scheme, both},
    layers::Snapshot,
    scene::Scene,
};

/// The second layer of a map coloured by two.
#[derive(Debug, Clone)]
pub struct Both {
    /// Its picture.
    pub other: Arc<Scene>,
    /// Classes of the first and of the second layer.
    pub classes: [Classes; 2],
}

impl Both {
    /// Thirds of the places by each layer's values; none where the layers are of different places.
    pub fn new(first: &Scene, other: &Arc<Scene>) -> Option<Self> {
        let same = first.view.profile.id == other.view.profile.id && first.layer.level == other.layer.level;
        let thirds = |snapshot: &Snapshot| {
            Classes::new(&Scheme::Quantile, Some(STEPS), snapshot.figures.iter().filter_map(|f| f.value))
        };
        same.then(|| Self {
            other: other.clone(),
            classes: [thirds(&first.snapshot), thirds(&other.snapshot)],
        })
    }

    /// The colour of a place with these two values; none where one of them is missing.
    pub fn slot(&self, first: Option<f64>, second: Option<f64>) -> Option<usize> {
        let [a, b] = &self.classes;
        Some(both(step(a, first)?, step(b, second)?))
    }
}

/// Low, middle or high. Two classes are low and high, one alone is the middle.
pub fn step(classes: &Classes, value: Option<f64>) -> Option<usize> {
    let class = classes.class_of(value)?;
    Some(match classes.len() {
        1 => 1,
        2 => 2 * class,
        _ => class,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_different_values_keep_the_ends_of_the_scale() {
        let steps = |values: &[f64]| {
            let classes = Classes::new(&Scheme::Quantile, Some(STEPS), values.iter().copied());
            values.iter().map(|v| step(&classes, Some(*v))).collect::<Vec<_>>()
        };
        assert_eq!(steps(&[5.0, 5.0]), [Some(1), Some(1)]);
        assert_eq!(steps(&[1.0, 9.0]), [Some(0), Some(2)]);
        assert_eq!(steps(&[1.0, 2.0, 3.0]), [Some(0), Some(1), Some(2)]);
        let classes = Classes::new(&Scheme::Quantile, Some(STEPS), [1.0]);
        assert_eq!(step(&classes, None), None);
    }
}
