//! Colours of values: which colour of the style sheet's palettes a class has, and the shades of a continuous scale.

use gemeo_shared::classify::palette_slots;
pub use gemeo_shared::classify::{Classes, PALETTE, Ramp, Scheme};
use gemeo_shared::view::Direction;

/// Colours a class can have: the sequential palette (`--c0` to `--c6`), then the diverging one (`--d0` to `--d6`).
pub const CLASSED: usize = 2 * PALETTE;
/// Steps of each of two layers that colour one map together.
pub const STEPS: usize = 3;
/// Named colours: those of classes, then those of two layers (`--b0` to `--b8`).
pub const COLOURS: usize = CLASSED + STEPS * STEPS;
/// Shades from one colour of a palette to the next; more cannot be told apart.
const BETWEEN: usize = 8;
/// Shades of a continuous scale.
pub const SHADES: usize = (PALETTE - 1) * BETWEEN + 1;
/// Everything a place can be coloured with: named colours, then the shades of either palette.
pub const SLOTS: usize = COLOURS + 2 * SHADES;

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

/// The shade at a place of a continuous scale, from 0 to 1.
pub fn shade(ramp: &Ramp, direction: Direction, at: f64) -> usize {
    let turned = ramp.is_diverging() && direction == Direction::Up;
    let at = if turned { 1.0 - at } else { at };
    let first = COLOURS + if ramp.is_diverging() { SHADES } else { 0 };
    first + libm::round(at.clamp(0.0, 1.0) * (SHADES - 1) as f64) as usize
}

/// The colour of a place that lies at a step, from 0, of each of two layers.
pub fn both(first: usize, second: usize) -> usize {
    CLASSED + STEPS * second.min(STEPS - 1) + first.min(STEPS - 1)
}

/// The two colours of classes that a slot lies between, and how many of [`BETWEEN`] steps from the first.
fn between(slot: usize) -> (usize, usize, usize) {
    let Some(shade) = slot.checked_sub(COLOURS) else { return (slot, slot, 0) };
    let (palette, step) = (shade / SHADES * PALETTE, shade % SHADES);
    let low = step / BETWEEN;
    (palette + low, palette + (low + 1).min(PALETTE - 1), step % BETWEEN)
}

/// A slot's colour, mixed of colours of classes.
pub fn mix(slot: usize, colour: impl Fn(usize) -> [u8; 3]) -> [u8; 3] {
    let (low, high, step) = between(slot);
    let (low, high, part) = (colour(low), colour(high), step as f64 / BETWEEN as f64);
    std::array::from_fn(|i| libm::round(f64::from(low[i]) * (1.0 - part) + f64::from(high[i]) * part) as u8)
}

/// A slot's colour for CSS and for attributes of drawings, following the theme.
pub fn css(slot: usize) -> String {
    let (low, high, step) = between(slot);
    if step == 0 {
        return format!("var(--{})", token(low));
    }
    let part = 100.0 * step as f64 / BETWEEN as f64;
    format!("color-mix(in srgb, var(--{}), var(--{}) {part}%)", token(low), token(high))
}

/// A colour's name in the style sheet, without hyphens: `c0`, `d3` or `b8`.
pub fn token(colour: usize) -> String {
    match colour {
        c if c < PALETTE => format!("c{c}"),
        d if d < CLASSED => format!("d{}", d - PALETTE),
        b => format!("b{}", b - CLASSED),
    }
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

    #[test]
    fn a_continuous_scale_runs_through_every_colour_of_its_palette() {
        let ramp = Ramp::new(0.0, 1.0, None).expect("a scale");
        let named = |at| css(shade(&ramp, Direction::None, at));
        assert_eq!(
            (named(0.0), named(0.5), named(1.0)),
            ("var(--c0)".into(), "var(--c3)".into(), "var(--c6)".into())
        );
        assert_eq!(named(1.0 / 12.0), "color-mix(in srgb, var(--c0), var(--c1) 50%)");
        let around = Ramp::new(0.0, 1.0, Some(0.5)).expect("a scale");
        assert_eq!(css(shade(&around, Direction::Down, 0.0)), "var(--d0)");
        assert_eq!(css(shade(&around, Direction::Up, 0.0)), "var(--d6)");
        assert_eq!(css(shade(&around, Direction::Up, 0.5)), "var(--d3)");
        assert_eq!(
            (css(both(0, 0)), css(both(2, 1)), css(both(9, 9))),
            ("var(--b0)".into(), "var(--b5)".into(), "var(--b8)".into())
        );
        assert!(shade(&around, Direction::Down, 1.0) < SLOTS);
    }

    #[test]
    fn shades_are_mixed_of_their_neighbours() {
        let colour = |slot: usize| [slot as u8 * 16, 0, 255];
        assert_eq!(mix(3, colour), [48, 0, 255]);
        assert_eq!(mix(COLOURS + BETWEEN / 2, colour), [8, 0, 255]);
        assert_eq!(mix(COLOURS + SHADES - 1, colour), [96, 0, 255]);
        assert_eq!(mix(SLOTS - 1, colour), [208, 0, 255]);
    }
}
