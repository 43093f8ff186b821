//! Writes every page of the built site as HTML: `gemeo-prerender --dist DIR --packs DIR [--site https://…]`; before it, says
//! what marks the figures of the cities: `gemeo-prerender --marks pt|en --quality FILE --packs DIR`.

use std::{env, path::PathBuf, process::ExitCode};

use gemeo_app::{
    i18n::Lang,
    prerender::{Settings, marks, run},
};

const USAGE: &str = "usage: gemeo-prerender --dist DIR --packs DIR [--site https://…]
       gemeo-prerender --marks pt|en --quality FILE --packs DIR";

fn main() -> ExitCode {
    let asked = match Asked::read(env::args().skip(1)) {
        Ok(asked) => asked,
        Err(message) => {
            eprintln!("{message}\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    let done = match &asked.marks {
        Some((lang, report)) => marks(&asked.settings.packs, report, *lang).map(|json| println!("{json}")),
        None => run(&asked.settings).map(|pages| eprintln!("{pages} pages")),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("gemeo-prerender: {error}");
            ExitCode::FAILURE
        }
    }
}

/// What is asked for: pages, or the marks of a language by a report of quality.
struct Asked {
    settings: Settings,
    marks: Option<(Lang, PathBuf)>,
}

impl Asked {
    fn read(mut args: impl Iterator<Item = String>) -> Result<Self, String> {
        let site = env::var("GEMEO_SITE").unwrap_or_default();
        let mut settings = Settings { site, ..Settings::default() };
        let (mut lang, mut quality) = (None, PathBuf::new());
        while let Some(name) = args.next() {
            let value = args.next().ok_or_else(|| format!("{name} needs a value"))?;
            match name.as_str() {
                "--dist" => settings.dist = value.into(),
                "--packs" => settings.packs = value.into(),
                "--site" => settings.site = value,
                "--marks" => {
                    let found = Lang::ALL.into_iter().find(|l| l.code() == value);
                    lang = Some(found.ok_or_else(|| format!("--marks {value} is no language here"))?);
                }
                "--quality" => quality = value.into(),
                _ => return Err(format!("unknown option {name}")),
            }
        }
        if settings.packs.as_os_str().is_empty() {
            return Err("--packs is needed".into());
        }
        let marks = lang.map(|lang| (lang, quality));
        match &marks {
            Some((_, quality)) if quality.as_os_str().is_empty() => {
                return Err("--quality is needed".into());
            }
            None if settings.dist.as_os_str().is_empty() => return Err("--dist is needed".into()),
            _ => {}
        }
        if !settings.site.is_empty() && !settings.site.starts_with("http") {
            return Err(format!("--site {} is not an address; write https://…", settings.site));
        }
        Ok(Self { settings, marks })
    }
}
