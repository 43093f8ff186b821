//! Series over time: a line each, broken where values are missing, limits as dashed lines.

use super::{
    Frame,
    axis::{self, Plot},
    key::{PALE, Sign, key},
    label::{Label, line_height},
    mark::Shape,
    measure,
    place::{Places, Rect, spread},
    scale::{self, Scale},
    svg::{Svg, num},
};
use crate::format::NumberFormat;

/// One series.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Line {
    /// Its name.
    pub label: String,
    /// Category 1 to 6 for colour and mark.
    pub category: u8,
    /// Years (a month as a fraction) and values in order; `None` breaks the line.
    pub points: Vec<(f64, Option<f64>)>,
}

/// A limit or guideline.
#[derive(Debug, Clone, PartialEq)]
pub struct Limit {
    /// Its name, e.g. “EU limit 2030”.
    pub label: String,
    /// Its value.
    pub value: f64,
}

/// How sure a line is.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Band {
    /// Index of the line.
    pub line: usize,
    /// Years as those of the line's points, lower and upper ends.
    pub points: Vec<[f64; 3]>,
}

/// What the drawing shows.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Lines {
    /// The unit, written above the axis.
    pub unit: String,
    /// Decimals of values beside the ends of lines.
    pub decimals: u8,
    /// The series.
    pub lines: Vec<Line>,
    /// Limits.
    pub limits: Vec<Limit>,
    /// Points drawn hollow, because their source marks them: index of the line and its year.
    pub hollow: Vec<(usize, f64)>,
    /// Intervals around lines, drawn below them.
    pub bands: Vec<Band>,
    /// What an interval means, written in the key where there is one.
    pub band_label: String,
    /// What a hollow point means, written in the key where there is one.
    pub hollow_label: String,
    /// Longest step between two joined points, in years; 1.5 when zero.
    pub longest_step: f64,
    /// Whether the axis may begin above zero.
    pub cut: bool,
}

