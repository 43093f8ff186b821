//! Signing in, and everything that must not sign anybody in.

use crate::common::provider::{
    OURS, Provider, SECRET, Token, asks, begin, challenge_of, come_back, cookie, json_of, message, now,
    problem, sign_in, start, under_way,
};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD as BASE64};
use ring::{digest, hmac};
use serde_json::{Value as Json, json};

#[tokio::test]
async fn the_description_has_the_routes_of_sign_in() {
    let Some((server, _provider)) = start(|_| {}).await else { return };
    let description = json_of(&server.get("/api/openapi.json").await);
    let paths = description["paths"].as_object().expect("paths");
    let expected = [
        "/api/me",
        "/api/openapi.json",
        "/api/sessions",
        "/api/sessions/{session}",
        "/auth/backchannel-logout",
        "/auth/callback",
        "/auth/login",
        "/auth/logout",
    ];
    assert_eq!(paths.keys().map(String::as_str).collect::<Vec<_>>(), expected);
    let answer = server.get("/auth/nothing").await;
    assert_eq!((answer.status, problem(&answer).as_str()), (404, "nothing-here"));
    let answer = server.get("/auth/logout").await;
    assert_eq!((answer.status, problem(&answer).as_str()), (405, "method"));
    let answer = tell_logout(&server, &"x".repeat(100_000)).await;
    assert_eq!((answer.status, problem(&answer).as_str()), (413, "too-large"));
}

#[tokio::test]
async fn a_person_signs_in_is_known_and_signs_out() {
    let Some((server, provider)) = start(|_| {}).await else { return };
    let under_way = begin(&server, "/auth/login?to=/pt/lisboa/").await;
    assert!(under_way.location.starts_with(&format!("{}/authorize?response_type=code&", provider.issuer())));
    assert!(under_way.location.contains("code_challenge_method=S256"), "{}", under_way.location);
    assert!(under_way.location.contains("scope=openid+profile"), "{}", under_way.location);
    let back = "redirect_uri=http%3A%2F%2F127.0.0.1%3A8080%2Fauth%2Fcallback";
    assert!(under_way.location.contains(back), "{}", under_way.location);
    let token = provider.token("ana", &under_way.nonce);
    provider.answer_next(200, provider.tokens(&provider.sign(&token)));
    let answer = come_back(&server, &under_way).await;
    assert_eq!((answer.status, answer.header("location")), (303, Some("/pt/lisboa/")), "{}", answer.text());
    let cookies = answer.all("set-cookie");
    assert_eq!(cookies[0], "__Host-gemeo-sign-in=; Path=/; Max-Age=0; HttpOnly; Secure; SameSite=Lax");
    let ends = "; Path=/; Max-Age=28800; HttpOnly; Secure; SameSite=Strict";
    assert!(cookies[1].starts_with("__Host-gemeo-session=") && cookies[1].ends_with(ends), "{cookies:?}");
    let asked = &provider.asked()[0];
    assert_eq!((asked["grant_type"].as_str(), asked["code"].as_str()), ("authorization_code", "canary-code"));
    assert_eq!(challenge_of(&asked["code_verifier"]), under_way.challenge, "PKCE");
    let session = cookie(&answer, "__Host-gemeo-session").expect("a session");
    let me = json_of(&asks(&server, "GET", "/api/me", &session).await);
    assert_eq!(
        (&me["name"], &me["roles"], &me["cities"]),
        (&json!("Ana Canary"), &json!(["reader"]), &json!(["lisboa"]))
    );
    let listed = json_of(&asks(&server, "GET", "/api/sessions", &session).await);
    assert_eq!((listed.as_array().map(Vec::len), &listed[0]["current"]), (Some(1), &json!(true)));
    let out = asks(&server, "POST", "/auth/logout", &session).await;
    let end = json_of(&out)["end_session"].as_str().expect("an address").to_owned();
    assert!(end.starts_with(&format!("{}/end?client_id=gemeo&post_logout", provider.issuer())), "{end}");
    assert!(out.all("set-cookie")[0].starts_with("__Host-gemeo-session=; Path=/; Max-Age=0;"));
    let after = asks(&server, "GET", "/api/me", &session).await;
    assert_eq!((after.status, problem(&after).as_str()), (401, "sign-in"));
    // The code and cookie of the sign-in are of no use a second time: the provider knows the code is spent.
    let again = come_back(&server, &under_way).await;
    assert_eq!((again.status, problem(&again).as_str()), (400, "sign-in-failed"));
}

