//! The one list of keys: name, default, what is expected, what it does.

use std::{net::SocketAddr, path::PathBuf, str::FromStr, time::Duration};

use tracing::level_filters::LevelFilter;

use super::{Config, LogFormat, StoreConfig, TlsFiles};
use crate::egress::Trust;

/// A key of the configuration.
pub struct Key {
    /// Its name in the file.
    pub name: &'static str,
    /// The value it has when nobody sets it, as it would be written.
    pub default: &'static str,
    /// What is expected, to be read after "expected".
    pub expects: &'static str,
    /// What it does, in a sentence.
    pub about: &'static str,
    set: fn(&mut Config, &str) -> Option<()>,
}

impl Key {
    /// The key of that name.
    pub fn named(name: &str) -> Option<&'static Self> {
        KEYS.iter().find(|key| key.name == name)
    }

    /// Its name in the environment.
    pub fn variable(&self) -> String {
        format!("GEMEO_{}", self.name.to_uppercase())
    }

    /// Its name on the command line.
    pub fn flag(&self) -> String {
        format!("--{}", self.name.replace('_', "-"))
    }

    /// Sets it; none where the text is not what is expected.
    pub fn set(&self, config: &mut Config, text: &str) -> Option<()> {
        (self.set)(config, text)
    }
}

