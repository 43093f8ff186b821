//! What the columns mean: when, where, what; filled in by guesses that can be changed.

use std::sync::Arc;

use gemeo_shared::{
    geo::{GeoId, Level},
    own::{Column, ColumnKind, Decimal, Look, PlaceFrom, PlaceHow},
};
use leptos::prelude::*;

use super::{desk::Desk, times, values};
use crate::t;

/// A field with a list to choose from.
pub fn choice(
    id: &'static str,
    label: String,
    options: Vec<(String, String)>,
    now: String,
    chosen: impl Fn(String) + 'static,
) -> impl IntoView {
    let options = options.into_iter().map(|(value, text)| {
        let selected = value == now;
        view! { <option value=value selected=selected>{text}</option> }
    });
    view! {
        <div class="field">
            <label for=id>{label}</label>
            <select class="select" id=id on:change=move |event| chosen(event_target_value(&event))>{options.collect::<Vec<_>>()}</select>
        </div>
    }
}

/// The second step.
pub fn assist(desk: Desk, look: Arc<Look>) -> impl IntoView {
    let reused =
        move || desk.reused.get().then(|| view! { <p class="notice" id="own-reused">{t!("own.reused")}</p> });
    view! {
        <section class="section" aria-labelledby="own-map">
            <div class="section-head"><h2 id="own-map">{t!("own.map")}</h2></div>
            <p>{t!("own.map_text")}</p>
            {reused}
            <form class="own-form" on:submit=|event| event.prevent_default()>
                {place(desk, &look)}
                {times::period(desk, &look)}
                {decimal(desk, &look)}
            </form>
            {values::values(desk, look.clone())}
            {split(desk, &look)}
            {missing(desk)}
        </section>
    }
}

/// Columns to choose from: those that look right first.
pub fn ordered(columns: &[Column], first: &[ColumnKind]) -> Vec<usize> {
    let mut order: Vec<usize> =
        (0..columns.len()).filter(|c| columns[*c].kind != ColumnKind::Empty).collect();
    order.sort_by_key(|c| !first.contains(&columns[*c].kind));
    order
}

fn place(desk: Desk, look: &Look) -> impl IntoView {
    let mut options: Vec<(String, String)> = Vec::new();
    for (how, kind) in [("name", ColumnKind::PlaceName), ("code", ColumnKind::PlaceCode)] {
        for c in ordered(&look.columns, &[kind]) {
            let name = &look.columns[c].name;
            let text = if how == "name" {
                t!("own.place.name", column = name)
            } else {
                t!("own.place.code", column = name)
            };
            options.push((format!("{how}:{c}"), text));
        }
    }
    let cities = desk.cities();
    options.extend(
        cities.into_iter().map(|(code, name)| (format!("fixed:{code}"), t!("own.place.fixed", name = name))),
    );
    let now = desk.mapping.with_untracked(|m| match m.as_ref().map(|m| &m.place) {
        Some(PlaceFrom::Column { column, how: PlaceHow::Name, .. }) => format!("name:{column}"),
        Some(PlaceFrom::Column { column, how: PlaceHow::Code, .. }) => format!("code:{column}"),
        Some(PlaceFrom::Fixed(geo)) => format!("fixed:{}", geo.code),
        None => String::new(),
    });
    let chosen = move |value: String| {
        desk.change(|m| {
            let edition = match m.place {
                PlaceFrom::Column { edition, .. } => edition,
                PlaceFrom::Fixed(_) => Level::Parish2025,
            };
            let column = |text: &str, how| {
                Some(PlaceFrom::Column { column: text.parse().ok()?, how, edition, within: None })
            };
            let place = match value.split_once(':') {
                Some(("name", text)) => column(text, PlaceHow::Name),
                Some(("code", text)) => column(text, PlaceHow::Code),
                Some((_, code)) => Some(PlaceFrom::Fixed(GeoId::city(code))),
                None => None,
            };
            if let Some(place) = place {
                m.place = place;
            }
        });
    };
    let edition = move || {
        desk.mapping.with(|m| match m.as_ref().map(|m| &m.place) {
            Some(PlaceFrom::Column { edition, within, .. }) => Some((*edition, *within)),
            _ => None,
        })
    };
    let columns = look.columns.clone();
    let has_column = Memo::new(move |_| edition().is_some());
    view! {
        {choice("own-place", t!("own.place"), options, now, chosen)}
        {move || has_column.get().then(|| {
            let (edition, within) = edition().unwrap_or((Level::Parish2025, None));
            view! { {editions(desk, edition)}{municipality(desk, &columns, within)} }
        })}
    }
}

