//! The table `[otlp]` as the configuration file has it, and checked.

use serde::Deserialize;

use crate::egress::{Host, Origins, Scheme, Target, Url};

/// The table `[otlp]` of the configuration file.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Table {
    url: String,
    #[serde(default = "all")]
    share: f64,
}

fn all() -> f64 {
    1.0
}

/// Where traces go, of which every part was checked.
#[derive(Debug, Clone, PartialEq)]
pub struct Spec {
    pub(super) target: Target,
    /// The share of traces that is sent, from 0 to 1.
    pub(super) share: f64,
}

// The share is a number from 0 to 1: it equals itself.
impl Eq for Spec {}

impl Table {
    /// Checks it.
    ///
    /// # Errors
    /// The key at fault, and what is expected.
    pub fn check(self) -> Result<Spec, String> {
        let expected = || "url: expected https://…, or http:// and a loopback address, such as http://127.0.0.1:4318/v1/traces";
        let url = self.url.parse::<Url>().map_err(|fault| format!("url: {fault}"))?;
        let loopback = matches!(url.host, Host::Address(address) if address.is_loopback());
        if url.scheme == Scheme::Http && !loopback {
            return Err(expected().to_owned());
        }
        if !(0.0..=1.0).contains(&self.share) {
            return Err("share: expected a number from 0 to 1".to_owned());
        }
        let mut origins = Origins::default();
        origins.add(&self.url, true).map_err(|fault| format!("url: {fault}"))?;
        let target = origins.allow(&self.url).map_err(|fault| format!("url: {fault}"))?;
        Ok(Spec { target, share: self.share })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_collector_is_on_this_machine_or_behind_tls() {
        let check = |url: &str, share| Table { url: url.to_owned(), share }.check();
        for good in [
            "http://127.0.0.1:4318/v1/traces",
            "http://[::1]:4318/v1/traces",
            "https://otel.example.org/v1/traces",
        ] {
            assert!(check(good, 0.5).is_ok(), "{good}");
        }
        for bad in [
            "http://otel.example.org/v1/traces",
            "http://localhost:4318/",
            "http://10.0.0.1/",
            "grpc://127.0.0.1",
            "x",
        ] {
            assert!(check(bad, 0.5).is_err_and(|fault| fault.starts_with("url: ")), "{bad}");
        }
        for bad in [-0.1, 1.1, f64::NAN] {
            assert!(check("http://127.0.0.1:4318/", bad).is_err_and(|fault| fault.starts_with("share: ")));
        }
    }
}
