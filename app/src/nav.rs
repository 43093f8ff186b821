//! Moving between pages: the address bar, the language it names, and links of the app.

use leptos::prelude::*;

use crate::{
    assets,
    i18n::{self, Lang},
    route::{self, Page},
};

/// Where the reader is. Copied freely; every page finds it in the context.
#[derive(Clone, Copy)]
pub struct Nav {
    /// The page shown.
    pub page: RwSignal<Page>,
    /// The language shown; a change builds the whole page anew.
    pub lang: RwSignal<Lang>,
    /// The query of the address without its question mark: the state of a page that a link keeps.
    pub query: RwSignal<String>,
}

impl Nav {
    /// A reader on a page.
    pub fn new(page: Page, lang: Lang, query: String) -> Self {
        Self { page: RwSignal::new(page), lang: RwSignal::new(lang), query: RwSignal::new(query) }
    }

    /// One value of the query, followed as it changes.
    pub fn param(self, name: &'static str) -> Memo<Option<String>> {
        Memo::new(move |_| self.query.with(|q| param_of(q, name)))
    }

    /// Sets the whole query, in the address too; no new step in the history.
    pub fn set_query(self, query: &str) {
        #[cfg(target_arch = "wasm32")]
        history::replace_query(query);
        self.query.set(query.to_owned());
    }

    /// Sets one value of the query, in the address too; no new step in the history.
    pub fn set_param(self, name: &str, value: Option<&str>) {
        let query = self.query.with_untracked(|q| with_param(q, name, value));
        #[cfg(target_arch = "wasm32")]
        history::replace_query(&query);
        self.query.set(query);
    }
}

/// Where the reader is.
pub fn use_nav() -> Nav {
    expect_context::<Nav>()
}

/// The address of a page in the language in use.
pub fn link(page: &Page) -> String {
    route::href(&assets::base(), i18n::lang(), page)
}

/// The address of a city's page in the language in use.
pub fn city_link(id: &str) -> String {
    link(&Page::City(id.into()))
}

/// One value of a query.
pub fn param_of(query: &str, name: &str) -> Option<String> {
    let pair = query.split('&').find_map(|pair| pair.split_once('=').filter(|(n, _)| *n == name))?;
    Some(decode(pair.1))
}

/// The query with one value set or, with none, left out; the others stay in their order.
fn with_param(query: &str, name: &str, value: Option<&str>) -> String {
    let others = query.split('&').filter(|p| !p.is_empty() && p.split('=').next() != Some(name));
    let mut pairs: Vec<String> = others.map(str::to_owned).collect();
    pairs.extend(value.map(|v| format!("{name}={}", encode(v))));
    pairs.join("&")
}

/// A text as it may stand in a query.
pub fn encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for b in text.bytes() {
        match b {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' | b',' | b':' => {
                out.push(b as char)
            }
            _ => {
                let hex = |n: u8| char::from_digit(u32::from(n), 16).unwrap_or('0').to_ascii_uppercase();
                out.extend(['%', hex(b >> 4), hex(b & 15)]);
            }
        }
    }
    out
}

fn decode(text: &str) -> String {
    let mut out = Vec::with_capacity(text.len());
    let mut bytes = text.bytes();
    while let Some(b) = bytes.next() {
        match b {
            b'+' => out.push(b' '),
            b'%' => {
                let mut digit = || bytes.next().and_then(|b| (b as char).to_digit(16));
                if let (Some(high), Some(low)) = (digit(), digit()) {
                    out.push((high * 16 + low) as u8);
                }
            }
            _ => out.push(b),
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(target_arch = "wasm32")]
pub(crate) mod history;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_survives_the_query() {
        for value in ["ghg_total", "parish2013/030876", "São Vicente & 100 %", "a=b+c"] {
            let query = with_param("level=cell", "sel", Some(value));
            assert_eq!(param_of(&query, "sel").as_deref(), Some(value));
            assert_eq!(param_of(&query, "level").as_deref(), Some("cell"));
        }
    }

    #[test]
    fn a_value_is_set_once_and_can_go() {
        assert_eq!(with_param("a=1&b=2", "a", Some("3")), "b=2&a=3");
        assert_eq!(with_param("a=1&b=2", "b", None), "a=1");
        assert_eq!(with_param("", "b", None), "");
        assert_eq!(param_of("a=1", "b"), None);
    }

    #[test]
    fn broken_escapes_do_no_harm() {
        assert_eq!(param_of("a=%zz%4", "a").as_deref(), Some(""));
        assert_eq!(param_of("a=%ff", "a").as_deref(), Some("\u{fffd}"));
    }
}
