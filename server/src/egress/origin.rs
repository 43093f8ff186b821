//! Partners that are called at more than one address: an identity provider, a message broker.

use super::{EgressError, Host, Scheme, Target, Url};

/// The most that a partner's answer may hold.
const MOST_BYTES: usize = 256 * 1024;

/// Hosts with their ports, at which any path may be called.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Origins(Vec<(Scheme, Host, u16)>);

impl Origins {
    /// Adds the origin of an address. `loopback_http` is the switch for tests.
    ///
    /// # Errors
    /// What is expected of it.
    pub fn add(&mut self, address: &str, loopback_http: bool) -> Result<(), String> {
        let url = address.parse::<Url>().map_err(|fault| fault.to_string())?;
        if !url.scheme.is_encrypted() && !loopback_http {
            return Err("expected it to begin with https://".to_owned());
        }
        self.0.push((url.scheme, url.host, url.port));
        Ok(())
    }

    /// The target of an address that a partner gave, where it lies at one of these origins.
    ///
    /// # Errors
    /// Where it does not, or is no plain address.
    pub fn allow(&self, address: &str) -> Result<Target, EgressError> {
        let url = address.parse::<Url>()?;
        let listed = self
            .0
            .iter()
            .any(|(scheme, host, port)| (*scheme, host, *port) == (url.scheme, &url.host, url.port));
        if listed { Ok(Target::new(url, MOST_BYTES)) } else { Err(EgressError::NotAllowed) }
    }
}

/// A message broker, `mqtts://HOST:PORT`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broker(Target);

impl Broker {
    /// Reads the address of an MQTT broker; without TLS only where `loopback_http` allows it.
    ///
    /// # Errors
    /// What is expected of it.
    pub fn parse(address: &str, loopback_http: bool) -> Result<Self, String> {
        let expected = "expected mqtts://HOST or mqtts://HOST:PORT".to_owned();
        let (scheme, rest, port) = match (address.strip_prefix("mqtts://"), address.strip_prefix("mqtt://")) {
            (Some(rest), _) => ("https", rest, 8883),
            (None, Some(rest)) if loopback_http => ("http", rest, 1883),
            _ => return Err(expected),
        };
        if rest.contains(['/', '?']) {
            return Err(expected);
        }
        let mut url = format!("{scheme}://{rest}").parse::<Url>().map_err(|fault| fault.to_string())?;
        if url.port == url.scheme.port() && !rest.ends_with(&format!(":{}", url.port)) {
            url.port = port;
        }
        Ok(Self(Target::new(url, MOST_BYTES)))
    }

    /// What is connected to.
    pub fn target(&self) -> &Target {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_listed_hosts_are_called() {
        let mut origins = Origins::default();
        assert!(origins.add("http://login.example.org/", false).is_err());
        origins.add("https://login.example.org/realm", false).expect("an origin");
        for good in ["https://login.example.org/token", "https://login.example.org:443/other?x=1"] {
            assert!(origins.allow(good).is_ok(), "{good}");
        }
        for bad in [
            "http://login.example.org/token",
            "https://login.example.org:444/token",
            "https://login.example.org.evil.example/token",
            "https://login.example.org@evil.example/token",
            "https://evil.example/https://login.example.org/token",
            "https://169.254.169.254/token",
        ] {
            assert!(origins.allow(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn the_address_of_a_broker_is_read() {
        let at = |text: &str, tests| Broker::parse(text, tests).map(|broker| broker.0.url().to_string());
        assert_eq!(
            at("mqtts://broker.example.org", false),
            Ok("https://broker.example.org:8883/".to_owned())
        );
        assert_eq!(
            at("mqtts://broker.example.org:9000", false),
            Ok("https://broker.example.org:9000/".to_owned())
        );
        assert_eq!(at("mqtt://127.0.0.1:1884", true), Ok("http://127.0.0.1:1884/".to_owned()));
        for bad in
            ["mqtt://broker.example.org", "https://broker.example.org", "mqtts://a.b/c", "mqtts://u:p@a.b"]
        {
            assert!(at(bad, false).is_err(), "{bad}");
        }
    }
}
