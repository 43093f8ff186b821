//! Light or dark: as the device says, or as the reader chose.

use crate::browser;

/// The choice of a reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Theme {
    /// As the device says.
    Auto,
    /// Always light.
    Light,
    /// Always dark.
    Dark,
}

impl Theme {
    /// The choice after this one, round and round.
    pub fn next(self) -> Self {
        match self {
            Self::Auto => Self::Light,
            Self::Light => Self::Dark,
            Self::Dark => Self::Auto,
        }
    }

    /// The word for `data-theme`; none for the device's.
    pub fn attribute(self) -> Option<&'static str> {
        match self {
            Self::Auto => None,
            Self::Light => Some("light"),
            Self::Dark => Some("dark"),
        }
    }

    /// The theme a word names.
    pub fn from_attribute(word: Option<&str>) -> Self {
        match word {
            Some("light") => Self::Light,
            Some("dark") => Self::Dark,
            _ => Self::Auto,
        }
    }
}

/// Shows a theme and keeps the choice.
pub fn choose(theme: Theme) {
    browser::remember("theme", theme.attribute());
    apply(theme);
}

/// Shows the kept choice again.
pub fn restore() {
    apply(kept());
}

/// The kept choice.
pub fn kept() -> Theme {
    Theme::from_attribute(browser::recall("theme").as_deref())
}

fn apply(theme: Theme) {
    let Some(root) = browser::document().document_element() else { return };
    let _ = match theme.attribute() {
        Some(word) => root.set_attribute("data-theme", word),
        None => root.remove_attribute("data-theme"),
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_theme_comes_round_and_is_read_back() {
        let mut theme = Theme::Auto;
        for _ in 0..3 {
            assert_eq!(Theme::from_attribute(theme.attribute()), theme);
            theme = theme.next();
        }
        assert_eq!(theme, Theme::Auto);
    }
}
