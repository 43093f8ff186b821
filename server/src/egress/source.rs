//! The list of what may be called.

use std::{collections::BTreeMap, fmt, str::FromStr, time::Duration};

use gemeo_shared::connect;
use serde::Deserialize;

use super::{
    EgressError, Host, Scheme, Url, UrlError,
    address::special,
    path::{check_path, check_query},
};

/// The opaque name of a source: lower-case letters, figures and hyphens, at most 64.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SourceId(String);

impl SourceId {
    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for SourceId {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        match (1..=64).contains(&text.len()) && text.bytes().all(plain) {
            true => Ok(Self(text.to_owned())),
            false => Err("expected an id of at most 64 lower-case letters, figures and hyphens"),
        }
    }
}

impl fmt::Display for SourceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The types in which an answer is handed on. None of them is run by a browser.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub enum Media {
    /// JSON.
    #[serde(rename = "json")]
    Json,
    /// Comma-separated values.
    #[serde(rename = "csv")]
    Csv,
    /// Text, also where it is XML.
    #[serde(rename = "text")]
    Text,
    /// Anything else, such as GTFS-RT.
    #[serde(rename = "bytes")]
    Bytes,
}

impl Media {
    /// The value of `Content-Type`.
    pub fn content_type(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::Csv => "text/csv; charset=utf-8",
            Self::Text => "text/plain; charset=utf-8",
            Self::Bytes => "application/octet-stream",
        }
    }
}

/// A source as the configuration file has it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SourceSpec {
    /// What is called, or the folder below which calls are allowed.
    pub url: String,
    /// Whether paths below `url` may be called; it then ends with a slash.
    #[serde(default)]
    pub beneath: bool,
    /// The names of query parameters that a caller may set.
    #[serde(default)]
    pub query: Vec<String>,
    /// The type of its answers.
    pub media: Media,
    /// For how long an answer is good.
    #[serde(default = "a_minute")]
    pub every_seconds: u64,
    /// The most an answer may hold.
    #[serde(default = "a_mebibyte")]
    pub max_kib: usize,
    /// The parser that reads it for the live readings of `city`.
    #[serde(default)]
    pub live: Option<String>,
    /// The city it is about.
    #[serde(default)]
    pub city: Option<String>,
    /// Whether it is only for those whom the policy lets at it; it then has a city.
    #[serde(default)]
    pub private: bool,
    /// Whether it is told which trace a call of it belongs to.
    #[serde(default)]
    pub trace: bool,
    /// After how long without an answer it is stale; three times `every_seconds` unless set.
    #[serde(default)]
    pub stale_seconds: Option<u64>,
}

/// How a source is relayed live.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Live {
    /// The city it is about.
    pub city: String,
    /// The id of the parser that reads it.
    pub connector: &'static str,
    /// After how long without an answer it is stale.
    pub stale_after: Duration,
}

fn a_minute() -> u64 {
    60
}

fn a_mebibyte() -> usize {
    1024
}

/// A source of which every part was checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Its id.
    pub id: SourceId,
    /// What is called, or the folder of what is called.
    url: Url,
    beneath: bool,
    query: Vec<String>,
    /// The type of its answers.
    pub media: Media,
    /// For how long an answer is good.
    pub every: Duration,
    /// The most an answer may hold.
    pub max_bytes: usize,
    /// How it is relayed live, where it is.
    pub live: Option<Live>,
    /// The city it is about, where it is about one.
    pub city: Option<String>,
    /// Whether it is only for those whom the policy lets at it.
    pub private: bool,
    trace: bool,
}

/// An address that the list allows. Only the list makes one.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Target {
    url: Url,
    max_bytes: usize,
    traced: bool,
}

impl Target {
    /// An address that another list of this module allows.
    pub(super) fn new(url: Url, max_bytes: usize) -> Self {
        Self { url, max_bytes, traced: false }
    }

    /// The address.
    pub fn url(&self) -> &Url {
        &self.url
    }

    /// Whether it is told which trace a call belongs to.
    pub fn traced(&self) -> bool {
        self.traced
    }

    /// The most the answer may hold.
    pub fn max_bytes(&self) -> usize {
        self.max_bytes
    }
}

/// What QualAr gives for today is the latest hour, under the heading of the day's maximum; see the parser.
const NOT_LIVE: &str = "qualar-day";

impl SourceSpec {
    /// Checks it. `loopback_http` is the switch for tests.
    pub fn check(self, id: &str, loopback_http: bool) -> Result<Source, String> {
        let id = id.parse::<SourceId>().map_err(str::to_owned)?;
        let url = self.url.parse::<Url>().map_err(|fault| format!("url: {fault}"))?;
        if url.scheme == Scheme::Http && !loopback_http {
            return Err("url: expected it to begin with https://".to_owned());
        }
        if let (Host::Address(address), false) = (&url.host, loopback_http)
            && let Some(range) = special(*address)
        {
            return Err(format!("url: expected a public address; {address} ({}) is never called", range.0));
        }
        if self.beneath && (url.query.is_some() || !url.path.ends_with('/')) {
            return Err("beneath: expected a url that ends with a slash".to_owned());
        }
        if let Some(name) = self.query.iter().find(|name| !is_parameter(name)) {
            return Err(format!("query: expected plain names of parameters, found `{name}`"));
        }
        if !(1..=86_400).contains(&self.every_seconds) {
            return Err("every_seconds: expected a number from 1 to 86400".to_owned());
        }
        if !(1..=65_536).contains(&self.max_kib) {
            return Err("max_kib: expected a number from 1 to 65536".to_owned());
        }
        let city = self.city()?;
        if self.private && city.is_none() {
            return Err("private: expected a city, by which the policy decides".to_owned());
        }
        let live = self.live()?;
        let every = Duration::from_secs(self.every_seconds);
        let Self { beneath, query, media, max_kib, private, trace, .. } = self;
        let max_bytes = max_kib * 1024;
        Ok(Source { id, url, beneath, query, media, every, max_bytes, live, city, private, trace })
    }

