//! The identity provider: what it says of itself, its keys, and the exchange of codes and refresh tokens.
//!
//! Tokens are verified by the crate `openidconnect` (OpenID Connect Core 1.0 §3.1.3.7); what it leaves to its users
//! (`azp`, `at_hash`, the age of a token) is checked here. Only the public keys of the provider count: a token signed
//! with our secret (HS256), or not at all, is refused.

use std::{
    future::Future,
    pin::Pin,
    time::{Duration, Instant},
};

use chrono::{DateTime, TimeDelta, Utc};
use openidconnect::{
    AccessTokenHash, AdditionalClaims, AsyncHttpClient, AuthType, AuthorizationCode, Client, ClientId,
    ClientSecret, CsrfToken, EmptyExtraTokenFields, EndpointMaybeSet, EndpointNotSet, EndpointSet,
    HttpRequest, HttpResponse, IdTokenFields, IdTokenVerifier, IssuerUrl, Nonce, NonceVerifier,
    OAuth2TokenResponse, PkceCodeChallenge, PkceCodeVerifier, ProviderMetadataWithLogout, RedirectUrl,
    RefreshToken, RequestTokenError, Scope, StandardErrorResponse, StandardTokenResponse, TokenResponse,
    core::{
        CoreAuthDisplay, CoreAuthPrompt, CoreAuthenticationFlow, CoreClientAuthMethod, CoreErrorResponseType,
        CoreGenderClaim, CoreJsonWebKey, CoreJsonWebKeySet, CoreJweContentEncryptionAlgorithm,
        CoreJwsSigningAlgorithm, CoreRevocableToken, CoreRevocationErrorResponse,
        CoreTokenIntrospectionResponse, CoreTokenType,
    },
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};
use tokio::sync::Mutex;

use super::Spec;
use crate::egress::{self, Ask, EgressError};

/// For how long the provider's metadata and keys are good.
const GOOD_FOR: Duration = Duration::from_secs(3600);
/// Between two looks for a key that is not known.
const BETWEEN_LOOKS: Duration = Duration::from_secs(60);
/// The oldest token that is taken: it was made just now.
const OLDEST: TimeDelta = TimeDelta::minutes(10);
/// How tokens may be signed.
pub(super) const ALGORITHMS: [CoreJwsSigningAlgorithm; 9] = [
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha384,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha512,
    CoreJwsSigningAlgorithm::RsaSsaPssSha256,
    CoreJwsSigningAlgorithm::RsaSsaPssSha384,
    CoreJwsSigningAlgorithm::RsaSsaPssSha512,
    CoreJwsSigningAlgorithm::EcdsaP256Sha256,
    CoreJwsSigningAlgorithm::EcdsaP384Sha384,
    CoreJwsSigningAlgorithm::EdDsa,
];

/// Every claim that the standard does not name.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Claims {
    /// By name.
    #[serde(flatten)]
    pub other: Map<String, Json>,
}
impl AdditionalClaims for Claims {}

type Fields = IdTokenFields<
    Claims,
    EmptyExtraTokenFields,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJwsSigningAlgorithm,
>;
type Tokens = StandardTokenResponse<Fields, CoreTokenType>;
type IdToken = openidconnect::IdToken<
    Claims,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJwsSigningAlgorithm,
>;
type IdClaims = openidconnect::IdTokenClaims<Claims, CoreGenderClaim>;
type OurClient = Client<
    Claims,
    CoreAuthDisplay,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJsonWebKey,
    CoreAuthPrompt,
    StandardErrorResponse<CoreErrorResponseType>,
    Tokens,
    CoreTokenIntrospectionResponse,
    CoreRevocableToken,
    CoreRevocationErrorResponse,
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

/// Why nobody is signed in.
#[derive(Debug, Clone, thiserror::Error)]
pub enum Fault {
    /// The provider cannot be reached, or does not answer as one.
    #[error("the identity provider gives no usable answer: {0}")]
    Down(String),
    /// The provider refuses, or what it says does not hold.
    #[error("refused: {0}")]
    Refused(String),
}

