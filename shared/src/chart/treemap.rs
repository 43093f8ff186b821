//! A treemap: areas in proportion to values, in groups of one colour each.
//!
//! Tiles are laid out by the squarified algorithm (Bruls, Huizing and van Wijk, “Squarified treemaps”, 2000). What
//! is negative, missing or too small for its name has no label here: the table beside the drawing has every value.

use super::{
    Frame,
    key::{Sign, key},
    label::line_height,
    measure,
    svg::Svg,
};
use crate::format::NumberFormat;

/// One area.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Tile {
    /// Its name.
    pub label: String,
    /// A second line, e.g. the scope.
    pub note: String,
    /// Its size; what is not positive is not drawn.
    pub value: f64,
}

/// Areas of one colour.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Group {
    /// Its name, written above.
    pub label: String,
    /// Category 1 to 6 for the colour; 0 is the brand's.
    pub category: u8,
    /// The areas.
    pub tiles: Vec<Tile>,
}

/// What the drawing shows.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Treemap {
    /// The unit, written above.
    pub unit: String,
    /// Decimals of the values.
    pub decimals: u8,
    /// The groups.
    pub groups: Vec<Group>,
}

/// Left, top, width, height.
type Area = [f64; 4];

/// Room of a group's name.
const HEAD: f64 = 20.0;
/// Between tiles.
const GAP: f64 = 2.0;
/// Tiles of a group at most; more could not be told apart.
const TILES: usize = 200;

/// Draws a treemap.
pub fn treemap(data: &Treemap, frame: &Frame<'_>, fmt: &dyn NumberFormat) -> String {
    let (width, size) = (frame.sane_width(), frame.text_size());
    let height = if frame.narrow() { width * 1.5 } else { width * 0.55 };
    let top = if data.unit.is_empty() { 0.0 } else { line_height(size) + 8.0 };
    let mut svg = Svg::default();
    if !data.unit.is_empty() {
        let unit = measure::fit(&data.unit, size, width);
        svg.el("text").class("gx-tick").num("x", 0.0).num("y", size).text(&unit);
    }
    let groups: Vec<(&Group, f64, Vec<&Tile>)> =
        data.groups.iter().map(sorted).filter(|(_, sum, _)| *sum > 0.0).collect();
    let mut order: Vec<usize> = (0..groups.len()).collect();
    order.sort_by(|a, b| groups[*b].1.total_cmp(&groups[*a].1).then(a.cmp(b)));
    let sizes: Vec<f64> = order.iter().map(|i| groups[*i].1).collect();
    for (at, area) in order.iter().zip(squarify(&sizes, [0.0, top, width, height])) {
        let (group, sum, tiles) = &groups[*at];
        draw_group(&mut svg, group, *sum, tiles, area, data.decimals, size, fmt);
    }
    let names = order.iter().map(|i| &groups[*i].0);
    let entries: Vec<(Sign, String)> =
        names.map(|g| (Sign::Fill(class(g.category), None), g.label.clone())).collect();
    let end = key(&mut svg, &entries, top + height + 6.0, width, size);
    let mut out = frame.begin(end);
    out.nest(&svg.into_body());
    out.finish()
}

fn class(category: u8) -> String {
    match category {
        0 => "gx-fill".to_owned(),
        k => format!("gx-fill gx-k{}", (k - 1) % 6 + 1),
    }
}

/// The drawn tiles of a group from large to small, with their sum.
fn sorted(group: &Group) -> (&Group, f64, Vec<&Tile>) {
    let mut tiles: Vec<&Tile> =
        group.tiles.iter().filter(|t| t.value.is_finite() && t.value > 0.0 && t.value < 1e150).collect();
    tiles.sort_by(|a, b| b.value.total_cmp(&a.value).then_with(|| a.label.cmp(&b.label)));
    tiles.truncate(TILES);
    (group, tiles.iter().fold(0.0, |sum, t| sum + t.value), tiles)
}