/// Every key there is, in the order of the reference.
pub const KEYS: &[Key] = &[
    Key {
        name: "listen",
        default: "127.0.0.1:8080",
        expects: "an address and port such as 127.0.0.1:8080 or [::]:8080",
        about: "Address of the public listener. Port 0 lets the system choose.",
        set: |config, text| put(&mut config.listen, text.parse().ok()),
    },
    Key {
        name: "ops_listen",
        default: "",
        expects: "a loopback address and port such as 127.0.0.1:9090",
        about: "Address of the listener for metrics and health; without it there is none.",
        set: |config, text| put(&mut config.ops_listen, loopback(text).map(Some)),
    },
    Key {
        name: "notify_listen",
        default: "",
        expects: "an address and port such as 127.0.0.1:8081",
        about: "Address of the webhook for notifications; without it there is none.",
        set: |config, text| put(&mut config.notify_listen, text.parse().ok().map(Some)),
    },
    Key {
        name: "max_notification_bytes",
        default: "1048576",
        expects: "a number from 1024 to 16777216",
        about: "The most a notification may hold.",
        set: |config, text| put(&mut config.notification_bytes, number(text, 1024, 16_777_216)),
    },
    Key {
        name: "root",
        default: "dist",
        expects: "the path of a folder that holds index.html",
        about: "Folder of the built twin, relative to the working directory.",
        set: |config, text| put(&mut config.root, path(text)),
    },
    Key {
        name: "base",
        default: "/",
        expects: "a path that begins and ends with a slash, such as / or /twin/",
        about: "Where the twin stands on its host; the one it was built for.",
        set: |config, text| put(&mut config.base, text.parse().ok()),
    },
    Key {
        name: "tls_cert",
        default: "",
        expects: "the path of a certificate chain in PEM",
        about: "Certificate chain; with tls_key the server speaks HTTPS itself.",
        set: |config, text| {
            let cert = path(text)?;
            config.tls.get_or_insert_default().cert = cert;
            Some(())
        },
    },
    Key {
        name: "tls_key",
        default: "",
        expects: "the path of a private key in PEM",
        about: "Private key of the certificate.",
        set: |config, text| {
            let key = path(text)?;
            config.tls.get_or_insert_with(TlsFiles::default).key = key;
            Some(())
        },
    },
    Key {
        name: "trusted_proxies",
        default: "",
        expects: "addresses or networks such as 127.0.0.1 or 10.0.0.0/8",
        about: "Proxies whose X-Forwarded-Proto and X-Forwarded-For are believed.",
        set: |config, text| put(&mut config.trusted_proxies, text.parse().ok()),
    },
    Key {
        name: "hsts_seconds",
        default: "31536000",
        expects: "seconds from 0 to 63072000",
        about: "How long browsers must insist on TLS, sent over TLS only; 0 sends nothing.",
        set: |config, text| put(&mut config.hsts, seconds(text, 0, 63_072_000)),
    },
    Key {
        name: "tile_hosts",
        default: "",
        expects: "at most 8 hosts such as https://tiles.example",
        about: "Hosts that maps may ask for tiles; the ones the twin was built for (GEMEO_TILE_HOSTS).",
        set: |config, text| put(&mut config.tile_hosts, text.parse().ok()),
    },
    Key {
        name: "max_connections",
        default: "480",
        expects: "a number from 1 to 100000",
        about: "Connections open at once; further ones wait. Keep it below half of the open-file limit.",
        set: |config, text| put(&mut config.limits.connections, number(text, 1, 100_000)),
    },
    Key {
        name: "header_seconds",
        default: "15",
        expects: "seconds from 1 to 3600",
        about: "Time to send the headers of a request, and the longest a kept connection is idle.",
        set: |config, text| put(&mut config.limits.header, seconds(text, 1, 3600)),
    },
    Key {
        name: "request_seconds",
        default: "30",
        expects: "seconds from 1 to 3600",
        about: "Time for a request's body and the answer to it.",
        set: |config, text| put(&mut config.limits.request, seconds(text, 1, 3600)),
    },
    Key {
        name: "write_seconds",
        default: "30",
        expects: "seconds from 1 to 3600",
        about: "Time after which a client that takes nothing of its answer is cut off.",
        set: |config, text| put(&mut config.limits.write, seconds(text, 1, 3600)),
    },
    Key {
        name: "drain_seconds",
        default: "10",
        expects: "seconds from 0 to 3600",
        about: "Time for requests under way when the server stops.",
        set: |config, text| put(&mut config.limits.drain, seconds(text, 0, 3600)),
    },
    Key {
        name: "max_body_bytes",
        default: "65536",
        expects: "a number from 0 to 104857600",
        about: "The most a request's body may hold.",
        set: |config, text| put(&mut config.limits.body_bytes, number(text, 0, 104_857_600)),
    },
    Key {
        name: "api_per_minute",
        default: "1200",
        expects: "a number from 0 to 1000000",
        about: "Requests below /api that one address may make in a minute, and as many at once; 0 counts none.",
        set: |config, text| put(&mut config.rates.api, number(text, 0, 1_000_000)),
    },
    Key {
        name: "auth_per_minute",
        default: "300",
        expects: "a number from 0 to 1000000",
        about: "The same below /auth.",
        set: |config, text| put(&mut config.rates.auth, number(text, 0, 1_000_000)),
    },
    Key {
        name: "notify_per_minute",
        default: "6000",
        expects: "a number from 0 to 1000000",
        about: "The same for the webhook.",
        set: |config, text| put(&mut config.rates.notify, number(text, 0, 1_000_000)),
    },
    Key {
        name: "log_format",
        default: "text",
        expects: "text or json",
        about: "Lines for people or one JSON object a line, on standard error.",
        set: |config, text| put(&mut config.log.format, log_format(text)),
    },
    Key {
        name: "log_level",
        default: "info",
        expects: "off, error, warn, info or debug",
        about: "The least important thing that is written; info has a line for each request.",
        set: |config, text| put(&mut config.log.level, log_level(text)),
    },
    Key {
        name: "egress_seconds",
        default: "20",
        expects: "seconds from 1 to 300",
        about: "Time for a whole call to a source, the lookup of its name included.",
        set: |config, text| put(&mut config.egress.caps.time, seconds(text, 1, 300)),
    },
    Key {
        name: "egress_concurrent",
        default: "16",
        expects: "a number from 1 to 1000",
        about: "Calls to sources under way at once.",
        set: |config, text| put(&mut config.egress.caps.concurrent, number(text, 1, 1000)),
    },
    Key {
        name: "egress_ca",
        default: "",
        expects: "the path of certificates in PEM",
        about: "Authorities to believe in place of the system's when sources are called.",
        set: |config, text| put(&mut config.egress.trust, path(text).map(Trust::File)),
    },
    Key {
        name: "egress_loopback_http",
        default: "false",
        expects: "true or false",
        about: "For tests: http and loopback may be called. Refused unless every listener is on loopback.",
        set: |config, text| put(&mut config.egress.caps.loopback_http, text.parse().ok()),
    },
    Key {
        name: "store",
        default: "",
        expects: "sqlite:FILE, or postgres://… that leads to this machine alone",
        about: "Where the evidence is kept; without it, nowhere.",
        set: |config, text| {
            let url = text.parse().ok()?;
            config.store.get_or_insert_with(StoreConfig::unknown).url = url;
            Some(())
        },
    },
    Key {
        name: "store_key",
        default: "",
        expects: "the path of a file of keys",
        about: "Keys that seal the store's secrets; store new-key FILE makes one.",
        set: |config, text| {
            let key = path(text)?;
            config.store.get_or_insert_with(StoreConfig::unknown).key = key;
            Some(())
        },
    },
    Key {
        name: "retention_days",
        default: "0",
        expects: "days from 0 to 36500",
        about: "After how many days the evidence is taken out; 0 keeps it.",
        set: |config, text| put(&mut config.retention_days, number(text, 0, 36_500)),
    },
    Key {
        name: "max_subscribers",
        default: "200",
        expects: "a number from 1 to 100000",
        about: "Readers of live streams at once. Keep it well below max_connections.",
        set: |config, text| put(&mut config.subscribers, number(text, 1, 100_000)),
    },
    Key {
        name: "replay",
        default: "",
        expects: "the path of a folder of recorded answers",
        about: "Plays recorded answers in place of every source; every reading says so.",
        set: |config, text| put(&mut config.replay, path(text).map(Some)),
    },
    Key {
        name: "replay_seconds",
        default: "5",
        expects: "seconds from 1 to 3600",
        about: "Pause between two recorded answers of a source.",
        set: |config, text| put(&mut config.replay_every, seconds(text, 1, 3600)),
    },
];