/// Draws lines.
pub fn lines(data: &Lines, frame: &Frame<'_>, fmt: &dyn NumberFormat) -> String {
    let (width, size, narrow) = (frame.sane_width(), frame.text_size(), frame.narrow());
    let points: Vec<[f64; 2]> = data.lines.iter().flat_map(|l| good(&l.points)).collect();
    let limits: Vec<&Limit> = data.limits.iter().filter(|l| l.value.is_finite()).collect();
    let reach: Vec<f64> = data
        .bands
        .iter()
        .flat_map(|b| &b.points)
        .flat_map(|p| [p[1], p[2]])
        .filter(|v| v.is_finite())
        .collect();
    let values =
        || points.iter().map(|p| p[1]).chain(limits.iter().map(|l| l.value)).chain(reach.iter().copied());
    let floor = if data.cut { f64::MAX } else { 0.0 };
    let (low, high) = (values().fold(floor, f64::min), values().fold(f64::MIN, f64::max));
    let (low, high) = if low <= high { (low, high) } else { (0.0, 1.0) };
    let ticks = scale::ticks(low, high, if narrow { 4 } else { 5 });
    let labels = axis::tick_labels(&ticks, fmt);
    let text = |line: &Line| end_text(line, data.decimals, fmt, !narrow);
    let ends = data.lines.iter().map(|l| measure::text_width(&text(l), size)).fold(0.0, f64::max);
    let plot = Plot {
        left: axis::room(&labels, size),
        top: size + 16.0,
        right: (width - (ends + 14.0).min(width * 0.36)).max(width * 0.5),
        bottom: if narrow { 210.0 } else { 280.0 },
    };
    let [from, to] = points.iter().fold([f64::MAX, f64::MIN], |[a, b], p| [a.min(p[0]), b.max(p[0])]);
    let (from, to) = if from <= to { (from, to) } else { (2000.0, 2030.0) };
    let x = Scale::new([from, to], [plot.left + 8.0, plot.right - 8.0]);
    let y_ends = [ticks.first().copied().unwrap_or(0.0), ticks.last().copied().unwrap_or(1.0)];
    let y = Scale::new(y_ends, [plot.bottom, plot.top]);

    let mut svg = Svg::default();
    axis::values(&mut svg, plot, &y, &ticks, &labels, frame, &data.unit);
    axis::years(&mut svg, plot, &x, &[], &scale::years(from, to, if narrow { 4 } else { 7 }), size, fmt);
    let mut places = Places::new(Rect([plot.left, plot.top - 4.0, plot.right, plot.bottom]));
    for limit in &limits {
        let (from, to) = ([plot.left, y.at(limit.value)], [plot.right, y.at(limit.value)]);
        let line = svg.el("line").class("gx-limit").line(from, to).num("stroke-width", 1.5);
        line.attr("stroke-dasharray", "6 4").end();
        places.block_line(from, to);
    }
    let step = if data.longest_step > 0.0 { data.longest_step } else { 1.5 };
    for band in &data.bands {
        if let Some(line) = data.lines.get(band.line) {
            draw_band(&mut svg, band, category(line), [&x, &y], step);
        }
    }
    for (n, line) in data.lines.iter().enumerate() {
        let hollow: Vec<f64> = data.hollow.iter().filter(|(at, _)| *at == n).map(|(_, year)| *year).collect();
        draw_line(&mut svg, line, [&x, &y], step, &hollow, &mut places);
    }
    let with_end: Vec<(&Line, [f64; 2])> =
        data.lines.iter().filter_map(|l| good(&l.points).last().map(|p| (l, *p))).collect();
    let wanted: Vec<f64> = with_end.iter().map(|(_, p)| y.at(p[1])).collect();
    let heights = spread(&wanted, size * 1.2, plot.top, plot.bottom);
    for ((line, _), at) in with_end.iter().zip(heights) {
        let label = measure::fit(&text(line), size, width - plot.right - 2.0);
        let class = format!("gx-text gx-k{}", category(line));
        let el = svg.el("text").class(&class).num("x", plot.right + 2.0).num("y", at + size * 0.35);
        el.attr("font-weight", "600").text(&label);
    }
    let mut entries = Vec::new();
    for limit in &limits {
        if !name_limit(&mut svg, limit, plot, &y, size, &mut places) {
            entries.push((Sign::Dash("gx-limit"), limit.label.clone()));
        }
    }
    if narrow && data.lines.len() > 1 {
        entries.extend(data.lines.iter().map(|l| {
            let sign = Sign::Mark(shape(l), format!("gx-fill gx-k{}", category(l)));
            (sign, l.label.clone())
        }));
    }
    if let Some(line) = data.bands.first().and_then(|b| data.lines.get(b.line)) {
        let sign = Sign::Pale(format!("gx-fill gx-k{}", category(line)), 1);
        entries.push((sign, data.band_label.clone()));
    }
    if !data.hollow.is_empty() && !data.hollow_label.is_empty() {
        entries.push((Sign::Mark(Shape::Circle, "gx-ring".into()), data.hollow_label.clone()));
    }
    let end = key(&mut svg, &entries, plot.bottom + size * 2.0 + 6.0, width, size);
    let mut out = frame.begin(end);
    out.nest(&svg.into_body());
    out.finish()
}

fn category(line: &Line) -> u8 {
    line.category.saturating_sub(1) % 6 + 1
}

fn shape(line: &Line) -> Shape {
    Shape::nth(usize::from(category(line)) - 1)
}

fn good(points: &[(f64, Option<f64>)]) -> Vec<[f64; 2]> {
    let good = |(x, y): &(f64, Option<f64>)| y.filter(|y| y.is_finite() && x.is_finite()).map(|y| [*x, y]);
    points.iter().filter_map(good).collect()
}

fn end_text(line: &Line, decimals: u8, fmt: &dyn NumberFormat, name: bool) -> String {
    let Some([_, value]) = good(&line.points).last().copied() else { return String::new() };
    let value = axis::short(value, decimals, fmt);
    if name && !line.label.is_empty() { format!("{value} {}", line.label) } else { value }
}