type Spoil = (&'static str, fn(&Provider, &mut Token) -> Option<String>);

fn hs256(token: &mut Token, key: &[u8]) -> Option<String> {
    token.header["alg"] = json!("HS256");
    let message = message(token);
    let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, key), message.as_bytes());
    Some(format!("{message}.{}", BASE64.encode(tag.as_ref())))
}

fn set(token: &mut Token, claim: &str, value: Json) -> Option<String> {
    token.claims[claim] = value;
    None
}

/// Each makes one thing wrong; where it says nothing, the token is signed as it stands.
const SPOILT: &[Spoil] = &[
    ("nonce: another", |_, token| set(token, "nonce", json!("another"))),
    ("nonce: none", |_, token| set(token, "nonce", Json::Null)),
    ("iss: another", |_, token| set(token, "iss", json!("https://evil.example"))),
    ("iss: with a slash", |provider, token| set(token, "iss", json!(format!("{}/", provider.issuer())))),
    ("aud: another", |_, token| set(token, "aud", json!("other"))),
    ("aud: ours and another", |_, token| set(token, "aud", json!(["gemeo", "other"]))),
    ("aud: none", |_, token| set(token, "aud", json!([]))),
    ("azp: another", |_, token| set(token, "azp", json!("other"))),
    ("exp: past", |_, token| set(token, "exp", json!(now() - 10))),
    ("exp: a text", |_, token| set(token, "exp", json!((now() + 300).to_string()))),
    ("exp: none", |_, token| set(token, "exp", Json::Null)),
    ("iat: in an hour", |_, token| set(token, "iat", json!(now() + 3600))),
    ("iat: yesterday", |_, token| set(token, "iat", json!(now() - 86_400))),
    ("sub: none", |_, token| set(token, "sub", Json::Null)),
    ("at_hash: of another token", |_, token| set(token, "at_hash", json!("AAAAAAAAAAAAAAAAAAAAAA"))),
    ("alg: none", |_, token| {
        token.header = json!({ "alg": "none", "typ": "JWT" });
        Some(format!("{}.", message(token)))
    }),
    ("alg: none, with the signature", |provider, token| {
        token.header["alg"] = json!("none");
        Some(provider.sign(token))
    }),
    ("key confusion: the public key as a secret", |provider, token| hs256(token, &provider.public_key())),
    ("key confusion: our own secret", |_, token| hs256(token, SECRET.as_bytes())),
    ("alg: RS256 with a key of another kind", |provider, token| {
        token.header["alg"] = json!("RS256");
        Some(provider.sign(token))
    }),
    ("signature: of other claims", |provider, token| {
        let signed = provider.sign(token);
        token.claims["groups"] = json!(["lisboa-staff", "porto-staff"]);
        Some(format!("{}.{}", message(token), signed.rsplit('.').next().expect("a signature")))
    }),
    ("kid: unknown", |_, token| {
        token.header["kid"] = json!("../../etc/passwd");
        None
    }),
    ("crit: not understood", |_, token| {
        token.header["crit"] = json!(["exp"]);
        None
    }),
    ("no token", |_, _| Some(String::new())),
    ("not a token", |_, _| Some("a.b.c".to_owned())),
];

#[tokio::test]
async fn a_token_that_does_not_hold_signs_nobody_in() {
    let Some((server, provider)) = start(|_| {}).await else { return };
    for (what, spoil) in SPOILT {
        let under_way = begin(&server, "/auth/login").await;
        let mut token = provider.token("ana", &under_way.nonce);
        let signed = spoil(&provider, &mut token).unwrap_or_else(|| provider.sign(&token));
        provider.answer_next(200, provider.tokens(&signed));
        let answer = come_back(&server, &under_way).await;
        assert_eq!((answer.status, problem(&answer).as_str()), (400, "sign-in-failed"), "{what}");
        assert_eq!(cookie(&answer, "__Host-gemeo-session"), None, "{what}");
        assert!(answer.all("set-cookie")[0].starts_with("__Host-gemeo-sign-in=; "), "{what}");
    }
    // What is right, and what may differ: the clock by a little, azp and at_hash where they fit.
    let hash = digest::digest(&digest::SHA256, b"canary-access-token");
    let at_hash = BASE64.encode(&hash.as_ref()[..16]);
    let changes: [&[(&str, Json)]; 3] = [
        &[("exp", json!(now() - 2))],
        &[("iat", json!(now() + 3))],
        &[("azp", json!("gemeo")), ("at_hash", json!(at_hash)), ("aud", json!(["gemeo"]))],
    ];
    for claims in changes {
        let under_way = begin(&server, "/auth/login").await;
        let mut token = provider.token("ana", &under_way.nonce);
        for (name, value) in claims {
            token.claims[*name] = value.clone();
        }
        provider.answer_next(200, provider.tokens(&provider.sign(&token)));
        assert_eq!(come_back(&server, &under_way).await.status, 303, "{claims:?}");
    }
}

