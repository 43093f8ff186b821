//! How the map is coloured: classes and their number or a continuous scale, own limits, what counts are divided by,
//! blocks that rise.

use leptos::prelude::*;

use super::{Go, Shown, words};
use crate::{
    map::{
        look::{Classing, Look},
        per::Per,
        scene::Scene,
        state::MapState,
    },
    t,
};

/// Fields for the look of the map, closed at first.
#[component]
pub fn ClassingFields(
    /// What is shown.
    shown: Shown,
    /// Shows something else.
    go: Go,
) -> impl IntoView {
    let look = Memo::new(move |_| shown.with(|s| s.as_ref().map(|s| s.look.clone()).unwrap_or_default()));
    let set = Callback::new(move |look: Look| {
        if let Some(scene) = shown.get_untracked() {
            go.run(MapState { look, ..scene.state() });
        }
    });
    let flat = move || is(shown, |s| s.layer.level == gemeo_shared::geo::Level::Station);
    let division = move || shown.with(|s| s.as_deref().and_then(words::division));
    let raise = move |event| set.run(Look { raised: event_target_checked(&event), ..look.get_untracked() });
    let smooth = move |event| set.run(Look { smooth: event_target_checked(&event), ..look.get_untracked() });
    view! {
        <details class="map-more">
            <summary>{t!("map.look")}</summary>
            <div class="map-controls">
                {scheme(shown, look, set)}
                {count(look, set)}
                {numbers(look, set)}
                {divide(look, set)}
                <p class="map-division small" role="status" hidden=move || division().is_none()>{division}</p>
                <label class="check">
                    <input type="checkbox" id="map-smooth" prop:checked=move || look.with(|l| l.smooth) on:change=smooth/>
                    {t!("map.smooth")}
                </label>
                <label class="check" hidden=flat>
                    <input type="checkbox" id="map-raised" prop:checked=move || look.with(|l| l.raised) on:change=raise/>
                    {t!("map.raised")}
                </label>
            </div>
        </details>
    }
}

type SetLook = Callback<Look>;

fn is(shown: Shown, asked: fn(&Scene) -> bool) -> bool {
    shown.with(|s| s.as_deref().is_some_and(asked))
}

/// The list of classings.
fn scheme(shown: Shown, look: Memo<Look>, set: SetLook) -> AnyView {
    let name = move || {
        look.with(|l| match l.classing {
            Classing::Manual(_) => "manual".into(),
            Classing::Around(_) => "around".into(),
            _ => l.classing.write(),
        })
    };
    let choose = move |event| {
        let classing = match event_target_value(&event).as_str() {
            "manual" => own_limits(shown),
            "around" => own_middle(shown),
            chosen => Classing::read(chosen),
        };
        set.run(Look { classing, ..look.get_untracked() });
    };
    let schemes = move || {
        let city = is(shown, |s| s.city.is_some());
        let names = [
            ("quantile", t!("map.classing.quantile")),
            ("jenks", t!("map.classing.jenks")),
            ("equal", t!("map.classing.equal")),
            ("deviation", t!("map.classing.deviation")),
            ("mean", t!("map.classing.mean")),
            ("city", t!("map.classing.city")),
            ("around", t!("map.classing.around")),
            ("manual", t!("map.classing.manual")),
        ];
        let now = name();
        let offered = names.into_iter().filter(|(value, _)| *value != "city" || city || now == "city");
        offered
            .map(|(value, text)| view! { <option value=value selected=now == value>{text}</option> })
            .collect_view()
    };
    view! {
        <div class="field field-wide">
            <label for="map-classing">{t!("map.classing")}</label>
            <select class="select" id="map-classing" on:change=choose>{schemes}</select>
        </div>
    }
    .into_any()
}

/// How many classes.
fn count(look: Memo<Look>, set: SetLook) -> AnyView {
    let choose = move |event| {
        set.run(Look { count: event_target_value(&event).parse().ok(), ..look.get_untracked() });
    };
    let counts = move || {
        let now = look.with(|l| l.count);
        let automatic = view! { <option value="" selected=now.is_none()>{t!("map.classes.auto")}</option> };
        let rest = (2..=7)
            .map(|n: usize| view! { <option value=n selected=now == Some(n)>{n}</option> })
            .collect_view();
        (automatic, rest)
    };
    view! {
        <div class="field" hidden=move || !look.with(|l| l.classing.counts() && !l.smooth)>
            <label for="map-classes">{t!("map.classes")}</label>
            <select class="select" id="map-classes" on:change=choose>{counts}</select>
        </div>
    }
    .into_any()
}

/// Numbers of the reader's own: limits, or the value in the middle.
fn numbers(look: Memo<Look>, set: SetLook) -> AnyView {
    let limits = move |event| {
        let text = event_target_value(&event).replace(',', ".");
        set.run(Look { classing: Classing::read(&text), ..look.get_untracked() });
    };
    let middle = move |event| {
        let text = event_target_value(&event).trim().replace(',', ".");
        let own = text.parse().ok().filter(|own: &f64| own.is_finite());
        let classing = own.map_or(Classing::Mean, Classing::Around);
        set.run(Look { classing, ..look.get_untracked() });
    };
    let own = move || {
        look.with(|l| match l.classing {
            Classing::Around(own) => own.to_string(),
            _ => String::new(),
        })
    };
    view! {
        <div class="field" hidden=move || !look.with(|l| matches!(l.classing, Classing::Manual(_)))>
            <label for="map-limits">{t!("map.limits")}</label>
            <input class="input" id="map-limits" inputmode="decimal" on:change=limits
                prop:value=move || look.with(|l| l.classing.write().replace('~', "; "))/>
        </div>
        <div class="field" hidden=move || !look.with(|l| matches!(l.classing, Classing::Around(_)))>
            <label for="map-middle">{t!("map.middle")}</label>
            <input class="input" id="map-middle" inputmode="decimal" on:change=middle prop:value=own/>
        </div>
    }
    .into_any()
}

/// What counts are divided by.
fn divide(look: Memo<Look>, set: SetLook) -> AnyView {
    let choose =
        move |event| set.run(Look { per: Per::read(&event_target_value(&event)), ..look.get_untracked() });
    let options = move || {
        let now = look.with(|l| l.per);
        let none = view! { <option value="" selected=now.is_none()>{t!("map.per.none")}</option> };
        let rest = Per::ALL.map(|per| {
            view! { <option value=per.name() selected=now == Some(per)>{words::per(per)}</option> }
        });
        (none, rest.into_iter().collect_view())
    };
    view! {
        <div class="field">
            <label for="map-per">{t!("map.per")}</label>
            <select class="select" id="map-per" on:change=choose>{options}</select>
        </div>
    }
    .into_any()
}

/// The limits now shown, to be changed from there.
fn own_limits(shown: Shown) -> Classing {
    let limits = shown
        .with_untracked(|s| s.as_ref().map(|s| s.snapshot.classes.limits().to_vec()).unwrap_or_default());
    if limits.is_empty() { Classing::default() } else { Classing::Manual(limits) }
}

/// The value of the city or the mean of its places, to be changed from there.
fn own_middle(shown: Shown) -> Classing {
    let middle = shown.with_untracked(|s| {
        let scene = s.as_deref()?;
        let decimals = scene.unit().1;
        let middle = scene.city.or_else(|| Some(scene.snapshot.spread.as_ref()?.mean))?;
        // Decimals as they are shown: what is to be changed is to be read.
        let scale = libm::pow(10.0, f64::from(decimals));
        Some(libm::round(middle * scale) / scale)
    });
    middle.map_or_else(Classing::default, Classing::Around)
}
