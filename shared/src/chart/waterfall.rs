//! A waterfall: how one total becomes another, step by step.
//!
//! Totals are marks and steps are bars between them, so the axis may begin where it is useful: no bar stands on a
//! ground that is not zero. Signs stand in the text and as triangles, so that colour is not needed.

use super::{
    Frame, Shape,
    label::line_height,
    measure,
    scale::{Scale, tick_decimals, ticks},
    svg::Svg,
};
use crate::format::NumberFormat;

/// One row.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// Its name.
    pub label: String,
    /// A total, or the change a step makes.
    pub value: f64,
    /// What it is.
    pub kind: Kind,
}

/// What a row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A total, where the steps begin and end.
    Total,
    /// A change.
    Change,
    /// A change that nothing explains: hatched.
    Unexplained,
}

/// What the drawing shows.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Waterfall {
    /// The unit, written above.
    pub unit: String,
    /// Decimals of the values.
    pub decimals: u8,
    /// The rows from top to bottom.
    pub steps: Vec<Step>,
}

const BAR: f64 = 18.0;

/// Draws a waterfall.
pub fn waterfall(data: &Waterfall, frame: &Frame<'_>, fmt: &dyn NumberFormat) -> String {
    let (width, size, narrow) = (frame.sane_width(), frame.text_size(), frame.narrow());
    let spans = spans(&data.steps);
    let low = spans.iter().map(|s| s[0].min(s[1])).fold(f64::INFINITY, f64::min);
    let high = spans.iter().map(|s| s[0].max(s[1])).fold(f64::NEG_INFINITY, f64::max);
    let marks = if low.is_finite() { ticks(low, high, if narrow { 3 } else { 5 }) } else { vec![0.0, 1.0] };
    let names = data.steps.iter().map(|s| measure::text_width(&s.label, size)).fold(0.0, f64::max);
    let left = if narrow { 4.0 } else { (names + 14.0).min(width * 0.34) };
    let values: Vec<String> = data.steps.iter().map(|s| value_text(s, data.decimals, fmt)).collect();
    let ends = values.iter().map(|v| measure::text_width(v, size)).fold(0.0, f64::max) * 1.08;
    let first = marks.first().copied().unwrap_or(0.0);
    let x = Scale::new(
        [first, marks.last().copied().unwrap_or(1.0)],
        [left + 4.0, (width - ends - 18.0).max(left + 64.0)],
    );
    let mut body = Svg::default();
    hatch(&mut body, frame.prefix);
    let top = line_height(size) * 2.0 + 8.0;
    let row = if narrow { BAR + line_height(size) + 10.0 } else { BAR + 14.0 };
    let bottom = top + row * data.steps.len() as f64;
    body.el("text")
        .class("gx-tick")
        .num("x", 0.0)
        .num("y", size)
        .text(&measure::fit(&data.unit, size, width));
    grid(&mut body, &x, &marks, [top, bottom], size, fmt);
    for (i, (step, span)) in data.steps.iter().zip(&spans).enumerate() {
        let at = top + row * i as f64;
        let bar = if narrow { at + line_height(size) + 2.0 } else { at + (row - BAR) / 2.0 };
        let name = measure::fit(&step.label, size, if narrow { width } else { left - 10.0 });
        let y = if narrow { at + size } else { bar + BAR / 2.0 + size * 0.35 };
        body.el("text").class("gx-label").num("x", 0.0).num("y", y).text(&name);
        draw(&mut body, step, *span, &x, bar, frame.prefix);
        if let Some(next) = data.steps.get(i + 1).filter(|_| span[1].is_finite()) {
            let from = bar + if step.kind == Kind::Total { BAR / 2.0 } else { BAR };
            let until = bar + row + if next.kind == Kind::Total { BAR / 2.0 } else { 0.0 };
            let line = body.el("line").class("gx-axis").line([x.at(span[1]), from], [x.at(span[1]), until]);
            line.attr("stroke-dasharray", "2 2").end();
        }
        let end = x.at(span[0].max(span[1])) + if step.kind == Kind::Total { 12.0 } else { 8.0 };
        let class = if step.kind == Kind::Total { "gx-strong" } else { "gx-text" };
        let text = body.el("text").class(class).num("x", end).num("y", bar + BAR / 2.0 + size * 0.35);
        text.text(&values[i]);
    }
    let mut svg = frame.begin(bottom + 4.0);
    svg.nest(&body.into_body());
    svg.finish()
}