#[tokio::test]
async fn only_the_browser_that_began_can_end_a_sign_in() {
    let Some((server, provider)) = start(|_| {}).await else { return };
    let (mine, theirs) = (begin(&server, "/auth/login").await, begin(&server, "/auth/login").await);
    let good = format!("code=c&state={}", mine.state);
    let forged = mine.cookie.replace("sign-in=", "sign-in=00");
    for (query, cookie) in [
        (good.clone(), String::new()),
        (good.clone(), forged),
        (good.clone(), theirs.cookie.clone()),
        (format!("code=c&state={}", theirs.state), mine.cookie.clone()),
        ("code=c".to_owned(), mine.cookie.clone()),
        ("code=c&state=".to_owned(), mine.cookie.clone()),
        (format!("state={}", mine.state), mine.cookie.clone()),
        (format!("error=access_denied&state={}", mine.state), mine.cookie.clone()),
        (format!("{good}&iss=https://evil.example"), mine.cookie.clone()),
        (good.clone(), format!("{}; {}", mine.cookie, theirs.cookie)),
    ] {
        let answer =
            server.ask("GET", &format!("/auth/callback?{query}"), &[&format!("Cookie: {cookie}")]).await;
        assert_eq!((answer.status, problem(&answer).as_str()), (400, "sign-in-failed"), "{query} {cookie}");
    }
    let twice = format!("/auth/callback?{good}&state={}", theirs.state);
    let answer = server.ask("GET", &twice, &[&format!("Cookie: {}", mine.cookie)]).await;
    assert_eq!(
        (answer.status, problem(&answer).as_str()),
        (400, "malformed"),
        "a parameter that comes twice"
    );
    assert_eq!(provider.asked().len(), 0, "no code was exchanged");
}

#[tokio::test]
async fn nobody_is_sent_elsewhere() {
    let Some((server, _provider)) = start(|_| {}).await else { return };
    for to in [
        "https://evil.example/",
        "//evil.example",
        "/%5cevil.example",
        "/..//evil.example",
        "javascript:x",
        "/a%0d%0ab",
    ] {
        let answer = server.get(&format!("/auth/login?to={to}")).await;
        assert_eq!((answer.status, problem(&answer).as_str()), (400, "not-local"), "{to}");
        assert_eq!(answer.count("set-cookie"), 0);
    }
    // The place to go on to is sealed in the cookie: nothing of the answer can change it.
    let under_way = begin(&server, "/auth/login?to=/en/").await;
    let path = format!("/auth/callback?code=c&state={}&to=https://evil.example/", under_way.state);
    let answer = server.ask("GET", &path, &[&format!("Cookie: {}", under_way.cookie)]).await;
    assert_eq!(answer.header("location"), None);
}