/// Somebody whom the provider vouches for.
pub struct Person {
    /// The provider's name for the person.
    pub sub: String,
    /// The provider's name for its own session.
    pub sid: Option<String>,
    /// What they are called.
    pub name: String,
    /// Every claim that the standard does not name.
    pub claims: Map<String, Json>,
}

/// What an exchange gave.
pub struct Exchanged {
    /// Who it is; a refresh may say nothing of that.
    pub person: Option<Person>,
    /// What the next refresh is asked with.
    pub refresh: Option<String>,
    /// For how long the provider's word is good.
    pub good_for: Option<Duration>,
}

/// What a sign-in begins with.
pub struct Beginning {
    /// Where the browser is sent.
    pub url: String,
    /// What must come back.
    pub state: String,
    /// What the token must hold.
    pub nonce: String,
    /// What the code is exchanged with.
    pub verifier: String,
}

struct Known {
    metadata: ProviderMetadataWithLogout,
    at: Instant,
    looked: Option<Instant>,
}

/// The provider, and how it is called.
pub struct Provider {
    spec: Spec,
    issuer: IssuerUrl,
    client: egress::Client,
    known: Mutex<Option<Known>>,
}

impl<'c> AsyncHttpClient<'c> for Provider {
    type Error = EgressError;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, EgressError>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(async move {
            let (parts, body) = request.into_parts();
            let target = self.spec.origins.allow(&parts.uri.to_string())?;
            let ask = Ask { method: parts.method, headers: parts.headers, body: body.into() };
            let answer = self.client.send(&target, ask).await?;
            if answer.status.is_server_error() {
                let (host, status) = (target.url().host.to_string(), answer.status.as_u16());
                return Err(EgressError::Status { host, status });
            }
            let mut response = HttpResponse::new(answer.body.to_vec());
            *response.status_mut() = answer.status;
            if let Some(media) = answer.media {
                response.headers_mut().insert(hyper::header::CONTENT_TYPE, media);
            }
            Ok(response)
        })
    }
}

impl Provider {
    /// A provider that is not called yet.
    ///
    /// # Errors
    /// [`Fault::Down`] where its address is none.
    pub fn new(spec: Spec, client: egress::Client) -> Result<Self, Fault> {
        let issuer = IssuerUrl::new(spec.issuer.clone()).map_err(|fault| Fault::Down(fault.to_string()))?;
        Ok(Self { spec, issuer, client, known: Mutex::new(None) })
    }

    /// What the provider says of itself, asked again each hour; with `unknown_key` at once, but not often.
    async fn metadata(&self, unknown_key: bool) -> Result<ProviderMetadataWithLogout, Fault> {
        let mut known = self.known.lock().await;
        let looked = known.as_ref().and_then(|known| known.looked);
        if let Some(known) = known.as_ref() {
            let may_look = looked.is_none_or(|looked| looked.elapsed() > BETWEEN_LOOKS);
            if known.at.elapsed() < GOOD_FOR && !(unknown_key && may_look) {
                return Ok(known.metadata.clone());
            }
        }
        let found = ProviderMetadataWithLogout::discover_async(self.issuer.clone(), self).await;
        let metadata = found.map_err(|fault| Fault::Down(told(&fault)))?;
        let looked = if unknown_key { Some(Instant::now()) } else { looked };
        *known = Some(Known { metadata: metadata.clone(), at: Instant::now(), looked });
        Ok(metadata)
    }

    fn client(&self, metadata: ProviderMetadataWithLogout) -> Result<OurClient, Fault> {
        let methods = metadata.token_endpoint_auth_methods_supported().cloned().unwrap_or_default();
        let basic = methods.is_empty() || methods.contains(&CoreClientAuthMethod::ClientSecretBasic);
        let redirect = RedirectUrl::new(format!("{}auth/callback", self.spec.public_url));
        let redirect = redirect.map_err(|fault| Fault::Down(fault.to_string()))?;
        let (id, secret) = (self.spec.client.clone(), self.spec.secret.clone());
        let client: OurClient =
            Client::from_provider_metadata(metadata, ClientId::new(id), Some(ClientSecret::new(secret)))
                .set_redirect_uri(redirect);
        Ok(client.set_auth_type(if basic { AuthType::BasicAuth } else { AuthType::RequestBody }))
    }

