//! Brokers that share their streams by a real `nats-server`: each event once, also after it was away, and what is private
//! stays so.

use std::time::Duration;

use crate::{
    common::nats::{Nats, connected, count, until},
    notify::{Reader, entity, notify, subscribe},
};
use futures_util::StreamExt;
use gemeo_server::inbox;
use serde_json::{Value as Json, json};

/// Values of the readings up to and including one.
async fn values(reader: &mut Reader, last: f64) -> Vec<f64> {
    let mut values = Vec::new();
    while values.last() != Some(&last) {
        values.push(reader.reading().await["value"].as_f64().expect("a value"));
    }
    values
}

#[tokio::test]
async fn what_one_broker_takes_another_tells_once_also_after_nats_was_away() {
    let Some(mut nats) = Nats::start("what_one_broker_takes_another_tells_once_also_after_nats_was_away")
    else {
        return;
    };
    let first = nats.broker(subscribe, &[]).await;
    let second = nats.broker(|_| {}, &["porto"]).await;
    let to = first.notify.expect("a webhook");
    let mut far = Reader::open(&second).await;
    for (second, value) in [(0, 1.0), (0, 1.0), (10, 2.0), (5, 9.0)] {
        assert_eq!(notify(to, &[entity(1, second, value)]).await, 204);
        tokio::time::sleep(Duration::from_millis(400)).await;
    }
    assert_eq!(values(&mut far, 2.0).await, [1.0, 2.0], "each once, the late one not at all");
    let said = second.get("/api/live").await.text();
    assert!(said.contains("\"source\":\"air\"") && said.contains("\"state\":\"live\""), "{said}");

    // A broker that joins later asks for what stands.
    let third = nats.broker(|_| {}, &["porto"]).await;
    let mut late = Reader::open(&third).await;
    assert_eq!(late.reading().await["value"], 2.0);

    nats.end();
    connected(&first, 0).await;
    connected(&second, 0).await;
    let mut near = Reader::open(&first).await;
    assert_eq!(near.reading().await["value"], 2.0);
    for (second, value) in [(20, 3.0), (30, 4.0)] {
        assert_eq!(notify(to, &[entity(1, second, value)]).await, 204);
    }
    assert_eq!(values(&mut near, 4.0).await, [3.0, 4.0], "it goes on alone");
    until("unsent", || count(&first, "unsent") > 0).await;
    assert_eq!(second.get("/").await.status, 200);

    nats.start_again();
    connected(&first, 1).await;
    connected(&second, 1).await;
    assert_eq!(values(&mut far, 4.0).await, [4.0], "what stands now, once");
    assert_eq!(notify(to, &[entity(1, 40, 5.0)]).await, 204);
    assert_eq!(values(&mut far, 5.0).await, [5.0]);
    assert_eq!(values(&mut near, 5.0).await, [5.0], "nothing comes back to where it came from");
}

fn note(station: usize, hour: u8, value: f64, received: i64) -> String {
    let series = json!({ "concept": "concentration", "unit": "µg/m3", "dims": { "pollutant": "NO2" } });
    json!({ "reading": {
        "source": "air", "series": series, "place": format!("station/{station}"), "value": value, "status": "A",
        "period": format!("2026-09-07T{hour:02}"), "received": received, "replay": false,
    } })
    .to_string()
}

#[tokio::test]
async fn doubles_disorder_and_what_is_no_note_are_left_out() {
    let Some(nats) = Nats::start("doubles_disorder_and_what_is_no_note_are_left_out") else { return };
    let broker = nats.broker(|_| {}, &["porto"]).await;
    let mut reader = Reader::open(&broker).await;
    let client = nats.client("broker", "a-password-of-brokers").await;
    let messages = [
        note(1, 10, 1.0, 100),
        note(1, 10, 1.0, 100),
        note(1, 9, 8.0, 101),
        "not JSON".to_owned(),
        note(1, 10, 1.0, 100).replace("false", "true"),
        note(1, 10, 1.0, 100).replace("\"air\"", "\"../air\""),
        // A correction, then what it corrected, overtaken on the way.
        note(1, 10, 2.0, 200),
        note(1, 10, 1.5, 150),
        "{\"reading\":{}}".to_owned(),
        note(1, 11, 3.0, 90),
    ];
    for message in &messages {
        client.publish("gemeo.live.porto.public", message.clone().into()).await.expect("publish");
    }
    assert_eq!(values(&mut reader, 3.0).await, [1.0, 2.0, 3.0]);
    assert_eq!((count(&broker, "news"), count(&broker, "known"), count(&broker, "refused")), (3, 3, 4));
    // Ten thousand with doubles, in an order far from the first one: 10,007 is a prime.
    for sent in 0..10_000 {
        let message = note(100 + sent * 7919 % 10_007 % 2500, 12, 1.0, 100);
        client.publish("gemeo.live.porto.public", message.into()).await.expect("publish");
        if sent % 1000 == 999 {
            until("all of them", || count(&broker, "news") + count(&broker, "known") > 6 + sent as u64).await;
        }
    }
    client.publish("gemeo.live.porto.public", note(1, 13, 7.5, 100).into()).await.expect("publish");
    assert_eq!(values(&mut reader, 7.5).await.len(), 2501, "each once");
}

#[tokio::test]
async fn what_is_private_goes_where_only_some_may_listen() {
    let Some(nats) = Nats::start("what_is_private_goes_where_only_some_may_listen") else { return };
    let others = nats.client("public", "a-password-of-others").await;
    let mut heard = others.subscribe("gemeo.*.*.public").await.expect("subscribe");
    let mut forbidden = others.subscribe("gemeo.*.*.private").await.expect("subscribe");
    others.flush().await.expect("flush");
    let trusted = nats.client("broker", "a-password-of-brokers").await;
    let mut private = trusted.subscribe("gemeo.live.porto.private").await.expect("subscribe");
    trusted.flush().await.expect("flush");
    let first = nats
        .broker(
            |config| {
                subscribe(config);
                let air: &mut inbox::Subscription = config.subscriptions.first_mut().expect("one");
                air.private = true;
            },
            &["porto"],
        )
        .await;
    // It relays the city, but nobody signs in there: it has no place for what is private.
    let second = nats.broker(|_| {}, &["porto"]).await;
    assert_eq!(notify(first.notify.expect("a webhook"), &[entity(1, 0, 4711.5)]).await, 204);
    let reading = async {
        loop {
            let message = private.next().await.expect("a message");
            let said: Json = serde_json::from_slice(&message.payload).expect("JSON");
            if said["reading"]["value"] == 4711.5 {
                return;
            }
        }
    };
    tokio::time::timeout(Duration::from_secs(30), reading).await.expect("the private subject has it");
    others.publish("gemeo.live.porto.private", note(1, 23, 6.5, 100).into()).await.expect("publish");
    others.flush().await.expect("flush");
    tokio::time::sleep(Duration::from_millis(500)).await;
    let quiet = tokio::time::timeout(Duration::from_millis(100), forbidden.next()).await;
    assert!(quiet.is_err() || quiet.is_ok_and(|message| message.is_none()), "nothing private is heard");
    while let Ok(Some(message)) = tokio::time::timeout(Duration::from_millis(100), heard.next()).await {
        let said = String::from_utf8_lossy(&message.payload).into_owned();
        assert!(!said.contains("4711.5") && !said.contains("\"air\""), "{said}");
    }
    assert_eq!(
        (count(&first, "news"), count(&second, "news")),
        (0, 0),
        "nor is anything taken from who may not"
    );
    assert!(!second.get("/api/live").await.text().contains("air"));
}
