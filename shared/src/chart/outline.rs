//! A map as a drawing: outlines in longitude and latitude, coloured by class.

use std::{collections::BTreeMap, fmt::Write};

use super::{
    Frame,
    label::line_height,
    simplify::{Spot, simplify},
    svg::{Svg, num},
};

/// How a region is coloured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Class {
    /// Land without a value, where none is meant to be shown.
    #[default]
    Land,
    /// Sequential class 0 to 6.
    Sequential(u8),
    /// Diverging class 0 to 6.
    Diverging(u8),
    /// Category 1 to 6.
    Category(u8),
    /// No data: hatched.
    NoData,
}

/// A region.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Region<'a> {
    /// Rings of longitude and latitude in degrees; holes run the other way or lie inside.
    pub rings: Vec<&'a [[f64; 2]]>,
    /// Its colour.
    pub class: Class,
    /// What a pointer resting on it reads, e.g. name and value; empty for nothing.
    pub title: String,
}

/// What the drawing shows.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct OutlineMap<'a> {
    /// The regions.
    pub regions: Vec<Region<'a>>,
    /// Rings drawn as a line above all, e.g. the city's limit.
    pub border: Vec<&'a [[f64; 2]]>,
    /// Height of the drawing over its width; the map fits inside. 0.8 when zero.
    pub ratio: f64,
}

/// Points this near (tenths of a pixel) to the line without them are dropped.
const TOLERANCE: f64 = 4.0;

/// Draws a map.
pub fn outline_map(data: &OutlineMap<'_>, frame: &Frame<'_>) -> String {
    let ratio = if data.ratio.is_finite() && data.ratio > 0.0 { data.ratio.clamp(0.2, 4.0) } else { 0.8 };
    let (width, height) = (frame.sane_width(), (frame.sane_width() * ratio).round());
    let mut svg = frame.begin(height);
    let Some(view) = Projection::fit(data, [width, height], 6.0) else {
        return svg.finish();
    };
    hatch(&mut svg, frame.prefix);
    let rings = data.regions.iter().flat_map(|r| &r.rings).chain(&data.border);
    let mut paths = simplify(rings.map(|ring| view.place(ring)).collect(), TOLERANCE).into_iter();
    let mut by_class: BTreeMap<Class, Vec<(String, &str)>> = BTreeMap::new();
    for region in &data.regions {
        let path: String = paths.by_ref().take(region.rings.len()).map(|ring| path(&ring)).collect();
        by_class.entry(region.class).or_default().push((path, &region.title));
    }
    for (class, regions) in &by_class {
        draw_class(&mut svg, *class, regions, frame.prefix);
    }
    let border: String = paths.map(|ring| path(&ring)).collect();
    if !border.is_empty() {
        let line = svg.el("path").class("gx-outline").attr("d", &border).attr("fill", "none");
        line.num("stroke-width", 1.25).attr("stroke-linejoin", "round").end();
    }
    svg.finish()
}

fn draw_class(svg: &mut Svg, class: Class, regions: &[(String, &str)], prefix: &str) {
    let name = match class {
        Class::Land => "gx-land".to_owned(),
        Class::Sequential(n) => format!("gx-c{}", n.min(6)),
        Class::Diverging(n) => format!("gx-d{}", n.min(6)),
        Class::Category(n) => format!("gx-fill gx-k{}", n.saturating_sub(1) % 6 + 1),
        Class::NoData => "gx-none".to_owned(),
    };
    let draw = |svg: &mut Svg, path: &str, title: &str| {
        if path.is_empty() {
            return;
        }
        let el = svg.el("path").attr("d", path);
        if title.is_empty() {
            el.end();
        } else {
            el.open();
            svg.el("title").text(title);
            svg.close("path");
        }
    };
    let group = svg.el("g").class(&format!("{name} gx-edge")).num("stroke-width", 0.75);
    group.attr("stroke-linejoin", "round").attr("fill-rule", "evenodd").open();
    let mut unnamed = String::new();
    for (path, title) in regions {
        if title.is_empty() {
            unnamed.push_str(path);
        } else {
            draw(svg, path, title);
        }
        if class == Class::NoData {
            let over = svg.el("path").attr("d", path).attr("fill", &format!("url(#{prefix}-n)"));
            over.attr("pointer-events", "none").end();
        }
    }
    draw(svg, &unnamed, "");
    svg.close("g");
}