#[expect(clippy::too_many_arguments, reason = "one group, where it is, and how numbers are written")]
fn draw_group(
    svg: &mut Svg,
    group: &Group,
    sum: f64,
    tiles: &[&Tile],
    area: Area,
    decimals: u8,
    size: f64,
    fmt: &dyn NumberFormat,
) {
    let [x, y, width, height] = area;
    let head = if height > 2.0 * HEAD && width > 40.0 { HEAD } else { 0.0 };
    if head > 0.0 {
        let text = format!("{} {}", group.label, fmt.number(sum, decimals));
        let text =
            if measure::text_width(&text, size) * 1.08 <= width - 4.0 { text } else { group.label.clone() };
        let text = measure::fit(&text, size, (width - 4.0) / 1.08);
        let el = svg.el("text").class("gx-strong").num("x", x).num("y", y + size);
        el.attr("font-weight", "600").text(&text);
    }
    let class = class(group.category);
    let sizes: Vec<f64> = tiles.iter().map(|t| t.value).collect();
    for (tile, [x, y, w, h]) in tiles.iter().zip(squarify(&sizes, [x, y + head, width, height - head])) {
        // why: what is there but tiny must be seen
        let (w, h) = ((w - GAP).max(0.5), (h - GAP).max(0.5));
        svg.el("rect").class(&class).area(x, y, w, h).end();
        write_label(svg, tile, [x, y, w, h], &fmt.number(tile.value, decimals), size);
    }
}

/// Name, note and value of a tile, as many of them as fit: the name comes first.
fn write_label(svg: &mut Svg, tile: &Tile, [x, y, width, height]: Area, value: &str, size: f64) {
    let room = width - 10.0;
    let lines = measure::wrap(&tile.label, size, room);
    let fits = |line: &String| measure::text_width(line, size) <= room;
    let step = line_height(size);
    if lines.is_empty() || !lines.iter().all(fits) || lines.len() as f64 * step + 6.0 > height {
        return;
    }
    let mut all: Vec<(String, bool)> = lines.into_iter().map(|l| (l, true)).collect();
    for more in [&tile.note, &value.to_owned()] {
        let space = (all.len() + 1) as f64 * step + 6.0 <= height;
        if !more.is_empty() && fits(more) && space {
            all.push((more.clone(), false));
        }
    }
    for (i, (line, strong)) in all.iter().enumerate() {
        let el =
            svg.el("text").class("gx-surface").num("x", x + 5.0).num("y", y + 4.0 + size + i as f64 * step);
        let el = if *strong { el.attr("font-weight", "600") } else { el };
        el.text(line);
    }
}

/// Areas in proportion to sizes, which are positive and fall; each about as wide as high.
fn squarify(sizes: &[f64], area: Area) -> Vec<Area> {
    let total = sizes.iter().fold(0.0, |sum, s| sum + s);
    let [mut x, mut y, mut width, mut height] = area;
    if total <= 0.0 || width <= 0.0 || height <= 0.0 {
        return vec![[x, y, 0.0, 0.0]; sizes.len()];
    }
    let scale = width * height / total;
    let mut out = Vec::with_capacity(sizes.len());
    let mut rest = sizes;
    while !rest.is_empty() {
        let side = width.min(height).max(f64::MIN_POSITIVE);
        let mut count = 1;
        while count < rest.len() && worst(&rest[..=count], side, scale) <= worst(&rest[..count], side, scale)
        {
            count += 1;
        }
        let (row, later) = rest.split_at(count);
        let sum = row.iter().fold(0.0, |s, v| s + v) * scale;
        let thick = sum / side;
        let mut along = 0.0;
        for size in row {
            let long = size * scale / thick.max(f64::MIN_POSITIVE);
            out.push(if width >= height { [x, y + along, thick, long] } else { [x + along, y, long, thick] });
            along += long;
        }
        if width >= height {
            (x, width) = (x + thick, (width - thick).max(0.0));
        } else {
            (y, height) = (y + thick, (height - thick).max(0.0));
        }
        rest = later;
    }
    out
}

/// The worst proportion of a row of tiles along a side.
fn worst(row: &[f64], side: f64, scale: f64) -> f64 {
    let sum = row.iter().fold(0.0, |s, v| s + v) * scale;
    let (large, small) =
        (row.first().copied().unwrap_or(1.0) * scale, row.last().copied().unwrap_or(1.0) * scale);
    (side * side * large / (sum * sum)).max(sum * sum / (side * side * small))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn areas_are_in_proportion_and_inside(mut sizes in prop::collection::vec(0.001..1e6f64, 1..40), wide in 50.0..900.0f64, high in 50.0..900.0f64) {
            sizes.sort_by(|a, b| b.total_cmp(a));
            let total: f64 = sizes.iter().sum();
            let areas = squarify(&sizes, [0.0, 0.0, wide, high]);
            for (size, [x, y, w, h]) in sizes.iter().zip(areas) {
                prop_assert!((w * h - size / total * wide * high).abs() < 1e-6 * wide * high);
                prop_assert!(x >= 0.0 && y >= 0.0 && x + w <= wide + 1e-6 && y + h <= high + 1e-6);
            }
        }
    }
}
