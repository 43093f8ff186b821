//! A line the size of a word, for cards: the course of a series and its newest point.

use super::{Frame, scale::Scale, svg::num};

/// Draws the values in order at equal steps; a missing one breaks the line. Those at the places `marked` are hollow, as
/// what marks them says beside the drawing. The axis begins at zero unless `cut`. The frame's width counts; the height is 36.
pub fn sparkline(values: &[Option<f64>], marked: &[usize], cut: bool, frame: &Frame<'_>) -> String {
    let height = 36.0;
    let mut svg = frame.begin(height);
    let good = |v: &Option<f64>| v.filter(|v| v.is_finite());
    let known = || values.iter().filter_map(good);
    let (low, high) =
        (known().fold(if cut { f64::MAX } else { 0.0 }, f64::min), known().fold(f64::MIN, f64::max));
    let last = (values.len().max(2) - 1) as f64;
    let x = Scale::new([0.0, last], [4.0, frame.sane_width() - 6.0]);
    let y = Scale::new([low.min(high), high], [height - 5.0, 5.0]);
    if !cut {
        let ground = y.at(0.0);
        svg.el("line").class("gx-grid").line([0.0, ground], [frame.sane_width(), ground]).end();
    }
    let mut path = String::new();
    let mut pen = "M";
    let mut newest = None;
    let mut rings = Vec::new();
    for (i, value) in values.iter().enumerate() {
        let Some(value) = good(value) else {
            pen = "M";
            continue;
        };
        let at = [x.at(i as f64), y.at(value)];
        path.push_str(&format!("{pen}{} {}", num(at[0]), num(at[1])));
        // why: a point without neighbours is drawn as a dot by the round cap of a line of no length
        let alone = pen == "M" && values.get(i + 1).and_then(good).is_none();
        path.push_str(if alone { "h.01" } else { "" });
        pen = "L";
        newest = Some((i, at));
        rings.extend(marked.contains(&i).then_some(at));
    }
    if let Some((last, at)) = newest {
        let line =
            svg.el("path").class("gx-line").attr("d", &path).attr("fill", "none").num("stroke-width", 2.0);
        line.attr("stroke-linejoin", "round").attr("stroke-linecap", "round").end();
        if !marked.contains(&last) {
            svg.el("circle").class("gx-fill").num("cx", at[0]).num("cy", at[1]).num("r", 3.5).end();
        }
    }
    for at in rings {
        let ring = svg.el("circle").class("gx-ring").num("cx", at[0]).num("cy", at[1]).num("r", 3.0);
        ring.num("stroke-width", 1.75).end();
    }
    svg.finish()
}
