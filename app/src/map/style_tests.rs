use std::collections::BTreeSet;

use super::{DOTS, HATCH, hatch_pixels, lines_from, paint, pattern_layers, style};
use crate::map::theme::{Theme, rgb};

#[test]
fn every_layer_draws_from_a_source_that_is_there() {
    let style = style(&Theme::read(|_| None));
    let layers = style["layers"].as_array().expect("layers");
    for layer in layers.iter().filter(|layer| layer["type"] != "background") {
        let source = layer["source"].as_str().expect("a source");
        assert!(style["sources"].get(source).is_some(), "{source}");
    }
    let ids: BTreeSet<&str> = layers.iter().filter_map(|layer| layer["id"].as_str()).collect();
    assert_eq!(ids.len(), layers.len());
    assert!(ids.contains(super::ABOVE_PATTERNS));
    // The live map asks the layers of these names what lies under the pointer.
    assert!(ids.contains(super::PLACES) && ids.contains(super::STATIONS));
    for (layer, property, _) in paint(&Theme::read(|_| None)) {
        assert!(ids.contains(layer), "{layer} {property}");
    }
}

#[test]
fn nothing_is_fetched_for_a_map() {
    let text = style(&Theme::read(|_| None)).to_string();
    for word in ["http", "glyphs", "sprite", "tiles", "url"] {
        assert!(!text.contains(word), "{word}");
    }
    let patterns = pattern_layers().map(|layer| layer["paint"]["fill-pattern"].as_str().map(str::to_owned));
    assert_eq!(patterns, [Some(HATCH.into()), Some(DOTS.into())]);
}

#[test]
fn colours_come_from_the_page_and_a_broken_one_does_not_reach_the_engine() {
    let theme = Theme::read(|name| match name {
        "--water" => Some(" #123456 ".into()),
        "--land" => Some("light-dark(white, black)".into()),
        _ => None,
    });
    assert_eq!(theme.water, "#123456");
    assert!(rgb(&theme.land).is_some());
    let text = style(&theme).to_string();
    assert!(text.contains("#123456") && !text.contains("light-dark"));
}

#[test]
fn the_hatch_meets_itself_at_its_edges() {
    let size = 16;
    let pixels = hatch_pixels(size, [1, 2, 3]);
    assert_eq!(pixels.len(), size * size * 4);
    let alpha = |x: usize, y: usize| pixels[(y % size * size + x % size) * 4 + 3];
    for y in 0..size {
        for x in 0..size {
            // Lines rise to the right: one step right and one up is the same line, across the edge too.
            assert_eq!(alpha(x, y + 1), alpha(x + 1, y), "{x} {y}");
        }
    }
}

#[test]
fn lines_between_cells_wait_until_cells_are_large() {
    // A cell of resolution 10 is 131 m wide: 12 pixels where a pixel is 10.9 m, at 38.7° north 40,075 km · cos φ / 512 / 2^z.
    let [ten, nine] = [0x08a3_9336_8000_7fff, 0x0893_9336_8003_ffff].map(|cell| lines_from(cell, 38.7));
    assert!((ten - 12.45).abs() < 0.02, "{ten}");
    // √7 wider, log2 √7 sooner
    assert!((ten - nine - 1.4037).abs() < 1e-4, "{nine}");
    assert_eq!(lines_from(0, 38.7), 0.0);
}
