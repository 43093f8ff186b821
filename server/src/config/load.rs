//! Putting the configuration together from its three sources.

use std::path::{Path, PathBuf};

use super::{
    Config, ConfigError, Faults,
    keys::{KEYS, Key},
    whole::{check_twin, check_whole},
};
use crate::{
    egress::{SourceSpec, Sources},
    inbox, share, sign_in, traces,
};

/// A value on its way into the configuration.
struct Setting {
    key: &'static Key,
    text: String,
    origin: String,
}

/// Reads file, environment and flags, the later ones winning, and checks the whole.
///
/// `variable` looks up the environment; `flags` are pairs of key and value from the command line.
pub fn load(
    file: Option<&Path>,
    variable: impl Fn(&str) -> Option<String>,
    flags: &[(&'static Key, String)],
) -> Result<Config, Faults> {
    let (config, mut faults) = read(file, variable, flags);
    faults.extend(check_whole(&config));
    faults.extend(check_twin(&config));
    if faults.is_empty() { Ok(config) } else { Err(Faults(faults)) }
}

fn read(
    file: Option<&Path>,
    variable: impl Fn(&str) -> Option<String>,
    flags: &[(&'static Key, String)],
) -> (Config, Vec<ConfigError>) {
    let FileParts { settings: from_file, sources, subscriptions, nats, otlp, sign_in, mut faults } =
        file.map_or_else(Default::default, read_file);
    let from_environment = KEYS.iter().filter_map(|key| {
        let origin = key.variable();
        Some(Setting { key, text: variable(&origin)?, origin })
    });
    let from_flags = flags.iter().map(|(key, text)| Setting { key, text: text.clone(), origin: key.flag() });
    let mut config = Config::default();
    for setting in from_file.into_iter().chain(from_environment).chain(from_flags) {
        faults.extend(setting.apply(&mut config));
    }
    let loopback_http = config.egress.caps.loopback_http;
    config.sources = check_sources(sources, loopback_http, &mut faults);
    config.subscriptions = check_subscriptions(subscriptions, loopback_http, &mut faults);
    if let Some((value, origin)) = nats {
        match check_nats(value) {
            Ok(spec) => config.nats = Some(spec),
            Err(reason) => faults.push(ConfigError::BadTable { table: "nats".to_owned(), origin, reason }),
        }
    }
    if let Some((value, origin)) = otlp {
        match check_otlp(value) {
            Ok(spec) => config.otlp = Some(spec),
            Err(reason) => faults.push(ConfigError::BadTable { table: "otlp".to_owned(), origin, reason }),
        }
    }
    if let Some((value, origin)) = sign_in {
        match check_sign_in(value, &config) {
            Ok(spec) => config.sign_in = Some(spec),
            Err(reason) => faults.push(ConfigError::BadTable { table: "sign_in".to_owned(), origin, reason }),
        }
    }
    (config, faults)
}

/// As [`load`], for what is done to the store: a twin need not be there.
pub fn load_for_task(
    file: Option<&Path>,
    variable: impl Fn(&str) -> Option<String>,
    flags: &[(&'static Key, String)],
) -> Result<Config, Faults> {
    let (config, mut faults) = read(file, variable, flags);
    faults.extend(check_whole(&config));
    if faults.is_empty() { Ok(config) } else { Err(Faults(faults)) }
}

impl Setting {
    fn apply(self, config: &mut Config) -> Option<ConfigError> {
        let Self { key, text, origin } = self;
        // An empty value leaves the key as it is: `GEMEO_TLS_CERT=` in an environment file.
        if text.is_empty() && key.default.is_empty() || key.set(config, &text).is_some() {
            return None;
        }
        // The address of a store may hold a password.
        let text = if key.name == "store" { "(not shown)".to_owned() } else { text };
        Some(ConfigError::BadValue { key: key.name, origin, expects: key.expects, found: text })
    }
}

/// What a file holds.
#[derive(Default)]
struct FileParts {
    settings: Vec<Setting>,
    sources: Vec<(String, toml::Value, String)>,
    subscriptions: Vec<(String, toml::Value, String)>,
    nats: Option<(toml::Value, String)>,
    otlp: Option<(toml::Value, String)>,
    sign_in: Option<(toml::Value, String)>,
    faults: Vec<ConfigError>,
}

fn read_file(path: &Path) -> FileParts {
    match parse_file(path) {
        Ok(table) => read_table(table, path),
        Err(fault) => FileParts { faults: vec![fault], ..FileParts::default() },
    }
}

fn parse_file(path: &Path) -> Result<toml::Table, ConfigError> {
    let owned = || PathBuf::from(path);
    let text = std::fs::read_to_string(path)
        .map_err(|fault| ConfigError::Unreadable { path: owned(), reason: fault.to_string() })?;
    text.parse().map_err(|fault: toml::de::Error| ConfigError::NotToml {
        path: owned(),
        reason: fault.to_string().trim_end().to_owned(),
    })
}

fn read_table(table: toml::Table, path: &Path) -> FileParts {
    let origin = path.display().to_string();
    let mut parts = FileParts::default();
    for (name, value) in table {
        match (Key::named(&name), value) {
            (Some(key), value) => {
                parts.settings.push(Setting { key, text: as_text(&value), origin: origin.clone() });
            }
            (None, toml::Value::Table(sources)) if name == "sources" => {
                parts.sources.extend(sources.into_iter().map(|(id, value)| (id, value, origin.clone())));
            }
            (None, toml::Value::Table(found)) if name == "subscriptions" => {
                parts.subscriptions.extend(found.into_iter().map(|(id, value)| (id, value, origin.clone())));
            }
            (None, value) if name == "nats" => parts.nats = Some((value, origin.clone())),
            (None, value) if name == "otlp" => parts.otlp = Some((value, origin.clone())),
            (None, value) if name == "sign_in" => parts.sign_in = Some((value, origin.clone())),
            (None, _) => {
                let (origin, known) = (origin.clone(), known());
                parts.faults.push(ConfigError::UnknownKey { origin, key: name, known });
            }
        }
    }
    parts
}

fn check_sources(
    found: Vec<(String, toml::Value, String)>,
    loopback_http: bool,
    faults: &mut Vec<ConfigError>,
) -> Sources {
    let mut sources = Sources::default();
    for (id, value, origin) in found {
        let spec = value.try_into::<SourceSpec>().map_err(|fault| fault.to_string().trim_end().to_owned());
        match spec.and_then(|spec| spec.check(&id, loopback_http)) {
            Ok(source) => sources.insert(source),
            Err(reason) => faults.push(ConfigError::BadSource { id, origin, reason }),
        }
    }
    sources
}

fn check_subscriptions(
    found: Vec<(String, toml::Value, String)>,
    loopback_http: bool,
    faults: &mut Vec<ConfigError>,
) -> Vec<inbox::Subscription> {
    let mut subscriptions = Vec::new();
    for (id, value, origin) in found {
        let table = value.try_into::<inbox::Table>().map_err(|fault| fault.to_string().trim_end().to_owned());
        match table.and_then(|table| table.check(&id, loopback_http)) {
            Ok(subscription) => subscriptions.push(subscription),
            Err(reason) => {
                faults.push(ConfigError::BadTable { table: format!("subscriptions.{id}"), origin, reason });
            }
        }
    }
    subscriptions
}

fn check_nats(value: toml::Value) -> Result<share::Spec, String> {
    value.try_into::<share::Table>().map_err(|fault| fault.to_string().trim_end().to_owned())?.check()
}

fn check_otlp(value: toml::Value) -> Result<traces::Spec, String> {
    value.try_into::<traces::Table>().map_err(|fault| fault.to_string().trim_end().to_owned())?.check()
}

fn check_sign_in(value: toml::Value, config: &Config) -> Result<sign_in::Spec, String> {
    let table =
        value.try_into::<sign_in::Table>().map_err(|fault| fault.to_string().trim_end().to_owned())?;
    table.check(&config.base, config.egress.caps.loopback_http)
}

/// Written as it would be in the environment: a list of texts between commas, the rest as it stands.
fn as_text(value: &toml::Value) -> String {
    match value {
        toml::Value::String(text) => text.clone(),
        toml::Value::Array(items) if items.iter().all(toml::Value::is_str) => {
            items.iter().map(as_text).collect::<Vec<_>>().join(",")
        }
        other => other.to_string(),
    }
}

fn known() -> String {
    KEYS.iter()
        .map(|key| key.name)
        .chain(["[sources.ID]", "[subscriptions.ID]", "[nats]", "[otlp]", "[sign_in]"])
        .collect::<Vec<_>>()
        .join(", ")
}

#[cfg(test)]
#[path = "load_tests.rs"]
mod tests;
