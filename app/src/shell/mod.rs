//! The frame of every page: skip link, header, main part, footer and messages.

mod footer;
mod header;
mod messages;
pub mod theme;
pub mod update;

use leptos::prelude::*;

use crate::{nav::use_nav, pages, t};
use footer::Footer;
use header::Header;
use messages::{Banner, Toasts};

/// The whole app. A change of language builds it anew, so that texts are plain strings.
#[component]
pub fn App() -> impl IntoView {
    let nav = use_nav();
    move || {
        nav.lang.track();
        frame().into_any()
    }
}

/// The frame with the page of the address in it.
pub fn frame() -> impl IntoView {
    let nav = use_nav();
    view! {
        <a class="skip-link" href="#main">{t!("shell.skip")}</a>
        <Banner/>
        <Header/>
        <main id="main" tabindex="-1">
            <div class="wrap">{move || pages::show(&nav.page.get())}</div>
        </main>
        <Footer/>
        <Toasts/>
    }
}

/// Loads a language's texts and makes it the one in use.
///
/// # Errors
/// [`crate::data::DataError`], when the file cannot be had or belongs to another version.
#[cfg(target_arch = "wasm32")]
pub async fn load_language(lang: crate::i18n::Lang) -> Result<(), crate::data::DataError> {
    use crate::{assets, data, i18n};
    let assets = assets::assets();
    let (texts, names) = match lang {
        i18n::Lang::Pt => (assets.locale_pt, assets.catalogue_pt),
        i18n::Lang::En => (assets.locale_en, assets.catalogue_en),
    };
    let (texts, names) = (data::text(&texts), data::text(&names));
    let (texts, (names, late)) = data::both(texts, data::both(names, the_rest_if_whole(lang))).await;
    let first = i18n::Texts::first(lang, &texts?).map_err(|e| data::DataError::Locale(e.to_string()))?;
    let late = late?;
    i18n::set(lang, first);
    i18n::set_the_rest(late);
    data::methods::forget();
    // why: without the names pages still work, with ids in place of names
    data::catalogue::set(&names.unwrap_or_default());
    Ok(())
}

#[cfg(target_arch = "wasm32")]
async fn the_rest_if_whole(lang: crate::i18n::Lang) -> Result<crate::i18n::Texts, crate::data::DataError> {
    if crate::i18n::is_whole() { the_rest(lang).await } else { Ok(crate::i18n::Texts::default()) }
}

/// The texts of a language that a first visit does not show.
#[cfg(target_arch = "wasm32")]
async fn the_rest(lang: crate::i18n::Lang) -> Result<crate::i18n::Texts, crate::data::DataError> {
    use crate::{assets, data, i18n};
    let file = match lang {
        i18n::Lang::Pt => assets::assets().late_pt,
        i18n::Lang::En => assets::assets().late_en,
    };
    let texts = data::text(&file).await?;
    i18n::Texts::the_rest(lang, &texts).map_err(|e| data::DataError::Locale(e.to_string()))
}

/// Loads the texts of the pages beyond the first visit, once; from then on a language is loaded whole.
///
/// # Errors
/// [`crate::data::DataError`], when their file does not come or is of another version.
#[cfg(target_arch = "wasm32")]
pub async fn load_the_rest() -> Result<(), crate::data::DataError> {
    use crate::i18n;
    while !i18n::is_whole() {
        let lang = i18n::lang();
        let late = the_rest(lang).await?;
        // why again: the reader may have changed the language meanwhile
        if lang == i18n::lang() {
            i18n::set_the_rest(late);
            i18n::make_whole();
        }
    }
    Ok(())
}
