//! Legends as drawings: a scale of classes for maps, a mark for lists in the page.

use super::{Frame, mark::Shape, measure, outline::legend_height};

/// What a scale says.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ScaleLegend {
    /// What is coloured, with its unit.
    pub title: String,
    /// Where each class begins, and the last ends: one more than there are classes (at most seven).
    pub bounds: Vec<String>,
    /// Whether the scale is diverging.
    pub diverging: bool,
    /// Words for “no data”, or empty.
    pub no_data: String,
}

/// Draws a scale of classes with their bounds.
pub fn legend_scale(data: &ScaleLegend, frame: &Frame<'_>) -> String {
    let (width, size) = (frame.sane_width(), frame.text_size());
    let mut svg = frame.begin(legend_height(size) + 14.0);
    svg.el("text").class("gx-label").num("x", 0.0).num("y", size).text(&measure::fit(
        &data.title,
        size,
        width,
    ));
    let classes = data.bounds.len().saturating_sub(1).min(7);
    let none = if data.no_data.is_empty() { 0.0 } else { measure::text_width(&data.no_data, size) + 34.0 };
    let each = if classes == 0 { 0.0 } else { ((width - none - 24.0) / classes as f64).max(4.0) };
    let (left, top) = (12.0, size + 8.0);
    for i in 0..classes {
        let class = format!("gx-{}{}", if data.diverging { 'd' } else { 'c' }, spread_class(i, classes));
        svg.el("rect").class(&class).area(left + i as f64 * each, top, each, 12.0).end();
    }
    let mut free = f64::MIN;
    for (i, bound) in data.bounds.iter().take(classes + 1).enumerate() {
        let (at, half) = (left + i as f64 * each, measure::text_width(bound, size) / 2.0);
        if at - half < free {
            continue;
        }
        free = at + half + 6.0;
        let text = svg.el("text").class("gx-tick").num("x", at).num("y", top + 16.0 + size);
        text.attr("text-anchor", "middle").text(bound);
    }
    if !data.no_data.is_empty() {
        let at = width - none + 14.0;
        svg.el("rect").class("gx-none").area(at, top, 14.0, 12.0).end();
        let d = format!("M{} {}l12-10", super::svg::num(at + 1.0), super::svg::num(top + 11.0));
        svg.el("path").class("gx-none-line").attr("d", &d).end();
        svg.el("text").class("gx-tick").num("x", at + 18.0).num("y", top + 10.5).text(&data.no_data);
    }
    svg.finish()
}

/// The class of the palette for the i-th of `many` classes: few classes still span the whole palette.
pub fn spread_class(i: usize, many: usize) -> usize {
    if many <= 1 { 3 } else { (i.min(many - 1) * 6 + (many - 1) / 2) / (many - 1) }
}

/// A mark alone, 14 px wide, for lists in the page; the text beside it must name it.
pub fn legend_mark(shape: Shape, category: u8) -> String {
    let mut svg = super::svg::Svg::default();
    svg.el("svg").class("gx").attr("viewBox", "0 0 14 14").attr("aria-hidden", "true").open();
    let class =
        if category == 0 { "gx-fill".into() } else { format!("gx-fill gx-k{}", (category - 1) % 6 + 1) };
    shape.draw(&mut svg, [7.0, 7.0], 5.0, &class);
    svg.finish()
}
