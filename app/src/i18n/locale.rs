//! Texts of one language, read from a JSON file.

use std::collections::BTreeMap;

use super::{FIRST_FINGERPRINT, LATE_FINGERPRINT, Lang};

/// The texts of one file, sorted by key.
#[derive(Debug, Clone, Default)]
pub struct Texts {
    names: Vec<String>,
    texts: Vec<String>,
}

/// A locale file that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LocaleError {
    /// Not the JSON that is expected.
    #[error("the texts of “{0}” could not be read: {1}")]
    Json(&'static str, String),
    /// Written for another version of the app.
    #[error("the texts of “{0}” belong to another version")]
    Version(&'static str),
}

impl Texts {
    /// Reads what a first visit shows: an object of texts by key.
    ///
    /// # Errors
    /// [`LocaleError`], when it is no such file, or of another version.
    pub fn first(lang: Lang, json: &str) -> Result<Self, LocaleError> {
        Self::read(lang, json, FIRST_FINGERPRINT)
    }

    /// Reads what comes with pages beyond the first visit.
    ///
    /// # Errors
    /// [`LocaleError`], when it is no such file, or of another version.
    pub fn the_rest(lang: Lang, json: &str) -> Result<Self, LocaleError> {
        Self::read(lang, json, LATE_FINGERPRINT)
    }

    fn read(lang: Lang, json: &str, version: u32) -> Result<Self, LocaleError> {
        let texts: BTreeMap<String, String> =
            gemeo_shared::tree::from_str(json).map_err(|e| LocaleError::Json(lang.code(), e.to_string()))?;
        if fingerprint(texts.keys()) != version {
            return Err(LocaleError::Version(lang.code()));
        }
        let (names, texts) = texts.into_iter().unzip();
        Ok(Self { names, texts })
    }

    /// Both files of a language as built into native programs and tests.
    #[cfg(any(test, not(target_arch = "wasm32")))]
    pub(super) fn embedded(lang: Lang) -> (Self, Self) {
        let (first, late) = match lang {
            Lang::Pt => (include_str!("../../locales/pt.json"), include_str!("../../locales/late-pt.json")),
            Lang::En => (include_str!("../../locales/en.json"), include_str!("../../locales/late-en.json")),
        };
        (Self::first(lang, first).unwrap_or_default(), Self::the_rest(lang, late).unwrap_or_default())
    }

    pub(super) fn text(&self, index: usize) -> &str {
        self.texts.get(index).map_or("", String::as_str)
    }

    pub(super) fn by_name(&self, name: &str) -> Option<&str> {
        let index = self.names.binary_search_by(|n| n.as_str().cmp(name)).ok()?;
        Some(self.text(index))
    }
}

/// FNV-1a over the keys, as `build.rs` computes it.
fn fingerprint<'a>(keys: impl Iterator<Item = &'a String>) -> u32 {
    keys.flat_map(|k| k.bytes().chain([0]))
        .fold(0x811c_9dc5, |h, b| (h ^ u32::from(b)).wrapping_mul(0x0100_0193))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_of_another_version_is_refused() {
        let wrong = Texts::first(Lang::En, r#"{"only.this": "x"}"#);
        assert_eq!(wrong.map(|_| ()), Err(LocaleError::Version("en")));
        let other = Texts::the_rest(Lang::En, include_str!("../../locales/en.json"));
        assert_eq!(other.map(|_| ()), Err(LocaleError::Version("en")));
        assert!(matches!(Texts::first(Lang::En, "<!doctype html>"), Err(LocaleError::Json("en", _))));
    }
}
