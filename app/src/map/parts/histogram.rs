//! How the values are spread: a bar for each part of the range, coloured as its middle is.
//!
//! Two marks under it take out a part of the range, on the map and in the table; the place under the pointer or chosen
//! is marked in it.

use gemeo_shared::classify;
use leptos::prelude::*;

use super::{Lit, Over, Shown};
use crate::{
    format,
    map::{classes::css, light::Light, scene::Scene},
    t, tn,
};

/// Bars of the histogram.
const BARS: usize = 24;
/// Width of a bar with its gap, in the drawing's units.
const STEP: usize = 10;

/// Where the bars lie.
#[derive(Debug, Clone, Copy)]
struct Range {
    low: f64,
    width: f64,
}

impl Range {
    /// The limit before a bar; open at both ends, so that no value is lost to rounding.
    fn limit(self, bar: usize) -> f64 {
        match bar {
            0 => f64::NEG_INFINITY,
            BARS => f64::INFINITY,
            bar => self.low + bar as f64 * self.width,
        }
    }

    fn bar(self, limit: f64) -> usize {
        libm::round((limit - self.low) / self.width).clamp(0.0, BARS as f64) as usize
    }

    /// The bars that are lit, from the first to before the second.
    fn lit(self, light: Option<Light>) -> (usize, usize) {
        match light {
            Some(Light::Between(low, high)) => (self.bar(low), self.bar(high)),
            _ => (0, BARS),
        }
    }

    fn light(self, (from, to): (usize, usize)) -> Option<Light> {
        (from > 0 || to < BARS).then(|| Light::Between(self.limit(from), self.limit(to)))
    }

    /// Where a value stands in the drawing.
    fn x(self, value: f64) -> f64 {
        libm::round((value - self.low) / self.width * STEP as f64)
    }
}

/// The histogram of a picture with at least five different values.
pub fn histogram(scene: &Scene, shown: Shown, lit: Lit, over: Over) -> Option<AnyView> {
    let spread = scene.snapshot.spread.as_ref().filter(|s| s.count >= 5 && s.high > s.low)?;
    let values = scene.snapshot.figures.iter().filter_map(|f| f.value);
    let counts = classify::histogram(values, spread.low, spread.high, BARS);
    let most = counts.iter().copied().max().filter(|most| *most > 0)?;
    let range = Range { low: spread.low, width: (spread.high - spread.low) / BARS as f64 };
    let bar = |(at, count): (usize, &usize)| {
        let high = (*count as f64 / most as f64 * 36.0).max(if *count > 0 { 2.0 } else { 0.0 });
        let fill = scene.colour_of(spread.low + (at as f64 + 0.5) * range.width).map(css);
        let out = move || {
            let (from, to) = range.lit(lit.get());
            !(from..to).contains(&at)
        };
        view! { <rect class:is-out=out fill=fill x=at * STEP y=format!("{:.1}", 40.0 - high) width=STEP - 1 height=format!("{high:.1}")/> }
    };
    let bars: Vec<_> = counts.iter().enumerate().map(bar).collect();
    let mean = range.x(spread.mean);
    // The place under the pointer, else the chosen one.
    let place = move || {
        let scene = shown.get()?;
        let code = over.get().map(|(code, _)| code).or_else(|| scene.selected.clone())?;
        let x = range.x(scene.snapshot.figure(&code)?.value?);
        Some(view! { <path class="map-at" d=format!("M{x} 0v40")/> })
    };
    let (unit, decimals) = scene.unit();
    let label = t!(
        "map.spread",
        mean = format::quantity(spread.mean, decimals, &unit),
        median = format::quantity(spread.median, decimals, &unit),
        deviation = format::quantity(spread.deviation, decimals, &unit)
    );
    let text = label.clone();
    Some(
        view! {
            <div class="map-brush">
                <svg class="map-histogram" viewBox=format!("0 0 {} 40", BARS * STEP) preserveAspectRatio="none" role="img" aria-label=label>
                    {bars}<path class="map-mean" d=format!("M{mean} 0v40")/>{place}
                </svg>
                {marks(range, (unit, decimals), lit)}
            </div>
            <p class="map-legend-hint" role="status">{said(shown, lit)}</p>
            <p class="map-legend-hint">{text}</p>
        }
        .into_any(),
    )
}

/// The two marks; the lower one stays below the upper one.
fn marks(range: Range, (unit, decimals): (String, u8), lit: Lit) -> AnyView {
    let now = Memo::new(move |_| range.lit(lit.get()));
    let mark = |class: &'static str, label: String, upper: bool| {
        let unit = unit.clone();
        let at = move || if upper { now.get().1 } else { now.get().0 };
        let text = move || format::quantity(range.low + at() as f64 * range.width, decimals, &unit);
        let slide = move |event| {
            let Ok(to) = event_target_value(&event).parse::<usize>() else { return };
            let (from, until) = now.get_untracked();
            let next = if upper { (from, to.max(from + 1)) } else { (to.min(until - 1), until) };
            lit.set(range.light(next));
            // The browser has moved the mark already; where it may not be it goes back.
            let field: web_sys::HtmlInputElement = event_target(&event);
            field.set_value(&if upper { next.1 } else { next.0 }.to_string());
        };
        view! {
            <input class=class type="range" min="0" max=BARS step="1" aria-label=label aria-valuetext=text
                prop:value=move || at().to_string() on:input=slide/>
        }
    };
    view! {
        {mark("map-from", t!("map.brush_from"), false)}
        {mark("map-to", t!("map.brush_to"), true)}
    }
    .into_any()
}

/// How many places are between the marks, where they were moved.
fn said(shown: Shown, lit: Lit) -> impl Fn() -> Option<String> {
    move || {
        let light = lit.get().filter(|light| matches!(light, Light::Between(..)))?;
        let held = |s: &Scene| s.snapshot.figures.iter().filter(|f| light.holds(f)).count();
        let held = shown.with(|s| s.as_deref().map(held))?;
        Some(tn!("map.brushed", held))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_and_ranges_are_the_same_thing() {
        let range = Range { low: 10.0, width: 0.7 };
        for marks in [(0, 1), (3, 9), (5, BARS), (23, 24)] {
            assert_eq!(range.lit(range.light(marks)), marks);
        }
        assert_eq!(range.light((0, BARS)), None);
        assert_eq!(range.lit(Some(Light::Class(1))), (0, BARS));
    }
}
