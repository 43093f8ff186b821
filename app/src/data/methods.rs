//! How each indicator is made: method, formula, references. Loaded on the pages of indicators only.

use std::{cell::RefCell, collections::BTreeMap, rc::Rc};

use leptos::prelude::*;
use serde::Deserialize;

use crate::notice::Load;

/// What a method page says of an indicator beside its name.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(default)]
pub struct Method {
    /// What the indicator means, in plain words.
    pub explain: String,
    /// The method in sentences.
    pub method: String,
    /// The formula as the catalogue has it.
    pub formula: String,
    /// What is done over space.
    pub over_space: String,
    /// What is done over time.
    pub over_time: String,
    /// The rule of quality.
    pub quality: String,
    /// How often figures come: an SDMX frequency.
    pub frequency: String,
    /// What the method rests on.
    pub references: Vec<Reference>,
    /// Codes in other sets of indicators, by the set's id.
    pub align: BTreeMap<String, Vec<String>>,
}

/// A standard, a paper or a page.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(default)]
pub struct Reference {
    /// Title.
    pub title: String,
    /// Address, where it has one.
    pub url: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct File {
    indicators: BTreeMap<String, Method>,
}

thread_local! {
    static CURRENT: RefCell<Option<Rc<File>>> = const { RefCell::new(None) };
}

/// Reads the methods of a language; a file that cannot be read leaves pages without methods.
pub fn set(json: &str) {
    let file: File = gemeo_shared::lean::from_str(json).unwrap_or_default();
    CURRENT.with(|c| *c.borrow_mut() = Some(Rc::new(file)));
}

/// Forgets the methods: another language has its own.
pub fn forget() {
    CURRENT.with(|c| *c.borrow_mut() = None);
}

/// Whether the methods are here.
pub fn are_here() -> bool {
    CURRENT.with(|c| c.borrow().is_some())
}

/// The method of an indicator, once the methods are here.
pub fn of(id: &str) -> Option<Method> {
    CURRENT.with(|c| c.borrow().as_ref().and_then(|file| file.indicators.get(id).cloned()))
}

/// Loads the methods of the language in use, once.
///
/// # Errors
/// [`DataError`](super::DataError), when the file is not to be had.
#[cfg(target_arch = "wasm32")]
pub async fn load() -> Result<(), super::DataError> {
    if are_here() {
        return Ok(());
    }
    let assets = crate::assets::assets();
    let file = match crate::i18n::lang() {
        crate::i18n::Lang::Pt => assets.methods_pt,
        crate::i18n::Lang::En => assets.methods_en,
    };
    set(&super::text(&file).await?);
    Ok(())
}

/// Whether the methods are here, for a page that shows them when they come; loads them.
pub fn told() -> RwSignal<Load<()>> {
    let told = RwSignal::new(if are_here() { Load::Ready(()) } else { Load::Waiting });
    fetch(told);
    told
}

/// Loads the methods and tells; natively they are there already.
pub fn fetch(told: RwSignal<Load<()>>) {
    #[cfg(target_arch = "wasm32")]
    if !are_here() {
        told.set(Load::Waiting);
        wasm_bindgen_futures::spawn_local(async move {
            let came = load().await;
            told.try_set(came.map_or_else(|e| Load::Failed(e.fault()), Load::Ready));
        });
    }
    #[cfg(not(target_arch = "wasm32"))]
    let _ = told;
}

/// Waits for the methods, or until they are known not to come.
#[cfg(target_arch = "wasm32")]
pub async fn whenever() {
    // why: the page that needs them says so itself when they do not come
    let _ = load().await;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_method_is_found_by_its_indicator() {
        set(r#"{"indicators":{"x":{"method":"m","align":{"sdg":["11.6.2"]},"references":[{"title":"t"}]}}}"#);
        let method = of("x").expect("it is there");
        assert_eq!((method.method.as_str(), method.align["sdg"].len()), ("m", 1));
        assert!(of("y").is_none());
        forget();
        assert!(of("x").is_none() && !are_here());
    }
}
