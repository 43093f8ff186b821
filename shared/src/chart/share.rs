//! The picture a shared link shows: 1200 × 630, name, finding and a drawing.

use super::{Frame, measure, svg::Svg, theme};

/// What the picture says.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ShareCard<'a> {
    /// The city's or page's name.
    pub name: &'a str,
    /// The finding in a sentence.
    pub headline: &'a str,
    /// The figure to read first, e.g. “−36,2 %”; may be empty.
    pub figure: &'a str,
    /// What the figure is.
    pub caption: &'a str,
    /// Below, e.g. the twin's address.
    pub foot: &'a str,
    /// A finished drawing of this module, shown at the right; may be empty.
    pub drawing: &'a str,
}

const SIZE: [f64; 2] = [1200.0, 630.0];
const SERIF: &str = "ui-serif, Palatino, Georgia, 'Noto Serif', 'DejaVu Serif', serif";

/// Draws the picture, a file of its own in the light theme.
pub fn share_card(card: &ShareCard<'_>) -> String {
    let frame = Frame { prefix: "share", title: card.name, desc: card.headline, width: SIZE[0] };
    let mut svg = frame.begin(SIZE[1]);
    svg.el("rect").class("gx-paper").area(0.0, 0.0, SIZE[0], SIZE[1]).end();
    mark(&mut svg);
    let wide = if card.drawing.is_empty() { 1060.0 } else { 500.0 };
    let mut y = 216.0;
    let size = if measure::text_width(card.name, 76.0) > wide { 56.0 } else { 76.0 };
    text(&mut svg, card.name, "gx-strong", [64.0, y], size, SERIF);
    if !card.figure.is_empty() {
        y += 92.0;
        text(&mut svg, card.figure, "gx-target-text", [64.0, y], 64.0, "system-ui, sans-serif");
        y += 36.0;
        for line in measure::wrap(card.caption, 24.0, wide).iter().take(2) {
            text(&mut svg, line, "gx-note", [64.0, y], 24.0, "system-ui, sans-serif");
            y += 30.0;
        }
    }
    y += if card.figure.is_empty() { 72.0 } else { 34.0 };
    for line in measure::wrap(card.headline, 30.0, wide).iter().take(4) {
        text(&mut svg, line, "gx-label", [64.0, y], 30.0, SERIF);
        y += 40.0;
    }
    text(&mut svg, card.foot, "gx-note", [64.0, 588.0], 22.0, "system-ui, sans-serif");
    if let Some(inside) = card.drawing.strip_prefix("<svg ") {
        svg.el("rect").class("gx-surface").area(620.0, 48.0, 532.0, 534.0).num("rx", 16.0).end();
        // why: width and height given before those of the drawing would be repeated attributes, so it is
        // placed by a group that scales it
        if let Some([w, h]) = size_of(inside) {
            let scale = (476.0 / w).min(478.0 / h);
            let (x, y) = (886.0 - w * scale / 2.0, 315.0 - h * scale / 2.0);
            let to = format!("translate({} {}) scale({})", super::svg::num(x), super::svg::num(y), scale);
            svg.el("g").attr("transform", &to).open();
            svg.nest(card.drawing);
            svg.close("g");
        }
    }
    theme::export(&svg.finish(), super::Theme::Light)
}

/// The mark and the twin's name at the head.
fn mark(svg: &mut Svg) {
    svg.el("g").attr("transform", "translate(60 48) scale(2.1)").open();
    svg.el("path").class("mark-twin").attr("d", "M24.66 11L18.89 21H7.34L1.57 11 7.34 1h11.55z").end();
    svg.el("path").class("mark-city").attr("d", "M30.43 21l-5.77 10H13.11L7.34 21l5.77-10h11.55z").end();
    svg.el("path").class("mark-leaf").attr("d", "M13.11 11h11.55L18.89 21H7.34z").end();
    svg.close("g");
    text(svg, "Gémeo", "gx-strong", [142.0, 94.0], 38.0, SERIF);
}

fn text(svg: &mut Svg, content: &str, class: &str, at: [f64; 2], size: f64, family: &str) {
    let el = svg.el("text").class(class).num("x", at[0]).num("y", at[1]).num("font-size", size);
    let el = if class == "gx-label" || class == "gx-note" { el } else { el.attr("font-weight", "600") };
    el.attr("font-family", family).text(content);
}

/// Width and height of a drawing of this module.
fn size_of(drawing: &str) -> Option<[f64; 2]> {
    let value = |name: &str| {
        let from = drawing.find(&format!(" {name}=\""))? + name.len() + 3;
        let text = &drawing[from..];
        text[..text.find('"')?].parse::<f64>().ok().filter(|v| *v > 0.0)
    };
    Some([value("width")?, value("height")?])
}
