//! Which addresses are public: everything the registries of special addresses do not set aside.
//!
//! Sources: IANA IPv4 and IPv6 Special-Purpose Address Registries (RFC 6890 and its updates).

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// The name of a range that is not called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SpecialRange(pub &'static str);

/// Base, prefix and name; the first that holds an address names it.
const V4: &[([u8; 4], u32, &str)] = &[
    ([0, 0, 0, 0], 8, "this network"),
    ([10, 0, 0, 0], 8, "private"),
    ([100, 64, 0, 0], 10, "shared by a provider"),
    ([127, 0, 0, 0], 8, "loopback"),
    ([169, 254, 0, 0], 16, "link-local"),
    ([172, 16, 0, 0], 12, "private"),
    ([192, 0, 0, 0], 24, "protocol assignments"),
    ([192, 0, 2, 0], 24, "documentation"),
    ([192, 88, 99, 0], 24, "6to4 relay"),
    ([192, 168, 0, 0], 16, "private"),
    ([198, 18, 0, 0], 15, "benchmarking"),
    ([198, 51, 100, 0], 24, "documentation"),
    ([203, 0, 113, 0], 24, "documentation"),
    ([224, 0, 0, 0], 4, "multicast"),
    ([240, 0, 0, 0], 4, "reserved"),
];

/// As for IPv4. The last two hold whatever is not global unicast (2000::/3, RFC 4291 §2.4).
const V6: &[([u16; 8], u32, &str)] = &[
    ([0, 0, 0, 0, 0, 0, 0, 1], 128, "loopback"),
    ([0, 0, 0, 0, 0, 0xffff, 0, 0], 96, "IPv4 in IPv6"),
    ([0x64, 0xff9b, 0, 0, 0, 0, 0, 0], 96, "IPv4 behind NAT64"),
    ([0x64, 0xff9b, 1, 0, 0, 0, 0, 0], 48, "IPv4 behind NAT64"),
    ([0x2001, 0, 0, 0, 0, 0, 0, 0], 23, "protocol assignments and Teredo"),
    ([0x2001, 0xdb8, 0, 0, 0, 0, 0, 0], 32, "documentation"),
    ([0x2002, 0, 0, 0, 0, 0, 0, 0], 16, "6to4"),
    ([0x3fff, 0, 0, 0, 0, 0, 0, 0], 20, "documentation"),
    ([0xfc00, 0, 0, 0, 0, 0, 0, 0], 7, "private"),
    ([0xfe80, 0, 0, 0, 0, 0, 0, 0], 10, "link-local"),
    ([0xff00, 0, 0, 0, 0, 0, 0, 0], 8, "multicast"),
    ([0, 0, 0, 0, 0, 0, 0, 0], 3, "not global unicast"),
    ([0x4000, 0, 0, 0, 0, 0, 0, 0], 2, "not global unicast"),
    ([0x8000, 0, 0, 0, 0, 0, 0, 0], 1, "not global unicast"),
];

/// The special range an address lies in; none for a public address.
///
/// IPv4 inside IPv6 (mapped, NAT64, 6to4, Teredo) is refused whole: the same host has a plain address.
pub fn special(address: IpAddr) -> Option<SpecialRange> {
    match address {
        IpAddr::V4(address) => V4
            .iter()
            .find(|(base, prefix, _)| {
                let differs = u32::from(address) ^ u32::from(Ipv4Addr::from(*base));
                differs >> (32 - prefix) == 0
            })
            .map(|(_, _, name)| SpecialRange(name)),
        IpAddr::V6(address) => V6
            .iter()
            .find(|(base, prefix, _)| {
                let differs = u128::from(address) ^ u128::from(Ipv6Addr::from(*base));
                differs >> (128 - prefix) == 0
            })
            .map(|(_, _, name)| SpecialRange(name)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_special_range_is_refused_at_both_ends() {
        for text in [
            "0.0.0.0",
            "0.255.255.255",
            "10.0.0.0",
            "10.255.255.255",
            "100.64.0.0",
            "100.127.255.255",
            "127.0.0.1",
            "127.255.255.255",
            "169.254.169.254",
            "172.16.0.0",
            "172.31.255.255",
            "192.0.0.170",
            "192.0.2.1",
            "192.88.99.1",
            "192.168.0.0",
            "192.168.255.255",
            "198.18.0.0",
            "198.19.255.255",
            "198.51.100.7",
            "203.0.113.255",
            "224.0.0.1",
            "239.255.255.255",
            "240.0.0.0",
            "255.255.255.255",
            "::",
            "::1",
            "::7f00:1",
            "::ffff:127.0.0.1",
            "::ffff:8.8.8.8",
            "64:ff9b::7f00:1",
            "64:ff9b::808:808",
            "64:ff9b:1::a00:1",
            "100::1",
            "2001::1",
            "2001:1ff:ffff::1",
            "2001:db8::1",
            "2002:7f00:1::",
            "2002:808:808::1",
            "3fff::1",
            "5f00::1",
            "fc00::1",
            "fd12:3456::1",
            "fe80::1",
            "febf::1",
            "fec0::1",
            "ff02::1",
            "4000::1",
            "8000::1",
        ] {
            let address: IpAddr = text.parse().expect("an address");
            assert!(special(address).is_some(), "{text}");
        }
    }

    #[test]
    fn public_addresses_next_to_special_ones_are_not() {
        for text in [
            "1.0.0.0",
            "9.255.255.255",
            "11.0.0.0",
            "100.63.255.255",
            "100.128.0.0",
            "126.255.255.255",
            "128.0.0.0",
            "169.253.255.255",
            "169.255.0.0",
            "172.15.255.255",
            "172.32.0.0",
            "192.0.1.0",
            "192.167.255.255",
            "192.169.0.0",
            "198.17.255.255",
            "198.20.0.0",
            "223.255.255.255",
            "2001:200::1",
            "2001:db7:ffff::1",
            "2001:db9::1",
            "2003::1",
            "2a00:1450::1",
            "3ffe::1",
        ] {
            let address: IpAddr = text.parse().expect("an address");
            assert_eq!(special(address), None, "{text}");
        }
    }
}