#[tokio::test]
async fn a_session_that_was_there_before_is_not_used() {
    let Some((server, provider)) = start(|_| {}).await else { return };
    let old = sign_in(&server, &provider, "mallory", &["porto-staff"]).await;
    for planted in [old.clone(), "__Host-gemeo-session=planted".to_owned()] {
        let under_way = begin(&server, "/auth/login").await;
        let token = provider.token("ana", &under_way.nonce);
        provider.answer_next(200, provider.tokens(&provider.sign(&token)));
        let path = format!("/auth/callback?code=c&state={}", under_way.state);
        let cookies = format!("Cookie: {}; {planted}", under_way.cookie);
        let answer = server.ask("GET", &path, &[&cookies]).await;
        let session = cookie(&answer, "__Host-gemeo-session").expect("a session");
        assert_ne!(session, planted);
        assert_eq!(json_of(&asks(&server, "GET", "/api/me", &session).await)["cities"], json!(["lisboa"]));
        assert_eq!(asks(&server, "GET", "/api/me", &planted).await.status, 401, "ended, or never one");
    }
    // The provider is another site: the cookie of the session comes along at the beginning alone.
    let old = sign_in(&server, &provider, "ana", &[]).await;
    let answer = server.ask("GET", "/auth/login", &[&format!("Cookie: {old}")]).await;
    let under_way = under_way(&answer);
    let token = provider.token("ana", &under_way.nonce);
    provider.answer_next(200, provider.tokens(&provider.sign(&token)));
    assert_eq!(asks(&server, "GET", "/api/me", &old).await.status, 200, "until the new one is there");
    assert_eq!(come_back(&server, &under_way).await.status, 303);
    assert_eq!(asks(&server, "GET", "/api/me", &old).await.status, 401);
}

#[tokio::test]
async fn another_site_cannot_ask_in_somebodys_name() {
    let Some((server, provider)) = start(|_| {}).await else { return };
    let session = sign_in(&server, &provider, "ana", &["lisboa-staff"]).await;
    let with = format!("Cookie: {session}");
    for (headers, name) in [
        (vec![with.as_str()], "no-header"),
        (vec![&with, "gemeo-request: 2"], "no-header"),
        (vec![&with, OURS, "Sec-Fetch-Site: cross-site"], "cross-site"),
        (vec![&with, OURS, "Sec-Fetch-Site: same-site"], "cross-site"),
        (vec![&with, OURS, "Origin: https://evil.example"], "cross-site"),
        (vec![&with, OURS, "Origin: null"], "cross-site"),
        (vec![&with, OURS, "Origin: http://127.0.0.1:8080", "Origin: http://127.0.0.1:8080"], "cross-site"),
    ] {
        for (method, path) in [
            ("GET", "/api/me"),
            ("GET", "/api/sessions"),
            ("DELETE", "/api/sessions/abc"),
            ("POST", "/auth/logout"),
        ] {
            let headers = [headers.as_slice(), &["Content-Length: 0"]].concat();
            let answer = server.ask(method, path, &headers).await;
            assert_eq!(
                (answer.status, problem(&answer).as_str()),
                (403, name),
                "{method} {path} {headers:?}"
            );
            assert_eq!(answer.count("access-control-allow-origin"), 0);
        }
    }
    let same = [with.as_str(), OURS, "Sec-Fetch-Site: same-origin", "Origin: http://127.0.0.1:8080"];
    assert_eq!(server.ask("GET", "/api/me", &same).await.status, 200, "and the session is still there");
}

#[tokio::test]
async fn keys_rotate_and_unknown_ones_are_not_looked_for_without_end() {
    let Some((server, provider)) = start(|_| {}).await else { return };
    sign_in(&server, &provider, "ana", &[]).await;
    provider.rotate("two");
    sign_in(&server, &provider, "ana", &[]).await;
    let looks = provider.looks();
    for _ in 0..5 {
        let under_way = begin(&server, "/auth/login").await;
        let mut token = provider.token("ana", &under_way.nonce);
        token.header["kid"] = json!("nobody's");
        provider.answer_next(200, provider.tokens(&provider.sign(&token)));
        assert_eq!(come_back(&server, &under_way).await.status, 400);
    }
    assert_eq!(provider.looks(), looks, "the keys were asked for just now");
}

