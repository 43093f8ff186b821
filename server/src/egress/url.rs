//! Absolute addresses, read strictly: a small part of what RFC 3986 allows.

use std::{fmt, str::FromStr};

use super::{
    host::Host,
    path::{check_path, check_query},
};

/// The longest address that is looked at.
const MOST_BYTES: usize = 2048;

/// How to speak to a host.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scheme {
    /// With TLS.
    Https,
    /// Without; for tests against loopback alone.
    Http,
}

/// An address of which every part was checked.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Url {
    /// With or without TLS.
    pub scheme: Scheme,
    /// The host.
    pub host: Host,
    /// The port, written or not.
    pub port: u16,
    /// The path, beginning with a slash.
    pub path: String,
    /// The query without its question mark.
    pub query: Option<String>,
}

/// Why a text is not an address that is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum UrlError {
    /// Too long, or characters that have no place in an address.
    #[error("expected at most 2048 plain ASCII characters without spaces and backslashes")]
    Text,
    /// Neither https nor http.
    #[error("expected it to begin with https://")]
    Scheme,
    /// A name or password before the host.
    #[error("expected no user name or password in it")]
    UserInfo,
    /// A host that is not written as expected.
    #[error("expected a host such as data.example.org in lower case (other alphabets as xn--…)")]
    Host,
    /// A number that only some programs take for an address.
    #[error("expected an IPv4 address to be written as four decimal numbers")]
    NumericHost,
    /// A port that is none.
    #[error("expected a port from 1 to 65535")]
    Port,
    /// A fragment.
    #[error("expected no fragment (#…)")]
    Fragment,
    /// A path with dot segments, empty segments, hidden slashes or needless encoding.
    #[error("expected a plain path: no dot segments, empty segments, encoded slashes or needless escapes")]
    Path,
    /// A query that holds what it may not.
    #[error("expected a plain query")]
    Query,
}

impl FromStr for Url {
    type Err = UrlError;

    fn from_str(text: &str) -> Result<Self, UrlError> {
        if text.len() > MOST_BYTES || !text.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\') {
            return Err(UrlError::Text);
        }
        if text.contains('#') {
            return Err(UrlError::Fragment);
        }
        let (scheme, rest) = match text.strip_prefix("https://") {
            Some(rest) => (Scheme::Https, rest),
            None => (Scheme::Http, text.strip_prefix("http://").ok_or(UrlError::Scheme)?),
        };
        let end = rest.find(['/', '?']).unwrap_or(rest.len());
        let (authority, rest) = rest.split_at(end);
        let (host, port) = read_authority(authority, scheme)?;
        let (path, query) = match rest.split_once('?') {
            Some((path, query)) => (path, Some(query)),
            None => (rest, None),
        };
        let path = if path.is_empty() { "/" } else { path };
        check_path(path)?;
        query.map_or(Ok(()), check_query)?;
        Ok(Self { scheme, host, port, path: path.to_owned(), query: query.map(str::to_owned) })
    }
}

fn read_authority(text: &str, scheme: Scheme) -> Result<(Host, u16), UrlError> {
    if text.contains('@') {
        return Err(UrlError::UserInfo);
    }
    if text.starts_with('[') && !text.contains(']') {
        return Err(UrlError::Host);
    }
    // The colons of an IPv6 address lie between brackets.
    let after_host = text.rfind(']').map_or(0, |bracket| bracket + 1);
    let (host, port) = match text[after_host..].find(':') {
        Some(colon) => (&text[..after_host + colon], Some(&text[after_host + colon + 1..])),
        None => (text, None),
    };
    let port = match port {
        None => scheme.port(),
        Some(digits) => read_port(digits).ok_or(UrlError::Port)?,
    };
    Ok((Host::parse(host)?, port))
}

fn read_port(digits: &str) -> Option<u16> {
    let plain = !digits.starts_with('0') && digits.bytes().all(|byte| byte.is_ascii_digit());
    digits.parse().ok().filter(|_| plain)
}

impl Scheme {
    /// The port where none is written.
    pub fn port(self) -> u16 {
        match self {
            Self::Https => 443,
            Self::Http => 80,
        }
    }

    /// Whether TLS is spoken.
    pub fn is_encrypted(self) -> bool {
        self == Self::Https
    }
}

impl Url {
    /// Host and port as the `Host` header has them.
    pub fn authority(&self) -> String {
        match self.port == self.scheme.port() {
            true => self.host.to_string(),
            false => format!("{}:{}", self.host, self.port),
        }
    }

    /// Path and query as a request has them.
    pub fn path_and_query(&self) -> String {
        match &self.query {
            Some(query) => format!("{}?{query}", self.path),
            None => self.path.clone(),
        }
    }
}

