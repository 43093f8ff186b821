//! The answer as a file: CSV, JSON, SVG, PNG.

use std::sync::Arc;

use gemeo_shared::{
    chart::{
        Frame, Theme, WIDE, export,
        fan::{Fan, fan},
    },
    forecast::report::Report,
};
use leptos::prelude::*;

use super::answer::Subject;
use crate::{format::Local, t};

/// Buttons that give the answer as a file.
pub fn tools(report: &Report, picture: &Fan, subject: &Subject) -> impl IntoView + use<> {
    let report = Arc::new(report.clone());
    let drawing = Arc::new((picture.clone(), t!("forecast.chart", name = subject.name)));
    let button = |name: &'static str, take: Box<dyn Fn()>| {
        view! { <button class="button button-plain" type="button" on:click=move |_| take()>{name}</button> }
    };
    let (csv_of, json_of) = (report.clone(), report);
    let (svg_of, png_of) = (drawing.clone(), drawing);
    view! {
        <div class="row" role="group" aria-label=t!("forecast.export")>
            {button("CSV", Box::new(move || save("csv", "text/csv;charset=utf-8", &csv(&csv_of))))}
            {button("JSON", Box::new(move || save("json", "application/json", &serde_json::to_string_pretty(&csv_json(&json_of)).unwrap_or_default())))}
            {button("SVG", Box::new(move || save("svg", "image/svg+xml", &svg(&svg_of))))}
            {button("PNG", Box::new(move || png(&svg(&png_of))))}
        </div>
    }
}

fn csv_json(report: &Report) -> &gemeo_shared::forecast::choose::Forecast {
    &report.forecast
}

fn svg((picture, title): &(Fan, String)) -> String {
    let frame = Frame { prefix: "export", title, desc: "", width: WIDE };
    export(&fan(picture, &frame, &Local), Theme::Light)
}

/// Observed and forecast values in one table.
pub fn csv(report: &Report) -> String {
    let forecast = &report.forecast;
    let mut out = String::from("period,kind,value");
    for i in &forecast.intervals {
        out += &format!(",lower_{0},upper_{0}", i.level);
    }
    out += "\r\n";
    let blank = ",".repeat(2 * forecast.intervals.len());
    for (period, value) in report.periods.iter().zip(&report.values) {
        out += &format!("{period},observed,{}{blank}\r\n", value.map_or_else(String::new, |v| v.to_string()));
    }
    for (h, period) in forecast.periods.iter().enumerate() {
        out += &format!("{period},forecast,{}", forecast.mean[h]);
        for i in &forecast.intervals {
            out += &format!(",{},{}", i.lower[h], i.upper[h]);
        }
        out += "\r\n";
    }
    out
}

fn save(ending: &str, kind: &str, text: &str) {
    crate::browser::download(&format!("gemeo-forecast.{ending}"), kind, text);
}

#[cfg(target_arch = "wasm32")]
fn png(svg: &str) {
    use wasm_bindgen::{JsCast, closure::Closure};
    let draw = |svg: &str| -> Option<()> {
        let image: web_sys::HtmlImageElement =
            crate::browser::document().create_element("img").ok()?.dyn_into().ok()?;
        let canvas: web_sys::HtmlCanvasElement =
            crate::browser::document().create_element("canvas").ok()?.dyn_into().ok()?;
        let on_load = {
            let image = image.clone();
            Closure::once_into_js(move || {
                // why twice: a drawing in CSS pixels is coarse on paper
                let (width, height) = (2 * image.natural_width(), 2 * image.natural_height());
                canvas.set_width(width);
                canvas.set_height(height);
                let context = canvas.get_context("2d").ok().flatten();
                let Some(context) =
                    context.and_then(|c| c.dyn_into::<web_sys::CanvasRenderingContext2d>().ok())
                else {
                    return;
                };
                let drawn = context.draw_image_with_html_image_element_and_dw_and_dh(
                    &image,
                    0.0,
                    0.0,
                    width.into(),
                    height.into(),
                );
                if let (Ok(()), Ok(url)) = (drawn, canvas.to_data_url()) {
                    let link = crate::browser::document().create_element("a").ok();
                    let Some(link) = link.and_then(|l| l.dyn_into::<web_sys::HtmlAnchorElement>().ok())
                    else {
                        return;
                    };
                    link.set_href(&url);
                    link.set_download("gemeo-forecast.png");
                    link.click();
                }
            })
        };
        image.set_onload(Some(on_load.unchecked_ref()));
        image.set_src(&format!("data:image/svg+xml;charset=utf-8,{}", js_sys::encode_uri_component(svg)));
        Some(())
    };
    if draw(svg).is_none() {
        crate::notice::toast(t!("forecast.no_png"));
    }
}

#[cfg(not(target_arch = "wasm32"))]
fn png(_svg: &str) {}
