//! The app's two languages: texts by key, and the choice of plural.
//!
//! `t!("home.title")` gives a text, `t!("city.updated", year = y)` fills its placeholders, `tn!("n.cities", n)`
//! chooses the plural. An unknown key or placeholder is an error of the build. Only one language is
//! loaded at a time; a change of language builds the page anew, so texts are plain strings.
//!
//! A language is two files: what a first visit shows (shell, home, city; titles of all pages), and the rest, which
//! comes with the first page beyond (`late-*.json`).

mod lang;
mod locale;

pub use lang::Lang;
pub use locale::{LocaleError, Texts};

use std::{
    cell::{Cell, RefCell},
    collections::BTreeMap,
    rc::Rc,
};

include!(concat!(env!("OUT_DIR"), "/keys.rs"));

thread_local! {
    static LANG: Cell<Lang> = const { Cell::new(Lang::Pt) };
    static FIRST: RefCell<Rc<Texts>> = RefCell::new(Rc::new(Texts::default()));
    static THE_REST: RefCell<Rc<Texts>> = RefCell::new(Rc::new(Texts::default()));
    static WHOLE: Cell<bool> = const { Cell::new(false) };
}

/// A text of the catalogue, known at build time to exist: its place in the list of its file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Key {
    index: u16,
    late: bool,
}

/// Makes this the language of every text and number from now on.
pub fn set(lang: Lang, first: Texts) {
    LANG.set(lang);
    FIRST.set(Rc::new(first));
}

/// Gives the texts of the pages beyond the first visit, in the language in use.
pub fn set_the_rest(late: Texts) {
    THE_REST.set(Rc::new(late));
}

/// Whether the whole language is here or on its way, not only what a first visit shows.
pub fn is_whole() -> bool {
    WHOLE.get()
}

/// From now on a language is loaded whole.
pub fn make_whole() {
    WHOLE.set(true);
}

/// Sets a language with all its texts, as built into native programs and tests.
#[cfg(any(test, not(target_arch = "wasm32")))]
pub fn set_embedded(lang: Lang) {
    let (first, late) = Texts::embedded(lang);
    set(lang, first);
    set_the_rest(late);
}

/// The language in use.
pub fn lang() -> Lang {
    LANG.get()
}

fn texts(late: bool) -> Rc<Texts> {
    if late { THE_REST.with(|t| t.borrow().clone()) } else { FIRST.with(|t| t.borrow().clone()) }
}

/// The key of a text; fails the build where there is none. Used by [`t!`](crate::t).
pub const fn key(name: &str) -> Key {
    if let Some(index) = find(&FIRST_KEYS, name) {
        return Key { index: index as u16, late: false };
    }
    match find(&LATE_KEYS, name) {
        Some(index) => Key { index: index as u16, late: true },
        None => panic!("no such text in app/locales; add it to late-pt.json and late-en.json"),
    }
}

/// Checks at build time that a text has exactly these placeholders. Used by [`t!`](crate::t).
pub const fn takes(key: Key, names: &[&str]) {
    let list: &[(&str, &[&str])] = if key.late { &LATE_KEYS } else { &FIRST_KEYS };
    let wanted = list[key.index as usize].1;
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
const fn find(keys: &[(&str, &[&str])], name: &str) -> Option<usize> {
    let (mut low, mut high) = (0, keys.len());
    while low < high {
        let middle = (low + high) / 2;
        match compare(keys[middle].0, name) {
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
    fill(texts(key.late).text(key.index as usize), args)
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
    [false, true].into_iter().find_map(|late| texts(late).by_name(name).map(str::to_owned))
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
        for (late, list) in [(false, &FIRST_KEYS[..]), (true, &LATE_KEYS[..])] {
            for (index, (name, _)) in list.iter().enumerate() {
                assert_eq!(key(name), Key { index: index as u16, late }, "{name}");
            }
        }
        assert_eq!(find(&FIRST_KEYS, "no.such.text"), None);
    }

    #[test]
    fn both_languages_give_every_text() {
        for lang in Lang::ALL {
            set_embedded(lang);
            for (late, list) in [(false, &FIRST_KEYS[..]), (true, &LATE_KEYS[..])] {
                assert!((0..list.len()).all(|i| !texts(late).text(i).is_empty()));
            }
        }
    }
}
