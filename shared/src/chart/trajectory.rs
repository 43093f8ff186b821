//! Where a city is against its promise: base year, what was observed, the target and the way that is left.

use std::mem::take;

use super::{
    Frame,
    axis::{self, Plot},
    key::{Sign, key},
    label::{Label, line_height},
    mark::Shape,
    place::{Places, Rect},
    scale::{self, Scale},
    svg::Svg,
};
use crate::format::NumberFormat;
use crate::order;

/// A value in a year.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// The year.
    pub year: f64,
    /// The value in the drawing's unit.
    pub value: f64,
}

/// A point with a name of its own.
#[derive(Debug, Clone, PartialEq)]
pub struct Named {
    /// Where.
    pub point: Point,
    /// What, e.g. “base year” or “promise”.
    pub label: String,
}

/// What one method observed. Points of neighbouring years are joined, others and other methods never.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Observed {
    /// The method, e.g. “GPC inventory”.
    pub label: String,
    /// The values, in any order.
    pub points: Vec<Point>,
    /// Years whose points are drawn hollow, because their source or a rule of quality marks them.
    pub hollow: Vec<f64>,
}

/// The way from the last comparable point to the target.
#[derive(Debug, Clone, PartialEq)]
pub struct Required {
    /// Where it begins.
    pub from: Point,
    /// Where it ends.
    pub to: Point,
    /// What it asks, e.g. “−4.2 points a year”.
    pub label: String,
}

/// A span of years with a name: an event, or a time without figures.
#[derive(Debug, Clone, PartialEq)]
pub struct Span {
    /// First year.
    pub from: f64,
    /// Last year.
    pub to: f64,
    /// Its name.
    pub label: String,
}

/// What the drawing shows. Everything may be absent.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Trajectory {
    /// The unit, written above the axis.
    pub unit: String,
    /// Decimals of values beside points; large values are shortened.
    pub decimals: u8,
    /// The base year.
    pub base: Option<Named>,
    /// Observed values by method.
    pub observed: Vec<Observed>,
    /// Targets, the one in force first.
    pub targets: Vec<Named>,
    /// The required path, where it may be drawn.
    pub required: Option<Required>,
    /// Years that were special, e.g. 2020.
    pub events: Vec<Span>,
    /// Times without published figures.
    pub gaps: Vec<Span>,
    /// What a hollow point means, written in the key where there is one.
    pub hollow_label: String,
}

impl Observed {
    fn has_hollow(&self) -> bool {
        self.points.iter().any(|p| self.hollow.contains(&p.year))
    }
}

impl Point {
    fn good(&self) -> bool {
        is_year(self.year) && self.value.is_finite()
    }
}

/// Whether a year can stand on an axis: beyond some digits, distances between years overflow.
fn is_year(year: f64) -> bool {
    year.is_finite() && year.abs() < 1e9
}

impl Trajectory {
    /// The same without what cannot be drawn, points in order of years.
    fn cleaned(&self) -> Self {
        let mut out = self.clone();
        out.base = out.base.filter(|b| b.point.good());
        out.targets.retain(|t| t.point.good());
        out.required = out.required.filter(|r| r.from.good() && r.to.good());
        for spans in [&mut out.events, &mut out.gaps] {
            spans.retain(|s| is_year(s.from) && is_year(s.to) && s.from <= s.to);
        }
        for series in &mut out.observed {
            series.points.retain(Point::good);
            series.points = order::sorted(take(&mut series.points), |a, b| a.year.total_cmp(&b.year));
        }
        out
    }

    fn points(&self) -> impl Iterator<Item = Point> + '_ {
        let named = self.base.iter().chain(&self.targets).map(|n| n.point);
        let path = self.required.iter().flat_map(|r| [r.from, r.to]);
        named.chain(path).chain(self.observed.iter().flat_map(|s| s.points.iter().copied()))
    }
}

/// Everything a part of the drawing needs.
struct Canvas<'a> {
    svg: Svg,
    places: Places,
    plot: Plot,
    x: Scale,
    y: Scale,
    size: f64,
    narrow: bool,
    decimals: u8,
    fmt: &'a dyn NumberFormat,
    key: Vec<(Sign, String)>,
}

/// Spans that several drawings share, so that they can be looked at side by side.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Spans {
    /// First and last year.
    pub years: Option<[f64; 2]>,
    /// Lowest and highest value.
    pub values: Option<[f64; 2]>,
}

/// Draws a trajectory.
pub fn trajectory(data: &Trajectory, frame: &Frame<'_>, fmt: &dyn NumberFormat) -> String {
    trajectory_within(data, Spans::default(), frame, fmt)
}

