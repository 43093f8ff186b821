//! A base map of the city's own, in place of the quiet one that is drawn from the pack.

use serde::{Deserialize, Serialize};

use super::TileHost;
use crate::tree_struct;

/// Where the files of a base map are and who is to be named for it.
///
/// Paths are below the site's address. The archive alone may be on another host, where whoever runs the site lists that
/// host: the policy of a page lets it ask no others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Basemap {
    /// Tiles in one PMTiles file (version 3): `basemaps/lisboa.pmtiles`, or `https://tiles.example/lisboa.pmtiles`.
    pub archive: String,
    /// Layers for them, a style of the map engine: `basemaps/light.json`.
    pub style: String,
    /// The same for the dark theme; without, the one style serves both.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub style_dark: Option<String>,
    /// Who made the data, as their licence asks for it.
    pub attribution: String,
}

tree_struct! { strict Basemap { archive, style, style_dark, attribution } }

impl Basemap {
    /// What is wrong with it, and what to do.
    ///
    /// # Errors
    /// The field and the reason.
    pub fn check(&self) -> Result<(), String> {
        if self.archive.contains("://") {
            let (_, rest) = TileHost::of(&self.archive).map_err(|why| format!("archive: {why}"))?;
            path("archive", rest, ".pmtiles")?;
        } else {
            path("archive", &self.archive, ".pmtiles")?;
        }
        path("style", &self.style, ".json")?;
        if let Some(dark) = &self.style_dark {
            path("style_dark", dark, ".json")?;
        }
        match self.attribution.trim().chars().count() {
            0 => Err("attribution is empty; name who made the data".into()),
            1..=300 => Ok(()),
            n => Err(format!("attribution has {n} letters; 300 are the most")),
        }
    }

    /// The other host that the archive is on; none where it is below the site's address.
    pub fn host(&self) -> Option<TileHost> {
        TileHost::of(&self.archive).ok().map(|(host, _)| host)
    }
}

fn path(field: &str, text: &str, ending: &str) -> Result<(), String> {
    let fits = |part: &str| {
        !part.is_empty()
            && part.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b))
            && !part.starts_with('.')
    };
    if !text.ends_with(ending) {
        return Err(format!("{field} “{text}” does not end with {ending}"));
    }
    if text.len() > 200 || !text.split('/').all(fits) {
        return Err(format!(
            "{field} “{text}” is no path of letters, figures, “-”, “_” and “.”, such as basemaps/city{ending}"
        ));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn basemap(archive: &str) -> Basemap {
        Basemap {
            archive: archive.into(),
            style: "basemaps/light.json".into(),
            style_dark: None,
            attribution: "© OpenStreetMap contributors".into(),
        }
    }

    #[test]
    fn an_archive_may_be_on_another_host_and_styles_stay_on_the_site() {
        let elsewhere = basemap("https://tiles.example/a/x.pmtiles");
        assert_eq!(elsewhere.check(), Ok(()));
        assert_eq!(elsewhere.host().map(|host| host.to_string()), Some("https://tiles.example".into()));
        assert_eq!(basemap("basemaps/lisboa.pmtiles").host(), None);
        let style = Basemap { style: "https://tiles.example/light.json".into(), ..elsewhere };
        assert!(style.check().expect_err("a style from elsewhere").contains("style"));
        for path in [
            "http://tiles.example/x.pmtiles",
            "https://tiles.example",
            "https://tiles.example/x.pmtiles?key=1",
            "https://tiles.example/../x.pmtiles",
            "https://127.0.0.1/x.pmtiles",
        ] {
            assert!(basemap(path).check().expect_err(path).starts_with("archive"), "{path}");
        }
    }

    #[test]
    fn paths_stay_on_the_site() {
        assert_eq!(basemap("basemaps/lisboa.pmtiles").check(), Ok(()));
        for path in [
            "//tiles.example/x.pmtiles",
            "/x.pmtiles",
            "a/../x.pmtiles",
            "a\\x.pmtiles",
            "a b.pmtiles",
            ".pmtiles",
            "x.pmtiles?y=.pmtiles",
            "x.mbtiles",
            "",
        ] {
            assert!(basemap(path).check().is_err(), "{path}");
        }
        let nameless = Basemap { attribution: "  ".into(), ..basemap("x.pmtiles") };
        assert!(nameless.check().expect_err("nobody is named").contains("attribution"));
    }
}
