//! Writes every page of the built site as HTML: `gemeo-prerender --dist DIR --packs DIR [--site https://…]`.

use std::{env, process::ExitCode};

use gemeo_app::prerender::{Settings, run};

fn main() -> ExitCode {
    let settings = match settings(env::args().skip(1)) {
        Ok(settings) => settings,
        Err(message) => {
            eprintln!("{message}\nusage: gemeo-prerender --dist DIR --packs DIR [--site https://…]");
            return ExitCode::from(2);
        }
    };
    match run(&settings) {
        Ok(pages) => {
            eprintln!("{pages} pages");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("gemeo-prerender: {error}");
            ExitCode::FAILURE
        }
    }
}

fn settings(mut args: impl Iterator<Item = String>) -> Result<Settings, String> {
    let site = env::var("GEMEO_SITE").unwrap_or_default();
    let mut settings = Settings { site, ..Settings::default() };
    while let Some(name) = args.next() {
        let value = args.next().ok_or_else(|| format!("{name} needs a value"))?;
        match name.as_str() {
            "--dist" => settings.dist = value.into(),
            "--packs" => settings.packs = value.into(),
            "--site" => settings.site = value,
            _ => return Err(format!("unknown option {name}")),
        }
    }
    if settings.dist.as_os_str().is_empty() || settings.packs.as_os_str().is_empty() {
        return Err("--dist and --packs are needed".into());
    }
    if !settings.site.is_empty() && !settings.site.starts_with("http") {
        return Err(format!("--site {} is not an address; write https://…", settings.site));
    }
    Ok(settings)
}
