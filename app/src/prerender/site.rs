//! Every page of the site in every language.

use std::{
    fs,
    path::{Path, PathBuf},
};

use gemeo_shared::{
    geo::Level, indicator::CatalogueError, pack::PackError, standing::standing, view::CityView,
};

use super::{
    frame::{Filling, Frame},
    packs::Cities,
    render, share,
};
use crate::{
    assets,
    components::standing as say,
    data::{catalogue, methods, quality},
    head::{self, Head},
    i18n::{self, Lang},
    route::{self, Page},
};

/// Where to read and write.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Settings {
    /// The built site, with `index.html` as the frame.
    pub dist: PathBuf,
    /// The city packs.
    pub packs: PathBuf,
    /// Address of the site, `https://…`; empty where it is not known.
    pub site: String,
}

/// Why pages cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum PrerenderError {
    /// A file cannot be read or written.
    #[error("{}: {error}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the system says.
        error: std::io::Error,
    },
    /// `index.html` has no place for a page.
    #[error("{}: no <div id=\"app\"></div>, <title> or </head>; is this the built page?", .0.display())]
    Frame(PathBuf),
    /// A file is no report of quality.
    #[error("{}: no report of quality", .0.display())]
    Report(PathBuf),
    /// A pack cannot be used.
    #[error("{city}: {error}")]
    Pack {
        /// The city.
        city: String,
        /// Why not.
        error: PackError,
    },
    /// The shapes of a city cannot be drawn.
    #[error("{city}: shapes of {}: {error}", level.as_str())]
    Shapes {
        /// The city.
        city: String,
        /// Of which places.
        level: Level,
        /// Why not.
        error: gemeo_shared::lean::LeanError,
    },
    /// The catalogue cannot be used.
    #[error(transparent)]
    Catalogue(#[from] CatalogueError),
}

/// Writes every page; gives how many.
///
/// # Errors
/// [`PrerenderError`] names the file or the city.
pub fn run(settings: &Settings) -> Result<usize, PrerenderError> {
    let template = settings.dist.join("index.html");
    let frame = Frame::new(read(&template)?).ok_or(PrerenderError::Frame(template))?;
    assets::set(frame.assets());
    let cities = Cities::read(&settings.packs)?;
    let mut site = Site { settings, frame, cities, pages: 0 };
    for lang in Lang::ALL {
        site.language(lang)?;
    }
    Ok(site.pages)
}

/// The marks of every city's figures in a language, as JSON by `city/indicator`.
///
/// # Errors
/// [`PrerenderError`] names the file or the city.
pub fn marks(packs: &Path, report: &Path, lang: Lang) -> Result<String, PrerenderError> {
    i18n::set_embedded(lang);
    quality::set(&read(report)?);
    if quality::report().is_none() {
        return Err(PrerenderError::Report(report.to_owned()));
    }
    let found = super::marks::all(&Cities::read(packs)?.whole);
    Ok(serde_json::json!(found).to_string())
}

struct Site<'a> {
    settings: &'a Settings,
    frame: Frame,
    cities: Cities,
    pages: usize,
}