    /// Begins a sign-in: code flow with PKCE (RFC 7636, S256), state and nonce.
    ///
    /// # Errors
    /// [`Fault::Down`] where the provider says nothing of itself.
    pub async fn begin(&self) -> Result<Beginning, Fault> {
        let client = self.client(self.metadata(false).await?)?;
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let flow = CoreAuthenticationFlow::AuthorizationCode;
        let scopes = self.spec.scopes.iter().cloned().map(Scope::new);
        let (url, state, nonce) = client
            .authorize_url(flow, CsrfToken::new_random, Nonce::new_random)
            .add_scopes(scopes)
            .set_pkce_challenge(challenge)
            .url();
        let (state, nonce) = (state.into_secret(), nonce.secret().clone());
        Ok(Beginning { url: url.to_string(), state, nonce, verifier: verifier.into_secret() })
    }

    /// Exchanges a code for a person.
    ///
    /// # Errors
    /// [`Fault`] that says what does not hold.
    pub async fn exchange(&self, code: String, verifier: String, nonce: String) -> Result<Exchanged, Fault> {
        let client = self.client(self.metadata(false).await?)?;
        let request = client.exchange_code(AuthorizationCode::new(code));
        let request = request.map_err(|fault| Fault::Down(fault.to_string()))?;
        let tokens = request.set_pkce_verifier(PkceCodeVerifier::new(verifier)).request_async(self).await;
        let exchanged = self.read(tokens.map_err(|fault| fault_of(&fault))?, Some(Nonce::new(nonce))).await?;
        match exchanged.person {
            Some(_) => Ok(exchanged),
            None => Err(Fault::Refused("no ID token was given".to_owned())),
        }
    }

    /// Asks whether the provider still vouches for somebody.
    ///
    /// # Errors
    /// [`Fault::Refused`] where it does not any more.
    pub async fn refresh(&self, token: String) -> Result<Exchanged, Fault> {
        let client = self.client(self.metadata(false).await?)?;
        let token = RefreshToken::new(token);
        let request =
            client.exchange_refresh_token(&token).map_err(|fault| Fault::Down(fault.to_string()))?;
        self.read(request.request_async(self).await.map_err(|fault| fault_of(&fault))?, None).await
    }

    async fn read(&self, tokens: Tokens, nonce: Option<Nonce>) -> Result<Exchanged, Fault> {
        let person = match tokens.id_token() {
            None => None,
            Some(token) => Some(self.person(token, &tokens, nonce.as_ref()).await?),
        };
        let refresh = tokens.refresh_token().map(|token| token.secret().clone());
        Ok(Exchanged { person, refresh, good_for: tokens.expires_in() })
    }

    async fn person(&self, token: &IdToken, tokens: &Tokens, nonce: Option<&Nonce>) -> Result<Person, Fault> {
        use openidconnect::{ClaimsVerificationError as No, SignatureVerificationError as Signature};
        let keys = self.metadata(false).await?.jwks().clone();
        let first = self.claims(token, keys, nonce);
        let claims = match first {
            // The provider may have new keys since.
            Err(No::SignatureVerification(Signature::NoMatchingKey | Signature::CryptoError(_))) => {
                let keys = self.metadata(true).await?.jwks().clone();
                self.claims(token, keys, nonce)
            }
            first => first,
        };
        let claims = claims.map_err(|fault| Fault::Refused(told(&fault)))?;
        let ours = |party: &ClientId| party.as_str() == self.spec.client;
        if claims.authorized_party().is_some_and(|party| !ours(party)) {
            return Err(Fault::Refused("azp: the token is for another party".to_owned()));
        }
        if let Some(expected) = claims.access_token_hash() {
            let keys = self.metadata(false).await?;
            let verifier = self.verifier(keys.jwks().clone());
            let hash = token.signing_key(&verifier).map_err(|fault| told(&fault)).and_then(|key| {
                let algorithm = token.signing_alg().map_err(|fault| told(&fault))?;
                AccessTokenHash::from_token(tokens.access_token(), algorithm, key)
                    .map_err(|fault| told(&fault))
            });
            if hash.map_err(Fault::Refused)? != *expected {
                return Err(Fault::Refused(
                    "at_hash: the access token is not the one of the ID token".to_owned(),
                ));
            }
        }
        Ok(person(&claims))
    }

