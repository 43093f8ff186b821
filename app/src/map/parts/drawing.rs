//! The map as a drawing: there at once, in print, and where there is no WebGL.
//!
//! It has the live map's projection and frame, so that one takes the other's place without a jump.

use std::fmt::Write;

use leptos::prelude::*;

use super::{Shown, words};
use crate::map::{
    classes::{CLASSED, css, token},
    places::{Place, Polygon},
    scene::Scene,
};

/// Steps across the city; a step is less than a pixel on any screen a drawing is shown on.
const STEPS: f64 = 2000.0;

/// The city's places in their colours.
#[component]
pub fn Drawing(
    /// What is shown.
    shown: Shown,
) -> impl IntoView {
    move || shown.get().map(|scene| draw(&scene))
}

fn draw(scene: &Scene) -> impl IntoView + use<> {
    let frame = Frame::new(scene.view.profile.bbox);
    let view_box = format!("0 0 {} {}", frame.size()[0], frame.size()[1]);
    let stations = scene.places.places.iter().all(|place| place.polygons.is_empty());
    let water = scene.ground.get("water").map(|water| {
        view! { <path class="map-water" d=frame.path(&water.polygons)/> }
    });
    let dotted = scene.dots();
    let shapes = scene.places.places.iter().zip(scene.slots()).zip(&scene.snapshot.figures);
    let shapes: Vec<_> = shapes
        .map(|((place, slot), figure)| {
            let share = scene.share(figure);
            let dots = (dotted && figure.is_marked()).then(|| dots(place, share, &frame));
            (shape(place, slot, share, &frame), dots)
        })
        .collect();
    let base = (!std::sync::Arc::ptr_eq(&scene.base, &scene.places)).then(|| {
        let class = if stations { "map-land map-outline" } else { "map-outline" };
        let path = scene.base.places.iter().fold(String::new(), |path, p| path + &frame.path(&p.polygons));
        view! { <path class=class d=path/> }
    });
    let (under, over) = if stations { (base, None) } else { (None, base) };
    let chosen = scene.chosen().map(|(place, _)| {
        view! { <path class="map-chosen" d=frame.path(&place.polygons)/> }
    });
    let label = format!("{}. {}", words::title(scene), words::summary(scene));
    view! {
        <svg class="map-drawing" viewBox=view_box role="img" aria-label=label>
            <defs>
                <pattern id="map-hatch" width="28" height="28" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
                    <rect class="gx-none" width="28" height="28"/>
                    <path class="gx-none-line" d="M0 0v28" stroke-width="8"/>
                </pattern>
                <pattern id="map-dots" width="28" height="28" patternUnits="userSpaceOnUse">
                    <circle class="map-dot" cx="14" cy="14" r="4"/>
                </pattern>
            </defs>
            {water}{under}{shapes}{over}{chosen}
        </svg>
    }
}

fn shape(place: &Place, slot: Option<usize>, share: f64, frame: &Frame) -> impl IntoView + use<> {
    let (class, fill) = match slot {
        Some(slot) if slot < CLASSED => (format!("map-shape gx-{}", token(slot)), None),
        Some(shade) => ("map-shape".to_owned(), Some(css(shade))),
        None => ("map-shape".to_owned(), Some("url(#map-hatch)".to_owned())),
    };
    if place.polygons.is_empty() {
        let ([x, y], radius) = (frame.point(place.label), radius(share));
        let class = format!("{class} map-station");
        return view! { <circle class=class data-code=place.code.clone() fill=fill cx=x cy=y r=radius/> }
            .into_any();
    }
    view! { <path class=class data-code=place.code.clone() fill=fill fill-rule="evenodd" d=frame.path(&place.polygons)/> }.into_any()
}

/// The dots of an estimate, over the colour.
fn dots(place: &Place, share: f64, frame: &Frame) -> AnyView {
    if place.polygons.is_empty() {
        let [x, y] = frame.point(place.label);
        return view! { <circle fill="url(#map-dots)" cx=x cy=y r=radius(share)/> }.into_any();
    }
    view! { <path fill="url(#map-dots)" fill-rule="evenodd" d=frame.path(&place.polygons)/> }.into_any()
}

