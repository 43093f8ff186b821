//! What a context broker is asked to post, as the configuration file has it, checked, and as NGSI-LD and NGSI v2 write it.

use std::{fmt, path::PathBuf};

use axum::http::HeaderValue;
use serde::Deserialize;
use serde_json::{Value as Json, json};

use crate::{
    egress::{EgressError, Origins, SourceId, Target},
    sign_in::secret,
};

/// The core context of NGSI-LD (ETSI GS CIM 009 V1.8.1, annex B); brokers have it at hand.
const CORE: &str = "https://uri.etsi.org/ngsi-ld/v1/ngsi-ld-core-context-v1.8.jsonld";
/// Types and attributes named at most.
const MOST_NAMES: usize = 64;

/// A table `[subscriptions.ID.at]`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Table {
    broker: String,
    notify: String,
    types: Vec<String>,
    #[serde(default)]
    attributes: Vec<String>,
    context: Option<String>,
    tenant: Option<String>,
    token_file: Option<PathBuf>,
}

/// The interface of a broker.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Interface {
    /// ETSI GS CIM 009.
    NgsiLd,
    /// FIWARE NGSI v2.
    NgsiV2,
}

/// What a context broker is asked to post, of which every part was checked.
#[derive(Clone, PartialEq, Eq)]
pub struct Arrangement {
    pub(super) interface: Interface,
    /// The folder of the broker's subscriptions.
    folder: String,
    origins: Origins,
    notify: String,
    types: Vec<String>,
    attributes: Vec<String>,
    context: Option<String>,
    pub(super) tenant: Option<HeaderValue>,
    pub(super) authorization: Option<HeaderValue>,
}

impl fmt::Debug for Arrangement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Arrangement({:?} at {})", self.interface, self.folder)
    }
}

impl Table {
    /// Checks it and reads its token. `loopback_http` is the switch for tests.
    ///
    /// # Errors
    /// The key at fault, and what is expected.
    pub(super) fn check(self, id: &SourceId, loopback_http: bool) -> Result<Arrangement, String> {
        let root = self.broker.trim_end_matches('/');
        let interface = match root {
            root if root.ends_with("/ngsi-ld/v1") => Interface::NgsiLd,
            root if root.ends_with("/v2") => Interface::NgsiV2,
            _ => return Err("broker: expected an address that ends with /ngsi-ld/v1 or /v2".to_owned()),
        };
        let mut origins = Origins::default();
        origins.add(root, loopback_http).map_err(|fault| format!("broker: {fault}"))?;
        Origins::default().add(&self.notify, loopback_http).map_err(|fault| format!("notify: {fault}"))?;
        if !self.notify.ends_with(&format!("/notify/{id}")) {
            return Err(format!("notify: expected the webhook's address, which ends with /notify/{id}"));
        }
        let are_names =
            |names: &[String]| names.len() <= MOST_NAMES && names.iter().all(|name| is_name(name));
        if self.types.is_empty() || !are_names(&self.types) {
            return Err("types: expected names of entity types such as [\"AirQualityObserved\"]".to_owned());
        }
        if !are_names(&self.attributes) {
            return Err("attributes: expected names of attributes such as [\"no2\"]".to_owned());
        }
        if let Some(context) = &self.context {
            let plain = interface == Interface::NgsiLd && context.starts_with("https://");
            plain.then_some(()).ok_or("context: expected an address with https://, for NGSI-LD alone")?;
        }
        let header = |key: &str, text: String| {
            HeaderValue::try_from(text).map_err(|_| format!("{key}: expected plain characters"))
        };
        let tenant = self.tenant.map(|tenant| header("tenant", tenant)).transpose()?;
        let token = self.token_file.map(|file| secret(&file)).transpose();
        let token = token.map_err(|fault| format!("token_file: {fault}"))?;
        let authorization = token.map(|token| header("token_file", format!("Bearer {token}"))).transpose()?;
        Ok(Arrangement {
            interface,
            folder: format!("{root}/subscriptions"),
            origins,
            notify: self.notify,
            types: self.types,
            attributes: self.attributes,
            context: self.context,
            tenant,
            authorization,
        })
    }
}

/// Names of types and attributes: short ones, or the whole address of a term.
fn is_name(name: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | ':' | '/' | '#');
    (1..=256).contains(&name.len()) && name.chars().all(plain)
}

