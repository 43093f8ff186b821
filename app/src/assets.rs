//! Where the built files are: read from the `gemeo-assets` meta of the page.

use std::cell::RefCell;

use gemeo_shared::tree_struct;

/// Addresses of the files that the app fetches, relative to the base path or absolute on this host.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assets {
    /// The path that the whole app lies under, with a slash at both ends.
    pub base: String,
    /// The model worker's module.
    pub worker: String,
    /// The forecast worker's module.
    pub forecast_worker: String,
    /// The table worker's module.
    pub table_worker: String,
    /// Texts of a first visit in Portuguese.
    pub locale_pt: String,
    /// Texts of a first visit in English.
    pub locale_en: String,
    /// The other texts in Portuguese.
    pub late_pt: String,
    /// The other texts in English.
    pub late_en: String,
    /// Names of the indicators in Portuguese.
    pub catalogue_pt: String,
    /// Names of the indicators in English.
    pub catalogue_en: String,
    /// Methods of the indicators in Portuguese.
    pub methods_pt: String,
    /// Methods of the indicators in English.
    pub methods_en: String,
    /// Findings and grades of the figures of every city.
    pub quality: String,
    /// The map engine's module.
    pub map: String,
    /// The map engine's worker.
    pub map_worker: String,
    /// The map engine's styles.
    pub map_css: String,
    /// The workbench's module.
    pub workbench: String,
    /// Bytes of the workbench's database.
    pub workbench_bytes: u32,
    /// Bytes of it as they come over the wire.
    pub workbench_packed: u32,
    /// Styles of the pages that load late.
    pub late_css: String,
    /// Hosts that maps may ask for tiles, `https://tiles.example`; none unless the site lists them.
    pub tile_hosts: Vec<String>,
    /// Version of the build.
    pub version: String,
    /// Where errors are reported: an address of the project's issue tracker, or empty.
    pub issues: String,
}

impl Default for Assets {
    fn default() -> Self {
        Self {
            base: "/".into(),
            worker: "worker/worker.js".into(),
            forecast_worker: "forecast/worker.js".into(),
            table_worker: "table/worker.js".into(),
            locale_pt: "locales/pt.json".into(),
            locale_en: "locales/en.json".into(),
            late_pt: "locales/late-pt.json".into(),
            late_en: "locales/late-en.json".into(),
            catalogue_pt: "catalogue/pt.json".into(),
            catalogue_en: "catalogue/en.json".into(),
            methods_pt: "methods/pt.json".into(),
            methods_en: "methods/en.json".into(),
            quality: "methods/quality.json".into(),
            map: "map/map.js".into(),
            map_worker: "map/worker.js".into(),
            map_css: "map/map.css".into(),
            workbench: "workbench/workbench.mjs".into(),
            workbench_bytes: 34_242_586,
            workbench_packed: 6_000_000,
            late_css: "late.css".into(),
            tile_hosts: Vec::new(),
            version: env!("CARGO_PKG_VERSION").into(),
            issues: String::new(),
        }
    }
}

tree_struct! {
    lenient Assets {
        base, worker, forecast_worker, table_worker, locale_pt, locale_en, late_pt, late_en, catalogue_pt, catalogue_en,
        methods_pt, methods_en, quality, map, map_worker, map_css, workbench, workbench_bytes, workbench_packed, late_css,
        tile_hosts, version, issues,
    }
}

thread_local! {
    static CURRENT: RefCell<Assets> = RefCell::new(Assets::default());
}

/// The assets of this build.
pub fn assets() -> Assets {
    CURRENT.with(|a| a.borrow().clone())
}

/// The base path, with a slash at both ends.
pub fn base() -> String {
    CURRENT.with(|a| a.borrow().base.clone())
}

/// The names of the hosts that maps may ask for tiles, as a sentence takes them; none where there are none.
pub fn tile_hosts() -> Option<String> {
    let names = |a: &Assets| {
        a.tile_hosts.iter().map(|host| host.trim_start_matches("https://").to_owned()).collect::<Vec<_>>()
    };
    let names = CURRENT.with(|a| names(&a.borrow()));
    (!names.is_empty()).then(|| names.join(", "))
}

/// Whether the site lists a host, `https://tiles.example`, that maps may ask for tiles.
pub fn allows_tiles_of(host: &str) -> bool {
    CURRENT.with(|a| a.borrow().tile_hosts.iter().any(|listed| listed == host))
}

/// Sets the assets, once at the start.
pub fn set(assets: Assets) {
    CURRENT.with(|a| *a.borrow_mut() = assets);
}

/// Reads the content of the meta; the defaults where it is missing or broken.
pub fn parse(json: &str) -> Assets {
    let mut assets: Assets = gemeo_shared::tree::from_str(json).unwrap_or_default();
    assets.base = format!("/{}/", assets.base.trim_matches('/')).replace("//", "/");
    assets
}

/// The address of a file below the base path; what begins with a slash stays.
pub fn url(path: &str) -> String {
    if path.starts_with('/') { path.to_owned() } else { format!("{}{path}", base()) }
}

/// Reads the meta of the page the app runs in.
#[cfg(target_arch = "wasm32")]
pub fn from_page() -> Assets {
    let content = || {
        let meta = crate::browser::document().query_selector("meta[name=gemeo-assets]").ok()??;
        meta.get_attribute("content")
    };
    content().map_or_else(Assets::default, |json| parse(&json))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_base_gets_its_slashes() {
        for (given, wanted) in [("", "/"), ("/", "/"), ("twin", "/twin/"), ("/a/b", "/a/b/")] {
            assert_eq!(parse(&format!(r#"{{"base":"{given}"}}"#)).base, wanted);
        }
        assert_eq!(parse("broken"), Assets::default());
    }
}
