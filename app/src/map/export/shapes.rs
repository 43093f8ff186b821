//! The places of a drawing in their colours.

use std::fmt::Write;

use gemeo_shared::chart::{
    escape,
    palette::{Theme, colour},
};

use crate::map::{
    classes::{mix, token},
    parts::Frame,
    scene::Scene,
    theme::rgb,
};

/// Most names in a drawing.
const NAMES: usize = 60;

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

fn names(out: &mut String, scene: &Scene, frame: &Frame, pixel: f64) {
    for place in scene.base.places.iter().take(NAMES) {
        let ([x, y], size) = (frame.point(place.label), 12.0 * pixel);
        let _ = write!(
            out,
            r#"<text x="{x}" y="{y}" font-size="{size:.1}" text-anchor="middle" fill="{}" stroke="{}" stroke-width="{:.1}" paint-order="stroke">{}</text>"#,
            colour(Theme::Light, "ink"),
            colour(Theme::Light, "surface"),
            3.0 * pixel,
            escape(&place.short)
        );
    }
}

/// A slot's colour as it is printed: `#rrggbb` of the light theme.
pub fn hex(slot: usize) -> String {
    let [red, green, blue] = mix(slot, |i| rgb(colour(Theme::Light, &token(i))).unwrap_or_default());
    format!("#{red:02x}{green:02x}{blue:02x}")
}
