//! A series and where it is going: observed values, the forecast, and a band for each interval.

use super::{
    Frame,
    axis::{self, Plot},
    key::{PALE, Sign, key},
    mark::Shape,
    measure,
    scale::{self, Scale},
    svg::{Svg, num},
};
use crate::format::NumberFormat;

/// An interval over the periods forecast.
#[derive(Debug, Clone, PartialEq)]
pub struct Band {
    /// Its name, e.g. “80 %”.
    pub label: String,
    /// Lower bounds.
    pub lower: Vec<f64>,
    /// Upper bounds.
    pub upper: Vec<f64>,
}

/// What the drawing shows.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Fan {
    /// The unit, written above the axis.
    pub unit: String,
    /// Names of all periods, those observed and then those forecast.
    pub periods: Vec<String>,
    /// Observed values; `None` breaks the line.
    pub observed: Vec<Option<f64>>,
    /// Forecasts of the periods after them.
    pub forecast: Vec<f64>,
    /// Intervals.
    pub bands: Vec<Band>,
    /// Name of the observed values.
    pub observed_label: String,
    /// Name of the forecast.
    pub forecast_label: String,
    /// Observed values drawn hollow, because their source or a rule of quality marks them: places in the list.
    pub hollow: Vec<usize>,
    /// What a hollow point means, written in the key where there is one.
    pub hollow_label: String,
}

/// Draws a series with its forecast.
pub fn fan(data: &Fan, frame: &Frame<'_>, fmt: &dyn NumberFormat) -> String {
    let (width, size, narrow) = (frame.sane_width(), frame.text_size(), frame.narrow());
    let bounds = data.bands.iter().flat_map(|b| b.lower.iter().chain(&b.upper));
    let all = data.observed.iter().flatten().chain(&data.forecast).chain(bounds);
    let (low, high) =
        all.filter(|v| v.is_finite()).fold((f64::MAX, f64::MIN), |(a, b), v| (a.min(*v), b.max(*v)));
    let (low, high) = if low <= high { (low, high) } else { (0.0, 1.0) };
    // why: an axis that nearly reaches zero should show it, so that changes look as large as they are
    let low = if low > 0.0 && low < 0.5 * high { 0.0 } else { low };
    let ticks = scale::ticks(low, high, if narrow { 4 } else { 5 });
    let labels = axis::tick_labels(&ticks, fmt);
    let plot = Plot {
        left: axis::room(&labels, size),
        top: size + 16.0,
        right: width - 10.0,
        bottom: if narrow { 210.0 } else { 280.0 },
    };
    let last = data.periods.len().saturating_sub(1).max(1) as f64;
    let x = Scale::new([0.0, last], [plot.left + 8.0, plot.right - 8.0]);
    let ends = [ticks.first().copied().unwrap_or(0.0), ticks.last().copied().unwrap_or(1.0)];
    let y = Scale::new(ends, [plot.bottom, plot.top]);
    let mut svg = Svg::default();
    axis::values(&mut svg, plot, &y, &ticks, &labels, frame, &data.unit);
    periods(&mut svg, &data.periods, plot, &x, size, fmt);
    let start = data.observed.len();
    for band in &data.bands {
        draw_band(&mut svg, band, start, &x, &y);
    }
    let mut pieces: Vec<Vec<[f64; 2]>> = vec![Vec::new()];
    let mut rings = Vec::new();
    for (t, v) in data.observed.iter().enumerate() {
        match (v.filter(|v| v.is_finite()), pieces.last_mut()) {
            (Some(v), Some(piece)) => {
                piece.push([x.at(t as f64), y.at(v)]);
                rings.extend(data.hollow.contains(&t).then_some([x.at(t as f64), y.at(v)]));
            }
            _ => pieces.push(Vec::new()),
        }
    }
    for piece in pieces.iter().filter(|p| !p.is_empty()) {
        line(&mut svg, piece, "gx-line gx-k1", None);
        if piece.len() == 1 || start <= 24 {
            piece.iter().for_each(|p| Shape::Circle.draw(&mut svg, *p, 3.0, "gx-fill gx-k1"));
        }
    }
    rings.iter().for_each(|p| Shape::Circle.draw(&mut svg, *p, 3.5, "gx-ring gx-k1"));
    let mut path: Vec<[f64; 2]> = data
        .observed
        .last()
        .copied()
        .flatten()
        .map(|v| [x.at(start as f64 - 1.0), y.at(v)])
        .into_iter()
        .collect();
    path.extend(data.forecast.iter().enumerate().map(|(h, v)| [x.at((start + h) as f64), y.at(*v)]));
    line(&mut svg, &path, "gx-line gx-k2", Some("6 4"));
    let mut entries = vec![(Sign::Mark(Shape::Circle, "gx-fill gx-k1".into()), data.observed_label.clone())];
    if !rings.is_empty() && !data.hollow_label.is_empty() {
        entries.push((Sign::Mark(Shape::Circle, "gx-ring gx-k1".into()), data.hollow_label.clone()));
    }
    if !data.forecast.is_empty() {
        entries.push((Sign::Dash("gx-line gx-k2"), data.forecast_label.clone()));
    }
    let pale = |layers| Sign::Pale("gx-fill gx-k2".into(), layers);
    entries.extend((1..).zip(&data.bands).map(|(layers, b)| (pale(layers), b.label.clone())));
    let end = key(&mut svg, &entries, plot.bottom + size * 2.0 + 8.0, width, size);
    let mut out = frame.begin(end);
    out.nest(&svg.into_body());
    out.finish()
}

