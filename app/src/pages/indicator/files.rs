//! The same as files: every value as CSV or JSON, a drawing as SVG or PNG.

use std::{fmt::Write as _, sync::Arc};

use gemeo_shared::{
    chart::{Frame, Theme, WIDE, export as standalone},
    view::{CityView, IndicatorView},
};
use leptos::prelude::*;
use serde::Serialize;

use super::figure::Picture;
use crate::{browser, components::export, t};

/// An indicator of several cities, with what is needed to get the same figures again.
#[derive(Serialize)]
struct Document<'a> {
    indicator: &'a str,
    cities: Vec<City<'a>>,
}

#[derive(Serialize)]
struct City<'a> {
    city: &'a str,
    pack: &'a str,
    engine: &'a str,
    values: &'a IndicatorView,
}

/// Downloads of all chosen cities together.
pub fn files(views: &[Arc<CityView>], id: &str) -> impl IntoView + use<> {
    let (for_csv, for_json) = (views.to_vec(), views.to_vec());
    let (csv_id, json_id) = (id.to_owned(), id.to_owned());
    let take_csv = move |_| {
        browser::download(&format!("gemeo-{csv_id}.csv"), "text/csv;charset=utf-8", &csv(&for_csv, &csv_id));
    };
    let take_json = move |_| {
        browser::download(&format!("gemeo-{json_id}.json"), "application/json", &json(&for_json, &json_id));
    };
    view! {
        <section class="section" aria-labelledby="files-title">
            <div class="section-head">
                <h2 id="files-title">{t!("indicator.files")}</h2><p>{t!("indicator.files_text")}</p>
            </div>
            <div class="row">
                <button class="button button-plain" type="button" on:click=take_csv>"CSV"</button>
                <button class="button button-plain" type="button" on:click=take_json>"JSON"</button>
            </div>
        </section>
    }
}

fn of<'a>(view: &'a CityView, id: &str) -> Option<&'a IndicatorView> {
    view.indicators.iter().find(|i| i.id == id)
}

/// One head, then the rows of each city.
fn csv(views: &[Arc<CityView>], id: &str) -> String {
    let mut out = String::new();
    for view in views {
        let Some(indicator) = of(view, id) else { continue };
        let text = export::csv(view, indicator);
        let rows = text.split_once("\r\n").map_or("", |(_, rows)| rows);
        let _ = if out.is_empty() { write!(out, "{text}") } else { write!(out, "{rows}") };
    }
    out
}

fn json(views: &[Arc<CityView>], id: &str) -> String {
    let city = |view: &'_ Arc<CityView>| of(view, id).is_some();
    let cities = views.iter().filter(|v| city(v)).filter_map(|v| {
        let values = of(v, id)?;
        Some(City { city: &v.profile.id, pack: &v.pack_hash, engine: &v.engine, values })
    });
    let document = Document { indicator: id, cities: cities.collect() };
    serde_json::to_string_pretty(&document).unwrap_or_default()
}

/// Buttons that save a drawing.
pub fn pictures(picture: Picture) -> impl IntoView {
    let drawn = move || {
        let frame = Frame { prefix: &picture.prefix, title: &picture.title, desc: "", width: WIDE };
        (picture.prefix.clone(), standalone(&picture.draw(&frame), Theme::Light))
    };
    let for_png = drawn.clone();
    let take_svg = move |_| {
        let (name, svg) = drawn();
        browser::download(&format!("gemeo-{name}.svg"), "image/svg+xml", &svg);
    };
    let take_png = move |_| {
        let (name, svg) = for_png();
        browser::download_png(format!("gemeo-{name}.png"), svg);
    };
    view! {
        <div class="row">
            <button class="button button-quiet" type="button" on:click=take_svg>{t!("indicator.svg")}</button>
            <button class="button button-quiet" type="button" on:click=take_png>{t!("indicator.png")}</button>
        </div>
    }
}
