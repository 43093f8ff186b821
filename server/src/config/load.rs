//! Putting the configuration together from its three sources.

use std::path::{Path, PathBuf};

use super::{
    Config, ConfigError, Faults,
    keys::{KEYS, Key},
};
use crate::{
    egress::{SourceSpec, Sources},
    inbox, sign_in,
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
    let FileParts { settings: from_file, sources, subscriptions, sign_in, mut faults } =
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
        .chain(["[sources.ID]", "[subscriptions.ID]", "[sign_in]"])
        .collect::<Vec<_>>()
        .join(", ")
}

/// What no single value shows.
fn check_whole(config: &Config) -> Vec<ConfigError> {
    let mut faults = Vec::new();
    if let Some(tls) = &config.tls {
        let (cert, key) = (!tls.cert.as_os_str().is_empty(), !tls.key.as_os_str().is_empty());
        if cert && !key {
            faults.push(ConfigError::Half { given: "tls_cert", missing: "tls_key" });
        }
        if key && !cert {
            faults.push(ConfigError::Half { given: "tls_key", missing: "tls_cert" });
        }
    }
    if let Some(store) = &config.store {
        let (url, key) = (store.has_url(), !store.key.as_os_str().is_empty());
        if url && !key {
            faults.push(ConfigError::Half { given: "store", missing: "store_key" });
        }
        if key && !url {
            faults.push(ConfigError::Half { given: "store_key", missing: "store" });
        }
    }
    faults.extend(check_parts(config));
    let public = config.addresses().into_iter().find(|(_, address)| !address.ip().is_loopback());
    if let Some((_, found)) = public.filter(|_| config.egress.caps.loopback_http) {
        faults.push(ConfigError::TestSwitchInPublic { found });
    }
    faults
}

/// What one part of the configuration needs of another.
fn check_parts(config: &Config) -> Vec<ConfigError> {
    let needs = |given: String, expected| ConfigError::Needs { given, expected };
    let mut faults = Vec::new();
    if config.sign_in.is_some() && config.store.is_none() {
        faults.push(needs("sign_in".to_owned(), "expected a store, for sessions and evidence"));
    }
    let private =
        config.sources.iter().filter(|source| source.private).map(|source| format!("sources.{}", source.id));
    let subscribed = config.subscriptions.iter().filter(|subscription| subscription.private);
    let private = private.chain(subscribed.map(|one| format!("subscriptions.{}", one.id)));
    if config.sign_in.is_none() {
        let expected = "private: expected a table [sign_in], for nobody could read it";
        faults.extend(private.map(|given| needs(given, expected)));
    }
    for subscription in &config.subscriptions {
        let given = format!("subscriptions.{}", subscription.id);
        if config.sources.get(subscription.id.as_str()).is_some() {
            faults.push(needs(given.clone(), "expected another id than that of a source"));
        }
        if matches!(subscription.way, inbox::Way::Webhook(_)) && config.notify_listen.is_none() {
            faults.push(needs(given, "expected notify_listen, for nothing could come in"));
        }
    }
    faults
}

fn check_twin(config: &Config) -> Option<ConfigError> {
    let found = match (config.root.is_dir(), config.root.join("index.html").is_file()) {
        (false, _) => "no such folder; build it with ./dev build",
        (true, false) => "it has no index.html; build it with ./dev build",
        (true, true) => return None,
    };
    Some(ConfigError::NoTwin { path: config.root.clone(), found })
}

#[cfg(test)]
#[path = "load_tests.rs"]
mod tests;
