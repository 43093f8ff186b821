//! The head of a page: title and description, the same prerendered and in the browser.

use crate::{assets, i18n::Lang, route::Page, t};

/// What a page's head says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// Title, without the name of the site.
    pub title: String,
    /// One or two sentences for search results and link previews.
    pub description: String,
}

/// The head of a page in the language in use. `name` is the city's or indicator's name where the page has one.
pub fn of(page: &Page, name: Option<&str>) -> Head {
    let named = |id: &str| name.map_or_else(|| capital(id), str::to_owned);
    let (title, description) = match page {
        Page::Home => (t!("home.title"), t!("home.description")),
        Page::City(id) => (t!("city.title", name = named(id)), t!("city.description", name = named(id))),
        Page::Map(id) => (t!("map.title", name = named(id)), t!("map.description", name = named(id))),
        Page::Inventory(id) => {
            (t!("inventory.title", name = named(id)), t!("inventory.description", name = named(id)))
        }
        Page::Live(id) => (t!("live.title", name = named(id)), t!("live.description", name = named(id))),
        Page::Workbench => (t!("workbench.title"), t!("workbench.description")),
        Page::OwnData => (t!("own.title"), t!("own.description")),
        Page::Account => (t!("account.title"), t!("account.description")),
        Page::Guide => (t!("guide.title"), t!("guide.description")),
        Page::Compare => (t!("compare.title"), t!("compare.description")),
        Page::Indicators => (t!("indicators.title"), t!("indicators.description")),
        Page::NewIndicator => (t!("try.title"), t!("try.text")),
        Page::Indicator(id) => {
            (t!("indicator.title", name = named(id)), t!("indicator.description", name = named(id)))
        }
        Page::Forecast => (t!("forecast.title"), t!("forecast.description")),
        Page::Models => (t!("models.title"), t!("models.description")),
        Page::Sources => (t!("sources.title"), t!("sources.description")),
        Page::Quality => (t!("quality.title"), t!("quality.description")),
        Page::Model => (t!("schema.title"), t!("schema.description")),
        Page::About => (t!("about.title"), t!("about.description")),
        Page::Privacy => (t!("privacy.title"), privacy()),
        Page::Accessibility => (t!("accessibility.title"), t!("accessibility.description")),
        Page::NotFound => (t!("notfound.title"), t!("notfound.description")),
    };
    Head { title, description }
}

/// The privacy page in a sentence, true also of a site whose maps ask another host.
pub fn privacy() -> String {
    match assets::tile_hosts() {
        Some(hosts) => t!("privacy.description_tiles", hosts = hosts),
        None => t!("privacy.description"),
    }
}

impl Head {
    /// Title with the name of the site.
    pub fn full_title(&self) -> String {
        format!("{} · Gémeo", self.title)
    }
}

/// A name from an id, until the real one is known: `Lisboa` for `lisboa`.
pub fn capital(id: &str) -> String {
    let mut letters = id.chars();
    // why ASCII: an id has no others, and the alphabets of the world are tables of 20 kB
    letters
        .next()
        .map_or_else(String::new, |c| std::iter::once(c.to_ascii_uppercase()).chain(letters).collect())
}

/// Links of a page's head: its own address and those in the other languages.
pub fn alternates(site: &str, base: &str, page: &Page) -> Vec<(Lang, String)> {
    Lang::ALL.map(|lang| (lang, format!("{site}{}", crate::route::href(base, lang, page)))).into()
}

#[cfg(target_arch = "wasm32")]
pub use browser::{apply, rename};

#[cfg(target_arch = "wasm32")]
mod browser {
    use std::cell::RefCell;

    use super::{Head, alternates, of};
    use crate::{assets, browser::document, i18n::Lang, route::Page};

    thread_local! {
        static SHOWN: RefCell<Option<(Page, Lang)>> = const { RefCell::new(None) };
    }

    /// Writes the head for a page.
    pub fn apply(page: &Page, lang: Lang) {
        SHOWN.with(|s| *s.borrow_mut() = Some((page.clone(), lang)));
        write(&of(page, None));
        if let Some(root) = document().document_element() {
            let _ = root.set_attribute("lang", lang.tag());
        }
        let all = alternates(&crate::browser::origin(), &assets::base(), page);
        for (other, address) in &all {
            set(
                "link",
                &format!("[rel=alternate][hreflang={}]", other.tag()),
                &[("rel", "alternate"), ("hreflang", other.tag()), ("href", address)],
            );
            if *other == lang {
                set("link", "[rel=canonical]", &[("rel", "canonical"), ("href", address)]);
            }
        }
    }

    /// Corrects title and description once the name of the page's city or indicator is known.
    pub fn rename(page: &Page, name: &str) {
        if SHOWN.with(|s| s.borrow().as_ref().is_some_and(|(p, _)| p == page)) {
            write(&of(page, Some(name)));
        }
    }

    fn write(head: &Head) {
        document().set_title(&head.full_title());
        set("meta", "[name=description]", &[("name", "description"), ("content", &head.description)]);
    }

    fn set(tag: &str, selector: &str, attributes: &[(&str, &str)]) -> Option<()> {
        let head = document().head()?;
        let element = match head.query_selector(&format!("{tag}{selector}")).ok()? {
            Some(element) => element,
            None => {
                let element = document().create_element(tag).ok()?;
                head.append_child(&element).ok()?;
                element
            }
        };
        for (name, value) in attributes {
            element.set_attribute(name, value).ok()?;
        }
        Some(())
    }
}

/// Natively there is no head to correct: the prerender program knows the name.
#[cfg(not(target_arch = "wasm32"))]
pub fn rename(_page: &Page, _name: &str) {}
