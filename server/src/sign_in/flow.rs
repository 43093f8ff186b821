//! The way in and out: `/auth/login`, `/auth/callback`, `/auth/logout`, `/auth/backchannel-logout`.

use std::sync::Arc;

use axum::{
    Form, Json as JsonBody,
    extract::{Query, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

use super::{
    Fault, Person, SignIn, Use, claims,
    cookie::{Cookie, SIGN_IN_SECONDS},
    logout_token::{self, Expected, Refused},
    seconds, stored,
};
use crate::{
    api::Problem,
    evidence::now,
    store::{from_hex, to_hex},
};

/// What the cookie of a sign-in under way holds, sealed.
#[derive(Serialize, Deserialize)]
struct UnderWay {
    state: String,
    nonce: String,
    verifier: String,
    to: String,
    until: i64,
    /// The session that the new one takes the place of: its owner and handle. The cookie of a session does not come
    /// along when the provider, which is another site, sends the browser back.
    replaces: Option<(String, String)>,
}

/// What the cookie is sealed as.
const SEALED_AS: &str = "sign-in cookie";
/// The longest place to go on to.
const MOST_TO: usize = 512;

/// Where to go on to.
#[derive(Deserialize, utoipa::IntoParams)]
pub(super) struct To {
    /// A path of the twin, to go on to after signing in.
    to: Option<String>,
}

/// What the provider sends back.
#[derive(Deserialize, utoipa::IntoParams)]
pub(super) struct Back {
    /// The code.
    code: Option<String>,
    /// The state of the sign-in.
    state: Option<String>,
    /// Who sends it (RFC 9207).
    iss: Option<String>,
    /// Why there is no code.
    error: Option<String>,
}

/// Begins to sign in: sends the browser to the identity provider.
#[utoipa::path(
    get,
    path = "/auth/login",
    tag = "sign-in",
    params(To),
    responses((status = 303, description = "To the identity provider; a cookie of ten minutes is set")),
)]
pub(super) async fn login(
    State(sign_in): State<Arc<SignIn>>,
    headers: HeaderMap,
    Query(To { to }): Query<To>,
) -> Result<Response, Problem> {
    let base = sign_in.base();
    let to = match to {
        None => base.to_owned(),
        Some(to) => local(&to, base).ok_or(Problem::NOT_LOCAL)?,
    };
    let beginning = sign_in.provider.begin().await.map_err(|fault| failed(&fault))?;
    let (state, nonce, verifier) = (beginning.state, beginning.nonce, beginning.verifier);
    let replaces = sign_in.current(&headers).await?;
    let until = now() + SIGN_IN_SECONDS;
    let under_way = UnderWay { state, nonce, verifier, to, until, replaces };
    let text = serde_json::to_vec(&under_way).map_err(|_| Problem::FAILED)?;
    let sealed = sign_in.keys.seal(SEALED_AS, &text).map_err(|fault| stored(&fault))?;
    let cookie = Cookie::SignIn.set(&to_hex(sealed.as_bytes()), SIGN_IN_SECONDS);
    Ok(sent(&beginning.url, [cookie]))
}

/// Ends to sign in: what the identity provider sends the browser back with.
#[utoipa::path(
    get,
    path = "/auth/callback",
    tag = "sign-in",
    params(Back),
    responses((status = 303, description = "Signed in; back to the twin, the cookie of the session is set")),
)]
pub(super) async fn callback(
    State(sign_in): State<Arc<SignIn>>,
    headers: HeaderMap,
    Query(back): Query<Back>,
) -> Response {
    let ended = sign_in.finish(&headers, back).await;
    let over = Cookie::SignIn.delete();
    match ended {
        Ok((to, session)) => {
            let cookie = Cookie::Session.set(&session, seconds(sign_in.provider.spec().longest));
            sent(&to, [over, cookie])
        }
        Err(problem) => {
            let mut response = problem.into_response();
            response.headers_mut().extend(over.map(|over| (header::SET_COOKIE, over)));
            response
        }
    }
}

impl SignIn {
    fn base(&self) -> &str {
        let spec = self.provider.spec();
        spec.public_url.strip_prefix(spec.origin.as_str()).unwrap_or("/")
    }