fn radius(share: f64) -> f64 {
    libm::round(24.0 + 60.0 * libm::sqrt(share))
}

/// The city's bounds in Web Mercator, and the scale of the drawing.
pub struct Frame {
    west: f64,
    north: f64,
    wide: f64,
    high: f64,
    scale: f64,
}

impl Frame {
    /// The frame of bounds: west, south, east, north in degrees.
    pub fn new(bbox: [f64; 4]) -> Self {
        Self::of(bbox, STEPS)
    }

    /// The frame of bounds, so many steps wide.
    pub fn of([west, south, east, north]: [f64; 4], steps: f64) -> Self {
        let (top, bottom) = (mercator(north), mercator(south));
        let wide = (east - west).to_radians();
        // A city without extent would be divided by zero.
        let scale = if wide > 0.0 { steps / wide } else { 1.0 };
        Self { west: west.to_radians(), north: top, wide, high: top - bottom, scale }
    }

    /// Width and height in steps.
    pub fn size(&self) -> [f64; 2] {
        [libm::round(self.wide * self.scale), libm::round(self.high * self.scale)]
    }

    /// Length of a step on the ground, in the middle of the frame (EPSG:3857 stretches by 1 / cos φ = cosh y).
    pub fn metres_a_step(&self) -> f64 {
        6_378_137.0 / (self.scale * libm::cosh(self.north - self.high / 2.0))
    }

    /// Where a longitude and latitude lies.
    pub fn point(&self, [lon, lat]: [f64; 2]) -> [f64; 2] {
        let (x, y) = (lon.to_radians() - self.west, self.north - mercator(lat));
        [(x * self.scale).round(), (y * self.scale).round()]
    }

    /// Path data of polygons.
    pub fn path(&self, polygons: &[Polygon]) -> String {
        let mut path = String::new();
        for ring in polygons.iter().flatten() {
            let mut last: Option<[f64; 2]> = None;
            for point in ring {
                let [x, y] = self.point(*point);
                let _ = match last {
                    None => write!(path, "M{x} {y}l"),
                    Some([px, py]) if [px, py] == [x, y] => Ok(()),
                    // Differences are shorter than places: half the bytes of a prerendered page.
                    Some([px, py]) => write!(path, "{} {} ", x - px, y - py),
                };
                last = Some([x, y]);
            }
            path.truncate(path.trim_end().len());
            path.push('z');
        }
        path
    }
}

/// Web Mercator's northing in radians (EPSG:3857 over the radius).
fn mercator(lat: f64) -> f64 {
    libm::asinh(libm::tan(lat.to_radians()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_city_fills_its_frame() {
        let frame = Frame::new([-9.23, 38.69, -9.09, 38.80]);
        assert_eq!(frame.point([-9.23, 38.80]), [0.0, 0.0]);
        let [x, y] = frame.point([-9.09, 38.69]);
        assert_eq!((x, y), (STEPS, (frame.high * frame.scale).round()));
        // A degree of latitude is longer than one of longitude by 1 / cos(38.7°) on this projection.
        assert!((y / x - (0.11 / 0.14) / 0.7799).abs() < 0.01, "{}", y / x);
    }

    #[test]
    fn a_step_is_as_long_as_on_the_ground() {
        // 0.14° of longitude at 38.745°: 0.14 · 111,319.5 m · cos φ = 12,154 m.
        let frame = Frame::new([-9.23, 38.69, -9.09, 38.80]);
        assert!((frame.metres_a_step() * STEPS - 12_154.0).abs() < 10.0, "{}", frame.metres_a_step() * STEPS);
    }

    #[test]
    fn a_ring_is_written_by_differences_and_closed() {
        let frame = Frame { west: 0.0, north: 0.0, wide: 1.0, high: 1.0, scale: 1_000.0 };
        let ring = vec![[0.0, 0.0], [1.0, 0.0], [1.0, 0.0], [1.0, -1.0], [0.0, 0.0]];
        assert_eq!(frame.path(&[vec![ring]]), "M0 0l17 0 0 17 -17 -17z");
    }
}
