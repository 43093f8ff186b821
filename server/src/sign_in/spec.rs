//! Sign-in as the configuration file has it, and checked.

use std::{
    collections::BTreeSet,
    fmt,
    path::{Path, PathBuf},
    time::Duration,
};

use serde::Deserialize;

use crate::{base_path::BasePath, egress::Origins, egress::Url};

/// The table `[sign_in]` of the configuration file.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Table {
    issuer: String,
    client: String,
    secret_file: PathBuf,
    public_url: String,
    #[serde(default)]
    scopes: Vec<String>,
    #[serde(default)]
    also: Vec<String>,
    #[serde(default = "half_an_hour")]
    idle_seconds: u64,
    #[serde(default = "eight_hours")]
    session_seconds: u64,
    #[serde(default = "half_a_minute")]
    skew_seconds: u64,
    #[serde(default)]
    policies: Option<PathBuf>,
    #[serde(default)]
    grants: Vec<Grant>,
}

/// Time for one call of the provider, and for the requests that come meanwhile.
const GRACE: Duration = Duration::from_secs(30);

fn half_an_hour() -> u64 {
    1800
}

fn eight_hours() -> u64 {
    28_800
}

fn half_a_minute() -> u64 {
    30
}

/// What a claim gives: whoever has `value` in `claim` has these roles in these cities.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Grant {
    /// The name of the claim; dots lead into objects (`realm_access.roles`).
    pub claim: String,
    /// The text it is, or holds.
    pub value: String,
    /// The roles.
    #[serde(default)]
    pub roles: BTreeSet<String>,
    /// The ids of the cities.
    #[serde(default)]
    pub cities: BTreeSet<String>,
}

/// Sign-in of which every part was checked.
#[derive(Clone, PartialEq, Eq)]
pub struct Spec {
    /// The identity provider, as it names itself.
    pub issuer: String,
    /// Our name there.
    pub client: String,
    /// Our secret there; shown nowhere.
    pub secret: String,
    /// Where the twin stands for its readers, with a slash at the end.
    pub public_url: String,
    /// Its scheme, host and port.
    pub origin: String,
    /// What is asked for beside `openid`.
    pub scopes: Vec<String>,
    /// Where the provider may be called.
    pub origins: Origins,
    /// After how long without a request a session ends.
    pub idle: Duration,
    /// After how long a session ends in any case.
    pub longest: Duration,
    /// How far the provider's clock may be from ours.
    pub skew: Duration,
    /// For how long the provider's word holds beyond its end, while it is asked again or does not answer.
    pub grace: Duration,
    /// The policies in place of the built-in ones.
    pub policies: Option<String>,
    /// What claims give.
    pub grants: Vec<Grant>,
}

impl fmt::Debug for Spec {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Spec")
            .field("issuer", &self.issuer)
            .field("client", &self.client)
            .finish_non_exhaustive()
    }
}

impl Table {
    /// Checks it and reads its files. `loopback_http` is the switch for tests.
    ///
    /// # Errors
    /// The key at fault, and what is expected.
    pub fn check(self, base: &BasePath, loopback_http: bool) -> Result<Spec, String> {
        let mut origins = Origins::default();
        origins.add(&self.issuer, loopback_http).map_err(|fault| format!("issuer: {fault}"))?;
        for origin in &self.also {
            origins.add(origin, loopback_http).map_err(|fault| format!("also: {fault}"))?;
        }
        if self.client.is_empty() {
            return Err("client: expected the name of this server at the provider".to_owned());
        }
        let public = self.public_url.parse::<Url>().map_err(|fault| format!("public_url: {fault}"))?;
        if !public.scheme.is_encrypted() && !loopback_http {
            return Err("public_url: expected it to begin with https://".to_owned());
        }
        if public.query.is_some() || public.path != base.as_str() {
            return Err(format!("public_url: expected it to end with the base, {base}"));
        }
        let plain = |text: &String| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic());
        if let Some(scope) = self.scopes.iter().find(|scope| !plain(scope)) {
            return Err(format!("scopes: expected plain words, found `{scope}`"));
        }
        let idle = within("idle_seconds", self.idle_seconds, 60, 86_400)?;
        let longest = within("session_seconds", self.session_seconds, 60, 604_800)?;
        let skew = within("skew_seconds", self.skew_seconds, 0, 300)?;
        if let Some(grant) = self.grants.iter().find(|grant| grant.claim.is_empty() || grant.value.is_empty())
        {
            return Err(format!("grants: expected a claim and a value, found {grant:?}"));
        }
        let secret = secret(&self.secret_file).map_err(|fault| format!("secret_file: {fault}"))?;
        let policies = self.policies.map(|path| {
            std::fs::read_to_string(&path).map_err(|fault| format!("policies: {}: {fault}", path.display()))
        });
        let policies = policies.transpose()?;
        let origin = public.to_string().strip_suffix(public.path.as_str()).unwrap_or_default().to_owned();
        let Self { issuer, client, scopes, grants, .. } = self;
        let public_url = public.to_string();
        Ok(Spec {
            issuer,
            client,
            secret,
            public_url,
            origin,
            scopes,
            origins,
            idle,
            longest,
            skew,
            grace: GRACE,
            policies,
            grants,
        })
    }
}

fn within(key: &str, seconds: u64, least: u64, most: u64) -> Result<Duration, String> {
    match (least..=most).contains(&seconds) {
        true => Ok(Duration::from_secs(seconds)),
        false => Err(format!("{key}: expected seconds from {least} to {most}")),
    }
}

/// Reads a secret from the first line of a file that belongs to its owner alone.
///
/// # Errors
/// What is the matter with the file, and what is expected.
pub fn secret(path: &Path) -> Result<String, String> {
    let fault = |reason: String| format!("{}: {reason}", path.display());
    crate::store::check_rights(path).map_err(fault)?;
    let text = std::fs::read_to_string(path).map_err(|error| fault(error.to_string()))?;
    let line = text.lines().next().unwrap_or_default().trim();
    let is_secret = (16..=512).contains(&line.len()) && line.bytes().all(|byte| byte.is_ascii_graphic());
    if is_secret {
        Ok(line.to_owned())
    } else {
        Err(fault("expected 16 to 512 plain characters in its first line".to_owned()))
    }
}
