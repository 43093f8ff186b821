//! The legend: each colour with the limits of its class and how many places it has, and the hatch for what was not
//! published. Pressing a class lights its places alone.

use leptos::prelude::*;

use super::{Lit, Over, Shown, histogram::histogram, words};
use crate::{
    format,
    map::{
        both::Both,
        classes::{Ramp, SHADES, STEPS, both, css, shade, token},
        light::Light,
        look::Classing,
        scene::Scene,
    },
    t,
};

/// The legend below the map.
#[component]
pub fn Legend(
    /// What is shown.
    shown: Shown,
    /// What is lit.
    lit: Lit,
    /// The place under the pointer.
    over: Over,
) -> impl IntoView {
    // why: a selection changes nothing here, and a reader's focus would be lost with the buttons
    let picture = Memo::new(move |_| shown.get().map(|scene| Scene { selected: None, ..(*scene).clone() }));
    // A class means something else in another picture.
    let pictured = Memo::new(move |_| {
        picture.with(|s| s.as_ref().map(|s| (s.layer.clone(), s.period.clone(), s.look.clone())))
    });
    Effect::new(move |before: Option<Option<_>>| {
        let now = pictured.get();
        let another = before.flatten().is_some_and(|before| now.as_ref() != Some(&before));
        if another && lit.with_untracked(Option::is_some) {
            lit.set(None);
        }
        now
    });
    let content = move || {
        let scene = picture.get()?;
        // What is coloured stands above the map.
        let title = words::title(&scene);
        let unit = words::unit(&scene).filter(|_| scene.both.is_none());
        Some(view! {
            {unit.map(|unit| view! { <p class="map-legend-title">{unit}</p> })}
            {scene.both.is_none().then(|| histogram(&scene, shown, lit, over))}
            {match (&scene.both, &scene.snapshot.ramp) {
                (Some(both), _) => nine(&scene, both),
                (None, Some(ramp)) => gradient(&scene, ramp),
                (None, None) => view! {
                    <ul class="legend legend-scale" aria-label=title>{classes(&scene, lit)}</ul>
                }.into_any(),
            }}
            <ul class="legend">{others(&scene)}</ul>
            <p class="map-legend-hint">{hint(&scene)}</p>
        })
    };
    view! { <div class="map-legend">{content}</div> }
}

/// Limits of a class as text.
pub fn limits(scene: &Scene, (low, high): (f64, f64)) -> String {
    let decimals = scene.unit().1.max(scene.snapshot.classes.decimals().min(3));
    let (low, high) = (format::number(low, decimals), format::number(high, decimals));
    if low == high { low } else { t!("map.class", low = low, high = high) }
}

fn classes(scene: &Scene, lit: Lit) -> impl IntoView + use<> {
    let members = |class: usize| scene.snapshot.figures.iter().filter(|f| f.class == Some(class)).count();
    let entry = |(class, (bounds, colour)): (usize, ((f64, f64), usize))| {
        let text = limits(scene, bounds);
        let label = t!("map.light", limits = text, n = members(class).to_string());
        let light = Some(Light::Class(class));
        let pressed = move || if lit.get() == light { "true" } else { "false" };
        let press = move |_| lit.update(|lit| *lit = if *lit == light { None } else { light });
        view! {
            <li><button class="map-class" type="button" aria-pressed=pressed aria-label=label on:click=press>
                <span class=format!("swatch swatch-{}", token(colour))></span><span>{text}</span>
            </button></li>
        }
    };
    let bounds = scene.snapshot.classes.bounds();
    bounds.into_iter().zip(scene.colours()).enumerate().map(entry).collect_view()
}

/// The nine colours of two layers: the first to the right, the second upwards.
fn nine(scene: &Scene, two: &Both) -> AnyView {
    let square = |(x, y): (usize, usize)| {
        view! { <rect x=10 * x y=10 * (STEPS - 1 - y) width="9.6" height="9.6" fill=css(both(x, y))/> }
    };
    let squares: Vec<_> = (0..STEPS).flat_map(|y| (0..STEPS).map(move |x| (x, y))).map(square).collect();
    let label = t!("map.nine", first = words::title(scene), second = words::title(&two.other));
    let text = label.clone();
    view! {
        <div class="map-nine">
            <svg viewBox="0 0 29.6 29.6" role="img" aria-label=label>{squares}</svg>
            <p class="small" aria-hidden="true">{text}</p>
        </div>
    }
    .into_any()
}

/// A continuous scale: its colours, with the values at its ends and in its middle.
fn gradient(scene: &Scene, ramp: &Ramp) -> AnyView {
    let steps: Vec<_> = (0..SHADES)
        .map(|at| {
            let fill = css(shade(ramp, scene.direction(), at as f64 / (SHADES - 1) as f64));
            // A hair wider than its step, so that no seam shows.
            view! { <rect x=at y="0" width="1.1" height="1" fill=fill/> }
        })
        .collect();
    let decimals = scene.unit().1;
    let marks = [0.0, 0.5, 1.0].map(|at| format::number(ramp.value(at), decimals));
    let label = t!("map.gradient", low = marks[0], high = marks[2]);
    let marks = marks.map(|text| view! { <span>{text}</span> });
    view! {
        <svg class="map-gradient" viewBox=format!("0 0 {SHADES} 1") preserveAspectRatio="none" role="img" aria-label=label>{steps}</svg>
        <p class="map-gradient-marks" aria-hidden="true">{marks.into_iter().collect_view()}</p>
    }
    .into_any()
}

fn others(scene: &Scene) -> impl IntoView + use<> {
    let figures = &scene.snapshot.figures;
    let none = figures.iter().any(|f| f.value.is_none());
    let all = words::all_marked(scene);
    let estimated = all.is_none() && figures.iter().any(|f| f.is_marked());
    view! {
        {none.then(|| view! { <li><span class="swatch swatch-none"></span>{words::absent(scene)}</li> })}
        {estimated.then(|| view! { <li><span class="swatch swatch-dots"></span>{t!("map.estimated")}</li> })}
        {all.map(|text| view! { <li>{text}</li> })}
    }
}

fn hint(scene: &Scene) -> String {
    let (unit, decimals) = scene.unit();
    let quantity = |value: f64| format::quantity(value, decimals, &unit);
    match &scene.look.classing {
        _ if scene.both.is_some() => t!("map.hint.both"),
        classing if scene.look.smooth && !classing.is_diverging() => t!("map.hint.smooth"),
        Classing::Quantile => t!("map.legend_hint"),
        Classing::Jenks => t!("map.hint.jenks"),
        Classing::Equal => t!("map.hint.equal"),
        Classing::Deviation => t!("map.hint.deviation"),
        Classing::Mean => t!("map.hint.mean"),
        Classing::City => match scene.city {
            Some(city) => t!("map.hint.city", value = quantity(city)),
            None => t!("map.hint.no_city"),
        },
        Classing::Around(own) => t!("map.hint.around", value = quantity(*own)),
        Classing::Manual(_) => t!("map.hint.manual"),
    }
}