/// From where to where each row goes.
fn spans(steps: &[Step]) -> Vec<[f64; 2]> {
    let mut at = 0.0;
    let of = |step: &Step| {
        let value = if step.value.is_finite() { step.value.clamp(-1e150, 1e150) } else { 0.0 };
        let from = if step.kind == Kind::Total { value } else { at };
        at = if step.kind == Kind::Total { value } else { at + value };
        [from, at]
    };
    steps.iter().map(of).collect()
}

fn value_text(step: &Step, decimals: u8, fmt: &dyn NumberFormat) -> String {
    if !step.value.is_finite() {
        return "—".into();
    }
    let value = fmt.number(step.value.abs(), decimals);
    match step.kind {
        Kind::Total => fmt.number(step.value, decimals),
        _ if step.value > 0.0 => format!("▲ +{value}"),
        _ if step.value < 0.0 => format!("▼ −{value}"),
        _ => value,
    }
}

fn grid(svg: &mut Svg, x: &Scale, marks: &[f64], [top, bottom]: [f64; 2], size: f64, fmt: &dyn NumberFormat) {
    let mut free = f64::NEG_INFINITY;
    let decimals = tick_decimals(marks);
    for mark in marks {
        let label = fmt.number(*mark, decimals);
        let (at, half) = (x.at(*mark), measure::text_width(&label, size) / 2.0);
        svg.el("line")
            .class(if *mark == 0.0 { "gx-axis" } else { "gx-grid" })
            .line([at, top - 2.0], [at, bottom])
            .end();
        if at - half > free {
            let el = svg.el("text").class("gx-tick").num("x", (at).max(half)).num("y", top - 8.0);
            el.attr("text-anchor", "middle").text(&label);
            free = at + half + 6.0;
        }
    }
}

fn hatch(svg: &mut Svg, prefix: &str) {
    svg.el("defs").open();
    let tile = svg.el("pattern").attr("id", &format!("{prefix}-h")).num("width", 6.0).num("height", 6.0);
    tile.attr("patternUnits", "userSpaceOnUse").open();
    let line = svg.el("path").class("gx-hatch").attr("d", "M-1 7L7-1M-1 1L1-1M5 7L7 5");
    line.attr("stroke-linecap", "round").num("stroke-width", 1.6).end();
    svg.close("pattern");
    svg.close("defs");
}

fn draw(svg: &mut Svg, step: &Step, span: [f64; 2], x: &Scale, top: f64, prefix: &str) {
    if step.kind == Kind::Total {
        let at = x.at(span[1]);
        Shape::Diamond.draw(svg, [at, top + BAR / 2.0], 6.0, "gx-fill");
        return;
    }
    let (l, r) = (x.at(span[0].min(span[1])), x.at(span[0].max(span[1])));
    let class = if step.value > 0.0 { "gx-fill gx-k2" } else { "gx-fill gx-k5" };
    // why: what is there but tiny must be seen
    let wide = if step.value == 0.0 { 0.0 } else { (r - l).max(1.0) };
    svg.el("rect").class(class).area(l, top, wide, BAR).end();
    if step.kind == Kind::Unexplained {
        svg.el("rect").attr("fill", &format!("url(#{prefix}-h)")).area(l, top, wide, BAR).end();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_begin_where_the_last_one_ended() {
        let step = |value, kind| Step { label: String::new(), value, kind };
        let steps = [
            step(10.0, Kind::Total),
            step(-4.0, Kind::Change),
            step(1.0, Kind::Unexplained),
            step(7.0, Kind::Total),
        ];
        assert_eq!(spans(&steps), [[10.0, 10.0], [10.0, 6.0], [6.0, 7.0], [7.0, 7.0]]);
        assert_eq!(spans(&[step(f64::NAN, Kind::Total)]), [[0.0, 0.0]]);
    }
}
