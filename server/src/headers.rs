//! The headers that every answer carries, errors included.

use std::sync::Arc;

use axum::{
    extract::Request,
    http::{HeaderMap, HeaderName, HeaderValue, header},
};
use gemeo_shared::pack::geography::TileHosts;

use crate::{config::Config, listen::Arrival, proxy::TrustedProxies};

/// Only the twin's own files and tiles of the hosts listed, no inline script or style, and no page may frame it.
fn content_security_policy(tiles: &TileHosts) -> String {
    let tiles: String = tiles.iter().map(|host| format!(" {host}")).collect();
    format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data: blob:; \
         font-src 'self'; connect-src 'self'{tiles}; worker-src 'self'; manifest-src 'self'; \
         frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
    )
}

/// The map may ask where the reader is; nothing else of the device is needed.
///
/// Only names that browsers know, for an unknown one is a warning in the reader's console.
pub const PERMISSIONS_POLICY: &str = "geolocation=(self), accelerometer=(), camera=(), display-capture=(), \
     gyroscope=(), hid=(), idle-detection=(), magnetometer=(), microphone=(), midi=(), payment=(), \
     screen-wake-lock=(), serial=(), usb=(), xr-spatial-tracking=()";

const ALWAYS: [(HeaderName, &str); 4] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "no-referrer"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("permissions-policy"), PERMISSIONS_POLICY),
];

/// What the headers of an answer depend on.
#[derive(Debug, Clone)]
pub struct HeaderPolicy {
    trusted: Arc<TrustedProxies>,
    content: HeaderValue,
    /// The `Strict-Transport-Security` to send over TLS; none where it is switched off.
    hsts: Option<HeaderValue>,
}

impl HeaderPolicy {
    /// The policy of a configuration.
    pub fn of(config: &Config) -> Self {
        let seconds = config.hsts.as_secs();
        let hsts = HeaderValue::try_from(format!("max-age={seconds}")).ok().filter(|_| seconds > 0);
        // A host is made of letters that a header takes; were it not so, the strictest policy would be sent.
        let content = HeaderValue::try_from(content_security_policy(&config.tile_hosts))
            .unwrap_or(HeaderValue::from_static("default-src 'none'"));
        Self { trusted: Arc::new(config.trusted_proxies.clone()), content, hsts }
    }

    /// RFC 6797 §7.2: the header is sent over TLS alone.
    pub fn hsts_for(&self, request: &Request) -> Option<HeaderValue> {
        let hsts = self.hsts.as_ref()?;
        let arrival = request.extensions().get::<Arrival>()?;
        let over_tls = arrival.tls || self.trusted.says_tls(arrival.peer.ip(), request.headers());
        over_tls.then(|| hsts.clone())
    }

    /// Sets the headers of an answer.
    pub fn put(&self, headers: &mut HeaderMap, hsts: Option<HeaderValue>) {
        for (name, text) in ALWAYS {
            headers.insert(name, HeaderValue::from_static(text));
        }
        headers.insert(header::CONTENT_SECURITY_POLICY, self.content.clone());
        // An error page that a cache keeps outlives the error.
        headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
        if let Some(hsts) = hsts {
            headers.insert(header::STRICT_TRANSPORT_SECURITY, hsts);
        }
    }
}
