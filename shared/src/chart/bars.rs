//! Horizontal bars, one a category, with values at their ends; a bar may be stacked by scope.

use super::{
    Frame,
    key::{Sign, key},
    label::line_height,
    measure,
    scale::Scale,
    svg::Svg,
};
use crate::format::NumberFormat;

/// One bar.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Bar {
    /// Its name.
    pub label: String,
    /// Category 1 to 6 for the colour; 0 is the brand's.
    pub category: u8,
    /// The value; `None` is not zero.
    pub value: Option<f64>,
    /// What stands where there is no value, e.g. “not estimated (NE)”, or after it, e.g. a share.
    pub note: String,
    /// Parts by index into [`Bars::parts`]; empty for a plain bar. Their sum should be the value.
    pub parts: Vec<(usize, f64)>,
}

/// What the drawing shows.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Bars {
    /// The unit, written above.
    pub unit: String,
    /// Decimals of the values.
    pub decimals: u8,
    /// The bars from top to bottom.
    pub bars: Vec<Bar>,
    /// Names of the parts, at most three: plain, hatched, dotted.
    pub parts: Vec<String>,
}

const BAR: f64 = 18.0;

/// Draws bars.
pub fn bars(data: &Bars, frame: &Frame<'_>, fmt: &dyn NumberFormat) -> String {
    let (width, size, narrow) = (frame.sane_width(), frame.text_size(), frame.narrow());
    let values = || data.bars.iter().filter_map(|b| b.value).filter(|v| v.is_finite());
    let text = |bar: &Bar| value_text(bar, data.decimals, fmt);
    let names = data.bars.iter().map(|b| measure::text_width(&b.label, size)).fold(0.0, f64::max);
    let left = if narrow { 0.0 } else { (names + 14.0).min(width * 0.34) };
    let ends = data.bars.iter().map(|b| measure::text_width(&text(b), size)).fold(0.0, f64::max) * 1.05;
    let right = (width - ends - 10.0).max(left + 60.0);
    let domain = [values().fold(0.0, f64::min), values().fold(0.0, f64::max)];
    let low = if domain[0] < 0.0 { left + ends } else { left };
    let x = Scale::new(domain, [low.min(right - 30.0), right]);

    let mut svg = Svg::default();
    patterns(&mut svg, frame.prefix, data.parts.len());
    let mut y = 0.0;
    if !data.unit.is_empty() {
        svg.el("text")
            .class("gx-tick")
            .num("x", 0.0)
            .num("y", size)
            .text(&measure::fit(&data.unit, size, width));
        y = line_height(size) + 8.0;
    }
    for bar in &data.bars {
        let name_width = if narrow { width } else { left - 10.0 };
        let lines = measure::wrap(&bar.label, size, name_width);
        let high = line_height(size) * lines.len().max(1) as f64;
        let first = if narrow { y + size } else { y + (BAR.max(high) - high) / 2.0 + size * 0.95 };
        for (i, line) in lines.iter().enumerate() {
            let at = first + i as f64 * line_height(size);
            svg.el("text").class("gx-label").num("x", 0.0).num("y", at).text(line);
        }
        let top = if narrow { y + high + 2.0 } else { y + (BAR.max(high) - BAR) / 2.0 };
        draw(&mut svg, bar, &x, top, frame.prefix);
        if narrow {
            svg.el("line").class("gx-axis").line([x.at(0.0), top - 2.0], [x.at(0.0), top + BAR + 2.0]).end();
        }
        let shown = bar.value.filter(|v| v.is_finite()).unwrap_or(0.0);
        let (at, anchor) =
            if shown < 0.0 { (x.at(shown) - 6.0, "end") } else { (x.at(shown) + 6.0, "start") };
        let class = if bar.value.is_some() { "gx-strong" } else { "gx-note" };
        let label = svg.el("text").class(class).num("x", at).num("y", top + BAR / 2.0 + size * 0.35);
        label.attr("text-anchor", anchor).text(&text(bar));
        y = if narrow { top + BAR + 12.0 } else { y + BAR.max(high) + 10.0 };
    }
    if !narrow {
        let zero = x.at(0.0);
        svg.el("line")
            .class("gx-axis")
            .line([zero, line_height(size) + 4.0], [zero, (y - 6.0).max(0.0)])
            .end();
    }
    let entries: Vec<(Sign, String)> = data
        .parts
        .iter()
        .take(3)
        .enumerate()
        .map(|(i, name)| {
            (Sign::Fill("gx-base".into(), (i > 0).then(|| format!("{}-p{i}", frame.prefix))), name.clone())
        })
        .collect();
    let end = key(&mut svg, &entries, y, width, size);
    let mut out = frame.begin(end.max(20.0));
    out.nest(&svg.into_body());
    out.finish()
}

fn value_text(bar: &Bar, decimals: u8, fmt: &dyn NumberFormat) -> String {
    match bar.value.filter(|v| v.is_finite()) {
        None => bar.note.clone(),
        Some(value) if bar.note.is_empty() => fmt.number(value, decimals),
        Some(value) => format!("{} · {}", fmt.number(value, decimals), bar.note),
    }
}

/// Hatching and dots that tell parts apart without colour.
fn patterns(svg: &mut Svg, prefix: &str, parts: usize) {
    if parts < 2 {
        return;
    }
    svg.el("defs").open();
    for (i, d) in [(1, "M-1 7L7-1M-1 1L1-1M5 7L7 5"), (2, "M1.500 1.500h.01M4.500 4.500h.01")] {
        let tile =
            svg.el("pattern").attr("id", &format!("{prefix}-p{i}")).num("width", 6.0).num("height", 6.0);
        tile.attr("patternUnits", "userSpaceOnUse").open();
        let line = svg.el("path").class("gx-hatch").attr("d", d).attr("stroke-linecap", "round");
        line.num("stroke-width", if i == 1 { 1.6 } else { 2.2 }).end();
        svg.close("pattern");
    }
    svg.close("defs");
}

fn draw(svg: &mut Svg, bar: &Bar, x: &Scale, top: f64, prefix: &str) {
    let Some(value) = bar.value.filter(|v| v.is_finite()) else { return };
    let class = match bar.category {
        0 => "gx-fill".to_owned(),
        k => format!("gx-fill gx-k{}", (k - 1) % 6 + 1),
    };
    let mut block = |from: f64, to: f64, pattern: usize| {
        let (l, r) = (x.at(from.min(to)), x.at(from.max(to)));
        // why: what is there but tiny must be seen
        let wide = (r - l).max(if from == to { 0.0 } else { 1.0 });
        svg.el("rect").class(&class).area(l, top, wide, BAR).end();
        if pattern > 0 {
            svg.el("rect").attr("fill", &format!("url(#{prefix}-p{pattern})")).area(l, top, wide, BAR).end();
        }
    };
    if bar.parts.is_empty() {
        block(0.0, value, 0);
        return;
    }
    let (mut up, mut down) = (0.0, 0.0);
    for (part, size) in bar.parts.iter().filter(|(_, v)| v.is_finite()) {
        let end = if *size < 0.0 { &mut down } else { &mut up };
        block(*end, *end + size, (*part).min(2));
        *end += size;
    }
}
