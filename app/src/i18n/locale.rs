//! One language's texts, read from its JSON file.

use std::collections::BTreeMap;

use super::{FINGERPRINT, Lang};

/// The texts of one language.
#[derive(Debug, Clone)]
pub struct Locale {
    lang: Lang,
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

impl Locale {
    /// No texts at all, before the first language is loaded.
    pub(super) fn empty() -> Self {
        Self { lang: Lang::Pt, names: Vec::new(), texts: Vec::new() }
    }

    /// Reads a language's file: an object of texts by key.
    pub fn read(lang: Lang, json: &str) -> Result<Self, LocaleError> {
        let texts: BTreeMap<String, String> =
            gemeo_shared::lean::from_str(json).map_err(|e| LocaleError::Json(lang.code(), e.to_string()))?;
        if fingerprint(texts.keys()) != FINGERPRINT {
            return Err(LocaleError::Version(lang.code()));
        }
        let (names, texts) = texts.into_iter().unzip();
        Ok(Self { lang, names, texts })
    }

    /// The language as built into native programs and tests.
    #[cfg(any(test, not(target_arch = "wasm32")))]
    pub fn embedded(lang: Lang) -> Self {
        let json = match lang {
            Lang::Pt => include_str!("../../locales/pt.json"),
            Lang::En => include_str!("../../locales/en.json"),
        };
        Self::read(lang, json).unwrap_or_else(|_| Self::empty())
    }

    /// Which language this is.
    pub fn lang(&self) -> Lang {
        self.lang
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
        let wrong = Locale::read(Lang::En, r#"{"only.this": "x"}"#);
        assert_eq!(wrong.map(|_| ()), Err(LocaleError::Version("en")));
        assert!(matches!(Locale::read(Lang::En, "<!doctype html>"), Err(LocaleError::Json("en", _))));
    }
}