fn put<T>(place: &mut T, value: Option<T>) -> Option<()> {
    *place = value?;
    Some(())
}

fn path(text: &str) -> Option<PathBuf> {
    (!text.is_empty()).then(|| PathBuf::from(text))
}

fn loopback(text: &str) -> Option<SocketAddr> {
    text.parse().ok().filter(|address: &SocketAddr| address.ip().is_loopback())
}

fn number<T: FromStr + PartialOrd>(text: &str, least: T, most: T) -> Option<T> {
    text.parse().ok().filter(|number| (&least..=&most).contains(&number))
}

fn seconds(text: &str, least: u64, most: u64) -> Option<Duration> {
    number(text, least, most).map(Duration::from_secs)
}

fn log_format(text: &str) -> Option<LogFormat> {
    match text {
        "text" => Some(LogFormat::Text),
        "json" => Some(LogFormat::Json),
        _ => None,
    }
}

fn log_level(text: &str) -> Option<LevelFilter> {
    match text {
        "off" => Some(LevelFilter::OFF),
        "error" => Some(LevelFilter::ERROR),
        "warn" => Some(LevelFilter::WARN),
        "info" => Some(LevelFilter::INFO),
        "debug" => Some(LevelFilter::DEBUG),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_defaults_in_the_reference_are_the_defaults() {
        let mut config = Config::default();
        for key in KEYS.iter().filter(|key| !key.default.is_empty()) {
            assert!(key.set(&mut config, key.default).is_some(), "{}", key.name);
        }
        assert_eq!(config, Config::default());
    }

    #[test]
    fn bad_values_are_refused() {
        for (name, bad) in [
            ("listen", "8080"),
            ("listen", "localhost"),
            ("ops_listen", "0.0.0.0:9090"),
            ("ops_listen", "192.0.2.1:9090"),
            ("root", ""),
            ("base", "twin"),
            ("trusted_proxies", "proxy.example"),
            ("hsts_seconds", "63072001"),
            ("tile_hosts", "http://tiles.example"),
            ("tile_hosts", "https://tiles.example; script-src *"),
            ("max_connections", "0"),
            ("header_seconds", "0"),
            ("write_seconds", "-1"),
            ("drain_seconds", "1.5"),
            ("max_body_bytes", "64k"),
            ("api_per_minute", "-1"),
            ("auth_per_minute", "1000001"),
            ("notify_per_minute", "many"),
            ("log_format", "xml"),
            ("log_level", "INFO"),
            ("egress_seconds", "0"),
            ("egress_concurrent", "0"),
            ("store", "postgres://gemeo@db.example.org/gemeo"),
            ("retention_days", "-1"),
            ("egress_loopback_http", "yes"),
        ] {
            let key = Key::named(name).expect("a key");
            assert_eq!(key.set(&mut Config::default(), bad), None, "{name} = {bad}");
        }
    }

    #[test]
    fn the_manual_names_every_key() {
        let manual = include_str!("../../../docs/server.md");
        for key in KEYS {
            let row = format!("| `{}` | ", key.name);
            assert!(manual.contains(&row), "docs/server.md has no row for `{}`", key.name);
        }
    }
}
