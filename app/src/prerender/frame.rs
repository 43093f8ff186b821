//! The built `index.html` as a frame that a rendered page is put into.

use gemeo_shared::pack::{CORE, DETAIL, GEOGRAPHY, MANIFEST, SOURCES, index::INDEX};

use crate::{
    assets::{self, Assets},
    head::{Head, alternates},
    i18n::Lang,
    pages::late::Part,
    route::Page,
};

const MOUNT: &str = "<div id=\"app\"></div>";

/// The frame with its parts.
#[derive(Debug, Clone)]
pub struct Frame {
    html: String,
}

/// What a frame is filled with.
#[derive(Debug, Clone, Copy)]
pub struct Filling<'a> {
    /// The page.
    pub page: &'a Page,
    /// Its language.
    pub lang: Lang,
    /// The path the file will be served at; none where it stands for any address.
    pub path: Option<&'a str>,
    /// Title and description.
    pub head: &'a Head,
    /// Address of the site, `https://…` without a slash at its end; empty where it is not known.
    pub site: &'a str,
    /// Path of the picture for link previews; none where there is none.
    pub picture: Option<&'a str>,
    /// JSON-LD about the page; none where there is nothing to say.
    pub data: Option<&'a str>,
    /// The rendered page.
    pub body: &'a str,
}

impl Frame {
    /// A frame, where the file has the place for the app and for a title.
    pub fn new(html: String) -> Option<Self> {
        let whole = html.contains(MOUNT) && html.contains("<title>") && html.contains("</head>");
        whole.then_some(Self { html })
    }

    /// The assets that the frame names.
    pub fn assets(&self) -> Assets {
        let content = self.html.split("name=\"gemeo-assets\" content=").nth(1).and_then(|rest| {
            let quote = rest.chars().next()?;
            rest[1..].split(quote).next()
        });
        content.map_or_else(Assets::default, |json| assets::parse(&unescape(json)))
    }

    /// The frame with a page in it.
    pub fn fill(&self, filling: &Filling<'_>) -> String {
        let path = filling.path.map_or_else(String::new, |p| format!(" data-path=\"{}\"", escape(p)));
        let html = replace_between(&self.html, "<html lang=\"", "\"", filling.lang.tag());
        let html = replace_between(&html, "<title>", "</title>", &escape(&filling.head.full_title()));
        let html = replace_between(
            &html,
            "<meta name=\"description\" content=\"",
            "\"",
            &escape(&filling.head.description),
        );
        let early = if matches!(filling.page, Page::Map(_)) { early(&html) } else { String::new() };
        let html = html.replacen("</head>", &format!("{early}{}</head>", tags(filling)), 1);
        html.replacen(MOUNT, &format!("<div id=\"app\"{path}>{}</div>", filling.body), 1)
    }
}

/// Canonical address, other languages and previews. Without the site's address the app adds the first two when
/// it starts, from the address it finds itself at.
fn tags(filling: &Filling<'_>) -> String {
    let mut out = String::new();
    let (site, base) = (filling.site, assets::base());
    if Part::of(filling.page).is_some() {
        let sheet = assets::url(&assets::assets().late_css);
        out.push_str(&format!("<link rel=\"stylesheet\" href=\"{}\" id=\"late-css\">\n", escape(&sheet)));
    }
    let soon = soon(filling.page, filling.lang, &assets::assets());
    if let Some(soon) = soon {
        out.push_str(&format!("<meta name=\"gemeo-soon\" content=\"{}\">\n", escape(&soon.to_string())));
    }
    let all = alternates(site, &base, filling.page);
    let own = all.iter().find(|(lang, _)| *lang == filling.lang).map_or("", |(_, a)| a.as_str());
    let mut meta = |name: &str, key: &str, value: &str| {
        out.push_str(&format!("<meta {name}=\"{key}\" content=\"{}\">\n", escape(value)));
    };
    meta("property", "og:type", "website");
    meta("property", "og:site_name", "Gémeo");
    meta("property", "og:title", &filling.head.title);
    meta("property", "og:description", &filling.head.description);
    meta("property", "og:locale", &filling.lang.tag().replace('-', "_"));
    meta("property", "og:url", own);
    if let Some(picture) = filling.picture {
        meta("property", "og:image", &format!("{site}{base}{picture}"));
        meta("property", "og:image:width", "1200");
        meta("property", "og:image:height", "630");
        meta("name", "twitter:card", "summary_large_image");
    }
    if *filling.page == Page::NotFound {
        meta("name", "robots", "noindex");
    } else if !site.is_empty() {
        out.push_str(&format!("<link rel=\"canonical\" href=\"{}\">\n", escape(own)));
        for (lang, address) in &all {
            let (tag, address) = (lang.tag(), escape(address));
            out.push_str(&format!("<link rel=\"alternate\" hreflang=\"{tag}\" href=\"{address}\">\n"));
        }
    }
    for (kind, path) in published(filling.page) {
        let href = escape(&format!("{base}{path}"));
        out.push_str(&format!("<link rel=\"alternate\" type=\"{kind}\" href=\"{href}\">\n"));
    }
    if let Some(data) = filling.data {
        // why: `</` would end the script element
        let data = data.replace("</", "<\\/");
        out.push_str(&format!("<script type=\"application/ld+json\">{data}</script>\n"));
    }
    out
}

