//! Signing in with OpenID Connect, as a backend for frontend: tokens never reach a browser.
//!
//! [`flow`] sends the browser to the provider and takes it back, [`provider`] speaks to the provider, [`session`] keeps
//! who is signed in, [`account`] is what a signed-in person asks about themselves. The browser holds a random cookie.

mod account;
mod claims;
mod cookie;
mod flow;
mod logout_token;
mod provider;
mod session;
mod spec;

use std::{sync::Arc, time::Duration};

use axum::http::{HeaderMap, HeaderName, header};
use serde_json::{Value as Json, json};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    api::{Bucket, Problem},
    config::StoreConfig,
    egress,
    evidence::{Evidence, Kind, now},
    policy::{Action, Policy, Principal, Resource},
    store::{KeyRing, StoreError},
};
pub use provider::{Fault, Provider};
pub use session::{Person, Session, Sessions, Use};
pub use spec::{Grant, Spec, Table, secret};

use cookie::Cookie;

/// What a page of ours sends with each request that is about somebody, and a form of another site cannot.
pub const OWN_HEADER: HeaderName = HeaderName::from_static("gemeo-request");
/// Codes exchanged in a row, and the time after which another one is.
const EXCHANGES: (u32, Duration) = (60, Duration::from_millis(500));

/// Everything that signing in needs.
pub struct SignIn {
    provider: Provider,
    sessions: Sessions,
    keys: KeyRing,
    policy: Arc<Policy>,
    evidence: Option<Arc<Evidence>>,
    turns: Bucket,
}

/// Why nobody can sign in at all.
#[derive(Debug, thiserror::Error)]
pub enum SignInError {
    /// The store cannot be opened.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The provider's address is none.
    #[error("sign_in: {0}")]
    Provider(#[from] Fault),
}

impl SignIn {
    /// Opens the store for sessions; the provider is not called before somebody signs in.
    ///
    /// # Errors
    /// [`SignInError`] where that cannot be done.
    pub fn start(
        spec: &Spec,
        client: egress::Client,
        store: &StoreConfig,
        policy: Arc<Policy>,
        evidence: Option<Arc<Evidence>>,
    ) -> Result<Self, SignInError> {
        let keys = KeyRing::read(&store.key)?;
        let sessions = Sessions::open(&store.url, &keys, spec.idle, spec.longest)?;
        let provider = Provider::new(spec.clone(), client)?;
        let turns = Bucket::new(EXCHANGES.0, EXCHANGES.1);
        Ok(Self { provider, sessions, keys, policy, evidence, turns })
    }

    /// The routes, each with its place in the description.
    pub fn routes<S: Clone + Send + Sync + 'static>(self: Arc<Self>) -> OpenApiRouter<S> {
        OpenApiRouter::new()
            .routes(routes!(flow::login))
            .routes(routes!(flow::callback))
            .routes(routes!(flow::logout))
            .routes(routes!(flow::back_channel_logout))
            .routes(routes!(account::me))
            .routes(routes!(account::sessions))
            .routes(routes!(account::end_session))
            .with_state(self)
    }

    /// The name of a person in the evidence: a subject is one of a provider.
    pub fn name_of(&self, sub: &str) -> String {
        format!("{}#{sub}", self.provider.spec().issuer)
    }

    /// Who asks: the session of the cookie, renewed with the provider where it is time.
    ///
    /// # Errors
    /// The problem to answer with.
    pub async fn who(&self, headers: &HeaderMap) -> Result<Session, Problem> {
        self.check_origin(headers)?;
        self.session(headers, Use::Counts).await
    }

    /// Whether the session of a cookie still goes on; for streams, which outlive the request that opened them and do
    /// not keep a session from running out.
    ///
    /// # Errors
    /// The problem that ends it.
    pub async fn still(&self, headers: &HeaderMap) -> Result<Session, Problem> {
        self.session(headers, Use::DoesNotCount).await
    }

    async fn session(&self, headers: &HeaderMap, used: Use) -> Result<Session, Problem> {
        let secret = Cookie::Session.find(headers).ok_or(Problem::SIGN_IN)?;
        let session = self.sessions.find(secret, used).await.map_err(|fault| stored(&fault))?;
        self.renew(session.ok_or(Problem::SIGN_IN)?).await
    }

