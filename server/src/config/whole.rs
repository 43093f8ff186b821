//! What is checked when every value is known: what one of them needs of another, and that there is a twin.

use super::{Config, ConfigError};
use crate::inbox;

/// What no single value shows.
pub(super) fn check_whole(config: &Config) -> Vec<ConfigError> {
    let mut faults = Vec::new();
    if let Some(tls) = &config.tls {
        let (cert, key) = (!tls.cert.as_os_str().is_empty(), !tls.key.as_os_str().is_empty());
        if cert && !key {
            faults.push(ConfigError::Half { given: "tls_cert", missing: "tls_key" });
        }
        if key && !cert {
            faults.push(ConfigError::Half { given: "tls_key", missing: "tls_cert" });
        }
    }
    if let Some(store) = &config.store {
        let (url, key) = (store.has_url(), !store.key.as_os_str().is_empty());
        if url && !key {
            faults.push(ConfigError::Half { given: "store", missing: "store_key" });
        }
        if key && !url {
            faults.push(ConfigError::Half { given: "store_key", missing: "store" });
        }
    }
    faults.extend(check_parts(config));
    let public = config.addresses().into_iter().find(|(_, address)| !address.ip().is_loopback());
    if let Some((_, found)) = public.filter(|_| config.egress.caps.loopback_http) {
        faults.push(ConfigError::TestSwitchInPublic { found });
    }
    faults
}

/// What one part of the configuration needs of another.
fn check_parts(config: &Config) -> Vec<ConfigError> {
    let needs = |given: String, expected| ConfigError::Needs { given, expected };
    let mut faults = Vec::new();
    if config.sign_in.is_some() && config.store.is_none() {
        faults.push(needs("sign_in".to_owned(), "expected a store, for sessions and evidence"));
    }
    let private =
        config.sources.iter().filter(|source| source.private).map(|source| format!("sources.{}", source.id));
    let subscribed = config.subscriptions.iter().filter(|subscription| subscription.private);
    let private = private.chain(subscribed.map(|one| format!("subscriptions.{}", one.id)));
    if config.sign_in.is_none() {
        let expected = "private: expected a table [sign_in], for nobody could read it";
        faults.extend(private.map(|given| needs(given, expected)));
    }
    if let Some(spec) = &config.nats {
        if config.replay.is_some() {
            let expected = "expected no replay with it, for others would hear what was recorded";
            faults.push(needs("nats".to_owned(), expected));
        }
        let live = config.sources.iter().any(|source| source.live.is_some());
        if !live && config.subscriptions.is_empty() && spec.cities.is_empty() {
            let expected =
                "expected sources with live, subscriptions or cities, for there is nothing to share";
            faults.push(needs("nats".to_owned(), expected));
        }
    }
    for subscription in &config.subscriptions {
        let given = format!("subscriptions.{}", subscription.id);
        if config.sources.get(subscription.id.as_str()).is_some() {
            faults.push(needs(given.clone(), "expected another id than that of a source"));
        }
        if matches!(subscription.way, inbox::Way::Webhook(..)) && config.notify_listen.is_none() {
            faults.push(needs(given, "expected notify_listen, for nothing could come in"));
        }
    }
    faults
}

/// Whether there is a twin to serve.
pub(super) fn check_twin(config: &Config) -> Option<ConfigError> {
    let found = match (config.root.is_dir(), config.root.join("index.html").is_file()) {
        (false, _) => "no such folder; build it with ./dev build",
        (true, false) => "it has no index.html; build it with ./dev build",
        (true, true) => return None,
    };
    Some(ConfigError::NoTwin { path: config.root.clone(), found })
}
