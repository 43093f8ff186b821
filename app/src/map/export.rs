//! What the map shows as files: a drawing with legend, title and sources, a table, and GeoJSON.

use std::fmt::Write;

use gemeo_shared::chart::{
    escape,
    palette::{Theme, colour},
    text_width, wrap,
};
use serde_json::{Value, json};

use super::{
    classes::{Ramp, SHADES, mix, shade, token},
    parts::{Frame, limits, words},
    scene::Scene,
    theme::rgb,
};
use crate::{format, t};

/// Width of a drawing in pixels.
const WIDTH: f64 = 1200.0;
/// Space round everything.
const MARGIN: f64 = 40.0;
/// What a browser draws text with.
const FONT: &str = "system-ui, 'Noto Sans', sans-serif";

/// The words of a drawing.
#[derive(Debug, Clone, Default)]
pub struct Texts {
    /// Heading.
    pub title: String,
    /// Below it.
    pub subtitle: String,
    /// Limits of each class.
    pub classes: Vec<String>,
    /// What the hatch means.
    pub none: String,
    /// Sources and attributions, and the address.
    pub credits: Vec<String>,
}

impl Texts {
    /// The words for what is shown, in the language in use.
    pub fn of(scene: &Scene, address: &str) -> Self {
        let unit = format::unit_label(&scene.unit().0);
        let title = format!("{}: {}", scene.view.profile.name, words::title(scene));
        Self {
            title: if unit.is_empty() { title } else { format!("{title} ({unit})") },
            subtitle: words::summary(scene),
            classes: scene
                .snapshot
                .classes
                .bounds()
                .into_iter()
                .map(|bounds| limits(scene, bounds))
                .collect(),
            none: t!("map.none"),
            credits: vec![
                t!("map.attribution_figures", names = words::attributions(&scene.sources())),
                t!("map.attribution_shapes", names = words::attributions(&scene.shape_sources())),
                address.to_owned(),
            ],
        }
    }
}

/// A drawing that stands alone, in the light theme: what leaves the page is printed on white.
pub fn svg(scene: &Scene, texts: &Texts) -> String {
    let ink = |name: &str| colour(Theme::Light, name);
    let wide = WIDTH - 2.0 * MARGIN;
    let mut out = String::new();
    let mut y = MARGIN + 30.0;
    for (text, size, weight, tone) in
        [(&texts.title, 30.0, 600, "ink"), (&texts.subtitle, 18.0, 400, "ink-2")]
    {
        for line in wrap(text, size, wide) {
            let _ = write!(
                out,
                r#"<text x="{MARGIN}" y="{y}" font-size="{size}" font-weight="{weight}" fill="{}">{}</text>"#,
                ink(tone),
                escape(&line)
            );
            y += size * 1.3;
        }
    }
    let frame = Frame::new(scene.view.profile.bbox);
    let [steps_wide, steps_high] = frame.size();
    let scale = (wide / steps_wide).min(900.0 / steps_high);
    let left = MARGIN + (wide - steps_wide * scale) / 2.0;
    let _ = write!(out, r#"<g transform="translate({left:.1} {y:.1}) scale({scale:.4})">"#);
    out.push_str(&shapes(scene, &frame, 1.0 / scale));
    out.push_str("</g>");
    y += steps_high * scale + 30.0;
    out.push_str(&legend(scene, texts, &mut y));
    for line in texts.credits.iter().flat_map(|text| wrap(text, 14.0, wide)) {
        let _ = write!(
            out,
            r#"<text x="{MARGIN}" y="{y:.1}" font-size="14" fill="{}">{}</text>"#,
            ink("ink-3"),
            escape(&line)
        );
        y += 19.0;
    }
    let high = y + MARGIN - 19.0;
    format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{high:.0}" viewBox="0 0 {WIDTH} {high:.0}" font-family="{FONT}"><title>{}</title><defs><pattern id="none" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="8" height="8" fill="{}"/><path d="M0 0v8" stroke="{}" stroke-width="3"/></pattern></defs><rect width="100%" height="100%" fill="{}"/>{out}</svg>"#,
        escape(&texts.title),
        ink("nodata"),
        ink("nodata-line"),
        ink("surface"),
    )
}

/// The places; `pixel` is a pixel's length in the frame's steps.
fn shapes(scene: &Scene, frame: &Frame, pixel: f64) -> String {
    let ink = |name: &str| colour(Theme::Light, name);
    let mut out = String::new();
    let path = |out: &mut String, d: &str, fill: &str, stroke: &str, width: f64| {
        let width = width * pixel;
        let _ = write!(
            out,
            r#"<path d="{d}" fill="{fill}" fill-rule="evenodd" stroke="{stroke}" stroke-width="{width:.2}" stroke-linejoin="round"/>"#
        );
    };
    for ground in &scene.ground.places {
        path(
            &mut out,
            &frame.path(&ground.polygons),
            ink(if ground.code == "water" { "water" } else { "land" }),
            "none",
            0.0,
        );
    }
    let figures = scene.places.places.iter().zip(scene.slots()).zip(&scene.snapshot.figures);
    for ((place, (_, slot)), figure) in figures {
        let fill = slot.map_or_else(|| "url(#none)".to_owned(), hex);
        let fill = fill.as_str();
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
            path(&mut out, &frame.path(&place.polygons), fill, ink("surface"), 0.8);
        }
    }
    if !std::sync::Arc::ptr_eq(&scene.base, &scene.places) {
        for place in &scene.base.places {
            path(&mut out, &frame.path(&place.polygons), "none", ink("ink-3"), 1.0);
        }
    }
    for place in scene.base.places.iter().take(60) {
        let ([x, y], size) = (frame.point(place.label), 12.0 * pixel);
        let _ = write!(
            out,
            r#"<text x="{x}" y="{y}" font-size="{size:.1}" text-anchor="middle" fill="{}" stroke="{}" stroke-width="{:.1}" paint-order="stroke">{}</text>"#,
            ink("ink"),
            ink("surface"),
            3.0 * pixel,
            escape(&place.short)
        );
    }
    out
}