impl Site<'_> {
    fn language(&mut self, lang: Lang) -> Result<(), PrerenderError> {
        i18n::set_embedded(lang);
        let assets = assets::assets();
        let (names, told) = match lang {
            Lang::Pt => (assets.catalogue_pt, assets.methods_pt),
            Lang::En => (assets.catalogue_en, assets.methods_en),
        };
        // why: without the file the pages would carry ids in place of names, and nobody would notice
        catalogue::set(&read(&self.settings.dist.join(names))?);
        methods::set(&read(&self.settings.dist.join(told))?);
        quality::set(&read(&self.settings.dist.join(assets.quality.clone()))?);
        self.pictures(lang)?;
        for page in self.all_pages() {
            let address = route::href(&assets.base, lang, &page);
            let below = route::below(&assets.base, &address).unwrap_or_default().to_owned();
            self.write(&page, lang, Some(&address), &format!("{below}index.html"))?;
        }
        if lang == Lang::ALL[0] {
            let root = assets.base.clone();
            self.write(&Page::Home, lang, Some(&root), "index.html")?;
            self.write(&Page::NotFound, lang, None, "404.html")?;
        }
        Ok(())
    }

    fn all_pages(&self) -> Vec<Page> {
        let cities = self.cities.first.iter().map(|v| v.profile.id.clone());
        let cities = cities.flat_map(|id| {
            [Page::City(id.clone()), Page::Map(id.clone()), Page::Live(id.clone()), Page::Inventory(id)]
        });
        let indicators = catalogue::ids().into_iter().map(Page::Indicator);
        Page::GENERAL.into_iter().chain(cities).chain(indicators).collect()
    }

    fn write(
        &mut self,
        page: &Page,
        lang: Lang,
        path: Option<&str>,
        file: &str,
    ) -> Result<(), PrerenderError> {
        let body = render::markup(page, lang, &self.cities);
        let head = self.head(page);
        let picture = self.picture(page, lang);
        let data = self.data(page, lang);
        let html = self.frame.fill(&Filling {
            page,
            lang,
            path,
            head: &head,
            site: self.settings.site.trim_end_matches('/'),
            picture: Some(&picture),
            data: data.as_deref(),
            body: &body,
        });
        put(&self.settings.dist.join(file), &html)?;
        self.pages += 1;
        Ok(())
    }

    fn view(&self, page: &Page) -> Option<&CityView> {
        self.cities.first.iter().find(|v| Some(v.profile.id.as_str()) == page.city())
    }

    /// Title and description; a city's description is its answer, for previews of shared links.
    fn head(&self, page: &Page) -> Head {
        let name = match page {
            Page::Indicator(id) => Some(catalogue::name(id)),
            _ => self.view(page).map(|v| v.profile.name.clone()),
        };
        let mut head = head::of(page, name.as_deref());
        if let (Page::City(_), Some(view)) = (page, self.view(page)) {
            head.description = say::answer(&view.profile.name, &standing(view));
        }
        head
    }

    /// The picture for previews: that of the page's city, or that of the whole twin.
    fn picture(&self, page: &Page, lang: Lang) -> String {
        picture_path(self.view(page), lang, "png")
    }

    /// Draws the pictures for previews; the build's next step makes them what previews can show.
    fn pictures(&self, lang: Lang) -> Result<(), PrerenderError> {
        for view in self.cities.first.iter().map(Some).chain([None]) {
            put(&self.settings.dist.join(picture_path(view, lang, "svg")), &share::picture(view))?;
        }
        Ok(())
    }

    /// The city's data as a dataset, for search engines (schema.org/Dataset).
    fn data(&self, page: &Page, lang: Lang) -> Option<String> {
        let Page::City(_) = page else { return None };
        let view = self.view(page)?;
        let head = self.head(page);
        let value = serde_json::json!({
            "@context": "https://schema.org",
            "@type": "Dataset",
            "name": head.title,
            "description": head.description,
            "inLanguage": lang.tag(),
            "version": view.pack_hash,
            "isAccessibleForFree": true,
            "spatialCoverage": { "@type": "Place", "name": view.profile.name },
            "creator": { "@type": "Organization", "name": "Gémeo" },
        });
        Some(value.to_string())
    }
}

fn picture_path(view: Option<&CityView>, lang: Lang, kind: &str) -> String {
    let name = view.map_or("gemeo", |v| v.profile.id.as_str());
    format!("share/{name}-{}.{kind}", lang.code())
}

/// Writes a file, and the folder it lies in.
fn put(path: &Path, text: &str) -> Result<(), PrerenderError> {
    let fault = |error| PrerenderError::File { path: path.into(), error };
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(fault)?;
    }
    fs::write(path, text).map_err(fault)
}

/// Reads a file.
pub(super) fn read(path: &Path) -> Result<String, PrerenderError> {
    fs::read_to_string(path).map_err(|error| PrerenderError::File { path: path.into(), error })
}
