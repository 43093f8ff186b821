//! What a reader must know beside the numbers: gaps, notation keys, what may not be compared.

use std::{collections::BTreeSet, sync::Arc};

use gemeo_shared::{
    observation::NotationKey,
    view::{Availability, CityView},
};
use leptos::prelude::*;

use super::state::Desk;
use crate::{
    components::{marks, trajectory::find, words},
    data::catalogue,
    t, tn,
};

/// How many cells of the level the total leaves out.
pub fn left_out(desk: Desk) -> impl IntoView {
    move || {
        let counted = desk.counted.get().ok()?;
        let count = counted.total.left_out.len();
        (count > 0).then(|| {
            let cells: Vec<&str> = counted.total.left_out.iter().map(|l| l.gpc.as_str()).collect();
            view! {
                <div class="notice notice-warn">
                    <p>{tn!("inventory.left_out", count)}" "<span class="muted">{cells.join(", ")}</span></p>
                </div>
            }
        })
    }
}

/// What rules of quality found about the series that the cells are of.
pub fn found(view: &CityView) -> impl IntoView + use<> {
    let indicator = find(view, "ghg_by_subsector").map(|(_, indicator)| indicator);
    let found = indicator.map(|indicator| {
        let series: Vec<_> = indicator.series.iter().filter(|s| s.level == "city").collect();
        marks::of_series(view, indicator, &series)
    });
    found.into_iter().flatten().map(|text| view! { <p class="figure-caption">{text}</p> }).collect::<Vec<_>>()
}

/// What each notation key of the year means.
pub fn keys(desk: Desk) -> impl IntoView {
    move || {
        let counted = desk.counted.get().ok()?;
        let met: BTreeSet<NotationKey> = counted.rows.iter().filter_map(|r| r.notation).collect();
        let explained = counted.rows.iter().all(|r| r.notation.is_none() || r.explanation.is_some());
        let entry = |key: NotationKey| {
            let (name, text) = meaning(key);
            let cells: Vec<&str> =
                counted.rows.iter().filter(|r| r.notation == Some(key)).map(|r| r.gpc.as_str()).collect();
            view! { <dt>{name}</dt><dd>{text}" "<span class="muted">{cells.join(", ")}</span></dd> }
        };
        (!met.is_empty()).then(|| {
            view! {
                <section class="section" aria-labelledby="inventory-keys">
                    <div class="section-head"><h2 id="inventory-keys">{t!("inventory.keys")}</h2></div>
                    <dl class="inventory-keys">{met.into_iter().map(entry).collect::<Vec<_>>()}</dl>
                    {(!explained).then(|| view! { <p class="muted">{t!("inventory.keys_not_explained")}</p> })}
                </section>
            }
        })
    }
}

fn meaning(key: NotationKey) -> (String, String) {
    match key {
        NotationKey::IE => (t!("notation.IE"), t!("inventory.key.IE")),
        NotationKey::NE => (t!("notation.NE"), t!("inventory.key.NE")),
        NotationKey::NO => (t!("notation.NO"), t!("inventory.key.NO")),
        NotationKey::C => (t!("notation.C"), t!("inventory.key.C")),
    }
}

/// What must not be compared, and why.
pub fn comparability(view: &Arc<CityView>, desk: Desk) -> impl IntoView + use<> {
    let mut texts: Vec<String> = vec![t!("inventory.compare.levels"), t!("inventory.compare.methods")];
    for indicator in view.indicators.iter().filter(|i| i.domain == "emissions") {
        if let Availability::NotComparable { reason } = &indicator.availability {
            texts.push(format!("{}: {}", catalogue::name(&indicator.id), words::remark(reason)));
        }
    }
    texts.dedup();
    let pandemic =
        move || (desk.year.get() == Some(2020)).then(|| catalogue::remark("remark.pandemic_year")).flatten();
    view! {
        <section class="section" aria-labelledby="inventory-compare">
            <div class="section-head"><h2 id="inventory-compare">{t!("inventory.compare")}</h2></div>
            <ul>
                {texts.into_iter().map(|text| view! { <li>{text}</li> }).collect::<Vec<_>>()}
                {move || pandemic().map(|text| view! { <li>{text}</li> })}
            </ul>
        </section>
    }
}
