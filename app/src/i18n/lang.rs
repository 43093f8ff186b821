//! The languages of the app.

/// A language the app speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Lang {
    /// European Portuguese.
    Pt,
    /// English.
    En,
}

impl Lang {
    /// Every language, the default first.
    pub const ALL: [Self; 2] = [Self::Pt, Self::En];

    /// As it stands in an address: `pt`, `en`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Pt => "pt",
            Self::En => "en",
        }
    }

    /// BCP 47 tag for `lang` attributes and Intl.
    pub fn tag(self) -> &'static str {
        match self {
            Self::Pt => "pt-PT",
            Self::En => "en-GB",
        }
    }

    /// Name of the language in itself.
    pub fn name(self) -> &'static str {
        match self {
            Self::Pt => "Português",
            Self::En => "English",
        }
    }

    /// The language with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|lang| lang.code() == code)
    }

    /// The first language of a reader's list that the app speaks; English for readers of another one.
    pub fn preferred<S: AsRef<str>>(tags: impl IntoIterator<Item = S>) -> Self {
        let primary = |tag: &str| tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
        let mut any = false;
        let known =
            tags.into_iter().inspect(|_| any = true).find_map(|t| Self::from_code(&primary(t.as_ref())));
        known.unwrap_or(if any { Self::En } else { Self::Pt })
    }

    /// The text in this language.
    pub fn pick(self, text: &gemeo_shared::view::Text) -> &str {
        match self {
            Self::Pt => &text.pt,
            Self::En => &text.en,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_language_that_is_spoken_wins() {
        assert_eq!(Lang::preferred(["fr-FR", "en-US", "pt-PT"]), Lang::En);
        assert_eq!(Lang::preferred(["pt-BR"]), Lang::Pt);
        assert_eq!(Lang::preferred(["de"]), Lang::En);
        assert_eq!(Lang::preferred([""; 0]), Lang::Pt);
    }
}
