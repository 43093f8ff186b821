//! Text beside points, on a halo so that lines behind it do not disturb.

use super::{measure, place::Spot, svg::Svg};

/// A few lines of text that belong to one point.
#[derive(Debug, Clone, Default)]
pub struct Label {
    /// Text and classes of each line.
    pub lines: Vec<(String, String)>,
}

impl Label {
    /// A value and what it is, the latter wrapped to `width`.
    pub fn new(value: &str, name: &str, class: &str, size: f64, width: f64) -> Self {
        let mut lines = Vec::new();
        if !value.is_empty() {
            lines.push((value.to_owned(), format!("{class} gx-halo gx-bold")));
        }
        let class = if value.is_empty() { class } else { "gx-note" };
        lines.extend(measure::wrap(name, size, width).into_iter().map(|l| (l, format!("{class} gx-halo"))));
        Self { lines }
    }

    /// Width of the widest line; strong lines run wider.
    pub fn width(&self, size: f64) -> f64 {
        let of = |(text, class): &(String, String)| {
            measure::text_width(text, size) * if class.contains("gx-bold") { 1.08 } else { 1.0 }
        };
        self.lines.iter().map(of).fold(0.0, f64::max)
    }

    /// Draws the lines from a spot down.
    pub fn draw(&self, svg: &mut Svg, spot: Spot, size: f64) {
        for (i, (text, class)) in self.lines.iter().enumerate() {
            let el = svg
                .el("text")
                .class(class)
                .num("x", spot.x)
                .num("y", spot.y + i as f64 * line_height(size))
                .num("stroke-width", 3.0);
            let el = if spot.anchor == "start" { el } else { el.attr("text-anchor", spot.anchor) };
            let el = if class.contains("gx-bold") { el.attr("font-weight", "600") } else { el };
            el.attr("paint-order", "stroke").attr("stroke-linejoin", "round").text(text);
        }
    }
}

/// Distance of baselines.
pub fn line_height(size: f64) -> f64 {
    size * 1.25
}
