//! The sheet that is drawn: one map, or two in columns at the same scale, with legends, and below them the sources.

use std::fmt::Write;

use gemeo_shared::chart::{
    escape,
    palette::{Theme, colour},
    wrap,
};

use super::{
    Pictures,
    legend::legend,
    once,
    shapes::{patterns, shapes},
};
use crate::{
    format,
    map::{
        parts::{Frame, words},
        scene::Scene,
    },
    t,
};

/// Space round everything, and between two maps.
const MARGIN: f64 = 40.0;
/// Width of a map that stands alone, and of one of two.
const WIDE: [f64; 2] = [1120.0, 720.0];
/// Most height of a map.
const HIGH: f64 = 900.0;
/// What a browser draws text with.
const FONT: &str = "system-ui, 'Noto Sans', sans-serif";

/// Where something stands in the sheet.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    /// Its left edge.
    pub left: f64,
    /// Its width.
    pub wide: f64,
}

/// A line of text; `tone` is a token of the style sheet.
pub fn text(out: &mut String, [x, y]: [f64; 2], size: f64, tone: &str, anchor: &str, words: &str) {
    let (fill, words) = (colour(Theme::Light, tone), escape(words));
    let _ = write!(
        out,
        r#"<text x="{x:.1}" y="{y:.1}" font-size="{size}" text-anchor="{anchor}" fill="{fill}">{words}</text>"#
    );
}

/// A drawing that stands alone, in the light theme: what leaves the page is printed on white.
pub fn svg(pictures: &Pictures, address: &str) -> String {
    let scenes = pictures.drawn();
    let wide = if scenes.len() > 1 { WIDE[1] } else { WIDE[0] };
    let column = |at: usize| Column { left: MARGIN + at as f64 * (wide + MARGIN), wide };
    let columns: Vec<(Column, &Scene)> = scenes.iter().enumerate().map(|(at, s)| (column(at), *s)).collect();
    let width = MARGIN + scenes.len() as f64 * (wide + MARGIN);
    let mut out = String::new();
    // Every row begins where the longest of the row above has ended, so that the maps stand beside each other.
    let below = |out: &mut String, draw: &dyn Fn(&mut String, Column, &Scene) -> f64| {
        columns.iter().map(|(column, scene)| draw(out, *column, scene)).fold(0.0, f64::max)
    };
    let top = below(&mut out, &|out, column, scene| head(out, column, scene, MARGIN + 30.0));
    let scale = pixels_a_metre(&scenes, wide);
    let under = below(&mut out, &|out, column, scene| map(out, column, scene, top, scale)) + 30.0;
    let mut y = below(&mut out, &|out, column, scene| legend(out, column, scene, under));
    for line in credits(pictures, address).iter().flat_map(|line| wrap(line, 14.0, width - 2.0 * MARGIN)) {
        text(&mut out, [MARGIN, y], 14.0, "ink-3", "start", &line);
        y += 19.0;
    }
    frame(&scenes, width, y + MARGIN - 19.0, &out)
}

fn frame(scenes: &[&Scene], width: f64, high: f64, inside: &str) -> String {
    let titles: Vec<String> = scenes.iter().map(|scene| escape(&title(scene))).collect();
    format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{high:.0}" viewBox="0 0 {width} {high:.0}" font-family="{FONT}"><title>{}</title><defs>{}</defs><rect width="100%" height="100%" fill="{}"/>{inside}</svg>"#,
        titles.join(" · "),
        patterns("", 1.0),
        colour(Theme::Light, "surface"),
    )
}

/// City, indicator, period and unit.
fn title(scene: &Scene) -> String {
    let unit = format::unit_label(&scene.unit().0);
    let title = format!("{}: {}", scene.view.profile.name, words::title(scene));
    let title = if unit.is_empty() { title } else { format!("{title} ({unit})") };
    match &scene.both {
        Some(both) => format!("{title} · {}", words::title(&both.other)),
        None => title,
    }
}

fn head(out: &mut String, column: Column, scene: &Scene, mut y: f64) -> f64 {
    let large = if column.wide < WIDE[0] { 24.0 } else { 30.0 };
    for (words, size, tone) in [(title(scene), large, "ink"), (words::summary(scene), 18.0, "ink-2")] {
        for line in wrap(&words, size, column.wide) {
            text(out, [column.left, y], size, tone, "start", &line);
            y += size * 1.3;
        }
    }
    y
}

fn map(out: &mut String, column: Column, scene: &Scene, top: f64, scale: f64) -> f64 {
    let frame = Frame::new(scene.view.profile.bbox);
    let [steps_wide, steps_high] = frame.size();
    let scale = scale * frame.metres_a_step();
    let left = column.left + (column.wide - steps_wide * scale) / 2.0;
    let _ = write!(out, r#"<g transform="translate({left:.1} {top:.1}) scale({scale:.4})">"#);
    out.push_str(&shapes(scene, &frame, 1.0 / scale, column.left as usize));
    out.push_str("</g>");
    top + steps_high * scale
}

/// The largest scale at which every map has room: a kilometre is as long in one as in the other.
fn pixels_a_metre(scenes: &[&Scene], wide: f64) -> f64 {
    let room = |scene: &&Scene| {
        let frame = Frame::new(scene.view.profile.bbox);
        let [steps_wide, steps_high] = frame.size().map(|steps| steps.max(1.0));
        (wide / steps_wide).min(HIGH / steps_high) / frame.metres_a_step()
    };
    scenes.iter().map(room).fold(f64::INFINITY, f64::min)
}

/// Sources and attributions of everything drawn, each once, and the address.
fn credits(pictures: &Pictures, address: &str) -> Vec<String> {
    let layers = pictures.layers();
    let figures = once(layers.iter().map(|s| words::attributions(&s.sources()))).join("; ");
    let shapes = once(layers.iter().map(|s| words::attributions(&s.shape_sources()))).join("; ");
    vec![
        t!("map.attribution_figures", names = figures),
        t!("map.attribution_shapes", names = shapes),
        address.to_owned(),
    ]
}
