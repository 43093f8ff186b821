//! An identity provider that says what it is told to say: what a real one never would.
//!
//! Its keys and signatures are real (ES256); what the tokens hold is up to the test.

use std::{
    collections::HashMap,
    net::SocketAddr,
    path::Path,
    sync::{Arc, Mutex},
};

use axum::{
    Form, Json as JsonBody, Router,
    extract::State,
    http::StatusCode,
    routing::{get, post},
};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD as BASE64};
use gemeo_server::{
    config::{Config, Limits, StoreConfig},
    egress::Trust,
    listen::{Listener, stop},
    sign_in::Table,
    store,
};
use ring::{
    digest,
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair},
};
use serde_json::{Value as Json, json};

use super::{Answer, Server};

pub const CLIENT: &str = "gemeo";
pub const SECRET: &str = "canary-client-secret-0123456789";
pub const REFRESH: &str = "canary-refresh-token";

/// A key with its name.
struct Key {
    name: String,
    pair: EcdsaKeyPair,
}

fn new_key(name: &str) -> Key {
    let random = SystemRandom::new();
    let made = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random).expect("a key");
    let pair =
        EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, made.as_ref(), &random).expect("a key");
    Key { name: name.to_owned(), pair }
}

struct Inside {
    issuer: String,
    key: Key,
    /// What the next calls of the token endpoint are answered with.
    answers: Vec<(u16, Json)>,
    asked: Vec<HashMap<String, String>>,
    looks: usize,
    down: bool,
}

#[derive(Clone)]
pub struct Provider {
    inside: Arc<Mutex<Inside>>,
    pub address: SocketAddr,
    _stopper: Arc<stop::Stopper>,
}

type Shared = State<Arc<Mutex<Inside>>>;

async fn discovery(State(inside): Shared) -> Result<JsonBody<Json>, StatusCode> {
    let mut inside = inside.lock().expect("the inside");
    inside.looks += 1;
    if inside.down {
        return Err(StatusCode::INTERNAL_SERVER_ERROR);
    }
    let at = |path: &str| format!("{}{path}", inside.issuer);
    Ok(JsonBody(json!({
        "issuer": inside.issuer,
        "authorization_endpoint": at("/authorize"),
        "token_endpoint": at("/token"),
        "jwks_uri": at("/keys"),
        "end_session_endpoint": at("/end"),
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["ES256"],
    })))
}

async fn keys(State(inside): Shared) -> JsonBody<Json> {
    let inside = inside.lock().expect("the inside");
    // Uncompressed point: 4, x, y.
    let point = inside.key.pair.public_key().as_ref();
    let (x, y) = (BASE64.encode(&point[1..33]), BASE64.encode(&point[33..65]));
    let key = json!({ "kty": "EC", "crv": "P-256", "use": "sig", "alg": "ES256", "kid": inside.key.name, "x": x, "y": y });
    JsonBody(json!({ "keys": [key] }))
}

async fn token(
    State(inside): Shared,
    Form(asked): Form<HashMap<String, String>>,
) -> (StatusCode, JsonBody<Json>) {
    let mut inside = inside.lock().expect("the inside");
    if inside.down {
        return (StatusCode::INTERNAL_SERVER_ERROR, JsonBody(json!({})));
    }
    inside.asked.push(asked);
    let (status, answer) = match inside.answers.is_empty() {
        true => (400, json!({ "error": "invalid_grant" })),
        false => inside.answers.remove(0),
    };
    (StatusCode::from_u16(status).expect("a status"), JsonBody(answer))
}

/// A token in the making.
pub struct Token {
    pub header: Json,
    pub claims: Json,
}

impl Provider {
    pub async fn start() -> Self {
        let inside = Arc::new(Mutex::new(Inside {
            issuer: String::new(),
            key: new_key("one"),
            answers: Vec::new(),
            asked: Vec::new(),
            looks: 0,
            down: false,
        }));
        let router = Router::new()
            .route("/.well-known/openid-configuration", get(discovery))
            .route("/keys", get(keys))
            .route("/token", post(token))
            .with_state(Arc::clone(&inside));
        let listener =
            Listener::bind(([127, 0, 0, 1], 0).into(), router, Limits::default(), None).await.expect("bind");
        let address = listener.address().expect("an address");
        inside.lock().expect("the inside").issuer = format!("http://{address}");
        let (stopper, stop) = stop::pair();
        tokio::spawn(listener.run(stop));
        Self { inside, address, _stopper: Arc::new(stopper) }
    }

