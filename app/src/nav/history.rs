//! The browser's history: links of the app are followed without loading the page anew.

use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{Event, HtmlAnchorElement, MouseEvent};

use super::Nav;
use crate::{
    assets, browser, head,
    i18n::Lang,
    notice, route,
    route::{Page, Route},
    shell,
};

/// Listens to clicks on links and to the back button, as long as the page lives.
pub fn listen(nav: Nav) {
    on("click", move |event| follow(nav, &event));
    let popstate = Closure::<dyn FnMut(Event)>::new(move |_| arrive(nav, false));
    let _ = browser::window().add_event_listener_with_callback("popstate", popstate.as_ref().unchecked_ref());
    popstate.forget();
}

fn on(name: &str, action: impl FnMut(Event) + 'static) {
    let closure = Closure::<dyn FnMut(Event)>::new(action);
    let _ = browser::document().add_event_listener_with_callback(name, closure.as_ref().unchecked_ref());
    closure.forget();
}

/// Goes to an address of the app.
pub fn go(nav: Nav, address: &str) {
    if let Ok(history) = browser::window().history() {
        let _ = history.push_state_with_url(&JsValue::NULL, "", Some(address));
    }
    arrive(nav, true);
}

/// Puts another query in the address, in the same step of the history.
pub fn replace_query(query: &str) {
    let location = browser::window().location();
    let path = location.pathname().unwrap_or_default();
    let mark = if query.is_empty() { "" } else { "?" };
    if let Ok(history) = browser::window().history() {
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&format!("{path}{mark}{query}")));
    }
}

/// Follows a click on a link of the app; leaves all others to the browser.
fn follow(nav: Nav, event: &Event) {
    let Some(address) = app_address(event) else { return };
    event.prevent_default();
    go(nav, &address);
}

fn app_address(event: &Event) -> Option<String> {
    let click: &MouseEvent = event.dyn_ref()?;
    let modified = click.ctrl_key() || click.meta_key() || click.shift_key() || click.alt_key();
    if event.default_prevented() || modified || click.button() != 0 {
        return None;
    }
    let target: web_sys::Element = event.target()?.dyn_into().ok()?;
    let link: HtmlAnchorElement = target.closest("a[href]").ok()??.dyn_into().ok()?;
    if link.has_attribute("download") || !link.target().is_empty() || link.origin() != browser::origin() {
        return None;
    }
    let path = link.pathname();
    let here = browser::window().location();
    let same = here.pathname().ok()? == path && here.search().ok()? == link.search();
    // why: a link into the same page is the browser's; a link to a file is not a page
    if (same && !link.hash().is_empty())
        || !path.ends_with('/')
        || route::below(&assets::base(), &path).is_none()
    {
        return None;
    }
    Some(format!("{path}{}{}", link.search(), link.hash()))
}

/// Shows what the address bar says.
fn arrive(nav: Nav, forward: bool) {
    let (route, query) = here();
    let lang = route.lang.unwrap_or(nav.lang.get_untracked());
    if lang == nav.lang.get_untracked() {
        let moved = nav.page.get_untracked() != route.page;
        show(nav, route.page, query);
        after(nav, moved, forward);
        return;
    }
    wasm_bindgen_futures::spawn_local(async move {
        match shell::load_language(lang).await {
            Ok(()) => {
                nav.page.set(route.page);
                nav.query.set(query);
                browser::remember("lang", Some(lang.code()));
                nav.lang.set(lang);
                after(nav, false, forward);
            }
            Err(_) => notice::toast(crate::t!("error.language")),
        }
    });
}

/// The address bar, read.
pub fn here() -> (Route, String) {
    let location = browser::window().location();
    let path = location.pathname().unwrap_or_default();
    let query = location.search().unwrap_or_default();
    (Route::parse(&assets::base(), &path), query.trim_start_matches('?').to_owned())
}

fn show(nav: Nav, page: Page, query: String) {
    nav.query.set(query);
    if nav.page.get_untracked() != page {
        nav.page.set(page);
    }
}

/// Says where the reader is now: title, announcement, focus and scroll.
fn after(nav: Nav, moved: bool, forward: bool) {
    head::apply(&nav.page.get_untracked(), nav.lang.get_untracked());
    notice::announce(browser::document().title());
    if moved {
        focus_main();
    }
    if forward {
        let hash = browser::window().location().hash().unwrap_or_default();
        let goal = hash.strip_prefix('#').and_then(|id| browser::document().get_element_by_id(id));
        match goal {
            Some(goal) => goal.scroll_into_view(),
            None => browser::window().scroll_to_with_x_and_y(0.0, 0.0),
        }
    }
}

fn focus_main() {
    let main = browser::document().get_element_by_id("main");
    if let Some(main) = main.and_then(|m| m.dyn_into::<web_sys::HtmlElement>().ok()) {
        let options = js_sys::Object::new();
        let _ = js_sys::Reflect::set(&options, &"preventScroll".into(), &JsValue::TRUE);
        // why: the binding of focus options is not worth a feature of its own
        if let Ok(focus) = js_sys::Reflect::get(&main, &"focus".into()) {
            let _ = focus.unchecked_ref::<js_sys::Function>().call1(&main, &options);
        }
    }
}

/// The reader's language: the address, else the kept choice, else the browser's list.
pub fn preferred(route: &Route) -> Lang {
    let kept = || browser::recall("lang").and_then(|code| Lang::from_code(&code));
    let list =
        || browser::window().navigator().languages().iter().filter_map(|l| l.as_string()).collect::<Vec<_>>();
    route.lang.or_else(kept).unwrap_or_else(|| Lang::preferred(list()))
}
