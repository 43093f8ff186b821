//! Numbers by the browser's Intl.

use std::{cell::RefCell, collections::BTreeMap};

use js_sys::{Array, Function, Intl::NumberFormat, Object, Reflect};
use wasm_bindgen::JsValue;

use crate::i18n::{self, Lang};

thread_local! {
    // why: making a formatter takes far longer than using it
    static FORMATS: RefCell<BTreeMap<(Lang, Style), Function>> = const { RefCell::new(BTreeMap::new()) };
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Style {
    Decimals(u8),
    Compact,
}

/// A number with a fixed count of decimals.
pub fn number(value: f64, decimals: u8) -> String {
    format(value, Style::Decimals(decimals))
}

/// A number in few characters.
pub fn compact(value: f64) -> String {
    format(value, Style::Compact)
}

fn format(value: f64, style: Style) -> String {
    if !value.is_finite() {
        return "–".into();
    }
    let format = FORMATS.with(|f| {
        f.borrow_mut().entry((i18n::lang(), style)).or_insert_with(|| make(i18n::lang(), style)).clone()
    });
    let text = format.call1(&JsValue::UNDEFINED, &value.into()).ok().and_then(|t| t.as_string());
    // why: a true minus sign, as the native formatter writes it
    text.unwrap_or_default().replace('-', "−")
}

fn make(lang: Lang, style: Style) -> Function {
    let options = Object::new();
    let set = |name: &str, value: JsValue| {
        let _ = Reflect::set(&options, &name.into(), &value);
    };
    // why: what rounds to zero has no sign
    set("signDisplay", "negative".into());
    match style {
        Style::Decimals(decimals) => {
            set("minimumFractionDigits", decimals.into());
            set("maximumFractionDigits", decimals.into());
        }
        Style::Compact => set("notation", "compact".into()),
    }
    NumberFormat::new(&Array::of1(&lang.tag().into()), &options).format()
}

/// The year by the reader's clock.
pub fn this_year() -> i32 {
    js_sys::Date::new_0().get_full_year() as i32
}