impl fmt::Display for Url {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scheme = match self.scheme {
            Scheme::Https => "https",
            Scheme::Http => "http",
        };
        write!(f, "{scheme}://{}{}", self.authority(), self.path_and_query())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_spelling_is_read_and_written_again() {
        for text in [
            "https://data.example.org/",
            "https://data.example.org/air/today.json",
            "https://data.example.org:8443/a/b/?x=1&y=%C3%A9",
            "https://xn--guimares-t0a.example/a%20b",
            "https://192.0.2.1/",
            "https://[2001:db8::1]:444/x",
        ] {
            assert_eq!(text.parse::<Url>().map(|url| url.to_string()), Ok(text.to_owned()));
        }
        let bare = "https://data.example.org".parse::<Url>().expect("an address");
        assert_eq!(bare.to_string(), "https://data.example.org/");
    }

    #[test]
    fn every_other_spelling_is_refused_for_its_own_reason() {
        for (text, why) in [
            ("ftp://data.example.org/", UrlError::Scheme),
            ("HTTPS://data.example.org/", UrlError::Scheme),
            ("//data.example.org/", UrlError::Scheme),
            ("https:/data.example.org/", UrlError::Scheme),
            ("https://data.example.org\\@evil.example/", UrlError::Text),
            ("https://data.example.org/\r\nX: y", UrlError::Text),
            ("https://data.example.org/ x", UrlError::Text),
            ("https://dáta.example.org/", UrlError::Text),
            ("https://data.example.org/#x", UrlError::Fragment),
            ("https://data.example.org#@evil.example/", UrlError::Fragment),
            ("https://user@data.example.org/", UrlError::UserInfo),
            ("https://data.example.org:443@evil.example/", UrlError::UserInfo),
            ("https:///x", UrlError::Host),
            ("https://localhost/", UrlError::Host),
            ("https://data.example.org./", UrlError::Host),
            ("https://.example.org/", UrlError::Host),
            ("https://data..example.org/", UrlError::Host),
            ("https://Data.example.org/", UrlError::Host),
            ("https://data_1.example.org/", UrlError::Host),
            ("https://-data.example.org/", UrlError::Host),
            ("https://data%2eexample.org/", UrlError::Host),
            ("https://[::1/", UrlError::Host),
            ("https://[fe80::1%25eth0]/", UrlError::Host),
            ("https://[::ffff:127.1]/", UrlError::Host),
            ("https://2130706433/", UrlError::NumericHost),
            ("https://0x7f000001/", UrlError::NumericHost),
            ("https://0x7f.0.0.1/", UrlError::NumericHost),
            ("https://017700000001/", UrlError::NumericHost),
            ("https://0177.0.0.1/", UrlError::NumericHost),
            ("https://127.1/", UrlError::NumericHost),
            ("https://127.0.0.01/", UrlError::NumericHost),
            ("https://data.0x7f/", UrlError::NumericHost),
            ("https://data.example.org:0/", UrlError::Port),
            ("https://data.example.org:/", UrlError::Port),
            ("https://data.example.org:65536/", UrlError::Port),
            ("https://data.example.org:0443/", UrlError::Port),
            ("https://data.example.org:+443/", UrlError::Port),
            ("https://data.example.org/a/../b", UrlError::Path),
            ("https://data.example.org/./b", UrlError::Path),
            ("https://data.example.org//b", UrlError::Path),
            ("https://data.example.org/a//", UrlError::Path),
            ("https://data.example.org/%2e%2e/b", UrlError::Path),
            ("https://data.example.org/a%2fb", UrlError::Path),
            ("https://data.example.org/a%5Cb", UrlError::Path),
            ("https://data.example.org/a%252fb", UrlError::Path),
            ("https://data.example.org/a%3Fb", UrlError::Path),
            ("https://data.example.org/a%23b", UrlError::Path),
            ("https://data.example.org/a;b", UrlError::Path),
            ("https://data.example.org/a%3bb", UrlError::Path),
            ("https://data.example.org/a%00", UrlError::Path),
            ("https://data.example.org/a%0d%0a", UrlError::Path),
            ("https://data.example.org/a%", UrlError::Path),
            ("https://data.example.org/a%4", UrlError::Path),
            ("https://data.example.org/a%zz", UrlError::Path),
            ("https://data.example.org/a%+1", UrlError::Path),
            ("https://data.example.org/%c0%af", UrlError::Path),
            ("https://data.example.org/%61", UrlError::Path),
            ("https://data.example.org/?a=%0d%0a", UrlError::Query),
            ("https://data.example.org/?a;b", UrlError::Query),
            ("https://data.example.org/?a=%ff", UrlError::Query),
            ("https://data.example.org/?a=[b]", UrlError::Query),
        ] {
            assert_eq!(text.parse::<Url>(), Err(why), "{text}");
        }
        let long = format!("https://data.example.org/{}", "a".repeat(2048));
        assert_eq!(long.parse::<Url>(), Err(UrlError::Text));
    }
}
