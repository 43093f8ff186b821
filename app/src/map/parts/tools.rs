//! What a reader can take away: the link, the picture, the figures, the shapes.

use leptos::prelude::*;

use super::Shown;
use crate::{
    browser,
    components::icon::{Icon, icon},
    map::{export, scene::Scene},
    notice, t,
};

/// Buttons below the map. Nothing is sent anywhere.
#[component]
pub fn Tools(
    /// What is shown.
    shown: Shown,
) -> impl IntoView {
    let button = move |sign: Icon, text: String, act: fn(&Scene)| {
        let press = move |_| {
            if let Some(scene) = shown.get_untracked() {
                act(&scene);
            }
        };
        view! { <button class="button button-quiet" type="button" on:click=press>{icon(sign)}{text}</button> }
    };
    view! {
        <div class="map-tools" role="group" aria-label=t!("map.take")>
            {button(Icon::Link, t!("tools.link"), copy_link)}
            {button(Icon::Download, t!("map.take_png"), png)}
            {button(Icon::Download, t!("map.take_svg"), |scene| take(scene, "svg", "image/svg+xml", &drawing(scene)))}
            {button(Icon::Download, t!("map.take_pdf"), |_| print())}
            {button(Icon::Download, t!("map.take_csv"), |scene| take(scene, "csv", "text/csv;charset=utf-8", &export::csv(scene)))}
            {button(Icon::Download, t!("map.take_geojson"), |scene| take(scene, "geojson", "application/geo+json", &export::geojson(scene)))}
        </div>
    }
}

fn drawing(scene: &Scene) -> String {
    let texts = export::Texts::of(scene, &address(scene));
    export::svg(scene, &texts)
}

/// The address that shows what is shown.
fn address(scene: &Scene) -> String {
    let page = crate::route::Page::Map(scene.view.profile.id.clone());
    format!("{}{}{}", browser::origin(), crate::nav::link(&page), scene.state().query())
}

fn copy_link(scene: &Scene) {
    let address = address(scene);
    leptos::task::spawn_local(async move {
        let done = browser::copy(&address).await;
        notice::toast(if done { t!("tools.copied") } else { t!("tools.not_copied", text = address) });
    });
}

fn take(scene: &Scene, ending: &str, media_type: &str, text: &str) {
    if browser::download(&export::file_name(scene, ending), media_type, text).is_none() {
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

fn png(scene: &Scene) {
    #[cfg(target_arch = "wasm32")]
    {
        let (name, svg) = (export::file_name(scene, "png"), drawing(scene));
        leptos::task::spawn_local(async move {
            if crate::map::picture::save(&name, &svg).await.is_err() {
                notice::toast(t!("map.take_failed"));
            }
        });
    }
    #[cfg(not(target_arch = "wasm32"))]
    let _ = scene;
}