fn points(all: &[[f64; 2]]) -> String {
    let text: Vec<String> = all.iter().map(|p| format!("{} {}", num(p[0]), num(p[1]))).collect();
    text.join("L")
}

fn line(svg: &mut Svg, all: &[[f64; 2]], class: &str, dash: Option<&str>) {
    if all.len() < 2 {
        return;
    }
    let mut el = svg.el("path").class(class).attr("d", &format!("M{}", points(all)));
    if let Some(dash) = dash {
        el = el.attr("stroke-dasharray", dash);
    }
    el.attr("fill", "none").num("stroke-width", 2.25).attr("stroke-linejoin", "round").end();
}

/// Bands lie over one another, so that the inner one is darker.
fn draw_band(svg: &mut Svg, band: &Band, start: usize, x: &Scale, y: &Scale) {
    let at = |h: usize, v: f64| [x.at((start + h) as f64), y.at(v)];
    let mut outline: Vec<[f64; 2]> = band.lower.iter().enumerate().map(|(h, v)| at(h, *v)).collect();
    outline.extend(band.upper.iter().enumerate().rev().map(|(h, v)| at(h, *v)));
    if outline.len() >= 4 {
        let el = svg.el("path").class("gx-fill gx-k2").attr("d", &format!("M{}Z", points(&outline)));
        el.num("fill-opacity", PALE).end();
    }
}

/// Some periods below the plot, none touching another.
fn periods(svg: &mut Svg, names: &[String], plot: Plot, x: &Scale, size: f64, fmt: &dyn NumberFormat) {
    let mut free = plot.left - 20.0;
    let step = names.len().div_ceil(8).max(1);
    for (t, name) in names.iter().enumerate().step_by(step) {
        // why: hours and days have no form of their own in the language; their ISO text is understood
        let text = if name.len() <= 7 { fmt.period(name) } else { name.replace('T', " ") };
        let (half, at) = (measure::text_width(&text, size) / 2.0, x.at(t as f64));
        if at - half < free || at + half > plot.right + 10.0 {
            continue;
        }
        free = at + half + 8.0;
        svg.el("line").class("gx-axis").line([at, plot.bottom], [at, plot.bottom + 4.0]).end();
        let el = svg.el("text").class("gx-tick").num("x", at).num("y", plot.bottom + 6.0 + size);
        el.attr("text-anchor", "middle").text(&text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        chart::WIDE,
        format::{Lang, Native},
    };

    #[test]
    fn bands_lie_around_the_forecast() {
        let data = Fan {
            unit: "µg/m³".into(),
            periods: ["2017", "2018", "2019", "2020"].map(String::from).into(),
            observed: vec![Some(5.0), None, Some(6.0)],
            forecast: vec![6.5],
            bands: vec![Band { label: "80 %".into(), lower: vec![4.0], upper: vec![9.0] }],
            observed_label: "observed".into(),
            forecast_label: "forecast".into(),
            hollow: vec![1, 2],
            hollow_label: "estimated".into(),
        };
        let frame = Frame { prefix: "f", title: "t", desc: "d", width: WIDE };
        let svg = fan(&data, &frame, &Native(Lang::En));
        assert!(svg.contains("80 %") && svg.contains("stroke-dasharray=\"6 4\""), "{svg}");
        // One ring: the second value is missing. Its meaning stands in the key, which has a ring of its own.
        assert_eq!((svg.matches("gx-ring").count(), svg.matches("estimated").count()), (2, 1), "{svg}");
        assert!(!svg.contains("style=") && !svg.contains("NaN"));
    }
}
