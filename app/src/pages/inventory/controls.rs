//! What the reader chooses: year, level, potentials.

use gemeo_shared::{factor::GwpSet, inventory::Level};
use leptos::prelude::*;

use super::state::Desk;
use crate::{nav::use_nav, t};

/// Year, level and potentials; where rows carry CO2e without gases the page says that potentials cannot be chosen.
pub fn controls(desk: Desk) -> impl IntoView {
    let years = move || {
        let all = desk.years.get_value();
        all.into_iter().rev().map(|y| (y.to_string(), y.to_string())).collect::<Vec<_>>()
    };
    let levels = move || Level::ALL.map(|l| (l.as_str().to_string(), level_name(l))).to_vec();
    let chosen_year = move || desk.year.get().map(|y| y.to_string()).unwrap_or_default();
    let sets = move || {
        let mut all = vec![(String::new(), t!("inventory.gwp_own"))];
        all.extend(GwpSet::ALL.map(|s| (s.to_string(), s.to_string())));
        all
    };
    let gwp = move || desk.gwp.get().map(|s| s.to_string()).unwrap_or_default();
    view! {
        <div class="row inventory-choice">
            {choice("year", t!("inventory.year"), years, chosen_year)}
            {choice("level", t!("inventory.level"), levels, move || desk.level.get().as_str().to_string())}
            {desk.switchable.then(|| choice("gwp", t!("inventory.gwp"), sets, gwp))}
        </div>
        <p class="muted small">{move || level_about(desk.level.get())}</p>
        {(!desk.switchable).then(|| view! { <p class="muted small">{t!("inventory.gwp_fixed")}</p> })}
    }
}

/// A list to choose from; the choice goes into the address.
fn choice(
    name: &'static str,
    label: String,
    options: impl Fn() -> Vec<(String, String)> + Send + 'static,
    chosen: impl Fn() -> String + Copy + Send + 'static,
) -> impl IntoView {
    let nav = use_nav();
    let id = format!("inventory-{name}");
    let option = move |(value, text): (String, String)| {
        let own = value.clone();
        view! { <option value=value selected=move || chosen() == own>{text}</option> }
    };
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            <select class="select" id=id on:change=move |e| {
                let value = event_target_value(&e);
                nav.set_param(name, Some(value.as_str()).filter(|v| !v.is_empty()));
            }>
                {move || options().into_iter().map(option).collect::<Vec<_>>()}
            </select>
        </div>
    }
}

fn level_name(level: Level) -> String {
    match level {
        Level::Territorial => t!("inventory.territorial"),
        other => other.as_str().into(),
    }
}

fn level_about(level: Level) -> String {
    match level {
        Level::Basic => t!("inventory.about.basic"),
        Level::BasicPlus => t!("inventory.about.basic_plus"),
        Level::Territorial => t!("inventory.about.territorial"),
    }
}