fn hatch(svg: &mut Svg, prefix: &str) {
    svg.el("defs").open();
    let tile = svg.el("pattern").attr("id", &format!("{prefix}-n")).num("width", 5.0).num("height", 5.0);
    tile.attr("patternUnits", "userSpaceOnUse").open();
    svg.el("path")
        .class("gx-none-line")
        .attr("d", "M-1 6L6-1M-1 1L1-1M4 6L6 4")
        .num("stroke-width", 0.9)
        .end();
    svg.close("pattern");
    svg.close("defs");
}

/// Degrees to pixels: equirectangular at the middle's latitude, which at the size of a city is true enough.
struct Projection {
    west: f64,
    north: f64,
    /// Pixels per degree of longitude and of latitude.
    scale: [f64; 2],
    shift: [f64; 2],
}

impl Projection {
    fn fit(data: &OutlineMap<'_>, size: [f64; 2], pad: f64) -> Option<Self> {
        let mut b = [f64::MAX, f64::MAX, f64::MIN, f64::MIN];
        for [x, y] in data.regions.iter().flat_map(|r| &r.rings).chain(&data.border).flat_map(|r| r.iter()) {
            if x.is_finite() && y.is_finite() && x.abs() <= 360.0 && y.abs() <= 90.0 {
                b = [b[0].min(*x), b[1].min(*y), b[2].max(*x), b[3].max(*y)];
            }
        }
        if b[0] > b[2] {
            return None;
        }
        let squeeze = libm::cos(f64::midpoint(b[1], b[3]).to_radians()).max(0.01);
        let span = [((b[2] - b[0]) * squeeze).max(1e-9), (b[3] - b[1]).max(1e-9)];
        let unit = ((size[0] - 2.0 * pad) / span[0]).min((size[1] - 2.0 * pad) / span[1]);
        let shift = [(size[0] - span[0] * unit) / 2.0, (size[1] - span[1] * unit) / 2.0];
        Some(Self { west: b[0], north: b[3], scale: [unit * squeeze, unit], shift })
    }

    /// A ring in tenths of a pixel.
    fn place(&self, ring: &[[f64; 2]]) -> Vec<Spot> {
        let place = |p: &[f64; 2]| {
            let x = (p[0] - self.west) * self.scale[0] + self.shift[0];
            let y = (self.north - p[1]) * self.scale[1] + self.shift[1];
            [x, y].map(|v| (v.clamp(-1e6, 1e6) * 10.0).round() as i64)
        };
        ring.iter().filter(|p| p.iter().all(|v| v.is_finite())).map(place).collect()
    }
}

/// A ring as path data: one move, then steps, without needless letters, zeros and spaces.
fn path(ring: &[Spot]) -> String {
    let mut out = String::new();
    let mut before: Option<Spot> = None;
    for (i, at) in ring.iter().enumerate() {
        let step = before.map_or(*at, |last| [at[0] - last[0], at[1] - last[1]]);
        out.push_str(match i {
            0 => "M",
            1 => "l",
            _ => "",
        });
        for (axis, value) in step.iter().enumerate() {
            let text = num(*value as f64 / 10.0).replacen("0.", ".", usize::from(value.abs() < 10));
            // why: a letter or a minus sign separates as well as a space does
            let apart = (axis == 1 || i > 1) && !text.starts_with('-');
            let _ = write!(out, "{}{text}", if apart { " " } else { "" });
        }
        before = Some(*at);
    }
    if !out.is_empty() {
        out.push('z');
    }
    out
}

/// Height of a scale legend below a map.
pub(super) fn legend_height(size: f64) -> f64 {
    line_height(size) * 2.0 + 12.0
}