    pub fn issuer(&self) -> String {
        self.inside.lock().expect("the inside").issuer.clone()
    }

    pub fn rotate(&self, name: &str) {
        self.inside.lock().expect("the inside").key = new_key(name);
    }

    pub fn go_down(&self, down: bool) {
        self.inside.lock().expect("the inside").down = down;
    }

    pub fn asked(&self) -> Vec<HashMap<String, String>> {
        self.inside.lock().expect("the inside").asked.clone()
    }

    pub fn looks(&self) -> usize {
        self.inside.lock().expect("the inside").looks
    }

    pub fn answer_next(&self, status: u16, answer: Json) {
        self.inside.lock().expect("the inside").answers.push((status, answer));
    }

    /// A good ID token of a person, to be spoilt by a test.
    pub fn token(&self, sub: &str, nonce: &str) -> Token {
        let (now, issuer, kid) = (now(), self.issuer(), self.inside.lock().expect("it").key.name.clone());
        Token {
            header: json!({ "alg": "ES256", "typ": "JWT", "kid": kid }),
            claims: json!({
                "iss": issuer, "sub": sub, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": nonce,
                "sid": format!("sid-{sub}"), "name": "Ana Canary", "groups": ["lisboa-staff"],
            }),
        }
    }

    /// Signs a token with the provider's key, whatever its header says.
    pub fn sign(&self, token: &Token) -> String {
        let inside = self.inside.lock().expect("the inside");
        let message = message(token);
        let signed = inside.key.pair.sign(&SystemRandom::new(), message.as_bytes()).expect("a signature");
        format!("{message}.{}", BASE64.encode(signed.as_ref()))
    }

    /// An answer of the token endpoint.
    pub fn tokens(&self, id_token: &str) -> Json {
        json!({
            "access_token": "canary-access-token", "token_type": "Bearer", "expires_in": 3600,
            "refresh_token": REFRESH, "id_token": id_token,
        })
    }

    /// The public key as a client would have it, to be misused as a secret.
    pub fn public_key(&self) -> Vec<u8> {
        self.inside.lock().expect("the inside").key.pair.public_key().as_ref().to_vec()
    }

    /// Configures sign-in with this provider.
    pub fn configure(&self, config: &mut Config, idle: u64, session: u64) {
        let folder = config.root.parent().expect("a folder").to_owned();
        config.egress.caps.loopback_http = true;
        config.egress.trust = Trust::File("/etc/ssl/certs/ca-certificates.crt".into());
        let key = folder.join("store.key");
        store::new_key_file(&key).expect("a key");
        let url = format!("sqlite:{}", folder.join("store.db").display()).parse().expect("an address");
        config.store = Some(StoreConfig { url, key });
        private_file(&folder.join("oidc.secret"), SECRET);
        let grant = |group: &str, role: &str, city: &str| json!({ "claim": "groups", "value": group, "roles": [role], "cities": [city] });
        let table = json!({
            "issuer": self.issuer(), "client": CLIENT, "secret_file": folder.join("oidc.secret"),
            "public_url": "http://127.0.0.1:8080/", "scopes": ["profile"],
            "idle_seconds": idle, "session_seconds": session, "skew_seconds": 5,
            "grants": [grant("lisboa-staff", "reader", "lisboa"), grant("porto-staff", "editor", "porto")],
        });
        let table: Table = serde_json::from_value(table).expect("a table");
        config.sign_in = Some(table.check(&config.base, true).expect("sign-in"));
    }
}

pub fn message(token: &Token) -> String {
    let part = |json: &Json| BASE64.encode(json.to_string());
    format!("{}.{}", part(&token.header), part(&token.claims))
}

