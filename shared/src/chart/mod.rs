//! Charts: pure functions from plain values to SVG text, the same in page, prerender, embed and export.
//!
//! Every drawing is a figure of its own: `role="img"` with title and description, ids that begin with the
//! [`Frame`]'s prefix, no style attributes. Elements carry a class (style/charts.css colours them by theme)
//! and the light theme's colour as an attribute, so that a drawing stands without a sheet too; [`export`]
//! adds a sheet of its own for a file that leaves the page.
//!
//! Draw each chart at [`NARROW`] and at [`WIDE`] and let the page show one of the two: text must not shrink
//! with the screen. Values that are not finite are treated as missing; nothing here panics.

mod axis;
pub mod bars;
pub mod fan;
mod key;
mod label;
pub mod legend;
pub mod lines;
mod mark;
mod measure;
pub mod outline;
pub mod palette;
mod place;
mod scale;
pub mod share;
mod simplify;
pub mod sparkline;
mod svg;
mod theme;
pub mod trajectory;
pub mod tree;
pub mod treemap;
pub mod waterfall;

pub use bars::bars;
pub use fan::fan;
pub use legend::{legend_mark, legend_scale};
pub use lines::lines;
pub use mark::Shape;
pub use measure::{text_width, wrap};
pub use outline::outline_map;
pub use palette::Theme;
pub use share::share_card;
pub use sparkline::sparkline;
pub use svg::escape;
pub use theme::export;
pub use trajectory::trajectory;
pub use tree::tree;
pub use treemap::treemap;
pub use waterfall::waterfall;

use svg::Svg;

/// Width for telephones, in CSS pixels.
pub const NARROW: f64 = 340.0;
/// Width for everything else.
pub const WIDE: f64 = 760.0;

/// What every drawing is told.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Frame<'a> {
    /// Begins every id in the drawing; unique on the page, letters, digits and hyphens.
    pub prefix: &'a str,
    /// What the drawing is, read aloud first. Without a title the drawing is hidden from assistive
    /// technology: the text beside it must then say the same.
    pub title: &'a str,
    /// What it shows: the finding in a sentence or two.
    pub desc: &'a str,
    /// Width in CSS pixels, [`NARROW`] or [`WIDE`] as a rule.
    pub width: f64,
}

impl Frame<'_> {
    /// The width, kept to what can be drawn.
    fn sane_width(&self) -> f64 {
        if self.width.is_finite() { self.width.clamp(120.0, 4000.0) } else { WIDE }
    }

    /// Whether the drawing is for a telephone.
    fn narrow(&self) -> bool {
        self.sane_width() < 520.0
    }

    /// Size of common text.
    fn text_size(&self) -> f64 {
        if self.narrow() { 12.0 } else { 13.0 }
    }

    /// Opens the drawing.
    fn begin(&self, height: f64) -> Svg {
        let mut svg = Svg::default();
        let width = self.sane_width();
        let mut root = svg
            .el("svg")
            .attr("xmlns", "http://www.w3.org/2000/svg")
            .class("gx")
            .attr("viewBox", &format!("0 0 {} {}", svg::num(width), svg::num(height)))
            .num("width", width)
            .num("height", height)
            .num("font-size", self.text_size())
            .attr("font-family", "system-ui, sans-serif");
        let ids = (format!("{}-t", self.prefix), format!("{}-d", self.prefix));
        root = match (self.title.is_empty(), self.desc.is_empty()) {
            (true, _) => root.attr("aria-hidden", "true"),
            (_, true) => root.attr("role", "img").attr("aria-labelledby", &ids.0),
            _ => root.attr("role", "img").attr("aria-labelledby", &ids.0).attr("aria-describedby", &ids.1),
        };
        root.open();
        if !self.title.is_empty() {
            svg.el("title").attr("id", &ids.0).text(self.title);
        }
        if !self.title.is_empty() && !self.desc.is_empty() {
            svg.el("desc").attr("id", &ids.1).text(self.desc);
        }
        svg
    }
}

#[cfg(test)]
mod parts_tests;
#[cfg(test)]
mod tests;
