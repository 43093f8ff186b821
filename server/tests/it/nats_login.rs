//! Who may go to NATS, and where we go: credentials as `nsc` makes them, over TLS by an authority that is believed.

use std::{path::Path, time::Duration};

use crate::{
    common::{
        Server, certificate,
        nats::{Nats, connected},
        provider::private_file,
    },
    notify::{Reader, entity, notify, subscribe},
};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD as BASE64};
use gemeo_server::{config::Config, egress::Trust, share};
use nkeys::KeyPair;
use serde_json::{Value as Json, json};

/// A token of NATS: what `nsc` writes, signed by `by` about `about`.
fn token(by: &KeyPair, about: &KeyPair, name: &str, nats: Json) -> String {
    let claims = json!({
        "jti": name, "iat": 1_700_000_000, "iss": by.public_key(), "sub": about.public_key(), "name": name, "nats": nats,
    });
    let part = |json: Json| BASE64.encode(json.to_string());
    let said = format!("{}.{}", part(json!({ "typ": "JWT", "alg": "ed25519-nkey" })), part(claims));
    let signature = BASE64.encode(by.sign(said.as_bytes()).expect("a signature"));
    format!("{said}.{signature}")
}

/// An operator with one account, and the credentials of a user of that account.
struct Operator {
    operator: String,
    account: String,
    account_key: String,
    credentials: String,
}

fn operator() -> Operator {
    let (operator, account, user) = (KeyPair::new_operator(), KeyPair::new_account(), KeyPair::new_user());
    let none = -1;
    let limits = json!({
        "subs": none, "data": none, "payload": none, "imports": none, "exports": none, "wildcards": true, "conn": none,
        "leaf": none,
    });
    let of_user = json!({
        "pub": {}, "sub": {}, "subs": none, "data": none, "payload": none, "type": "user", "version": 2,
    });
    let jwt = token(&account, &user, "broker", of_user);
    let seed = user.seed().expect("a seed");
    let credentials = format!(
        "-----BEGIN NATS USER JWT-----\n{jwt}\n------END NATS USER JWT------\n\n\
         -----BEGIN USER NKEY SEED-----\n{seed}\n------END USER NKEY SEED------\n"
    );
    Operator {
        operator: token(&operator, &operator, "operator", json!({ "type": "operator", "version": 2 })),
        account: token(
            &operator,
            &account,
            "account",
            json!({ "limits": limits, "type": "account", "version": 2 }),
        ),
        account_key: account.public_key(),
        credentials,
    }
}

fn start(test: &str, operator: &Operator, tls: bool) -> Option<Nats> {
    let Operator { operator, account, account_key, .. } = operator;
    let mut has_certificate = true;
    let nats = Nats::start_with(test, |folder| {
        let who = format!(
            "operator: {operator}\nresolver: MEMORY\nresolver_preload: {{ {account_key}: {account} }}\n"
        );
        if !tls {
            return who;
        }
        has_certificate = certificate::make(test, folder, "IP:127.0.0.1");
        let file = |name| folder.join(name).display().to_string();
        format!("{who}tls {{ cert_file: \"{}\", key_file: \"{}\" }}", file("cert.pem"), file("key.pem"))
    })?;
    has_certificate.then_some(nats)
}

/// A broker that goes to NATS by TLS, believing that authority, with those credentials.
async fn broker(
    nats: &Nats,
    authority: &Path,
    credentials: &str,
    change: impl FnOnce(&mut Config),
) -> Server {
    Server::start(|config| {
        let file = config.root.parent().expect("a folder").join("nats.creds");
        private_file(&file, credentials);
        let url = format!("tls://127.0.0.1:{}", nats.port);
        let table = json!({ "url": url, "credentials_file": file, "cities": ["porto"] });
        let table: share::Table = serde_json::from_value(table).expect("a table");
        config.nats = Some(table.check().expect("a description"));
        config.egress.trust = Trust::File(authority.to_owned());
        change(config);
    })
    .await
}

#[tokio::test]
async fn brokers_meet_by_tls_with_credentials() {
    let operator = operator();
    let Some(nats) = start("brokers_meet_by_tls_with_credentials", &operator, true) else { return };
    let authority = nats.folder.path().join("cert.pem");
    let first = broker(&nats, &authority, &operator.credentials, subscribe).await;
    let second = broker(&nats, &authority, &operator.credentials, |_| {}).await;
    connected(&first, 1).await;
    connected(&second, 1).await;
    let mut far = Reader::open(&second).await;
    assert_eq!(notify(first.notify.expect("a webhook"), &[entity(1, 0, 4.25)]).await, 204);
    assert_eq!(far.reading().await["value"], 4.25);
}

#[tokio::test]
async fn nobody_else_is_gone_to_and_nobody_else_gets_in() {
    let test = "nobody_else_is_gone_to_and_nobody_else_gets_in";
    let operator = operator();
    let Some(nats) = start(test, &operator, true) else { return };
    let Some(plain) = start(test, &operator, false) else { return };
    let authority = nats.folder.path().join("cert.pem");
    // An authority that did not make the certificate, a server that speaks no TLS, credentials of another account.
    let elsewhere = tempfile::tempdir().expect("a folder");
    assert!(certificate::make("nats_login", elsewhere.path(), "IP:127.0.0.1"));
    let unknown = broker(&nats, &elsewhere.path().join("cert.pem"), &operator.credentials, |_| {}).await;
    let unencrypted = broker(&plain, &authority, &operator.credentials, |_| {}).await;
    let stranger = broker(&nats, &authority, &self::operator().credentials, |_| {}).await;
    // Once one that may is there, the others have had their time too.
    let known = broker(&nats, &authority, &operator.credentials, |_| {}).await;
    connected(&known, 1).await;
    tokio::time::sleep(Duration::from_secs(1)).await;
    for (server, who) in [(&unknown, "unknown"), (&unencrypted, "unencrypted"), (&stranger, "stranger")] {
        assert_eq!(server.metrics.nats.connected.get(), 0, "{who}");
        assert_eq!(server.get("/").await.status, 200, "it goes on alone");
    }
}
