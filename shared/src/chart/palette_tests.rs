use super::*;

const SHEET: &str = include_str!("../../../style/tokens.css");

/// Declarations of a token in the sheet, in order: light, dark by the device, dark by choice.
fn declared(token: &str) -> Vec<&'static str> {
    let name = format!(" --{token}: ");
    SHEET.match_indices(&name).map(|(at, _)| &SHEET[at + name.len()..at + name.len() + 7]).collect()
}

/// Contrast of two colours (WCAG 2.2, "contrast ratio" and "relative luminance").
fn contrast(a: &str, b: &str) -> f64 {
    let light = |hex: &str| {
        let part = |i: usize| {
            let v = f64::from(u8::from_str_radix(&hex[i..i + 2], 16).unwrap()) / 255.0;
            if v <= 0.04045 { v / 12.92 } else { libm::pow((v + 0.055) / 1.055, 2.4) }
        };
        0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5)
    };
    let (a, b) = (light(a), light(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

#[test]
fn tokens_are_those_of_the_sheet() {
    for (token, light, dark) in TOKENS {
        assert_eq!(declared(token), [light, dark, dark], "--{token} in style/tokens.css");
    }
}

#[test]
fn text_can_be_read_on_every_ground() {
    let texts = ["ink", "ink-2", "ink-3", "brand", "good", "behind", "partial", "unknown"];
    for theme in [Theme::Light, Theme::Dark] {
        for text in texts {
            for ground in ["paper", "surface", "sunken"] {
                let ratio = contrast(colour(theme, text), colour(theme, ground));
                assert!(ratio >= 4.5, "{text} on {ground}, {theme:?}: {ratio:.2}");
            }
        }
        for status in ["good", "behind", "partial", "unknown"] {
            let index = if theme == Theme::Light { 0 } else { 1 };
            let soft = declared(&format!("{status}-soft"))[index];
            let ratio = contrast(colour(theme, status), soft);
            assert!(ratio >= 4.5, "{status} on its soft ground, {theme:?}: {ratio:.2}");
        }
        for text in ["s1", "s2", "s3", "s4", "s5", "s6"] {
            let ratio = contrast(colour(theme, text), colour(theme, "surface"));
            assert!(ratio >= 4.5, "{text} on cards, {theme:?}: {ratio:.2}");
        }
        let ratio = contrast(colour(theme, "on-brand"), colour(theme, "brand"));
        assert!(ratio >= 4.5, "text on buttons, {theme:?}: {ratio:.2}");
    }
}

#[test]
fn marks_and_borders_stand_out() {
    for theme in [Theme::Light, Theme::Dark] {
        for mark in ["line-strong", "brand", "twin", "s1", "s2", "s3", "s4", "s5", "s6", "behind"] {
            for ground in ["paper", "surface"] {
                let ratio = contrast(colour(theme, mark), colour(theme, ground));
                assert!(ratio >= 3.0, "{mark} on {ground}, {theme:?}: {ratio:.2}");
            }
        }
    }
}

#[test]
fn the_sequence_goes_one_way() {
    for theme in [Theme::Light, Theme::Dark] {
        let ground = if theme == Theme::Light { "#ffffff" } else { "#000000" };
        let steps: Vec<f64> = (0..7).map(|i| contrast(colour(theme, &format!("c{i}")), ground)).collect();
        assert!(steps.windows(2).all(|w| w[1] > w[0] * 1.12), "{theme:?}: {steps:?}");
    }
}

/// Lightness and two axes of colour (CIELAB, D65) of linear RGB.
fn lab([r, g, b]: [f64; 3]) -> [f64; 3] {
    let f = |t: f64| if t > 0.008856 { libm::cbrt(t) } else { 7.787 * t + 16.0 / 116.0 };
    let x = f((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505);
    let y = f(0.2126 * r + 0.7152 * g + 0.0722 * b);
    let z = f((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089);
    [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
}

/// What readers without and with a colour vision deficiency see, in linear RGB: none, deuteranopia, protanopia,
/// tritanopia (Machado, Oliveira and Fernandes 2009, severity 1).
const VIEWS: [[[f64; 3]; 3]; 4] = [
    [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]],
    [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
];

/// A colour as a reader sees it.
fn seen(hex: &str, view: [[f64; 3]; 3]) -> [f64; 3] {
    let rgb = [1, 3, 5].map(|i| {
        let v = f64::from(u8::from_str_radix(&hex[i..i + 2], 16).unwrap()) / 255.0;
        if v <= 0.04045 { v / 12.92 } else { libm::pow((v + 0.055) / 1.055, 2.4) }
    });
    lab(view.map(|row| (row[0] * rgb[0] + row[1] * rgb[1] + row[2] * rgb[2]).clamp(0.0, 1.0)))
}

fn apart(a: [f64; 3], b: [f64; 3]) -> f64 {
    libm::sqrt((0..3).map(|k| (a[k] - b[k]) * (a[k] - b[k])).sum())
}

/// Asserts that any two of the colours are at least so far apart for every reader of `views`.
fn differ(tokens: &[&str], least: f64, views: &[[[f64; 3]; 3]]) {
    for theme in [Theme::Light, Theme::Dark] {
        for view in views {
            let all: Vec<[f64; 3]> = tokens.iter().map(|token| seen(colour(theme, token), *view)).collect();
            for (i, a) in all.iter().enumerate() {
                for (j, b) in all.iter().enumerate().skip(i + 1) {
                    let far = apart(*a, *b);
                    assert!(far >= least, "{} and {}, {theme:?}: {far:.1}", tokens[i], tokens[j]);
                }
            }
        }
    }
}

#[test]
fn sectors_differ_for_colour_blind_readers() {
    differ(&["s1", "s2", "s3", "s4", "s5", "s6"], 18.0, &VIEWS[..3]);
}

#[test]
fn classes_of_a_map_differ_for_colour_blind_readers() {
    // Five classes at most where the map chooses (classify::MOST_CLASSES), and the five of a diverging scale.
    differ(&["c0", "c2", "c3", "c4", "c6"], 10.0, &VIEWS);
    differ(&["d0", "d1", "d3", "d5", "d6"], 10.0, &VIEWS);
    differ(&["b0", "b1", "b2", "b3", "b4", "b5", "b6", "b7", "b8"], 20.0, &VIEWS);
}
