//! A real message broker (mosquitto): its messages are seen live, once, also after it was away.

use std::{
    process::{Child, Command, Stdio},
    time::Duration,
};

use crate::common::{
    Server,
    provider::{now, private_file},
};
use gemeo_server::{egress::Trust, inbox::Table};
use gemeo_shared::connect::time::Moment;
use rumqttc::{AsyncClient, MqttOptions, QoS};
use serde_json::json;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};

/// A broker of the test's own.
struct Mosquitto {
    broker: Child,
    port: u16,
    folder: tempfile::TempDir,
}

fn program() -> Option<&'static str> {
    let places = ["/usr/sbin/mosquitto", "/usr/bin/mosquitto", "/usr/local/sbin/mosquitto"];
    places.into_iter().find(|place| std::path::Path::new(place).exists())
}

fn run(program: &str, config: &std::path::Path) -> Child {
    let mut command = Command::new(program);
    command.arg("-c").arg(config).stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("mosquitto runs")
}

impl Mosquitto {
    fn start(test: &str) -> Option<Self> {
        let Some(program) = program() else {
            println!("skipped: {test}: mosquitto is not installed");
            return None;
        };
        let free = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = free.local_addr().expect("an address").port();
        drop(free);
        let folder = tempfile::tempdir().expect("a folder");
        let config =
            format!("listener {port} 127.0.0.1\nallow_anonymous true\npersistence false\nuser root\n");
        std::fs::write(folder.path().join("broker.conf"), config).expect("write");
        let broker = run(program, &folder.path().join("broker.conf"));
        Some(Self { broker, port, folder })
    }

    fn end(&mut self) {
        self.broker.kill().expect("its end");
        self.broker.wait().expect("its end");
    }

    fn start_again(&mut self) {
        self.broker = run(program().expect("mosquitto"), &self.folder.path().join("broker.conf"));
    }

    /// Sends messages, until the broker has them.
    async fn publish(&self, name: &str, messages: &[String]) {
        let mut options = MqttOptions::new(name, "127.0.0.1", self.port);
        options.set_keep_alive(Duration::from_secs(5));
        let (client, mut events) = AsyncClient::new(options, 100);
        for message in messages {
            client.publish("air/porto", QoS::AtLeastOnce, false, message.as_bytes()).await.expect("publish");
        }
        let mut acknowledged = 0;
        let all = async {
            while acknowledged < messages.len() {
                match events.poll().await {
                    Ok(rumqttc::Event::Incoming(rumqttc::Packet::PubAck(_))) => acknowledged += 1,
                    Ok(_) => {}
                    // It may still be starting.
                    Err(_) => tokio::time::sleep(Duration::from_millis(100)).await,
                }
            }
        };
        tokio::time::timeout(Duration::from_secs(30), all).await.expect("acknowledged");
    }
}

impl Drop for Mosquitto {
    fn drop(&mut self) {
        // It may have ended before.
        let _ = self.broker.kill();
        let _ = self.broker.wait();
    }
}

fn message(station: usize, value: f64) -> String {
    let stamp = Moment((now() / 3600 - 1) * 3600).iso();
    json!([{ "id": format!("s:{station}"), "type": "AirQualityObserved", "dateObserved": stamp, "no2": value }]).to_string()
}

#[tokio::test]
async fn messages_are_seen_live_and_the_broker_may_go_away() {
    let Some(mut mosquitto) = Mosquitto::start("messages_are_seen_live_and_the_broker_may_go_away") else {
        return;
    };
    if !std::path::Path::new("/etc/ssl/certs/ca-certificates.crt").exists() {
        println!(
            "skipped: messages_are_seen_live_and_the_broker_may_go_away: no certificates on this system"
        );
        return;
    }
    let server = Server::start(|config| {
        config.egress.caps.loopback_http = true;
        config.egress.trust = Trust::File("/etc/ssl/certs/ca-certificates.crt".into());
        let password = config.root.parent().expect("a folder").join("mqtt.password");
        private_file(&password, "a-password-for-the-broker");
        let table = json!({
            "city": "porto", "live": "ngsi", "broker": format!("mqtt://127.0.0.1:{}", mosquitto.port),
            "topic": "air/#", "user": "gemeo", "password_file": password,
        });
        let table: Table = serde_json::from_value(table).expect("a table");
        config.subscriptions.push(table.check("air", true).expect("a subscription"));
    })
    .await;
    let mut stream = server.connect().await;
    stream.write_all(b"GET /api/live/porto HTTP/1.1\r\nHost: x\r\n\r\n").await.expect("send");
    let mut lines = BufReader::new(stream).lines();
    let mut seen = async || {
        let next = async {
            while let Some(line) = lines.next_line().await.expect("a line") {
                if let Some(data) = line.strip_prefix("data: ").filter(|data| data.contains("\"value\":")) {
                    let reading: serde_json::Value = serde_json::from_str(data).expect("JSON");
                    return reading["value"].as_f64().expect("a value");
                }
            }
            panic!("the stream ended");
        };
        tokio::time::timeout(Duration::from_secs(60), next).await.expect("in time")
    };
    // Until the server has subscribed nothing is kept for it: the first message is sent until it is seen.
    let mut round = 0.0;
    let first = loop {
        mosquitto.publish("first", &[message(1, 100.0 + round)]).await;
        round += 1.0;
        if let Ok(value) = tokio::time::timeout(Duration::from_secs(2), seen()).await {
            break value;
        }
    };
    assert!(first >= 100.0);
    let doubles = [message(2, 1.0), message(2, 1.0), message(3, 2.0), message(2, 1.0), message(4, 3.0)];
    mosquitto.publish("second", &doubles).await;
    let mut values = Vec::new();
    while values.len() < 3 {
        let value = seen().await;
        if value < 100.0 {
            values.push(value);
        }
    }
    assert_eq!(values, [1.0, 2.0, 3.0], "each once");
    mosquitto.end();
    tokio::time::sleep(Duration::from_millis(500)).await;
    assert_eq!(server.get("/").await.status, 200, "the twin goes on");
    mosquitto.start_again();
    let mut round = 0.0;
    loop {
        mosquitto.publish("third", &[message(5, 50.0 + round)]).await;
        round += 1.0;
        if let Ok(value) = tokio::time::timeout(Duration::from_secs(2), seen()).await {
            assert!((50.0..100.0).contains(&value), "{value}");
            break;
        }
    }
}