/// The program itself, asked for with the page: who opens a map wants to work with it.
fn early(html: &str) -> String {
    let Some((before, _)) = html.split_once("/boot.js\"") else { return String::new() };
    let folder = before.rsplit('"').next().unwrap_or_default();
    format!(
        "<link rel=\"preload\" as=\"fetch\" crossorigin=\"anonymous\" href=\"{folder}/gemeo-app_bg.wasm\">\n\
         <link rel=\"modulepreload\" href=\"{folder}/gemeo-app.js\">\n"
    )
}

/// What a city's page asks for once the app has started, so that it comes side by side (`app/boot.js`): files of programs, and
/// texts (of packs; on a map those of the language too). A map names its engine besides, and what comes with that.
fn soon(page: &Page, lang: Lang, assets: &Assets) -> Option<serde_json::Value> {
    let (city, on_map) = match page {
        Page::City(city) => (city, false),
        Page::Map(city) => (city, true),
        _ => return None,
    };
    let beside = |file: &str, name: &str| {
        let folder = file.rsplit_once('/').map_or("", |(folder, _)| folder);
        format!("{folder}/{name}")
    };
    let mut files = vec![assets.worker.clone()];
    files.extend(["gemeo_worker.js", "gemeo_worker_bg.wasm"].map(|name| beside(&assets.worker, name)));
    let mut of_pack = vec![MANIFEST, CORE, SOURCES];
    if on_map {
        files.push(beside(&assets.worker, "split_shapes.wasm"));
        of_pack.extend([GEOGRAPHY, DETAIL]);
    }
    let packs = of_pack.iter().map(|name| format!("packs/{city}/{name}"));
    let mut packs: Vec<String> = [format!("packs/{INDEX}")].into_iter().chain(packs).collect();
    if on_map {
        packs.extend(match lang {
            Lang::Pt => [&assets.locale_pt, &assets.catalogue_pt, &assets.late_pt].map(Clone::clone),
            Lang::En => [&assets.locale_en, &assets.catalogue_en, &assets.late_en].map(Clone::clone),
        });
    }
    let addresses = |list: Vec<String>| list.iter().map(|path| assets::url(path)).collect::<Vec<_>>();
    let mut soon = serde_json::json!({"files": addresses(files), "packs": addresses(packs)});
    if on_map {
        let shared = beside(&assets.map, "maplibre-shared.mjs");
        let later = vec![shared, assets.map_worker.clone(), assets.map_css.clone()];
        soon["engine"] = assets::url(&assets.map).into();
        soon["later"] = addresses(later).into();
    }
    Some(soon)
}

/// Files of the site that say for programs what a page says for people; the build puts them there.
fn published(page: &Page) -> &'static [(&'static str, &'static str)] {
    match page {
        Page::Sources => {
            &[("text/turtle", "catalogue/dcat.ttl"), ("application/ld+json", "catalogue/dcat.jsonld")]
        }
        Page::Model => {
            &[("text/turtle", "catalogue/model.ttl"), ("application/ld+json", "catalogue/model.jsonld")]
        }
        _ => &[],
    }
}

