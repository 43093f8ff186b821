//! Axes: a grid of round values, years below.

use super::{
    Frame, measure,
    scale::{Scale, tick_decimals},
    svg::Svg,
};
use crate::format::NumberFormat;

/// The plot inside a drawing: left, top, right, bottom.
#[derive(Debug, Clone, Copy)]
pub struct Plot {
    /// Left edge.
    pub left: f64,
    /// Top edge.
    pub top: f64,
    /// Right edge.
    pub right: f64,
    /// Bottom edge, where years stand.
    pub bottom: f64,
}

/// Words for the marks of a value axis, in few characters.
pub fn tick_labels(ticks: &[f64], fmt: &dyn NumberFormat) -> Vec<String> {
    let decimals = tick_decimals(ticks);
    let large = ticks.iter().any(|t| t.abs() >= 10_000.0);
    ticks.iter().map(|t| if large { fmt.compact(*t) } else { fmt.number(*t, decimals) }).collect()
}

/// A value beside a point: large ones shortened, whole ones without decimals.
pub fn short(value: f64, decimals: u8, fmt: &dyn NumberFormat) -> String {
    match value {
        v if v.abs() >= 10_000.0 => fmt.compact(v),
        v if v == v.round() => fmt.number(v, 0),
        v => fmt.number(v, decimals),
    }
}

/// Horizontal lines at round values, each with its label at the left, and the unit above them.
pub fn values(
    svg: &mut Svg,
    plot: Plot,
    y: &Scale,
    ticks: &[f64],
    labels: &[String],
    frame: &Frame<'_>,
    unit: &str,
) {
    let size = frame.text_size();
    for (tick, label) in ticks.iter().zip(labels) {
        let at = y.at(*tick);
        let class = if *tick == 0.0 { "gx-axis" } else { "gx-grid" };
        svg.el("line").class(class).line([plot.left, at], [plot.right, at]).end();
        svg.el("text")
            .class("gx-tick")
            .num("x", plot.left - 6.0)
            .num("y", at + size * 0.35)
            .attr("text-anchor", "end")
            .text(label);
    }
    let unit = measure::fit(unit, size, frame.sane_width() - 4.0);
    svg.el("text").class("gx-tick").num("x", 0.0).num("y", size).text(&unit);
}

/// Room the labels of a value axis take at the left.
pub fn room(labels: &[String], size: f64) -> f64 {
    labels.iter().map(|l| measure::text_width(l, size)).fold(0.0, f64::max).max(14.0) + 8.0
}

/// Years below the plot; the ones in `first` are kept, others go where they would touch.
pub fn years(
    svg: &mut Svg,
    plot: Plot,
    x: &Scale,
    first: &[f64],
    rest: &[f64],
    size: f64,
    fmt: &dyn NumberFormat,
) {
    let mut taken: Vec<[f64; 2]> = Vec::new();
    for year in first.iter().chain(rest) {
        let text = fmt.period(&format!("{year:04}"));
        let half = measure::text_width(&text, size) / 2.0;
        let at = x.at(*year);
        let (l, r) = (at - half - 4.0, at + half + 4.0);
        if taken.iter().any(|t| l < t[1] && t[0] < r) || at < plot.left - 1.0 || at > plot.right + 1.0 {
            continue;
        }
        taken.push([l, r]);
        svg.el("line").class("gx-axis").line([at, plot.bottom], [at, plot.bottom + 4.0]).end();
        svg.el("text")
            .class("gx-tick")
            .num("x", at)
            .num("y", plot.bottom + 6.0 + size)
            .attr("text-anchor", "middle")
            .text(&text);
    }
}