/// A slot's colour as it is printed: `#rrggbb` of the light theme.
fn hex(slot: usize) -> String {
    let [red, green, blue] = mix(slot, |i| rgb(colour(Theme::Light, &token(i))).unwrap_or_default());
    format!("#{red:02x}{green:02x}{blue:02x}")
}

/// The continuous scale, with the values at its ends and in its middle.
fn gradient(scene: &Scene, ramp: &Ramp, y: &mut f64) -> String {
    const WIDE: f64 = 480.0;
    let step = WIDE / SHADES as f64;
    let mut out = String::new();
    for at in 0..SHADES {
        let fill = hex(shade(ramp, scene.direction(), at as f64 / (SHADES - 1) as f64));
        let (x, wide, y) = (MARGIN + at as f64 * step, step + 0.5, *y - 13.0);
        let _ = write!(out, r#"<rect x="{x:.1}" y="{y:.1}" width="{wide:.1}" height="16" fill="{fill}"/>"#);
    }
    for (at, anchor) in [(0.0, "start"), (0.5, "middle"), (1.0, "end")] {
        let text = escape(&format::number(ramp.value(at), scene.unit().1));
        let (x, y, ink) = (MARGIN + at * WIDE, *y + 20.0, colour(Theme::Light, "ink"));
        let _ = write!(
            out,
            r#"<text x="{x:.1}" y="{y:.1}" font-size="15" text-anchor="{anchor}" fill="{ink}">{text}</text>"#
        );
    }
    *y += 48.0;
    out
}

fn legend(scene: &Scene, texts: &Texts, y: &mut f64) -> String {
    let mut out = String::new();
    let mut entries: Vec<(String, &str)> = Vec::new();
    match &scene.snapshot.ramp {
        Some(ramp) => out.push_str(&gradient(scene, ramp, y)),
        None => {
            let fills = scene.colours().into_iter().map(hex);
            entries.extend(fills.zip(texts.classes.iter().map(String::as_str)));
        }
    }
    if scene.snapshot.known < scene.snapshot.figures.len() {
        entries.push(("url(#none)".into(), &texts.none));
    }
    let mut x = MARGIN;
    for (fill, text) in entries {
        let width = 42.0 + text_width(text, 15.0) + 24.0;
        if x + width > WIDTH - MARGIN {
            (x, *y) = (MARGIN, *y + 28.0);
        }
        let _ = write!(
            out,
            r#"<rect x="{x:.1}" y="{:.1}" width="32" height="16" fill="{fill}" stroke="{}"/><text x="{:.1}" y="{:.1}" font-size="15" fill="{}">{}</text>"#,
            *y - 13.0,
            colour(Theme::Light, "line-strong"),
            x + 40.0,
            *y,
            colour(Theme::Light, "ink"),
            escape(text)
        );
        x += width;
    }
    *y += 34.0;
    out
}

/// The figures shown as CSV (RFC 4180): every place, those without a figure with an empty value.
pub fn csv(scene: &Scene) -> String {
    let mut out = String::from("code,name,indicator,period,value,unit,status,rank,class,source\r\n");
    let source = words::attributions(&scene.sources());
    for (figure, place) in scene.snapshot.figures.iter().zip(&scene.places.places) {
        let number = |n: Option<usize>| n.map(|n| n.to_string()).unwrap_or_default();
        let cells = [
            figure.code.clone(),
            place.name.clone(),
            scene.layer.indicator.clone(),
            scene.period.clone(),
            figure.value.map(|v| v.to_string()).unwrap_or_default(),
            scene.unit().0,
            figure.status.clone(),
            number(figure.rank),
            number(figure.class.map(|class| class + 1)),
            source.clone(),
        ];
        out.push_str(&cells.map(|c| crate::components::export::cell(&c)).join(","));
        out.push_str("\r\n");
    }
    out
}

/// The shapes and figures shown as GeoJSON (RFC 7946).
pub fn geojson(scene: &Scene) -> String {
    let mut shapes = scene.places.shapes();
    let figures = scene.snapshot.figures.iter().zip(&scene.places.places);
    if let Some(features) = shapes["features"].as_array_mut() {
        for (feature, (figure, place)) in features.iter_mut().zip(figures) {
            feature["properties"] = json!({
                "code": figure.code, "name": place.name, "indicator": scene.layer.indicator, "period": scene.period,
                "value": figure.value, "unit": scene.unit().0, "status": figure.status, "rank": figure.rank,
            });
        }
    }
    shapes["attribution"] = Value::from(format!(
        "{}; {}",
        words::attributions(&scene.sources()),
        words::attributions(&scene.shape_sources())
    ));
    shapes.to_string()
}

/// A name for a file of what is shown: `lisboa-population_density-2021.csv`.
pub fn file_name(scene: &Scene, ending: &str) -> String {
    format!("{}-{}-{}.{ending}", scene.view.profile.id, scene.layer.indicator, scene.period)
}