    /// Says where to go on to, and what the cookie of the new session holds.
    async fn finish(&self, headers: &HeaderMap, back: Back) -> Result<(String, String), Problem> {
        let under_way = self.under_way(headers).ok_or(Problem::SIGN_IN_FAILED)?;
        if back.state.as_deref() != Some(under_way.state.as_str()) {
            return Err(Problem::SIGN_IN_FAILED);
        }
        // RFC 9207 §2.4: an answer of another provider is not taken to this one.
        if back.iss.as_deref().is_some_and(|iss| iss != self.provider.spec().issuer) {
            return Err(self.refused("iss").await?);
        }
        let (None, Some(code)) = (back.error, back.code) else { return Err(self.refused("no code").await?) };
        if !self.turns.take() {
            return Err(Problem::TOO_MANY);
        }
        let exchanged = match self.provider.exchange(code, under_way.verifier, under_way.nonce).await {
            Ok(exchanged) => exchanged,
            Err(fault) => {
                let problem = failed(&fault);
                return Err(if matches!(fault, Fault::Down(_)) {
                    problem
                } else {
                    self.refused("token").await?
                });
            }
        };
        let found = exchanged.person.ok_or(Problem::SIGN_IN_FAILED)?;
        let (roles, cities) = claims::granted(&self.provider.spec().grants, &found.claims);
        let renew_at = exchanged.good_for.map(|time| now() + seconds(time));
        let (sub, name, refresh) = (found.sub, found.name, exchanged.refresh);
        self.note(Some(&sub), json!({ "did": "signed in", "roles": roles, "cities": cities })).await?;
        let person = Person { sub, name, roles, cities, refresh, renew_at };
        // A new session always: one that was there before may be known to somebody else.
        for (owner, handle) in [under_way.replaces, self.current(headers).await?].into_iter().flatten() {
            self.sessions.end(&owner, &handle).await.map_err(|fault| stored(&fault))?;
        }
        let name = self.name_of(&person.sub);
        let session = self.sessions.begin(&name, found.sid.as_deref(), &person).await;
        Ok((under_way.to, session.map_err(|fault| stored(&fault))?))
    }

    /// The owner and handle of the session that a browser has.
    async fn current(&self, headers: &HeaderMap) -> Result<Option<(String, String)>, Problem> {
        let Some(secret) = Cookie::Session.find(headers) else { return Ok(None) };
        let found = self.sessions.find(secret, Use::DoesNotCount).await.map_err(|fault| stored(&fault))?;
        Ok(found.map(|session| (session.owner, session.handle)))
    }

    /// What the cookie of this browser's sign-in holds, where it is one of ours and still good.
    fn under_way(&self, headers: &HeaderMap) -> Option<UnderWay> {
        let sealed = String::from_utf8(from_hex(Cookie::SignIn.find(headers)?)?).ok()?;
        let open = self.keys.open(SEALED_AS, &sealed).ok()?;
        let under_way: UnderWay = serde_json::from_slice(&open).ok()?;
        (under_way.until > now()).then_some(under_way)
    }

    async fn refused(&self, why: &'static str) -> Result<Problem, Problem> {
        self.note(None, json!({ "did": "refused", "why": why })).await?;
        Ok(Problem::SIGN_IN_FAILED)
    }
}

/// What a sign-out leaves to do.
#[derive(Serialize, ToSchema)]
pub(super) struct SignedOut {
    /// Where the browser signs out at the identity provider too, where there is such a place.
    end_session: Option<String>,
}

/// Signs out: ends the session.
#[utoipa::path(
    post,
    path = "/auth/logout",
    tag = "sign-in",
    params(("gemeo-request" = String, Header, description = "`1`")),
    responses((status = 200, description = "Signed out; the cookie is deleted", body = SignedOut)),
)]
pub(super) async fn logout(
    State(sign_in): State<Arc<SignIn>>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    sign_in.check_origin(&headers)?;
    if let Some(secret) = Cookie::Session.find(&headers)
        && let Some(session) =
            sign_in.sessions.find(secret, Use::DoesNotCount).await.map_err(|fault| stored(&fault))?
    {
        sign_in.note(Some(&session.person.sub), json!({ "did": "signed out" })).await?;
        sign_in.sessions.end(&session.owner, &session.handle).await.map_err(|fault| stored(&fault))?;
    }
    let mut response = JsonBody(SignedOut { end_session: sign_in.provider.end().await }).into_response();
    response.headers_mut().extend(Cookie::Session.delete().map(|over| (header::SET_COOKIE, over)));
    Ok(response)
}

/// What the provider sends.
#[derive(Deserialize, ToSchema)]
pub(super) struct LogoutForm {
    /// A logout token.
    logout_token: String,
}