impl Arrangement {
    /// The target below the folder of subscriptions; empty for the folder itself.
    pub(super) fn target(&self, below: &str) -> Result<Target, EgressError> {
        self.origins.allow(&format!("{}{below}", self.folder))
    }

    /// The subscription as its broker takes it, without the id.
    pub(super) fn body(&self, id: &SourceId, secret: &str) -> Json {
        match self.interface {
            Interface::NgsiLd => self.ngsi_ld(id, secret),
            Interface::NgsiV2 => self.ngsi_v2(id, secret),
        }
    }

    /// ETSI GS CIM 009 V1.8.1, clauses 5.2.12, 5.2.14 and 5.2.15.
    fn ngsi_ld(&self, id: &SourceId, secret: &str) -> Json {
        let entities: Vec<Json> = self.types.iter().map(|name| json!({ "type": name })).collect();
        let context: Vec<&str> = self.context.as_deref().into_iter().chain([CORE]).collect();
        let mut body = json!({
            "type": "Subscription",
            "description": described(id),
            "entities": entities,
            "isActive": true,
            "notification": {
                "format": "normalized",
                "endpoint": {
                    "uri": self.notify,
                    "accept": "application/json",
                    "receiverInfo": [{ "key": "Authorization", "value": format!("Bearer {secret}") }],
                },
            },
            "@context": context,
        });
        if !self.attributes.is_empty() {
            body["watchedAttributes"] = json!(self.attributes);
            body["notification"]["attributes"] = json!(self.attributes);
        }
        body
    }

    /// FIWARE NGSI v2, "Subscription payload datamodel" and "Custom Notifications".
    fn ngsi_v2(&self, id: &SourceId, secret: &str) -> Json {
        let entities: Vec<Json> =
            self.types.iter().map(|name| json!({ "idPattern": ".*", "type": name })).collect();
        json!({
            "description": described(id),
            "subject": { "entities": entities, "condition": { "attrs": self.attributes } },
            "status": "active",
            "notification": {
                "attrs": self.attributes,
                "attrsFormat": "normalized",
                "httpCustom": {
                    "url": self.notify,
                    "headers": { "Authorization": format!("Bearer {secret}"), "Content-Type": "application/json" },
                },
            },
        })
    }
}

/// By which a subscription of ours is known where the broker gives ids.
pub(super) fn described(id: &SourceId) -> String {
    format!("gemeo {id}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn checked(lines: &str) -> Result<Arrangement, String> {
        let table: Table = lines
            .parse::<toml::Table>()
            .expect("TOML")
            .try_into()
            .map_err(|fault: toml::de::Error| fault.to_string())?;
        table.check(&"air".parse().expect("an id"), false)
    }

    const GOOD: [&str; 3] = [
        "broker='https://b.example.org/ngsi-ld/v1/'",
        "notify='https://t.example.org/notify/air'",
        "types=['AirQualityObserved']",
    ];

    #[test]
    fn every_part_is_checked() {
        let arrangement = checked(&GOOD.join("\n")).expect("good");
        assert_eq!(arrangement.interface, Interface::NgsiLd);
        assert_eq!(
            arrangement.target("/x").expect("a target").url().path_and_query(),
            "/ngsi-ld/v1/subscriptions/x"
        );
        let v2 = GOOD.join("\n").replace("/ngsi-ld/v1/", "/v2");
        assert_eq!(checked(&v2).expect("good").interface, Interface::NgsiV2);
        for (place, line, begins) in [
            (0, "broker='https://b.example.org/'", "broker: expected"),
            (0, "broker='http://b.example.org/v2'", "broker: expected"),
            (1, "notify='https://t.example.org/notify/other'", "notify: expected"),
            (1, "notify='http://t.example.org/notify/air'", "notify: expected"),
            (2, "types=[]", "types: "),
            (2, "types=['a b']", "types: "),
            (2, "types=['a']\nattributes=['?']", "attributes: "),
            (2, "types=['a']\ncontext='http://c.example.org'", "context: "),
            (2, "types=['a']\ntoken_file='no-such-file'", "token_file: "),
            (2, "types=['a']\nelse='x'", "unknown field"),
        ] {
            let mut lines = GOOD;
            lines[place] = line;
            let fault = checked(&lines.join("\n")).expect_err(line);
            assert!(fault.starts_with(begins), "{line}: {fault}");
        }
        assert!(!format!("{arrangement:?}").contains("notify"), "nothing of the secret's way is shown");
    }
}
