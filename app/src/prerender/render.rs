//! A page's markup from the app's own components.

use leptos::prelude::*;

use super::packs::Cities;
use crate::{data::Store, i18n::Lang, nav::Nav, notice::Notices, route::Page, shell};

/// The markup of a page, as the app itself builds it from the same view.
pub fn markup(page: &Page, lang: Lang, cities: &Cities) -> String {
    let owner = Owner::new();
    let html = owner.with(|| {
        let store = Store::new();
        // why not whole packs for all: a page must not show first what the browser does not have yet
        let views = if matches!(page, Page::Map(_)) { &cities.whole } else { &cities.first };
        store.fill(cities.index.clone(), views.iter().cloned());
        provide_context(cities.shapes.clone());
        provide_context(Nav::new(page.clone(), lang, String::new()));
        provide_context(Notices::new());
        provide_context(store);
        shell::frame().to_html()
    });
    owner.cleanup();
    // why: the marks are for hydration; the app replaces the markup as a whole
    html.replace("<!>", "").replace("<!--<() />-->", "")
}
