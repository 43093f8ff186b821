//! Which machines may speak for a client: the proxies named in the configuration, and no other.

use std::{fmt, net::IpAddr, str::FromStr};

use axum::http::{HeaderMap, HeaderName};

const FORWARDED_PROTO: HeaderName = HeaderName::from_static("x-forwarded-proto");
const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

/// The addresses whose forwarding headers are believed; none at all unless configured.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TrustedProxies(Vec<Network>);

/// A range of addresses, such as `10.0.0.0/8`, or one address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Network {
    address: IpAddr,
    prefix: u32,
}

/// A text that is no list of addresses and networks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected addresses or networks such as 127.0.0.1 or 10.0.0.0/8")]
pub struct BadNetwork;

impl TrustedProxies {
    /// Whether a trusted proxy says that the client came to it by TLS.
    ///
    /// A header sent twice or holding a list was not written by one trusted hop alone: it is not
    /// believed.
    pub fn says_tls(&self, peer: IpAddr, headers: &HeaderMap) -> bool {
        let mut said = headers.get_all(FORWARDED_PROTO).iter();
        let (first, second) = (said.next(), said.next());
        second.is_none() && first.is_some_and(|proto| proto == "https") && self.holds(peer)
    }

    /// The address of the client: the last hop that is no trusted proxy.
    ///
    /// Each proxy adds at the end whom it heard, so the header is read from there, and only as far as trusted proxies
    /// wrote it. What a client wrote into it stands before that and is never reached.
    pub fn client(&self, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
        let mut client = peer;
        let lines = headers.get_all(FORWARDED_FOR).iter().collect::<Vec<_>>();
        let hops = lines.into_iter().rev().flat_map(|line| line.as_bytes().rsplit(|byte| *byte == b','));
        for hop in hops {
            if !self.holds(client) {
                break;
            }
            let hop = std::str::from_utf8(hop).ok().and_then(|hop| hop.trim().parse().ok());
            // What a trusted proxy wrote and is no address leads no further.
            let Some(hop) = hop else { break };
            client = hop;
        }
        client
    }

    /// Whether an address is one of theirs.
    pub fn holds(&self, peer: IpAddr) -> bool {
        // A socket for both families reports IPv4 peers as ::ffff:a.b.c.d.
        let peer = peer.to_canonical();
        self.0.iter().any(|network| network.holds(peer))
    }
}

impl Network {
    fn holds(self, peer: IpAddr) -> bool {
        let (ours, theirs, width) = match (self.address, peer) {
            (IpAddr::V4(ours), IpAddr::V4(theirs)) => {
                (u128::from(u32::from(ours)), u128::from(u32::from(theirs)), 32)
            }
            (IpAddr::V6(ours), IpAddr::V6(theirs)) => (u128::from(ours), u128::from(theirs), 128),
            _ => return false,
        };
        // Shifting by the whole width is what /0 of IPv6 would need; no bit is left to differ.
        (ours ^ theirs).checked_shr(width - self.prefix).unwrap_or(0) == 0
    }
}

impl FromStr for Network {
    type Err = BadNetwork;

    fn from_str(text: &str) -> Result<Self, BadNetwork> {
        let (address, prefix) = match text.split_once('/') {
            None => (text, None),
            Some((address, prefix)) => (address, Some(prefix.parse::<u32>().map_err(|_| BadNetwork)?)),
        };
        let address: IpAddr = address.parse().map_err(|_| BadNetwork)?;
        let width = if address.is_ipv4() { 32 } else { 128 };
        let prefix = prefix.unwrap_or(width);
        if prefix > width { Err(BadNetwork) } else { Ok(Self { address, prefix }) }
    }
}

impl FromStr for TrustedProxies {
    type Err = BadNetwork;

    /// Reads addresses and networks between commas; an empty text trusts nobody.
    fn from_str(text: &str) -> Result<Self, BadNetwork> {
        let items = text.split(',').map(str::trim).filter(|item| !item.is_empty());
        items.map(str::parse).collect::<Result<_, _>>().map(Self)
    }
}

impl fmt::Display for TrustedProxies {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let items: Vec<String> = self.0.iter().map(|n| format!("{}/{}", n.address, n.prefix)).collect();
        f.write_str(&items.join(","))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn trusted(list: &str, peer: &str, protos: &[&str]) -> bool {
        let headers = protos.iter().map(|p| (FORWARDED_PROTO, p.parse().expect("a header"))).collect();
        list.parse::<TrustedProxies>().expect("a list").says_tls(peer.parse().expect("an address"), &headers)
    }

