//! The places of a drawing in their colours.

use std::fmt::Write;

use gemeo_shared::chart::{
    escape,
    palette::{Theme, colour},
    text_width, wrap,
};

use crate::map::{
    classes::{mix, token},
    parts::Frame,
    places::{Place, extent},
    scene::Scene,
    theme::rgb,
};

/// Most names in a drawing.
const NAMES: usize = 60;
/// Size of a name, height of its lines and their most width, in pixels.
const NAME_SIZE: f64 = 12.0;
const NAME_LINE: f64 = 14.0;
const NAME_WIDE: f64 = 96.0;

/// The places; `pixel` is a pixel's length in the frame's steps, `id` tells one map of a sheet from the other.
pub fn shapes(scene: &Scene, frame: &Frame, pixel: f64, id: usize) -> String {
    let ink = |name: &str| colour(Theme::Light, name);
    let mut out = String::new();
    let path = |out: &mut String, d: &str, fill: &str, stroke: &str, width: f64| {
        let width = width * pixel;
        let _ = write!(
            out,
            r#"<path d="{d}" fill="{fill}" fill-rule="evenodd" stroke="{stroke}" stroke-width="{width:.2}" stroke-linejoin="round"/>"#
        );
    };
    // A river goes on where the sheet has its legend.
    let [wide, high] = frame.size();
    let _ = write!(
        out,
        r#"<clipPath id="frame{id}"><rect width="{wide}" height="{high}"/></clipPath><g clip-path="url(#frame{id})">"#
    );
    for ground in &scene.ground.places {
        let fill = ink(if ground.code == "water" { "water" } else { "land" });
        path(&mut out, &frame.path(&ground.polygons), fill, "none", 0.0);
    }
    out.push_str("</g>");
    let dotted = scene.dots();
    let figures = scene.places.places.iter().zip(scene.slots()).zip(&scene.snapshot.figures);
    for ((place, slot), figure) in figures {
        let fill = slot.map_or_else(|| format!("url(#none{id})"), hex);
        let dots = (dotted && figure.is_marked()).then(|| format!("url(#dots{id})"));
        for fill in std::iter::once(fill).chain(dots) {
            if place.polygons.is_empty() {
                let [x, y] = frame.point(place.label);
                let r = (6.0 + 16.0 * libm::sqrt(scene.share(figure))) * pixel;
                let _ = write!(
                    out,
                    r#"<circle cx="{x}" cy="{y}" r="{r:.1}" fill="{fill}" stroke="{}" stroke-width="{:.1}"/>"#,
                    ink("ink"),
                    1.5 * pixel
                );
            } else {
                path(&mut out, &frame.path(&place.polygons), &fill, ink("surface"), 0.8);
            }
        }
    }
    if !std::sync::Arc::ptr_eq(&scene.base, &scene.places) {
        for place in &scene.base.places {
            path(&mut out, &frame.path(&place.polygons), "none", ink("ink-3"), 1.0);
        }
    }
    if let Some((place, _)) = scene.chosen() {
        path(&mut out, &frame.path(&place.polygons), "none", ink("ink"), 3.0);
    }
    names(&mut out, scene, frame, pixel);
    // Patterns in the map's own steps: those of the sheet's legend would be too fine to see.
    format!("<defs>{}</defs>{out}", patterns(&id.to_string(), pixel))
}

/// The hatch of “no data published” and the dots of “estimated”, with these letters after their names.
pub fn patterns(id: &str, pixel: f64) -> String {
    let ink = |name: &str| colour(Theme::Light, name);
    format!(
        r#"<pattern id="none{id}" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="scale({pixel:.4}) rotate(45)"><rect width="8" height="8" fill="{}"/><path d="M0 0v8" stroke="{}" stroke-width="3"/></pattern><pattern id="dots{id}" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="scale({pixel:.4})"><circle cx="4" cy="4" r="1.2" fill="{}"/></pattern>"#,
        ink("nodata"),
        ink("nodata-line"),
        ink("ink"),
    )
}

/// Names in lines, the largest place's first; one that would lie over another is left out, as on the live map.
fn names(out: &mut String, scene: &Scene, frame: &Frame, pixel: f64) {
    let mut places: Vec<&Place> = scene.base.places.iter().collect();
    places.sort_by(|a, b| extent(b).total_cmp(&extent(a)));
    // Left, top, right and bottom of those written, in pixels.
    let mut taken: Vec<[f64; 4]> = Vec::new();
    for place in places.into_iter().take(NAMES) {
        let [x, y] = frame.point(place.label).map(|at| at / pixel);
        let lines = wrap(&place.short, NAME_SIZE, NAME_WIDE);
        let wide = lines.iter().map(|line| text_width(line, NAME_SIZE)).fold(0.0, f64::max) / 2.0;
        let high = lines.len() as f64 * NAME_LINE / 2.0;
        let [left, top, right, bottom] = [x - wide, y - high, x + wide, y + high];
        if taken.iter().any(|[l, t, r, b]| left < *r && right > *l && top < *b && bottom > *t) {
            continue;
        }
        taken.push([left, top, right, bottom]);
        for (at, line) in lines.iter().enumerate() {
            let base = top + (at as f64 + 0.75) * NAME_LINE;
            let _ = write!(
                out,
                r#"<text x="{:.1}" y="{:.1}" font-size="{:.1}" text-anchor="middle" fill="{}" stroke="{}" stroke-width="{:.1}" paint-order="stroke">{}</text>"#,
                x * pixel,
                base * pixel,
                NAME_SIZE * pixel,
                colour(Theme::Light, "ink"),
                colour(Theme::Light, "surface"),
                3.0 * pixel,
                escape(line)
            );
        }
    }
}

/// A slot's colour as it is printed: `#rrggbb` of the light theme.
pub fn hex(slot: usize) -> String {
    let [red, green, blue] = mix(slot, |i| rgb(colour(Theme::Light, &token(i))).unwrap_or_default());
    format!("#{red:02x}{green:02x}{blue:02x}")
}