pub fn now() -> i64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).expect("a time");
    i64::try_from(since.as_secs()).expect("a time")
}

pub fn private_file(path: &Path, text: &str) {
    use std::os::unix::fs::PermissionsExt;
    std::fs::write(path, text).expect("write");
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600)).expect("rights");
}

/// A sign-in under way, as a browser has it.
pub struct UnderWay {
    pub cookie: String,
    pub state: String,
    pub nonce: String,
    pub challenge: String,
    pub location: String,
}

/// The name and value of a cookie that an answer sets.
pub fn cookie(answer: &Answer, name: &str) -> Option<String> {
    let set = answer.all("set-cookie").into_iter().find(|line| line.starts_with(&format!("{name}=")))?;
    set.split(';').next().map(str::to_owned)
}

pub fn parameter(url: &str, name: &str) -> Option<String> {
    let query = url.split_once('?')?.1;
    let pair = query.split('&').find_map(|pair| pair.strip_prefix(&format!("{name}=")))?;
    Some(percent_encoding::percent_decode_str(pair).decode_utf8().expect("text").into_owned())
}

/// Begins to sign in.
pub async fn begin(server: &Server, path: &str) -> UnderWay {
    under_way(&server.get(path).await)
}

/// What an answer of `/auth/login` begins.
pub fn under_way(answer: &Answer) -> UnderWay {
    assert_eq!(answer.status, 303, "{}", answer.text());
    let location = answer.header("location").expect("a place").to_owned();
    let of = |name| parameter(&location, name).expect("a parameter");
    UnderWay {
        cookie: cookie(answer, "__Host-gemeo-sign-in").expect("a cookie"),
        state: of("state"),
        nonce: of("nonce"),
        challenge: of("code_challenge"),
        location: location.clone(),
    }
}

/// Comes back with a code.
pub async fn come_back(server: &Server, under_way: &UnderWay) -> Answer {
    let path = format!("/auth/callback?code=canary-code&state={}", under_way.state);
    server.ask("GET", &path, &[&format!("Cookie: {}", under_way.cookie)]).await
}

/// Signs somebody in, with a good token that the test may change; the cookie of the session.
pub async fn sign_in(server: &Server, provider: &Provider, sub: &str, groups: &[&str]) -> String {
    let under_way = begin(server, "/auth/login").await;
    let mut token = provider.token(sub, &under_way.nonce);
    token.claims["groups"] = json!(groups);
    provider.answer_next(200, provider.tokens(&provider.sign(&token)));
    let answer = come_back(server, &under_way).await;
    assert_eq!(answer.status, 303, "{}", answer.text());
    cookie(&answer, "__Host-gemeo-session").expect("a session")
}

pub fn challenge_of(verifier: &str) -> String {
    BASE64.encode(digest::digest(&digest::SHA256, verifier.as_bytes()))
}

pub const OURS: &str = "gemeo-request: 1";

pub async fn start(change: impl FnOnce(&mut Config)) -> Option<(Server, Provider)> {
    if !Path::new("/etc/ssl/certs/ca-certificates.crt").exists() {
        println!("skipped: sign-in: no certificates on this system");
        return None;
    }
    let provider = Provider::start().await;
    let server = Server::start(|config| {
        provider.configure(config, 1800, 28_800);
        change(config);
    });
    Some((server.await, provider))
}

pub fn problem(answer: &Answer) -> String {
    assert_eq!(answer.header("content-type"), Some("application/problem+json"), "{answer:?}");
    let said: Json = serde_json::from_slice(&answer.body).expect("JSON");
    said["type"].as_str().and_then(|kind| kind.strip_prefix("urn:gemeo:problem:")).expect("a name").to_owned()
}

pub fn json_of(answer: &Answer) -> Json {
    assert_eq!(answer.status, 200, "{}", answer.text());
    serde_json::from_slice(&answer.body).expect("JSON")
}

pub async fn asks(server: &Server, method: &str, path: &str, session: &str) -> Answer {
    server.ask(method, path, &[&format!("Cookie: {session}"), OURS, "Content-Length: 0"]).await
}
