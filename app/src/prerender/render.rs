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

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::i18n;

    /// A text of the file that comes later would be empty on a first visit, and nobody would be told.
    #[test]
    fn a_first_visit_shows_no_text_that_comes_later() {
        let packs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../public/packs");
        let cities = Cities::read(&packs).expect("the committed packs");
        let mut pages = vec![Page::Home, Page::NotFound];
        pages.extend(cities.first.iter().map(|view| Page::City(view.profile.id.clone())));
        for lang in Lang::ALL {
            for page in &pages {
                i18n::set_embedded(lang);
                let whole = markup(page, lang, &cities);
                i18n::set_the_rest(i18n::Texts::default());
                let first = markup(page, lang, &cities);
                let at = first.bytes().zip(whole.bytes()).position(|(a, b)| a != b);
                let around = at.map(|at| {
                    String::from_utf8_lossy(&whole.as_bytes()[at.saturating_sub(80)..at + 40]).into_owned()
                });
                assert_eq!(around, None, "{page:?} in {lang:?} shows a text of late-*.json");
            }
        }
    }
}