/// The identity provider says that somebody signed out there.
#[utoipa::path(
    post,
    path = "/auth/backchannel-logout",
    tag = "sign-in",
    request_body(content = LogoutForm, content_type = "application/x-www-form-urlencoded"),
    responses((status = 200, description = "The sessions of that person have ended")),
)]
pub(super) async fn back_channel_logout(
    State(sign_in): State<Arc<SignIn>>,
    Form(LogoutForm { logout_token }): Form<LogoutForm>,
) -> Result<StatusCode, Problem> {
    if !sign_in.turns.take() {
        return Err(Problem::TOO_MANY);
    }
    let spec = sign_in.provider.spec();
    let skew = seconds(spec.skew);
    let expected = Expected { issuer: &spec.issuer, client: &spec.client, now: now(), skew };
    let keys = sign_in.provider.keys(false).await.map_err(|fault| failed(&fault))?;
    let verified = match logout_token::verify(&logout_token, &keys, expected) {
        Err(Refused::NoKey) => {
            let keys = sign_in.provider.keys(true).await.map_err(|fault| failed(&fault))?;
            logout_token::verify(&logout_token, &keys, expected)
        }
        verified => verified,
    };
    let ended = verified.map_err(|refused| {
        tracing::warn!(?refused, "a logout token is refused");
        Problem::LOGOUT_REFUSED
    })?;
    let name = ended.sub.as_deref().map(|sub| sign_in.name_of(sub));
    sign_in.note(ended.sub.as_deref(), json!({ "did": "signed out at the provider" })).await?;
    let count = sign_in.sessions.end_all(name.as_deref(), ended.sid.as_deref()).await;
    let count = count.map_err(|fault| stored(&fault))?;
    tracing::info!(count, "sessions were ended by the provider");
    Ok(StatusCode::OK)
}

/// A path of this twin as it may be written; anything that could lead elsewhere is none.
fn local(to: &str, base: &str) -> Option<String> {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/_-.~?&=%+:,#".contains(&byte);
    let path = to.split(['?', '#']).next().unwrap_or(to);
    let inside =
        to.len() <= MOST_TO && to.bytes().all(plain) && path.starts_with(base) && path.starts_with('/');
    let steps = path.split('/').any(|name| name == "." || name == "..");
    let hidden = path.contains('%')
        && path
            .to_ascii_lowercase()
            .split('%')
            .skip(1)
            .any(|rest| rest.starts_with("2f") || rest.starts_with("5c") || rest.starts_with("2e"));
    (inside && !path.contains("//") && !steps && !hidden).then(|| to.to_owned())
}

fn failed(fault: &Fault) -> Problem {
    tracing::warn!(%fault, "a sign-in failed");
    match fault {
        Fault::Down(_) => Problem::PROVIDER_DOWN,
        Fault::Refused(_) => Problem::SIGN_IN_FAILED,
    }
}

/// Sends a browser on with cookies.
fn sent<const N: usize>(to: &str, cookies: [Option<HeaderValue>; N]) -> Response {
    let Ok(to) = HeaderValue::from_str(to) else { return Problem::FAILED.into_response() };
    let mut response = (StatusCode::SEE_OTHER, [(header::LOCATION, to)]).into_response();
    for cookie in cookies.into_iter().flatten() {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_of_the_twin_are_gone_on_to() {
        for good in
            ["/", "/pt/lisboa/", "/en/porto/map?year=2019&x=%C3%A3", "/pt/#live", "/pt/?to=https://x/"]
        {
            assert_eq!(local(good, "/").as_deref(), Some(good));
        }
        for bad in [
            "",
            "pt/",
            "//evil.example",
            "///evil.example",
            "/\\evil.example",
            "\\\\evil.example",
            "https://evil.example/",
            "https:evil.example",
            "javascript:alert(1)",
            "/pt//evil",
            "/../x",
            "/pt/..",
            "/.//evil.example",
            "/%2f/evil",
            "/%5cevil",
            "/pt/%2e%2e/",
            "/pt\t/",
            "/pt\r\nSet-Cookie: a=b",
            "/pt @evil",
            "/ã",
            "@evil.example",
        ] {
            assert_eq!(local(bad, "/"), None, "{bad}");
        }
        assert_eq!(local(&format!("/{}", "a".repeat(600)), "/"), None);
        assert_eq!(local("/twin/pt/", "/twin/").as_deref(), Some("/twin/pt/"));
        assert_eq!(local("/other/", "/twin/"), None);
    }
}