/// Writes a limit's name just above or below its line where no series runs; whether there was room.
fn name_limit(svg: &mut Svg, limit: &Limit, plot: Plot, y: &Scale, size: f64, places: &mut Places) -> bool {
    let label = Label::new("", &limit.label, "gx-limit-text", size, f64::MAX);
    let at = y.at(limit.value);
    let room = plot.right - plot.left;
    for share in [0.0, 0.2, 0.4, 0.6, 0.8] {
        let Some(spot) =
            places.along([plot.left + 6.0 + room * share, at], label.width(size), line_height(size))
        else {
            continue;
        };
        label.draw(svg, spot, size);
        return true;
    }
    false
}

/// The band in pieces where its line is; around a point that stands alone a bar.
fn draw_band(svg: &mut Svg, band: &Band, k: u8, [x, y]: [&Scale; 2], step: f64) {
    let sound = |p: &&[f64; 3]| p.iter().all(|v| v.is_finite());
    let points: Vec<&[f64; 3]> = band.points.iter().filter(sound).collect();
    for piece in points.chunk_by(|a, b| b[0] - a[0] <= step) {
        let class = format!("gx-fill gx-k{k}");
        if let [[year, low, high]] = piece {
            let (top, height) = (y.at(*high), y.at(*low) - y.at(*high));
            let bar = svg.el("rect").class(&class).num("x", x.at(*year) - 3.0).num("y", top);
            bar.num("width", 6.0).num("height", height.max(0.0)).num("fill-opacity", PALE).end();
            continue;
        }
        let lower = piece.iter().map(|p| [x.at(p[0]), y.at(p[1])]);
        let upper = piece.iter().rev().map(|p| [x.at(p[0]), y.at(p[2])]);
        let path: Vec<String> = lower.chain(upper).map(|p| format!("{} {}", num(p[0]), num(p[1]))).collect();
        let el = svg.el("path").class(&class).attr("d", &format!("M{}Z", path.join("L")));
        el.num("fill-opacity", PALE).end();
    }
}

/// The line in pieces, a mark at each point where there are few, and at points that stand alone.
fn draw_line(
    svg: &mut Svg,
    line: &Line,
    [x, y]: [&Scale; 2],
    step: f64,
    hollow: &[f64],
    places: &mut Places,
) {
    let mut pieces: Vec<Vec<[f64; 2]>> = vec![Vec::new()];
    let mut before: Option<f64> = None;
    for (year, value) in &line.points {
        let value = value.filter(|v| v.is_finite() && year.is_finite());
        let broken = value.is_none() || before.is_some_and(|b| year - b > step);
        if broken && pieces.last().is_some_and(|p| !p.is_empty()) {
            pieces.push(Vec::new());
        }
        if let (Some(value), Some(piece)) = (value, pieces.last_mut()) {
            piece.push([x.at(*year), y.at(value)]);
            before = Some(*year);
        }
    }
    let k = category(line);
    let many: usize = pieces.iter().map(Vec::len).sum();
    for piece in pieces.iter().filter(|p| p.len() > 1) {
        let path: Vec<String> = piece.iter().map(|p| format!("{} {}", num(p[0]), num(p[1]))).collect();
        let el = svg.el("path").class(&format!("gx-line gx-k{k}")).attr("d", &format!("M{}", path.join("L")));
        for pair in piece.windows(2) {
            places.block_line(pair[0], pair[1]);
        }
        el.attr("fill", "none").num("stroke-width", 2.25).attr("stroke-linejoin", "round").end();
    }
    for piece in &pieces {
        for (i, at) in piece.iter().enumerate() {
            let marked = hollow.iter().any(|year| (x.at(*year) - at[0]).abs() < 0.01);
            let fill = if marked { "gx-ring" } else { "gx-fill" };
            if marked || many <= 16 || piece.len() == 1 || i + 1 == piece.len() {
                shape(line).draw(svg, *at, 3.5, &format!("{fill} gx-k{k}"));
            }
        }
    }
}