    fn verifier(&self, keys: CoreJsonWebKeySet) -> IdTokenVerifier<'static, CoreJsonWebKey> {
        let skew = TimeDelta::from_std(self.spec.skew).unwrap_or_default();
        let issuer = self.issuer.clone();
        // As a public client: with our secret as a key, a token could be signed by whoever knows it.
        IdTokenVerifier::new_public_client(ClientId::new(self.spec.client.clone()), issuer, keys)
            .set_allowed_algs(ALGORITHMS)
            .set_time_fn(move || Utc::now() - skew)
            .set_issue_time_verifier_fn(move |made| fresh(made, skew))
    }

    fn claims(
        &self,
        token: &IdToken,
        keys: CoreJsonWebKeySet,
        nonce: Option<&Nonce>,
    ) -> Result<IdClaims, openidconnect::ClaimsVerificationError> {
        token.claims(&self.verifier(keys), Expected(nonce)).cloned()
    }

    /// The provider's keys, for tokens that are not ID tokens.
    ///
    /// # Errors
    /// [`Fault::Down`] where it gives none.
    pub async fn keys(&self, unknown_key: bool) -> Result<CoreJsonWebKeySet, Fault> {
        self.metadata(unknown_key).await.map(|metadata| metadata.jwks().clone())
    }

    /// Where a browser signs out at the provider too (OpenID Connect RP-Initiated Logout 1.0).
    pub async fn end(&self) -> Option<String> {
        let metadata = self.metadata(false).await.ok()?;
        let mut url = metadata.additional_metadata().end_session_endpoint.as_ref()?.url().clone();
        url.query_pairs_mut()
            .append_pair("client_id", &self.spec.client)
            .append_pair("post_logout_redirect_uri", &self.spec.public_url);
        Some(url.to_string())
    }

    /// How sign-in is configured.
    pub fn spec(&self) -> &Spec {
        &self.spec
    }
}

/// The nonce of a sign-in; a refreshed token need not have one (OpenID Connect Core 1.0 §12.2).
struct Expected<'a>(Option<&'a Nonce>);

impl NonceVerifier for Expected<'_> {
    fn verify(self, found: Option<&Nonce>) -> Result<(), String> {
        self.0.map_or(Ok(()), |expected| expected.verify(found))
    }
}

fn fresh(made: DateTime<Utc>, skew: TimeDelta) -> Result<(), String> {
    let now = Utc::now();
    match made <= now + skew && made >= now - OLDEST - skew {
        true => Ok(()),
        false => Err("iat: the token was not made just now".to_owned()),
    }
}

fn person(claims: &IdClaims) -> Person {
    let other = &claims.additional_claims().other;
    let name = claims.name().and_then(|name| name.get(None)).map(|name| name.to_string());
    let name = name.or_else(|| claims.preferred_username().map(|name| name.to_string()));
    Person {
        sub: claims.subject().to_string(),
        sid: other.get("sid").and_then(Json::as_str).map(str::to_owned),
        name: name.unwrap_or_default().chars().take(100).collect(),
        claims: other.clone(),
    }
}

/// An error with what led to it.
fn told(fault: &dyn std::error::Error) -> String {
    let mut text = fault.to_string();
    let mut cause = fault.source();
    while let Some(fault) = cause {
        text.push_str(": ");
        text.push_str(&fault.to_string());
        cause = fault.source();
    }
    text
}

fn fault_of<E: std::error::Error + 'static>(
    fault: &RequestTokenError<E, StandardErrorResponse<CoreErrorResponseType>>,
) -> Fault {
    match fault {
        // Only the name of the error: its description may hold anything.
        RequestTokenError::ServerResponse(said) => match said.error() {
            CoreErrorResponseType::InvalidGrant => Fault::Refused(said.error().to_string()),
            // It refuses us, not the person: a wrong secret, say.
            ours => Fault::Down(ours.to_string()),
        },
        // A token that cannot be read at all, such as one whose exp is a text.
        RequestTokenError::Parse(fault, _) => Fault::Refused(told(fault)),
        other => Fault::Down(told(other)),
    }
}
