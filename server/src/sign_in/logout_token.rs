//! Logout tokens (OpenID Connect Back-Channel Logout 1.0 §2.4 and §2.6): the provider says that somebody signed out.

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use openidconnect::{
    JsonWebKey, JsonWebKeyUse,
    core::{CoreJsonWebKeySet, CoreJwsSigningAlgorithm},
};
use serde::Deserialize;
use serde_json::{Map, Value as Json};

use super::provider::ALGORITHMS;

const EVENT: &str = "http://schemas.openid.net/event/backchannel-logout";
/// The longest token that is looked at.
const MOST_BYTES: usize = 8192;
/// The oldest token that is taken, in seconds.
const OLDEST: i64 = 600;

/// Whose sessions end.
#[derive(Debug, PartialEq, Eq)]
pub struct Ended {
    /// Those of a person.
    pub sub: Option<String>,
    /// That of the provider's session.
    pub sid: Option<String>,
}

/// What a token must say.
#[derive(Debug, Clone, Copy)]
pub struct Expected<'a> {
    /// Who makes it.
    pub issuer: &'a str,
    /// For whom.
    pub client: &'a str,
    /// The time, in seconds since 1970.
    pub now: i64,
    /// How far the maker's clock may be from ours, in seconds.
    pub skew: i64,
}

/// Why a token is refused.
#[derive(Debug, PartialEq, Eq)]
pub enum Refused {
    /// No key of the provider fits; it may have a new one.
    NoKey,
    /// Something does not hold.
    Because(&'static str),
}

#[derive(Deserialize)]
struct Header {
    alg: CoreJwsSigningAlgorithm,
    kid: Option<String>,
    typ: Option<String>,
    crit: Option<Json>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Audience {
    One(String),
    Several(Vec<String>),
}

#[derive(Deserialize)]
struct Claims {
    iss: String,
    aud: Audience,
    iat: i64,
    exp: i64,
    jti: String,
    events: Map<String, Json>,
    sub: Option<String>,
    sid: Option<String>,
    nonce: Option<Json>,
}

/// Verifies a token against the provider's keys.
///
/// # Errors
/// [`Refused`] with what does not hold.
pub fn verify(token: &str, keys: &CoreJsonWebKeySet, expected: Expected<'_>) -> Result<Ended, Refused> {
    let no = Refused::Because;
    if token.len() > MOST_BYTES {
        return Err(no("it is too long"));
    }
    let mut parts = token.split('.');
    let (Some(head), Some(body), Some(signature), None) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return Err(no("it has not three parts"));
    };
    let decode = |part| BASE64_URL_SAFE_NO_PAD.decode(part).map_err(|_| no("it is not base64url"));
    let header: Header =
        serde_json::from_slice(&decode(head)?).map_err(|_| no("its header cannot be read"))?;
    check_header(&header).map_err(no)?;
    let message = format!("{head}.{body}");
    check_signature(&header, message.as_bytes(), &decode(signature)?, keys)?;
    let claims: Claims =
        serde_json::from_slice(&decode(body)?).map_err(|_| no("its claims cannot be read"))?;
    check_claims(&claims, expected).map_err(no)?;
    Ok(Ended { sub: claims.sub, sid: claims.sid })
}

fn check_header(header: &Header) -> Result<(), &'static str> {
    if !ALGORITHMS.contains(&header.alg) {
        return Err("alg: it is not signed with a key of the provider");
    }
    // A token of another kind, such as an access token, must not pass for this one.
    if !matches!(header.typ.as_deref(), None | Some("logout+jwt" | "JWT")) {
        return Err("typ: it is a token of another kind");
    }
    if header.crit.is_some() { Err("crit: it needs what is not understood here") } else { Ok(()) }
}

fn check_signature(
    header: &Header,
    message: &[u8],
    signature: &[u8],
    keys: &CoreJsonWebKeySet,
) -> Result<(), Refused> {
    let fits = |key: &&openidconnect::core::CoreJsonWebKey| {
        let named = key.key_id().map(|id| id.as_str());
        let signs = key.key_use().is_none_or(JsonWebKeyUse::allows_signature);
        signs && (header.kid.is_none() || header.kid.as_deref() == named)
    };
    let mut candidates = keys.keys().iter().filter(fits).peekable();
    if candidates.peek().is_none() {
        return Err(Refused::NoKey);
    }
    // The key's own kind decides which algorithms it may be used with.
    let holds = candidates.any(|key| key.verify_signature(&header.alg, message, signature).is_ok());
    if holds { Ok(()) } else { Err(Refused::NoKey) }
}

fn check_claims(claims: &Claims, expected: Expected<'_>) -> Result<(), &'static str> {
    let Expected { issuer, client, now, skew } = expected;
    let for_us = match &claims.aud {
        Audience::One(party) => party == client,
        Audience::Several(parties) => parties.iter().any(|party| party == client),
    };
    if claims.iss != issuer {
        return Err("iss: it is of another provider");
    }
    if !for_us {
        return Err("aud: it is for another party");
    }
    if claims.exp.saturating_add(skew) <= now {
        return Err("exp: it is no longer good");
    }
    if claims.iat > now.saturating_add(skew) || claims.iat < now - OLDEST - skew {
        return Err("iat: it was not made just now");
    }
    if !claims.events.get(EVENT).is_some_and(Json::is_object) {
        return Err("events: it is no logout token");
    }
    // An ID token must not pass for a logout token.
    if claims.nonce.is_some() {
        return Err("nonce: a logout token has none");
    }
    if claims.jti.is_empty() || claims.sub.is_none() && claims.sid.is_none() {
        return Err("sub, sid: it names nobody");
    }
    Ok(())
}
