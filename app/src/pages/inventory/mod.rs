//! The inventory of a city: every cell of the GPC, totals by level, a treemap, two years reconciled, files.

mod change;
mod controls;
mod empty;
mod files;
mod notes;
mod open;
mod picture;
mod state;
mod tree;

use std::sync::Arc;

use gemeo_shared::view::CityView;
use leptos::prelude::*;

use self::state::Desk;
use crate::{
    components::fault::{FaultNotice, Skeleton},
    data::use_store,
    format, head,
    nav::{city_link, link},
    notice::Load,
    pages::{
        city::{CityTabs, Tab},
        not_found::NotFoundPage,
    },
    route::Page,
    t,
};

/// The inventory of one city: totals that unfold to the smallest row.
#[component]
pub fn InventoryPage(
    /// Id from the address.
    id: String,
) -> impl IntoView {
    let store = use_store();
    let (index, city) = (store.index(), store.city(&id));
    let unknown = {
        let id = id.clone();
        Memo::new(move |_| {
            index.with(|i| i.ready().is_some_and(|i| !i.cities.iter().any(|c| c.profile.id == id)))
        })
    };
    move || {
        if unknown.get() {
            return NotFoundPage().into_any();
        }
        match city.get() {
            Load::Waiting => view! { <Skeleton/> }.into_any(),
            Load::Failed(fault) => {
                let id = id.clone();
                view! { <FaultNotice fault=fault retry=move || store.retry(Some(&id))/> }.into_any()
            }
            Load::Ready(view) => {
                head::rename(&Page::Inventory(id.clone()), &view.profile.name);
                whole(view).into_any()
            }
        }
    }
}

fn whole(view: Arc<CityView>) -> impl IntoView {
    let name = view.profile.name.clone();
    let id = view.profile.id.clone();
    let desk = Desk::new(&view);
    let body =
        if desk.is_empty() { empty::nothing(&view).into_any() } else { filled(&view, desk).into_any() };
    view! {
        <nav class="breadcrumb" aria-label=t!("shell.breadcrumb")><ol>
            <li><a href=link(&Page::Home)>{t!("nav.cities")}</a></li>
            <li><a href=city_link(&id)>{name.clone()}</a></li>
            <li><span aria-current="page">{t!("city.inventory")}</span></li>
        </ol></nav>
        <header class="page-head">
            <h1>{t!("inventory.title", name = name)}</h1>
            <p class="lede">{t!("inventory.lede")}</p>
        </header>
        <CityTabs id=id.clone() tab=Tab::Inventory/>
        {body}
        {open::open(&view)}
    }
}

fn filled(view: &Arc<CityView>, desk: Desk) -> impl IntoView + use<> {
    view! {
        {controls::controls(desk)}
        <section class="section" aria-labelledby="inventory-total">
            <h2 id="inventory-total">{move || headline(desk)}</h2>
            {notes::left_out(desk)}
            {picture::picture(desk)}
            {notes::found(view)}
        </section>
        <section class="section" aria-labelledby="inventory-cells">
            <div class="section-head"><h2 id="inventory-cells">{t!("inventory.cells")}</h2></div>
            {tree::tree(view, desk)}
            {files::downloads(view, desk)}
        </section>
        {notes::keys(desk)}
        {change::change(view)}
        {notes::comparability(view, desk)}
    }
}

/// The total in words: “2,080,548 tCO₂e by BASIC in 2018”.
fn headline(desk: Desk) -> String {
    let year = desk.year.get().map(|y| y.to_string()).unwrap_or_default();
    let level = desk.level.get().as_str();
    match desk.counted.get() {
        Ok(counted) => match counted.total.total {
            Some(total) => {
                t!("inventory.total", level = level, total = format::quantity(total, 0, "tCO2e"), year = year)
            }
            None => t!("inventory.no_total", level = level, year = year),
        },
        Err(why) => t!("inventory.cannot", why = why),
    }
}
