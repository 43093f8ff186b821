//! What a reader can take away: the link, the picture, the figures, the shapes.

use std::sync::Arc;

use leptos::prelude::*;

use super::Shown;
use crate::{
    browser,
    components::icon::{Icon, icon},
    map::{
        export::{self, Pictures},
        reader::Reader,
        scene::Scene,
    },
    notice, t,
};

/// Buttons below the map. Nothing is sent anywhere.
#[component]
pub fn Tools(
    /// What is shown.
    shown: Shown,
    /// The picture beside it, where there is one.
    beside: Signal<Option<Arc<Scene>>>,
    /// What is the reader's own.
    reader: Reader,
) -> impl IntoView {
    let button = move |sign: Icon, text: String, act: fn(&Pictures, &str)| {
        let press = move |_| {
            if let Some(scene) = shown.get_untracked() {
                let address = address(&scene, reader);
                act(&Pictures::new(scene, beside.get_untracked()), &address);
            }
        };
        view! { <button class="button button-quiet" type="button" on:click=press>{icon(sign)}{text}</button> }
    };
    view! {
        <div class="map-tools" role="group" aria-label=t!("map.take")>
            {button(Icon::Link, t!("tools.link"), copy_link)}
            {button(Icon::Download, t!("map.take_png"), png)}
            {button(Icon::Download, t!("map.take_svg"), |taken, at| take(taken, "svg", "image/svg+xml", &export::svg(taken, at)))}
            {button(Icon::Download, t!("map.take_pdf"), |_, _| print())}
            {button(Icon::Download, t!("map.take_csv"), |taken, _| take(taken, "csv", "text/csv;charset=utf-8", &export::csv(taken)))}
            {button(Icon::Download, t!("map.take_geojson"), |taken, _| take(taken, "geojson", "application/geo+json", &export::geojson(taken)))}
        </div>
    }
}

/// The address that shows what is shown.
fn address(scene: &Scene, reader: Reader) -> String {
    let page = crate::route::Page::Map(scene.view.profile.id.clone());
    format!("{}{}{}", browser::origin(), crate::nav::link(&page), reader.with(scene.state().query()))
}

fn copy_link(_: &Pictures, address: &str) {
    let address = address.to_owned();
    leptos::task::spawn_local(async move {
        let done = browser::copy(&address).await;
        notice::toast(if done { t!("tools.copied") } else { t!("tools.not_copied", text = address) });
    });
}

fn take(taken: &Pictures, ending: &str, media_type: &str, text: &str) {
    if browser::download(&taken.file_name(ending), media_type, text).is_none() {
        notice::toast(t!("map.take_failed"));
    }
}

/// The browser's own dialog makes a PDF: the sheet for print shows drawing, legend, sources and table.
fn print() {
    #[cfg(target_arch = "wasm32")]
    if browser::window().print().is_err() {
        notice::toast(t!("map.take_failed"));
    }
}

fn png(taken: &Pictures, address: &str) {
    #[cfg(target_arch = "wasm32")]
    {
        let (name, svg) = (taken.file_name("png"), export::svg(taken, address));
        leptos::task::spawn_local(async move {
            if crate::map::picture::save(&name, &svg).await.is_err() {
                notice::toast(t!("map.take_failed"));
            }
        });
    }
    #[cfg(not(target_arch = "wasm32"))]
    let _ = (taken, address);
}