async fn tell_logout(server: &crate::common::Server, token: &str) -> crate::common::Answer {
    let body = format!("logout_token={token}");
    let head = format!(
        "POST /auth/backchannel-logout HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: \
         application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    server.send(format!("{head}{body}").as_bytes()).await
}

fn logout_token(provider: &Provider) -> Token {
    let mut token = provider.token("ana", "");
    token.header["typ"] = json!("logout+jwt");
    let claims = token.claims.as_object_mut().expect("claims");
    claims.remove("nonce");
    claims.insert("jti".to_owned(), json!("once"));
    claims.insert("events".to_owned(), json!({ "http://schemas.openid.net/event/backchannel-logout": {} }));
    token
}

#[tokio::test]
async fn the_provider_ends_sessions_and_nobody_else_does() {
    let Some((server, provider)) = start(|_| {}).await else { return };
    let session = sign_in(&server, &provider, "ana", &[]).await;
    let spoilt: &[Spoil] = &[
        ("iss", |_, token| set(token, "iss", json!("https://evil.example"))),
        ("aud", |_, token| set(token, "aud", json!("other"))),
        ("exp", |_, token| set(token, "exp", json!(now() - 60))),
        ("exp as a text", |_, token| set(token, "exp", json!((now() + 60).to_string()))),
        ("iat", |_, token| set(token, "iat", json!(now() - 86_400))),
        ("no event", |_, token| set(token, "events", json!({}))),
        ("another event", |_, token| set(token, "events", json!({ "http://example.org/": {} }))),
        ("a nonce", |_, token| set(token, "nonce", json!("x"))),
        ("no jti", |_, token| set(token, "jti", json!(""))),
        ("nobody", |_, token| {
            set(token, "sub", Json::Null);
            set(token, "sid", Json::Null)
        }),
        ("alg none", |_, token| {
            token.header["alg"] = json!("none");
            Some(format!("{}.", message(token)))
        }),
        ("our secret", |_, token| hs256(token, SECRET.as_bytes())),
        ("the public key", |provider, token| hs256(token, &provider.public_key())),
        ("an access token", |_, token| {
            token.header["typ"] = json!("at+jwt");
            None
        }),
        ("an ID token", |provider, token| {
            *token = provider.token("ana", "nonce");
            None
        }),
        ("nothing", |_, _| Some(String::new())),
        ("four parts", |provider, token| Some(format!("{}.x", provider.sign(token)))),
    ];
    for (what, spoil) in spoilt {
        let mut token = logout_token(&provider);
        let signed = spoil(&provider, &mut token).unwrap_or_else(|| provider.sign(&token));
        let answer = tell_logout(&server, &signed).await;
        assert_eq!((answer.status, problem(&answer).as_str()), (400, "logout-refused"), "{what}");
    }
    assert_eq!(asks(&server, "GET", "/api/me", &session).await.status, 200);
    let mut of_another = logout_token(&provider);
    of_another.claims["sid"] = json!("another session of ana");
    assert_eq!(tell_logout(&server, &provider.sign(&of_another)).await.status, 200);
    assert_eq!(asks(&server, "GET", "/api/me", &session).await.status, 200, "it was another session");
    provider.rotate("two");
    assert_eq!(tell_logout(&server, &provider.sign(&logout_token(&provider))).await.status, 200);
    assert_eq!(asks(&server, "GET", "/api/me", &session).await.status, 401);
}

#[tokio::test]
async fn no_secret_is_found_at_rest_or_in_an_answer() {
    let Some((server, provider)) = start(|_| {}).await else { return };
    let under_way = begin(&server, "/auth/login").await;
    let token = provider.token("canary-subject", &under_way.nonce);
    provider.answer_next(200, provider.tokens(&provider.sign(&token)));
    let back = come_back(&server, &under_way).await;
    let session = cookie(&back, "__Host-gemeo-session").expect("a session");
    let secret = session.split_once('=').expect("a value").1.to_owned();
    let me = asks(&server, "GET", "/api/me", &session).await;
    let listed = asks(&server, "GET", "/api/sessions", &session).await;
    for answer in [&back, &me, &listed] {
        let body = answer.text();
        for canary in ["canary-access", "canary-refresh", "canary-client", "canary-subject", secret.as_str()]
        {
            assert!(!body.contains(canary), "{canary} in {body}");
        }
    }
    assert!(!under_way.cookie.contains(&under_way.state), "what the cookie holds is sealed");
    server.stopper.stop();
    let mut rows = 0;
    for entry in std::fs::read_dir(server.folder.path()).expect("a folder").flatten() {
        if !entry.file_name().to_string_lossy().starts_with("store.db") {
            continue;
        }
        let bytes = std::fs::read(entry.path()).expect("a file");
        let text = String::from_utf8_lossy(&bytes);
        for canary in ["canary", "Ana", "Canary", "lisboa-staff", "sid-", secret.as_str(), SECRET] {
            assert!(!text.contains(canary), "{canary} in {:?}", entry.file_name());
        }
        rows += text.matches("signed in").count();
    }
    assert!(rows >= 1, "the evidence of the sign-in is in one of these files");
}