    #[test]
    fn only_named_hops_are_believed() {
        assert!(trusted("127.0.0.1", "127.0.0.1", &["https"]));
        assert!(trusted("10.0.0.0/8, ::1", "10.9.8.7", &["https"]));
        assert!(trusted("10.0.0.0/8,::1", "::1", &["https"]));
        assert!(trusted("10.0.0.0/8", "::ffff:10.1.1.1", &["https"]));
        assert!(trusted("0.0.0.0/0", "192.0.2.1", &["https"]));
        assert!(trusted("::/0", "2001:db8::1", &["https"]));
        assert!(!trusted("", "127.0.0.1", &["https"]));
        assert!(!trusted("10.0.0.0/8", "11.0.0.1", &["https"]));
        assert!(!trusted("192.0.2.128/25", "192.0.2.127", &["https"]));
        assert!(!trusted("::/0", "10.0.0.1", &["https"]));
        assert!(!trusted("2001:db8::/32", "2001:db9::1", &["https"]));
    }

    #[test]
    fn only_a_single_plain_https_counts() {
        for protos in [
            &[][..],
            &["http"],
            &["https", "https"],
            &["http", "https"],
            &["https, http"],
            &["HTTPS "],
            &["wss"],
        ] {
            assert!(!trusted("127.0.0.1", "127.0.0.1", protos), "{protos:?}");
        }
    }

    fn client(list: &str, peer: &str, lines: &[&str]) -> String {
        let headers = lines.iter().map(|line| (FORWARDED_FOR, line.parse().expect("a header"))).collect();
        let proxies = list.parse::<TrustedProxies>().expect("a list");
        proxies.client(peer.parse().expect("an address"), &headers).to_string()
    }

    #[test]
    fn the_client_is_the_last_hop_that_is_no_trusted_proxy() {
        let two = "127.0.0.1, 10.0.0.0/8";
        assert_eq!(client(two, "127.0.0.1", &["192.0.2.1"]), "192.0.2.1");
        assert_eq!(client(two, "127.0.0.1", &["192.0.2.1, 10.0.0.7"]), "192.0.2.1");
        assert_eq!(client(two, "127.0.0.1", &["192.0.2.1", "10.0.0.7"]), "192.0.2.1", "in two lines");
        assert_eq!(client(two, "::ffff:127.0.0.1", &["2001:db8::1"]), "2001:db8::1");
        assert_eq!(client(two, "127.0.0.1", &["10.0.0.8,10.0.0.7"]), "10.0.0.8", "all of them trusted");
        assert_eq!(client(two, "127.0.0.1", &[]), "127.0.0.1");
    }

    #[test]
    fn what_a_client_writes_into_the_header_does_not_count() {
        // It speaks to us itself.
        assert_eq!(client("10.0.0.1", "192.0.2.1", &["198.51.100.9"]), "192.0.2.1");
        assert_eq!(client("", "127.0.0.1", &["198.51.100.9"]), "127.0.0.1");
        // It speaks to the proxy, which adds whom it heard; what it wrote itself stands before that.
        for lines in [
            &["198.51.100.9, 192.0.2.1"][..],
            &["198.51.100.9, 127.0.0.1, 192.0.2.1"],
            &["198.51.100.9", "192.0.2.1"],
            &["x,,;, 192.0.2.1"],
        ] {
            assert_eq!(client("127.0.0.1", "127.0.0.1", lines), "192.0.2.1", "{lines:?}");
        }
        for lines in [&["unknown"][..], &["192.0.2.1:4711"], &["192.0.2.1,"], &["198.51.100.9, unknown"]] {
            assert_eq!(client("127.0.0.1", "127.0.0.1", lines), "127.0.0.1", "{lines:?}");
        }
    }

    #[test]
    fn bad_lists_are_refused() {
        for bad in
            ["x", "10.0.0.0/33", "10.0.0/8", "::1/129", "127.0.0.1/", "127.0.0.1/-1", "10.0.0.1 10.0.0.2"]
        {
            assert_eq!(bad.parse::<TrustedProxies>(), Err(BadNetwork), "{bad}");
        }
    }
}
