//! The app's two languages: texts by key, and the choice of plural.
//!
//! `t!("home.title")` gives a text, `t!("city.updated", year = y)` fills its placeholders, `tn!("n.cities", n)`
//! chooses the plural. An unknown key or placeholder is an error of the build. Only one language is
//! loaded at a time; a change of language builds the page anew, so texts are plain strings.

mod lang;
mod locale;

pub use lang::Lang;
pub use locale::{Locale, LocaleError};

use std::{cell::RefCell, collections::BTreeMap, rc::Rc};

include!(concat!(env!("OUT_DIR"), "/keys.rs"));

thread_local! {
    static CURRENT: RefCell<Rc<Locale>> = RefCell::new(Rc::new(Locale::empty()));
}

/// A text of the catalogue, known at build time to exist.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Key(u16);

/// Makes this the language of every text and number from now on.
pub fn set(locale: Locale) {
    CURRENT.with(|c| *c.borrow_mut() = Rc::new(locale));
}

/// The language in use.
pub fn lang() -> Lang {
    current().lang()
}

pub(crate) fn current() -> Rc<Locale> {
    CURRENT.with(|c| c.borrow().clone())
}

/// The key of a text; fails the build where there is none. Used by [`t!`](crate::t).
pub const fn key(name: &str) -> Key {
    match find(name) {
        Some(index) => Key(index as u16),
        None => panic!("no such text in app/locales; add it to pt.json and en.json"),
    }
}

/// Checks at build time that a text has exactly these placeholders. Used by [`t!`](crate::t).
pub const fn takes(key: Key, names: &[&str]) {
    let wanted = KEYS[key.0 as usize].1;
    assert!(wanted.len() == names.len(), "the text has another number of {{placeholders}}");
    let mut i = 0;
    while i < wanted.len() {
        let (mut j, mut found) = (0, false);
        while j < names.len() {
            found |= compare(wanted[i], names[j]) == 0;
            j += 1;
        }
        assert!(found, "the text has a {{placeholder}} that is not given");
        i += 1;
    }
}

/// Binary search that works while the program is built.
const fn find(name: &str) -> Option<usize> {
    let (mut low, mut high) = (0, KEYS.len());
    while low < high {
        let middle = (low + high) / 2;
        match compare(KEYS[middle].0, name) {
            0 => return Some(middle),
            n if n < 0 => low = middle + 1,
            _ => high = middle,
        }
    }
    None
}

const fn compare(a: &str, b: &str) -> i32 {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let mut i = 0;
    while i < a.len() && i < b.len() {
        if a[i] != b[i] {
            return a[i] as i32 - b[i] as i32;
        }
        i += 1;
    }
    a.len() as i32 - b.len() as i32
}

/// A text with its placeholders filled.
pub fn text(key: Key, args: &[(&str, &str)]) -> String {
    fill(current().text(key.0 as usize), args)
}

/// The singular or plural of a text for a count.
pub fn plural(one: Key, other: Key, count: f64, args: &[(&str, &str)]) -> String {
    text(if is_one(count) { one } else { other }, args)
}

/// A text whose key comes with the data (remarks of the engine); the key itself where there is none.
pub fn by_name(name: &str, args: &BTreeMap<String, String>) -> String {
    let pairs: Vec<(&str, &str)> = args.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
    by_name_if(name).map_or_else(|| name.to_owned(), |text| fill(&text, &pairs))
}

/// A text whose key comes with the data, where there is one.
pub fn by_name_if(name: &str) -> Option<String> {
    current().by_name(name).map(str::to_owned)
}

/// Puts values in place of `{names}`.
pub fn fill(text: &str, args: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        // why: half a placeholder is a fault of the text; the reader sees what came before it
        let Some((name, after)) = after.split_once('}') else { return out };
        out.push_str(args.iter().find(|(n, _)| *n == name).map_or("", |(_, v)| v));
        rest = after;
    }
    out.push_str(rest);
    out
}

#[cfg(target_arch = "wasm32")]
fn is_one(count: f64) -> bool {
    use js_sys::{Intl::PluralRules, JsString};
    let tags = js_sys::Array::of1(&JsString::from(lang().tag()));
    PluralRules::new(&tags, &js_sys::Object::new()).select(count) == "one"
}

/// CLDR: English has “one” for 1; European Portuguese for 1 as well (Brazilian Portuguese also for 0).
#[cfg(not(target_arch = "wasm32"))]
fn is_one(count: f64) -> bool {
    count == 1.0
}

/// A text in the language in use: `t!("home.title")`, `t!("city.updated", year = year)`.
#[macro_export]
macro_rules! t {
    ($key:expr $(, $name:ident = $value:expr)* $(,)?) => {{
        const KEY: $crate::i18n::Key = $crate::i18n::key($key);
        const _: () = $crate::i18n::takes(KEY, &[$(stringify!($name)),*]);
        $crate::i18n::text(KEY, &[$((stringify!($name), ::std::convert::AsRef::<str>::as_ref(&$value))),*])
    }};
}

/// A text with a count: `tn!("n.cities", n)` shows `n.cities.one` or `n.cities.other` with `{n}` filled.
#[macro_export]
macro_rules! tn {
    ($key:literal, $count:expr $(, $name:ident = $value:expr)* $(,)?) => {{
        const ONE: $crate::i18n::Key = $crate::i18n::key(concat!($key, ".one"));
        const OTHER: $crate::i18n::Key = $crate::i18n::key(concat!($key, ".other"));
        const _: () = $crate::i18n::takes(OTHER, &["n" $(, stringify!($name))*]);
        let count = $count as f64;
        $crate::i18n::plural(ONE, OTHER, count, &[
            ("n", &$crate::format::number(count, 0))
            $(, (stringify!($name), ::std::convert::AsRef::<str>::as_ref(&$value)))*
        ])
    }};
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_filled_by_name() {
        assert_eq!(fill("{a} of {b}, {a}", &[("b", "two"), ("a", "one")]), "one of two, one");
        assert_eq!(fill("no end {a", &[("a", "x")]), "no end ");
    }

    #[test]
    fn every_key_is_found() {
        for (index, (name, _)) in KEYS.iter().enumerate() {
            assert_eq!(find(name), Some(index), "{name}");
        }
        assert_eq!(find("no.such.text"), None);
    }

    #[test]
    fn both_languages_give_every_text() {
        for lang in Lang::ALL {
            set(Locale::embedded(lang));
            assert!(KEYS.iter().enumerate().all(|(i, _)| !current().text(i).is_empty()));
        }
    }
}
