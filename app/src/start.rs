//! How the app starts: assets, language, then one page in place of the prerendered one.

use leptos::{mount::mount_to, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use crate::{
    assets,
    browser::{self, document},
    data::{self, Store},
    head, i18n,
    nav::{Nav, history},
    notice::{self, Notices},
    pages,
    shell::{self, App},
};

/// How long a page that can be used waits before it begins to keep what it has read.
const KEEP_AFTER_MS: i32 = 1000;

/// Starts the app in `#app`.
pub fn start() {
    // why not in what is shipped: a fault ends that at once and without words (tools/build/program.mjs)
    #[cfg(not(feature = "split"))]
    console_error_panic_hook::set_once();
    assets::set(assets::from_page());
    shell::theme::restore();
    wasm_bindgen_futures::spawn_local(run());
}

async fn run() {
    let (route, query) = history::here();
    let lang = history::preferred(&route);
    if pages::late::Part::of(&route.page).is_some() {
        i18n::make_whole();
    }
    // why not first: what goes wrong with a city is said in words
    let worded = async {
        let language = shell::load_language(lang).await;
        let store = Store::new();
        if let (Ok(()), Some(city)) = (&language, route.page.city()) {
            store.city(city);
        }
        (language, store)
    };
    let ((language, store), page) = data::both(worded, pages::prepare(&route.page)).await;
    if let Err(error) = language {
        // why: without texts there is nothing to show but what was prerendered; the words cannot be localised
        web_sys::console::error_1(&error.to_string().into());
        return;
    }
    if let Err(error) = page {
        // why go on: the page itself says what is missing and tries again
        web_sys::console::warn_1(&error.to_string().into());
    }
    let Some(old) = document().get_element_by_id("app") else { return };
    let Some(new) = old.clone_node().ok().and_then(|n| n.dyn_into::<HtmlElement>().ok()) else { return };
    let prerendered = old.get_attribute("data-path");
    let nav = Nav::new(route.page.clone(), lang, query);
    let notices = Notices::new();
    let handle = mount_to(new.clone(), move || {
        provide_context(nav);
        provide_context(notices);
        provide_context(store);
        view! { <App/> }
    });
    handle.forget();
    let here = browser::window().location().pathname().unwrap_or_default();
    if route.lang.is_none() && route.page == crate::route::Page::Home {
        settle_address(&crate::nav::link(&route.page));
    }
    head::apply(&route.page, lang);
    if prerendered.as_deref() == Some(here.as_str()) {
        store.settled(&route.page).await;
    }
    take_over(&old, &new);
    history::listen(nav);
    shell::update::watch(notices);
    // why so late: keeping is for later visits, and what a reader does first on this one has the line for itself
    browser::sleep(KEEP_AFTER_MS).await;
    if !store.keep().await {
        notice::toast(crate::t!("data.not_kept"));
    }
}

/// `/` becomes `/pt/` or `/en/` in the address bar.
fn settle_address(address: &str) {
    if let Ok(history) = browser::window().history() {
        let _ = history.replace_state_with_url(&wasm_bindgen::JsValue::NULL, "", Some(address));
    }
}

/// Puts the app in place of the prerendered page; a focused link stays focused.
fn take_over(old: &Element, new: &HtmlElement) {
    let focused = document().active_element().and_then(|e| e.get_attribute("href"));
    let _ = old.replace_with_with_node_1(new);
    document().document_element().map(|root| root.set_attribute("data-ready", ""));
    let Some(href) = focused.filter(|h| !h.contains(['"', '\\'])) else { return };
    if let Ok(Some(link)) = new.query_selector(&format!("a[href=\"{href}\"]"))
        && let Ok(link) = link.dyn_into::<HtmlElement>()
    {
        let _ = link.focus();
    }
}