fn editions(desk: Desk, now: Level) -> impl IntoView {
    let options = vec![
        (Level::Parish2025.as_str().to_owned(), t!("own.edition.2025")),
        (Level::Parish2013.as_str().to_owned(), t!("own.edition.2013")),
    ];
    choice("own-edition", t!("own.edition"), options, now.as_str().into(), move |value| {
        desk.change(|m| {
            if let PlaceFrom::Column { edition, .. } = &mut m.place {
                *edition =
                    if value == Level::Parish2013.as_str() { Level::Parish2013 } else { Level::Parish2025 };
            }
        });
    })
}

/// A column that names the municipality of each row.
fn municipality(desk: Desk, columns: &[Column], now: Option<usize>) -> impl IntoView + use<> {
    let mut options = vec![(String::new(), t!("own.within.none"))];
    let of = ordered(columns, &[ColumnKind::PlaceName]).into_iter().filter(|c| {
        matches!(columns[*c].kind, ColumnKind::PlaceName | ColumnKind::PlaceCode | ColumnKind::Text)
    });
    options.extend(of.map(|c| (c.to_string(), columns[c].name.clone())));
    let now = now.map(|c| c.to_string()).unwrap_or_default();
    choice("own-within", t!("own.within"), options, now, move |value| {
        desk.change(|m| {
            if let PlaceFrom::Column { within, .. } = &mut m.place {
                *within = value.parse().ok();
            }
        });
    })
}

fn decimal(desk: Desk, look: &Look) -> impl IntoView + use<> {
    let now = desk.mapping.with_untracked(|m| m.as_ref().map(|m| m.decimal)).unwrap_or_default();
    let options =
        vec![("comma".to_owned(), t!("own.decimal.comma")), ("point".into(), t!("own.decimal.point"))];
    let value = if now == Decimal::Comma { "comma" } else { "point" };
    let chosen = move |value: String| {
        desk.change(|m| m.decimal = if value == "comma" { Decimal::Comma } else { Decimal::Point });
    };
    let unsure = !look.decimal_sure;
    view! {
        <div>
            {choice("own-decimal", t!("own.decimal"), options, value.into(), chosen)}
            {unsure.then(|| view! { <p class="notice notice-warn">{t!("own.decimal.unsure")}</p> })}
        </div>
    }
}

/// Columns of words that may tell series apart.
fn split(desk: Desk, look: &Look) -> Option<impl IntoView + use<>> {
    let fits = |c: &usize| {
        matches!(look.columns[*c].kind, ColumnKind::Text | ColumnKind::Unit | ColumnKind::PlaceName)
    };
    let columns: Vec<(usize, String)> =
        (0..look.columns.len()).filter(fits).map(|c| (c, look.columns[c].name.clone())).collect();
    let now = desk.mapping.with_untracked(|m| m.as_ref().map(|m| m.split.clone())).unwrap_or_default();
    let boxes = columns.iter().map(|(column, name)| {
        let (column, checked) = (*column, now.contains(column));
        let toggle = move |event| {
            let on = event_target_checked(&event);
            desk.change(|m| {
                m.split.retain(|c| *c != column);
                m.split.extend(on.then_some(column));
                m.split.sort_unstable();
            });
        };
        view! { <label class="chip"><input type="checkbox" checked=checked on:change=toggle/><span>{name.clone()}</span></label> }
    });
    let boxes = boxes.collect::<Vec<_>>();
    (!columns.is_empty()).then(|| {
        view! {
            <fieldset class="chips"><legend class="field-label">{t!("own.split")}</legend>{boxes}</fieldset>
        }
    })
}

fn missing(desk: Desk) -> impl IntoView {
    let now = desk.mapping.with_untracked(|m| m.as_ref().map(|m| m.missing.join(" "))).unwrap_or_default();
    let typed = move |event| {
        let text = event_target_value(&event);
        desk.change(|m| m.missing = text.split_whitespace().take(20).map(str::to_owned).collect());
    };
    view! {
        <div class="field own-missing">
            <label for="own-missing">{t!("own.missing")}</label>
            <input class="input" id="own-missing" maxlength="120" value=now aria-describedby="own-missing-hint" on:change=typed/>
            <p class="hint" id="own-missing-hint">{t!("own.missing_hint")}</p>
        </div>
    }
}
