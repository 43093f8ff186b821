//! Which host a request is for: it says so once (RFC 9112 §3.2), and the listener of operations is asked by names of this
//! machine alone.
//!
//! A page elsewhere can have its own name lead to 127.0.0.1 and then ask in the reader's browser (DNS rebinding); the host that
//! it asks for is still its own.

use std::net::IpAddr;

use axum::{
    extract::Request,
    http::{HeaderMap, StatusCode, Version, header, uri::Authority},
    response::{IntoResponse, Response},
};

/// By which names a listener may be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hosts {
    /// By any; what is behind it belongs to no host, or its cookies are bound to one.
    Any,
    /// By `localhost` and loopback addresses.
    ThisMachine,
}

/// The answer to a request that does not say for which host it is, or says one that is not ours; none where it is.
pub fn refuse(request: &Request, hosts: Hosts) -> Option<Response> {
    // HTTP/2 puts the host into the address.
    let from_address = request.uri().authority().filter(|_| request.version() >= Version::HTTP_2).cloned();
    let said = match from_address {
        Some(host) => Ok(Some(host)),
        None => named(request.headers(), request.version()),
    };
    match (said, hosts) {
        (Err(Unclear), _) => {
            Some((StatusCode::BAD_REQUEST, "Pedido mal formado · Malformed request\n").into_response())
        }
        (Ok(_), Hosts::Any) => None,
        (Ok(Some(host)), Hosts::ThisMachine) if is_this_machine(&host) => None,
        (Ok(_), Hosts::ThisMachine) => Some(StatusCode::MISDIRECTED_REQUEST.into_response()),
    }
}

/// No host, several, or none that can be read; or two lengths of the body, of which a proxy may have believed the other.
#[derive(Debug, PartialEq, Eq)]
struct Unclear;

fn named(headers: &HeaderMap, version: Version) -> Result<Option<Authority>, Unclear> {
    if headers.contains_key(header::CONTENT_LENGTH) && headers.contains_key(header::TRANSFER_ENCODING) {
        return Err(Unclear);
    }
    let mut lines = headers.get_all(header::HOST).iter();
    match (lines.next(), lines.next()) {
        (Some(line), None) => Authority::try_from(line.as_bytes()).map(Some).map_err(|_| Unclear),
        (None, None) if version < Version::HTTP_11 => Ok(None),
        _ => Err(Unclear),
    }
}

fn is_this_machine(host: &Authority) -> bool {
    let name = host.host().trim_start_matches('[').trim_end_matches(']');
    name.eq_ignore_ascii_case("localhost") || name.parse().is_ok_and(|address: IpAddr| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&str, &str)]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            let name: header::HeaderName = name.parse().expect("a name");
            headers.append(name, value.parse().expect("a value"));
        }
        headers
    }

    #[test]
    fn a_host_is_named_once() {
        let named =
            |pairs| named(&headers(pairs), Version::HTTP_11).map(|host| host.map(|host| host.to_string()));
        assert_eq!(named(&[("host", "twin.example.org:8080")]), Ok(Some("twin.example.org:8080".to_owned())));
        for pairs in [
            &[][..],
            &[("host", "a"), ("host", "b")],
            &[("host", "a"), ("host", "a")],
            &[("host", "")],
            &[("host", "a/b")],
            &[("host", "a, b")],
            &[("host", "a"), ("content-length", "3"), ("transfer-encoding", "chunked")],
        ] {
            assert_eq!(named(pairs), Err(Unclear), "{pairs:?}");
        }
        assert_eq!(super::named(&HeaderMap::new(), Version::HTTP_10), Ok(None));
    }

    #[test]
    fn this_machine_has_few_names() {
        let ours = |text: &'static str| is_this_machine(&Authority::from_static(text));
        for good in ["localhost", "LOCALHOST:9000", "127.0.0.1:9000", "127.8.8.8", "[::1]:9000"] {
            assert!(ours(good), "{good}");
        }
        for bad in [
            "rebound.example.org:9000",
            "localhost.example.org",
            "127.0.0.1.nip.io",
            "192.0.2.1",
            "[2001:db8::1]",
        ] {
            assert!(!ours(bad), "{bad}");
        }
    }
}
