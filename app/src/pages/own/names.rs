//! Names of places that were not read to the letter: what they were taken for, and a choice of what they are.

use gemeo_shared::{
    geo::{GeoId, Level},
    own::{How, KnownPlace, NameRead, PlaceFrom},
};
use leptos::prelude::*;

use super::desk::Desk;
use crate::{t, tn};

/// Names that are listed.
const LISTED: usize = 30;

/// A line for each name; nothing where all were read to the letter.
pub fn names(desk: Desk) -> impl IntoView {
    let found = Memo::new(move |_| {
        let list = desk.preview.with(|p| p.as_ref().map(|p| p.names.clone())).unwrap_or_default();
        list.into_iter().take(LISTED).collect::<Vec<NameRead>>()
    });
    let any = Memo::new(move |_| !found.with(Vec::is_empty));
    move || {
        any.get().then(|| view! {
        <h3>{t!("own.names")}</h3>
        <p>{t!("own.names_text")}</p>
        <ul class="own-names" id="own-names">
            <For each=move || found.get() key=|name| name.found.clone() children=move |name| line(desk, found, name)/>
        </ul>
    })
    }
}

fn line(desk: Desk, all: Memo<Vec<NameRead>>, name: NameRead) -> impl IntoView {
    let text = name.found.clone();
    let how = {
        let text = text.clone();
        Memo::new(move |_| {
            all.with(|all| all.iter().find(|n| n.found == text).map_or(How::Exactly, |n| n.how))
        })
    };
    let id = format!(
        "own-place-of-{}",
        text.bytes().fold(7_u32, |h, b| h.wrapping_mul(31).wrapping_add(b.into()))
    );
    let now = name.place.as_ref().map(|(geo, _)| geo.to_string()).unwrap_or_default();
    let options = options(desk, &name).into_iter().map(|(geo, place)| {
        let selected = geo == now;
        view! { <option value=geo selected=selected>{place}</option> }
    });
    let chosen = {
        let text = text.clone();
        move |event| {
            let value = event_target_value(&event);
            desk.change(|m| {
                match value.parse::<GeoId>() {
                    Ok(geo) => m.names.insert(text.clone(), geo),
                    Err(_) => m.names.remove(&text),
                };
            });
        }
    };
    let badge = move || match how.get() {
        How::Unknown => {
            view! { <span class="status status-behind">{t!("own.name.unknown")}</span> }.into_any()
        }
        How::Ambiguous => {
            view! { <span class="status status-behind">{t!("own.name.ambiguous")}</span> }.into_any()
        }
        How::Nearly => {
            view! { <span class="status status-partial">{t!("own.name.nearly")}</span> }.into_any()
        }
        How::Exactly | How::Chosen => {
            view! { <span class="status status-good">{t!("own.name.chosen")}</span> }.into_any()
        }
    };
    view! {
        <li>
            <label for=id.clone()>"“"{text}"”"<span class="muted">" "{tn!("own.rows", name.rows)}</span></label>
            <select class="select" id=id on:change=chosen>
                <option value="">{t!("own.name.none")}</option>
                {options.collect::<Vec<_>>()}
            </select>
            {badge}
        </li>
    }
}

/// What it was taken for, what may be meant, then all places of the edition and the cities.
fn options(desk: Desk, name: &NameRead) -> Vec<(String, String)> {
    let edition = desk.mapping.with_untracked(|m| match m.as_ref().map(|m| &m.place) {
        Some(PlaceFrom::Column { edition, .. }) => *edition,
        _ => Level::Parish2025,
    });
    let first = name.place.iter().chain(&name.maybe).map(|(geo, n)| (geo.to_string(), n.clone()));
    let mut out: Vec<(String, String)> = first.collect();
    let places = desk.places.get_untracked();
    let mut rest: Vec<&KnownPlace> =
        places.iter().filter(|p| p.geo.level == edition || p.geo.level == Level::City).collect();
    rest.sort_by(|a, b| a.name.cmp(&b.name));
    for place in rest {
        let geo = place.geo.to_string();
        if !out.iter().any(|(known, _)| *known == geo) {
            out.push((geo, place.name.clone()));
        }
    }
    out
}