    /// Whether the policy lets somebody do something with a session.
    fn permitted(&self, session: &Session, action: Action, of: Resource<'_>) -> Result<(), Problem> {
        let Session { owner, person, .. } = session;
        let user = Principal::User { id: owner, roles: &person.roles, cities: &person.cities };
        if self.policy.permits(user, action, of) { Ok(()) } else { Err(Problem::FORBIDDEN) }
    }

    /// Refuses what another site may have caused: the header is missing, or the browser says where it comes from.
    fn check_origin(&self, headers: &HeaderMap) -> Result<(), Problem> {
        let single = |name: HeaderName| {
            let mut values = headers.get_all(name).iter();
            (values.next(), values.next().is_some())
        };
        if single(OWN_HEADER).0.is_none_or(|value| value != "1") {
            return Err(Problem::NO_HEADER);
        }
        let (site, twice) = single(HeaderName::from_static("sec-fetch-site"));
        if twice || site.is_some_and(|site| site != "same-origin") {
            return Err(Problem::CROSS_SITE);
        }
        let (origin, twice) = single(header::ORIGIN);
        let ours = self.provider.spec().origin.as_str();
        if twice || origin.is_some_and(|origin| origin != ours) { Err(Problem::CROSS_SITE) } else { Ok(()) }
    }

    /// Asks the provider whether it still vouches for the person, where its word has run out.
    async fn renew(&self, mut session: Session) -> Result<Session, Problem> {
        let (now, ends) = (now(), session.person.renew_at);
        let due = ends.is_some_and(|ends| ends <= now);
        let Some(token) = session.person.refresh.clone().filter(|_| due) else { return Ok(session) };
        let grace = seconds(self.provider.spec().grace);
        let holds = ends.is_some_and(|ends| now < ends.saturating_add(grace));
        let meanwhile = |session| if holds { Ok(session) } else { Err(Problem::PROVIDER_DOWN) };
        if !self.sessions.take_turn(&session).await.map_err(|fault| stored(&fault))? {
            // Somebody else asks right now, or asked in vain; a refresh token is good for one use.
            return meanwhile(session);
        }
        let exchanged = match self.provider.refresh(token).await {
            Ok(exchanged) => exchanged,
            Err(Fault::Refused(why)) => {
                tracing::info!(why, "the provider no longer vouches for a session");
                return self.end(&session, "the provider refuses").await;
            }
            Err(fault) => {
                tracing::warn!(%fault, "a session cannot be renewed");
                return meanwhile(session);
            }
        };
        if let Some(found) = &exchanged.person {
            if found.sub != session.person.sub {
                return self.end(&session, "the provider names another person").await;
            }
            (session.person.roles, session.person.cities) =
                claims::granted(&self.provider.spec().grants, &found.claims);
        }
        session.person.renew_at = exchanged.good_for.map(|time| now + seconds(time));
        // Without a new one the old one stays good (RFC 6749 §6).
        session.person.refresh = exchanged.refresh.or(session.person.refresh);
        self.sessions.renewed(&session).await.map_err(|fault| stored(&fault))?;
        Ok(session)
    }

    async fn end(&self, session: &Session, why: &'static str) -> Result<Session, Problem> {
        self.note(Some(&session.person.sub), json!({ "did": "ended", "why": why })).await?;
        self.sessions.end(&session.owner, &session.handle).await.map_err(|fault| stored(&fault))?;
        Err(Problem::SIGN_IN)
    }

    /// Writes down what was done with a sign-in; what cannot be written down is not done.
    async fn note(&self, sub: Option<&str>, detail: Json) -> Result<(), Problem> {
        let Some(evidence) = &self.evidence else { return Ok(()) };
        let noted = match sub {
            Some(sub) => evidence.record_about(Kind::SignIn, &self.name_of(sub), detail).await,
            None => evidence.record(Kind::SignIn, detail).await,
        };
        noted.map_err(|_| Problem::NO_EVIDENCE)
    }
}

fn seconds(time: Duration) -> i64 {
    i64::try_from(time.as_secs()).unwrap_or(i64::MAX / 2)
}

/// The store is down or does not know its keys: the log says which.
fn stored(fault: &StoreError) -> Problem {
    tracing::error!(%fault, "sessions cannot be read or written");
    Problem::NO_STORE
}
