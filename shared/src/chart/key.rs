//! The key below a plot: a sign and its name, in rows.

use super::{label::line_height, mark::Shape, measure, svg::Svg};

/// The sign of an entry.
#[derive(Debug, Clone, PartialEq)]
pub enum Sign {
    /// A point's mark with its classes.
    Mark(Shape, String),
    /// A bracket on the ground with its class.
    Bracket(&'static str),
    /// A dashed line with its class.
    Dash(&'static str),
    /// A square with classes, as pale as where this many intervals lie over one another.
    Pale(String, i32),
    /// A filled square with classes, and the id of a pattern over it.
    Fill(String, Option<String>),
}

/// Opacity of an interval.
pub(super) const PALE: f64 = 0.2;

/// Draws the entries from `top` on in rows as wide as `width`; returns where the rows end.
pub fn key(svg: &mut Svg, entries: &[(Sign, String)], top: f64, width: f64, size: f64) -> f64 {
    let row = line_height(size) + 6.0;
    let (mut x, mut y) = (0.0, top);
    for (sign, text) in entries {
        let text = measure::fit(text, size, width - 20.0);
        let wide = 20.0 + measure::text_width(&text, size);
        if x > 0.0 && x + wide > width {
            x = 0.0;
            y += row;
        }
        draw(svg, sign, x, y + row / 2.0);
        svg.el("text").num("x", x + 19.0).num("y", y + row / 2.0 + size * 0.35).text(&text);
        x += wide + 14.0;
    }
    if entries.is_empty() { top } else { y + row }
}

fn draw(svg: &mut Svg, sign: &Sign, x: f64, y: f64) {
    match sign {
        Sign::Mark(shape, classes) => shape.draw(svg, [x + 7.0, y], 5.0, classes),
        Sign::Bracket(class) => {
            let d = format!("M{} {}v8m0-4h14m0-4v8", super::svg::num(x), super::svg::num(y - 4.0));
            svg.el("path").class(class).attr("d", &d).attr("fill", "none").num("stroke-width", 1.5).end();
        }
        Sign::Dash(class) => svg
            .el("line")
            .class(class)
            .line([x, y], [x + 14.0, y])
            .num("stroke-width", 2.0)
            .attr("stroke-dasharray", "4 3")
            .end(),
        Sign::Pale(classes, layers) => {
            let through = (0..*layers).fold(1.0, |rest, _| rest * (1.0 - PALE));
            svg.el("rect")
                .class(classes)
                .num("fill-opacity", 1.0 - through)
                .area(x, y - 6.0, 14.0, 12.0)
                .end();
        }
        Sign::Fill(classes, pattern) => {
            svg.el("rect").class(classes).area(x, y - 6.0, 12.0, 12.0).end();
            if let Some(id) = pattern {
                svg.el("rect").attr("fill", &format!("url(#{id})")).area(x, y - 6.0, 12.0, 12.0).end();
            }
        }
    }
}
