//! How long a session goes on, who ends it, and whose it is.

use std::time::Duration;

use crate::common::{
    Server,
    provider::{Provider, asks, begin, come_back, cookie, json_of, now, problem, sign_in, start},
};
use gemeo_server::config::Config;
use serde_json::json;

/// Signs in with a provider whose word is good for no time at all, so that every request renews.
async fn sign_in_briefly(server: &Server, provider: &Provider, refresh: &str) -> String {
    let under_way = begin(server, "/auth/login").await;
    let token = provider.token("ana", &under_way.nonce);
    let mut tokens = provider.tokens(&provider.sign(&token));
    (tokens["expires_in"], tokens["refresh_token"]) = (json!(0), json!(refresh));
    provider.answer_next(200, tokens);
    cookie(&come_back(server, &under_way).await, "__Host-gemeo-session").expect("a session")
}

#[tokio::test]
async fn the_providers_word_is_renewed_with_rotating_tokens() {
    let no_grace = |config: &mut Config| config.sign_in.as_mut().expect("sign-in").grace = Duration::ZERO;
    let Some((server, provider)) = start(no_grace).await else { return };
    let session = sign_in_briefly(&server, &provider, "first").await;
    let mut token = provider.token("ana", "");
    token.claims["groups"] = json!(["porto-staff"]);
    let mut tokens = provider.tokens(&provider.sign(&token));
    (tokens["expires_in"], tokens["refresh_token"]) = (json!(0), json!("second"));
    provider.answer_next(200, tokens);
    let me = json_of(&asks(&server, "GET", "/api/me", &session).await);
    assert_eq!(
        (&me["roles"], &me["cities"]),
        (&json!(["editor"]), &json!(["porto"])),
        "rights are renewed too"
    );
    let last = provider.asked().pop().expect("a question");
    assert_eq!((last["grant_type"].as_str(), last["refresh_token"].as_str()), ("refresh_token", "first"));
    // Down: nothing that needs identity goes on, the twin does.
    provider.go_down(true);
    let answer = asks(&server, "GET", "/api/me", &session).await;
    assert_eq!((answer.status, problem(&answer).as_str()), (503, "provider-down"));
    assert_eq!(server.get("/").await.status, 200);
}

#[tokio::test]
async fn whom_the_provider_no_longer_vouches_for_is_signed_out() {
    let Some((server, provider)) = start(|_| {}).await else { return };
    let session = sign_in_briefly(&server, &provider, "first").await;
    provider.answer_next(400, json!({ "error": "invalid_grant" }));
    for _ in 0..2 {
        let answer = asks(&server, "GET", "/api/me", &session).await;
        assert_eq!((answer.status, problem(&answer).as_str()), (401, "sign-in"));
    }
    let session = sign_in_briefly(&server, &provider, "first").await;
    let other = provider.token("mallory", "");
    provider.answer_next(200, provider.tokens(&provider.sign(&other)));
    assert_eq!(asks(&server, "GET", "/api/me", &session).await.status, 401, "another person's token");
}

#[tokio::test]
async fn a_session_ends_when_it_is_idle_and_in_any_case() {
    let wait = || tokio::time::sleep(Duration::from_millis(700));
    let Some((server, provider)) = start(|config| {
        let spec = config.sign_in.as_mut().expect("sign-in");
        (spec.idle, spec.longest) = (Duration::from_secs(2), Duration::from_secs(5));
    })
    .await
    else {
        return;
    };
    let (busy, idle) =
        (sign_in(&server, &provider, "ana", &[]).await, sign_in(&server, &provider, "ana", &[]).await);
    let begun = now();
    while now() < begun + 4 {
        assert_eq!(asks(&server, "GET", "/api/me", &busy).await.status, 200);
        wait().await;
    }
    assert_eq!(asks(&server, "GET", "/api/me", &idle).await.status, 401, "idle");
    while now() < begun + 7 {
        let _ = asks(&server, "GET", "/api/me", &busy).await;
        wait().await;
    }
    assert_eq!(asks(&server, "GET", "/api/me", &busy).await.status, 401, "however busy");
}

#[tokio::test]
async fn own_sessions_are_seen_and_ended_and_nobody_elses() {
    let Some((server, provider)) = start(|_| {}).await else { return };
    let (one, two) =
        (sign_in(&server, &provider, "ana", &[]).await, sign_in(&server, &provider, "ana", &[]).await);
    let other = sign_in(&server, &provider, "rui", &[]).await;
    let listed = json_of(&asks(&server, "GET", "/api/sessions", &one).await);
    let of_two =
        json_of(&asks(&server, "GET", "/api/me", &two).await)["session"].as_str().expect("it").to_owned();
    assert_eq!(listed.as_array().map(Vec::len), Some(2));
    let path = format!("/api/sessions/{of_two}");
    let answer = asks(&server, "DELETE", &path, &other).await;
    assert_eq!((answer.status, problem(&answer).as_str()), (404, "unknown-session"));
    assert_eq!(asks(&server, "GET", "/api/me", &two).await.status, 200);
    assert_eq!(asks(&server, "DELETE", &path, &one).await.status, 204);
    assert_eq!(asks(&server, "GET", "/api/me", &two).await.status, 401);
    assert_eq!(asks(&server, "GET", "/api/me", &one).await.status, 200);
}
