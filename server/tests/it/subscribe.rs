//! Subscriptions at context brokers: made, put right, and what then is posted is heard. The broker here keeps subscriptions as
//! ETSI GS CIM 009 (5.8.1, 5.8.2) and FIWARE NGSI v2 have it, and nothing else.

use std::{
    collections::BTreeMap,
    path::Path as FilePath,
    sync::{Arc, Mutex},
    time::Duration,
};

use crate::{
    common::{Server, provider::private_file},
    notify::{Reader, SECRET, entity},
};
use axum::{
    Json as JsonBody, Router,
    extract::{Path, State},
    http::{HeaderMap, StatusCode},
    routing::{get, patch, post},
};
use gemeo_server::{
    config::{Config, Limits},
    egress::Trust,
    inbox::Table,
    listen::{Listener, stop},
};
use serde_json::{Value as Json, json};

const TOKEN: &str = "a-token-of-the-context-broker";

/// What a broker holds and heard.
#[derive(Default)]
struct Inside {
    kept: BTreeMap<String, Json>,
    asked: Vec<(String, HeaderMap)>,
    refuses: bool,
}

type Shared = Arc<Mutex<Inside>>;

struct ContextBroker {
    inside: Shared,
    address: String,
    _stopper: stop::Stopper,
}

fn hear(inside: &Shared, what: &str, headers: HeaderMap) -> Result<(), StatusCode> {
    let mut inside = inside.lock().expect("the inside");
    inside.asked.push((what.to_owned(), headers));
    if inside.refuses { Err(StatusCode::FORBIDDEN) } else { Ok(()) }
}

async fn make(
    State(inside): State<Shared>,
    headers: HeaderMap,
    JsonBody(mut body): JsonBody<Json>,
) -> Result<StatusCode, StatusCode> {
    hear(&inside, "make", headers)?;
    let id = body["id"].as_str().unwrap_or("5f0c0ffee0").to_owned();
    body["id"] = json!(id);
    inside.lock().expect("the inside").kept.insert(id, body);
    Ok(StatusCode::CREATED)
}

async fn change(
    State(inside): State<Shared>,
    Path(id): Path<String>,
    headers: HeaderMap,
    JsonBody(body): JsonBody<Json>,
) -> Result<StatusCode, StatusCode> {
    hear(&inside, "change", headers)?;
    let mut inside = inside.lock().expect("the inside");
    let kept = inside.kept.get_mut(&id).ok_or(StatusCode::NOT_FOUND)?;
    for (key, value) in body.as_object().expect("an object") {
        kept[key] = value.clone();
    }
    Ok(StatusCode::NO_CONTENT)
}

async fn list(State(inside): State<Shared>, headers: HeaderMap) -> Result<JsonBody<Json>, StatusCode> {
    hear(&inside, "list", headers)?;
    let inside = inside.lock().expect("the inside");
    Ok(JsonBody(inside.kept.values().cloned().collect()))
}

impl ContextBroker {
    async fn start() -> Self {
        let inside = Shared::default();
        let folder = Router::new()
            .route("/subscriptions", get(list).merge(post(make)))
            .route("/subscriptions/{id}", patch(change))
            .with_state(Arc::clone(&inside));
        let router = Router::new().nest("/ngsi-ld/v1", folder.clone()).nest("/v2", folder);
        let listener =
            Listener::bind(([127, 0, 0, 1], 0).into(), router, Limits::default(), None).await.expect("bind");
        let address = listener.address().expect("an address").to_string();
        let (stopper, stop) = stop::pair();
        tokio::spawn(listener.run(stop));
        Self { inside, address, _stopper: stopper }
    }

    fn with<T>(&self, look: impl FnOnce(&mut Inside) -> T) -> T {
        look(&mut self.inside.lock().expect("the inside"))
    }

