//! The inventory as files: taken along as CSV, XLSX, JSON and SVG.

use std::sync::Arc;

use gemeo_shared::{
    chart::{Frame, Theme, WIDE, export as stand_alone, treemap::treemap},
    exchange::{Inventory, InventoryRow, csv_text, export, xlsx_text},
    view::CityView,
};
use leptos::prelude::*;

use super::{picture, state::Desk};
use crate::{browser, format::Local, t};

/// Buttons that take the shown inventory along, every year of it.
pub fn downloads(view: &Arc<CityView>, desk: Desk) -> impl IntoView + use<> {
    let id = view.profile.id.clone();
    let name = move |ending: &str| format!("gemeo-{id}-inventory.{ending}");
    let (csv_name, xlsx_name, json_name, svg_name) = (name("csv"), name("xlsx"), name("json"), name("svg"));
    view! {
        <div class="figure-actions">
            <button class="button button-plain" type="button" on:click=move |_| csv(&csv_name, &desk.all())>{t!("inventory.csv")}</button>
            <button class="button button-plain" type="button" on:click=move |_| xlsx(&xlsx_name, &desk.all())>"XLSX"</button>
            <button class="button button-plain" type="button" on:click=move |_| json(&json_name, &desk.all())>"JSON"</button>
            <button class="button button-plain" type="button" on:click=move |_| {
                if let Ok(counted) = desk.counted.get_untracked() {
                    let data = untrack(|| picture::data(&counted, desk));
                    let title = untrack(|| picture::title(desk));
                    svg(&svg_name, &|frame| treemap(&data, frame, &Local), &title, "");
                }
            }>"SVG"</button>
        </div>
    }
}

/// Offers rows as CSV in the layout of the reporting table.
pub fn csv(name: &str, rows: &[InventoryRow]) {
    // why the mark: spreadsheets take a CSV without it for another encoding
    let text = format!("\u{feff}{}", csv_text::write(&export::export(rows)));
    browser::download(name, "text/csv;charset=utf-8", &text);
}

/// Offers rows as a workbook in the layout of the reporting table.
fn xlsx(name: &str, rows: &[InventoryRow]) {
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    browser::download_bytes(name, kind, &xlsx_text::write(&export::export(rows)));
}

/// Offers rows as JSON.
pub fn json(name: &str, rows: &[InventoryRow]) {
    if let Ok(text) = serde_json::to_string_pretty(&Inventory::new(rows.to_vec())) {
        browser::download(name, "application/json", &text);
    }
}

/// Offers a drawing as a file of its own.
pub fn svg(name: &str, draw: &dyn Fn(&Frame<'_>) -> String, title: &str, desc: &str) {
    let drawing = draw(&Frame { prefix: "gemeo", title, desc, width: WIDE });
    browser::download(name, "image/svg+xml", &stand_alone(&drawing, Theme::Light));
}

/// An empty table in the layout, to be filled.
pub fn templates() -> impl IntoView {
    view! {
        <div class="row">
            <button class="button button-plain" type="button" on:click=move |_| csv("gemeo-inventory.csv", &[])>{t!("inventory.template")}</button>
            <button class="button button-plain" type="button" on:click=move |_| xlsx("gemeo-inventory.xlsx", &[])>{t!("inventory.template_xlsx")}</button>
        </div>
    }
}
