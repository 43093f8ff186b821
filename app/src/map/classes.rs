//! Colours of classes: which colour of the style sheet's two palettes a class has.

use gemeo_shared::classify::palette_slots;
pub use gemeo_shared::classify::{Classes, PALETTE, Scheme};
use gemeo_shared::view::Direction;

/// Colours a place can have: the sequential palette (`--c0` to `--c6`), then the diverging one (`--d0` to `--d6`).
pub const COLOURS: usize = 2 * PALETTE;

/// The colour of each class, lowest first. In the diverging palette the better side is blue.
pub fn colours(classes: &Classes, direction: Direction) -> Vec<usize> {
    let slots = palette_slots(classes.len());
    if !classes.is_diverging() {
        return slots.to_vec();
    }
    // Five classes: the middle one has the neutral colour.
    let slots = [0, 1, 3, 5, 6].map(|slot| slot + PALETTE);
    match direction {
        Direction::Up => slots.into_iter().rev().collect(),
        Direction::Down | Direction::None => slots.to_vec(),
    }
}

/// A colour's name in the style sheet, without hyphens: `c0` or `d3`.
pub fn token(colour: usize) -> String {
    if colour < PALETTE { format!("c{colour}") } else { format!("d{}", colour - PALETTE) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_better_side_of_a_middle_is_blue() {
        let classes = Classes::new(&Scheme::Around(5.0), None, [0.0, 5.0, 10.0]);
        let names = |direction| colours(&classes, direction).into_iter().map(token).collect::<Vec<_>>();
        assert_eq!(names(Direction::Down), ["d0", "d1", "d3", "d5", "d6"]);
        assert_eq!(names(Direction::Up), ["d6", "d5", "d3", "d1", "d0"]);
        let plain = Classes::quantile([1.0, 2.0]);
        assert_eq!(colours(&plain, Direction::Up), [1, 5]);
    }
}