/// Draws a trajectory on axes that reach at least over the spans.
pub fn trajectory_within(
    data: &Trajectory,
    spans: Spans,
    frame: &Frame<'_>,
    fmt: &dyn NumberFormat,
) -> String {
    let data = data.cleaned();
    let mut canvas = Canvas::new(&data, spans, frame, fmt);
    canvas.axes(&data, frame);
    canvas.spans(&data);
    canvas.lines(&data);
    canvas.marks(&data);
    canvas.labels(&data);
    let below = canvas.plot.bottom + canvas.size * 2.0 + 6.0;
    let entries = take(&mut canvas.key);
    let end = key(&mut canvas.svg, &entries, below, frame.sane_width(), canvas.size);
    let mut out = frame.begin(end);
    out.nest(&canvas.svg.into_body());
    out.finish()
}

impl<'a> Canvas<'a> {
    fn new(data: &Trajectory, shared: Spans, frame: &Frame<'_>, fmt: &'a dyn NumberFormat) -> Self {
        let (width, size, narrow) = (frame.sane_width(), frame.text_size(), frame.narrow());
        let spans = data.events.iter().chain(&data.gaps).flat_map(|s| [s.from, s.to]);
        let wider = |span: Option<[f64; 2]>| span.into_iter().flatten().filter(|v| v.is_finite());
        let years = data.points().map(|p| p.year).chain(spans).chain(wider(shared.years));
        let [first, last] = years.fold([f64::MAX, f64::MIN], |[a, b], y| [a.min(y), b.max(y)]);
        let (first, last) = if first > last { (2000.0, 2030.0) } else { (first, last) };
        let values = || data.points().map(|p| p.value).chain(wider(shared.values));
        let high = values().fold(0.0, f64::max);
        let low = values().fold(0.0, f64::min);
        // why: labels stand above the highest point
        let ticks = scale::ticks(low, if high > low { high } else { low + 1.0 }, if narrow { 4 } else { 5 });
        let labels = axis::tick_labels(&ticks, fmt);
        let plot = Plot {
            left: axis::room(&labels, size),
            top: size * 2.0 + 18.0,
            right: width - 8.0,
            bottom: if narrow { 262.0 } else { 330.0 },
        };
        let pad = (plot.right - plot.left) * 0.05;
        let x = Scale::new([first, last], [plot.left + pad, plot.right - pad]);
        let ends = [ticks.first().copied().unwrap_or(0.0), ticks.last().copied().unwrap_or(1.0)];
        let y = Scale::new(ends, [plot.bottom, plot.top]);
        let bounds = Rect([plot.left - 2.0, size + 6.0, width, plot.bottom - 1.0]);
        let (svg, places, key) = (Svg::default(), Places::new(bounds), Vec::new());
        Self { svg, places, plot, x, y, size, narrow, decimals: data.decimals, fmt, key }
    }

    fn at(&self, point: Point) -> [f64; 2] {
        [self.x.at(point.year), self.y.at(point.value)]
    }

    fn value(&self, value: f64) -> String {
        axis::short(value, self.decimals, self.fmt)
    }

    fn axes(&mut self, data: &Trajectory, frame: &Frame<'_>) {
        let [low, high] = self.y.domain();
        let ticks = scale::ticks(low, high, if self.narrow { 4 } else { 5 });
        let labels = axis::tick_labels(&ticks, self.fmt);
        axis::values(&mut self.svg, self.plot, &self.y, &ticks, &labels, frame, &data.unit);
        let named = data.base.iter().chain(data.targets.first()).map(|n| n.point.year);
        let newest = data.observed.iter().filter_map(|s| s.points.last()).map(|p| p.year);
        let first: Vec<f64> = named.chain(newest).collect();
        let [from, to] = self.x.domain();
        let rest = scale::years(from, to, if self.narrow { 4 } else { 7 });
        axis::years(&mut self.svg, self.plot, &self.x, &first, &rest, self.size, self.fmt);
    }

    /// Special years as bands behind everything, times without figures as brackets on the ground.
    fn spans(&mut self, data: &Trajectory) {
        let (top, bottom, size) = (self.plot.top, self.plot.bottom, self.size);
        for event in &data.events {
            let (l, r) = (self.x.at(event.from - 0.5), self.x.at(event.to + 0.5));
            let band = self.svg.el("rect").class("gx-event").area(
                l,
                top - 6.0,
                (r - l).max(3.0),
                bottom - top + 6.0,
            );
            band.attr("fill-opacity", "0.28").end();
            let half = super::measure::text_width(&event.label, size) / 2.0;
            let x = f64::midpoint(l, r).clamp(half, (self.plot.right + 8.0 - half).max(half));
            let text = self.svg.el("text").class("gx-note").num("x", x).num("y", top - 11.0);
            text.attr("text-anchor", "middle").text(&event.label);
            self.places.block(Rect([x - half, top - 12.0 - size, x + half, top - 7.0]));
        }
        for gap in &data.gaps {
            let (l, r, y) = (self.x.at(gap.from), self.x.at(gap.to), bottom - 10.0);
            let d = format!("M{l:.1} {:.1}v8M{l:.1} {y:.1}H{r:.1}M{r:.1} {:.1}v8", y - 4.0, y - 4.0);
            self.svg
                .el("path")
                .class("gx-gap")
                .attr("d", &d)
                .num("stroke-width", 1.5)
                .attr("fill", "none")
                .end();
            self.places.block(Rect([l, y - 4.0, r, bottom]));
        }
    }

