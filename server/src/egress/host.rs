//! A host as it may be written: one spelling for each, so that nothing reads it otherwise than we do.

use std::{
    fmt,
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
};

use super::UrlError;

/// A name to be looked up, or an address.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Host {
    /// A name of at least two labels, in lower case, without a last dot.
    Name(String),
    /// An address in its usual form.
    Address(IpAddr),
}

impl Host {
    /// Reads the host of an authority (RFC 3986 §3.2.2).
    ///
    /// Names written in other alphabets are expected as the registry has them (`xn--…`). Numbers that some
    /// programs take for an IPv4 address (`2130706433`, `0x7f.1`, `0177.0.0.1`, `127.1`) are refused.
    pub fn parse(text: &str) -> Result<Self, UrlError> {
        if let Some(inside) = text.strip_prefix('[') {
            let address = inside.strip_suffix(']').and_then(|inside| inside.parse::<Ipv6Addr>().ok());
            return address.map(|address| Self::Address(address.into())).ok_or(UrlError::Host);
        }
        let last = text.rsplit('.').next().unwrap_or(text);
        if looks_numeric(last) {
            let address = text.parse::<Ipv4Addr>().map_err(|_| UrlError::NumericHost)?;
            return Ok(Self::Address(address.into()));
        }
        let is_name = text.len() <= 253 && text.contains('.') && text.split('.').all(is_label);
        if is_name { Ok(Self::Name(text.to_owned())) } else { Err(UrlError::Host) }
    }
}

/// URL Standard §4.5: a host whose last label is a number is an IPv4 address to browsers.
fn looks_numeric(label: &str) -> bool {
    label.starts_with("0x") || !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_digit())
}

/// RFC 1123 §2.1: letters, digits and hyphens inside.
fn is_label(label: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    (1..=63).contains(&label.len())
        && label.bytes().all(plain)
        && !label.starts_with('-')
        && !label.ends_with('-')
}

impl fmt::Display for Host {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name(name) => f.write_str(name),
            Self::Address(IpAddr::V4(address)) => address.fmt(f),
            Self::Address(IpAddr::V6(address)) => write!(f, "[{address}]"),
        }
    }
}
