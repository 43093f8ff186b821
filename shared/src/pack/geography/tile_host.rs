//! Hosts that a map may ask for tiles beside the site's own, where whoever runs the site lists them.

use std::{fmt, str::FromStr};

/// Most hosts of a list: each one learns which part of a city a visitor looks at.
const MOST: usize = 8;

/// A host as it stands in a content security policy: `https://tiles.example`, with a port where it is not 443.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct TileHost(String);

/// The hosts of a list; none by default.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TileHosts(Vec<TileHost>);

impl TileHost {
    /// Its name without the scheme, for people: `tiles.example`.
    pub fn name(&self) -> &str {
        self.0.trim_start_matches("https://")
    }

    /// Host and path of an address.
    ///
    /// # Errors
    /// Why it is none, and what is expected.
    pub fn of(address: &str) -> Result<(Self, &str), String> {
        let (host, path) = address
            .strip_prefix("https://")
            .and_then(|rest| rest.split_once('/'))
            .ok_or_else(|| format!("“{address}” is no address such as https://tiles.example/city.pmtiles"))?;
        Ok((format!("https://{host}").parse()?, path))
    }
}

impl TileHosts {
    /// Each of them.
    pub fn iter(&self) -> impl Iterator<Item = &TileHost> {
        self.0.iter()
    }
}

impl FromStr for TileHost {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = |why: &str| {
            format!("“{text}” {why}; expected https:// and a name, such as https://tiles.example")
        };
        let rest = text.strip_prefix("https://").ok_or_else(|| wrong("does not begin with https://"))?;
        let (name, port) = rest.split_once(':').map_or((rest, None), |(name, port)| (name, Some(port)));
        if name.contains(['/', '?', '#', '@']) || port.is_some_and(|p| p.contains('/')) {
            return Err(wrong("holds more than a host"));
        }
        let label = |l: &str| {
            (1..=63).contains(&l.len())
                && l.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
                && !l.starts_with('-')
                && !l.ends_with('-')
        };
        let labels: Vec<&str> = name.split('.').collect();
        let named = labels.len() > 1 && labels.iter().all(|l| label(l)) && name.len() <= 253;
        // An address of numbers has no certificate that names it, and no name to tell a visitor.
        if !named || labels.last().is_some_and(|l| l.bytes().all(|b| b.is_ascii_digit())) {
            return Err(wrong("is no name of a host in lower-case letters"));
        }
        let port = match port {
            None | Some("443") => String::new(),
            Some(port) if !port.starts_with('0') && port.parse::<u16>().is_ok() => format!(":{port}"),
            Some(_) => return Err(wrong("has no port from 1 to 65535")),
        };
        Ok(Self(format!("https://{name}{port}")))
    }
}

/// Names between commas; the same one twice is one.
impl FromStr for TileHosts {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let items = text.split(',').map(str::trim).filter(|item| !item.is_empty());
        let mut hosts = items.map(str::parse).collect::<Result<Vec<TileHost>, _>>()?;
        hosts.sort();
        hosts.dedup();
        match hosts.len() {
            0..=MOST => Ok(Self(hosts)),
            n => Err(format!("{n} hosts; {MOST} are the most")),
        }
    }
}

impl fmt::Display for TileHost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_is_a_name_behind_https() {
        for (given, kept) in [
            ("https://tiles.example", "https://tiles.example"),
            ("https://tiles.example:443", "https://tiles.example"),
            ("https://a-1.tiles.example:8443", "https://a-1.tiles.example:8443"),
        ] {
            assert_eq!(given.parse::<TileHost>().map(|host| host.to_string()), Ok(kept.to_owned()));
        }
        for wrong in [
            "",
            "tiles.example",
            "http://tiles.example",
            "https://",
            "https://*.example",
            "https://*",
            "https://localhost",
            "https://127.0.0.1",
            "https://[::1]",
            "https://Tiles.example",
            "https://tiles.example/",
            "https://tiles.example/x",
            "https://user@tiles.example",
            "https://tiles.example:0",
            "https://tiles.example:70000",
            "https://tiles.example; script-src *",
            "https://-a.example",
            "https://a..example",
        ] {
            assert!(wrong.parse::<TileHost>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_list_holds_each_once() {
        let hosts: TileHosts =
            "https://b.example, https://a.example,https://b.example".parse().expect("a list");
        assert_eq!(hosts.iter().map(TileHost::name).collect::<Vec<_>>(), ["a.example", "b.example"]);
        assert_eq!("".parse(), Ok(TileHosts::default()));
        let many: Vec<String> = (0..9).map(|n| format!("https://t{n}.example")).collect();
        assert!(many.join(",").parse::<TileHosts>().expect_err("too many").contains("8 are the most"));
    }
}