    fn lines(&mut self, data: &Trajectory) {
        if let Some(required) = &data.required {
            let (from, to) = (self.at(required.from), self.at(required.to));
            let line = self.svg.el("line").class("gx-path").line(from, to).num("stroke-width", 2.0);
            line.attr("stroke-dasharray", "5 5").attr("stroke-linecap", "round").end();
            self.places.block_line(from, to);
        }
        for (n, series) in data.observed.iter().enumerate() {
            for pair in series.points.windows(2).filter(|p| p[1].year - p[0].year < 1.5) {
                let (from, to) = (self.at(pair[0]), self.at(pair[1]));
                let class = format!("gx-line gx-k{}", n % 6 + 1);
                self.svg.el("line").class(&class).line(from, to).num("stroke-width", 2.0).end();
                self.places.block_line(from, to);
            }
        }
    }

    fn marks(&mut self, data: &Trajectory) {
        for (n, series) in data.observed.iter().enumerate() {
            for point in &series.points {
                let at = self.at(*point);
                let fill = if series.hollow.contains(&point.year) { "gx-ring" } else { "gx-fill" };
                let class = format!("{fill} gx-k{}", n % 6 + 1);
                Shape::nth(n).draw(&mut self.svg, at, 4.5, &class);
                self.places.block(Rect::around(at[0], at[1], 6.0));
            }
        }
        if let Some(base) = &data.base {
            let at = self.at(base.point);
            Shape::Circle.draw(&mut self.svg, at, 5.5, "gx-base");
            self.places.block(Rect::around(at[0], at[1], 7.0));
        }
        for target in &data.targets {
            let at = self.at(target.point);
            Shape::Circle.draw(&mut self.svg, at, 7.0, "gx-target");
            Shape::Circle.draw(&mut self.svg, at, 2.5, "gx-path-area");
            self.places.block(Rect::around(at[0], at[1], 9.0));
        }
    }

    /// Names at their points, the most needed first; a name that finds no room goes to the key.
    fn labels(&mut self, data: &Trajectory) {
        for target in &data.targets {
            let value = self.value(target.point.value);
            self.name(&[target.point], &value, &target.label, "gx-target-text");
        }
        if let Some(base) = &data.base {
            let value = self.value(base.point.value);
            self.name(&[base.point], &value, &base.label, "gx-label");
        }
        for (n, series) in data.observed.iter().enumerate() {
            let Some(last) = series.points.last() else { continue };
            let class = format!("gx-text gx-k{}", n % 6 + 1);
            let value = self.value(last.value);
            if !self.name(&[*last], &value, &series.label, &class) {
                self.name(&[*last], &value, "", &class);
                let sign = Sign::Mark(Shape::nth(n), format!("gx-fill gx-k{}", n % 6 + 1));
                self.key.push((sign, series.label.clone()));
            }
        }
        if data.observed.iter().any(Observed::has_hollow) && !data.hollow_label.is_empty() {
            self.key.push((Sign::Mark(Shape::Circle, "gx-ring".into()), data.hollow_label.clone()));
        }
        if let Some(required) = &data.required {
            let along = [0.5, 0.4, 0.6, 0.3, 0.7].map(|t| Point {
                year: required.from.year + (required.to.year - required.from.year) * t,
                value: required.from.value + (required.to.value - required.from.value) * t,
            });
            if !self.name(&along, "", &required.label, "gx-target-text") {
                self.key.push((Sign::Dash("gx-path"), required.label.clone()));
            }
        }
        let ground = self.y.domain()[0];
        for gap in &data.gaps {
            let year = f64::midpoint(gap.from, gap.to);
            let value = ground + (self.y.domain()[1] - ground) * 0.04;
            if !self.name(&[Point { year, value }], "", &gap.label, "gx-note") {
                self.key.push((Sign::Bracket("gx-gap"), gap.label.clone()));
            }
        }
    }

    /// Puts a label beside the first of `points` that has room.
    fn name(&mut self, points: &[Point], value: &str, name: &str, class: &str) -> bool {
        if value.is_empty() && name.is_empty() {
            return true;
        }
        let label = Label::new(value, name, class, self.size, if self.narrow { 118.0 } else { 190.0 });
        let (width, line) = (label.width(self.size), line_height(self.size));
        for point in points {
            let at = self.at(*point);
            if let Some(spot) = self.places.beside(at, width, label.lines.len(), line) {
                label.draw(&mut self.svg, spot, self.size);
                return true;
            }
        }
        false
    }
}
