//! The addresses of the app: which page in which language, as text and back.

use crate::i18n::Lang;

/// A page of the app.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Page {
    /// All cities.
    Home,
    /// One city, by its id.
    City(String),
    /// The map of a city.
    Map(String),
    /// The greenhouse gas inventory of a city.
    Inventory(String),
    /// What is measured in a city now.
    Live(String),
    /// Cities side by side.
    Compare,
    /// The catalogue of indicators.
    Indicators,
    /// Writing an indicator and seeing it at once.
    NewIndicator,
    /// How one indicator is made, by its id.
    Indicator(String),
    /// How every indicator is made, in one document.
    Guide,
    /// Where a series is going, and how often that was right.
    Forecast,
    /// The models of the forecasts, one card each.
    Models,
    /// Questions to all observations, in SQL.
    Workbench,
    /// The reader's own tables, kept on this device.
    OwnData,
    /// Signing in, for the staff of a city.
    Account,
    /// Sources, licences and gaps.
    Sources,
    /// How good the figures are.
    Quality,
    /// The knowledge model.
    Model,
    /// What Gémeo is.
    About,
    /// Privacy statement.
    Privacy,
    /// Accessibility statement.
    Accessibility,
    /// Nothing is here.
    NotFound,
}

/// A page in a language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Route {
    /// The language, where the address names one.
    pub lang: Option<Lang>,
    /// The page.
    pub page: Page,
}

impl Page {
    /// Pages of the whole app, without those of a city or an indicator.
    pub const GENERAL: [Self; 16] = [
        Self::Home,
        Self::Compare,
        Self::Indicators,
        Self::NewIndicator,
        Self::Guide,
        Self::Forecast,
        Self::Models,
        Self::Workbench,
        Self::OwnData,
        Self::Account,
        Self::Sources,
        Self::Quality,
        Self::Model,
        Self::About,
        Self::Privacy,
        Self::Accessibility,
    ];

    /// The address below the language, with a slash at its end: ``, `lisboa/`, `lisboa/map/`.
    pub fn path(&self) -> String {
        match self {
            Self::Home => String::new(),
            Self::City(id) => format!("{id}/"),
            Self::Map(id) => format!("{id}/map/"),
            Self::Inventory(id) => format!("{id}/inventory/"),
            Self::Live(id) => format!("{id}/live/"),
            Self::Compare => "compare/".into(),
            Self::Indicators => "indicators/".into(),
            Self::NewIndicator => "indicators/new/".into(),
            Self::Indicator(id) => format!("indicators/{id}/"),
            Self::Guide => "guide/".into(),
            Self::Forecast => "forecast/".into(),
            Self::Models => "models/".into(),
            Self::Workbench => "workbench/".into(),
            Self::OwnData => "data/".into(),
            Self::Account => "account/".into(),
            Self::Sources => "sources/".into(),
            Self::Quality => "quality/".into(),
            Self::Model => "model/".into(),
            Self::About => "about/".into(),
            Self::Privacy => "privacy/".into(),
            Self::Accessibility => "accessibility/".into(),
            Self::NotFound => "not-found/".into(),
        }
    }

    /// The city a page is about.
    pub fn city(&self) -> Option<&str> {
        match self {
            Self::City(id) | Self::Map(id) | Self::Inventory(id) | Self::Live(id) => Some(id),
            _ => None,
        }
    }

    fn from_segments(segments: &[&str]) -> Self {
        match segments {
            [] => Self::Home,
            ["compare"] => Self::Compare,
            ["indicators"] => Self::Indicators,
            ["indicators", "new"] => Self::NewIndicator,
            ["indicators", id] if is_id(id) => Self::Indicator((*id).into()),
            ["guide"] => Self::Guide,
            ["forecast"] => Self::Forecast,
            ["models"] => Self::Models,
            ["workbench"] => Self::Workbench,
            ["data"] => Self::OwnData,
            ["account"] => Self::Account,
            ["sources"] => Self::Sources,
            ["quality"] => Self::Quality,
            ["model"] => Self::Model,
            ["about"] => Self::About,
            ["privacy"] => Self::Privacy,
            ["accessibility"] => Self::Accessibility,
            ["not-found"] => Self::NotFound,
            [city] if is_id(city) => Self::City((*city).into()),
            [city, "inventory"] if is_id(city) => Self::Inventory((*city).into()),
            [city, "live"] if is_id(city) => Self::Live((*city).into()),
            [city, "map"] if is_id(city) => Self::Map((*city).into()),
            _ => Self::NotFound,
        }
    }
}

/// Ids are folder names: small letters, digits, `-` and `_`.
fn is_id(text: &str) -> bool {
    let fits = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-' || b == b'_';
    (1..=64).contains(&text.len()) && text.bytes().all(fits)
}

impl Route {
    /// Reads the path of an address below the base path.
    pub fn parse(base: &str, path: &str) -> Self {
        let Some(rest) = below(base, path) else {
            return Self { lang: None, page: Page::NotFound };
        };
        let mut segments: Vec<&str> =
            rest.split('/').filter(|s| !s.is_empty() && *s != "index.html").collect();
        let lang = segments.first().and_then(|s| Lang::from_code(s));
        if lang.is_some() {
            segments.remove(0);
        }
        Self { lang, page: Page::from_segments(&segments) }
    }
}

/// The address of a page: base path, language, page.
pub fn href(base: &str, lang: Lang, page: &Page) -> String {
    format!("{base}{}/{}", lang.code(), page.path())
}

/// What of a path is below the base path (`/` or `/some/folder/`).
pub fn below<'a>(base: &str, path: &'a str) -> Option<&'a str> {
    if path.len() + 1 == base.len() && base.starts_with(path) {
        return Some("");
    }
    path.strip_prefix(base)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all() -> Vec<Page> {
        let mut pages = Page::GENERAL.to_vec();
        pages.extend([
            Page::City("lisboa".into()),
            Page::Map("porto".into()),
            Page::Inventory("guimaraes".into()),
            Page::Live("lisboa".into()),
            Page::Indicator("ghg_total".into()),
            Page::NotFound,
        ]);
        pages
    }

    #[test]
    fn every_page_survives_a_round_trip() {
        for base in ["/", "/twin/", "/a/b/"] {
            for lang in Lang::ALL {
                for page in all() {
                    let route = Route::parse(base, &href(base, lang, &page));
                    assert_eq!(route, Route { lang: Some(lang), page });
                }
            }
        }
    }

    #[test]
    fn an_address_may_lack_language_and_slash() {
        assert_eq!(Route::parse("/", "/"), Route { lang: None, page: Page::Home });
        assert_eq!(Route::parse("/", "/lisboa"), Route { lang: None, page: Page::City("lisboa".into()) });
        assert_eq!(Route::parse("/twin/", "/twin").page, Page::Home);
        assert_eq!(Route::parse("/", "/pt/lisboa/index.html").page, Page::City("lisboa".into()));
    }

    #[test]
    fn what_is_no_page_is_not_found() {
        for path in
            ["/pt/lisboa/nothing/", "/pt/Lisboa/", "/pt/../etc/", "/pt/indicators/a/b/", "/pt/%3Cscript%3E/"]
        {
            assert_eq!(Route::parse("/", path).page, Page::NotFound, "{path}");
        }
        assert_eq!(Route::parse("/twin/", "/other/pt/").page, Page::NotFound);
    }
}
