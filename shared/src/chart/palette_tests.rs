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

#[test]
fn sectors_differ_for_colour_blind_readers() {
    // Machado, Oliveira and Fernandes (2009), severity 1: none, deuteranopia, protanopia
    let views = [
        [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]],
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    ];
    let linear = |hex: &str| {
        [1, 3, 5].map(|i| {
            let v = f64::from(u8::from_str_radix(&hex[i..i + 2], 16).unwrap()) / 255.0;
            if v <= 0.04045 { v / 12.92 } else { libm::pow((v + 0.055) / 1.055, 2.4) }
        })
    };
    for theme in [Theme::Light, Theme::Dark] {
        for view in views {
            let seen = ["s1", "s2", "s3", "s4", "s5", "s6"].map(|token| {
                let rgb = linear(colour(theme, token));
                lab(view.map(|row| (row[0] * rgb[0] + row[1] * rgb[1] + row[2] * rgb[2]).clamp(0.0, 1.0)))
            });
            for (i, a) in seen.iter().enumerate() {
                for (j, b) in seen.iter().enumerate().skip(i + 1) {
                    let apart = libm::sqrt((0..3).map(|k| (a[k] - b[k]) * (a[k] - b[k])).sum());
                    assert!(apart >= 18.0, "s{} and s{}, {theme:?}: {apart:.1}", i + 1, j + 1);
                }
            }
        }
    }
}