/// Replaces what stands between two marks, once; nothing where the marks are not there.
fn replace_between(text: &str, from: &str, to: &str, with: &str) -> String {
    let Some((before, rest)) = text.split_once(from) else { return text.to_owned() };
    let Some((_, after)) = rest.split_once(to) else { return text.to_owned() };
    format!("{before}{from}{with}{to}{after}")
}

/// Text as it stands in HTML, in elements and attributes.
pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

fn unescape(text: &str) -> String {
    text.replace("&quot;", "\"")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&#39;", "'")
        .replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;

    const HTML: &str = "<!doctype html><html lang=\"pt-PT\"><head><title>x</title>\
        <meta name=\"description\" content=\"y\">\
        <meta name=\"gemeo-assets\" content=\"{&quot;base&quot;:&quot;/twin/&quot;,&quot;version&quot;:&quot;1a&quot;}\">\
        </head><body><div id=\"app\"></div></body></html>";

    fn filled(page: &Page, site: &str) -> String {
        let frame = Frame::new(HTML.into()).expect("a whole frame");
        let head = Head { title: "A & B".into(), description: "“quoted” \"too\"".into() };
        let body = "<main>hello</main>";
        let data = Some("{\"a\":\"</script>\"}");
        frame.fill(&Filling {
            page,
            lang: Lang::En,
            path: Some("/en/"),
            head: &head,
            site,
            picture: None,
            data,
            body,
        })
    }

    #[test]
    fn a_page_gets_its_own_head_and_body() {
        let html = filled(&Page::Home, "https://twin.example");
        assert!(html.contains("<html lang=\"en-GB\">"));
        assert!(html.contains("<title>A &amp; B · Gémeo</title>"));
        assert!(html.contains("content=\"“quoted” &quot;too&quot;\""));
        assert!(html.contains("<div id=\"app\" data-path=\"/en/\"><main>hello</main></div>"));
        assert!(html.contains("rel=\"canonical\" href=\"https://twin.example/en/\""));
        assert!(!html.contains("</script>\"}"));
    }

    #[test]
    fn without_a_site_there_is_no_canonical_address() {
        assert!(!filled(&Page::Home, "").contains("canonical"));
        assert!(filled(&Page::NotFound, "https://twin.example").contains("noindex"));
    }

    #[test]
    fn pages_of_a_city_name_what_they_will_ask_for() {
        let told = |page: &Page| {
            soon(page, Lang::Pt, &Assets { worker: "worker/1a/worker.js".into(), ..Assets::default() })
        };
        let of_city = told(&Page::City("porto".into())).expect("a list").to_string();
        let of_map = told(&Page::Map("porto".into())).expect("a list").to_string();
        for file in ["worker/1a/gemeo_worker_bg.wasm", "packs/index.json", "packs/porto/core.json"] {
            assert!(of_city.contains(file) && of_map.contains(file), "{file}");
        }
        for file in ["maplibre-shared.mjs", "packs/porto/geography.json", "locales/late-pt.json"] {
            assert!(!of_city.contains(file) && of_map.contains(file), "{file}");
        }
        assert_eq!(told(&Page::Home), None);
    }

    #[test]
    fn a_map_asks_for_the_program_with_the_page_and_other_pages_do_not() {
        let html =
            HTML.replace("</head>", "<script type=\"module\" src=\"/twin/app/1a/boot.js\"></script></head>");
        let frame = Frame::new(html).expect("a whole frame");
        let head = Head { title: "x".into(), description: String::new() };
        let filled = |page: &Page| {
            let (lang, body) = (Lang::Pt, "");
            frame.fill(&Filling {
                page,
                lang,
                path: None,
                head: &head,
                site: "",
                picture: None,
                data: None,
                body,
            })
        };
        let wanted = "as=\"fetch\" crossorigin=\"anonymous\" href=\"/twin/app/1a/gemeo-app_bg.wasm\"";
        assert!(filled(&Page::Map("porto".into())).contains(wanted));
        assert!(!filled(&Page::City("porto".into())).contains("gemeo-app_bg.wasm"));
    }

    #[test]
    fn the_assets_are_read_from_the_frame() {
        let assets = Frame::new(HTML.into()).expect("a whole frame").assets();
        assert_eq!((assets.base.as_str(), assets.version.as_str()), ("/twin/", "1a"));
        assert!(Frame::new("<html></html>".into()).is_none());
    }
}
