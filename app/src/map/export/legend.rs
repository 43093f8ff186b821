//! The legend below a drawn map: classes, a continuous scale, or the nine colours of two layers.

use std::fmt::Write;

use gemeo_shared::chart::{
    palette::{Theme, colour},
    text_width, wrap,
};

use super::{
    shapes::hex,
    sheet::{Column, text},
};
use crate::{
    format,
    map::{
        both::Both,
        classes::{Ramp, SHADES, STEPS, both, shade},
        parts::{limits, words},
        scene::Scene,
    },
    t,
};

/// Size of its words.
const SIZE: f64 = 15.0;

/// Draws the legend and gives where it ends.
pub fn legend(out: &mut String, column: Column, scene: &Scene, mut y: f64) -> f64 {
    let mut entries: Vec<(String, String)> = Vec::new();
    match (&scene.both, &scene.snapshot.ramp) {
        (Some(two), _) => y = nine(out, column, scene, two, y),
        (None, Some(ramp)) => y = gradient(out, column, scene, ramp, y),
        (None, None) => {
            let bounds = scene.snapshot.classes.bounds().into_iter().map(|bounds| limits(scene, bounds));
            entries.extend(scene.colours().into_iter().map(hex).zip(bounds));
        }
    }
    if scene.slots().iter().any(Option::is_none) {
        entries.push(("url(#none)".into(), words::absent(scene)));
    }
    let all = words::all_marked(scene);
    if all.is_none() && scene.snapshot.figures.iter().any(|f| f.is_marked()) {
        entries.push(("url(#dots)".into(), t!("map.estimated")));
    }
    let mut under = swatches(out, column, &entries, y);
    for line in all.iter().flat_map(|words| wrap(words, SIZE, column.wide)) {
        text(out, [column.left, under], SIZE, "ink", "start", &line);
        under += 20.0;
    }
    under
}

fn swatches(out: &mut String, column: Column, entries: &[(String, String)], mut y: f64) -> f64 {
    let mut x = column.left;
    for (fill, words) in entries {
        let width = 42.0 + text_width(words, SIZE) + 24.0;
        if x + width > column.left + column.wide && x > column.left {
            (x, y) = (column.left, y + 28.0);
        }
        let (top, line) = (y - 13.0, colour(Theme::Light, "line-strong"));
        let _ = write!(
            out,
            r#"<rect x="{x:.1}" y="{top:.1}" width="32" height="16" fill="{fill}" stroke="{line}"/>"#
        );
        text(out, [x + 40.0, y], SIZE, "ink", "start", words);
        x += width;
    }
    y + 34.0
}

/// The continuous scale, with the values at its ends and in its middle.
fn gradient(out: &mut String, column: Column, scene: &Scene, ramp: &Ramp, y: f64) -> f64 {
    const WIDE: f64 = 480.0;
    let (step, top) = (WIDE / SHADES as f64, y - 13.0);
    for at in 0..SHADES {
        let fill = hex(shade(ramp, scene.direction(), at as f64 / (SHADES - 1) as f64));
        let (x, wide) = (column.left + at as f64 * step, step + 0.5);
        let _ = write!(out, r#"<rect x="{x:.1}" y="{top:.1}" width="{wide:.1}" height="16" fill="{fill}"/>"#);
    }
    for (at, anchor) in [(0.0, "start"), (0.5, "middle"), (1.0, "end")] {
        let value = format::number(ramp.value(at), scene.unit().1);
        text(out, [column.left + at * WIDE, y + 20.0], SIZE, "ink", anchor, &value);
    }
    y + 48.0
}

/// The nine colours of two layers: the first to the right, the second upwards.
fn nine(out: &mut String, column: Column, scene: &Scene, two: &Both, y: f64) -> f64 {
    const SIDE: f64 = 30.0;
    let top = y - 13.0;
    for (across, up) in (0..STEPS).flat_map(|up| (0..STEPS).map(move |across| (across, up))) {
        let (x, y) = (column.left + across as f64 * SIDE, top + (STEPS - 1 - up) as f64 * SIDE);
        let (side, fill) = (SIDE - 1.0, hex(both(across, up)));
        let _ = write!(out, r#"<rect x="{x:.1}" y="{y:.1}" width="{side}" height="{side}" fill="{fill}"/>"#);
    }
    let (left, wide) = (column.left + 3.0 * SIDE + 20.0, column.wide - 3.0 * SIDE - 20.0);
    let said = t!("map.nine", first = words::title(scene), second = words::title(&two.other));
    let mut line_at = y;
    for line in wrap(&said, SIZE, wide) {
        text(out, [left, line_at], SIZE, "ink", "start", &line);
        line_at += SIZE * 1.4;
    }
    (top + 3.0 * SIDE).max(line_at) + 24.0
}
