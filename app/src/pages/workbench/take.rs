//! The last result elsewhere: as a file, on the map of a city.

use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;

use super::{held, rows};
use crate::{
    assets, browser,
    map::own::hand,
    nav::link,
    notice,
    pages::workbench::{
        engine::{Answer, Desk},
        on_map::{NotOnMap, OnMap, on_map},
        state::{Bench, Shown},
    },
    route::Page,
    t,
};

/// Rows that a file has at most.
const MOST_IN_FILE: f64 = 5_000_000.0;

/// Offers the last result as a file, with all its rows.
pub fn take(bench: Bench, format: &'static str) {
    let (Some((answer, asked)), Some(desk)) = (held(|h| h.answer.clone()), held(|h| h.desk.clone())) else {
        return;
    };
    if untrack(|| bench.is_busy()) {
        return;
    }
    bench.taking.set(true);
    spawn_local(async move {
        let whole = if answer.complete() { Ok(answer) } else { every(&desk, &asked).await };
        let saved = match whole {
            Ok(all) => save(&all, format).await,
            Err(error) => Err(error),
        };
        if let Err(error) = saved {
            web_sys::console::warn_1(&error);
            notice::toast(t!("workbench.files.failed"));
        }
        let _ = bench.taking.try_set(false);
    });
}

async fn every(desk: &Desk, asked: &str) -> Result<Answer, JsValue> {
    let all: Answer = desk.every(asked, MOST_IN_FILE).await?.unchecked_into();
    if !all.complete() {
        notice::toast(t!("workbench.files.cut"));
    }
    Ok(all)
}

async fn save(answer: &Answer, format: &str) -> Result<(), JsValue> {
    let writer = assets::url(&assets::assets().table_worker);
    let file: web_sys::Blob = answer.file(format, &writer).await?.unchecked_into();
    browser::save(&format!("gemeo.{format}"), &file).ok_or_else(|| "the browser saved no file".into())
}

/// Shows a column of the last result on the map of its city.
pub fn map(bench: Bench, shown: &Shown, value: usize) {
    let index = bench.store.index().get_untracked();
    let cities = index.ready().map(|i| i.cities.iter().map(|c| c.profile.clone()).collect::<Vec<_>>());
    let cities = cities.unwrap_or_default();
    let codes: Vec<String> = cities.iter().map(|c| c.code.clone()).collect();
    let name = t!("workbench.map.name", column = shown.columns[value].name);
    match on_map(&shown.columns, &rows(0, shown.count), value, &codes, &t!("workbench.map.undated")) {
        Ok(OnMap { city, indicator }) => {
            let Some(city) = cities.into_iter().find(|c| c.code == city) else { return };
            let address = format!("{}?indicator={}", link(&Page::Map(city.id)), indicator.id);
            hand(city.code, indicator, name, t!("workbench.map.source"));
            bench.go(&address);
        }
        Err(NotOnMap::Places) => notice::toast(t!("workbench.map.places")),
        Err(NotOnMap::Several) => notice::toast(t!("workbench.map.several")),
    }
}
