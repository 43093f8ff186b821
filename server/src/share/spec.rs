//! The table `[nats]` as the configuration file has it, and checked.

use std::{collections::BTreeSet, fmt, path::PathBuf};

use serde::Deserialize;

use crate::{
    egress::{Host, SourceId, Url},
    store::check_rights,
};

/// The port of NATS where none is written.
const PORT: u16 = 4222;
const EXPECTED: &str =
    "url: expected tls://HOST or tls://HOST:PORT, or nats://127.0.0.1:PORT on this machine";

/// The table `[nats]` of the configuration file.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Table {
    url: String,
    credentials_file: Option<PathBuf>,
    #[serde(default)]
    cities: Vec<String>,
}

/// How streams are shared, of which every part was checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spec {
    /// `tls://HOST:PORT`, or `nats://` and a loopback address.
    pub(super) address: String,
    /// Whether the connection is encrypted.
    pub(super) encrypted: bool,
    pub(super) login: Option<Login>,
    /// Cities whose streams are relayed although no source of theirs is here.
    pub cities: BTreeSet<String>,
}

/// Who we are to NATS.
#[derive(Clone, PartialEq, Eq)]
pub(super) enum Login {
    /// The text of a `.creds` file: a JWT and the seed of its key.
    Credentials(String),
    Password {
        user: String,
        password: String,
    },
}

impl fmt::Debug for Login {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Login(…)")
    }
}

impl Table {
    /// Checks it and reads its credentials.
    ///
    /// # Errors
    /// The key at fault, and what is expected.
    pub fn check(self) -> Result<Spec, String> {
        let (address, encrypted) = address(&self.url).ok_or(EXPECTED)?;
        let login = self.credentials_file.map(|file| {
            let read = || {
                check_rights(&file)?;
                let text = std::fs::read_to_string(&file).map_err(|fault| fault.to_string())?;
                login(&text)
            };
            read().map_err(|fault| format!("credentials_file: {}: {fault}", file.display()))
        });
        let city = |city: String| match city.parse::<SourceId>() {
            Ok(_) => Ok(city),
            Err(fault) => Err(format!("cities: {fault}")),
        };
        let cities = self.cities.into_iter().map(city).collect::<Result<_, _>>()?;
        Ok(Spec { address, encrypted, login: login.transpose()?, cities })
    }
}

fn address(url: &str) -> Option<(String, bool)> {
    let (scheme, rest) = url.split_once("://")?;
    let rest = rest.strip_suffix('/').unwrap_or(rest);
    let (encrypted, spelling) = match scheme {
        "tls" => (true, format!("https://{rest}")),
        "nats" => (false, format!("http://{rest}")),
        _ => return None,
    };
    let read = spelling.parse::<Url>().ok().filter(|_| !rest.contains(['/', '?']))?;
    let loopback = matches!(read.host, Host::Address(address) if address.is_loopback());
    let written = rest.ends_with(&format!(":{}", read.port));
    let port = if written { read.port } else { PORT };
    (encrypted || loopback).then(|| (format!("{scheme}://{}:{port}", read.host), encrypted))
}

fn login(text: &str) -> Result<Login, String> {
    if text.len() <= 64 * 1024 && text.contains("-----BEGIN NATS USER JWT-----") {
        return Ok(Login::Credentials(text.to_owned()));
    }
    let line = text.lines().next().unwrap_or_default().trim();
    let plain = line.len() <= 512 && line.bytes().all(|byte| byte.is_ascii_graphic());
    match line.split_once(':').filter(|(user, password)| plain && !user.is_empty() && !password.is_empty()) {
        Some((user, password)) => {
            Ok(Login::Password { user: user.to_owned(), password: password.to_owned() })
        }
        None => {
            Err("expected the credentials that nsc made (.creds), or USER:PASSWORD in its first line"
                .to_owned())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_tls_or_this_machine() {
        for (url, expected) in [
            ("tls://nats.example.org", "tls://nats.example.org:4222"),
            ("tls://nats.example.org:443", "tls://nats.example.org:443"),
            ("tls://10.0.0.7:4333/", "tls://10.0.0.7:4333"),
            ("nats://127.0.0.1", "nats://127.0.0.1:4222"),
            ("nats://[::1]:4333", "nats://[::1]:4333"),
        ] {
            assert_eq!(address(url), Some((expected.to_owned(), url.starts_with("tls"))), "{url}");
        }
        for bad in [
            "nats://nats.example.org:4222",
            "nats://localhost:4222",
            "nats://10.0.0.7:4222",
            "tls://user:password@nats.example.org",
            "tls://nats.example.org/x",
            "tls://nats.example.org?x",
            "tls://nats.example.org:0",
            "tls://127.1",
            "ws://127.0.0.1:4222",
            "nats.example.org",
            "",
        ] {
            assert_eq!(address(bad), None, "{bad}");
        }
    }

    #[test]
    fn credentials_are_of_either_kind_and_shown_nowhere() {
        let password = Login::Password { user: "gemeo".to_owned(), password: "a:b".to_owned() };
        assert_eq!(login("gemeo:a:b\nmore"), Ok(password.clone()));
        assert_eq!(format!("{password:?}"), "Login(…)");
        let creds = "-----BEGIN NATS USER JWT-----\nx\n------END NATS USER JWT------\n";
        assert_eq!(login(creds), Ok(Login::Credentials(creds.to_owned())));
        for bad in ["", "gemeo", ":x", "gemeo:", "ge meo:x"] {
            assert!(login(bad).is_err(), "{bad}");
        }
    }
}
