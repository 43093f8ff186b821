//! A `nats-server` of a test's own, and brokers that share their streams by it.

#![allow(dead_code, reason = "parts of it are for one feature")]

use std::{
    path::Path,
    process::{Child, Command, Stdio},
    time::Duration,
};

use gemeo_server::{config::Config, share};
use serde_json::json;
use tempfile::TempDir;

use super::{Server, provider::private_file};

/// The first may do everything, the second neither hear nor say what is private.
const USERS: &str = r#"authorization {
  users = [
    { user: broker, password: "a-password-of-brokers" }
    { user: public, password: "a-password-of-others", permissions: {
      publish: { allow: "gemeo.*.*.public" }, subscribe: { allow: "gemeo.*.*.public" } } }
  ]
}"#;

/// A server of the test's own.
pub struct Nats {
    program: &'static str,
    server: Child,
    pub port: u16,
    pub folder: TempDir,
}

fn run(program: &str, folder: &TempDir) -> Child {
    let mut command = Command::new(program);
    command.arg("-c").arg(folder.path().join("nats.conf")).stdout(Stdio::null()).stderr(Stdio::null());
    command.spawn().expect("nats-server runs")
}

impl Nats {
    /// Starts one with users; none where it is not installed.
    pub fn start(test: &str) -> Option<Self> {
        Self::start_with(test, |_| USERS.to_owned())
    }

    /// Starts one with lines of configuration that may name files in its folder.
    pub fn start_with(test: &str, lines: impl FnOnce(&Path) -> String) -> Option<Self> {
        let places = ["/usr/sbin/nats-server", "/usr/bin/nats-server", "/usr/local/bin/nats-server"];
        let Some(program) = places.into_iter().find(|place| Path::new(place).exists()) else {
            println!("skipped: {test}: nats-server is not installed");
            return None;
        };
        let free = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = free.local_addr().expect("an address").port();
        drop(free);
        let folder = tempfile::tempdir().expect("a folder");
        let config = format!("listen: \"127.0.0.1:{port}\"\n{}\n", lines(folder.path()));
        std::fs::write(folder.path().join("nats.conf"), config).expect("write");
        let server = run(program, &folder);
        Some(Self { program, server, port, folder })
    }

    pub fn end(&mut self) {
        // It may have ended before.
        let _ = self.server.kill();
        let _ = self.server.wait();
    }

    pub fn start_again(&mut self) {
        self.server = run(self.program, &self.folder);
    }

    /// Has a broker share its streams here, and relay those of `cities`.
    fn join(&self, config: &mut Config, cities: &[&str]) {
        let file = config.root.parent().expect("a folder").join("nats.password");
        private_file(&file, "broker:a-password-of-brokers");
        let url = format!("nats://127.0.0.1:{}", self.port);
        let table = json!({ "url": url, "credentials_file": file, "cities": cities });
        let table: share::Table = serde_json::from_value(table).expect("a table");
        config.nats = Some(table.check().expect("a description"));
    }

    pub async fn broker(&self, change: impl FnOnce(&mut Config), cities: &[&str]) -> Server {
        let server = Server::start(|config| {
            change(config);
            self.join(config, cities);
        })
        .await;
        connected(&server, 1).await;
        server
    }

    pub async fn client(&self, user: &str, password: &str) -> async_nats::Client {
        let url = format!("nats://127.0.0.1:{}", self.port);
        for _ in 0..600 {
            let options = async_nats::ConnectOptions::with_user_and_password(user.into(), password.into());
            // It may still be starting.
            match options.connect(&url).await {
                Ok(client) => return client,
                Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
            }
        }
        panic!("nats-server does not answer")
    }
}

impl Drop for Nats {
    fn drop(&mut self) {
        self.end();
    }
}

/// Waits until a broker says that NATS is connected, or away.
pub async fn connected(server: &Server, expected: i64) {
    for _ in 0..600 {
        if server.metrics.nats.connected.get() == expected {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("nats_connected is not {expected}:\n{}", server.metrics.text().expect("figures"));
}

/// How many messages had that outcome.
pub fn count(server: &Server, outcome: &str) -> u64 {
    let text = server.metrics.text().expect("figures");
    let begins = format!("gemeo_nats_messages_total{{outcome=\"{outcome}\"}} ");
    text.lines().find_map(|line| line.strip_prefix(&begins)?.parse().ok()).unwrap_or(0)
}

pub async fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    for _ in 0..600 {
        if is_so() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("{what} did not come about");
}