    async fn until(&self, what: &str, is_so: impl Fn(&Inside) -> bool) {
        let wait = async {
            while !self.with(|inside| is_so(inside)) {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        tokio::time::timeout(Duration::from_secs(20), wait).await.unwrap_or_else(|_| panic!("{what}"));
    }

    /// A server that asks it to post; none without certificates.
    async fn server(&self, root: &str) -> Option<Server> {
        let authorities = FilePath::new("/etc/ssl/certs/ca-certificates.crt");
        if !authorities.exists() {
            println!("skipped: subscribe: no certificates on this system");
            return None;
        }
        let at = json!({
            "broker": format!("http://{}{root}", self.address),
            "notify": "https://twin.example.org/notify/air",
            "types": ["AirQualityObserved"],
            "attributes": ["no2"],
            "tenant": "porto",
        });
        Some(Server::start(|config| configure(config, authorities, at)).await)
    }
}

fn configure(config: &mut Config, authorities: &FilePath, mut at: Json) {
    let folder = config.root.parent().expect("a folder");
    let (secret, token) = (folder.join("air.secret"), folder.join("broker.token"));
    private_file(&secret, SECRET);
    private_file(&token, TOKEN);
    at["token_file"] = json!(token);
    let table = json!({ "city": "porto", "live": "ngsi", "secret_file": secret, "at": at });
    let table: Table = serde_json::from_value(table).expect("a table");
    config.egress.trust = Trust::File(authorities.to_owned());
    config.egress.caps.loopback_http = true;
    config.subscriptions.push(table.check("air", true).expect("a subscription"));
    config.notify_listen = Some(([127, 0, 0, 1], 0).into());
}

/// Posts as the broker would: with the header it was given.
async fn heard_by(server: &Server, header: &Json) {
    assert_eq!(header, &json!(format!("Bearer {SECRET}")));
    let mut reader = Reader::open(server).await;
    let status = crate::notify::notify(server.notify.expect("a webhook"), &[entity(1, 7, 21.5)]).await;
    assert_eq!(status, 204);
    while !reader.line().await.contains("\"value\":21.5") {}
}

#[tokio::test]
async fn an_ngsi_ld_broker_is_asked_and_what_it_posts_is_heard() {
    let broker = ContextBroker::start().await;
    let Some(server) = broker.server("/ngsi-ld/v1").await else { return };
    broker.until("no subscription was made", |inside| !inside.kept.is_empty()).await;
    let kept = broker.with(|inside| inside.kept["urn:ngsi-ld:Subscription:gemeo-air"].clone());
    assert_eq!(kept["type"], "Subscription");
    assert_eq!(kept["entities"], json!([{ "type": "AirQualityObserved" }]));
    assert_eq!(
        (&kept["watchedAttributes"], &kept["notification"]["attributes"]),
        (&json!(["no2"]), &json!(["no2"]))
    );
    let endpoint = &kept["notification"]["endpoint"];
    assert_eq!(endpoint["uri"], "https://twin.example.org/notify/air");
    assert_eq!(endpoint["receiverInfo"][0]["key"], "Authorization");
    assert_eq!(
        broker.with(|inside| inside.asked.iter().map(|(what, _)| what.clone()).collect::<Vec<_>>()),
        ["change", "make"]
    );
    broker.with(|inside| {
        for (_, headers) in &inside.asked {
            assert_eq!(headers["authorization"], format!("Bearer {TOKEN}"));
            assert_eq!(
                (&headers["content-type"], &headers["ngsild-tenant"]),
                (&"application/ld+json".parse().expect("a value"), &"porto".parse().expect("a value"))
            );
        }
        // Somebody at the broker switches it off.
        inside.kept.get_mut("urn:ngsi-ld:Subscription:gemeo-air").expect("kept")["isActive"] = json!(false);
    });
    heard_by(&server, &endpoint["receiverInfo"][0]["value"]).await;
    // The next start puts it right and makes no other.
    let _again = broker.server("/ngsi-ld/v1").await;
    broker
        .until("it was not put right", |inside| inside.kept.values().all(|kept| kept["isActive"] == true))
        .await;
    assert_eq!(broker.with(|inside| inside.kept.len()), 1);
}

#[tokio::test]
async fn an_ngsi_v2_broker_gives_the_id_and_ours_is_found_again() {
    let broker = ContextBroker::start().await;
    broker.with(|inside| {
        let other = json!({ "id": "abc", "description": "of somebody else" });
        inside.kept.insert("abc".to_owned(), other);
    });
    let Some(server) = broker.server("/v2").await else { return };
    broker.until("no subscription was made", |inside| inside.kept.len() == 2).await;
    let kept = broker.with(|inside| inside.kept["5f0c0ffee0"].clone());
    assert_eq!(kept["subject"]["entities"], json!([{ "idPattern": ".*", "type": "AirQualityObserved" }]));
    let custom = &kept["notification"]["httpCustom"];
    assert_eq!(custom["url"], "https://twin.example.org/notify/air");
    broker
        .with(|inside| assert!(inside.asked.iter().all(|(_, headers)| headers["fiware-service"] == "porto")));
    heard_by(&server, &custom["headers"]["Authorization"]).await;
    broker.with(|inside| inside.kept.get_mut("5f0c0ffee0").expect("kept")["status"] = json!("inactive"));
    let _again = broker.server("/v2").await;
    broker.until("it was not put right", |inside| inside.kept["5f0c0ffee0"]["status"] == "active").await;
    assert_eq!(
        broker.with(|inside| (inside.kept.len(), inside.kept["abc"].get("status").is_some())),
        (2, false)
    );
}

#[tokio::test]
async fn a_broker_that_refuses_is_asked_again_and_the_rest_goes_on() {
    let broker = ContextBroker::start().await;
    broker.with(|inside| inside.refuses = true);
    let Some(server) = broker.server("/ngsi-ld/v1").await else { return };
    broker.until("it was not asked twice", |inside| inside.asked.len() >= 2).await;
    assert_eq!(server.get("/").await.status, 200, "the twin goes on");
    let figures = server.metrics.text().expect("figures");
    assert!(figures.contains(r#"gemeo_calls_total{source="air",outcome="refused"}"#), "{figures}");
    broker.with(|inside| inside.refuses = false);
    broker.until("it was given up", |inside| !inside.kept.is_empty()).await;
}