    fn city(&self) -> Result<Option<String>, String> {
        let city = self.city.as_ref().map(|city| city.parse::<SourceId>().map(|city| city.0));
        city.transpose().map_err(|fault| format!("city: {fault}"))
    }

    fn live(&self) -> Result<Option<Live>, String> {
        let (live, city) = match (&self.live, &self.city) {
            (None, _) if self.stale_seconds.is_none() && (self.city.is_none() || self.private) => {
                return Ok(None);
            }
            (Some(live), Some(city)) => (live, city),
            _ => {
                return Err(
                    "live: expected live and city together, and stale_seconds only with them".to_owned()
                );
            }
        };
        if live == NOT_LIVE {
            return Err(format!(
                "live: `{NOT_LIVE}` names the latest hour of today the day's maximum; expected another"
            ));
        }
        let connector = connect::by_id(live).ok_or_else(|| {
            let known: Vec<&str> = connect::CONNECTORS.iter().map(|connector| connector.id).collect();
            format!("live: no parser `{live}`; expected one of {}", known.join(", "))
        })?;
        let city = city.parse::<SourceId>().map_err(|fault| format!("city: {fault}"))?.0;
        let stale = self.stale_seconds.unwrap_or(self.every_seconds.saturating_mul(3));
        if stale < self.every_seconds {
            return Err("stale_seconds: expected no less than every_seconds".to_owned());
        }
        let stale_after = Duration::from_secs(stale);
        Ok(Some(Live { city, connector: connector.id, stale_after }))
    }
}

fn is_parameter(name: &str) -> bool {
    (1..=64).contains(&name.len())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.'))
}

impl Source {
    /// The address of a call: `below` the folder (empty for the url itself), with the caller's query.
    pub fn target(&self, below: &str, query: Option<&str>) -> Result<Target, EgressError> {
        let mut url = self.url.clone();
        if !below.is_empty() {
            if !self.beneath {
                return Err(EgressError::NotAllowed);
            }
            check_path(&format!("/{below}"))?;
            url.path.push_str(below);
        }
        if let Some(query) = query.filter(|query| !query.is_empty()) {
            self.check_parameters(query)?;
            url.query = Some(match url.query {
                Some(fixed) => format!("{fixed}&{query}"),
                None => query.to_owned(),
            });
        }
        // Read again as a whole, so that what is called is what can be written in the list.
        let url = url.to_string().parse()?;
        Ok(Target { url, max_bytes: self.max_bytes, traced: self.trace })
    }

    /// Every parameter is named in the list and comes once: of two, programs choose differently.
    fn check_parameters(&self, query: &str) -> Result<(), EgressError> {
        check_query(query)?;
        let mut seen = Vec::new();
        for pair in query.split('&') {
            let name = pair.split_once('=').ok_or(UrlError::Query)?.0;
            if !self.query.iter().any(|allowed| allowed == name) || seen.contains(&name) {
                return Err(EgressError::NotAllowed);
            }
            seen.push(name);
        }
        Ok(())
    }

    fn allows(&self, url: &Url) -> Option<Target> {
        let ours = &self.url;
        let same_host = (ours.scheme, &ours.host, ours.port) == (url.scheme, &url.host, url.port);
        let below = url.path.strip_prefix(ours.path.as_str()).filter(|_| same_host)?;
        let added = match (&ours.query, url.query.as_deref()) {
            (None, query) => query,
            (Some(fixed), Some(query)) if query == fixed => None,
            (Some(fixed), Some(query)) => Some(query.strip_prefix(fixed.as_str())?.strip_prefix('&')?),
            (Some(_), None) => return None,
        };
        self.target(below, added).ok()
    }
}

/// Every source, by id.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sources(BTreeMap<String, Source>);

impl Sources {
    /// Adds a source in place of the one of the same id.
    pub fn insert(&mut self, source: Source) {
        self.0.insert(source.id.0.clone(), source);
    }

    /// The source of that id.
    pub fn get(&self, id: &str) -> Option<&Source> {
        self.0.get(id)
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Every source, by id.
    pub fn iter(&self) -> impl Iterator<Item = &Source> {
        self.0.values()
    }

    /// The target of an address that came from a source or a partner, where the list allows it.
    pub fn allow(&self, address: &str) -> Result<Target, EgressError> {
        let url = address.parse::<Url>()?;
        self.0.values().find_map(|source| source.allows(&url)).ok_or(EgressError::NotAllowed)
    }
}

#[cfg(test)]
#[path = "source_tests.rs"]
mod tests;
